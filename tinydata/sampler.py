"""Samplers: in which order an epoch visits the samples, and in which groups."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from collections.abc import Iterable, Iterator, Sized
from itertools import islice
from typing import Any

import numpy as np

from tinydata.arguments import an_iterable, as_generator, positive_int, true_or_false


class Sampler:
    """The order of an epoch. A subclass defines `__len__`, and `order` or `__iter__`.

    Iterating gives Python ints, as PyTorch's samplers do. `order` gives all of them at once as an
    int64 array of 8 bytes a sample; a list of Python ints takes about five times as much.
    """

    def order(self) -> np.ndarray:
        """Return the indices of one epoch, in order. Each call may draw a new order."""
        raise NotImplementedError(f"{type(self).__name__} should define order")

    def __iter__(self) -> Iterator[int]:
        return iter(self.order().tolist())


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
        Each epoch goes on where the last one left it. The same seed gives the same epochs.

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
        self.generator = as_generator(generator)

    def order(self) -> np.ndarray:
        return self.generator.permutation(len(self.data_source))

    def __len__(self) -> int:
        return len(self.data_source)


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
    After `torch.utils.data.DistributedSampler`. Call `set_epoch` before each epoch.

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
        if getattr(type(self.sampler), "__iter__", None) is not Sampler.__iter__:
            return self._grouped(iter(self.sampler))
        # Drawn now, not at the first group: two iterators begun in turn get one order each.
        order = self.sampler.order()
        stop = len(order) - len(order) % self.batch_size if self.drop_last else len(order)
        return (order[i : i + self.batch_size] for i in range(0, stop, self.batch_size))

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
