"""The DataLoader: a dataset, visited in batches."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from tinydata.arguments import a_dataset, an_iterable, as_generator, positive_int, true_or_false
from tinydata.dataset import for_epoch, get_batch, get_samples
from tinydata.sampler import BatchSampler, RandomSampler, SequentialSampler


class DataLoader:
    """Visit a dataset in batches: one pass of a `for` loop is one epoch.

    Parameters
    ----------
    dataset : Dataset, or anything with `__len__` and `__getitem__`
    batch_size : int
        Samples in a batch. The last batch of an epoch may be smaller.
    shuffle : bool
        Whether to draw a new random order for each epoch.
    sampler : iterable of indices, optional
        The order of an epoch, in place of `shuffle`.
    batch_sampler : iterable of groups of indices, optional
        The batches of an epoch, in place of `batch_size`, `shuffle`, `sampler` and `drop_last`.
    num_workers : int
        How many threads load batches ahead of the loop. They pay where loading waits (for a disk,
        a network) or decodes; for data in memory 0, loading when asked, is fastest.
    collate_fn : function from a list of samples to a batch, optional
        By default batches come from the dataset's `get_batch`.
    drop_last : bool
        Whether to leave out the last batch if it is smaller.
    generator : None, int or numpy.random.Generator
        Decides the order and the augmentation. Each epoch goes on where the last one left it. The
        same seed gives the same batches, whatever `num_workers`.
    prefetch_factor : int, optional
        Batches that each worker loads ahead; 2 by default.

    Raises
    ------
    TypeError, ValueError
        If an argument cannot be used, or not together with another one.

    Notes
    -----
    After `torch.utils.data.DataLoader`. Batches are NumPy arrays, workers are threads.

    Examples
    --------
    >>> from tinydata import TensorDataset
    >>> dataset = TensorDataset(np.zeros((5, 8, 8)), [3, 1, 4, 1, 5])
    >>> for images, labels in DataLoader(dataset, batch_size=2):
    ...     print(images.shape, labels)
    (2, 8, 8) [3 1]
    (2, 8, 8) [4 1]
    (1, 8, 8) [5]
    """

    def __init__(
        self,
        dataset: Any,
        batch_size: int = 1,
        shuffle: bool = False,
        sampler: Iterable | None = None,
        batch_sampler: Iterable | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[list], Any] | None = None,
        drop_last: bool = False,
        *,
        generator: int | np.random.Generator | None = None,
        prefetch_factor: int | None = None,
    ) -> None:
        if collate_fn is not None and not callable(collate_fn):
            raise TypeError(f"collate_fn should be a function, but got {collate_fn!r}")
        self.dataset = a_dataset("dataset", dataset)
        self.num_workers = positive_int("num_workers", num_workers, minimum=0)
        self.collate_fn = collate_fn
        self.generator = as_generator(generator)
        if prefetch_factor is not None and self.num_workers == 0:
            raise ValueError("prefetch_factor goes with num_workers of 1 or more; set both or none")
        self.prefetch_factor = positive_int(
            "prefetch_factor", 2 if prefetch_factor is None else prefetch_factor
        )
        self.batch_sampler: Any = _groups(
            dataset, batch_size, shuffle, sampler, batch_sampler, drop_last, self.generator
        )

    def __len__(self) -> int:
        """Return the number of batches in an epoch."""
        return len(self.batch_sampler)

    def __iter__(self) -> Iterator[Any]:
        # Our samplers and transforms draw the random choices of an epoch here, before any batch is
        # loaded: nothing that happens later, in this iterator or another one, can change them.
        groups = iter(self.batch_sampler)
        dataset = for_epoch(self.dataset, self.generator)
        load = partial(_load, _fetcher(dataset, self.collate_fn))
        if self.num_workers == 0:
            return map(load, groups)
        return _load_ahead(load, groups, self.num_workers, self.num_workers * self.prefetch_factor)

    def __repr__(self) -> str:
        return f"DataLoader({type(self.dataset).__name__}, {self.batch_sampler!r})"


def _groups(
    dataset: Any,
    batch_size: int,
    shuffle: bool,
    sampler: Iterable | None,
    batch_sampler: Iterable | None,
    drop_last: bool,
    generator: np.random.Generator,
) -> Iterable:
    """Return what an epoch visits, group by group."""
    shuffle = true_or_false("shuffle", shuffle)
    if batch_sampler is not None:
        if batch_size != 1 or shuffle or sampler is not None or drop_last:
            raise ValueError(
                "batch_sampler decides batch_size, shuffle, sampler and drop_last; leave those out"
            )
        return an_iterable("batch_sampler", "an iterable of index groups", batch_sampler)
    if sampler is None:
        sampler = RandomSampler(dataset, generator) if shuffle else SequentialSampler(dataset)
    elif shuffle:
        raise ValueError("sampler decides the order; leave out shuffle=True")
    return BatchSampler(sampler, batch_size, drop_last)


def _fetcher(dataset: Any, collate_fn: Callable[[list], Any] | None) -> Callable:
    """Return the function that turns indices into a batch."""
    if collate_fn is not None:
        return lambda indices: collate_fn(get_samples(dataset, indices))
    # The method itself where there is one: a call less for each batch.
    return getattr(dataset, "get_batch", None) or partial(get_batch, dataset)


def _load(fetch: Callable, indices: Sequence[int] | np.ndarray) -> Any:
    """Load one batch; an error keeps its type and says which batch raised it."""
    try:
        return fetch(indices)
    except StopIteration as error:  # would end the epoch, as if there were no more batches
        raise RuntimeError(
            f"loading the batch of samples {indices!s:.300} raised StopIteration"
        ) from error
    except Exception as error:
        error.add_note(f"while loading the batch of samples {indices!s:.300}")
        raise


def _load_ahead(load: Callable[[Any], Any], groups: Iterator, workers: int, limit: int) -> Iterator:
    """Load batches in threads, at most `limit` of them ahead, and hand them over in order."""
    from concurrent.futures import Future, ThreadPoolExecutor  # late: `import tinydata` stays light

    ahead: deque[Future] = deque()
    pool = ThreadPoolExecutor(workers)
    try:
        for group in groups:
            ahead.append(pool.submit(load, group))
            if len(ahead) > limit:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:  # where the loop was left early or a batch raised, what has not begun never will
        pool.shutdown(cancel_futures=True)
