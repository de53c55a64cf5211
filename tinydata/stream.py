"""Streams: samples that come one after the other, from data that is larger than memory."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from tinydata.arguments import as_generator, can_be_repeated, positive_int, true_or_false
from tinydata.dataset import Dataset, TensorDataset

if TYPE_CHECKING:  # `import tinydata` stays light: files are for those who have shards
    import os
    from pathlib import Path

    from tinydata.sources import MemmapDataset


class IterableDataset:
    """Samples that come one after the other: no length, no index, no going back.

    A subclass defines `__iter__`, and nothing else: one pass, from the first sample to the last.
    Where the storage can begin anywhere, it also overrides `iter_from`.

    Notes
    -----
    After `torch.utils.data.IterableDataset`. A `DataLoader` reads a stream in one thread, whatever
    its `num_workers`: no sample comes twice.

    Examples
    --------
    >>> class Squares(IterableDataset):
    ...     def __iter__(self):
    ...         return (number**2 for number in range(5))
    >>> list(Squares().iter_from(3))
    [9, 16]
    """

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError(f"{type(self).__name__} should define __iter__")

    def iter_from(self, start: int) -> Iterator[Any]:
        """Return one pass without its first `start` samples. By default they are read and let go.

        A loader that goes on in the middle of an epoch asks for it.
        """
        return islice(self, positive_int("start", start, minimum=0), None)


class ArrayShards(IterableDataset):
    """Images and labels in several folders of arrays, read from the first sample to the last.

    Parameters
    ----------
    root : path
        Holds one folder for each shard, and these `images.npy` and `labels.npy`: what
        `write_shards` writes. Shards come in the order of their folders' names.
    in_turns : bool
        Whether to read one sample of each shard in turn, instead of shard after shard. A shard
        that has ended loses its turn.
    num_replicas : int
        How many processes share the shards.
    rank : int
        Which of them this is, from 0. It reads each `num_replicas`-th shard, beginning with that
        number.

    Attributes
    ----------
    folders, lengths : list of Path, tuple of int
        Of each shard that this rank reads: where it lies, and its samples.

    Raises
    ------
    FileNotFoundError
        If there is no such folder, no shard in it, or a shard without its two files.
    ValueError
        If there are more replicas than shards, `rank` is none of them, or the arrays of a shard
        differ in length.

    Notes
    -----
    A sample is (image, label), copies of what the files hold. Shards are memory-mapped, one at a
    time, or in turns all of them; a pass can begin anywhere without reading what lies before.
    Ranks have equally many samples only if the shards have, and if their number can be divided:
    what a rank has more, the others wait for. Reading shards by rank is the way of WebDataset.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as root:
    ...     folders = write_shards(root, np.zeros((5, 8, 8)), [0, 1, 2, 3, 4], num_shards=2)
    ...     in_order = [int(label) for image, label in ArrayShards(root)]
    ...     in_turns = [int(label) for image, label in ArrayShards(root, in_turns=True)]
    >>> in_order, in_turns
    ([0, 1, 2, 3, 4], [0, 3, 1, 4, 2])
    """

    def __init__(
        self,
        root: str | os.PathLike,
        in_turns: bool = False,
        num_replicas: int = 1,
        rank: int = 0,
    ) -> None:
        from pathlib import Path

        self.root = Path(root)
        self.in_turns = true_or_false("in_turns", in_turns)
        self.num_replicas = positive_int("num_replicas", num_replicas)
        self.rank = positive_int("rank", rank, minimum=0)
        if self.rank >= self.num_replicas:
            raise ValueError(f"rank should be below num_replicas={num_replicas}, but got {rank}")
        if not self.root.is_dir():
            raise FileNotFoundError(f"root should be a folder, but there is none at {root}")
        shards = sorted(
            (folder for folder in self.root.iterdir() if folder.is_dir()), key=lambda f: f.name
        )
        if not shards:
            raise FileNotFoundError(
                f"root should hold a folder for each shard, but {root} has none"
            )
        if self.num_replicas > len(shards):
            raise ValueError(
                f"num_replicas should be at most the {len(shards)} shards of {root}, but got "
                f"{num_replicas}; write more shards"
            )
        self.folders = shards[self.rank :: self.num_replicas]
        self.lengths = tuple(len(_open(folder)) for folder in self.folders)

    def __len__(self) -> int:
        """Return the number of samples of this rank, which shards know and other streams do not."""
        return sum(self.lengths)

    def __iter__(self) -> Iterator[tuple]:
        return self.iter_from(0)

    def iter_from(self, start: int) -> Iterator[tuple]:
        start = positive_int("start", start, minimum=0)
        return self._read(self._turns(start) if self.in_turns else self._in_order(start))

    def _read(self, places: Iterable[tuple[int, int]]) -> Iterator[tuple]:
        opened: dict[int, MemmapDataset] = {}
        for shard, row in places:
            if shard not in opened:
                if not self.in_turns:
                    opened.clear()
                opened[shard] = _open(self.folders[shard])
            yield opened[shard][row]

    def _in_order(self, start: int) -> Iterator[tuple[int, int]]:
        """The places (shard, row) of a pass from sample `start` on."""
        for shard, length in enumerate(self.lengths):
            for row in range(start, length):
                yield shard, row
            start = max(0, start - length)

    def _turns(self, start: int) -> Iterator[tuple[int, int]]:
        rows = range(max(self.lengths) + 1)
        # The row that sample `start` lies in: the last one with no more samples in those above it.
        first = bisect_right(rows, start, key=self._samples_above) - 1
        start -= self._samples_above(first)
        for row in rows[first:-1]:
            yield from [(s, row) for s, length in enumerate(self.lengths) if row < length][start:]
            start = 0

    def _samples_above(self, row: int) -> int:
        return sum(min(length, row) for length in self.lengths)

    def __repr__(self) -> str:
        return f"ArrayShards({len(self)} samples in {len(self.folders)} shards, {str(self.root)!r})"


def _open(folder: Path) -> MemmapDataset:
    from tinydata.sources import MemmapDataset

    return MemmapDataset(folder / "images.npy", folder / "labels.npy")


def write_shards(
    root: str | os.PathLike,
    images: np.ndarray,
    labels: Sequence[int] | np.ndarray,
    num_shards: int,
    deal: bool = False,
) -> list[Path]:
    """Write images and labels as shards for `ArrayShards`, and return their folders.

    They are `root/00000`, `root/00001`, …, each with the files of `write_arrays`. Writing again
    replaces them. Arrays that are memory-mapped themselves may be larger than memory: one shard at
    a time is read.

    Parameters
    ----------
    root : path
        The folder. It is made if need be.
    images, labels : arrays of equal length N, of any dtype
    num_shards : int
        At most N. Shards differ in length by one sample at most.
    deal : bool
        Whether to deal the samples like cards, one to each shard in turn. By default they are cut:
        each shard holds neighbours, and of sorted data few classes.

    Raises
    ------
    FileExistsError
        If the folder holds other files: they would become shards too.
    ValueError
        If the arrays differ in length, or there are more shards than samples.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as root:
    ...     folders = write_shards(root, np.zeros((5, 8, 8)), [0, 1, 2, 3, 4], 2, deal=True)
    ...     [int(label) for image, label in ArrayShards(root)]
    [0, 2, 4, 1, 3]
    """
    from pathlib import Path

    from tinydata.sources import refuse_other_files, write_arrays

    root = Path(root)
    images, labels = TensorDataset(images, labels).arrays
    num_shards = positive_int("num_shards", num_shards)
    if num_shards > len(images):
        raise ValueError(
            f"num_shards should be at most the {len(images)} samples, but got {num_shards}"
        )
    size, longer = divmod(len(images), num_shards)  # the first ones get one sample more
    cuts = [size * shard + min(shard, longer) for shard in range(num_shards + 1)]
    parts = [
        slice(shard, None, num_shards) if deal else slice(*cuts[shard : shard + 2])
        for shard in range(num_shards)
    ]
    digits = max(5, len(str(num_shards - 1)))
    folders = [root / f"{shard:0{digits}}" for shard in range(num_shards)]
    refuse_other_files(root, [f / name for f in folders for name in ("images.npy", "labels.npy")])
    for folder, part in zip(folders, parts, strict=True):
        write_arrays(folder, images[part], labels[part])
    return folders


class ShuffleBuffer(IterableDataset):
    """A stream in a random order, as far as a buffer of samples allows.

    The buffer is filled first. Then, again and again, one of its samples is handed out, each
    equally likely, and the next of the stream takes the place.

    Parameters
    ----------
    source : IterableDataset, or anything that a loop can go over once an epoch
    buffer_size : int
        Samples held at a time. No sample comes more than `buffer_size - 1` places early; any may
        come late. A buffer of 1 changes nothing, one as large as the stream shuffles all of it.
    generator : None, int or numpy.random.Generator
        Each pass draws a seed from it when it begins, and then draws from a generator of its own:
        passes differ, the same seed gives the same passes, and two of them at a time are
        independent. With None, a loader lends its own; outside of one, each pass is new.

    Raises
    ------
    TypeError, ValueError
        If `source` can be gone over only once, or `buffer_size` is not a positive integer.

    Notes
    -----
    After `tf.data.Dataset.shuffle(buffer_size)` and torchdata's `Shuffler`. `iter_from` reads no
    sample twice but those that the buffer held, if the source is an `ArrayShards` or a dataset: the
    draws are repeated with the samples' positions in place of the samples.

    Examples
    --------
    >>> shuffled = list(ShuffleBuffer(range(100), buffer_size=10, generator=0))
    >>> sorted(shuffled) == list(range(100))
    True
    >>> max(place_before - place for place, place_before in enumerate(shuffled)) < 10
    True
    """

    def __init__(
        self,
        source: Any,
        buffer_size: int,
        generator: int | np.random.Generator | None = None,
    ) -> None:
        self.source = can_be_repeated("source", "a stream of samples", source)
        self.buffer_size = positive_int("buffer_size", buffer_size)
        self.generator = None if generator is None else as_generator(generator)

    def __iter__(self) -> Iterator[Any]:
        return self._shuffled(iter(self.source), [], self._of_this_pass())

    def iter_from(self, start: int) -> Iterator[Any]:
        start = positive_int("start", start, minimum=0)
        source = _beginning_anywhere(self.source)
        if source is None:
            return islice(self, start, None)
        generator = self._of_this_pass()
        held: list[int] = []  # positions in place of samples: the draws are the same
        positions = iter(range(len(source)))
        skipped = self._shuffled(positions, held, generator)
        for _ in islice(skipped, start):
            pass
        next_position = next(positions, len(source))
        buffer = [next(source.iter_from(position)) for position in held]
        return self._shuffled(source.iter_from(next_position), buffer, generator)

    def _of_this_pass(self) -> np.random.Generator:
        return np.random.default_rng(as_generator(self.generator).integers(2**63, size=2))

    def _shuffled(
        self, source: Iterator, buffer: list, generator: np.random.Generator
    ) -> Iterator[Any]:
        while True:
            buffer += islice(source, self.buffer_size - len(buffer))
            if not buffer:
                return
            chosen = int(generator.random() * len(buffer))  # `integers` takes 7 times as long
            buffer[chosen], buffer[-1] = buffer[-1], buffer[chosen]
            yield buffer.pop()

    def __repr__(self) -> str:
        return f"ShuffleBuffer({self.source!r:.60}, {self.buffer_size})"


def _beginning_anywhere(source: Any) -> Any:
    """The source as a stream with a length that begins anywhere without reading; None if it can't.

    What can be asked for sample i can begin at sample i.
    """
    if isinstance(source, IterableDataset):
        can = type(source).iter_from is not IterableDataset.iter_from and hasattr(source, "__len__")
        return source if can else None
    return _Indexed(source) if isinstance(source, Dataset | Sequence | np.ndarray) else None


class _Indexed(IterableDataset):
    """A dataset or a sequence as a stream."""

    def __init__(self, source: Any) -> None:
        self.source = source

    def __len__(self) -> int:
        return len(self.source)

    def __iter__(self) -> Iterator[Any]:
        return self.iter_from(0)

    def iter_from(self, start: int) -> Iterator[Any]:
        return (self.source[position] for position in range(start, len(self)))


class StreamBatches:
    """A stream's samples in groups: what a loader's epoch over a stream goes through.

    It takes the place of a `BatchSampler`, whose groups are of indices.
    """

    def __init__(self, sampler: IterableDataset, batch_size: int, drop_last: bool) -> None:
        self.sampler = can_be_repeated("dataset", "a stream of samples", sampler)
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)

    def __iter__(self) -> Iterator[Chunk]:
        return self._grouped(iter(self.sampler), 0)

    def after(self, groups: int) -> Iterator[Sequence]:
        """Return the groups of one epoch, the first of them without samples: only as long."""
        start = groups * self.batch_size
        rest = self._grouped(self.sampler.iter_from(start), start)
        return chain(repeat(range(self.batch_size), groups), rest)

    def _grouped(self, samples: Iterator, start: int) -> Iterator[Chunk]:
        while True:
            chunk = Chunk(start)
            try:
                chunk.extend(islice(samples, self.batch_size))
            except Exception as error:
                name = type(self.sampler).__name__
                error.add_note(f"raised by sample {start + len(chunk)} of {name}")
                raise
            if not chunk or (self.drop_last and len(chunk) < self.batch_size):
                return
            yield chunk
            start += self.batch_size

    def __len__(self) -> int:
        raise TypeError(
            "the loader's dataset should have a length, but got a stream, which ends when it ends; "
            "count its batches in a loop"
        )

    def __repr__(self) -> str:
        name = type(self.sampler).__name__
        return f"StreamBatches({name}, {self.batch_size}, drop_last={self.drop_last})"


class Chunk(list):
    """Consecutive samples of a stream, which know their place in it."""

    def __init__(self, start: int) -> None:
        super().__init__()
        self.start = start

    def __str__(self) -> str:
        return f"{self.start} to {self.start + len(self) - 1}"
