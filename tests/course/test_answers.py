"""The text of an answer, with what it needs: taken from cells, and made into an object again."""

import pytest

from tinydata.course.exercise import find
from tinydata.course.workbook.answers import essential, global_names, loaded, statements, taken_from
from tinydata.course.workbook.inputs import Inputs, python_of

COLLATE = find("batching.collate")


def run(*cells):
    """What `Inputs` notes of cells, and the names that they leave."""
    inputs, names = Inputs(), {"use": lambda id: fetched(id)}
    for text in cells:
        inputs.begin(text, names)
        try:
            exec(compile(python_of(text), "<cell>", "exec"), names)
            inputs.end(names, None)
        except Exception as error:
            inputs.end(names, error)
    return inputs, names


def fetched(id):
    return f"the answer of {id}"


def needs(*cells):
    inputs, _ = run(*cells)
    answer = taken_from(inputs.all, inputs.newest("collate"), COLLATE)
    return [need.get("source") or need for need in answer["needs"]]


def round_trip(*cells):
    """The answer's own value, and that of the one made from its text."""
    inputs, names = run(*cells)
    answer = taken_from(inputs.all, inputs.newest("collate"), COLLATE)
    return names["collate"](3), loaded(COLLATE, answer, fetched)(3)


HELPERS = [
    ["scale = 2", "def collate(x): return x * scale"],
    ["scale = 2\nunused = 1 / scale", "scale += 1", "def collate(x): return x * scale"],
    ["from math import sqrt, pi as PI", "def collate(x, start=PI): return sqrt(x) + start"],
    ["from math import *", "def collate(x): return floor(sqrt(x))"],
    ["import os.path, math", "def collate(x): return os.path.join('a', str(math.floor(x)))"],
    [
        "def helper(x): return other(x)",
        "def other(x): return -x",
        "def collate(x): return helper(x)",
    ],
    ["def collate(x): return helper(x)", "def helper(x): return -x"],
    ["def twice(f): return lambda x: 2 * f(x)", "@twice\n@twice\ndef collate(x): return x"],
    ["def collate(x): return x", "from functools import lru_cache\ncollate = lru_cache(collate)"],
    ["SHADES = []\nfor s in 'ab':\n    SHADES.append(s)", "def collate(x): return SHADES * x"],
    [
        "class Base:\n    def go(self, x): return x",
        "class Inner(Base): pass",
        "collate = lambda x: Inner().go(x)",
    ],
    ["class Inner: pass\nInner.size = 3", "def collate(x): return Inner.size"],
    ["steps = {}\nsteps['up'] = 1", "def collate(x): return x + steps['up']"],
    ["first, (second, *rest) = 1, (2, 3)", "def collate(x): return [i * x for i in rest]"],
    [
        "try:\n    import nothing\nexcept ImportError as error:\n    nothing = None",
        "def collate(x): return nothing",
    ],
    ["index_chunks = use('batching.index-chunks')", "def collate(x): return index_chunks"],
    ["def collate(x):\n    return 1 if x < 1 else x * collate(x - 1)"],
    ["%%time\nscale = 3", "%matplotlib inline\ndef collate(x):\n    return scale % x"],
    ["collate = [1, 2, 3].__getitem__ if False else (lambda x: x)\nassert collate(1)\nprint('no')"],
    ["async def helper(): pass", "def collate(x): return helper.__name__"],
    [
        "x = 5",
        "def make():\n    def inner(y):\n        nonlocal_x = x\n        return y + nonlocal_x\n"
        "    return inner",
        "collate = make()",
    ],
]


@pytest.mark.parametrize("cells", HELPERS, ids=lambda cells: cells[-1].splitlines()[-1][:40])
def test_an_answer_made_from_its_text_is_the_answer(cells):
    own, again = round_trip(*cells)
    assert own == again


def test_only_what_is_needed_comes_along():
    assert needs(
        "import numpy as np, time\nfrom math import pi, tau\nimages = [1]\nprint(images)",
        "def helper(images): return images, tau",
        "def collate(x):\n    images = helper(x)\n    return np.stack(images)\nprint(1)",
    ) == [
        "import numpy as np",
        "from math import tau",
        "def helper(images): return images, tau",
    ]
    source = "# why\ndef collate(x):\n    return x\n\nassert collate(1)\nprint(collate(2))"
    assert essential(source, "collate") == ["# why\ndef collate(x):\n    return x"]


def test_the_newest_that_ran_is_what_functions_read():
    assert needs("scale = 2", "def collate(x): return scale", "scale = 3", "scale = 1 / 0") == [
        "scale = 3"
    ]


def test_the_answers_of_other_exercises_are_named():
    assert needs(
        "def index_chunks(i, n): return 'mine'",
        "index_chunks = use('batching.index-chunks')",
        "def collate(x): return index_chunks(x, 1)",
        "collate = use('batching.collate')",
    ) == [{"name": "index_chunks", "exercise": "batching.index-chunks"}]
    assert needs(
        "def index_chunks(i, n): return 'mine'", "def collate(x): return index_chunks(x, 1)"
    ) == ["def index_chunks(i, n): return 'mine'"]


def test_names_read_at_once_and_later():
    (statement,) = statements(
        "@decorate\nclass A(Base, key=KEY):\n    size = SIZE\n    rows = [f(r) for r in ROWS]\n"
        "    def go(self, start=START):\n        local = size\n        return local + self.x"
    )
    at_once, later = global_names(statement)
    assert at_once >= {"decorate", "Base", "KEY", "SIZE", "f", "ROWS", "START"}
    assert later == {"size"}
