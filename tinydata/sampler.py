"""Samplers: in which order an epoch visits the samples, and in which groups."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from collections.abc import Callable, Iterable, Iterator, Sized
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

from tinydata.arguments import (
    an_iterable,
    as_generator,
    as_indices,
    is_masked,
    positive_int,
    true_or_false,
)
from tinydata.pairs import agree, is_written, made_from
from tinydata.shuffled_range import ROUNDS, ShuffledRange
from tinydata.stream import IterableDataset, StreamBatches


class Sampler:
    """The order of an epoch. A subclass defines `__len__`, and `order` or `__iter__`.

    Iterating gives Python ints, as PyTorch's samplers do. `order` gives all of them at once as an
    int64 array of 8 bytes a sample; a list of Python ints takes about five times as much.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        agree(cls, "__iter__", "order", one_from=_iter_from, many_from=_order_from)

    def order(self) -> np.ndarray:
        """Return the indices of one epoch, in order. Each call may draw a new order."""
        raise NotImplementedError(f"{type(self).__name__} should define order")

    @made_from(order)
    def __iter__(self) -> Iterator[int]:
        return iter(self.order().tolist())


def _iter_from(order: Callable) -> Callable:
    return lambda self: iter(order(self).tolist())


def _order_from(iterate: Callable) -> Callable:
    return lambda self: as_indices(list(iterate(self)))


class SequentialSampler(Sampler):
    """Every sample once, from first to last.

    Notes
    -----
    After `torch.utils.data.SequentialSampler`.

    Examples
    --------
    >>> list(SequentialSampler("abc"))
    [0, 1, 2]
    """

    def __init__(self, data_source: Sized) -> None:
        self.data_source = data_source

    def order(self) -> np.ndarray:
        return np.arange(len(self.data_source))

    def __len__(self) -> int:
        return len(self.data_source)


class RandomSampler(Sampler):
    """Every sample once, in a new random order each epoch.

    Parameters
    ----------
    data_source : anything with `__len__`
    generator : None, int or numpy.random.Generator
        Each epoch goes on where the last one left it. The same seed gives the same epochs. With
        None, a loader lends its own; outside of one, each epoch is new.

    Notes
    -----
    After `torch.utils.data.RandomSampler`, without replacement.

    Examples
    --------
    >>> sampler = RandomSampler("abcdef", generator=0)
    >>> sorted(sampler) == [0, 1, 2, 3, 4, 5]
    True
    >>> list(RandomSampler("abcdef", generator=0)) == list(RandomSampler("abcdef", generator=0))
    True
    """

    def __init__(
        self, data_source: Sized, generator: int | np.random.Generator | None = None
    ) -> None:
        self.data_source = data_source
        self.generator = None if generator is None else as_generator(generator)

    def order(self) -> np.ndarray:
        return as_generator(self.generator).permutation(len(self.data_source))

    def __len__(self) -> int:
        return len(self.data_source)


class IndexShuffleSampler(Sampler):
    """Every sample once, in a new random order each epoch, which takes no memory.

    Parameters
    ----------
    data_source : anything with `__len__`
    generator : None, int or numpy.random.Generator
        As for `RandomSampler`. An epoch draws six numbers from it, however many samples there are.

    Notes
    -----
    After `index_shuffle` of TensorFlow and grain. Its `order()` is a `ShuffledRange`: indices are
    computed when they are asked for, in place of 8 bytes each kept. `RandomSampler` draws from all
    orders instead of some, and in less time: a thousand indices at once take this one about 3 times
    as long, 32 at once about 70 times. Take it where the order would not fit into memory.

    Examples
    --------
    >>> sampler = IndexShuffleSampler(range(10**12), generator=0)
    >>> len(sampler), len(set(sampler.order()[:1000].tolist()))
    (1000000000000, 1000)
    """

    def __init__(
        self, data_source: Sized, generator: int | np.random.Generator | None = None
    ) -> None:
        self.data_source = data_source
        self.generator = None if generator is None else as_generator(generator)

    def order(self) -> ShuffledRange:  # type: ignore[override]
        keys = as_generator(self.generator).integers(2**64, size=ROUNDS, dtype=np.uint64)
        return ShuffledRange(len(self.data_source), keys)

    def __iter__(self) -> Iterator[int]:
        return iter(self.order())

    def __len__(self) -> int:
        return len(self.data_source)


class SubsetRandomSampler(Sampler):
    """The given indices, in a new random order each epoch.

    Parameters
    ----------
    indices : sequence of int
    generator : None, int or numpy.random.Generator
        As for `RandomSampler`.

    Notes
    -----
    After `torch.utils.data.SubsetRandomSampler`.

    Examples
    --------
    >>> sorted(SubsetRandomSampler([7, 3, 5], generator=0))
    [3, 5, 7]
    """

    def __init__(
        self, indices: Iterable[int], generator: int | np.random.Generator | None = None
    ) -> None:
        self.indices = as_indices(indices).copy()
        self.generator = None if generator is None else as_generator(generator)

    def order(self) -> np.ndarray:
        return as_generator(self.generator).permutation(self.indices)

    def __len__(self) -> int:
        return len(self.indices)


class WeightedRandomSampler(Sampler):
    """Samples drawn by weight: rare classes can be made to occur as often as others.

    Parameters
    ----------
    weights : sequence of float, not negative
        One for each sample. They need not sum to 1.
    num_samples : int
        How many indices an epoch has.
    replacement : bool
        Whether a sample may occur again in one epoch.
    generator : None, int or numpy.random.Generator
        As for `RandomSampler`.

    Raises
    ------
    TypeError
        If `weights` are no numbers, or masked.
    ValueError
        If a weight is negative or NaN, all are zero, or an epoch without replacement is
        longer than there are samples of a weight above zero.

    Notes
    -----
    After `torch.utils.data.WeightedRandomSampler`.

    Examples
    --------
    >>> list(WeightedRandomSampler([0, 1, 0], num_samples=4, generator=0))
    [1, 1, 1, 1]
    """

    def __init__(
        self,
        weights: Iterable[float],
        num_samples: int,
        replacement: bool = True,
        generator: int | np.random.Generator | None = None,
    ) -> None:
        given = np.asarray(weights)
        if given.dtype.kind not in "biuf" or is_masked(weights):
            raise TypeError(f"weights should be a sequence of numbers, but got {weights!r:.60}")
        self.weights = given.astype(np.float64)
        if self.weights.ndim != 1 or not (self.weights >= 0).all() or not self.weights.any():
            raise ValueError(
                "weights should be numbers of at least 0, one above it, a sequence of them, "
                f"but got {weights!r:.60}"
            )
        if not np.isfinite(self.weights.sum()):
            raise ValueError(f"weights should have a finite sum, but got {weights!r:.60}")
        self.num_samples = positive_int("num_samples", num_samples)
        self.replacement = true_or_false("replacement", replacement)
        possible = np.count_nonzero(self.weights)
        if not self.replacement and self.num_samples > possible:
            raise ValueError(
                f"num_samples should be at most the {possible} samples of a weight above 0, but "
                f"got {num_samples}; draw fewer, or with replacement"
            )
        self.generator = None if generator is None else as_generator(generator)

    def order(self) -> np.ndarray:
        shares = self.weights / self.weights.sum()
        return as_generator(self.generator).choice(
            len(shares), self.num_samples, self.replacement, shares
        )

    def __len__(self) -> int:
        return self.num_samples


class DistributedSampler(Sampler):
    """The part of an epoch that one of several processes visits.

    Parameters
    ----------
    dataset : anything with `__len__`
    num_replicas : int
        How many processes share the epoch.
    rank : int
        Which of them this is, from 0.
    shuffle : bool
    seed : int
        The same in all processes, so that they share one order.
    drop_last : bool
        All parts have equal length. If the dataset cannot be divided so, either the epoch begins
        again with its first samples, or (True) its last ones are left out.

    Notes
    -----
    After `torch.utils.data.DistributedSampler`. Call `set_epoch` before each epoch. The seed here
    is that of the order. A loader's augmentation follows the loader's own generator: give each
    process another one, `generator=np.random.default_rng([seed, rank])`, or all crop alike.

    Examples
    --------
    >>> [list(DistributedSampler("abcdef", 2, rank, shuffle=False)) for rank in (0, 1)]
    [[0, 2, 4], [1, 3, 5]]
    """

    def __init__(
        self,
        dataset: Sized,
        num_replicas: int,
        rank: int,
        shuffle: bool = True,
        seed: int = 0,
        drop_last: bool = False,
    ) -> None:
        self.dataset = dataset
        self.num_replicas = positive_int("num_replicas", num_replicas)
        self.rank = positive_int("rank", rank, minimum=0)
        if self.rank >= self.num_replicas:
            raise ValueError(f"rank should be below num_replicas={num_replicas}, but got {rank}")
        self.shuffle = true_or_false("shuffle", shuffle)
        self.seed = positive_int("seed", seed, minimum=0)
        self.drop_last = true_or_false("drop_last", drop_last)
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the epoch whose order comes next. Without it, every epoch has the same order."""
        self.epoch = positive_int("epoch", epoch, minimum=0)

    def order(self) -> np.ndarray:
        count = len(self.dataset)
        generator = np.random.default_rng([self.seed, self.epoch])
        order = generator.permutation(count) if self.shuffle else np.arange(count)
        return np.resize(order, len(self) * self.num_replicas)[self.rank :: self.num_replicas]

    def __len__(self) -> int:
        count = len(self.dataset)
        return count // self.num_replicas if self.drop_last else -(-count // self.num_replicas)


class BatchSampler:
    """Groups of `batch_size` indices, in a sampler's order.

    Parameters
    ----------
    sampler : Sampler, or any iterable of indices
    batch_size : int
    drop_last : bool
        Whether to leave out the last group if it is shorter.

    Notes
    -----
    After `torch.utils.data.BatchSampler`. For one of our samplers a group is a slice of its order,
    an array; for any other iterable it is a list.

    Examples
    --------
    >>> [group.tolist() for group in BatchSampler(SequentialSampler("abcde"), 2, drop_last=False)]
    [[0, 1], [2, 3], [4]]
    """

    def __init__(self, sampler: Iterable, batch_size: int, drop_last: bool) -> None:
        self.sampler: Any = an_iterable("sampler", "an iterable of indices", sampler)
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)

    def __iter__(self) -> Iterator[np.ndarray | list]:
        if not self._has_an_order:
            return self._grouped(iter(self.sampler))
        # Drawn now, not at the first group: two iterators begun in turn get one order each.
        order = self.sampler.order()
        if not isinstance(order, ShuffledRange):  # which makes its indices slice by slice
            order = as_indices(order)
        stop = len(order) - len(order) % self.batch_size if self.drop_last else len(order)
        return (order[i : i + self.batch_size] for i in range(0, stop, self.batch_size))

    @property
    def _has_an_order(self) -> bool:
        return isinstance(self.sampler, Sampler) and is_written(type(self.sampler), "order")

    def _grouped(self, indices: Iterator) -> Iterator[list]:
        while group := list(islice(indices, self.batch_size)):
            if len(group) == self.batch_size or not self.drop_last:
                yield group

    def __len__(self) -> int:
        count = len(self.sampler)
        return count // self.batch_size if self.drop_last else -(-count // self.batch_size)

    def __repr__(self) -> str:
        order = type(self.sampler).__name__
        return f"BatchSampler({order}, {self.batch_size}, drop_last={self.drop_last})"


def gives_slices(batch_sampler: Any) -> bool:
    """Whether the groups are slices of an order, which has been checked as a whole."""
    return (
        isinstance(batch_sampler, BatchSampler)
        and type(batch_sampler).__iter__ is BatchSampler.__iter__
        and batch_sampler._has_an_order
    )


def lend(generator: np.random.Generator, sampler: Any) -> Any:
    """Return the sampler as an epoch iterates it: one of ours without a generator borrows this.

    So does a stream. The sampler itself may serve two loaders, so a twin of it borrows. The two
    share all other attributes: what a sampler counts from epoch to epoch goes on.
    """
    if not isinstance(sampler, MAY_BORROW):
        return sampler
    own = vars(sampler)
    borrowed: dict[str, Any] = {}
    if getattr(sampler, "generator", sampler) is None:
        borrowed["generator"] = generator
    for name in WRAPPED:
        if name in own and (inner := lend(generator, own[name])) is not own[name]:
            borrowed[name] = inner
    return _twin(sampler, borrowed) if borrowed else sampler


MAY_BORROW = (BatchSampler, Sampler, StreamBatches, IterableDataset)
WRAPPED = ("sampler", "source")  # what a BatchSampler groups, what a ShuffleBuffer shuffles


def _twin(sampler: Any, values: dict[str, Any]) -> Any:
    """Return an object with the attributes of `sampler`, of which those in `values` are its own."""
    kind: Any = type(sampler)
    twin: Any = object.__new__(_twins_class(kind, tuple(values)))
    twin.__dict__ = vars(sampler)
    twin._values = values
    return twin


@lru_cache(maxsize=64)
def _twins_class(of: Any, names: tuple[str, ...]) -> type:
    own = {name: _own(name) for name in names}  # they come before the attributes of those names
    return type(of.__name__, (of,), {"__slots__": ("_values",), "__module__": of.__module__} | own)


def _own(name: str) -> property:
    return property(
        lambda self: self._values[name], lambda self, value: self._values.update({name: value})
    )
