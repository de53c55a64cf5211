"""The DataLoader: one seed, one epoch, whatever the path, the workers and the prefetching."""

import random
import re
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
    TensorDataset,
    TransformedDataset,
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


ARRANGEMENTS = {
    "storage": lambda data: data,
    "transformed": lambda data: TransformedDataset(data, augmentation()),
    "flipped": lambda data: TransformedDataset(data, RandomHorizontalFlip()),
    "function": lambda data: TransformedDataset(data, halve),
    "subset of transformed": lambda data: Subset(
        TransformedDataset(data, augmentation()), [*range(30, 3, -1), -1, 0, 0]
    ),
    "transformed subset": lambda data: TransformedDataset(Subset(data, range(20)), augmentation()),
    "concat": lambda data: ConcatDataset(
        [
            TransformedDataset(data, augmentation()),
            Subset(TransformedDataset(data, augmentation()), [1, 2, 3]),
        ]
    ),
    "transformed concat": lambda data: TransformedDataset(
        ConcatDataset([data, data]), augmentation()
    ),
    "transformed twice": lambda data: TransformedDataset(
        TransformedDataset(data, augmentation()), RandomCrop(3)
    ),
}


def epochs(dataset, epochs=2, **options):
    loader = DataLoader(dataset, **{"batch_size": 8, "shuffle": True, "generator": 5} | options)
    return [list(loader) for _ in range(epochs)]


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_path_workers_and_prefetching_decide_nothing(arrangement):
    make = ARRANGEMENTS[arrangement]
    expected = epochs(make(storage()))
    assert len(expected[0]) > 2
    for data in (storage(), Plain(storage())):
        for workers, prefetch in ((0, None), (1, None), (1, 5), (4, None), (4, 1), (4, 3)):
            got = epochs(make(data), num_workers=workers, prefetch_factor=prefetch)
            assert_same(got, expected)
    assert_same(epochs(make(storage()), collate_fn=default_collate), expected)
    assert_same(epochs(make(storage()), collate_fn=default_collate, num_workers=4), expected)


@pytest.mark.parametrize("arrangement", [name for name in ARRANGEMENTS if name != "function"])
def test_epochs_differ_and_the_seed_repeats_them(arrangement):
    def run(seed):
        return epochs(ARRANGEMENTS[arrangement](storage()), epochs=3, generator=seed)

    def prints(runs):
        return [b"".join(batch[0].tobytes() for batch in epoch) for epoch in runs]

    assert_same(run(1), run(1))
    assert len(set(prints(run(1)))) == 3
    assert prints(run(1)) != prints(run(2))
    assert prints(run(None)) != prints(run(None))


def test_augmentation_differs_between_epochs_in_a_fixed_order():
    dataset = TransformedDataset(storage(), RandomCrop(6, padding=3))
    first, second = epochs(dataset, shuffle=False)
    assert_same([batch[1] for batch in first], [batch[1] for batch in second])
    assert first[0][0].tobytes() != second[0][0].tobytes()


def test_the_loaders_generator_decides_whatever_the_transforms_own_is():
    crop = RandomCrop((4, 5), padding=2, generator=1)
    runs = []
    for seed in (None, 0, 1):
        dataset = TransformedDataset(storage(), augmentation(seed))
        for _ in range(3):
            dataset[0]  # moves on the transforms' own generators
        runs.append(epochs(dataset))
    assert_same(runs[0], runs[1])
    assert_same(runs[0], runs[2])
    state = crop.generator.bit_generator.state
    epochs(TransformedDataset(storage(), crop))
    assert crop.generator.bit_generator.state == state


def test_order_then_augmentation_come_from_one_generator():
    generator, twin = np.random.default_rng(3), np.random.default_rng(3)
    flip = RandomHorizontalFlip()
    dataset = TransformedDataset(storage(), flip)
    for _ in range(2):
        loader = DataLoader(dataset, 37, shuffle=True, generator=generator)
        ((images, labels, _),) = loader
        order, numbers = twin.permutation(37), flip.draw(37, twin)
        assert labels.tolist() == order.tolist()
        assert_same(images, flip.apply_batch(storage().arrays[0], numbers)[order])


def test_augmentation_is_that_of_the_image_in_whatever_order():
    def by_label(**options):
        dataset = TransformedDataset(storage(), augmentation())
        (batch,) = DataLoader(dataset, 37, **options)
        return {label: image.tobytes() for image, label, _ in zip(*batch, strict=True)}

    backwards = by_label(sampler=range(36, -1, -1), generator=0)
    assert by_label(generator=0) == backwards
    assert by_label(generator=1) != backwards


@pytest.mark.parametrize("workers", [0, 4])
@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_two_live_iterators_are_independent(arrangement, workers):
    make = ARRANGEMENTS[arrangement]
    first_alone, second_alone = epochs(make(storage()))
    loader = DataLoader(make(storage()), 8, True, generator=5, num_workers=workers)
    first, second = iter(loader), iter(loader)
    taken = [[], []]
    taken[1].append(next(second))  # the order of the calls says nothing, that of iter() does
    for _ in range(len(loader)):
        taken[0].append(next(first))
        taken[1].extend([batch] if (batch := next(second, None)) is not None else [])
    assert_same(taken, [first_alone, second_alone])
    assert next(first, None) is None
    assert next(second, None) is None


def test_global_random_state_is_neither_used_nor_touched():
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    states = random.getstate(), repr(np.random.get_state())  # noqa: NPY002
    for workers in (0, 4):
        epochs(ARRANGEMENTS["transformed"](storage()), num_workers=workers, generator=None)
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
        for images, labels, names in DataLoader(
            ARRANGEMENTS[arrangement](wrapped), 8, num_workers=workers
        ):
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
        "transform": lambda: {"dataset": TransformedDataset(range(40), transform)},
        "vectorized transform": lambda: {
            "dataset": TransformedDataset(
                Subset(TensorDataset(np.arange(40)), range(40)), lambda x: transform(x)
            ),
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
    "vectorized transform",
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
    data = TransformedDataset(storage(), augmentation())
    (samples,) = DataLoader(data, 37, collate_fn=list, generator=0)
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
    assert load(sampler=(i for i in (8, 7))) == [[8], [7]]
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
    with pytest.raises(TypeError):
        len(DataLoader(range(10), 3, sampler=iter([1])))


REFUSED = [
    ({"batch_size": 0}, ValueError, "batch_size should be a positive integer, but got 0"),
    ({"batch_size": -1}, ValueError, "batch_size should be a positive integer, but got -1"),
    ({"batch_size": 1.5}, TypeError, "batch_size should be a positive integer, but got 1.5"),
    ({"batch_size": True}, TypeError, "batch_size should be a positive integer, but got True"),
    ({"batch_size": "2"}, TypeError, "batch_size should be a positive integer, but got '2'"),
    ({"batch_size": None}, TypeError, "batch_size should be a positive integer, but got None"),
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
