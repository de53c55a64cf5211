"""Datasets: what answers "how many samples?" and "give me sample i"."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial, wraps
from itertools import accumulate
from math import floor, isclose
from numbers import Integral, Real
from typing import Any

import numpy as np

from tinydata.arguments import (
    NO_NUMBERS,
    a_dataset,
    an_iterable,
    as_generator,
    as_indices,
    index_in_range,
    indices_in_range,
)
from tinydata.collate import as_array, default_collate
from tinydata.pairs import agree, is_written, made_from


class Dataset:
    """A sequence of samples that can be asked for one by one, or many at once.

    A subclass defines `__len__` and `__getitem__`, and nothing else. Where the storage can answer
    many indices at once, it also overrides `get_batch`.

    Notes
    -----
    After `torch.utils.data.Dataset`.

    Examples
    --------
    >>> class Squares(Dataset):
    ...     numbers = [0, 1, 4, 9, 16]
    ...
    ...     def __len__(self):
    ...         return len(self.numbers)
    ...
    ...     def __getitem__(self, index):
    ...         return self.numbers[index]
    >>> Squares().get_batch([0, 3])
    array([0, 9])
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        agree(cls, "__getitem__", "get_batch", one_from=_sample_from, many_from=_batch_from)

    def __len__(self) -> int:
        raise NotImplementedError(f"{type(self).__name__} should define __len__")

    def __getitem__(self, index: int) -> Any:
        raise NotImplementedError(f"{type(self).__name__} should define __getitem__")

    @made_from(__getitem__)
    def get_batch(self, indices: Sequence[int] | np.ndarray) -> Any:
        """Return the samples at `indices` as one batch: a fresh copy, in that order.

        Whoever asks may write to it.
        """
        return default_collate(self.get_samples(indices))

    def get_samples(self, indices: Sequence[int] | np.ndarray) -> list:
        """Return `[self[i] for i in indices]`; an error says which sample raised it."""
        return collect(self, self.__getitem__, indices)

    def __iter__(self) -> Iterator[Any]:
        # Without it, Python would count up until an IndexError, one of a broken sample included.
        return (self[index] for index in range(len(self)))

    def __add__(self, other: Any) -> ConcatDataset:
        return ConcatDataset([self, other])

    @property
    def is_vectorized(self) -> bool:
        """Whether the storage answers many indices at once."""
        return is_written(type(self), "get_batch")

    @property
    def _name(self) -> str:
        return type(self).__name__


def collect(dataset: Dataset, get: Callable, indices: Sequence[int] | np.ndarray) -> list:
    """Return `get(i)` for each index; an error keeps its type and says which sample raised it."""
    samples = []
    for index in as_indices(indices).tolist():
        try:
            samples.append(get(index))
        except StopIteration as error:  # would end the epoch, as if there were no more batches
            raise RuntimeError(f"sample {index!r} raised StopIteration") from error
        except Exception as error:
            error.add_note(f"raised by sample {index!r} of {dataset._name}")
            raise
    return samples


def answers_many(getitem: Callable) -> Callable:
    """Let `dataset[1:3]` and `dataset[[0, 2]]` be batches, where `getitem` answers one index."""

    @wraps(getitem)
    def __getitem__(self: Dataset, index: Any) -> Any:
        if type(index) is int or not _names_many(index):
            return getitem(self, index)
        positions = range(len(self))[index] if isinstance(index, slice) else as_indices(index)
        return self.get_batch(positions)

    return __getitem__


def _names_many(index: Any) -> bool:
    return isinstance(index, slice | list | range) or (
        isinstance(index, np.ndarray) and index.ndim > 0
    )


def _batch_from(getitem: Callable) -> Callable:
    def get_batch(self: Dataset, indices: Sequence[int] | np.ndarray) -> Any:
        return default_collate(collect(self, partial(getitem, self), indices))

    return get_batch


def _sample_from(get_batch: Callable) -> Callable:
    @answers_many
    def __getitem__(self: Dataset, index: int) -> Any:
        try:
            batch = get_batch(self, [index_in_range(index, len(self))])
        except RecursionError:
            raise TypeError(
                f"{self._name}.get_batch asks for self[i], so the class should define __getitem__ "
                "too, but does not; write it, or read the storage in get_batch"
            ) from None
        return _only_sample(batch, self._name)

    return __getitem__


def _only_sample(batch: Any, name: str) -> Any:
    """Take apart a batch of one sample."""
    if type(batch) is tuple:
        return tuple([_only_sample(part, name) for part in batch])
    if type(batch) is dict:
        return {key: _only_sample(part, name) for key, part in batch.items()}
    if isinstance(batch, np.ndarray | list) and len(batch) == 1:
        return batch[0]
    raise TypeError(
        f"{name}.get_batch should give its samples stacked, but gave {batch!r:.60} for one index; "
        "define __getitem__ too"
    )


class _Indexed(Dataset):
    """Any object with `__len__` and `__getitem__` as a Dataset, read by these two alone."""

    def __init__(self, source: Any) -> None:
        self.source = source

    @property
    def _name(self) -> str:
        return type(self.source).__name__

    def __len__(self) -> int:
        return len(self.source)

    def __getitem__(self, index: int) -> Any:
        return self.source[index]

    def __repr__(self) -> str:
        return repr(self.source)


def as_dataset(source: Any, name: str = "dataset") -> Dataset:
    """Return a Dataset as it is, and any other object with `__len__` and `__getitem__` as one.

    Raises
    ------
    TypeError
        If it has no length, or cannot be asked for a sample.
    """
    return source if isinstance(source, Dataset) else _Indexed(a_dataset(name, source))


INT64 = np.dtype(np.int64)  # the dtype of our orders: a batch of them costs no call to check


class TensorDataset(Dataset):
    """Samples that lie in memory: arrays aligned by their first axis.

    Parameters
    ----------
    *arrays : array_like of shapes (N, ...)
        Features, labels, file names: any number of them, each with its own dtype.

    Raises
    ------
    ValueError
        If no array is given, their lengths differ, or a list's values do not fit one dtype.
    TypeError
        If an array is masked, or holds what is no number or string, or both.

    Notes
    -----
    After `torch.utils.data.TensorDataset`. A sample is a view of the arrays: writing to it writes
    to the data set. A batch is a copy.

    Examples
    --------
    >>> dataset = TensorDataset(np.zeros((4, 8, 8)), [0, 1, 2, 3])
    >>> image, label = dataset[1]
    >>> images, labels = dataset.get_batch([3, 0])
    >>> images.shape, labels
    ((2, 8, 8), array([3, 0]))
    """

    def __init__(self, *arrays: Any) -> None:
        if not arrays:
            raise ValueError("arrays should hold at least one array, but got none")
        self.arrays = tuple(as_array(array, f"array {i}") for i, array in enumerate(arrays))
        for array in self.arrays:
            if array.shape[:1] != self.arrays[0].shape[:1] or array.ndim == 0:
                shapes = ", ".join(str(array.shape) for array in self.arrays)
                raise ValueError(
                    f"arrays should agree in their first axis, but got shapes {shapes}"
                )

    def __len__(self) -> int:
        return len(self.arrays[0])

    @answers_many
    def __getitem__(self, index: int) -> tuple:
        if type(index) is not int:
            index = index_in_range(index, len(self))
        return tuple([array[index] for array in self.arrays])

    def get_batch(self, indices: Sequence[int] | np.ndarray) -> tuple:
        if not (type(indices) is np.ndarray and indices.dtype is INT64 and indices.ndim == 1):
            indices = as_indices(indices)
        batch = []
        for array in self.arrays:  # before Python 3.12 a comprehension takes 0.4 µs longer
            batch.append(array.take(indices, 0))
        return tuple(batch)

    def __repr__(self) -> str:
        return f"TensorDataset({', '.join(f'{a.dtype}{list(a.shape)}' for a in self.arrays)})"


class Subset(Dataset):
    """Those samples of a dataset that `indices` names, in that order.

    Parameters
    ----------
    dataset : Dataset, or anything with `__len__` and `__getitem__`
    indices : sequence of int

    Raises
    ------
    TypeError
        If `indices` are not integers.
    IndexError
        If an index names no sample of `dataset`.

    Notes
    -----
    After `torch.utils.data.Subset`.

    Examples
    --------
    >>> list(Subset("abcdef", [4, 0]))
    ['e', 'a']
    """

    def __init__(self, dataset: Any, indices: Sequence[int] | np.ndarray) -> None:
        self.dataset = dataset
        self._source = as_dataset(dataset)
        # Counted from the front: not every dataset knows negative indices.
        self.indices = indices_in_range(indices, len(dataset))

    def __len__(self) -> int:
        return len(self.indices)

    @answers_many
    def __getitem__(self, index: int) -> Any:
        return self._source[int(self.indices[index_in_range(index, len(self))])]

    def get_batch(self, indices: Sequence[int] | np.ndarray) -> Any:
        return self._source.get_batch(self.indices.take(as_indices(indices)))

    @property
    def is_vectorized(self) -> bool:
        return super().is_vectorized and self._source.is_vectorized

    def __repr__(self) -> str:
        return f"Subset({len(self)} of {self.dataset!r})"


class ConcatDataset(Dataset):
    """Several datasets, one behind the other.

    Parameters
    ----------
    datasets : sequence of datasets

    Raises
    ------
    ValueError
        If there is none.
    TypeError
        If one of them has no length or no samples.

    Notes
    -----
    After `torch.utils.data.ConcatDataset`.

    Examples
    --------
    >>> both = ConcatDataset(["abc", "de"])
    >>> len(both), both[3], both[-1]
    (5, 'd', 'e')
    """

    def __init__(self, datasets: Sequence[Any]) -> None:
        self.datasets = list(an_iterable("datasets", "a sequence of datasets", datasets))
        if not self.datasets:
            raise ValueError("datasets should hold at least one dataset, but got none")
        self._sources = [as_dataset(dataset, "each of datasets") for dataset in self.datasets]
        # The lengths are those of now, as in PyTorch: a list that grows does not move the others.
        self.starts = list(accumulate(map(len, self._sources), initial=0))

    def __len__(self) -> int:
        return self.starts[-1]

    @answers_many
    def __getitem__(self, index: int) -> Any:
        index = index_in_range(index, len(self))
        which = bisect_right(self.starts, index) - 1
        return self._sources[which][index - self.starts[which]]

    def __repr__(self) -> str:
        return f"ConcatDataset({self.datasets!r})"


def makes_fresh_batches(dataset: Dataset) -> bool:
    """Whether a batch is ours alone, so that it may be overwritten: somebody else may keep his."""
    while type(dataset) is Subset:
        dataset = dataset._source
    return type(dataset).get_batch is TensorDataset.get_batch


def random_split(
    dataset: Any,
    lengths: Sequence[int] | Sequence[float],
    generator: int | np.random.Generator | None = None,
) -> list[Subset]:
    """Split a dataset at random into parts that do not overlap and together are the whole.

    Parameters
    ----------
    dataset : anything with `__len__` and `__getitem__`, N samples
    lengths : sequence of int that sum to N, or of float that sum to 1
        Fractions are rounded down, then the samples left over go to the parts in turn.
    generator : None, int or numpy.random.Generator

    Raises
    ------
    ValueError
        If lengths do not sum to N, fractions do not sum to 1, or one is negative.
    TypeError
        If integers and fractions are mixed.

    Notes
    -----
    After `torch.utils.data.random_split`. There `[1]` is read as a fraction; here the type
    decides: 1 is a length, 1.0 a fraction.

    Examples
    --------
    >>> train, test = random_split(range(1797), [0.8, 0.2], generator=0)
    >>> len(train), len(test)
    (1438, 359)
    """
    a_dataset("dataset", dataset)
    lengths = an_iterable("lengths", "a sequence of numbers", lengths)
    sizes = _sizes(list(lengths), len(dataset))
    order = as_generator(generator).permutation(len(dataset))
    return [Subset(dataset, part) for part in np.split(order, np.cumsum(sizes)[:-1])]


def _sizes(lengths: list, total: int) -> list[int]:
    if not lengths or any(isinstance(n, NO_NUMBERS) or not isinstance(n, Real) for n in lengths):
        raise TypeError(f"lengths should be integers or fractions, but got {lengths}")
    if not all(n >= 0 for n in lengths):
        raise ValueError(f"lengths should not be negative, but got {lengths}")
    if all(isinstance(n, Integral) for n in lengths):
        if sum(lengths) != total:
            raise ValueError(
                f"lengths should sum to the {total} samples of the dataset, "
                f"but {lengths} sums to {sum(lengths)}"
            )
        return [int(n) for n in lengths]
    if any(isinstance(n, Integral) for n in lengths):
        raise TypeError(f"lengths should be all integers or all fractions, but got {lengths}")
    if not isclose(sum(lengths), 1):
        raise ValueError(
            f"fractions should sum to 1, but {lengths} sums to {sum(lengths)}; "
            "pass integers for lengths"
        )
    sizes = [floor(total * fraction) for fraction in lengths]
    for turn in range(total - sum(sizes)):
        sizes[turn % len(sizes)] += 1
    return sizes


# The loader and the wrappers above take any object with __len__ and __getitem__. These ask it.
