"""The course's own lines come to an end, whatever a learner's code hands them."""

import ast
import itertools

import numpy as np
import pytest

from tinydata.course.checker.bounded import ENDLESS, NAMES, EndlessIterator, compile_bounded


class Endless:
    """Has a length, and no end."""

    def __len__(self):
        return 3

    def __getitem__(self, index):
        return 1


def evaluate(source, **names):
    code = compile_bounded(ast.parse(source, mode="eval"), "<test>")
    return eval(code, {"np": np, **NAMES, **names})


@pytest.mark.parametrize("items", [itertools.count(), Endless()], ids=["iterator", "old protocol"])
@pytest.mark.parametrize(
    "source",
    [
        *("list(items)", "tuple(items)", "set(items)", "sorted(items)", "sum(items)", "max(items)"),
        *("[*items]", "[item for item in items]", "len({item: 1 for item in items})"),
        *("dict(zip(items, items))", "list(map(str, items))", "list(enumerate(items))"),
        *("np.array(items)", "np.stack(items)", "max(item for item in items)", "print(*items)"),
    ],
)
def test_what_has_no_end_is_stopped(source, items):
    with pytest.raises(EndlessIterator, match=f"more than {ENDLESS:,} items"):
        evaluate(source, items=items)


def test_a_loop_is_stopped():
    code = compile_bounded(ast.parse("for item in items: pass"), "<test>")
    with pytest.raises(EndlessIterator):
        exec(code, {**NAMES, "items": itertools.count()})


@pytest.mark.parametrize(
    "source",
    [
        *("list(range(5))", "sorted('cab', reverse=True)", "max(3, 4)", "list(map(str, [1, 2]))"),
        *("sum(x for x in (1, 2))", "[*range(3), 7]", "np.array([[1, 2], [3, 4]]).tolist()"),
        *("dict(a=1)", "isinstance([], list)", "list(iter([1, 2]))", "max([1], default=0)"),
    ],
)
def test_all_else_is_as_it_was(source):
    assert evaluate(source) == eval(source, {"np": np})


def test_nothing_is_not_iterable():
    with pytest.raises(TypeError, match="not iterable"):
        evaluate("list(None)")
