"""Inputs of examples: small ones first, of every kind, the same in every process."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinydata.course.checker.differences import same
from tinydata.course.checker.draw import DTYPES, LARGE, Draw
from tinydata.course.checker.literal import literal

EXAMPLES = """
import hashlib
from tinydata.course.checker.examples import examples_of
from tinydata.course.checker.run_case import Outcome
from tinydata.course.exercise import all_exercises
asked = [
    example.asked(Outcome("right", step=len(example.steps)))
    for exercise in all_exercises()
    for example in examples_of(exercise)
]
digest = hashlib.sha256(repr(asked).encode()).hexdigest()
"""

draws = st.builds(Draw, st.integers(0, 10**6), st.floats(0, 1))


def test_examples_are_the_same_in_every_process():
    here: dict = {}
    exec(EXAMPLES, here)
    there = subprocess.run(
        [sys.executable, "-c", EXAMPLES + "print(digest)"],
        env=os.environ | {"PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here["digest"]


def test_draws_do_not_change_with_a_new_python():
    """The numbers that `random.Random(0).random()` promises."""
    draw = Draw(0, 0.5)
    assert [draw.integer(0, 99) for _ in range(5)] == [84, 75, 42, 25, 51]


def test_sizes_grow_by_one_until_the_last_examples():
    drawn = [Draw(seed, seed / 100).size() for seed in range(int(100 * LARGE))]
    tops = np.maximum.accumulate(drawn)
    assert tops[0] <= 1 and set(np.diff(tops)) <= {0, 1} and set(drawn) == set(range(11))
    large = [Draw(seed, LARGE + seed / 1000) for seed in range(100)]
    firsts = [draw.size() for draw in large]
    assert min(firsts) > 128 and 5 < sum(size < 256 for size in firsts) < 40
    assert 10 < sum(size > 1024 for size in firsts) < 60
    assert max(draw.size() for draw in large) <= 3, "only one size is large"


@given(draws, st.integers(0, 20), st.integers(0, 20))
def test_sizes_keep_their_bounds(draw, least, more):
    assert least <= draw.size(least, least + more) <= least + more


@given(draws, st.integers(-50, 50), st.integers(0, 50))
def test_integers_keep_their_bounds(draw, least, more):
    numbers = [draw.integer(least, least + more), *draw.integers(9, least, least + more)]
    assert all(least <= number <= least + more for number in numbers)


@given(draws, st.lists(st.integers()))
def test_shuffled_keeps_the_items(draw, items):
    assert sorted(draw.shuffled(items)) == sorted(items)


@pytest.mark.parametrize("dtype", DTYPES)
@given(draws)
def test_arrays_have_what_was_asked_for(dtype, draw):
    shape = draw.shape()
    array = draw.array(*shape, dtype=dtype)
    assert array.shape == shape and array.dtype == dtype


@given(draws, st.integers(0, 300))
def test_an_index_is_near_the_samples(draw, n):
    index = draw.index(n)
    assert -n - 2 <= index <= n + 1
    assert index + n == int(index) + n and index - n == int(index) - n  # no overflow


@given(draws)
def test_source_of_inputs_makes_them_again(draw):
    rows = [draw.array(*draw.shape()) for _ in range(2)]
    for value in (*rows, rows, tuple(rows), {"a": rows[0], "b": draw.index(5)}, draw.values(3)):
        source = literal(value)
        assert source is None or same(eval(source, {"np": np}), value)
    array = draw.array(2, 2, dtype="int8")
    again = eval(literal(array), {"np": np})
    assert again.flags.c_contiguous == array.flags.c_contiguous


@pytest.mark.parametrize("value", [list(range(1000)), np.zeros(500), object(), [object()]])
def test_there_is_no_source_of_what_is_long_or_strange(value):
    assert literal(value) is None
