"""Streams: nothing lost, nothing twice, in the promised order, by rank and from any place."""

import threading
import tracemalloc
from itertools import chain, count, islice

import numpy as np
import pytest
from comparison import assert_same
from hypothesis import given, settings
from hypothesis import strategies as st

from tinydata import (
    Compose,
    DataLoader,
    IterableDataset,
    RandomCrop,
    RandomHorizontalFlip,
    ShuffleBuffer,
    TensorDataset,
)
from tinydata.stream import ArrayShards, write_shards


class Numbers(IterableDataset):
    """Sample i is i; what was read is noted."""

    def __init__(self, length):
        self.length = length
        self.reads = []

    def __iter__(self):
        for number in range(self.length):
            self.reads.append(number)
            yield number


class Places(Numbers):
    """The same where a pass can begin anywhere."""

    def __len__(self):
        return self.length

    def iter_from(self, start):
        for number in range(start, self.length):
            self.reads.append(number)
            yield number


def images_and_labels(length):
    generator = np.random.default_rng(length)
    return generator.integers(0, 200, (length, 4, 5)).astype(np.uint8), np.arange(length) * 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = count()
    return lambda: tmp_path_factory.mktemp(f"shards{next(made)}")


shard_counts = st.integers(1, 12).flatmap(
    lambda shards: st.tuples(st.just(shards), st.integers(shards, 40))
)


@given(sizes=shard_counts, deal=st.booleans())
@settings(max_examples=25)
def test_shards_hold_every_sample_once_and_come_back(folder, sizes, deal):
    shards, length = sizes
    images, labels = images_and_labels(length)
    root = folder()
    folders = write_shards(root, images, labels, shards, deal)
    stream = ArrayShards(root)
    assert stream.folders == folders
    assert max(stream.lengths) - min(stream.lengths) <= 1
    order = np.arange(length)
    parts = [order[s::shards] for s in range(shards)] if deal else np.array_split(order, shards)
    in_order = [(images[i], labels[i]) for i in chain(*parts)]
    assert_same(list(stream), in_order)
    in_turns = [
        (images[part[row]], labels[part[row]])
        for row in range(length)
        for part in parts
        if row < len(part)
    ]
    assert_same(list(ArrayShards(root, in_turns=True)), in_turns)


@given(sizes=shard_counts, in_turns=st.booleans(), data=st.data())
@settings(max_examples=25)
def test_ranks_share_the_shards(folder, sizes, in_turns, data):
    shards, length = sizes
    root = folder()
    write_shards(root, *images_and_labels(length), shards)
    ranks = data.draw(st.integers(1, shards))
    streams = [ArrayShards(root, in_turns, ranks, rank) for rank in range(ranks)]
    labels = [int(label) for stream in streams for _, label in stream]
    assert sorted(labels) == list(range(0, 3 * length, 3))
    assert [len(stream) for stream in streams] == [len(list(stream)) for stream in streams]


@given(lengths=st.lists(st.integers(1, 7), min_size=1, max_size=6), in_turns=st.booleans())
@settings(max_examples=30)
def test_a_pass_can_begin_anywhere(folder, lengths, in_turns):
    """In shards of any lengths, which need not come from `write_shards`."""
    root = folder()
    for shard, length in enumerate(lengths):
        write_shards(root / "made", *images_and_labels(length), 1)
        (root / "made" / "00000").rename(root / f"{shard}")
    (root / "made").rmdir()
    stream = ArrayShards(root, in_turns)
    whole = list(stream)
    assert len(whole) == sum(lengths)
    for start in range(len(whole) + 3):
        assert_same(list(stream.iter_from(start)), whole[start:])


def test_a_sample_is_a_copy(folder):
    root = folder()
    write_shards(root, *images_and_labels(6), 2)
    image, _ = next(iter(ArrayShards(root)))
    image[:] = 0
    assert next(iter(ArrayShards(root)))[0].any()


def test_writing_reads_one_shard_at_a_time(folder):
    root = folder()
    np.save(root / "large.npy", np.zeros((4000, 64, 8)))
    images = np.load(root / "large.npy", mmap_mode="r")
    peak = peak_of(lambda: write_shards(root / "shards", images, np.zeros(4000), 40))
    assert peak < 3 * images.nbytes / 40


def peak_of(call):
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_bad_shards_are_refused(folder):
    root = folder()
    images, labels = images_and_labels(6)
    with pytest.raises(FileNotFoundError, match="root should be a folder, but there is none"):
        ArrayShards(root / "nowhere")
    with pytest.raises(FileNotFoundError, match="should hold a folder for each shard.* has none"):
        ArrayShards(root)
    for number, kind in ((0, ValueError), (7, ValueError), (1.5, TypeError), (True, TypeError)):
        with pytest.raises(kind, match="num_shards should be .* but got"):
            write_shards(root, images, labels, number)
    with pytest.raises(ValueError, match="arrays should agree in their first axis"):
        write_shards(root, images, labels[:5], 2)
    write_shards(root, images, labels, 3)
    write_shards(root, images, labels, 3)  # replaces them
    with pytest.raises(FileExistsError, match="but it holds .*0000[12]"):
        write_shards(root, images, labels, 1)
    with pytest.raises(ValueError, match="num_replicas should be at most the 3 shards.* got 4"):
        ArrayShards(root, num_replicas=4)
    with pytest.raises(ValueError, match="rank should be below num_replicas=2, but got 2"):
        ArrayShards(root, num_replicas=2, rank=2)
    with pytest.raises(TypeError, match="in_turns should be True or False, but got 2"):
        ArrayShards(root, 2)
    with pytest.raises(ValueError, match="start should be an integer of at least 0, but got -1"):
        ArrayShards(root).iter_from(-1)
    (root / "00001" / "labels.npy").unlink()
    with pytest.raises(FileNotFoundError):
        ArrayShards(root)


@given(length=st.integers(0, 60), size=st.integers(1, 70), seed=st.integers(0, 2**40))
def test_a_buffer_hands_out_every_sample_once_and_none_too_early(length, size, seed):
    shuffled = list(ShuffleBuffer(Numbers(length), size, seed))
    assert sorted(shuffled) == list(range(length))
    assert all(number - place < size for place, number in enumerate(shuffled))
    assert size > 1 or shuffled == list(range(length))
    assert shuffled == list(ShuffleBuffer(range(length), size, np.random.default_rng(seed)))


@given(size=st.integers(1, 20), taken=st.integers(1, 60))
def test_a_buffer_holds_no_more_than_its_size(size, taken):
    source = Numbers(60)
    assert len(list(islice(ShuffleBuffer(source, size, 0), taken))) == taken
    assert len(source.reads) == min(60, taken + size - 1)


def test_each_of_the_orders_of_a_full_buffer_is_equally_likely():
    buffer = ShuffleBuffer("abc", 3, generator=0)
    orders = ["".join(buffer) for _ in range(6000)]
    counts = [orders.count(order) for order in ("abc", "acb", "bac", "bca", "cab", "cba")]
    assert sum(counts) == 6000
    assert max(abs(found - 1000) for found in counts) < 5 * np.sqrt(6000 * 1 / 6 * 5 / 6)


def test_passes_differ_and_two_at_a_time_are_independent():
    buffer = ShuffleBuffer(range(30), 8, generator=3)
    first, second = list(buffer), list(buffer)
    assert first != second
    buffer = ShuffleBuffer(range(30), 8, generator=3)
    one, other = iter(buffer), iter(buffer)
    mixed = [(next(one), next(other)) for _ in range(30)]
    assert [a for a, _ in mixed] == first
    assert [b for _, b in mixed] == second
    assert list(ShuffleBuffer(range(30), 8)) != list(ShuffleBuffer(range(30), 8))


@given(
    length=st.integers(0, 40),
    size=st.integers(1, 45),
    start=st.integers(0, 45),
    kind=st.sampled_from([Numbers, Places, range, lambda n: TensorDataset(np.arange(n))]),
)
@settings(max_examples=150)
def test_a_buffer_begins_anywhere_and_reads_only_what_it_held(length, size, start, kind):
    whole = list(ShuffleBuffer(kind(length), size, 5))
    source = kind(length)
    assert list(ShuffleBuffer(source, size, 5).iter_from(start)) == whole[start:]
    if kind is Places:
        assert sorted(source.reads) == sorted(whole[start:])


def test_a_buffer_of_a_buffer_begins_anywhere():
    def nested():
        return ShuffleBuffer(ShuffleBuffer(Numbers(30), 6, 1), 4, 2)

    whole = list(nested())
    for start in range(32):
        assert list(nested().iter_from(start)) == whole[start:]


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((iter([1]), 2), TypeError, "source should be a stream .* list_iterator, which ends"),
        ((5, 2), TypeError, "source should be a stream of samples, but got 5"),
        (([1], 0), ValueError, "buffer_size should be a positive integer, but got 0"),
        (([1], 1.5), TypeError, "buffer_size should be a positive integer, but got 1.5"),
        (([1], 2, "x"), TypeError, "generator should be None, an int seed .* got 'x'"),
    ],
)
def test_bad_buffers_are_refused(arguments, kind, message):
    with pytest.raises(kind, match=message):
        ShuffleBuffer(*arguments)


class Pairs(IterableDataset):
    def __init__(self, data):
        self.data = data

    def __iter__(self):
        return iter(self.data)


def augmentation():
    return Compose([RandomHorizontalFlip(), RandomCrop(4, 2)])


@given(
    length=st.integers(0, 30),
    size=st.integers(1, 33),
    drop_last=st.booleans(),
    workers=st.integers(0, 4),
    ahead=st.integers(1, 3),
    transform=st.sampled_from([None, augmentation]),
)
@settings(max_examples=60)
def test_a_stream_comes_in_the_batches_of_a_dataset(
    length, size, drop_last, workers, ahead, transform
):
    data = TensorDataset(*images_and_labels(length))
    options = {"drop_last": drop_last, "transform": transform and transform()}
    expected = DataLoader(data, size, generator=4, **options)
    if workers:
        options |= {"num_workers": workers, "prefetch_factor": ahead}
    loader = DataLoader(Pairs(data), size, generator=4, **options)
    for _ in range(2):
        assert_same(list(loader), list(expected))


@pytest.mark.parametrize("workers", [0, 1, 4])
def test_several_workers_deliver_no_sample_twice(workers):
    stream = Numbers(1000)
    loader = DataLoader(stream, 7, num_workers=workers)
    assert np.concatenate(list(loader)).tolist() == list(range(1000))
    assert stream.reads == list(range(1000))


@pytest.mark.parametrize("workers", [0, 2])
def test_a_buffer_without_a_generator_borrows_the_loaders(workers):
    def epochs(seed, depth=1):
        stream = Numbers(50)
        for _ in range(depth):
            stream = ShuffleBuffer(stream, 9)
        loader = DataLoader(stream, 8, generator=seed, num_workers=workers)
        found = [np.concatenate(list(loader)).tolist() for _ in range(2)]
        assert stream.generator is None
        return found

    for depth in (1, 2):
        assert epochs(3, depth) == epochs(3, depth) != epochs(4, depth)
        assert epochs(3, depth)[0] != epochs(3, depth)[1]
    shared = ShuffleBuffer(Numbers(50), 9)
    loaders = [DataLoader(shared, 8, generator=seed) for seed in (3, 4)]
    pairs = list(zip(*loaders, strict=True))
    both = [np.concatenate([pair[which] for pair in pairs]).tolist() for which in (0, 1)]
    assert both == [epochs(3)[0], epochs(4)[0]]


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_a_stream_is_read_as_far_as_asked_for(workers):
    stream = Numbers(1000)
    batches = iter(DataLoader(stream, 5, num_workers=workers))
    next(batches)
    batches.close()
    assert 5 <= len(stream.reads) <= 5 * (1 + 2 * workers)


@pytest.mark.parametrize("workers", [0, 2])
def test_an_endless_stream_is_read_lazily(workers):
    class Endless(IterableDataset):
        def __iter__(self):
            return count()

    batches = iter(DataLoader(ShuffleBuffer(Endless(), 4), 2, num_workers=workers))
    assert len([next(batches) for _ in range(20)]) == 20
    batches.close()


@pytest.mark.parametrize("workers", [0, 2])
def test_an_error_in_a_stream_names_the_sample(workers):
    class Failing(IterableDataset):
        def __iter__(self):
            yield from range(7)
            raise LookupError("no more")

    before = set(threading.enumerate())
    batches = iter(DataLoader(Failing(), 3, num_workers=workers))
    assert [next(batches).tolist() for _ in range(2)] == [[0, 1, 2], [3, 4, 5]]
    with pytest.raises(LookupError, match="no more") as caught:
        next(batches)
    assert "raised by sample 7 of Failing" in caught.value.__notes__
    assert next(batches, None) is None
    assert set(threading.enumerate()) == before


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("transform", [None, RandomCrop(2)])
def test_an_error_in_collating_a_stream_names_the_batch(workers, transform):
    sizes = [2, 2, 2, 3]
    stream = Pairs([np.zeros((n, n)) for n in sizes])
    collate = {"collate_fn": lambda samples: 1 / 0}
    with pytest.raises(ZeroDivisionError) as caught:
        list(DataLoader(stream, 4, num_workers=workers, transform=transform, **collate))
    assert "while loading the batch of samples 0 to 3" in caught.value.__notes__


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"shuffle": True}, "shuffle should be False for a stream.*ShuffleBuffer"),
        ({"sampler": [0]}, r"sampler should be None for a stream.*got \[0\]"),
        ({"batch_sampler": [[0]]}, "batch_sampler should be None for a stream"),
        ({"batch_size": 0}, "batch_size should be a positive integer, but got 0"),
    ],
)
def test_what_makes_no_sense_for_a_stream_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        DataLoader(Numbers(3), **options)


def test_a_stream_has_no_length_and_no_end_for_good():
    loader = DataLoader(Numbers(3), 2)
    with pytest.raises(TypeError, match="should have a length, but got a stream"):
        len(loader)
    assert len(list(loader)) == 2

    class Once(IterableDataset):
        def __iter__(self):
            return self

        def __next__(self):
            raise StopIteration

    with pytest.raises(TypeError, match="Once, which ends for good"):
        DataLoader(Once())
    with pytest.raises(NotImplementedError, match="IterableDataset should define __iter__"):
        next(iter(DataLoader(IterableDataset())))


def test_streams_say_what_they_are(folder):
    root = folder()
    write_shards(root, *images_and_labels(5), 2)
    assert "5 samples in 2 shards" in repr(ArrayShards(root))
    assert repr(ShuffleBuffer([1, 2], 4)) == "ShuffleBuffer([1, 2], 4)"
    assert "ShuffleBuffer, 2" in repr(DataLoader(ShuffleBuffer([1, 2], 4), 2))


def test_a_stream_keeps_its_memory_while_the_data_grow(folder):
    peaks = []
    for length in (400, 4000):
        root = folder()
        write_shards(root, np.zeros((length, 16, 16)), np.zeros(length), 4)
        loader = DataLoader(ShuffleBuffer(ArrayShards(root, in_turns=True), 50), 16)
        list(islice(loader, 1))
        peaks.append(peak_of(lambda loader=loader: [None for _ in loader]))
    assert peaks[1] < 1.5 * peaks[0]
