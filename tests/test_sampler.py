"""Samplers: every index once, in the order that the seed decides."""

import re
from itertools import chain, count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinydata import (
    BatchSampler,
    DistributedSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    WeightedRandomSampler,
)

sizes = st.integers(0, 40)
batch_sizes = st.integers(1, 12)
seeds = st.integers(0, 2**32)


def lists(groups) -> list[list[int]]:
    return [list(map(int, group)) for group in groups]


def chunks(indices: list, size: int, drop_last: bool) -> list[list]:
    groups = [indices[i : i + size] for i in range(0, len(indices), size)]
    return [group for group in groups if len(group) == size or not drop_last]


@given(sizes)
def test_sequential_visits_first_to_last(count):
    sampler = SequentialSampler(range(count))
    assert list(sampler) == list(range(count))
    assert len(sampler) == count


@given(sizes, seeds)
def test_every_random_epoch_is_a_permutation(count, seed):
    sampler = RandomSampler(range(count), generator=seed)
    for _ in range(3):
        assert sorted(sampler) == list(range(count))
    assert len(sampler) == count


def test_random_epochs_differ_and_a_seed_repeats_them():
    first, second = (RandomSampler(range(100), generator=3) for _ in range(2))
    epochs = [list(first) for _ in range(4)]
    assert epochs == [list(second) for _ in range(4)]
    assert len(set(map(tuple, epochs))) == 4
    assert list(RandomSampler(range(100), generator=4)) != epochs[0]


def test_random_sampler_continues_the_generator_it_is_given():
    generator, twin = np.random.default_rng(5), np.random.default_rng(5)
    sampler = RandomSampler(range(50), generator)
    assert list(sampler) == twin.permutation(50).tolist()
    assert list(sampler) == twin.permutation(50).tolist()


def test_without_a_generator_orders_differ():
    assert list(RandomSampler(range(100))) != list(RandomSampler(range(100)))


def test_random_orders_are_uniform():
    sampler, counts = RandomSampler(range(4), generator=0), np.zeros((4, 4))
    for _ in range(4000):
        counts[np.arange(4), list(sampler)] += 1
    # 1000 expected in each cell; five standard deviations of about 27
    assert np.abs(counts - 1000).max() < 140


@pytest.mark.parametrize("sampler", [SequentialSampler("abc"), RandomSampler("abc", 0)])
def test_iterating_yields_python_ints_and_order_an_array(sampler):
    assert [type(index) for index in sampler] == [int, int, int]
    assert sampler.order().dtype == np.int64


def test_samplers_follow_a_data_source_that_grows():
    source = [1, 2]
    samplers = SequentialSampler(source), RandomSampler(source, 0)
    source.append(3)
    for sampler in samplers:
        assert sorted(sampler) == [0, 1, 2]
        assert len(sampler) == 3


def test_a_sampler_without_order_says_what_is_missing():
    class Mine(Sampler):
        pass

    with pytest.raises(NotImplementedError, match="Mine should define order"):
        list(Mine())


class EveryOther(Sampler):
    """A sampler written as PyTorch's are: `__iter__` and `__len__`."""

    def __iter__(self):
        return iter([4, 2, 0])

    def __len__(self):
        return 3


class Backwards(SequentialSampler):
    def __iter__(self):
        return reversed(range(len(self.data_source)))


def test_a_sampler_that_defines_iter_is_obeyed_in_batches():
    assert lists(BatchSampler(EveryOther(), 2, False)) == [[4, 2], [0]]
    assert lists(BatchSampler(Backwards("abcde"), 2, False)) == [[4, 3], [2, 1], [0]]


@given(sizes, batch_sizes, st.booleans(), seeds)
def test_batches_are_chunks_of_the_order(count, size, drop_last, seed):
    expected = chunks(list(RandomSampler(range(count), seed)), size, drop_last)
    ours = BatchSampler(RandomSampler(range(count), seed), size, drop_last)
    assert lists(ours) == expected
    assert len(ours) == len(expected)
    plain = BatchSampler(list(RandomSampler(range(count), seed)), size, drop_last)
    assert list(plain) == expected
    assert len(plain) == len(expected)


@given(sizes, batch_sizes)
def test_number_of_batches(count, size):
    assert len(BatchSampler(range(count), size, drop_last=True)) == count // size
    assert len(BatchSampler(range(count), size, drop_last=False)) == -(-count // size)


def test_groups_of_our_samplers_are_arrays_and_others_lists():
    assert all(
        isinstance(group, np.ndarray) and group.dtype == np.int64
        for group in BatchSampler(SequentialSampler("abc"), 2, False)
    )
    assert list(BatchSampler(iter([5, 6, 7]), 2, False)) == [[5, 6], [7]]


def test_two_iterators_of_a_batch_sampler_each_get_one_whole_order():
    groups = BatchSampler(RandomSampler(range(60), 0), 7, False)
    first, second = iter(groups), iter(groups)
    taken = [[], []]
    for _ in range(len(groups)):
        taken[0] += next(first).tolist()
        taken[1] += next(second).tolist()
    assert taken[0] != taken[1]
    sampler = RandomSampler(range(60), 0)
    assert taken == [list(sampler), list(sampler)]


def test_groups_of_an_endless_iterable_come_lazily():
    groups = iter(BatchSampler(count(), 3, False))
    assert [next(groups), next(groups)] == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize("value", [0, -1])
def test_batch_sampler_refuses_small_sizes(value):
    with pytest.raises(ValueError, match=f"batch_size should be a positive .* got {value}"):
        BatchSampler(range(3), value, False)


@pytest.mark.parametrize("value", [1.5, True, "2", None])
def test_batch_sampler_refuses_other_sizes(value):
    with pytest.raises(TypeError, match=f"batch_size should be a .* got {re.escape(repr(value))}"):
        BatchSampler(range(3), value, False)


def test_batch_sampler_takes_numpy_sizes_and_refuses_other_drop_last():
    assert lists(BatchSampler(range(3), np.int64(2), np.False_)) == [[0, 1], [2]]
    with pytest.raises(TypeError, match="drop_last should be True or False, but got 'no'"):
        BatchSampler(range(3), 2, "no")


def parts(count, replicas, **options):
    return [
        list(DistributedSampler(range(count), replicas, rank, **options))
        for rank in range(replicas)
    ]


@given(st.integers(1, 8), st.integers(0, 8), seeds, st.booleans())
def test_parts_are_disjoint_and_complete_when_divisible(replicas, each, seed, drop_last):
    options = {"seed": seed, "drop_last": drop_last}
    cut = parts(replicas * each, replicas, **options)
    assert [len(part) for part in cut] == [each] * replicas
    assert sorted(chain(*cut)) == list(range(replicas * each))


@given(sizes, st.integers(1, 8), seeds, st.booleans())
def test_parts_otherwise_repeat_the_first_or_drop_the_last(count, replicas, seed, drop_last):
    cut = parts(count, replicas, seed=seed, drop_last=drop_last)
    order = list(DistributedSampler(range(count), 1, 0, seed=seed))
    assert sorted(order) == list(range(count))
    each = count // replicas if drop_last else -(-count // replicas)
    endless = order * replicas  # enough even for one sample among many
    for rank, part in enumerate(cut):
        assert part == endless[: each * replicas][rank::replicas]
        assert len(DistributedSampler(range(count), replicas, rank, drop_last=drop_last)) == each


def test_parts_in_order_without_shuffle():
    assert parts(5, 2, shuffle=False) == [[0, 2, 4], [1, 3, 0]]
    assert parts(5, 2, shuffle=False, drop_last=True) == [[0, 2], [1, 3]]
    assert parts(2, 5, shuffle=False) == [[0], [1], [0], [1], [0]]


def test_set_epoch_decides_the_order_and_seed_too():
    sampler = DistributedSampler(range(50), 2, 0, seed=1)
    first = list(sampler)
    assert list(sampler) == first
    sampler.set_epoch(1)
    second = list(sampler)
    assert second != first
    sampler.set_epoch(0)
    assert list(sampler) == first
    assert list(DistributedSampler(range(50), 2, 0, seed=2)) != first


def test_seed_and_epoch_are_not_simply_added():
    one, other = (DistributedSampler(range(50), 1, 0, seed=seed) for seed in (0, 1))
    one.set_epoch(1)
    assert list(one) != list(other)


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"num_replicas": 0, "rank": 0}, ValueError, "num_replicas should be a positive integer"),
        ({"num_replicas": 2.0, "rank": 0}, TypeError, "num_replicas should be .* but got 2.0"),
        ({"num_replicas": 2, "rank": 2}, ValueError, "rank should be below num_replicas=2.* got 2"),
        ({"num_replicas": 2, "rank": -1}, ValueError, "rank should be .* but got -1"),
        ({"num_replicas": 2, "rank": True}, TypeError, "rank should be .* but got True"),
        ({"num_replicas": 2, "rank": 0, "seed": None}, TypeError, "seed should be .* got None"),
        ({"num_replicas": 2, "rank": 0, "seed": -1}, ValueError, "seed should be .* got -1"),
        ({"num_replicas": 2, "rank": 0, "shuffle": 1}, TypeError, "shuffle should be True or"),
        ({"num_replicas": 2, "rank": 0, "drop_last": 1}, TypeError, "drop_last should be True or"),
    ],
)
def test_distributed_sampler_refuses(options, kind, message):
    with pytest.raises(kind, match=message):
        DistributedSampler(range(4), **options)


def test_set_epoch_refuses():
    sampler = DistributedSampler(range(4), 2, 0)
    with pytest.raises(ValueError, match="epoch should be an integer of at least 0, but got -1"):
        sampler.set_epoch(-1)
    with pytest.raises(TypeError, match=r"epoch should be an integer of at least 0, but got 1\.5"):
        sampler.set_epoch(1.5)


def test_random_sampler_refuses_other_generators():
    for value in ("x", 1.5, True):
        with pytest.raises(TypeError, match=f"generator should be None.* got {value!r}"):
            RandomSampler(range(3), generator=value)


def test_an_order_longer_than_the_length_loses_nothing():
    class Twice(SequentialSampler):
        def order(self):
            return np.tile(super().order(), 2)

    groups = [group.tolist() for group in BatchSampler(Twice("abc"), 2, drop_last=False)]
    assert groups == [[0, 1], [2, 0], [1, 2]]


@pytest.mark.parametrize(
    "weights", [["1", "2"], [1, None], [1j, 1], np.ma.masked_array([1, 2], [True, False]), None]
)
def test_weights_that_are_no_numbers_are_refused(weights):
    with pytest.raises(TypeError, match="weights should be a sequence of numbers, but got"):
        WeightedRandomSampler(weights, 2)
