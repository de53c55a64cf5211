"""Bad arguments are refused where they enter: what was expected, what came."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from collections.abc import Iterable, Iterator
from numbers import Integral, Real
from typing import TypeVar

import numpy as np

Value = TypeVar("Value")
NO_NUMBERS = (bool, np.bool_, np.timedelta64)  # Python counts the first and the last as integers


def positive_int(name: str, value: object, minimum: int = 1) -> int:
    """Return `value` as a Python int, or refuse it.

    Raises
    ------
    TypeError
        If `value` is not an integer. Booleans are refused too: `True` is rarely meant as 1.
    ValueError
        If `value` is below `minimum`.

    Examples
    --------
    >>> positive_int("batch_size", np.int64(32))
    32
    >>> positive_int("batch_size", 0)
    Traceback (most recent call last):
        ...
    ValueError: batch_size should be a positive integer, but got 0
    """
    kind = "a positive integer" if minimum == 1 else f"an integer of at least {minimum}"
    if not isinstance(value, Integral) or isinstance(value, NO_NUMBERS):
        raise TypeError(f"{name} should be {kind}, but got {value!r}")
    if value < minimum:
        raise ValueError(f"{name} should be {kind}, but got {value!r}")
    return int(value)


def probability(name: str, value: object) -> float:
    """Return `value` as a float between 0 and 1, or refuse it.

    Examples
    --------
    >>> probability("p", 1.5)
    Traceback (most recent call last):
        ...
    ValueError: p should be a number from 0 to 1, but got 1.5
    """
    if not isinstance(value, Real) or isinstance(value, NO_NUMBERS):
        raise TypeError(f"{name} should be a number from 0 to 1, but got {value!r}")
    if value < 0 or not value <= 1:  # not a number is neither
        raise ValueError(f"{name} should be a number from 0 to 1, but got {value!r}")
    return float(value)


def true_or_false(name: str, value: object) -> bool:
    """Return `value` if it is a bool, or refuse it: `shuffle="no"` would count as true."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} should be True or False, but got {value!r}")
    return bool(value)


def height_and_width(name: str, value: object) -> tuple[int, int]:
    """Return an int or a pair as (height, width) in pixels, or refuse it.

    Examples
    --------
    >>> height_and_width("size", 8)
    (8, 8)
    >>> height_and_width("size", (6, 8))
    (6, 8)
    """
    pair = tuple(value) if isinstance(value, tuple | list) else (value, value)
    if len(pair) != 2:
        raise ValueError(f"{name} should be an int or (height, width), but got {value!r}")
    return positive_int(name, pair[0]), positive_int(name, pair[1])


def as_generator(
    generator: int | np.random.Generator | None, name: str = "generator"
) -> np.random.Generator:
    """Return the random generator that `generator` stands for.

    Parameters
    ----------
    generator : None, int or numpy.random.Generator
        None takes fresh entropy, an int is a seed, a Generator is used as it is and shared.

    Examples
    --------
    >>> int(as_generator(0).integers(100)) == int(as_generator(0).integers(100))
    True
    >>> as_generator(0.5)
    Traceback (most recent call last):
        ...
    TypeError: generator should be None, an int seed or a numpy.random.Generator, but got 0.5
    """
    if isinstance(generator, np.random.Generator):
        return generator
    if generator is None:
        return np.random.default_rng()
    if isinstance(generator, Integral) and not isinstance(generator, NO_NUMBERS):
        return np.random.default_rng(positive_int(name, generator, minimum=0))
    raise TypeError(
        f"{name} should be None, an int seed or a numpy.random.Generator, but got {generator!r}"
    )


def index_in_range(index: object, length: int) -> int:
    """Return `index` counted from the front, as lists count: -1 is the last sample.

    Raises
    ------
    TypeError
        If `index` is not an integer.
    IndexError
        If there is no such sample. A `for` loop over a dataset ends by this error.

    Examples
    --------
    >>> index_in_range(-1, 1797)
    1796
    >>> index_in_range(1797, 1797)
    Traceback (most recent call last):
        ...
    IndexError: index 1797 is out of range for a dataset of 1797 samples
    """
    if not isinstance(index, Integral) or isinstance(index, NO_NUMBERS):
        raise TypeError(f"index should be an integer, but got {index!r}")
    place = int(index)
    if not -length <= place < length:
        raise IndexError(f"index {index} is out of range for a dataset of {length} samples")
    return place % length


def is_masked(value: object) -> bool:
    """Whether this is a masked array; `np.asarray` would let its mask go."""
    # NumPy loads numpy.ma when it is first named, so ask only what may be such an array.
    return (
        type(value) is not np.ndarray
        and isinstance(value, np.ndarray)
        and isinstance(value, np.ma.MaskedArray)
    )


def as_indices(indices: object) -> np.ndarray:
    """Return a sequence of integers as an int64 array, or refuse it.

    Examples
    --------
    >>> as_indices([4, 0])
    array([4, 0])
    >>> as_indices([0.5])
    Traceback (most recent call last):
        ...
    TypeError: indices should be a sequence of integers, but got [0.5]
    """
    if type(indices) is np.ndarray and indices.dtype == np.int64 and indices.ndim == 1:
        return indices  # as every slice of an order is
    listed = indices if isinstance(indices, list | tuple) else ()
    kinds = set(map(type, listed))
    arrays = [kind for kind in kinds if issubclass(kind, np.ndarray)]
    if is_masked(indices) or (arrays and any(map(is_masked, listed))):
        raise TypeError(
            "indices should be a sequence of integers, but got a masked array; "
            ".compressed() leaves out what is masked"
        )
    array = np.asarray(indices)
    has_bools = not kinds.isdisjoint({bool, np.bool_})  # NumPy would read [True, 2] as numbers
    if array.ndim != 1 or has_bools or (array.size and array.dtype.kind not in "iu"):
        mask = has_bools or array.dtype == bool
        hint = "; for a mask pass np.flatnonzero(mask)" if mask else ""
        raise TypeError(f"indices should be a sequence of integers, but got {indices!r:.60}{hint}")
    if array.dtype == np.uint64 and array.size and array.max() > np.iinfo(np.int64).max:
        raise IndexError(f"indices should be those of samples, but got {array.max()}")
    return array.astype(np.int64)


def indices_in_range(indices: object, length: int) -> np.ndarray:
    """Return a sequence of indices as an array, each counted from the front, or refuse it.

    Examples
    --------
    >>> indices_in_range([4, -1], 1797)
    array([   4, 1796])
    """
    chosen = as_indices(indices).astype(np.int64)
    outside = (chosen < -length) | (chosen >= length)
    if outside.any():
        index_in_range(int(chosen[outside.argmax()]), length)
    return np.where(chosen < 0, chosen + length, chosen)


def can_be_repeated(name: str, kind: str, value: Value) -> Value:
    """Return `value` if a loop can go over it once an epoch, or refuse it.

    Examples
    --------
    >>> can_be_repeated("sampler", "an iterable of indices", iter([2, 0, 1]))
    Traceback (most recent call last):
        ...
    TypeError: sampler should be an iterable of indices that each epoch can go over anew, but got \
a list_iterator, which ends for good; list(...) would do
    """
    iterable = an_iterable(name, kind, value)
    if isinstance(iterable, Iterator):
        raise TypeError(
            f"{name} should be {kind} that each epoch can go over anew, but got a "
            f"{type(value).__name__}, which ends for good; list(...) would do"
        )
    return iterable


def an_iterable(name: str, kind: str, value: Value) -> Value:
    """Return `value` if a loop can go over it, or refuse it: it should be `kind`.

    Examples
    --------
    >>> an_iterable("sampler", "an iterable of indices", 5)
    Traceback (most recent call last):
        ...
    TypeError: sampler should be an iterable of indices, but got 5
    """
    if not isinstance(value, Iterable):
        raise TypeError(f"{name} should be {kind}, but got {value!r}")
    return value


def a_dataset(name: str, value: Value) -> Value:
    """Return `value` if samples can be had from it by `len(value)` and `value[i]`, or refuse it."""
    methods = hasattr(value, "__len__") and hasattr(value, "__getitem__")
    if not methods or isinstance(value, type):
        raise TypeError(
            f"{name} should have __len__ and __getitem__, but got {value!r:.60}; "
            "a list of its samples would do"
        )
    return value
