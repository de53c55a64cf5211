"""The DataLoader: one seed, one epoch, whatever the path, the workers and the prefetching."""

import random
import re
import signal
import threading
from itertools import chain, count

import numpy as np
import pytest
from comparison import assert_same
from hypothesis import given, settings
from hypothesis import strategies as st

from tinydata import (
    BatchSampler,
    Compose,
    ConcatDataset,
    DataLoader,
    Dataset,
    DistributedSampler,
    RandomCrop,
    RandomHorizontalFlip,
    RandomSampler,
    SequentialSampler,
    Subset,
    SubsetRandomSampler,
    TensorDataset,
    Transform,
    WeightedRandomSampler,
    default_collate,
    pad_collate,
)

SECONDS = 10  # how long a test waits for another thread before it fails


@pytest.fixture(autouse=True)
def no_threads_are_left():
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


class Plain:
    """The same samples without our base class: the path sample by sample."""

    def __init__(self, samples):
        self.samples = samples

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        return self.samples[index]


class Recorder(Dataset):
    """Sample i is i; every read is noted."""

    def __init__(self, length=40):
        self.length = length
        self.reads = []

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        self.reads.append(index)
        return index


def halve(image):
    return image / np.float32(2)


def storage(count=37):
    generator = np.random.default_rng(7)
    images = generator.integers(0, 200, (count, 2, 6, 5)).astype(np.uint8)
    return TensorDataset(images, np.arange(count), np.array([f"{i}.png" for i in range(count)]))


def augmentation(seed=None):
    flip, crop = RandomHorizontalFlip(generator=seed), RandomCrop((4, 5), 2, generator=seed)
    return Compose([flip, crop, halve])


class Forwarding:
    """A wrapper that a learner wrote, without any base class."""

    def __init__(self, wrapped):
        self.wrapped = wrapped

    def __len__(self):
        return len(self.wrapped)

    def __getitem__(self, index):
        return self.wrapped[index]

    def __getattr__(self, name):
        return getattr(self.wrapped, name)


class OwnTransform:
    """A transform that a learner wrote: two names, no base class."""

    numbers_per_image = 2

    def apply(self, image, numbers):
        return np.roll(image, int(numbers[0] * 5), axis=-1) + np.uint8(numbers[1] * 50)


def same(data):
    return data


# What stands between storage and loader, and the loader's transform.
ARRANGEMENTS = {
    "storage": (same, lambda: None),
    "transformed": (same, augmentation),
    "flipped": (same, RandomHorizontalFlip),
    "function": (same, lambda: halve),
    "own transform": (same, OwnTransform),
    "own wrapper": (Forwarding, augmentation),
    "subset": (lambda data: Subset(data, [*range(30, 3, -1), -1, 0, 0]), augmentation),
    "concat": (lambda data: ConcatDataset([data, Subset(data, [1, 2, 3])]), augmentation),
    "twice": (same, lambda: Compose([augmentation(), RandomCrop(3)])),
}


def epochs(dataset, epochs=2, **options):
    loader = DataLoader(dataset, **{"batch_size": 8, "shuffle": True, "generator": 5} | options)
    return [list(loader) for _ in range(epochs)]


def arranged(name, data=None, repeat=2, **options):
    wrap, transform = ARRANGEMENTS[name]
    data = storage() if data is None else data
    return epochs(wrap(data), repeat, transform=transform(), **options)


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_path_workers_and_prefetching_decide_nothing(arrangement):
    expected = arranged(arrangement)
    assert len(expected[0]) > 2
    for data in (storage(), Plain(storage()), Forwarding(storage())):
        for workers, prefetch in ((0, None), (1, None), (1, 5), (4, None), (4, 1), (4, 3)):
            options = {"num_workers": workers, "prefetch_factor": prefetch}
            assert_same(arranged(arrangement, data, **options), expected)
    assert_same(arranged(arrangement, collate_fn=default_collate), expected)
    assert_same(arranged(arrangement, collate_fn=default_collate, num_workers=4), expected)


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@given(size=st.integers(1, 50), workers=st.sampled_from([0, 3]), seed=st.integers(0, 2**40))
@settings(max_examples=6)
def test_the_batch_size_decides_no_image(arrangement, size, workers, seed):
    def images(**options):
        found = arranged(arrangement, generator=seed, **options)
        return [np.concatenate([batch[0] for batch in epoch]) for epoch in found]

    assert_same(images(batch_size=size, num_workers=workers), images(batch_size=8))


@pytest.mark.parametrize("arrangement", [name for name in ARRANGEMENTS if name != "function"])
def test_epochs_differ_and_the_seed_repeats_them(arrangement):
    def run(seed):
        return arranged(arrangement, repeat=3, generator=seed)

    def prints(runs):
        return [b"".join(batch[0].tobytes() for batch in epoch) for epoch in runs]

    assert_same(run(1), run(1))
    assert len(set(prints(run(1)))) == 3
    assert prints(run(1)) != prints(run(2))
    assert prints(run(None)) != prints(run(None))


def test_augmentation_differs_between_epochs_in_a_fixed_order():
    first, second = epochs(storage(), transform=RandomCrop(6, padding=3), shuffle=False)
    assert_same([batch[1] for batch in first], [batch[1] for batch in second])
    assert first[0][0].tobytes() != second[0][0].tobytes()


def test_an_image_that_an_epoch_visits_twice_is_drawn_twice():
    crop = RandomCrop(6, padding=3)
    ((images, _, _),) = DataLoader(storage(), 20, sampler=[3] * 20, transform=crop, generator=0)
    assert len({image.tobytes() for image in images}) > 5


def test_the_loaders_generator_decides_whatever_the_transforms_own_is():
    runs = [epochs(storage(), transform=augmentation(seed)) for seed in (None, 0, 1)]
    assert_same(runs[0], runs[1])
    assert_same(runs[0], runs[2])
    crop = RandomCrop((4, 5), padding=2, generator=1)
    state = crop.generator.bit_generator.state
    epochs(storage(), transform=Compose([crop]))
    assert crop.generator.bit_generator.state == state


def test_an_epoch_takes_its_order_first_and_a_seed_of_its_own_then():
    twin, generator = np.random.default_rng(3), np.random.default_rng(3)
    flip = RandomHorizontalFlip()
    loader = DataLoader(storage(), 10, shuffle=True, generator=generator, transform=flip)
    for _ in range(2):
        images = np.concatenate([batch[0] for batch in loader])
        order = twin.permutation(37)
        numbers = np.random.default_rng(twin.integers(2**63, size=2)).random((37, 1))
        assert_same(images, flip.apply_batch(storage().arrays[0][order], numbers))


def test_without_a_transform_the_orders_are_those_of_the_seed():
    twin = np.random.default_rng(3)
    loader = DataLoader(np.arange(30), 7, shuffle=True, generator=3)
    for _ in range(3):
        assert_same(np.concatenate(list(loader)), twin.permutation(30))


def test_two_ranks_draw_alike_unless_each_has_a_seed_of_its_own():
    def images(rank, generator):
        sampler = DistributedSampler(range(36), 2, rank, shuffle=False)
        same_images = TensorDataset(np.repeat(storage().arrays[0][:1], 36, 0))
        crop = RandomCrop(6, padding=3)
        loader = DataLoader(same_images, 18, sampler=sampler, transform=crop, generator=generator)
        return next(iter(loader))[0]

    assert_same(images(0, 7), images(1, 7))
    own = [images(rank, np.random.default_rng([7, rank])) for rank in (0, 1)]
    assert own[0].tobytes() != own[1].tobytes()


@pytest.mark.parametrize("workers", [0, 4])
@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_two_live_iterators_are_independent(arrangement, workers):
    wrap, transform = ARRANGEMENTS[arrangement]
    first_alone, second_alone = arranged(arrangement)
    options = {"generator": 5, "num_workers": workers, "transform": transform()}
    loader = DataLoader(wrap(storage()), 8, True, **options)
    first, second = iter(loader), iter(loader)
    taken = [[], []]
    taken[1].append(next(second))  # the order of the calls says nothing, that of iter() does
    for _ in range(len(loader)):
        taken[0].append(next(first))
        taken[1].extend([batch] if (batch := next(second, None)) is not None else [])
    assert_same(taken, [first_alone, second_alone])
    assert next(first, None) is None
    assert next(second, None) is None


SAMPLERS = {
    "random": RandomSampler,
    "subset": lambda data: SubsetRandomSampler(range(20)),
    "weighted": lambda data: WeightedRandomSampler(np.arange(37), 30),
    "batches": lambda data: BatchSampler(RandomSampler(data), 4, False),
}


@pytest.mark.parametrize("name", SAMPLERS)
@pytest.mark.parametrize("transform", [None, RandomCrop(4, padding=1)], ids=repr)
def test_a_sampler_without_a_generator_borrows_the_loaders(name, transform):
    data = storage()
    sampler = SAMPLERS[name](data)

    def loader(seed):
        options = {"batch_sampler" if name == "batches" else "sampler": sampler}
        return DataLoader(data, **options, transform=transform, generator=seed)

    run = loader(0)
    expected = [list(run), list(run)]
    assert expected[0][0][0].tobytes() != expected[1][0][0].tobytes()
    other = loader(1)  # two loaders share a sampler, and take turns
    first, second = iter(other), iter(loader(0))
    next(first)
    assert_same([*second], expected[0])
    assert (run.batch_sampler if name == "batches" else run.sampler) is sampler
    inner = sampler.sampler if name == "batches" else sampler
    assert inner.generator is None
    assert len({loader(None).__iter__().__next__()[1].tobytes() for _ in range(30)}) > 1


class Growing(RandomSampler):
    """A sampler that counts its epochs, and visits one sample more in each."""

    epoch = 0

    def order(self):
        self.epoch += 1
        return super().order()[: self.epoch]


class GrowingStepByStep(RandomSampler):
    epoch = 0

    def __iter__(self):
        self.epoch += 1
        yield from list(super().__iter__())[: self.epoch]


class GrowingGroups(BatchSampler):
    epoch = 0

    def __iter__(self):
        self.epoch += 1
        yield from list(super().__iter__())[: self.epoch]


@pytest.mark.parametrize("kind", [Growing, GrowingStepByStep, GrowingGroups])
@pytest.mark.parametrize("own", [None, 3])
def test_a_sampler_that_borrows_goes_on_counting(kind, own):
    data = range(20)
    if kind is GrowingGroups:
        sampler = GrowingGroups(RandomSampler(data, own), 1, False)
        loader = DataLoader(data, batch_sampler=sampler, generator=0)
    else:
        sampler = kind(data, own)
        loader = DataLoader(data, 1, sampler=sampler, generator=0)
    assert [len(list(loader)) for _ in range(4)] == [1, 2, 3, 4]
    assert sampler.epoch == 4
    assert len(list(DataLoader(data, batch_sampler=loader.batch_sampler))) == 5


def test_global_random_state_is_neither_used_nor_touched():
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    states = random.getstate(), repr(np.random.get_state())  # noqa: NPY002
    for workers in (0, 4):
        arranged("transformed", num_workers=workers, generator=None)
    assert states == (random.getstate(), repr(np.random.get_state()))  # noqa: NPY002


@given(
    st.integers(0, 50), st.integers(1, 12), st.booleans(), st.booleans(), st.sampled_from([0, 1, 3])
)
@settings(max_examples=60)
def test_every_epoch_is_a_permutation_in_batches(count, size, shuffle, drop_last, workers):
    data = TensorDataset(np.arange(count))
    loader = DataLoader(data, size, shuffle, drop_last=drop_last, num_workers=workers, generator=0)
    batches = [batch[0].tolist() for batch in loader]
    assert len(batches) == len(loader) == (count // size if drop_last else -(-count // size))
    assert all(len(batch) == size for batch in batches[:-1])
    seen = list(chain(*batches))
    assert len(seen) == (count - count % size if drop_last else count)
    assert len(set(seen)) == len(seen)
    assert set(seen) <= set(range(count))
    if not shuffle:
        assert seen == list(range(len(seen)))


def test_the_defaults_are_those_of_pytorch():
    batches = list(DataLoader(range(3)))
    assert_same(batches, [np.array([0]), np.array([1]), np.array([2])])


@pytest.mark.parametrize("workers", [0, 1, 4])
def test_objects_without_our_base_class(workers):
    def load(dataset):
        return list(DataLoader(dataset, 2, num_workers=workers))

    assert_same(load([1, 2, 3]), [np.array([1, 2]), np.array([3])])
    assert_same(load(range(3)), [np.array([0, 1]), np.array([2])])
    assert_same(load("abc"), [np.array(["a", "b"]), np.array(["c"])])
    assert_same(load(np.arange(3.0)), [np.array([0.0, 1.0]), np.array([2.0])])
    assert_same(load(((1, "a"), (2, "b"))), [(np.array([1, 2]), np.array(["a", "b"]))])
    assert load([]) == []


@pytest.mark.parametrize("workers", [0, 4])
@pytest.mark.parametrize(
    "dtype", ["u1", "i8", "f4", "f8", "f2", "?", "c8", "c16", "M8[s]", "m8[D]", "U4"]
)
def test_dtypes_come_back_as_they_went_in(dtype, workers):
    array = (np.arange(24) % 2).reshape(6, 4).astype(dtype)
    for data in (TensorDataset(array), Plain(TensorDataset(array))):
        batches = [batch for (batch,) in DataLoader(data, 4, num_workers=workers)]
        assert_same(batches, [array[:4], array[4:]])


def test_bytes_and_strings_come_back_as_they_went_in():
    samples = [(b"\x00a\x00", "é\u4e2d", 1), (b"", "", 2)]
    ((data, names, numbers),) = DataLoader(samples, 2)
    assert data == [b"\x00a\x00", b""]
    assert names.tolist() == ["é\u4e2d", ""]
    assert numbers.tolist() == [1, 2]


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_changing_a_batch_never_changes_the_data_set(arrangement, workers):
    data = storage()
    before = [array.copy() for array in data.arrays]
    for wrapped in (data, Plain(data)):
        wrap, transform = ARRANGEMENTS[arrangement]
        options = {"num_workers": workers, "transform": transform()}
        for images, labels, names in DataLoader(wrap(wrapped), 8, **options):
            for part in (images, labels, names):
                assert not any(np.shares_memory(part, array) for array in data.arrays)
            images[...], labels[...], names[...] = 99, -1, "?"
    assert_same(list(data.arrays), before)


def test_one_next_touches_one_batch():
    data = Recorder()
    loader = DataLoader(data, 4)
    assert len(loader) == 10
    batches = iter(loader)
    assert data.reads == []
    next(batches)
    assert data.reads == [0, 1, 2, 3]
    next(batches)
    assert data.reads == list(range(8))
    assert sorted(data.reads) == data.reads


def test_workers_start_with_the_first_batch():
    data = Recorder()
    before = threading.active_count()
    batches = iter(DataLoader(data, 4, num_workers=2))
    assert data.reads == []
    assert threading.active_count() == before
    del batches
    assert data.reads == []


def test_a_whole_epoch_reads_each_sample_once():
    for workers in (0, 1, 4):
        data = Recorder()
        list(DataLoader(data, 3, shuffle=True, num_workers=workers))
        assert sorted(data.reads) == list(range(40))


class Gated(Dataset):
    """Reads wait until they are let through; how many ran at once is noted."""

    def __init__(self, length):
        self.length = length
        self.started = []
        self.arrived = threading.Semaphore(0)
        self.gate = threading.Semaphore(0)

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        self.started.append(index)
        self.arrived.release()
        assert self.gate.acquire(timeout=SECONDS)
        return index

    def wait_for(self, reads):
        for _ in range(reads):
            assert self.arrived.acquire(timeout=SECONDS)

    def let_through(self, reads):
        self.gate.release(reads)


def in_background(function):
    result = []
    thread = threading.Thread(target=lambda: result.append(function()))
    thread.start()
    return thread, result


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_that_many_workers_load_at_once(workers):
    data = Gated(12)
    batches = iter(DataLoader(data, 1, num_workers=workers))
    thread, result = in_background(lambda: next(batches))
    data.wait_for(workers)  # all of them are inside a read, though none has come back
    assert not data.arrived.acquire(timeout=0.05)
    assert sorted(data.started) == list(range(workers))
    data.let_through(1000)
    thread.join(SECONDS)
    assert result[0].tolist() == [0]
    batches.close()


@pytest.mark.parametrize(("workers", "prefetch"), [(1, 1), (1, 3), (2, 1), (2, None), (4, 2)])
def test_the_number_of_batches_ahead_is_bounded(workers, prefetch):
    limit = workers * (prefetch or 2)
    data = Gated(100)
    data.let_through(10_000)
    batches = iter(DataLoader(data, 1, num_workers=workers, prefetch_factor=prefetch))
    for taken in range(1, 60):
        assert next(batches).tolist() == [taken - 1]
        # What was asked for is loaded ahead while the loop is busy ...
        data.wait_for(1 + limit if taken == 1 else 1)
        assert len(data.started) == taken + limit
        # ... and no more than that.
        assert not data.arrived.acquire(blocking=False)
    batches.close()


def test_no_more_than_the_limit_is_held_while_the_loop_waits():
    data = Gated(100)
    data.let_through(10_000)
    batches = iter(DataLoader(data, 2, num_workers=2, prefetch_factor=3))
    next(batches)
    data.wait_for(2 * (2 * 3 + 1))
    assert not data.arrived.acquire(timeout=0.1)
    batches.close()


def leave_by_break(loader):
    for _ in loader:
        break


def leave_by_exception(loader):
    with pytest.raises(ZeroDivisionError):
        for _ in loader:
            raise ZeroDivisionError


def leave_by_del(loader):
    batches = iter(loader)
    next(batches)
    del batches


def leave_by_return(loader):
    return next(iter(loader))


@pytest.mark.parametrize(
    "leave", [leave_by_break, leave_by_exception, leave_by_del, leave_by_return]
)
@pytest.mark.parametrize("workers", [0, 1, 4])
def test_leaving_early_leaves_nothing_running(leave, workers):
    before = set(threading.enumerate())
    data = Recorder(1000)
    leave(DataLoader(data, 1, num_workers=workers))
    assert set(threading.enumerate()) == before
    assert len(data.reads) <= 1 + workers * 2


def test_leaving_early_starts_no_further_loads():
    """One worker is held in its second batch: the third and fourth wait, and never begin."""
    data = Gated(10)
    data.let_through(1)
    batches = iter(DataLoader(data, 1, num_workers=1, prefetch_factor=3))
    next(batches)
    data.wait_for(2)
    thread, _ = in_background(batches.close)
    thread.join(0.1)  # closing waits for the batch that is under way
    data.let_through(1000)
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert data.started == [0, 1]


def test_an_epoch_to_the_end_leaves_nothing_running():
    before = set(threading.enumerate())
    for _ in range(3):
        assert len(list(DataLoader(range(20), 3, num_workers=4))) == 7
        assert set(threading.enumerate()) == before


def test_workers_are_not_more_than_batches_need():
    data = Gated(2)
    batches = iter(DataLoader(data, 1, num_workers=8))
    before = threading.active_count()
    thread, _ = in_background(lambda: next(batches))
    data.wait_for(2)
    assert threading.active_count() <= before + 1 + 2
    data.let_through(10)
    thread.join(SECONDS)
    batches.close()


class Odd(Exception):
    """An exception that cannot be made again from its arguments."""

    def __init__(self, first, *, second):
        super().__init__()
        self.parts = first, second


ERRORS = [KeyError("k"), Odd(1, second=2), IndexError("i"), OSError(2, "x"), ValueError()]
ERRORS += [UnicodeDecodeError("utf-8", b"x", 0, 1, "y"), MemoryError()]


def fails_at(where, error):
    """A loader's arguments whose load of sample 11 fails in one of many places."""

    class Sample(Recorder):
        def __getitem__(self, index):
            if index == 11:
                raise error
            return index

    class Batch(Recorder):
        def get_batch(self, indices):
            if 11 in indices:
                raise error
            return np.asarray(indices)

    def transform(x):
        if x == 11:
            raise error
        return x

    def collate(samples):
        if 11 in samples:
            raise error
        return np.array(samples)

    return {
        "sample": lambda: {"dataset": Sample()},
        "plain sample": lambda: {"dataset": Plain(Sample())},
        "get_batch": lambda: {"dataset": Batch()},
        "get_batch of a subset": lambda: {"dataset": Subset(Batch(), range(40))},
        "sample of a subset": lambda: {"dataset": Subset(Sample(), range(40))},
        "transform": lambda: {"dataset": range(40), "transform": transform},
        "transform of a subset": lambda: {
            "dataset": Subset(TensorDataset(np.arange(40)), range(40)),
            "transform": transform,
        },
        "collate_fn": lambda: {"dataset": range(40), "collate_fn": collate},
        "collate_fn after samples": lambda: {"dataset": Sample(), "collate_fn": list},
    }[where]()


PLACES = [
    "sample",
    "plain sample",
    "get_batch",
    "get_batch of a subset",
    "sample of a subset",
    "transform",
    "transform of a subset",
    "collate_fn",
    "collate_fn after samples",
]
NAMES_THE_SAMPLE = [
    "sample",
    "plain sample",
    "sample of a subset",
    "transform",
    "collate_fn after samples",
]


@pytest.mark.parametrize("workers", [0, 4])
@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_keep_their_type_and_name_the_samples(error, where, workers):
    error.__notes__ = []
    batches = iter(DataLoader(**fails_at(where, error), batch_size=4, num_workers=workers))
    next(batches), next(batches)
    with pytest.raises(type(error)) as caught:
        next(batches)
    assert caught.value is error
    notes = "\n".join(error.__notes__)
    assert re.search(r"samples? .*11", notes)
    if where in NAMES_THE_SAMPLE:
        assert "raised by sample 11 of " in notes
    if where in ("get_batch", "collate_fn"):
        assert "while loading the batch of samples [ 8  9 10 11]" in notes


@pytest.mark.parametrize("workers", [0, 4])
@pytest.mark.parametrize("where", PLACES)
def test_stop_iteration_does_not_end_the_epoch_silently(where, workers):
    error = StopIteration("done")
    batches = iter(DataLoader(**fails_at(where, error), batch_size=4, num_workers=workers))
    next(batches), next(batches)
    with pytest.raises(RuntimeError, match="StopIteration") as caught:
        next(batches)
    assert caught.value.__cause__ is error
    said = "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
    assert re.search(r"\b11\b", said), said


@pytest.mark.parametrize("workers", [1, 4])
def test_after_an_error_no_further_loads_begin(workers):
    class Failing(Recorder):
        def __getitem__(self, index):
            super().__getitem__(index)
            if index == 5:
                raise KeyError(index)
            return index

    data = Failing(1000)
    with pytest.raises(KeyError):
        list(DataLoader(data, 1, num_workers=workers))
    assert len(data.reads) <= 6 + workers * 2


@pytest.mark.parametrize("workers", [0, 4])
def test_an_error_of_the_sampler_arrives(workers):
    """Workers read the sampler ahead: with them it may arrive before the batches before it."""

    def groups():
        yield [0, 1]
        yield [2, 3]
        raise LookupError("no more")

    class Sampler:
        def __iter__(self):
            return groups()

    batches = iter(DataLoader(range(9), batch_sampler=Sampler(), num_workers=workers))
    taken = []
    with pytest.raises(LookupError, match="no more"):
        taken.extend(batch.tolist() for batch in batches)
    assert workers or taken == [[0, 1], [2, 3]]
    assert next(batches, None) is None


@pytest.mark.parametrize("workers", [0, 2])
def test_collating_errors_arrive_with_their_message(workers):
    ragged = [np.zeros((2, 2)), np.zeros((2, 3))]
    with pytest.raises(ValueError, match=r"sample 1 has \(2, 3\) where sample 0 has \(2, 2\)"):
        list(DataLoader(ragged, 2, num_workers=workers))
    with pytest.raises(TypeError, match="sample 1 is None"):
        list(DataLoader([1, None], 2, num_workers=workers))


@pytest.mark.parametrize("workers", [0, 3])
def test_collate_fn_gets_the_list_of_samples(workers):
    seen = []

    def collate(samples):
        seen.append(samples)
        return len(samples)

    assert list(DataLoader("abc", 2, collate_fn=collate, num_workers=workers)) == [2, 1]
    assert sorted(seen, reverse=True, key=len) == [["a", "b"], ["c"]]
    (samples,) = DataLoader(storage(), 37, collate_fn=list, transform=augmentation())
    assert [type(sample) for sample in samples] == [tuple] * 37


def test_pad_collate_works_as_a_collate_fn():
    sequences = [list(range(n)) for n in (3, 1, 2)]
    ((values, mask),) = DataLoader(sequences, 3, collate_fn=pad_collate)
    assert [row[m].tolist() for row, m in zip(values, mask, strict=True)] == sequences


@pytest.mark.parametrize("workers", [0, 2])
def test_samplers_and_batch_samplers_decide_the_order(workers):
    def load(**options):
        loader = DataLoader(TensorDataset(np.arange(9)), num_workers=workers, **options)
        return [batch.tolist() for (batch,) in loader]

    assert load(sampler=[3, 1, 2], batch_size=2) == [[3, 1], [2]]
    assert load(sampler=[3, 1, 2], batch_size=2, drop_last=True) == [[3, 1]]
    assert load(batch_sampler=[[0], [5, 6], (1, 2, -1)]) == [[0], [5, 6], [1, 2, 8]]
    assert load(batch_sampler=[np.array([4, 4])]) == [[4, 4]]
    assert load(batch_sampler=[]) == []
    sampler = DistributedSampler(range(9), 2, 1, shuffle=False)
    assert load(sampler=sampler, batch_size=3) == [[1, 3, 5], [7, 0]]
    groups = BatchSampler(SequentialSampler(range(9)), 4, drop_last=True)
    assert load(batch_sampler=groups) == [[0, 1, 2, 3], [4, 5, 6, 7]]


class Backwards(SequentialSampler):
    def __iter__(self):
        return reversed(range(len(self.data_source)))


def test_a_sampler_that_defines_iter_is_obeyed():
    assert [b.tolist() for b in DataLoader(range(5), 2, sampler=Backwards(range(5)))] == [
        [4, 3],
        [2, 1],
        [0],
    ]


@pytest.mark.parametrize("workers", [0, 2])
def test_an_endless_sampler_is_read_lazily(workers):
    drawn = []

    class Endless:
        def __iter__(self):
            for index in count():
                drawn.append(index)
                yield index % 5

    batches = iter(DataLoader(range(5), 2, sampler=Endless(), num_workers=workers))
    assert [next(batches).tolist() for _ in range(3)] == [[0, 1], [2, 3], [4, 0]]
    assert len(drawn) <= 6 + 2 * workers * 2
    if workers:
        batches.close()


def test_a_random_sampler_of_its_own_keeps_its_generator():
    data = TensorDataset(np.arange(30))

    def orders(seed):
        sampler = RandomSampler(data, generator=1)
        (batch,) = DataLoader(data, 30, sampler=sampler, generator=seed)
        return batch[0].tolist()

    assert orders(1) == orders(2) == list(RandomSampler(data, generator=1))


def test_len_of_a_loader():
    assert len(DataLoader(range(10), 3)) == 4
    assert len(DataLoader(range(10), 3, drop_last=True)) == 3
    assert len(DataLoader(range(10), 3, sampler=[1, 2, 3, 4])) == 2
    assert len(DataLoader(range(10), batch_sampler=[[1], [2, 3]])) == 2
    assert len(DataLoader([], 3)) == 0


@pytest.mark.parametrize("argument", ["sampler", "batch_sampler"])
@pytest.mark.parametrize(
    "once", [lambda: iter([0]), lambda: (i for i in [0]), lambda: map(int, "0"), lambda: zip([0])]
)
def test_what_ends_for_good_is_refused(argument, once):
    with pytest.raises(TypeError, match=f"{argument} should be .* which ends for good; list"):
        DataLoader(range(10), **{argument: once()})
    with pytest.raises(TypeError, match="sampler should be .* which ends for good; list"):
        DataLoader(range(10), batch_sampler=BatchSampler(once(), 2, False))


def test_a_loader_has_the_attributes_of_pytorchs():
    loader = DataLoader(range(10), 4, True, drop_last=True)
    assert (loader.batch_size, loader.drop_last) == (4, True)
    assert isinstance(loader.sampler, RandomSampler)
    groups = BatchSampler([1, 2], 2, False)
    assert DataLoader(range(10), batch_sampler=groups).sampler == [1, 2]
    assert DataLoader(range(10), batch_sampler=[[1]]).batch_size is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("dataset", [1]), ("batch_size", 8), ("sampler", [1]), ("batch_sampler", [[1]])],
        *[("drop_last", True), ("transform", None)],
    ],
)
def test_what_others_were_made_to_fit_cannot_be_set(name, value):
    """To set it would change nothing: the groups, for one, have their size already."""
    loader = DataLoader(range(10), 4)
    with pytest.raises(AttributeError, match=f"{name} should stay as it is"):
        setattr(loader, name, value)
    assert [len(batch) for batch in loader] == [4, 4, 2]
    loader.note = "mine"


class Stored(Dataset):
    """A learner's own `get_batch`, which believes its indices."""

    def __init__(self, *arrays):
        self.arrays = arrays

    def __len__(self):
        return len(self.arrays[0])

    def get_batch(self, indices):
        return tuple(array[indices] for array in self.arrays)


NO_INDICES = {
    "a mask": np.arange(8) < 3,
    "a mask as a list": [True] * 3 + [False] * 5,
    "one bool among integers": [4, True],
    "floats": np.array([0.0, 1.0]),
    "a masked array": np.ma.array([0, 1], mask=[False, True]),
    "a masked index": [0, np.ma.masked],
    "rows": np.array([[0, 1], [2, 3]]),
    "one index": np.array(3),
    "dates": np.array([1], "m8[s]"),
    "a set": {0, 1},
    "text": ["0"],
}


@pytest.mark.parametrize("group", NO_INDICES.values(), ids=NO_INDICES)
@pytest.mark.parametrize("wrap", [same, lambda data: Subset(data, range(8)), Plain])
@pytest.mark.parametrize(
    "options",
    [{}, {"transform": halve}, {"collate_fn": len}],
    ids=["plain", "transform", "collate_fn"],
)
@pytest.mark.parametrize("groups", [list, lambda g: BatchSampler(g[0], 99, False)])
def test_groups_from_elsewhere_are_checked_before_any_dataset_sees_them(
    group, wrap, options, groups
):
    data = wrap(Stored(np.zeros((8, 4, 4), np.float32), np.arange(8)))
    group = range if isinstance(group, set) and groups is not list else group  # a set is iterable
    with pytest.raises(TypeError):
        list(DataLoader(data, batch_sampler=groups([group]), **options))


@given(st.lists(st.integers(-99, 99), min_size=1, max_size=9), st.sampled_from("bhilBHILQ"))
@settings(max_examples=60)
def test_a_learners_get_batch_is_asked_with_indices_that_it_can_reckon_with(group, code):
    """A group of int8 would overflow where it is doubled."""

    class Doubled(Stored):
        def get_batch(self, indices):
            return indices * 2

    if np.dtype(code).kind == "u":
        group = [abs(index) for index in group]
    for data in (Doubled(range(100)), Subset(Doubled(range(100)), range(100))):
        (batch,) = DataLoader(data, batch_sampler=[np.array(group, code)])
        wrapped = isinstance(data, Subset)
        assert batch.tolist() == [2 * (index % 100 if wrapped else index) for index in group]


UNSTACKED = {
    "images in a list": lambda images, labels: list(images),
    "images in a tuple": lambda images, labels: tuple(images),
    "samples in a list": lambda images, labels: list(zip(images, labels, strict=True)),
    "a list first": lambda images, labels: (list(images), labels),
    "two images a sample": lambda images, labels: ((images, images), labels),
    "one too few": lambda images, labels: (images[1:], labels),
    "one too many": lambda images, labels: (images[[*range(len(images)), 0]], labels),
    "labels first": lambda images, labels: (labels.tolist(), images),
    "nothing": lambda images, labels: None,
}


@pytest.mark.parametrize("kind", UNSTACKED)
@pytest.mark.parametrize("count", [2, 3, 6])
@pytest.mark.parametrize("transform", [RandomHorizontalFlip(1), RandomCrop(6, 1)], ids=repr)
def test_images_that_are_not_stacked_are_refused(kind, count, transform):
    """As many images as each has rows, and a list of images could pass for one of columns."""

    class Unstacked(Stored):
        def get_batch(self, indices):
            return UNSTACKED[kind](*super().get_batch(indices))

    data = Unstacked(np.random.default_rng(0).random((6, 6, 6)), np.arange(6))
    with pytest.raises(TypeError, match=f"Unstacked.get_batch should give the images of {count} s"):
        list(DataLoader(data, count, transform=transform))


@pytest.mark.parametrize("kind", [tuple, list])
@pytest.mark.parametrize("columns", [1, 2, 3, 6])
@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_columns_of_equal_shapes_are_no_samples(kind, columns, count):
    class Columns(Stored):
        def get_batch(self, indices):
            return kind(super().get_batch(indices))

    class Negative(Transform):
        def apply_batch(self, images, numbers):
            return -images

    images = np.random.default_rng(0).random((6, 6, 6))
    batches = list(DataLoader(Columns(*[images] * columns), count, transform=Negative()))
    assert all(type(batch) is kind and len(batch) == columns for batch in batches)
    for column in range(columns):
        expected = -images if column == 0 else images
        assert np.array_equal(np.concatenate([batch[column] for batch in batches]), expected)


class Brighter(Transform):
    """Written by a learner, who was told to return a new image, and did not."""

    def apply(self, image, numbers):
        image += 1
        return image


class BrighterBatch(Transform):
    def apply_batch(self, images, numbers):
        images += 1
        return images


class BrighterPlain:
    numbers_per_image = 0

    def apply(self, image, numbers):
        image += 1
        return image


class Kept(Stored):
    """Hands out what it keeps."""

    def get_batch(self, indices):
        return tuple(array[: len(indices)] for array in self.arrays)


@pytest.mark.parametrize("kind", [Brighter, BrighterBatch, BrighterPlain])
@pytest.mark.parametrize("together", [same, lambda t: Compose([t]), lambda t: Compose([t, same])])
@pytest.mark.parametrize("size", [2, 90])
@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize(
    "make",
    [
        TensorDataset,
        Kept,
        Stored,
        lambda *arrays: Plain(TensorDataset(*arrays)),
        lambda *arrays: Subset(TensorDataset(*arrays), range(6)),
        lambda *arrays: ConcatDataset([TensorDataset(*arrays)]),
        lambda *arrays: list(TensorDataset(*arrays)),
    ],
)
def test_a_transform_that_writes_to_its_image_leaves_the_data_alone(
    kind, together, size, workers, make
):
    images = np.zeros((6, 3, size, size), np.float32)
    transform = together(kind())
    loader = DataLoader(make(images, np.arange(6)), 3, transform=transform, num_workers=workers)
    for _ in range(2):
        assert all((batch[0] == 1).all() for batch in loader)
    assert not images.any()


@pytest.mark.parametrize("count", [1, 3, 36, 38])
def test_weights_of_classes_are_no_weights_of_samples(count):
    """With one for each class, the first samples alone would be drawn."""
    data, sampler = storage(37), WeightedRandomSampler(np.ones(count), 5)
    for options in ({"sampler": sampler}, {"batch_sampler": BatchSampler(sampler, 2, False)}):
        with pytest.raises(ValueError, match=f"one for each of the 37 samples, but got {count}; "):
            DataLoader(data, **options)


def test_a_dict_has_no_image_that_a_transform_could_mean():
    for data in ([{"image": 1}], [{"image": np.ones((2, 2))}] * 3):
        with pytest.raises(TypeError, match="an image, or a tuple that begins with one, .* a dict"):
            list(DataLoader(data, transform=halve))


@pytest.mark.parametrize("transform", [3, "flip", RandomCrop, [RandomHorizontalFlip()]])
def test_what_is_no_transform_is_refused(transform):
    with pytest.raises(TypeError, match="transform should be a Transform or a function of one"):
        DataLoader([1], transform=transform)


@pytest.mark.parametrize("workers", [0, 3])
@pytest.mark.parametrize("transform", [RandomHorizontalFlip(1), RandomCrop(32), Compose([])])
def test_a_batch_that_somebody_keeps_is_not_written_to(transform, workers):
    """A `get_batch` may hand out what it holds, or keep what it handed out."""
    images = np.random.default_rng(0).integers(0, 255, (200, 3, 32, 32)).astype(np.uint8)

    class Keeping(TensorDataset):
        def get_batch(self, indices):
            batch = super().get_batch(indices)
            kept.append((batch[0], batch[0].copy()))
            return batch

    for wrap in (same, lambda data: Subset(data, range(200))):
        kept = []
        loader = DataLoader(wrap(Keeping(images)), 100, transform=transform, num_workers=workers)
        list(loader)
        assert len(kept) == 2
        for batch, copy in kept:
            assert_same(batch, copy)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to a thread here")
def test_an_interrupt_does_not_wait_for_the_batches_under_way(request):
    # What a shell starts in the background ignores interrupts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    data = Gated(20)
    batches = iter(DataLoader(data, 1, num_workers=2))
    data.let_through(1)
    next(batches)
    data.wait_for(3)  # both workers are inside a read again, and stay there
    main = threading.main_thread().ident
    interrupt = threading.Timer(0.1, lambda: signal.pthread_kill(main, signal.SIGINT))
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        next(batches)
    interrupt.join()
    data.let_through(1000)
    for worker in [t for t in threading.enumerate() if t.name.startswith("ThreadPool")]:
        worker.join(SECONDS)
    assert len(data.started) == 3


REFUSED = [
    ({"batch_size": 0}, ValueError, "batch_size should be a positive integer, but got 0"),
    ({"batch_size": -1}, ValueError, "batch_size should be a positive integer, but got -1"),
    ({"batch_size": 1.5}, TypeError, "batch_size should be a positive integer, but got 1.5"),
    ({"batch_size": True}, TypeError, "batch_size should be a positive integer, but got True"),
    ({"batch_size": "2"}, TypeError, "batch_size should be a positive integer, but got '2'"),
    ({"batch_size": None}, TypeError, "batch_size .* got None; for samples .* loop over the data"),
    ({"shuffle": 1}, TypeError, "shuffle should be True or False, but got 1"),
    ({"shuffle": "no"}, TypeError, "shuffle should be True or False, but got 'no'"),
    ({"shuffle": None}, TypeError, "shuffle should be True or False, but got None"),
    ({"drop_last": 1}, TypeError, "drop_last should be True or False, but got 1"),
    ({"num_workers": -1}, ValueError, "num_workers should be an integer of at least 0.* got -1"),
    ({"num_workers": 1.5}, TypeError, "num_workers should be .* got 1.5"),
    ({"num_workers": True}, TypeError, "num_workers should be .* got True"),
    ({"num_workers": None}, TypeError, "num_workers should be .* got None"),
    ({"generator": "x"}, TypeError, "generator should be None, an int seed .* got 'x'"),
    ({"generator": 1.5}, TypeError, "generator should be None, an int seed .* got 1.5"),
    ({"generator": True}, TypeError, "generator should be None, an int seed .* got True"),
    ({"generator": -1}, ValueError, "generator should be .* got -1"),
    ({"generator": np.random.RandomState(0)}, TypeError, "generator should be .* RandomState"),
    ({"prefetch_factor": 2}, ValueError, "prefetch_factor goes with num_workers"),
    ({"prefetch_factor": 0, "num_workers": 1}, ValueError, "prefetch_factor should .* got 0"),
    ({"prefetch_factor": 1.5, "num_workers": 1}, TypeError, "prefetch_factor should .* got 1.5"),
    ({"prefetch_factor": True, "num_workers": 1}, TypeError, "prefetch_factor .* got True"),
    ({"collate_fn": 3}, TypeError, "collate_fn should be a function, but got 3"),
    ({"dataset": iter([1])}, TypeError, "dataset should have __len__ and __getitem__, but got"),
    ({"dataset": {1}}, TypeError, "dataset should have __len__ and __getitem__, but got {1}"),
    ({"dataset": 5}, TypeError, "dataset should have __len__ and __getitem__, but got 5"),
    ({"sampler": [0], "shuffle": True}, ValueError, "sampler decides the order.*shuffle"),
    ({"sampler": 5}, TypeError, "sampler should .* got 5"),
    ({"batch_sampler": 5}, TypeError, "batch_sampler should .* got 5"),
    ({"batch_sampler": [[0]], "batch_size": 2}, ValueError, "batch_sampler decides batch_size"),
    ({"batch_sampler": [[0]], "batch_size": None}, (ValueError, TypeError), "batch_s"),
    ({"batch_sampler": [[0]], "shuffle": True}, ValueError, "batch_sampler decides .*shuffle"),
    ({"batch_sampler": [[0]], "shuffle": "no"}, TypeError, "shuffle should be True or False"),
    ({"batch_sampler": [[0]], "sampler": [0]}, ValueError, "batch_sampler decides .*sampler"),
    ({"batch_sampler": [[0]], "drop_last": True}, ValueError, "batch_sampler .*drop_last"),
]


@pytest.mark.parametrize(("options", "kind", "message"), REFUSED)
def test_bad_arguments_are_refused_where_they_enter(options, kind, message):
    with pytest.raises(kind, match=message):
        DataLoader(**{"dataset": [1, 2, 3]} | options)


def test_numpy_numbers_are_fine():
    loader = DataLoader(
        range(9), np.int64(4), np.False_, num_workers=np.int8(1), prefetch_factor=np.uint8(1)
    )
    assert [batch.tolist() for batch in loader] == [[0, 1, 2, 3], [4, 5, 6, 7], [8]]


def test_an_index_that_is_not_there_names_itself():
    for data in (range(3), TensorDataset(np.arange(3)), Subset(range(3), [0, 1, 2])):
        for workers in (0, 2):
            with pytest.raises(IndexError) as caught:
                list(DataLoader(data, 2, sampler=[0, 1, 7], num_workers=workers))
            assert "7" in "\n".join([str(caught.value), *caught.value.__notes__])


def test_a_loader_says_what_it_is():
    text = repr(DataLoader(range(3), 2, shuffle=True))
    assert "RandomSampler" in text
    assert "batch_size=2" in text or ", 2" in text


def test_the_loader_can_be_read_by_several_threads():
    loader = DataLoader(range(100), 5, shuffle=True, num_workers=2)
    threads = [in_background(lambda: list(loader)) for _ in range(4)]
    for thread, _ in threads:
        thread.join(SECONDS)
    for _, result in threads:
        assert sorted(np.concatenate(result[0])) == list(range(100))


def test_loaders_inside_loaders():
    class Inner(Dataset):
        def __len__(self):
            return 6

        def __getitem__(self, index):
            return sum(int(b.sum()) for b in DataLoader(range(index + 1), 2, num_workers=2))

    (batch,) = DataLoader(Inner(), 6, num_workers=2)
    assert batch.tolist() == [0, 1, 3, 6, 10, 15]
