"""Bad arguments are refused with their name, what was expected and what came."""

import random
import re

import numpy as np
import pytest

from tinydata.arguments import (
    as_generator,
    height_and_width,
    index_in_range,
    positive_int,
    probability,
    true_or_false,
)


def refuses(kind: type, message: str):
    return pytest.raises(kind, match=f"^{re.escape(message)}")


@pytest.mark.parametrize("value", [1, 32, np.int64(4), np.uint8(4), np.int32(4), 10**30])
def test_positive_int_gives_back_a_python_int(value):
    result = positive_int("batch_size", value)
    assert result == value
    assert type(result) is int


@pytest.mark.parametrize("value", [0, -1, np.int64(0), -(10**30)])
def test_positive_int_refuses_small_values(value):
    with refuses(ValueError, f"batch_size should be a positive integer, but got {value!r}"):
        positive_int("batch_size", value)


NO_INTEGERS = [
    1.5,
    2.0,
    True,
    False,
    np.True_,
    np.timedelta64(2),
    "2",
    None,
    [2],
    np.float32(2),
    np.array([2]),
    2j,
]


@pytest.mark.parametrize("value", NO_INTEGERS, ids=repr)
def test_positive_int_refuses_other_kinds(value):
    with refuses(TypeError, f"batch_size should be a positive integer, but got {value!r}"):
        positive_int("batch_size", value)


def test_positive_int_takes_another_minimum():
    assert positive_int("padding", 0, minimum=0) == 0
    with refuses(ValueError, "padding should be an integer of at least 0, but got -1"):
        positive_int("padding", -1, minimum=0)
    with refuses(TypeError, "padding should be an integer of at least 0, but got False"):
        positive_int("padding", False, minimum=0)


@pytest.mark.parametrize("value", [0, 1, 0.0, 0.5, 1.0, np.float32(0.5), np.int64(1)])
def test_probability_gives_back_a_python_float(value):
    result = probability("p", value)
    assert result == value
    assert type(result) is float


@pytest.mark.parametrize(
    "value", [-1e-9, 1 + 1e-9, 2, -1, float("nan"), float("inf"), np.float64(1.5)], ids=repr
)
def test_probability_refuses_what_lies_outside(value):
    with refuses(ValueError, f"p should be a number from 0 to 1, but got {value!r}"):
        probability("p", value)


@pytest.mark.parametrize("value", ["0.5", None, True, np.timedelta64(1), [0.5], 0.5j], ids=repr)
def test_probability_refuses_other_kinds(value):
    with refuses(TypeError, f"p should be a number from 0 to 1, but got {value!r}"):
        probability("p", value)


@pytest.mark.parametrize("value", [True, False, np.True_, np.False_])
def test_true_or_false_gives_back_a_bool(value):
    result = true_or_false("shuffle", value)
    assert result == bool(value)
    assert type(result) is bool


@pytest.mark.parametrize("value", [0, 1, "no", "", None, [True]], ids=repr)
def test_true_or_false_refuses_what_only_counts_as_true(value):
    with refuses(TypeError, f"shuffle should be True or False, but got {value!r}"):
        true_or_false("shuffle", value)


@pytest.mark.parametrize(
    ("value", "pair"), [(8, (8, 8)), ((6, 8), (6, 8)), ([6, 8], (6, 8)), (np.int64(8), (8, 8))]
)
def test_height_and_width(value, pair):
    assert height_and_width("size", value) == pair
    assert all(type(side) is int for side in height_and_width("size", value))


@pytest.mark.parametrize("value", [(6, 8, 1), (), (8,)], ids=repr)
def test_height_and_width_refuses_other_lengths(value):
    with refuses(ValueError, f"size should be an int or (height, width), but got {value!r}"):
        height_and_width("size", value)


@pytest.mark.parametrize("value", [8.0, "8", None, (6, 8.0), (True, 8), (8, "8")], ids=repr)
def test_height_and_width_refuses_other_kinds(value):
    with refuses(TypeError, "size should be a positive integer, but got"):
        height_and_width("size", value)


@pytest.mark.parametrize("value", [0, -8, (0, 8), (8, -1)], ids=repr)
def test_height_and_width_refuses_small_values(value):
    with refuses(ValueError, "size should be a positive integer, but got"):
        height_and_width("size", value)


def test_as_generator_uses_a_generator_as_it_is():
    generator = np.random.default_rng(0)
    assert as_generator(generator) is generator


@pytest.mark.parametrize("seed", [0, 7, np.int64(7), 2**70])
def test_as_generator_takes_a_seed(seed):
    draws = as_generator(seed).random(4)
    assert np.array_equal(draws, np.random.default_rng(int(seed)).random(4))


def test_as_generator_takes_fresh_entropy_for_none():
    assert not np.array_equal(as_generator(None).random(4), as_generator(None).random(4))


@pytest.mark.parametrize(
    "value",
    [
        "x",
        1.5,
        True,
        np.True_,
        np.timedelta64(1),
        np.random,
        np.random.RandomState(0),
        random.Random(0),
        [1],
    ],
    ids=lambda value: type(value).__name__,
)
def test_as_generator_refuses_other_kinds(value):
    expected = "generator should be None, an int seed or a numpy.random.Generator, but got"
    with refuses(TypeError, f"{expected} {value!r}"):
        as_generator(value)


def test_as_generator_refuses_a_negative_seed_and_uses_the_name_it_is_given():
    with refuses(ValueError, "seed should be an integer of at least 0, but got -1"):
        as_generator(-1, "seed")
    with refuses(TypeError, "seed should be None, an int seed or"):
        as_generator(0.5, "seed")


def test_index_in_range_counts_as_lists_do():
    letters = list("abcde")
    for index in range(-5, 5):
        assert letters[index_in_range(index, 5)] == letters[index]
        assert 0 <= index_in_range(np.int8(index), 5) < 5
    assert type(index_in_range(np.int64(-1), 5)) is int
    assert index_in_range(np.uint8(4), 1797) == 4


@pytest.mark.parametrize(("index", "length"), [(5, 5), (-6, 5), (0, 0), (-1, 0), (10**30, 5)])
def test_index_in_range_refuses_what_is_not_there(index, length):
    message = f"index {index} is out of range for a dataset of {length} samples"
    with refuses(IndexError, message):
        index_in_range(index, length)


@pytest.mark.parametrize("index", [1.0, "1", None, [1], slice(1)], ids=repr)
def test_index_in_range_refuses_other_kinds(index):
    with refuses(TypeError, f"index should be an integer, but got {index!r}"):
        index_in_range(index, 5)
