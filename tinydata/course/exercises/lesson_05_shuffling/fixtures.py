"""What exercises of this lesson share: whether orders are whole, and fairly drawn."""

import itertools
from collections import Counter

import numpy as np

from tinydata.course.checker.chance import about, all_alike


def each_index_once(order, n):
    """True, or a sentence; where there are many indices, also whether they are well mixed."""
    if not isinstance(order, list | np.ndarray):
        return (
            f"Yours is a {type(order).__name__}, which is neither a list nor an array."
        )
    are_integers = all(isinstance(index, int | np.integer) for index in order)
    if not are_integers or sorted(order) != list(range(n)):
        return (
            f"Each of the {n:,} indices from 0 on should come once, and nothing else."
        )
    for kind in {type(index) for index in order} & {
        np.int8,
        np.uint8,
        np.int16,
        np.uint16,
    }:
        most = f"{np.iinfo(kind).max:,}"
        return f"Your indices are of the type {kind.__name__}, which ends at {most}."
    if n > 256 and not all_alike(np.histogram2d(range(n), order, bins=4)[0]):
        return f"{n:,} indices are not mixed: some places get large indices, and others small ones."
    if n > 256:
        pairs = np.array(order)[: n - n % 2].reshape(-1, 2)
        rising = int((pairs[:, 0] < pairs[:, 1]).sum())
        if not about(rising, len(pairs), 0.5):
            return f"{rising:,} of {len(pairs):,} pairs of neighbours rise, in place of half."
    return True


def orders_to_compare(draw):
    """So few indices that each order comes many times, or more of them; and a seed."""
    n = draw.choice([3, 4, 9, 10, 150])
    return {"n": n, "times": 1000 if n < 11 else 25, "seed": draw.integer(0, 999)}


def _quarters(orders, n):
    """How many indices of each quarter came to each quarter of the places."""
    return [
        np.bincount((part * 4 // n).ravel(), minlength=4)
        for part in np.split(orders, 4, axis=1)
    ]


def fairly_drawn(orders, n):
    """Whether each index comes to each place, and each order of a few indices, equally often."""
    for order in orders:
        found = each_index_once(order, n)
        if found is not True:
            return found
    if not all_alike(
        np.bincount(column, minlength=n) for column in np.transpose(orders)
    ):
        return f"In {len(orders):,} orders, some indices come too often to some of the places."
    if n > 10 and n % 4 == 0 and not all_alike(_quarters(np.array(orders), n)):
        return f"{n:,} indices are not mixed: in {len(orders):,} orders, some get small ones."
    counts = Counter(map(tuple, orders))
    if n < 5 and not all_alike(
        [[counts[order] for order in itertools.permutations(range(n))]]
    ):
        return f"Of {len(orders):,} orders, some come too often, and others too seldom or never."
    return True
