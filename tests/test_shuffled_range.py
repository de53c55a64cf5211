"""An order without memory: a permutation for every n, for every keys, and a fair one."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinydata import BatchSampler, DataLoader
from tinydata.sampler import IndexShuffleSampler
from tinydata.shuffled_range import ROUNDS, ShuffledRange


def shuffled(n, seed=0):
    keys = np.random.default_rng(seed).integers(2**64, size=ROUNDS, dtype=np.uint64)
    return ShuffledRange(n, keys)


def is_a_permutation(indices, n):
    return np.array_equal(np.sort(indices), np.arange(n))


def test_it_is_a_permutation_for_every_small_n():
    for n in range(300):
        assert is_a_permutation(shuffled(n, n)[:], n), n


@given(
    n=st.integers(1, 5000) | st.sampled_from([1797, 4096, 4097, 65536, 10**6]),
    keys=st.lists(st.integers(0, 2**64 - 1), min_size=ROUNDS, max_size=ROUNDS),
)
@settings(max_examples=60)
def test_it_is_a_permutation_for_all_keys(n, keys):
    assert is_a_permutation(ShuffledRange(n, np.array(keys, np.uint64))[:], n)


@given(n=st.integers(1, 2**62), seed=st.integers(0, 99), data=st.data())
@settings(max_examples=100)
def test_far_out_no_two_positions_meet(n, seed, data):
    order = shuffled(n, seed)
    start = data.draw(st.integers(0, max(0, n - 500)))
    some = order[start : start + 500]
    assert some.dtype == np.int64
    assert len(set(some.tolist())) == len(some) == min(500, n - start)
    assert some.min() >= 0
    assert some.max() < n


@given(n=st.integers(0, 60), start=st.integers(-70, 70) | st.none(), data=st.data())
def test_an_index_and_a_slice_are_those_of_the_whole(n, start, data):
    order = shuffled(n)
    whole = order[:].tolist()
    assert list(order) == whole
    assert [order[i] for i in range(-n, n)] == whole + whole
    stop = data.draw(st.integers(-70, 70) | st.none())
    step = data.draw(st.sampled_from([None, 1, 2, -1, -3]))
    assert order[start:stop:step].tolist() == whole[start:stop:step]
    with pytest.raises(IndexError):
        order[n]


def test_every_index_is_equally_likely_everywhere():
    n, draws = 12, 6000
    table = np.zeros((n, n))
    for seed in range(draws):
        table[np.arange(n), shuffled(n, seed)[:]] += 1
    expected = draws / n
    # Chi-square of 121 degrees of freedom, five standard deviations wide.
    assert abs(((table - expected) ** 2 / expected).sum() - 121) < 5 * np.sqrt(2 * 121)


def test_neighbours_are_no_more_often_together_than_by_chance():
    n = 100_000
    together = sum((np.diff(shuffled(n, seed)[:]) == 1).sum() for seed in range(20))
    assert abs(together - 20) < 5 * np.sqrt(20)


def test_an_epoch_of_a_trillion_takes_no_memory():
    sampler = IndexShuffleSampler(range(10**12), generator=0)
    loader = DataLoader(range(10**12), 32, sampler=sampler)
    next(iter(loader))
    tracemalloc.start()
    try:
        batches = iter(loader)
        seen = [next(batches) for _ in range(10)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(np.unique(seen)) == 320
    assert peak < 20_000


@given(n=st.integers(0, 200), size=st.integers(1, 40), seed=st.integers(0, 99))
def test_the_sampler_gives_epochs_like_a_random_one(n, size, seed):
    sampler = IndexShuffleSampler(range(n), seed)
    epochs = [np.concatenate([[], *BatchSampler(sampler, size, False)]) for _ in range(2)]
    assert len(sampler) == n
    for epoch in epochs:
        assert is_a_permutation(epoch, n)
    again = IndexShuffleSampler(range(n), np.random.default_rng(seed))
    assert list(again) == epochs[0].tolist()
    assert list(again) == epochs[1].tolist()
    assert n < 20 or epochs[0].tolist() != epochs[1].tolist()


def test_it_borrows_the_loaders_generator():
    def epochs(seed):
        loader = DataLoader(range(40), 8, sampler=IndexShuffleSampler(range(40)), generator=seed)
        return [np.concatenate(list(loader)).tolist() for _ in range(2)]

    assert epochs(1) == epochs(1) != epochs(2)


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((-1, np.zeros(6, np.uint64)), ValueError, "n should be an integer of at least 0.* got -1"),
        ((2**62 + 1, np.zeros(6, np.uint64)), ValueError, r"n should be at most 2\*\*62"),
        ((1.5, np.zeros(6, np.uint64)), TypeError, "n should be .* got 1.5"),
        ((9, np.zeros(5, np.uint64)), ValueError, "keys should be 6 numbers of dtype uint64"),
        ((9, np.zeros(6)), ValueError, "keys should be 6 numbers of dtype uint64"),
    ],
)
def test_bad_arguments_are_refused(arguments, kind, message):
    with pytest.raises(kind, match=message):
        ShuffledRange(*arguments)
