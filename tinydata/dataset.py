"""Datasets: what answers "how many samples?" and "give me sample i"."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from bisect import bisect_right
from collections.abc import Callable, Sequence
from copy import copy
from itertools import accumulate
from math import floor, isclose
from numbers import Integral, Real
from typing import Any

import numpy as np

from tinydata.arguments import a_dataset, an_iterable, as_generator, as_indices, index_in_range
from tinydata.collate import as_array, default_collate
from tinydata.transforms import as_transform, transform_batch


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
        # A get_batch that was inherited from further up would go past a newer __getitem__.
        newest = next(c for c in cls.__mro__ if {"__getitem__", "get_batch"} & vars(c).keys())
        if "get_batch" not in vars(newest):
            cls.get_batch, cls.is_vectorized = Dataset.get_batch, Dataset.is_vectorized  # type: ignore[method-assign]

    def __len__(self) -> int:
        raise NotImplementedError(f"{type(self).__name__} should define __len__")

    def __getitem__(self, index: int) -> Any:
        raise NotImplementedError(f"{type(self).__name__} should define __getitem__")

    def get_batch(self, indices: Sequence[int] | np.ndarray) -> Any:
        """Return the samples at `indices` as one batch: a fresh copy, in that order.

        Whoever asks may write to it.
        """
        return default_collate(get_samples(self, indices))

    @property
    def is_vectorized(self) -> bool:
        """Whether the storage answers many indices at once."""
        return type(self).get_batch is not Dataset.get_batch

    def for_epoch(self, generator: np.random.Generator) -> Dataset:
        """Return the dataset as one epoch sees it, with every random choice already drawn.

        What it answers depends on the index alone. So neither the order of the calls, nor batches,
        nor worker threads can change it. Without random choices that is the dataset itself. A
        wrapper of your own passes the question on to the dataset that it wraps.
        """
        return self


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

    def __getitem__(self, index: int) -> tuple:
        return tuple([array[index] for array in self.arrays])

    def get_batch(self, indices: Sequence[int] | np.ndarray) -> tuple:
        if not isinstance(indices, np.ndarray):
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
        a_dataset("dataset", dataset)
        chosen = as_indices(indices)
        outside = (chosen < -len(dataset)) | (chosen >= len(dataset))
        if outside.any():
            index_in_range(chosen[outside.argmax()], len(dataset))
        self.dataset = dataset
        self.indices = chosen

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, index: int) -> Any:
        return self.dataset[int(self.indices[index_in_range(index, len(self))])]

    def get_batch(self, indices: Sequence[int] | np.ndarray) -> Any:
        if not isinstance(indices, np.ndarray):
            indices = as_indices(indices)
        return get_batch(self.dataset, self.indices.take(indices))

    @property
    def is_vectorized(self) -> bool:
        return is_vectorized(self.dataset)

    def for_epoch(self, generator: np.random.Generator) -> Subset:
        epoch = copy(self)
        epoch.dataset = for_epoch(self.dataset, generator)
        return epoch

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
        datasets = an_iterable("datasets", "a sequence of datasets", datasets)
        self.datasets = [a_dataset("each of datasets", dataset) for dataset in datasets]
        if not self.datasets:
            raise ValueError("datasets should hold at least one dataset, but got none")
        self.ends = list(accumulate(len(dataset) for dataset in self.datasets))

    def __len__(self) -> int:
        return self.ends[-1]

    def __getitem__(self, index: int) -> Any:
        index = index_in_range(index, len(self))
        which = bisect_right(self.ends, index)
        return self.datasets[which][index - (self.ends[which] - len(self.datasets[which]))]

    def for_epoch(self, generator: np.random.Generator) -> ConcatDataset:
        epoch = copy(self)
        epoch.datasets = [for_epoch(dataset, generator) for dataset in self.datasets]
        return epoch

    def __repr__(self) -> str:
        return f"ConcatDataset({self.datasets!r})"


class TransformedDataset(Dataset):
    """A dataset whose images pass through a transform on their way out.

    Parameters
    ----------
    dataset : Dataset, or anything with `__len__` and `__getitem__`
        Its samples are images, or tuples whose first element is the image.
    transform : Transform or function
        A function takes one image and returns one.

    Raises
    ------
    TypeError
        If `transform` is no function; when read, if a sample is a dict.

    Notes
    -----
    torchvision's datasets take a `transform=` argument for this. Here it is a dataset of its own,
    so that the same images serve training with it and evaluation without.

    `dataset[i]` draws anew from the transform's own generator each time. A loader draws from its
    own, once an epoch: one row of random numbers for each image, looked up by the image's index
    (an image that an epoch visits twice looks the same both times). A transform that a dataset
    calls in its own `__getitem__` is out of the loader's sight: worker threads would share it.

    Examples
    --------
    >>> dataset = TransformedDataset([("a", 1), ("b", 2)], str.upper)
    >>> dataset[1]
    ('B', 2)
    """

    def __init__(self, dataset: Any, transform: Callable[[Any], Any]) -> None:
        self.dataset = a_dataset("dataset", dataset)
        self.transform = as_transform(transform)
        self.numbers: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, index: int) -> Any:
        sample = self.dataset[index]
        numbers = self.transform.draw(1)[0] if self.numbers is None else self.numbers[index]
        return _with_first(sample, lambda image: self.transform.apply(image, numbers))

    def get_batch(self, indices: Sequence[int] | np.ndarray) -> Any:
        # Where images are read or changed one by one, they may have equal sizes only afterwards.
        if not self.is_vectorized:
            return default_collate(get_samples(self, indices))
        if self.numbers is None:
            numbers = self.transform.draw(len(indices))
        else:
            numbers = self.numbers.take(indices, 0)
        batch = get_batch(self.dataset, indices)
        return _with_first(batch, lambda images: transform_batch(self.transform, images, numbers))

    @property
    def is_vectorized(self) -> bool:
        return is_vectorized(self.dataset) and self.transform.is_vectorized

    def for_epoch(self, generator: np.random.Generator) -> TransformedDataset:
        epoch = copy(self)
        epoch.dataset = for_epoch(self.dataset, generator)
        epoch.numbers = self.transform.draw(len(self), generator)
        return epoch

    def __repr__(self) -> str:
        return f"TransformedDataset({self.dataset!r}, {self.transform!r})"


def _with_first(sample: Any, change: Callable[[Any], Any]) -> Any:
    """Change the image: the first element of a tuple, or the whole of a bare sample."""
    if isinstance(sample, dict):
        raise TypeError(
            "TransformedDataset changes images, or the first element of a tuple, but got a dict; "
            "transform the element you mean in a dataset of your own"
        )
    if not isinstance(sample, tuple | list):
        return change(sample)
    changed = (change(sample[0]), *sample[1:])
    return type(sample)(*changed) if hasattr(sample, "_fields") else type(sample)(changed)


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
    if not lengths or any(
        isinstance(n, bool | np.bool_) or not isinstance(n, Real) for n in lengths
    ):
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


def get_samples(dataset: Any, indices: Sequence[int] | np.ndarray) -> list:
    """Return `[dataset[i] for i in indices]`; an error says which sample raised it."""
    samples = []
    for index in indices.tolist() if isinstance(indices, np.ndarray) else indices:
        try:
            samples.append(dataset[index])
        except StopIteration as error:  # would end the epoch, as if there were no more batches
            raise RuntimeError(f"sample {index!r} raised StopIteration") from error
        except Exception as error:
            error.add_note(f"raised by sample {index!r} of {type(dataset).__name__}")
            raise
    return samples


def get_batch(dataset: Any, indices: Sequence[int] | np.ndarray) -> Any:
    """Return the samples at `indices` of any dataset as one batch."""
    if hasattr(dataset, "get_batch"):
        return dataset.get_batch(indices)
    return default_collate(get_samples(dataset, indices))


def is_vectorized(dataset: Any) -> bool:
    """Tell whether a dataset answers many indices at once."""
    return hasattr(dataset, "get_batch") and getattr(dataset, "is_vectorized", True)


def for_epoch(dataset: Any, generator: np.random.Generator) -> Any:
    """Return a dataset as one epoch sees it: see `Dataset.for_epoch`."""
    return dataset.for_epoch(generator) if hasattr(dataset, "for_epoch") else dataset
