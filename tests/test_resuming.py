"""An epoch that was stopped goes on: the same batches, nothing read twice, nothing lost."""

import json

import numpy as np
import pytest
from comparison import assert_same
from hypothesis import given, settings
from hypothesis import strategies as st

from tinydata import (
    BatchSampler,
    DataLoader,
    Dataset,
    DistributedSampler,
    IterableDataset,
    RandomCrop,
    RandomSampler,
    Sampler,
    ShuffleBuffer,
    SubsetRandomSampler,
    WeightedRandomSampler,
)
from tinydata.sampler import IndexShuffleSampler
from tinydata.stream import ArrayShards, write_shards

LENGTH = 23


class Recorder(Dataset):
    """Sample i is an image of i's; what was read is noted."""

    def __init__(self, length=LENGTH):
        self.length = length
        self.reads = []

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        self.reads.append(int(index))
        return np.full((3, 3), index), int(index)


class Stream(IterableDataset):
    def __iter__(self):
        return iter(Recorder())


class Drawing(Stream):
    """A stream of one's own that draws: its `generator` is part of the state."""

    def __init__(self):
        self.generator = np.random.default_rng(8)

    def __iter__(self):
        order = self.generator.permutation(LENGTH)
        return (Recorder()[i] for i in order)


class Counting(Sampler):
    """A sampler of one's own that can be resumed: by its own state."""

    def __init__(self):
        self.epoch = 0

    def __len__(self):
        return LENGTH

    def order(self):
        self.epoch += 1
        return np.random.default_rng(self.epoch).permutation(LENGTH)

    def state_dict(self):
        return {"epochs begun": self.epoch}

    def load_state_dict(self, state):
        self.epoch = state["epochs begun"]


# What decides an order, made anew for each loader.
ORDERS = {
    "in order": lambda: {},
    "shuffled": lambda: {"shuffle": True},
    "list": lambda: {"sampler": [3, 1, 4, 1, 5, 9, 2, 6]},
    "tuple": lambda: {"sampler": (3, 1, 4, 1, 5)},
    "range": lambda: {"sampler": range(20, 2, -2)},
    "array": lambda: {"sampler": np.arange(9, dtype=np.int16)},
    "own generator": lambda: {"sampler": RandomSampler(range(LENGTH), 3)},
    "borrowed": lambda: {"sampler": RandomSampler(range(LENGTH))},
    "subset": lambda: {"sampler": SubsetRandomSampler([7, 3, 5, 11, 2], 3)},
    "weighted": lambda: {"sampler": WeightedRandomSampler(np.arange(LENGTH), 11)},
    "rank": lambda: {"sampler": DistributedSampler(range(LENGTH), 2, 1)},
    "index shuffle": lambda: {"sampler": IndexShuffleSampler(range(LENGTH))},
    "own state": lambda: {"sampler": Counting()},
    "groups": lambda: {"batch_sampler": [[1, 2], [0], np.array([4, 5, 6])]},
    "batch sampler": lambda: {"batch_sampler": BatchSampler(RandomSampler("abcdef", 1), 4, True)},
}
STREAMS = {
    "stream": Stream,
    "drawing stream": Drawing,
    "buffer": lambda: ShuffleBuffer(Stream(), 6),
    "own buffer": lambda: ShuffleBuffer(Recorder(), 6, 2),
    "two buffers": lambda: ShuffleBuffer(ShuffleBuffer(range(LENGTH), 6), 4, 1),
}


def crop():
    return RandomCrop(3, padding=2)


@st.composite
def loaders(draw):
    """Make loaders that are equal but for what must not matter: seed, workers, prefetching."""
    kind = draw(st.sampled_from([*ORDERS, *STREAMS]))
    transform = draw(st.sampled_from([None, crop])) if kind != "two buffers" else None
    size, drop_last = draw(st.integers(1, 9)), draw(st.booleans())

    def make(seed, workers=0, ahead=None):
        options = {
            "generator": seed,
            "num_workers": workers,
            "transform": transform and transform(),
        }
        options["prefetch_factor"] = ahead if workers else None
        if kind in STREAMS:
            return DataLoader(STREAMS[kind](), size, drop_last=drop_last, **options)
        order = ORDERS[kind]()
        if "batch_sampler" not in order:
            options |= {"batch_size": size, "drop_last": drop_last}
        return DataLoader(Recorder(), **order, **options)

    make.is_stream = kind in STREAMS
    return make


def through_json(loader):
    return json.loads(json.dumps(loader.state_dict()))


@given(
    make=loaders(),
    seed=st.integers(0, 99),
    epochs=st.integers(0, 2),
    stops=st.lists(st.integers(0, 5), min_size=1, max_size=3),
    workers=st.lists(st.sampled_from([0, 1, 2, 4]), min_size=5, max_size=5),
    ahead=st.integers(1, 3),
)
@settings(max_examples=250)
def test_an_epoch_stopped_anywhere_goes_on(make, seed, epochs, stops, workers, ahead):
    whole = make(seed)
    expected = [list(whole) for _ in range(epochs + 2)][epochs:]

    loader = make(seed, workers[0], ahead)
    for _ in range(epochs):
        list(loader)
    taken = []
    for stop, number in zip(stops, workers[1:], strict=False):  # stopped once, twice, three times
        batches = iter(loader)
        for _ in range(min(stop, len(expected[0]) - len(taken))):
            taken.append(next(batches))
        if workers[0]:
            batches.close()
        state = through_json(loader)
        loader = make(seed + 100, number, ahead)
        loader.load_state_dict(state)
        assert through_json(loader) == state
    rest = list(loader)
    # The last batch ends an epoch of a dataset. A stream does not know yet that it was the last.
    if len(taken) == len(expected[0]) > 0 and not make.is_stream:
        assert_same(rest, expected[1])
    else:
        assert_same(taken + rest, expected[0])
        assert_same(list(loader), expected[1])


@given(make=loaders(), seed=st.integers(0, 99), workers=st.sampled_from([0, 2]))
@settings(max_examples=60)
def test_after_a_whole_epoch_comes_a_whole_one(make, seed, workers):
    whole = make(seed)
    expected = [list(whole) for _ in range(2)]
    stopped, fresh = make(seed, workers), make(seed + 1)
    assert_same(list(stopped), expected[0])
    fresh.load_state_dict(through_json(stopped))
    assert_same(list(fresh), expected[1])
    before, first = make(seed), make(seed + 1)
    first.load_state_dict(through_json(before))  # of no epoch at all
    assert_same(list(first), expected[0])


@pytest.mark.parametrize("workers", [0, 1, 4])
@pytest.mark.parametrize("transform", [None, crop])
def test_nothing_is_read_again(workers, transform):
    options = {"shuffle": True, "generator": 5, "transform": transform and transform()}
    loader = DataLoader(Recorder(), 4, **options)
    order = np.concatenate([labels for _, labels in loader])
    stopped = DataLoader(Recorder(), 4, num_workers=workers, **options)
    batches = iter(stopped)
    next(batches), next(batches)
    state = stopped.state_dict()
    data = Recorder()
    fresh = DataLoader(data, 4, num_workers=workers, **options | {"generator": 0})
    fresh.load_state_dict(state)
    list(fresh)
    assert sorted(data.reads) == sorted(order[8:])
    if workers:
        batches.close()


def test_shards_are_not_read_again(tmp_path):
    write_shards(tmp_path, np.arange(24).reshape(24, 1), np.arange(24), 3)
    reads = []

    class Noted(ArrayShards):
        def iter_from(self, start):
            for sample in super().iter_from(start):
                reads.append(int(sample[1]))
                yield sample

    for stream in (Noted(tmp_path), ShuffleBuffer(Noted(tmp_path, in_turns=True), 5)):
        whole = np.concatenate([labels for _, labels in DataLoader(stream, 4, generator=1)])
        loader = DataLoader(stream, 4, generator=1)
        batches = iter(loader)
        next(batches), next(batches)
        state = loader.state_dict()
        fresh = DataLoader(stream, 4)
        fresh.load_state_dict(state)
        reads.clear()
        rest = np.concatenate([labels for _, labels in fresh])
        assert rest.tolist() == whole[8:].tolist()
        assert sorted(reads) == sorted(rest)


def test_the_place_is_that_of_the_iterator_begun_last():
    loader = DataLoader(range(10), 2, shuffle=True, generator=0)
    first = iter(loader)
    next(first)
    second = iter(loader)
    batch = next(second)
    state = loader.state_dict()
    next(first), next(first)
    assert loader.state_dict() == state
    assert state["batches"] == 1
    fresh = DataLoader(range(10), 2, shuffle=True)
    fresh.load_state_dict(state)
    assert_same([batch, *fresh], [batch, *second])


def test_an_older_iterator_goes_on_beside_a_loaded_state():
    loader = DataLoader(range(10), 2, shuffle=True, generator=0)
    older = iter(loader)
    next(older)
    state = loader.state_dict()
    loader.load_state_dict(state)
    left = list(older)
    assert loader.state_dict() == state
    assert_same(list(loader), left)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_batch_that_failed_was_not_handed_over(workers):
    class Failing(Recorder):
        broken = True

        def __getitem__(self, index):
            if index == 9 and self.broken:
                raise OSError("the disk is gone")
            return super().__getitem__(index)

    data = Failing()
    loader = DataLoader(data, 4, num_workers=workers)
    with pytest.raises(OSError, match="gone"):
        list(loader)
    state = loader.state_dict()
    assert state["batches"] == 2
    data.broken = False
    loader.load_state_dict(state)
    assert np.concatenate([labels for _, labels in loader]).tolist() == list(range(8, LENGTH))


@pytest.mark.parametrize("kind", ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"])
def test_every_bit_generator_passes_through_json(kind):
    def make(seed):
        generator = np.random.Generator(getattr(np.random, kind)(seed))
        return DataLoader(range(50), 4, shuffle=True, generator=generator, transform=lambda x: x)

    loader = make(1)
    list(loader)
    batches = iter(loader)
    next(batches)
    fresh = make(2)
    generator = fresh.generator
    fresh.load_state_dict(through_json(loader))
    assert fresh.generator is generator
    assert_same(list(fresh), list(batches))
    assert_same(list(fresh), list(loader))


def test_loading_sets_a_rank_s_epoch():
    def make():
        return DataLoader(range(20), 3, sampler=DistributedSampler(range(20), 2, 0))

    loader = make()
    loader.sampler.set_epoch(7)
    batches = iter(loader)
    next(batches)
    fresh = make()
    fresh.load_state_dict(through_json(loader))
    assert fresh.sampler.epoch == 7
    assert_same(list(fresh), list(batches))


class Unknown:
    def __iter__(self):
        return iter([0, 1, 2])


class OwnOrder(RandomSampler):
    def order(self):
        return np.random.default_rng().permutation(len(self))


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"sampler": Unknown()}, "sampler should be .* got Unknown; give it state_dict"),
        ({"sampler": OwnOrder(range(3))}, "sampler should be .* got OwnOrder; give it state_dict"),
        ({"sampler": {0, 1, 2}}, "sampler should be a list.* got set"),
        ({"batch_sampler": {(0, 1)}}, "batch_sampler should be a list.* got set"),
        ({"batch_sampler": BatchSampler(Unknown(), 2, False)}, "sampler should be .* Unknown"),
    ],
)
def test_a_sampler_that_cannot_be_resumed_is_refused(options, name):
    loader = DataLoader(range(3), **options)
    assert len(list(loader)) > 0  # a loop does not mind
    with pytest.raises(TypeError, match=name):
        loader.state_dict()
    with pytest.raises(TypeError, match=name):
        loader.load_state_dict({})


def weighted(first):
    return {"sampler": WeightedRandomSampler([first] + [1] * 11, 4)}


def subset(*indices):
    return {"sampler": SubsetRandomSampler(indices)}


def rank(number, of=2):
    return {"sampler": DistributedSampler(range(12), of, number)}


def buffer(size):
    return {"dataset": ShuffleBuffer(range(12), size)}


@pytest.mark.parametrize(
    ("mine", "theirs", "message"),
    [
        ({}, {"dataset": range(13)}, "with samples=12, but got one of a loader with samples=13"),
        ({}, {"batch_size": 3}, "with batch_size=2, but got one of a loader with batch_size=3"),
        ({}, {"drop_last": True}, "drop_last=False, but got one .* drop_last=True"),
        ({}, {"shuffle": True}, "sampler=SequentialSampler, but .* sampler=RandomSampler"),
        ({}, {"transform": crop()}, "numbers_per_image=None, but .* numbers_per_image=2"),
        ({}, buffer(3), "samples=12, but got one of a loader with samples=None"),
        ({"sampler": [1, 2]}, {"sampler": [2, 1]}, "sampler=2 values, checksum .* but got"),
        ({"sampler": [1, 2]}, {"sampler": [1, 2, 2]}, "sampler=2 values.* sampler=3 values"),
        ({"sampler": range(9)}, {"sampler": range(1, 9)}, r"=range\(0, 9\).*range\(1, 9\)"),
        (subset(1, 2), subset(1, 3), "indices=2 values, checksum .* but got"),
        (weighted(2), weighted(3), "weights=12 values, checksum .* but got"),
        (rank(0), rank(1), "rank=0, but got one of a loader with rank=1"),
        (rank(0), rank(0, 3), "num_replicas=2, but got one of a loader with num_replicas=3"),
        (buffer(4), buffer(3), "buffer_size=4, but got one of a loader with buffer_size=3"),
    ],
)
def test_the_state_of_another_loader_is_refused(mine, theirs, message):
    def make(options):
        if "sampler" not in options and not isinstance(options.get("dataset"), ShuffleBuffer):
            options = {"batch_size": 2} | options
        return DataLoader(**{"dataset": range(12), "generator": 0} | options)

    loader, other = make(mine), make(theirs)
    before = through_json(loader)
    with pytest.raises(ValueError, match=message):
        loader.load_state_dict(through_json(other))
    assert through_json(loader) == before


def test_equal_orders_in_another_form_are_the_same_order():
    state = DataLoader(range(9), 2, sampler=[3, 1, 2]).state_dict()
    for order in ((3, 1, 2), np.array([3, 1, 2], np.int8), [np.int64(3), 1, 2]):
        DataLoader(range(9), 2, sampler=order).load_state_dict(state)


def with_changes(**changes):
    return DataLoader(range(9), 2, shuffle=True, generator=0).state_dict() | changes


@pytest.mark.parametrize(
    ("state", "kind", "message"),
    [
        (None, TypeError, r"state should be what .* state_dict\(\) returned, but got None"),
        ({}, TypeError, "state should be what .* but got {}"),
        ([1], TypeError, "state should be what .* but got"),
        (with_changes(batches=-1), ValueError, r"\['batches'\] should be .* got -1"),
        (with_changes(batches=1.5), TypeError, r"\['batches'\] should be .* got 1.5"),
        (with_changes(batches=6), ValueError, r"\['batches'\] should be at most the 5 .* got 6"),
        (with_changes(drawn_from={}), ValueError, r"\['drawn_from'\] should .* got {}"),
        (
            with_changes(drawn_from={"generator": {"state": 3}, "order": {}}),
            ValueError,
            "should be the state of a PCG64, but got .*give the loader a generator of the kind",
        ),
        (
            with_changes(drawn_from={"generator": np.random.MT19937(0).state, "order": {}}),
            ValueError,
            "should be the state of a PCG64, but got .*MT19937",
        ),
        (with_changes(loader=7), (TypeError, ValueError), "state"),
        (with_changes(loader=[7]), ValueError, "state should be of a loader with samples=9"),
    ],
)
def test_what_is_no_state_is_refused_and_changes_nothing(state, kind, message):
    loader = DataLoader(range(9), 2, shuffle=True, generator=3)
    before = loader.state_dict()
    with pytest.raises(kind, match=message):
        loader.load_state_dict(state)
    assert loader.state_dict() == before


def test_a_state_is_small_and_stays_what_it_was():
    loader = DataLoader(range(10**6), 100, sampler=WeightedRandomSampler(np.ones(10**6), 99))
    assert len(json.dumps(loader.state_dict())) < 500
    batches = iter(loader := DataLoader(range(9), 2, shuffle=True, generator=0))
    next(batches)
    state = loader.state_dict()
    kept = json.dumps(state)
    list(batches), list(loader)
    assert json.dumps(state) == kept
