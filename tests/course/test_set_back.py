"""What all code of a process shares is as it was after a check, whatever an answer did to it."""

import builtins
import decimal
import gc
import itertools
import math
import os
import random
import sys
import threading
import tracemalloc
import warnings

import matplotlib
import numpy as np
import pytest

from tinydata import DataLoader, Dataset, transforms
from tinydata.course.checker.sandbox import limited
from tinydata.course.checker.set_back import functions_set_back, settings_set_back

CHANGES = {  # what an answer does, and what tells whether it was undone
    "folder": (lambda: os.chdir("/"), os.getcwd),
    "environment": (lambda: os.environ.update(TINYDATA="1"), lambda: dict(os.environ)),
    "environment gone": (os.environ.clear, lambda: dict(os.environ)),
    "recursion": (lambda: sys.setrecursionlimit(5000), sys.getrecursionlimit),
    "deepest recursion": (lambda: sys.setrecursionlimit(2**31 - 1), sys.getrecursionlimit),
    "setting the recursion": (
        lambda: setattr(sys, "setrecursionlimit", None),
        lambda: sys.setrecursionlimit,
    ),
    "turns of threads": (lambda: sys.setswitchinterval(1), sys.getswitchinterval),
    "digits": (lambda: sys.set_int_max_str_digits(700), sys.get_int_max_str_digits),
    "search path": (lambda: sys.path.insert(0, "/nowhere"), lambda: sys.path[:]),
    "display": (lambda: setattr(sys, "displayhook", None), lambda: sys.displayhook),
    "uncaught": (lambda: setattr(sys, "excepthook", None), lambda: sys.excepthook),
    "tracing": (lambda: threading.settrace(lambda *_: None), threading.gettrace),
    "profiling": (lambda: threading.setprofile(lambda *_: None), threading.getprofile),
    "tracing here": (lambda: sys.settrace(lambda *_: None), sys.gettrace),
    "garbage": (gc.disable, gc.isenabled),
    "thresholds": (lambda: gc.set_threshold(1), gc.get_threshold),
    "memory traced": (tracemalloc.start, tracemalloc.is_tracing),
    "printing": (lambda: np.set_printoptions(precision=1), np.get_printoptions),
    "errors": (lambda: np.seterr(all="raise"), np.geterr),
    "decimals": (
        lambda: setattr(decimal.getcontext(), "prec", 3),
        lambda: decimal.getcontext().prec,
    ),
    "figures": (
        lambda: matplotlib.rcParams.update({"figure.dpi": 7}),
        lambda: matplotlib.rcParams["figure.dpi"],
    ),
    "warnings": (lambda: warnings.simplefilter("error"), lambda: warnings.filters[:]),
    "output": (lambda: setattr(sys, "stdout", None), lambda: sys.stdout),
}


@pytest.mark.parametrize("name", CHANGES)
def test_settings(name):
    change, read = CHANGES[name]
    before = read()
    run = limited(lambda printed: change(), 5)
    assert run.finished, run.error
    assert read() == before


def test_the_recursion_that_an_answer_may_ask_for():
    with settings_set_back():
        sys.setrecursionlimit(20_000)
        assert sys.getrecursionlimit() == 20_000
        sys.setrecursionlimit(10**9)
        assert sys.getrecursionlimit() == 100_000


REPLACED = [
    (builtins, "len", "builtins.len"),
    (builtins, "isinstance", "builtins.isinstance"),
    (builtins, "min", "builtins.min"),
    (builtins, "__import__", "builtins.__import__"),
    (np, "stack", "np.stack"),
    (np.random, "default_rng", "np.random.default_rng"),
    (math, "ceil", "math.ceil"),
    (itertools, "islice", "itertools.islice"),
    (random, "shuffle", "random.shuffle"),
    (transforms, "Compose", "tinydata.transforms.Compose"),
    (DataLoader, "__iter__", "DataLoader.__iter__"),
    (Dataset, "__bool__", "Dataset.__bool__"),
]


@pytest.mark.parametrize(("owner", "name", "told"), REPLACED, ids=[told for *_, told in REPLACED])
def test_functions(owner, name, told):
    before = vars(owner).get(name)

    def replace(printed):
        setattr(owner, name, lambda *arguments: 3)

    run = limited(replace, 5)
    assert vars(owner).get(name) is before
    assert [one.removeprefix("tinydata.") for one in run.replaced] == [
        told.removeprefix("tinydata.")
    ]


def test_functions_that_were_deleted():
    with functions_set_back() as replaced:
        del builtins.sorted, math.floor
    assert replaced == ["builtins.sorted", "math.floor"]
    assert sorted([2, 1]) == [1, 2] and math.floor(1.5) == 1


def test_what_is_only_added_stays():
    """A module may load more of itself: that is no replacement."""
    with functions_set_back() as replaced:
        np.added_by_a_test = 3
    assert not replaced
    del np.added_by_a_test
