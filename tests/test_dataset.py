"""Datasets: a batch is what collating its samples one by one gives, and a copy."""

import math
import random
import re
from itertools import chain

import numpy as np
import pytest
from comparison import assert_same
from hypothesis import given, settings
from hypothesis import strategies as st

import tinydata
from tinydata import (
    Compose,
    ConcatDataset,
    Dataset,
    RandomCrop,
    RandomHorizontalFlip,
    Subset,
    TensorDataset,
    TransformedDataset,
    default_collate,
    random_split,
)
from tinydata.dataset import for_epoch, get_batch, get_samples, is_vectorized
from tinydata.sources import MemmapDataset


def images_and_labels(count=12, dtype=np.uint8):
    generator = np.random.default_rng(7)
    images = generator.integers(0, 200, (count, 3, 6, 5)).astype(dtype)
    return images, np.arange(count)


class Plain:
    """The same samples without our base class, noting every read."""

    def __init__(self, samples):
        self.samples = samples
        self.reads = []

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        self.reads.append(index)
        return self.samples[index]


class Squares(Dataset):
    def __len__(self):
        return 12

    def __getitem__(self, index):
        return range(12)[index] ** 2


def halve(image):
    return image / 2


def augmentation():
    crop = RandomCrop((4, 5), padding=1, generator=2)
    return Compose([RandomHorizontalFlip(generator=1), crop, halve])


def tensors():
    return TensorDataset(*images_and_labels(), np.array([chr(97 + i) * (i % 4) for i in range(12)]))


MAKE = {
    Dataset: Squares,
    TensorDataset: tensors,
    Subset: lambda: Subset(tensors(), [3, -1, 3, 0, 5, 7]),
    ConcatDataset: lambda: ConcatDataset([tensors(), Subset(tensors(), [1, 2])]),
    TransformedDataset: lambda: TransformedDataset(tensors(), augmentation()),
}
NESTED = {
    "subset of a list": lambda: Subset(list("abcdefghijkl"), range(3, 12)),
    "subset of a subset": lambda: Subset(Subset(tensors(), [5, 4, 3, 2]), [-1, 0, 0]),
    "transformed subset": lambda: TransformedDataset(Subset(tensors(), [5, 4]), augmentation()),
    "subset of transformed": lambda: Subset(TransformedDataset(tensors(), augmentation()), [5, -1]),
    "concat of transformed": lambda: ConcatDataset(
        [TransformedDataset(tensors(), augmentation()), TransformedDataset(tensors(), halve)][:1]
    ),
    "transformed twice": lambda: TransformedDataset(
        TransformedDataset(tensors(), augmentation()), RandomCrop(3, generator=4)
    ),
    "transformed plain": lambda: TransformedDataset(Plain(tensors()), augmentation()),
}
ALL = {kind.__name__: make for kind, make in MAKE.items()} | NESTED


def test_every_exported_dataset_is_among_those_tested():
    exported = [getattr(tinydata, name) for name in tinydata.__all__]
    kinds = {kind for kind in exported if isinstance(kind, type) and issubclass(kind, Dataset)}
    assert kinds == set(MAKE)


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
@settings(max_examples=15)
def test_a_batch_is_its_samples_collated_one_by_one(name, data):
    count = len(ALL[name]())
    indices = data.draw(st.lists(st.integers(-count, count - 1), min_size=1, max_size=8))
    # Two equal datasets: each draws its augmentation from its own, equal, generator.
    expected = default_collate([sample for sample in map(ALL[name]().__getitem__, indices)])
    assert_same(ALL[name]().get_batch(indices), expected)
    assert_same(ALL[name]().get_batch(np.array(indices)), expected)
    assert_same(get_batch(ALL[name](), np.array(indices)), expected)


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
@settings(max_examples=15)
def test_within_an_epoch_only_the_index_decides(name, data):
    count = len(ALL[name]())
    indices = data.draw(st.lists(st.integers(-count, count - 1), min_size=1, max_size=8))
    epoch, twin = (for_epoch(ALL[name](), np.random.default_rng(3)) for _ in range(2))
    batch = epoch.get_batch(indices)
    assert_same(batch, default_collate([twin[i] for i in indices]))
    assert_same(batch, epoch.get_batch(indices))
    positive = [i % count for i in indices]
    assert_same(batch, epoch.get_batch(np.array(positive)))
    assert len(epoch) == count


@pytest.mark.parametrize("name", ALL)
def test_a_batch_is_a_copy(name):
    dataset = ALL[name]().for_epoch(np.random.default_rng(0))
    before = dataset.get_batch([0, 1])
    batch = dataset.get_batch([0, 1])
    parts = batch if isinstance(batch, tuple) else (batch,)
    for part in parts:
        part[...] = part[::-1].copy() if part.dtype.kind == "U" else 99
    assert_same(dataset.get_batch([0, 1]), before)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("offset", [0, 1, 1000])
def test_an_index_out_of_range_is_refused_everywhere(name, offset):
    dataset = ALL[name]()
    for index in (len(dataset) + offset, -len(dataset) - 1 - offset):
        with pytest.raises(IndexError, match=r"range|bounds"):
            dataset[index]
        with pytest.raises(IndexError, match=r"range|bounds"):
            dataset.get_batch([0, index])


@pytest.mark.parametrize("name", [name for name in ALL if name not in ("Dataset",)])
def test_a_for_loop_over_a_dataset_ends(name):
    dataset = ALL[name]()
    assert sum(1 for _ in dataset) == len(dataset)


DTYPES = ["u1", "i8", "f4", "f2", "?", "c8", "c16", "M8[D]", "m8[s]", "U7", "S7", ">i4", ">f4"]


@pytest.mark.parametrize("dtype", [*DTYPES, [("a", "u1"), ("b", "f4")]], ids=str)
@pytest.mark.parametrize("shape", [(4,), (4, 2), (4, 2, 3)])
def test_dtypes_come_back_as_they_went_in(dtype, shape):
    array = (np.arange(np.prod(shape)) % 3).reshape(shape).astype(dtype)
    dataset = TensorDataset(array)
    (batch,) = dataset.get_batch([3, 1])
    assert np.array_equal(dataset[2][0], array[2])
    assert np.array_equal(batch, array[[3, 1]])
    if array.dtype.kind not in "US":  # the width of strings, and the byte order, may change
        assert batch.dtype.newbyteorder("=") == array.dtype.newbyteorder("=")
    assert_same((batch,), default_collate([dataset[3], dataset[1]]))


def test_strings_without_a_width_are_refused():  # one of them is a Python string, of no dtype
    with pytest.raises(TypeError, match="array 0 is an array .* dtype StringDType"):
        TensorDataset(np.array(["ab", "c", "d"], np.dtypes.StringDType()))


@given(st.lists(st.text(max_size=5).filter(lambda text: text[-1:] != "\0"), min_size=1), st.data())
def test_strings_are_never_cut(strings, data):
    dataset = TensorDataset(strings)
    indices = data.draw(st.lists(st.integers(0, len(strings) - 1), min_size=1))
    for (batch,) in (dataset.get_batch(indices), default_collate([dataset[i] for i in indices])):
        assert batch.tolist() == [strings[i] for i in indices]


def test_samples_are_views_and_lists_become_arrays():
    images, labels = images_and_labels()
    dataset = TensorDataset(images, labels.tolist())
    assert np.shares_memory(dataset[3][0], images)
    assert dataset[3][1] == 3
    assert type(dataset[3]) is tuple
    assert dataset.arrays[1].dtype == np.int64
    assert len(dataset) == 12


def test_sizes_that_disagree_are_refused():
    message = "arrays should agree in their first axis, but got shapes (4, 2), (4,), (5,)"
    with pytest.raises(ValueError, match=re.escape(message)):
        TensorDataset(np.zeros((4, 2)), np.zeros(4), np.zeros(5))
    with pytest.raises(ValueError, match="arrays should hold at least one array, but got none"):
        TensorDataset()
    for scalar in (np.zeros(()), 5):
        with pytest.raises(ValueError, match=r"arrays should .* but got shapes \(\)"):
            TensorDataset(scalar)
    with pytest.raises(ValueError, match=r"arrays should .* but got shapes \(3,\), \(\)"):
        TensorDataset(np.zeros(3), 5)
    with pytest.raises(TypeError, match=r"every value should be .* but array 1 at \[0\] is None"):
        TensorDataset([1, 2], [None, 2])


@pytest.mark.parametrize("index", [1.5, "0"], ids=repr)
def test_a_sample_is_named_by_an_integer(index):
    for dataset in (tensors(), Subset(tensors(), [0, 1]), ConcatDataset([tensors()])):
        with pytest.raises((TypeError, IndexError)):
            dataset[index]


def test_numpy_indices_work_everywhere():
    for name, make in ALL.items():
        for kind in (np.int64, np.int8, np.uint8, np.uint64):
            assert_same(make()[kind(1)], make()[1], name)
            assert_same(make().get_batch(np.array([1, 0], kind)), make().get_batch([1, 0]), name)


class Scaled(TensorDataset):
    def __getitem__(self, index):
        image, label = super().__getitem__(index)
        return image / 200, label


class Doubled(Subset):
    def __getitem__(self, index):
        image, label, name = super().__getitem__(index)
        return image * 2.0, label, name


class Renamed(TransformedDataset):
    def __getitem__(self, index):
        image, label, name = super().__getitem__(index)
        return image, label, name.upper()


class Labelled(ConcatDataset):
    def __getitem__(self, index):
        return *super().__getitem__(index), index


OVERRIDES = {
    "TensorDataset": lambda: Scaled(*images_and_labels()),
    "Subset": lambda: Doubled(tensors(), [3, 2, 1]),
    "TransformedDataset": lambda: Renamed(tensors(), halve),
    "ConcatDataset": lambda: Labelled([tensors()]),
}


@pytest.mark.parametrize("name", OVERRIDES)
def test_a_subclass_that_changes_the_sample_changes_the_batch(name):
    """`dataset[i]` defines a dataset: a batch that went past it would hold other data."""
    dataset = OVERRIDES[name]()
    expected = default_collate([dataset[2], dataset[0]])
    assert_same(dataset.get_batch([2, 0]), expected)
    assert_same(for_epoch(dataset, np.random.default_rng(0)).get_batch([2, 0]), expected)
    assert_same(Subset(dataset, [2, 0]).get_batch([0, 1]), expected)


def test_a_subclass_may_answer_batches_itself():
    class Fast(Squares):
        def get_batch(self, indices):
            return np.asarray(indices) ** 2

    assert Fast().is_vectorized
    assert not Squares().is_vectorized
    assert is_vectorized(Subset(Fast(), [1]))
    assert not is_vectorized(Subset(Squares(), [1]))
    assert not is_vectorized([1, 2])
    assert is_vectorized(TransformedDataset(tensors(), RandomHorizontalFlip()))
    assert not is_vectorized(TransformedDataset(Plain(tensors()), RandomHorizontalFlip()))
    assert not is_vectorized(TransformedDataset(tensors(), halve))
    assert not is_vectorized(TransformedDataset(tensors(), Compose([RandomCrop(2), halve])))
    assert Subset(Fast(), [3, 4]).get_batch([1]).tolist() == [16]


@pytest.mark.parametrize("name", OVERRIDES)
def test_a_subclass_that_changes_the_sample_no_longer_answers_many_at_once(name):
    assert not is_vectorized(OVERRIDES[name]())


def test_a_subclass_may_give_sizes_that_only_a_transform_makes_equal():
    class Trimmed(Subset):
        def __getitem__(self, index):
            image, *_ = super().__getitem__(index)
            return image[:, : 4 + index % 2]

    dataset = TransformedDataset(Trimmed(tensors(), range(12)), RandomCrop(4))
    assert dataset.get_batch([0, 1]).shape == (2, 3, 4, 4)


def test_memory_mapped_arrays_answer_many_at_once(tmp_path):
    paths = [tmp_path / f"{i}.npy" for i in range(2)]
    for path, array in zip(paths, images_and_labels(), strict=True):
        np.save(path, array)
    assert is_vectorized(MemmapDataset(*paths))


def test_an_unfinished_dataset_says_what_is_missing():
    class Mine(Dataset):
        pass

    with pytest.raises(NotImplementedError, match="Mine should define __len__"):
        len(Mine())
    with pytest.raises(NotImplementedError, match="Mine should define __getitem__"):
        Mine()[0]


def test_wrappers_read_lazily_and_only_what_is_asked():
    for wrap in (
        lambda plain: Subset(plain, [3, 2, 1, 0]),
        lambda plain: TransformedDataset(Subset(plain, [3, 2, 1, 0]), abs),
        lambda plain: ConcatDataset([Subset(plain, [3, 2]), Subset(plain, [1, 0])]),
        lambda plain: Subset(ConcatDataset([plain]), [3, 2, 1, 0]),
    ):
        plain = Plain([10, 20, 30, 40])
        dataset = for_epoch(wrap(plain), np.random.default_rng(0))
        assert plain.reads == []
        assert dataset[-1] == 10
        assert dataset.get_batch([0, 2]).tolist() == [40, 20]
        assert plain.reads == [0, 3, 1]


@pytest.mark.parametrize(
    ("indices", "kind"),
    [
        ([0, 4], IndexError),
        ([-5], IndexError),
        (np.array([4], np.uint64), IndexError),
        ([2**63 - 1], IndexError),
        ([0.0, 1.0], TypeError),
        ([True, False, True, True], TypeError),
        (np.array([True]), TypeError),
        ([[0, 1]], TypeError),
        (2, TypeError),
        (["0"], TypeError),
        ((i for i in range(2)), TypeError),
        (None, TypeError),
    ],
)
def test_subset_refuses_bad_indices(indices, kind):
    with pytest.raises(kind, match=r"ind(ex|ices)"):
        Subset("abcd", indices)


def test_the_message_names_the_index_that_is_out_of_range():
    with pytest.raises(IndexError, match="index 7 is out of range for a dataset of 4 samples"):
        Subset("abcd", [0, 7, 9])
    with pytest.raises(TypeError, match=r"np\.flatnonzero"):
        Subset("abcd", [True, False])


def test_subset_keeps_its_own_indices():
    chosen = np.array([0, 1])
    subset = Subset("abcd", chosen)
    chosen[:] = 3
    assert list(subset) == ["a", "b"]
    assert list(Subset("abcd", [])) == []
    assert len(Subset("abcd", [])) == 0
    assert list(Subset("abcd", range(1, 3))) == ["b", "c"]
    assert list(Subset("abcd", [-1, -4])) == ["d", "a"]


@given(st.lists(st.lists(st.integers(), max_size=4), min_size=1, max_size=5))
def test_concat_is_one_behind_the_other(parts):
    both = ConcatDataset(parts)
    whole = list(chain(*parts))
    assert len(both) == len(whole)
    assert [both[i] for i in range(-len(whole), len(whole))] == whole + whole


def test_concat_refuses_nothing_at_all():
    with pytest.raises(ValueError, match="datasets should hold at least one dataset"):
        ConcatDataset([])


@pytest.mark.parametrize("index", [1.0, "1", None])
def test_indices_of_other_kinds(index):
    for dataset in (ConcatDataset(["ab"]), Subset("ab", [0, 1])):
        with pytest.raises(TypeError, match="index should be an integer, but got"):
            dataset[index]


def test_transformed_dataset_changes_the_first_element_only():
    dataset = TransformedDataset([(1, 2), (3, 4)], lambda x: x * 10)
    assert dataset[1] == (30, 4)
    assert_same(dataset.get_batch([1, 0]), (np.array([30, 10]), np.array([4, 2])))
    assert TransformedDataset([1, 2], lambda x: x * 10)[1] == 20
    assert TransformedDataset([[1, 2]], lambda x: x * 10)[0] == [10, 2]


def test_transformed_dataset_keeps_named_tuples():
    from collections import namedtuple

    Sample = namedtuple("Sample", "image label")
    dataset = TransformedDataset([Sample(1, 2), Sample(3, 4)], lambda x: -x)
    assert_same(dataset[0], Sample(-1, 2))
    assert_same(dataset.get_batch([0, 1]), Sample(np.array([-1, -3]), np.array([2, 4])))


def test_transformed_dataset_refuses():
    with pytest.raises(TypeError, match="got a dict"):
        TransformedDataset([{"image": 1}], abs)[0]
    with pytest.raises(TypeError, match=r"transform should be a Transform or a function .* got 3"):
        TransformedDataset([1], 3)


def test_transforms_never_write_to_the_data_set():
    images, labels = images_and_labels()
    before = images.copy()

    def erase(image):
        image[...] = 0
        return image

    for dataset in (TensorDataset(images, labels), Plain(TensorDataset(images, labels))):
        changed = TransformedDataset(dataset, erase)
        assert not changed[0][0].any()
        assert not get_batch(changed, [0, 1])[0].any()
        for transform in (RandomHorizontalFlip(1), RandomHorizontalFlip(0), RandomCrop((6, 5))):
            image = TransformedDataset(dataset, transform)[1][0]
            assert not np.shares_memory(image, images)
    assert_same(images, before)


def test_a_direct_read_draws_anew_and_an_epoch_keeps_its_draw():
    dataset = TransformedDataset(TensorDataset(images_and_labels()[0]), RandomCrop(4, padding=2))
    assert len({dataset[0][0].tobytes() for _ in range(20)}) > 1
    assert len({dataset.get_batch([0])[0].tobytes() for _ in range(20)}) > 1
    epoch = dataset.for_epoch(np.random.default_rng(0))
    assert len({epoch[0][0].tobytes() for _ in range(20)}) == 1
    assert dataset.numbers is None


def test_an_epoch_leaves_the_transforms_generators_alone():
    crop = RandomCrop(4, padding=2, generator=0)
    state = crop.generator.bit_generator.state
    dataset = TransformedDataset(TensorDataset(images_and_labels()[0]), Compose([crop]))
    epoch = dataset.for_epoch(np.random.default_rng(0))
    epoch[0], epoch.get_batch([1, 2])
    assert crop.generator.bit_generator.state == state


def test_parts_of_a_concatenation_are_augmented_differently():
    one = TransformedDataset(TensorDataset(images_and_labels()[0]), RandomCrop(4, padding=2))
    epoch = ConcatDataset([one, one]).for_epoch(np.random.default_rng(0))
    assert any(not np.array_equal(epoch[i][0], epoch[i + 12][0]) for i in range(12))


FUNCTIONS = {
    "another dtype for some": lambda image: image / 2 if image[0, 0, 0] > 100 else image,
    "two views": lambda image: (image, image[:, ::-1]),
    "a dict": lambda image: {"image": image, "mean": image.mean()},
    "a number": lambda image: float(image.mean()),
    "a string": lambda image: "x" * int(image[0, 0, 0]),
    "bytes": lambda image: bytes(image[0, 0]),
    "a tuple": lambda image: (1, 2.5),
    "a list": lambda image: [1, 2.5],
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_gives_is_collated_alike_on_both_paths(name):
    storage = tensors()
    fast = TransformedDataset(storage, FUNCTIONS[name])
    slow = TransformedDataset(Plain(storage), FUNCTIONS[name])
    indices = [0, 5, 3, 11]
    assert_same(fast.get_batch(indices), slow.get_batch(indices))


def test_a_function_that_forgets_to_return_is_refused_on_both_paths():
    for storage in (tensors(), Plain(tensors())):
        with pytest.raises(TypeError, match=r"sample 0.* None"):
            TransformedDataset(storage, lambda image: None).get_batch([0, 1])


def test_sizes_that_differ_on_the_way_only_are_fine_on_both_paths():
    def trim(image):
        return image[:, : 4 + image[0, 0, 0] % 3]

    batches = []
    for storage in (tensors(), Plain(tensors())):
        dataset = TransformedDataset(storage, Compose([trim, RandomCrop(4, padding=1)]))
        batches.append(dataset.for_epoch(np.random.default_rng(0)).get_batch(range(12)))
    assert_same(*batches)


@pytest.mark.parametrize(
    "transform",
    [
        Compose([RandomHorizontalFlip(), RandomCrop(32, padding=4)]),
        RandomCrop((20, 30)),
        RandomCrop(40, padding=4),
        Compose([RandomHorizontalFlip(), halve]),
    ],
    ids=repr,
)
def test_many_images_take_the_same_way_as_few(transform):
    images = np.random.default_rng(0).integers(0, 255, (200, 3, 32, 32)).astype(np.uint8)
    fast = TransformedDataset(TensorDataset(images), transform)
    slow = TransformedDataset(Plain(TensorDataset(images)), transform)
    fast, slow = (each.for_epoch(np.random.default_rng(1)) for each in (fast, slow))
    assert_same(fast.get_batch(np.arange(200)), slow.get_batch(np.arange(200)))


@pytest.mark.parametrize("count", [4, 200])  # a small batch, and one done in pieces
@pytest.mark.parametrize("writeable", [True, False])
def test_storage_of_ones_own_is_never_written_to(count, writeable):
    """A `get_batch` may hand out what it holds: a view, or memory that cannot be written."""
    images = np.random.default_rng(0).integers(0, 255, (200, 3, 32, 32)).astype(np.uint8)
    before = images.copy()

    class Views(Dataset):
        def __len__(self):
            return 200

        def __getitem__(self, index):
            return images[index]

        def get_batch(self, indices):
            if writeable:
                return images[indices[0] : indices[-1] + 1]
            batch = images[np.asarray(indices)]
            batch.flags.writeable = False
            return batch

    dataset = TransformedDataset(Views(), RandomHorizontalFlip(1))
    assert_same(dataset.get_batch(range(count)), before[:count, ..., ::-1].copy())
    assert_same(images, before)


@given(st.integers(0, 60), st.data(), st.integers(0, 2**32))
def test_a_split_by_lengths_covers_exactly_once(total, data, seed):
    cuts = sorted(data.draw(st.lists(st.integers(0, total), max_size=4)))
    lengths = np.diff([0, *cuts, total]).tolist()
    parts = random_split(range(100, 100 + total), lengths, generator=seed)
    assert [len(part) for part in parts] == lengths
    assert sorted(chain(*parts)) == list(range(100, 100 + total))


@given(st.integers(0, 200), st.lists(st.integers(1, 20), min_size=1, max_size=6))
def test_a_split_by_fractions_covers_exactly_once(total, weights):
    fractions = [weight / sum(weights) for weight in weights]
    parts = random_split(range(total), fractions, generator=0)
    assert sorted(chain(*parts)) == list(range(total))
    sizes = [math.floor(total * fraction) for fraction in fractions]
    for turn in range(total - sum(sizes)):
        sizes[turn % len(sizes)] += 1
    assert [len(part) for part in parts] == sizes


def test_sizes_of_known_splits():
    def sizes(total, lengths):
        return [len(part) for part in random_split(range(total), lengths, generator=0)]

    assert sizes(1797, [0.8, 0.2]) == [1438, 359]
    assert sizes(10, [1.0]) == [10]
    assert sizes(10, [1 / 3] * 3) == [4, 3, 3]
    assert sizes(11, [0.25] * 4) == [3, 3, 3, 2]
    assert sizes(10, [0.1] * 10) == [1] * 10
    assert sizes(10, (np.int64(7), 3)) == [7, 3]
    assert sizes(10, np.array([0.5, 0.5])) == [5, 5]
    assert sizes(1, [1]) == [1]
    assert sizes(10, [10, 0]) == [10, 0]
    assert sizes(10, [1.0, 0.0]) == [10, 0]


def test_a_split_is_random_and_a_seed_repeats_it():
    def split(generator):
        return [list(part) for part in random_split(range(100), [50, 50], generator=generator)]

    assert split(1) == split(1) == split(np.random.default_rng(1))
    assert split(1) != split(2)
    assert split(None) != split(None)
    assert split(1)[0] != sorted(split(1)[0])


@pytest.mark.parametrize(
    ("lengths", "kind", "message"),
    [
        ([5, 4], ValueError, r"lengths should sum to the 10 samples .* \[5, 4\] sums to 9"),
        ([5, 6], ValueError, "lengths should sum to the 10 samples .* sums to 11"),
        ([0.5, 0.4], ValueError, r"fractions should sum to 1, but \[0.5, 0.4\] sums to 0.9"),
        ([0.5, 0.6], ValueError, "fractions should sum to 1, but .* sums to 1.1"),
        ([5.0, 5.0], ValueError, "fractions should sum to 1, .* integers for lengths"),
        ([11, -1], ValueError, r"lengths should not be negative, but got \[11, -1\]"),
        ([1.5, -0.5], ValueError, "lengths should not be negative, but got"),
        ([float("nan"), 1.0], ValueError, "lengths|fractions"),
        ([float("inf")], ValueError, "lengths|fractions"),
        ([0.5, 5], TypeError, r"lengths should be all integers or all fractions, but got"),
        ([True, 9], TypeError, "lengths should be integers or fractions, but got"),
        ([np.True_], TypeError, "lengths should be integers or fractions, but got"),
        (["10"], TypeError, r"lengths should be integers or fractions, but got \['10'\]"),
        ([], TypeError, "lengths should be integers or fractions, but got"),
        (10, TypeError, "lengths should be .* but got 10"),
        (0.8, TypeError, "lengths should be .* but got 0.8"),
    ],
)
def test_random_split_refuses(lengths, kind, message):
    with pytest.raises(kind, match=message):
        random_split(range(10), lengths)


def test_random_split_refuses_other_generators():
    for value in ("x", 1.5, True):
        with pytest.raises(TypeError, match=f"generator should be None.* got {value!r}"):
            random_split(range(4), [2, 2], generator=value)


def test_global_random_state_is_not_touched():
    states = repr(np.random.get_state()), random.getstate()  # noqa: NPY002
    random_split(range(10), [5, 5])
    TransformedDataset(tensors(), augmentation()).get_batch([0, 1])
    assert states == (repr(np.random.get_state()), random.getstate())  # noqa: NPY002


class Odd(Exception):
    def __init__(self, first, *, second):
        super().__init__()
        self.parts = first, second


class Failing(Plain):
    def __init__(self, error):
        super().__init__(range(10))
        self.error = error

    def __getitem__(self, index):
        if index == 7:
            raise self.error
        return index


@pytest.mark.parametrize("error", [KeyError("k"), Odd(1, second=2), IndexError(), OSError(2, "x")])
def test_an_error_keeps_its_type_and_names_the_sample(error):
    for indices in ([1, 7, 2], np.array([1, 7, 2])):
        with pytest.raises(type(error)) as caught:
            get_samples(Failing(error), indices)
        assert caught.value is error
        assert "raised by sample 7 of Failing" in error.__notes__


def test_stop_iteration_of_a_sample_becomes_a_runtime_error():
    with pytest.raises(RuntimeError, match="sample 7 raised StopIteration") as caught:
        get_samples(Failing(StopIteration()), [7])
    assert isinstance(caught.value.__cause__, StopIteration)


def test_reprs_are_short():
    assert repr(tensors()) == "TensorDataset(uint8[12, 3, 6, 5], int64[12], <U3[12])"
    assert repr(Subset(tensors(), [1, 2])).startswith("Subset(2 of TensorDataset(")
    assert repr(ConcatDataset([tensors()])).startswith("ConcatDataset([TensorDataset(")
    assert repr(TransformedDataset("ab", halve)) == "TransformedDataset('ab', halve)"


def test_a_mixin_that_changes_the_sample_changes_the_batch():
    class First:
        def __getitem__(self, index):
            return super().__getitem__(index)[0]

    class Images(First, TensorDataset):
        pass

    images, labels = images_and_labels()
    assert_same(Images(images, labels).get_batch([2, 0]), images[[2, 0]])


@pytest.mark.parametrize("indices", [[1.7], [True, False], [[0], [1]], 1])
def test_indices_are_not_rounded_or_guessed(indices):
    for dataset in (tensors(), Subset(tensors(), [3, 1, 2])):
        with pytest.raises(TypeError, match="indices should be a sequence of integers"):
            dataset.get_batch(indices)


@pytest.mark.parametrize("make", [Subset, ConcatDataset, random_split, TransformedDataset])
def test_what_is_no_dataset_is_refused_at_once(make):
    value = [5] if make is ConcatDataset else 5
    with pytest.raises(TypeError, match="dataset.* should have __len__ and __getitem__, but got 5"):
        make(value) if make is ConcatDataset else make(value, abs)
