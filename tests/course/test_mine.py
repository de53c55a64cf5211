"""`mine`: the package made of what passed, from notebooks as learners write them."""

import ast
import codeop
import subprocess
import sys
from pathlib import Path

import pytest

from tinydata.course.exercise import all_exercises, find
from tinydata.course.notebook.stubs import solution_source
from tinydata.course.workbook.answers import loaded, taken_from
from tinydata.course.workbook.inputs import Inputs, python_of
from tinydata.course.workbook.mine import OURS, Package, is_ours, write_package
from tinydata.course.workbook.record import FILE, ProgressFile

CHUNKS = solution_source(find("batching.index-chunks"))
COLLATE = solution_source(find("batching.collate"))
ITER = solution_source(find("batching.iter"))
LENGTH = solution_source(find("batching.length"))
CHECKS = "from tinydata.arguments import positive_int, true_or_false\nimport numpy as np"
SAMPLER = {"RandomSampler": "shuffling.reproducible"}
GIVEN = {"index_chunks": "batching.index-chunks", "collate": "batching.collate"}


@pytest.fixture
def record(tmp_path):
    return ProgressFile(tmp_path / FILE)


def lesson(record, *cells, passed):
    """Run the cells of a lesson, and record the exercises that passed, as their checks would."""
    inputs, names = Inputs(), {"use": lambda id: vars(find(id).module)[find(id).name]}
    compiled = codeop.Compile()  # as notebooks do: what comes from __future__ counts from there on
    for text in cells:
        inputs.begin(text, names)
        exec(compiled(f"{python_of(text)}\n", "<cell>", "exec"), names)
        inputs.end(names, None)
        for id in passed:
            exercise = find(id)
            cell = inputs.newest(exercise.name, exercise.brings)
            if cell is inputs.all[-1] and id not in record.read()["exercises"]:
                entry = {"passed": True, "tries": 1, "last": {"digest": ""}}
                entry["answer"] = taken_from(inputs.all, cell, exercise)
                record.update(lambda p, id=id, entry=entry: p["exercises"].update({id: entry}))


def use(name):
    return f'{name} = use("{GIVEN[name]}")'


def mine(record):
    """What `mine` says, and the texts that it wrote."""
    said = "\n".join(write_package(record))
    folder = record.folder / "my_tinydata"
    return said, {path.stem: path.read_text() for path in folder.glob("*.py")}


def run(record, code):
    """What a program prints that has nothing but the package."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=record.folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_all_solutions(record):
    """All exercises at once, and nothing of the package's that the learner could have written."""
    for exercise in all_exercises():
        source = solution_source(exercise)
        needs = [{"source": s} for s in imports_of(exercise)]
        needs += [
            {"name": n, "exercise": id}
            for n, id in (GIVEN | SAMPLER).items()
            if f"{n}(" in source
            and exercise.id not in (GIVEN | SAMPLER).values()
            and exercise.topic in ("batching", "shuffling", "speed", "streams")
        ]
        entry = {
            "passed": True,
            "tries": 1,
            "last": {"digest": ""},
            "answer": {"source": source, "needs": needs},
        }
        record.update(lambda p, id=exercise.id, entry=entry: p["exercises"].update({id: entry}))
    said, texts = mine(record)
    assert f"{len(all_exercises())} answers" in said and "left out" not in said, said
    for name, text in texts.items():
        for node in ast.parse(text).body:
            line = text.splitlines()[node.lineno - 1]
            assert not is_ours(node) or OURS in line, (name, line)


def imports_of(exercise):
    """The imports of its file that may stand in a learner's module."""
    tree = ast.parse(Path(exercise.module.__file__).read_text(encoding="utf-8"))
    for node in tree.body:
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        if is_import and "tinydata.course" not in (getattr(node, "module", "") or ""):
            yield from (
                ast.unparse(
                    ast.Import([a])
                    if isinstance(node, ast.Import)
                    else ast.ImportFrom(node.module, [a], 0)
                )
                for a in node.names
            )


def test_a_loader_of_one_s_own(record):
    lesson(
        record,
        CHECKS,
        CHUNKS,
        use("index_chunks"),
        COLLATE,
        use("collate"),
        ITER,
        LENGTH,
        passed=[*GIVEN.values(), "batching.iter", "batching.length"],
    )
    said, texts = mine(record)
    assert "4 answers in 1 module\n" in said + "\n" and "ours" not in said
    assert texts["batching"].count("class DataLoader") == 1
    assert run(
        record,
        "from my_tinydata import DataLoader\n"
        "print([b for b in DataLoader([(1,), (2,), (3,)], 2, drop_last=True)])",
    )


def test_what_rests_on_ours_is_marked_and_named(record):
    lesson(
        record,
        CHECKS,
        CHUNKS,
        use("index_chunks"),
        use("collate"),
        ITER,
        passed=["batching.index-chunks", "batching.iter"],
    )
    said, texts = mine(record)
    assert "still ours: collate, which batching.iter needs" in said
    assert "import collate  # ours" in texts["batching"]
    assert "missing for a whole pipeline: a dataset" in said
    lesson(record, CHECKS, COLLATE, passed=["batching.collate"])
    said, texts = mine(record)
    assert "ours" not in said and "# ours" not in texts["batching"]


def test_helpers_of_equal_names_in_two_lessons(record):
    lesson(
        record,
        CHECKS,
        "def helper(parts): return tuple(parts)",
        "def collate(samples):\n"
        "    return helper(np.stack(part) for part in zip(*samples, strict=True))",
        passed=["batching.collate"],
    )
    lesson(
        record,
        "def helper(n): return list(range(n))",
        "def permutation(n, generator):\n"
        "    order = helper(n)\n"
        "    for last in range(n - 1, 0, -1):\n"
        "        j = generator.integers(last + 1)\n"
        "        order[last], order[j] = order[j], order[last]\n"
        "    return order",
        passed=["shuffling.permutation"],
    )
    said, _ = mine(record)
    assert "2 answers in 2 modules" in said and "left out" not in said


def test_names_that_later_lessons_define_again(record):
    lesson(record, CHECKS, COLLATE, passed=["batching.collate"])
    lesson(record, CHECKS, solution_source(find("collation.nested")), passed=["collation.nested"])
    mine(record)
    assert run(record, "import my_tinydata\nprint(my_tinydata.collate.__module__)") == (
        "my_tinydata.collation"
    )


def test_an_answer_that_inherits_from_another(record):
    inherits = (
        "class DataLoader(DataLoader):\n"
        "    def __init__(self, dataset, batch_size=1, *, drop_last=False):\n"
        "        super().__init__(dataset, batch_size)\n"
        "        self.drop_last = true_or_false('drop_last', drop_last)\n"
        "    def __len__(self):\n"
        "        count = len(self.dataset)\n"
        "        return count // self.batch_size if self.drop_last else "
        "-(-count // self.batch_size)\n"
        "    def __iter__(self):\n"
        "        for number, batch in zip(range(len(self)), super().__iter__()):\n"
        "            yield batch\n"
    )
    lesson(
        record,
        CHECKS,
        CHUNKS,
        use("index_chunks"),
        COLLATE,
        use("collate"),
        ITER,
        'DataLoader = use("batching.iter")',
        inherits,
        passed=[*GIVEN.values(), "batching.iter", "batching.length"],
    )
    said, texts = mine(record)
    assert "left out" not in said, said
    assert texts["batching"].count("class DataLoader") == 2


def test_constants_values_and_imports_under_other_names(record):
    lesson(
        record,
        "BACKWARDS = slice(None, None, -1)",
        "random_flip = lambda image, p, generator: (\n"
        "    image[..., BACKWARDS] if generator.random() < p else image\n"
        ").copy()",
        passed=["augmentation.flip"],
    )
    lesson(
        record,
        "from math import prod as product\nBYTES = {}",
        "import numpy\ndef batch_bytes(batch_size, shape, dtype):\n"
        "    return batch_size * product(shape) * numpy.dtype(dtype).itemsize",
        passed=["images.batch-bytes"],
    )
    said, texts = mine(record)
    assert "2 answers in 2 modules" in said and "left out" not in said
    assert "from math import prod as product" in texts["images"] and "BYTES" not in texts["images"]


def test_a_helper_further_down_that_needs_an_import_of_the_answer_s_cell(record):
    cells = [
        "import numpy as np",
        "import math\nDOUBLE = 2\n"
        "def batch_bytes(batch_size, shape, dtype):\n"
        "    return batch_size * product(shape) * np.dtype(dtype).itemsize",
        "def product(shape): return math.prod(shape) * DOUBLE // 2",
    ]
    inputs, names = Inputs(), {}
    for text in cells:
        inputs.begin(text, names)
        exec(text, names)
        inputs.end(names, None)
    exercise = find("images.batch-bytes")
    answer = taken_from(inputs.all, inputs.all[1], exercise)
    entry = {"passed": True, "tries": 1, "last": {"digest": ""}, "answer": answer}
    record.update(lambda p: p["exercises"].update({exercise.id: entry}))
    said, texts = mine(record)
    assert "1 answer in 1 module" in said and "left out" not in said
    assert texts["images"].count("import math") == texts["images"].count("DOUBLE = 2") == 1


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["secret = open.__self__", "def collate(samples): return missing(samples)"], "wrong"),
        (["def collate(samples):\n    while True: pass"], "endless"),
        (["1 / 1", "collate = [][0] if 'my_tinydata' in __name__ else (lambda s: s)"], "raises"),
        (["import sys\nif 'my_tinydata' in __name__: sys.exit(3)\ncollate = 3"], "exits"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_fails_on_its_own_is_named_and_left_out(record, cells, why):
    lesson(
        record,
        "__name__ = '__main__'",
        CHUNKS,
        *cells,
        passed=["batching.index-chunks", "batching.collate"],
    )
    said, _ = mine(record)
    assert "left out, as they do not pass on their own: batching.collate" in said
    assert run(record, "from my_tinydata import index_chunks\nprint(1)") == "1"


STACKED = "tuple([np.stack(part) for part in zip(*samples, strict=True)])"
AS_THEY_ARE = f"def collate(samples):\n    return {STACKED}"
WITH = "def collate(samples):\n    return tuple([{} for part in zip(*samples, strict=True)])"
WILD = {
    "two in a line": ["import numpy as np; import math; A = 0", WITH.format("np.stack(part, A)")],
    "two in a line of the answer": [
        "import numpy as np",
        f"A = 0; collate = lambda samples: {STACKED}",
    ],
    "a future": [
        "from __future__ import annotations\nimport numpy as np",
        f"def collate(samples: list[Undefined]) -> Batch:\n    return {STACKED}",
    ],
    "a future behind other imports": [
        "import math\nfrom PIL import Image",
        "from __future__ import annotations\nimport numpy as np",
        f"size: Undefined\ndef collate(samples: Undefined):\n    math, Image\n    return {STACKED}",
    ],
    "a global": [
        "import numpy as np",
        f"count = 0\ndef collate(samples):\n    global count\n    count += 1\n    return {STACKED}",
    ],
    "a global of a helper": [
        "import numpy as np\ncount = 0",
        "def counted(part):\n    global count\n    count += 1\n    return np.stack(part)",
        WITH.format("counted(part)"),
    ],
    "a table filled by a loop": [
        "import numpy as np\nHOW = {}",
        "for name in 'ab':\n    HOW[name] = np.stack",
        WITH.format("HOW['b'](part)"),
    ],
    "a list filled later": [
        *["import numpy as np\nHOW = []", "HOW.append(np.max)", "HOW = []", "HOW.append(np.stack)"],
        WITH.format("HOW[0](part)"),
    ],
    "a method attached later": [
        "import numpy as np\nclass Maker:\n    pass",
        f"def run(self, samples):\n    return {STACKED}\nMaker.run = run",
        "collate = Maker().run",
    ],
    "setattr": [
        "import numpy as np\nclass Maker:\n    pass",
        f"def run(self, samples):\n    return {STACKED}\nsetattr(Maker, 'run', run)",
        "collate = Maker().run",
    ],
    "an instance with an attribute": [
        f"import numpy as np\nclass Maker:\n    def __call__(self, samples):\n"
        f"        self.axis\n        return {STACKED}\nmaker = Maker()\nmaker.axis = 0",
        "collate = maker.__call__",
    ],
    "if and else": [
        "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np",
        f"if True:\n    collate = lambda samples: {STACKED}\nelse:\n    collate = None",
    ],
    "names from a pattern": [
        "import numpy as np\nA, (B, *C) = 0, (1, 2)\nmatch 0:\n    case D: pass",
        WITH.format("np.stack(part, A + D)"),
    ],
    "two that call each other": [
        "import numpy as np",
        "def even(parts): return [np.stack(parts[0]), *odd(parts[1:])] if parts else []\n"
        "def odd(parts): return [np.stack(parts[0]), *even(parts[1:])] if parts else []",
        "def collate(samples): return tuple(even(list(zip(*samples, strict=True))))",
    ],
    "a decorator with a list": [
        "import numpy as np\nfrom functools import wraps",
        "def logged(f):\n    @wraps(f)\n    def g(*a, **k):\n        CALLS.append(1)\n"
        "        return f(*a, **k)\n    return g\nCALLS = []",
        f"@logged\n{AS_THEY_ARE}",
    ],
    "a dataclass and letters of other languages": [
        "import numpy as np\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Maß:\n    achse: int = 0",
        "MASS = Maß()",
        WITH.format("np.stack(part, MASS.achse)"),
    ],
}


@pytest.mark.parametrize("cells", WILD.values(), ids=WILD)
def test_wild_answers_stand_on_their_own(record, cells):
    looks = ["HOW = [] if 'HOW' not in globals() else HOW", "print(len(HOW))"]
    lesson(record, *looks, *cells, passed=["batching.collate"])
    answer = record.read()["exercises"]["batching.collate"]["answer"]
    names = {}
    text = Package({"batching.collate": answer}).modules["batching"]
    exec(compile(text, "<module>", "exec", dont_inherit=True), names)
    for collate in (names["collate"], loaded(find("batching.collate"), answer, None)):
        assert [part.tolist() for part in collate([(1, 2.5), (3, 4.5)])] == [[1, 3], [2.5, 4.5]]
    assert "print" not in text


def test_the_package_is_replaced_and_an_edited_file_set_aside(record):
    lesson(record, CHECKS, COLLATE, passed=["batching.collate"])
    mine(record)
    path = record.folder / "my_tinydata" / "batching.py"
    path.write_text("# mine")
    said, _ = mine(record)
    assert "my_tinydata/batching.py was edited: it is now batching.old-1.py" in said
    assert path.with_name("batching.old-1.py").read_text() == "# mine"
    lesson(record, CHECKS, CHUNKS, passed=["batching.index-chunks"])
    said, texts = mine(record)
    assert "edited" not in said and "index_chunks" in texts["batching"]
    record.update(lambda progress: progress["exercises"].clear())
    said, texts = mine(record)
    assert set(texts) == {"__init__", "batching.old-1"}
