"""Equality bit for bit: types, dtypes, shapes and contents, all the way down."""

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
        assert left.dtype == right.dtype, f"{where}: {left.dtype} against {right.dtype}"
        assert left.shape == right.shape, f"{where}: {left.shape} against {right.shape}"
        assert left.tobytes() == right.tobytes(), where
    else:
        assert left == right, where
