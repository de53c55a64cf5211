"""What is said of loops and returns is read off the code, so it is true of it."""

import functools
import linecache
import textwrap

import pytest

from tinydata.course.checker.code_facts import loop_around, without_return


def lines_in_a_loop(source):
    """The lines for which a loop is named, with the line of that loop."""
    source = textwrap.dedent(source).strip() + "\n"
    name = f"<answer {hash(source)}>"
    lines = source.splitlines(keepends=True)
    linecache.cache[name] = len(source), None, lines, name
    named = {line: loop_around([(name, line)]) for line in range(1, len(lines) + 1)}
    return {line: int(loop.removeprefix("line ")) for line, loop in named.items() if loop}


@pytest.mark.parametrize(
    ("source", "loops"),
    [
        ("def f(n):\n    return f(n - 1) + f(n - 2)", {}),
        ("def g(self, index):\n    return self.items[index % len(self)]", {}),
        ("while True:\n    x = 1\ny = 2", {1: 1, 2: 1}),
        ("for x in wait():\n    x\n    x", {2: 1, 3: 1}),
        ("for x in y:\n    while x:\n        x\n    z", {2: 2, 3: 2, 4: 1}),
        ("for x in y:\n    def f():\n        slow()\n", {}),
        ("def f():\n    return [\n        x\n        for x in y\n    ]", {2: 2, 3: 2, 4: 2, 5: 2}),
        ("while x:\n    f(\n        lambda: slow()\n    )", {1: 1, 2: 1, 4: 1}),
    ],
)
def test_lines_in_a_loop(source, loops):
    assert lines_in_a_loop(source) == loops


def test_a_loop_further_out_is_named_and_one_of_the_check_is_not():
    linecache.cache["<two>"] = 0, None, ["def f(): slow()\n", "while True:\n", "    f()\n"], "<two>"
    assert loop_around([("<two>", 1), ("<two>", 3)]) == "line 2"
    assert loop_around([("<two>", 1), ("<what was asked>", 1), ("<two>", 3)]) == ""


def test_no_claim_without_a_source():
    assert loop_around([("<nowhere>", 3)]) == ""


def gives(items):
    return items


def gives_nothing(items):
    items.sort()


def gives_none(items):
    if items:
        return
    return None


def yields(items):
    yield


def gives_sometimes(items):
    for item in items:
        if item:
            return item


class Right:
    def __init__(self):
        self.value = 1

    def step(self):
        return self.value


class Wrong(Right):
    def step(self):
        self.value += 0

    def helper(self):
        self.value += 1


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (gives, []),
        (gives_nothing, ["gives_nothing"]),
        (gives_none, ["gives_none"]),
        (yields, []),
        (gives_sometimes, []),
        (lambda items: items.sort(), []),
        (functools.partial(gives_nothing), []),
        (None, []),
    ],
)
def test_functions_without_a_return(answer, names):
    assert without_return(gives, answer) == names


def test_methods_without_a_return_where_the_solution_has_one():
    assert without_return(Right, Wrong) == ["step"]
    assert without_return(Right, Right) == []
