"""The DataLoader: a dataset, visited in batches."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple, NoReturn

import numpy as np

from tinydata.arguments import (
    as_generator,
    as_indices,
    can_be_repeated,
    positive_int,
    true_or_false,
)
from tinydata.collate import default_collate, describe
from tinydata.dataset import Dataset, as_dataset, collect, makes_fresh_batches
from tinydata.prefetch import load_ahead, prefetch
from tinydata.resuming import Epoch, Place, checked, drawn_from, plain, set_back, settings
from tinydata.sampler import (
    BatchSampler,
    RandomSampler,
    SequentialSampler,
    WeightedRandomSampler,
    gives_slices,
    lend,
)
from tinydata.stream import IterableDataset, StreamBatches
from tinydata.transforms import Transform, as_transform, transform_batch, transform_image

_FIXED = ("dataset", "batch_size", "sampler", "batch_sampler", "drop_last", "transform")


class DataLoader:
    """Visit a dataset in batches: one pass of a `for` loop is one epoch.

    Parameters
    ----------
    dataset : Dataset, or anything with `__len__` and `__getitem__`; or an IterableDataset
        A stream has no length and no index: without `shuffle`, `sampler`, `batch_sampler`.
        `ShuffleBuffer` shuffles it.
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
        a network) or decodes; for data in memory 0, loading when asked, is fastest. The dataset
        must allow reads by several at once: one file handle moved by `seek` does not. A stream is
        read and batched by one thread, `num_workers` times `prefetch_factor` batches ahead.
    collate_fn : function from a list of samples to a batch, optional
        By default batches come from the dataset's `get_batch`.
    drop_last : bool
        Whether to leave out the last batch if it is smaller.
    transform : Transform, or a function of one image, optional
        Changes each image on its way into the batch: a bare sample, or the first element of a
        tuple. For training; a loader for evaluation has none. Anything with `numbers_per_image`
        and `apply(image, numbers)` counts as a Transform.
    generator : None, int or numpy.random.Generator
        Decides the order, and the random numbers of `transform`: by the seed, the epoch and the
        place in the order. Each epoch goes on where the last one left it. The same seed gives the
        same images, whatever `num_workers`, `prefetch_factor`, `batch_size` and wrappers.
    prefetch_factor : int, optional
        Batches that each worker loads ahead; 2 by default.

    Raises
    ------
    TypeError, ValueError
        If an argument cannot be used, or not together with another one.

    Notes
    -----
    After `torch.utils.data.DataLoader`. Batches are NumPy arrays, workers are threads.
    `state_dict` and `load_state_dict` are those of torchdata's `StatefulDataLoader`.

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
        transform: Any = None,
        generator: int | np.random.Generator | None = None,
        prefetch_factor: int | None = None,
    ) -> None:
        if collate_fn is not None and not callable(collate_fn):
            raise TypeError(f"collate_fn should be a function, but got {collate_fn!r}")
        self.dataset = dataset
        is_stream = isinstance(dataset, IterableDataset)
        self._source = None if is_stream else as_dataset(dataset)
        self.num_workers = positive_int("num_workers", num_workers, minimum=0)
        self.collate_fn = collate_fn
        self.transform = transform
        self.generator = as_generator(generator)
        if prefetch_factor is not None and self.num_workers == 0:
            raise ValueError("prefetch_factor goes with num_workers of 1 or more; set both or none")
        self.prefetch_factor = positive_int(
            "prefetch_factor", 2 if prefetch_factor is None else prefetch_factor
        )
        groups = _stream_groups if is_stream else _groups
        self.batch_sampler: Any = groups(
            dataset, batch_size, shuffle, sampler, batch_sampler, drop_last, self.generator
        )
        # As PyTorch has them; a batch_sampler of one's own may lack them.
        self.sampler = getattr(self.batch_sampler, "sampler", None)
        self.batch_size = getattr(self.batch_sampler, "batch_size", None)
        self.drop_last = getattr(self.batch_sampler, "drop_last", False)
        self._transform = None if transform is None else as_transform(transform)
        self._epoch = Epoch()

    def __setattr__(self, name: str, value: Any) -> None:
        # What else the loader has was made to fit them.
        if name in _FIXED and name in vars(self):
            raise AttributeError(
                f"{name} should stay as it is in a loader; make a new DataLoader for another one"
            )
        super().__setattr__(name, value)

    def __len__(self) -> int:
        """Return the number of batches in an epoch."""
        return len(self.batch_sampler)

    def __iter__(self) -> Iterator[Any]:
        # The order of an epoch is drawn here, before any batch is loaded: nothing that happens
        # later, in this iterator or another one, can change it.
        place = self._begin()
        groups = place.groups(lend(self.generator, self.batch_sampler))
        jobs = self._with_numbers(groups, self._transform) if self._transform else groups
        load = self._load_ahead if self.num_workers else _load_one_by_one
        return load(self._fetch, place.rest(jobs), place)

    def _load_ahead(self, fetch: Callable[[Any], Any], jobs: Iterator, place: Place) -> Iterator:
        load, limit = partial(_load, fetch), self.num_workers * self.prefetch_factor
        if self._source is None:  # one thread alone can read a stream
            return place.counted(prefetch(map(load, jobs), limit))
        return place.counted(load_ahead(load, jobs, self.num_workers, limit))

    @property
    def _fetch(self) -> Callable[[Any], Any]:
        """The function that turns a job into a batch: the dataset's own where that is all."""
        source, transform, collate = self._source, self._transform, self.collate_fn
        if source is None:
            return partial(_from_stream, transform, collate or default_collate)
        if transform is None and collate is not None:
            return partial(_collated, source, collate)
        if transform is None:
            checked = gives_slices(self.batch_sampler)
            return source.get_batch if checked else partial(_batch_at, source)
        # Images that are read or changed one by one may have equal sizes only afterwards.
        if collate is None and source.is_vectorized and transform.is_vectorized:
            return partial(_augmented_at_once, source, transform, makes_fresh_batches(source))
        return partial(_augmented_one_by_one, source, transform, collate or default_collate)

    def state_dict(self) -> dict:
        """Return how far the epoch begun last has come, in values that `json` can write.

        Batches count where they are handed over. A state taken after the last batch of an epoch,
        or before the first epoch, is followed by a whole one. A stream's end is known when its loop
        has ended.

        Raises
        ------
        TypeError
            If a sampler cannot be resumed: it is no list, tuple, range or array, none of ours, and
            has no `state_dict` and `load_state_dict` of its own.

        Notes
        -----
        The state holds what the order was drawn from when the epoch began, and the number of
        batches. Whether a stream of one's own can be resumed depends on whether each pass gives
        the same samples, or follows from its `generator` or its own `state_dict`.

        Examples
        --------
        >>> loader = DataLoader(range(6), batch_size=2, shuffle=True, generator=0)
        >>> epoch = iter(loader)
        >>> first, state = next(epoch), loader.state_dict()
        >>> fresh = DataLoader(range(6), batch_size=2, shuffle=True)
        >>> fresh.load_state_dict(state)
        >>> [batch.tolist() for batch in fresh] == [batch.tolist() for batch in epoch]
        True
        """
        place = self._epoch.place
        if place is None or place.ended or place.batches == self._batches_in_an_epoch():
            place = Place(self._drawn_from())
        return {
            "batches": place.batches,
            "drawn_from": plain(place.drawn_from),
            "loader": self._settings(),
        }

    def load_state_dict(self, state: dict) -> None:
        """Let the next epoch go on where `state` was taken, without the batches before it.

        Nothing that was handed over is read again, but by a stream that cannot begin anywhere. The
        loader's generator is set, and those of its samplers: whoever shares one goes on with it.

        Raises
        ------
        TypeError, ValueError
            If `state` is not what the `state_dict` of such a loader returned: of as many samples,
            equal batches, an equal sampler. Nothing has been changed then.
        """
        state = checked(state, self.state_dict(), self._batches_in_an_epoch())
        drawn = state["drawn_from"]
        self.generator.bit_generator.state = drawn["generator"]
        set_back(self.batch_sampler, drawn["order"])
        self._epoch.place = self._epoch.loaded = Place(drawn, state["batches"])

    def _begin(self) -> Place:
        """The place of the epoch that begins: its first batch, unless a state has been loaded."""
        epoch = self._epoch
        epoch.place = place = epoch.loaded or Place(self._drawn_from())
        epoch.loaded = None
        return place

    def _drawn_from(self) -> dict:
        return {
            "generator": self.generator.bit_generator.state,
            "order": drawn_from(self.batch_sampler, self.generator),
        }

    def _settings(self) -> list:
        """What another loader needs to have in common with this one, to go on with its epoch."""
        width = None if self._transform is None else self._transform.numbers_per_image
        return [
            ["samples", None if self._source is None else len(self._source)],
            ["numbers_per_image", width],
            *settings(self.batch_sampler, "batch_sampler"),
        ]

    def _batches_in_an_epoch(self) -> int | None:
        try:
            return len(self.batch_sampler)
        except TypeError:  # a stream has no length; a sampler of one's own may have none
            return None

    def _with_numbers(self, groups: Iterator, transform: Transform) -> Iterator:
        """Each group, and a row of random numbers for each of its images.

        They are drawn in the thread that iterates, in order, from a generator of the epoch's own:
        neither workers nor batch size nor another iterator can change them.
        """
        generator = np.random.default_rng(self.generator.integers(2**63, size=2))
        width = transform.numbers_per_image
        return (Numbered(group, generator.random((len(group), width))) for group in groups)

    def __repr__(self) -> str:
        return f"DataLoader({type(self.dataset).__name__}, {self.batch_sampler!r})"


class Numbered(NamedTuple):
    """The indices of a batch, and a row of random numbers for each of its images."""

    indices: Any
    numbers: np.ndarray


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
        if isinstance(batch_sampler, BatchSampler):
            can_be_repeated(
                "batch_sampler.sampler", "an iterable of indices", batch_sampler.sampler
            )
            _refuse_weights_of_classes(batch_sampler.sampler, dataset)
        return can_be_repeated("batch_sampler", "an iterable of index groups", batch_sampler)
    if batch_size is None:
        raise TypeError(
            "batch_size should be a positive integer, but got None; for samples one by one, loop "
            "over the dataset itself"
        )
    if sampler is None:
        sampler = RandomSampler(dataset, generator) if shuffle else SequentialSampler(dataset)
    elif shuffle:
        raise ValueError("sampler decides the order; leave out shuffle=True")
    can_be_repeated("sampler", "an iterable of indices", sampler)
    _refuse_weights_of_classes(sampler, dataset)
    return BatchSampler(sampler, batch_size, drop_last)


def _refuse_weights_of_classes(sampler: Any, dataset: Any) -> None:
    """Refuse weights that are not one for each sample: the first samples alone would be drawn."""
    if isinstance(sampler, WeightedRandomSampler) and len(sampler.weights) != len(dataset):
        raise ValueError(
            f"weights should be one for each of the {len(dataset)} samples, but got "
            f"{len(sampler.weights)}; weights_of_classes[labels] has one for each sample"
        )


def _stream_groups(
    stream: IterableDataset,
    batch_size: int,
    shuffle: bool,
    sampler: Iterable | None,
    batch_sampler: Iterable | None,
    drop_last: bool,
    generator: np.random.Generator,
) -> StreamBatches:
    """Return what an epoch over a stream goes through, group by group."""
    if true_or_false("shuffle", shuffle):
        raise ValueError(
            "shuffle should be False for a stream, which has no length to draw an order of, but "
            "got True; ShuffleBuffer(stream, buffer_size) shuffles"
        )
    for name, value in (("sampler", sampler), ("batch_sampler", batch_sampler)):
        if value is not None:
            raise ValueError(
                f"{name} should be None for a stream, which has no indices, but got {value!r:.60}; "
                "leave it out"
            )
    return StreamBatches(stream, batch_size, drop_last)


def _load_one_by_one(fetch: Callable[[Any], Any], jobs: Iterator, place: Place) -> Iterator:
    """Load each batch when it is asked for."""
    for job in jobs:
        try:
            batch = fetch(job)
        except Exception as error:
            _raise_with_batch(error, job)
        place.batches += 1
        yield batch
    place.ended = True


def _load(fetch: Callable[[Any], Any], job: Any) -> Any:
    try:
        return fetch(job)
    except Exception as error:
        _raise_with_batch(error, job)


def _raise_with_batch(error: Exception, job: Any) -> NoReturn:
    """Raise the error, which keeps its type and says which batch raised it."""
    if isinstance(error, StopIteration):  # would end the epoch, as if there were no more batches
        raise RuntimeError(f"loading {_batch_of(job)} raised StopIteration") from error
    error.add_note(f"while loading {_batch_of(job)}")
    raise error


def _batch_of(job: Any) -> str:
    indices = job.indices if isinstance(job, Numbered) else job
    return f"the batch of samples {indices!s:.300}"


def _batch_at(source: Dataset, indices: Any) -> Any:
    return source.get_batch(as_indices(indices))


def _collated(source: Dataset, collate: Callable[[list], Any], indices: Any) -> Any:
    return collate(source.get_samples(indices))


def _from_stream(transform: Transform | None, collate: Callable[[list], Any], job: Any) -> Any:
    if transform is None:
        return collate(list(job))
    pairs = zip(job.indices, job.numbers, strict=True)
    return collate([_with_first(sample, partial(_apply, transform, row)) for sample, row in pairs])


def _apply(transform: Transform, numbers: np.ndarray, image: Any) -> Any:
    return transform_image(transform, image, numbers)


def _augmented_at_once(source: Dataset, transform: Transform, fresh: bool, job: Numbered) -> Any:
    batch = _batch_at(source, job.indices)

    def changed(images: Any) -> Any:
        if not fresh:
            _refuse_unstacked(source, batch, images, job)
        return transform_batch(transform, images, job.numbers, may_overwrite=fresh)

    return _with_first(batch, changed)


def _refuse_unstacked(source: Dataset, batch: Any, images: Any, job: Numbered) -> None:
    """Refuse a batch whose images are not rows of one array: they would be changed as if."""
    count = len(job.numbers)
    stacked = isinstance(images, np.ndarray) and images.shape[:1] == (count,)
    if stacked and type(batch) in (list, tuple) and len(batch) == count > 1:
        # As many as there are samples, so perhaps the samples. If so, one index gives one of them.
        if len({np.shape(part) for part in batch}) == 1:
            stacked = len(_batch_at(source, job.indices[:1])) == count
    if not stacked:
        inside = f" in a {type(batch).__name__} of {len(batch)}" if images is not batch else ""
        raise TypeError(
            f"{source._name}.get_batch should give the images of {count} samples as one array of "
            f"{count} rows, but gave {describe(images)}{inside}; np.stack makes one"
        )


def _augmented_one_by_one(
    source: Dataset, transform: Transform, collate: Callable[[list], Any], job: Numbered
) -> Any:
    row = iter(job.numbers)

    def changed(index: int) -> Any:
        return _with_first(
            source[index], lambda image: transform_image(transform, image, next(row))
        )

    return collate(collect(source, changed, job.indices))


def _with_first(sample: Any, change: Callable[[Any], Any]) -> Any:
    """Change the image: the first element of a tuple, or the whole of a bare sample."""
    if isinstance(sample, dict):
        raise TypeError(
            "with a transform, each sample should be an image, or a tuple that begins with one, "
            "but got a dict; change the element you mean in the dataset's __getitem__"
        )
    if not isinstance(sample, tuple | list):
        return change(sample)
    changed = (change(sample[0]), *sample[1:])
    return type(sample)(*changed) if hasattr(sample, "_fields") else type(sample)(changed)
