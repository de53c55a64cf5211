"""Memory that an answer may take, on Linux, and what comes after it."""

import sys

import numpy as np
import pytest

from tinydata.course.checker import memory_limit
from tinydata.course.checker.memory_limit import LIMIT, Memory, memory_limited
from tinydata.course.checker.sandbox import limited

resource = pytest.importorskip("resource", reason="no limits on Windows")
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="no other system keeps the limit")


def limits():
    return resource.getrlimit(resource.RLIMIT_AS)


@only_linux
@pytest.mark.parametrize("too_much", [bytes, bytearray, lambda n: np.ones(n, "u1"), "x".__mul__])
def test_one_large_thing(too_much):
    before = limits()
    with memory_limited():
        assert limits() != before
        too_much(LIMIT // 4)
        with pytest.raises(MemoryError):
            too_much(2 * LIMIT)
    assert limits() == before
    too_much(1)


@only_linux
def test_an_error_inside_sets_the_limit_back():
    before = limits()
    with pytest.raises(ZeroDivisionError), memory_limited():
        raise ZeroDivisionError
    assert limits() == before


@only_linux
def test_a_limit_that_was_there_is_not_raised():
    soft, hard = limits()
    lower = memory_limit._mapped() + LIMIT // 2
    resource.setrlimit(resource.RLIMIT_AS, (lower, hard))
    try:
        with memory_limited():
            assert limits()[0] <= lower
        assert limits()[0] == lower
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def test_where_nothing_tells_the_size(monkeypatch):
    monkeypatch.setattr(memory_limit, "_mapped", lambda: 0)
    before = limits()
    with memory_limited():
        assert limits() == before
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert not Memory().is_over_the_limit()


def test_what_is_held_is_counted(monkeypatch):
    pytest.importorskip("psutil")
    monkeypatch.setattr(memory_limit, "LIMIT", 2**26)
    memory = Memory()
    assert not memory.is_over_the_limit()
    held = np.ones(2**24)
    assert memory.is_over_the_limit() and held.all()


@only_linux
def test_a_recursion_without_an_end_and_a_limit_of_its_own():
    def deeper(n):
        return deeper(n + 1)

    def answer(printed):
        sys.setrecursionlimit(10**9)
        return deeper(0)

    run = limited(answer, 20)
    assert isinstance(run.error, RecursionError) and len(run.frames) <= 1000
