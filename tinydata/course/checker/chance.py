"""How often something should happen by chance: the one place where bounds are set.

Five standard deviations: of a million right answers about one is refused, whichever way it draws
and whichever seed it is given.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np


def about(count: int, n: int, p: float) -> bool:
    """Whether `count` of `n` is what chance gives to something of probability `p`.

    Examples
    --------
    >>> about(520, 1000, 0.5), about(600, 1000, 0.5)
    (True, False)
    """
    deviation = math.sqrt(n * p * (1 - p))
    if 0 < deviation < 3:
        raise ValueError(f"{n} draws are too few to see a probability of {p}: make more")
    is_longer_tail = (count > n * p) == (p < 0.5)
    further = 4 * abs(1 - 2 * p) if is_longer_tail and deviation else 0
    return abs(count - n * p) <= 5 * deviation + further


def all_alike(counts: Iterable[Sequence[int]]) -> bool:
    """Whether, in each row of counts, everything happened about equally often.

    All rows together are looked at, which sees much smaller preferences than one count does.

    Examples
    --------
    >>> all_alike([[35, 29, 36]]), all_alike([[60, 20, 20]])
    (True, False)
    """
    table = np.array(list(counts), float)
    expected = table.mean(axis=1, keepdims=True)
    freedom = table.size - len(table)
    deviation = ((table - expected) ** 2 / expected).sum()
    return bool(deviation <= freedom + 5 * math.sqrt(2 * freedom) + 12)  # here, too
