"""An order without memory: a permutation that is computed, index by index."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from collections.abc import Iterator
from math import isqrt
from typing import Any, overload

import numpy as np

from tinydata.arguments import index_in_range, positive_int

ROUNDS = 6  # with two neighbours stay together hundreds of times too often, with four sometimes
PIECE = 1024  # indices that a loop over all of them computes at a time


class ShuffledRange:
    """`range(n)` in another order, of which nothing is kept.

    Parameters
    ----------
    n : int
        From 0 to 2**62.
    keys : array of shape (6,) and dtype uint64
        Random numbers: they decide the order.

    Raises
    ------
    TypeError, ValueError
        If `n` or `keys` is not as described.

    Notes
    -----
    A Feistel network. A position becomes two numbers, its quotient and its remainder by about √n.
    Each round adds to one of them a hash of the other, modulo its range; that can be undone, so
    two positions never meet. The pairs count slightly further than n: a result of n or more goes
    through the network again until it is below ("cycle walking"; Black and Rogaway, "Ciphers with
    arbitrary finite domains", 2002).

    Examples
    --------
    >>> order = ShuffledRange(10, np.arange(6, dtype=np.uint64))
    >>> sorted(order) == list(range(10)), len(order[2:5])
    (True, 3)
    """

    def __init__(self, n: int, keys: np.ndarray) -> None:
        self.n = positive_int("n", n, minimum=0)
        if self.n > 2**62:
            raise ValueError(f"n should be at most 2**62, but got {n}")
        self.keys = np.asarray(keys)
        if self.keys.shape != (ROUNDS,) or self.keys.dtype != np.uint64:
            raise ValueError(f"keys should be {ROUNDS} numbers of dtype uint64, but got {keys!r}")
        # Rows and columns of a table that has a place for each of the n, and at most √n more.
        self._columns = max(1, isqrt(max(0, self.n - 1)) + 1)
        self._rows = max(1, -(-self.n // self._columns))

    def __len__(self) -> int:
        return self.n

    @overload
    def __getitem__(self, position: slice) -> np.ndarray: ...
    @overload
    def __getitem__(self, position: int) -> int: ...
    def __getitem__(self, position: Any) -> Any:
        if isinstance(position, slice):
            start, stop, step = position.indices(self.n)
            return self._places(np.arange(start, stop, step))
        return int(self._places(np.array([index_in_range(position, self.n)]))[0])

    def __iter__(self) -> Iterator[int]:
        for start in range(0, self.n, PIECE):
            yield from self[start : start + PIECE].tolist()

    def _places(self, positions: np.ndarray) -> np.ndarray:
        places = self._through(positions.astype(np.uint64))
        while len(outside := np.flatnonzero(places >= self.n)):
            places[outside] = self._through(places[outside])
        return places.astype(np.int64)

    def _through(self, places: np.ndarray) -> np.ndarray:
        row, column = np.divmod(places, np.uint64(self._columns))
        rows, columns = np.uint64(self._rows), np.uint64(self._columns)
        for key_of_column, key_of_row in self.keys.reshape(-1, 2):
            column = _moved(column, _hash(row ^ key_of_column), columns)
            row = _moved(row, _hash(column ^ key_of_row), rows)
        return row * columns + column

    def __repr__(self) -> str:
        return f"ShuffledRange({self.n})"


def _moved(numbers: np.ndarray, hashes: np.ndarray, below: np.uint64) -> np.ndarray:
    """Add to each number its hash, scaled to 0 … below - 1, modulo `below`, which has 32 bits.

    `%` would take longer than all else. A difference below 0 wraps around and is no minimum.
    """
    half = np.uint64(32)
    moved = numbers + (((hashes >> half) * below) >> half)
    return np.minimum(moved, moved - below)


def _hash(numbers: np.ndarray) -> np.ndarray:
    """Mix the bits of 64-bit numbers: the last step of SplitMix64. Multiplying wraps around."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
