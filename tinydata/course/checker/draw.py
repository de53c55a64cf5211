"""Draw the inputs of generated examples: the same for everybody, small ones first."""

import math
import random
from collections.abc import Sequence
from typing import Any

import numpy as np

DTYPES = "int64 float64 uint8 float32 bool int16 <U5 int8 >i4 uint64 uint16 >f4".split()
MOST = 1900  # more than the 1,797 digits of the lessons
WORDS = ["a", "", "cab", "b a", "Zoe", "ab ", "10", "é", "abcde"]
LARGE_SIZES = [(257, 300), (129, 200), (257, 300)]  # beyond uint8, and beyond int8 alone
LARGE = 0.9  # from this share of the examples on, one size in each is large
LAST = 0.96  # and from here on as large as can be


class Draw:
    """What an exercise draws the inputs of one example with.

    Everything comes from `random.Random(seed).random()`, which Python promises never to change.

    Parameters
    ----------
    seed : int
    progress : float from 0 to 1
        Which share of the examples lies before this one: sizes grow with it.
    """

    def __init__(self, seed: int, progress: float):
        self._random = random.Random(seed).random
        self._most = min(1 + int(12 * progress), 10) if progress < LARGE else 3
        self._is_large = self._large = progress >= LARGE
        self._is_last = progress >= LAST

    def integer(self, least: int, most: int) -> int:
        """Any integer from `least` to `most`, both included."""
        return least + int(self._random() * (most - least + 1))

    def chance(self, share: float) -> bool:
        """True in about that share of the examples."""
        return self._random() < share

    def fault(self) -> bool:
        """Whether to put something wrong into this example: at a `place`, which may be any.

        Seldom into a large one, of which nothing else would be seen.
        """
        return self.chance(0.15 if self._is_large else 0.3)

    def place(self, n: int) -> int:
        """One of `n` positions."""
        return self.integer(0, n - 1)

    def choice(self, options: Sequence) -> Any:
        """One of the options."""
        return options[self.place(len(options))]

    def shuffled(self, items: Sequence) -> list:
        """The items in another order, perhaps."""
        rest = list(items)
        return [rest.pop(self.place(len(rest))) for _ in items]

    def size(self, least: int = 0, most: int = MOST) -> int:
        """How many. First 0 and 1, then up to ten; in the last examples the first size is large.

        It grows by one at a time, so that an answer whose time grows exponentially is stopped
        early; and only one size in an example is large, so that a right answer stays quick.
        """
        if self._large and most > 256:
            self._large = False
            very = most >= MOST and (self.chance(0.3) or self._is_last)
            low, high = (1801, MOST) if very else self.choice(LARGE_SIZES)
            return self.integer(max(low, least), max(min(high, most), least))
        top = min(max(self._most, least), most)
        return top if self.chance(0.4) else self.integer(least, top)

    def shape(self, least: int = 0, most: int = 4) -> tuple[int, ...]:
        """Sides of an array with so many axes, seldom equal, now and then 0."""
        sides = self.shuffled([1, 2, 3, 4, 5])[: self.integer(least, most)]
        if sides and self.chance(0.1):
            sides[self.place(len(sides))] = self.choice([0, *sides])
        return tuple(sides)

    def dtype(self, kinds: str = "biufU") -> np.dtype:
        """A dtype of one of these kinds: small and large, unsigned, and not of this machine."""
        kind = self.choice([kind for kind in kinds if kind in "biufU"])
        return np.dtype(self.choice([name for name in DTYPES if np.dtype(name).kind == kind]))

    def value(self, dtype) -> Any:
        """One value: negative and large integers too, floats that float32 would round."""
        dtype = np.dtype(dtype)
        if dtype.kind == "b":
            return self.chance(0.5)
        if dtype.kind == "U":
            return self.choice(WORDS)
        if dtype.kind == "f":
            return round(20 * self._random() - 10, 2)
        limits = np.iinfo(dtype)
        if self.chance(0.15):  # where sums wrap, and where a float stands for several integers
            return self.choice([int(limits.max), int(limits.min), min(limits.max, 2**53 + 1)])
        return self.integer(max(int(limits.min), -99), 99)

    def values(self, n: int, dtype="int64") -> list:
        """A list of `n` values in no order; in every third list many are equal."""
        if self.chance(0.35):
            few = [self.value(dtype) for _ in range(2)]
            return [self.choice(few) for _ in range(n)]
        return [self.value(dtype) for _ in range(n)]

    def integers(self, n: int, least: int, most: int) -> list[int]:
        """A list of `n` integers from `least` to `most` in no order; at times many are equal."""
        if self.chance(0.35):
            few = [self.integer(least, most) for _ in range(2)]
            return [self.choice(few) for _ in range(n)]
        return [self.integer(least, most) for _ in range(n)]

    def array(self, *shape: int, dtype=None) -> np.ndarray:
        """An array of values, of any dtype where none is asked for; in memory, at times a `.T`."""
        dtype = self.dtype() if dtype is None else np.dtype(dtype)
        values = self.values(min(math.prod(shape), 97), dtype)  # a prime: rows differ
        array = np.resize(np.array(values, dtype), shape).astype(dtype)  # resize forgets >i4
        return np.array(array, order="F") if self.chance(0.2) else array

    def container(self, integers: list[int]) -> Any:
        """Integers as a list, as a tuple, or as an array of one type or another."""
        kind = self.choice([list, tuple, np.int64, np.int32])
        return kind(integers) if kind in (list, tuple) else np.array(integers, kind)

    def index(self, n: int) -> Any:
        """What may stand in square brackets behind `n` samples: of Python or NumPy, of either sign.

        One in five lies beyond the samples, at either end. Its type can hold the sum of it and `n`.
        """
        index = self.integer(-n, n - 1) if n else 0
        if self.chance(0.2):
            index = self.choice([-n - 1, n, -n - 2, n + 1])
        kind = self.choice([int, int, np.int64, np.int8 if n < 60 else np.int16])
        return kind(index)
