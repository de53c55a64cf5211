"""Bounds on what chance does: right draws stay inside, small preferences do not."""

import numpy as np
import pytest

from tinydata.course.checker.chance import about, all_alike


@pytest.mark.parametrize(("n", "p"), [(500, 0.5), (500, 0.04), (300, 0.9), (8000, 0.004)])
def test_right_draws_are_accepted_whatever_the_seed(n, p):
    counts = np.random.default_rng(0).binomial(n, p, 100_000)
    assert all(about(int(count), n, p) for count in np.unique(counts))


@pytest.mark.parametrize(("n", "p", "drawn"), [(500, 0.5, 0.7), (8000, 0.004, 0.012), (90, 1, 0.9)])
def test_another_chance_is_noticed(n, p, drawn):
    counts = np.random.default_rng(0).binomial(n, drawn, 1000)
    assert np.mean([about(int(count), n, p) for count in counts]) < 0.02


def test_too_few_draws_see_nothing():
    with pytest.raises(ValueError, match="make more"):
        about(1, 10, 0.05)


@pytest.mark.parametrize(("rows", "columns", "n"), [(1, 6, 600), (8, 8, 400), (20, 20, 400)])
def test_fair_counts_are_alike_whatever_the_seed(rows, columns, n):
    generator = np.random.default_rng(0)
    fair = generator.multinomial(n, np.full(columns, 1 / columns), (5000, rows))
    assert all(map(all_alike, fair))


def test_a_naive_shuffle_is_not():
    """Swapping each place with any place: of eight items, some orders come more often."""

    def shuffled(generator):
        order = list(range(8))
        for i in range(8):
            j = int(generator.integers(8))
            order[i], order[j] = order[j], order[i]
        return order

    refused = 0
    for seed in range(10):
        generator = np.random.default_rng(seed)
        orders = np.array([shuffled(generator) for _ in range(1500)])
        refused += not all_alike([np.bincount(orders[:, k], minlength=8) for k in range(8)])
    assert refused == 10
