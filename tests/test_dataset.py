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
    ConcatDataset,
    DataLoader,
    Dataset,
    RandomCrop,
    Subset,
    TensorDataset,
    default_collate,
    random_split,
)
from tinydata.dataset import as_dataset
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


def tensors():
    return TensorDataset(*images_and_labels(), np.array([chr(97 + i) * (i % 4) for i in range(12)]))


MAKE = {
    Dataset: Squares,
    TensorDataset: tensors,
    Subset: lambda: Subset(tensors(), [3, -1, 3, 0, 5, 7]),
    ConcatDataset: lambda: ConcatDataset([tensors(), Subset(tensors(), [1, 2])]),
}
NESTED = {
    "subset of a list": lambda: Subset(list("abcdefghijkl"), range(3, 12)),
    "subset of a subset": lambda: Subset(Subset(tensors(), [5, 4, 3, 2]), [-1, 0, 0]),
    "subset of no dataset of ours": lambda: Subset(Plain(tensors()), [5, -1, 2]),
    "concat of a list and a subset": lambda: ConcatDataset([[1, 2, 3], Subset([7, 8], [1, 0])]),
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
    expected = default_collate([sample for sample in map(ALL[name]().__getitem__, indices)])
    assert_same(ALL[name]().get_batch(indices), expected)
    assert_same(ALL[name]().get_batch(np.array(indices)), expected)


@pytest.mark.parametrize("name", ALL)
def test_a_batch_is_a_copy(name):
    dataset = ALL[name]()
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


class Labelled(ConcatDataset):
    def __getitem__(self, index):
        return *super().__getitem__(index), index


OVERRIDES = {
    "TensorDataset": lambda: Scaled(*images_and_labels()),
    "Subset": lambda: Doubled(tensors(), [3, 2, 1]),
    "ConcatDataset": lambda: Labelled([tensors()]),
}


@pytest.mark.parametrize("name", OVERRIDES)
def test_a_subclass_that_changes_the_sample_changes_the_batch(name):
    """`dataset[i]` defines a dataset: a batch that went past it would hold other data."""
    dataset = OVERRIDES[name]()
    expected = default_collate([dataset[2], dataset[0]])
    assert_same(dataset.get_batch([2, 0]), expected)
    assert_same(Subset(dataset, [2, 0]).get_batch([0, 1]), expected)


def test_a_subclass_may_answer_batches_itself():
    class Fast(Squares):
        def get_batch(self, indices):
            return np.asarray(indices) ** 2

    assert Fast().is_vectorized
    assert not Squares().is_vectorized
    assert Subset(Fast(), [1]).is_vectorized
    assert not Subset(Squares(), [1]).is_vectorized
    assert not as_dataset([1, 2]).is_vectorized
    assert Subset(Fast(), [3, 4]).get_batch([1]).tolist() == [16]


@pytest.mark.parametrize("name", OVERRIDES)
def test_a_subclass_that_changes_the_sample_no_longer_answers_many_at_once(name):
    assert not OVERRIDES[name]().is_vectorized


def test_a_subclass_may_give_sizes_that_only_a_transform_makes_equal():
    class Trimmed(Subset):
        def __getitem__(self, index):
            image, *_ = super().__getitem__(index)
            return image[:, : 4 + index % 2]

    loader = DataLoader(Trimmed(tensors(), range(12)), 2, transform=RandomCrop(4))
    assert next(iter(loader)).shape == (2, 3, 4, 4)


def test_memory_mapped_arrays_answer_many_at_once(tmp_path):
    paths = [tmp_path / f"{i}.npy" for i in range(2)]
    for path, array in zip(paths, images_and_labels(), strict=True):
        np.save(path, array)
    assert MemmapDataset(*paths).is_vectorized


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
        lambda plain: ConcatDataset([Subset(plain, [3, 2]), Subset(plain, [1, 0])]),
        lambda plain: Subset(ConcatDataset([plain]), [3, 2, 1, 0]),
    ):
        plain = Plain([10, 20, 30, 40])
        dataset = wrap(plain)
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
            as_dataset(Failing(error)).get_samples(indices)
        assert caught.value is error
        assert "raised by sample 7 of Failing" in error.__notes__


def test_stop_iteration_of_a_sample_becomes_a_runtime_error():
    with pytest.raises(RuntimeError, match="sample 7 raised StopIteration") as caught:
        as_dataset(Failing(StopIteration())).get_samples([7])
    assert isinstance(caught.value.__cause__, StopIteration)


def test_reprs_are_short():
    assert repr(tensors()) == "TensorDataset(uint8[12, 3, 6, 5], int64[12], <U3[12])"
    assert repr(Subset(tensors(), [1, 2])).startswith("Subset(2 of TensorDataset(")
    assert repr(ConcatDataset([tensors()])).startswith("ConcatDataset([TensorDataset(")


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


@pytest.mark.parametrize("make", [Subset, ConcatDataset, random_split])
def test_what_is_no_dataset_is_refused_at_once(make):
    value = [5] if make is ConcatDataset else 5
    with pytest.raises(TypeError, match="dataset.* should have __len__ and __getitem__, but got 5"):
        make(value) if make is ConcatDataset else make(value, abs)


class OneOnly(Dataset):
    def __len__(self):
        return 9

    def __getitem__(self, index):
        return np.arange(9)[index] * 10


class ManyOnly(Dataset):
    def __len__(self):
        return 9

    def get_batch(self, indices):
        return np.arange(9).take(indices) * 10


class Shift:
    """A mixin without our base class."""

    def __getitem__(self, index):
        return super().__getitem__(index) + 1


class ShiftMany:
    def get_batch(self, indices):
        return super().get_batch(indices) + 1


class BatchesOverSamples(OneOnly):
    """Both written, and the batch asks super(), whose class wrote samples only."""

    def __getitem__(self, index):
        return super().__getitem__(index) + 1

    def get_batch(self, indices):
        return super().get_batch(indices) + 1


class SamplesOverBatches(ManyOnly):
    def __getitem__(self, index):
        return super().__getitem__(index) + 1

    def get_batch(self, indices):
        return super().get_batch(indices) + 1


class DefaultBatches(Dataset):
    """Both written, and the batch falls back on that of the base class."""

    def __len__(self):
        return 9

    def __getitem__(self, index):
        return np.arange(9)[index] * 10

    def get_batch(self, indices):
        return super().get_batch(indices)


def diamond(left, right):
    return type(f"{left.__name__}{right.__name__}", (left, right), {})


class Left(OneOnly):
    def __getitem__(self, index):
        return super().__getitem__(index) + 1


class Silent(OneOnly):
    """Writes nothing."""


class Right(OneOnly):
    def get_batch(self, indices):
        return super().get_batch(indices) + 2


class RightOne(ManyOnly):
    def __getitem__(self, index):
        return super().__getitem__(index) + 2


PAIRS = [
    OneOnly,
    ManyOnly,
    BatchesOverSamples,
    SamplesOverBatches,
    DefaultBatches,
    Left,
    Right,
    RightOne,
    *(diamond(mixin, base) for mixin in (Shift, ShiftMany) for base in (OneOnly, ManyOnly, Right)),
    diamond(Left, Right),
    diamond(Right, Left),
    diamond(Silent, Right),
    diamond(Silent, Left),
    diamond(Shift, diamond(Left, Right)),
    diamond(ShiftMany, diamond(Right, Left)),
    diamond(ShiftMany, diamond(Shift, RightOne)),
    diamond(Shift, diamond(ShiftMany, RightOne)),
]


@pytest.mark.parametrize("kind", PAIRS, ids=lambda kind: kind.__name__)
@given(indices=st.lists(st.integers(-9, 8), min_size=1, max_size=6))
@settings(max_examples=10)
def test_whichever_of_the_two_was_written_last_decides(kind, indices):
    dataset = kind()
    expected = np.array([dataset[i] for i in indices])
    for wrapped in (dataset, Subset(dataset, range(9)), ConcatDataset([dataset])):
        assert_same(wrapped.get_batch(indices), expected)
        assert_same(wrapped.get_batch(np.array(indices)), expected)
        assert_same(np.array([wrapped[i] for i in indices]), expected)
    assert_same(np.concatenate(list(DataLoader(dataset, 4, sampler=indices))), expected)


def test_the_newest_is_really_asked():
    """Equal batches and samples would also come from asking neither."""
    assert [kind()[2] for kind in (OneOnly, ManyOnly, Left, Right, RightOne)] == [
        20,
        20,
        21,
        22,
        22,
    ]
    assert diamond(Shift, Right)()[2] == 23
    assert diamond(ShiftMany, OneOnly)()[2] == 21
    assert diamond(Left, Right)().get_batch([2]).tolist() == [23]


def test_a_get_batch_that_asks_for_samples_needs_getitem():
    class Circular(Dataset):
        def __len__(self):
            return 3

        def get_batch(self, indices):
            return np.array([self[i] for i in indices])

    for ask in (lambda: Circular()[0], lambda: Circular().get_batch([1, 2])):
        with pytest.raises(TypeError, match=r"Circular.get_batch asks for self\[i\]"):
            ask()


def test_a_batch_that_is_not_its_samples_stacked_needs_getitem():
    class Padding(Dataset):
        def __len__(self):
            return 3

        def get_batch(self, indices):
            return tinydata.pad_collate([list(range(i + 1)) for i in indices])

    with pytest.raises(TypeError, match="Padding.get_batch should give its samples stacked"):
        Padding()[0]


@pytest.mark.parametrize("position", range(4))
def test_an_index_error_of_a_sample_does_not_end_a_loop(position):
    class Broken(Dataset):
        def __len__(self):
            return 4

        def __getitem__(self, index):
            return [1, 2][5] if index == position else index

    for dataset in (Broken(), Subset(Broken(), range(4)), ConcatDataset([Broken()])):
        seen = []
        with pytest.raises(IndexError):
            seen.extend(dataset)
        assert seen == list(range(position))


class NoNegatives(Plain):
    def __getitem__(self, index):
        if index < 0:
            raise IndexError("no negative indices here")
        return super().__getitem__(index)


@given(st.lists(st.integers(-6, 5)))
def test_a_subset_counts_from_the_end_for_datasets_that_do_not(indices):
    subset = Subset(NoNegatives(range(6)), indices)
    assert list(subset) == [range(6)[i] for i in indices]
    assert [subset[i - len(subset)] for i in range(len(subset))] == list(subset)


@given(st.lists(st.lists(st.integers(), max_size=4), min_size=1, max_size=4), st.data())
def test_parts_of_a_concatenation_may_grow_later(parts, data):
    both, before = ConcatDataset(parts), list(chain(*parts))
    data.draw(st.sampled_from(parts)).append(99)
    assert list(both) == before
    assert len(both) == len(before)


MASKS = [
    [True, False, True],
    (False, True),
    [0, True],
    [np.True_, 1],
    np.array([True, False, True]),
    np.array([0, 1, 0]) == 0,
    np.array([0.0, 1.0]),
    [1, 0.5],
    np.ma.masked_array([0, 1], [False, True]),
]


@pytest.mark.parametrize("mask", MASKS, ids=repr)
@pytest.mark.parametrize("name", ALL)
def test_masks_are_no_indices(name, mask):
    dataset = ALL[name]()
    for ask in (
        lambda: dataset.get_batch(mask),
        lambda: Subset(dataset, mask),
        lambda: list(DataLoader(dataset, batch_sampler=[[0], mask])),
        lambda: list(DataLoader(list(dataset), batch_sampler=[mask])),
    ):
        with pytest.raises(TypeError, match="indices should be a sequence of integers"):
            ask()


@pytest.mark.parametrize("index", [True, np.True_, 1.0, np.timedelta64(1), None, "1"], ids=repr)
@pytest.mark.parametrize("name", [name for name in ALL if name != "Dataset"])
def test_what_is_no_integer_names_no_sample(name, index):
    with pytest.raises(TypeError, match="index should be an integer, but got"):
        ALL[name]()[index]


@pytest.mark.parametrize("name", [name for name in ALL if name != "Dataset"])
@given(data=st.data())
@settings(max_examples=10)
def test_slices_and_lists_of_indices_are_batches(name, data):
    dataset = ALL[name]()
    count = len(dataset)
    chosen = data.draw(st.slices(count).filter(lambda part: range(count)[part]))
    assert_same(dataset[chosen], dataset.get_batch(range(count)[chosen]))
    indices = data.draw(st.lists(st.integers(-count, count - 1), min_size=1))
    assert_same(dataset[indices], dataset.get_batch(indices))
    assert_same(dataset[np.array(indices)], dataset.get_batch(indices))


@pytest.mark.parametrize("index", [2**63, 2**64 - 1])
def test_an_index_beyond_int64_does_not_wrap(index):
    for ask in (lambda: tensors().get_batch([index]), lambda: Subset("abc", [index])):
        with pytest.raises(IndexError, match=f"got {index}"):
            ask()


def test_a_wrapper_is_asked_itself_whatever_it_forwards():
    class Forwarding:
        def __init__(self, dataset):
            self.wrapped = dataset

        def __len__(self):
            return len(self.wrapped)

        def __getitem__(self, index):
            image, label, name = self.wrapped[index]
            return image, label + 100, name

        def __getattr__(self, name):
            return getattr(self.wrapped, name)

    wrapper = Forwarding(tensors())
    for dataset in (wrapper, Subset(wrapper, range(12)), ConcatDataset([wrapper])):
        labels = [labels.tolist() for _, labels, _ in DataLoader(dataset, 5)]
        assert list(chain(*labels)) == list(range(100, 112))
    assert DataLoader(wrapper).dataset is wrapper
    assert Subset(wrapper, [0]).dataset is wrapper


def test_plus_is_one_behind_the_other():
    both = tensors() + Subset(tensors(), [1])
    assert isinstance(both, ConcatDataset)
    assert len(both) == 13
