"""Values that differ are told apart, and in words, however large they are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tinydata.course.checker.differences import difference

INTEGERS = st.integers() | st.integers(2**63 - 2, 2**63 + 1) | st.integers(2**64, 2**64 + 1)
NUMBERS = st.one_of(
    st.booleans(),
    INTEGERS,
    st.floats(allow_nan=False),
    st.integers(-(2**63), 2**63 - 1).map(np.int64),
    st.floats(width=32, allow_nan=False).map(np.float32),
)


def plain(number):
    return number.item() if isinstance(number, np.generic) else number


@given(NUMBERS, NUMBERS)
def test_numbers_are_equal_where_kind_and_value_are(one, other):
    found = difference(one, other)
    one, other = plain(one), plain(other)
    assert (found is None) == (type(one) is type(other) and one == other)
    assert found is None or "None" not in found


@given(st.lists(INTEGERS, max_size=2), st.lists(INTEGERS, max_size=2))
def test_integers_in_lists_too(one, other):
    assert (difference(one, other) is None) == (one == other)


@given(st.sampled_from(["i2", "i4", "u8", "f4", "f8"]), st.sampled_from(["i2", "i4", "u8", "f4"]))
def test_arrays_are_alike_in_either_byte_order_but_not_of_another_type(name, other):
    numbers = np.array([3, 258], name)
    assert difference(numbers.astype(">" + name), numbers.astype("<" + name)) is None
    found = difference(numbers.astype(">" + other), numbers)
    assert (found is None) == (name == other)
