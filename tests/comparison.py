"""Equality bit for bit: types, dtypes, shapes and contents, all the way down.

Only the width of strings and the order of bytes may differ: one element of an array has its own.
"""

from collections.abc import Mapping

import numpy as np


def assert_same(left: object, right: object, where: str = "batch") -> None:
    assert type(left) is type(right), f"{where}: {type(left)} against {type(right)}"
    if isinstance(left, Mapping):
        assert list(left) == list(right), where
        for key in left:
            assert_same(left[key], right[key], f"{where}[{key!r}]")
    elif isinstance(left, tuple | list):
        assert len(left) == len(right), where
        for i, pair in enumerate(zip(left, right, strict=True)):
            assert_same(*pair, f"{where}[{i}]")
    elif isinstance(left, np.ndarray | np.generic):
        left, right = _alike(left, right), _alike(right, left)
        assert left.dtype == right.dtype, f"{where}: {left.dtype} against {right.dtype}"
        assert left.shape == right.shape, f"{where}: {left.shape} against {right.shape}"
        assert left.tobytes() == right.tobytes(), where
    else:
        assert left == right, where


def _alike(array: np.ndarray | np.generic, other: np.ndarray | np.generic) -> np.ndarray:
    """The array in native byte order; strings as wide as the other's."""
    dtype = array.dtype.newbyteorder("=")
    if dtype.kind in "SU" and dtype.kind == other.dtype.kind:
        dtype = np.result_type(array.dtype, other.dtype)
    return np.asarray(array).astype(dtype)
