"""Right answers to the exercises of lesson 4, other than the solutions."""

import functools
import math
from itertools import islice

import numpy as np

from tinydata.arguments import positive_int, true_or_false


def chunks_by_expression(indices, batch_size):
    return (indices[i : i + batch_size] for i in range(0, len(indices), batch_size))


def chunks_one_by_one(indices, batch_size):
    chunk = []
    for index in indices:
        chunk.append(index)
        if len(chunk) == batch_size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def chunks_while_there_are_any(indices, batch_size):
    start = 0
    while start < len(indices):
        end = min(start + batch_size, len(indices))
        yield indices[start:end]
        start = end


def chunks_by_islice(indices, batch_size):
    rest = iter(indices)
    while chunk := tuple(islice(rest, batch_size)):
        yield chunk


def chunks_by_number(indices, batch_size):
    for k in range(math.ceil(len(indices) / batch_size)):
        yield np.asarray(indices)[k * batch_size : (k + 1) * batch_size]


def collate_with_array(samples):
    batch = []
    for part in zip(*samples, strict=True):
        batch.append(np.array(part))
    return tuple(batch)


def collate_by_position(samples):
    parts = len(samples[0])
    for sample in samples:
        if len(sample) != parts:
            raise ValueError("samples differ in their number of parts")
    return tuple([np.stack([sample[k] for sample in samples]) for k in range(parts)])


def collate_by_filling(samples):
    columns = list(zip(*samples, strict=True))
    batch = []
    for column in columns:
        shape = np.shape(column[0])
        dtypes = [np.asarray(value).dtype for value in column]
        array = np.empty((len(column), *shape), functools.reduce(np.promote_types, dtypes))
        for i, value in enumerate(column):
            if np.shape(value) != shape:
                raise ValueError("shapes differ")
            array[i] = value
        batch.append(array)
    return tuple(batch)


def collate_by_concatenating(samples):
    return tuple(
        np.concatenate([np.asarray(value)[np.newaxis] for value in part])
        for part in zip(*samples, strict=True)
    )


class LoaderWithSlices:
    def __init__(self, dataset, batch_size=1):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)

    def __iter__(self):
        n = len(self.dataset)
        for start in range(0, n, self.batch_size):
            samples = []
            for i in range(start, min(start + self.batch_size, n)):
                samples.append(self.dataset[i])
            yield collate_with_array(samples)


class LoaderThatMaps:
    def __init__(self, dataset, batch_size=1):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)

    def _load(self, chunk):
        return collate_with_array([self.dataset[i] for i in chunk])

    def __iter__(self):
        indices = list(range(len(self.dataset)))
        return map(self._load, chunks_by_expression(indices, self.batch_size))


class LoaderThatCollects:
    def __init__(self, dataset, batch_size=1):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)

    def __iter__(self):
        samples = []
        for i in range(len(self.dataset)):
            samples.append(self.dataset[i])
            if len(samples) == self.batch_size:
                yield collate_with_array(samples)
                samples = []
        if samples:
            yield collate_with_array(samples)


class LoaderWithAnIterator:
    def __init__(self, dataset, batch_size=1):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)

    def __iter__(self):
        return Batches(self)


class Batches:
    def __init__(self, loader):
        self.loader = loader
        self.start = 0

    def __iter__(self):
        return self

    def __next__(self):
        dataset, size = self.loader.dataset, self.loader.batch_size
        if self.start >= len(dataset):
            raise StopIteration
        stop = min(self.start + size, len(dataset))
        batch = collate_with_array([dataset[i] for i in range(self.start, stop)])
        self.start = stop
        return batch


class GivenParts:
    """What the last exercise hands out beside the length."""

    def __init__(self, dataset, batch_size=1, *, drop_last=False):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)

    def __iter__(self):
        indices = range(len(self.dataset))[: len(self) * self.batch_size]
        for chunk in chunks_by_expression(indices, self.batch_size):
            yield collate_with_array([self.dataset[i] for i in chunk])


class LengthByCeil(GivenParts):
    def __len__(self):
        batches = len(self.dataset) / self.batch_size
        if self.drop_last:
            return math.floor(batches)
        return math.ceil(batches)


class LengthByDivmod(GivenParts):
    def __len__(self):
        full, left = divmod(len(self.dataset), self.batch_size)
        return full + (left > 0 and not self.drop_last)


class LengthOfChunks(GivenParts):
    def __len__(self):
        chunks = chunks_by_expression(range(len(self.dataset)), self.batch_size)
        return len([c for c in chunks if len(c) == self.batch_size or not self.drop_last])


class LengthByRoundingUp(GivenParts):
    def __len__(self):
        n = len(self.dataset)
        if not self.drop_last:
            n += self.batch_size - 1
        return int(n / self.batch_size)


RIGHT = {
    "batching.index-chunks": [
        chunks_by_expression,
        chunks_one_by_one,
        chunks_while_there_are_any,
        chunks_by_islice,
        chunks_by_number,
    ],
    "batching.collate": [
        collate_with_array,
        collate_by_position,
        collate_by_filling,
        collate_by_concatenating,
    ],
    "batching.iter": [LoaderWithSlices, LoaderThatMaps, LoaderThatCollects, LoaderWithAnIterator],
    "batching.length": [LengthByCeil, LengthByDivmod, LengthOfChunks, LengthByRoundingUp],
}
STACK = "tuple([np.stack(part) for part in zip(*samples, strict=True)])"
FOR_EACH = "one array, with one entry for each sample"
NOW = "Divide the number of samples that there are now"
WRONG = {
    "batching.index-chunks": [
        (
            """
            def index_chunks(indices, batch_size):
                starts = range(0, len(indices), batch_size)
                return iter([indices[start : start + batch_size] for start in starts])
            """,
            "A chunk should be made when it is asked for",
        ),
        (
            """
            def index_chunks(indices, batch_size):
                if len(indices):
                    yield indices[:batch_size]
                    yield from index_chunks(indices[batch_size:], batch_size)
            """,
            "raised RecursionError",
        ),
        (
            """
            def index_chunks(indices, batch_size):
                rest = list(indices)
                while rest:
                    chunk = rest[:batch_size]
                    yield chunk
                    rest = [index for index in rest if index not in chunk]
            """,
            "The length differs",
        ),
        (
            """
            def index_chunks(indices, batch_size):
                while len(indices):
                    yield indices[:batch_size]
                    if isinstance(indices, list):
                        del indices[:batch_size]
                    else:
                        indices = indices[batch_size:]
            """,
            "changed `indices` in place",
        ),
        (
            """
            def index_chunks(indices, batch_size):
                while indices:
                    yield indices[:batch_size]
                    indices = indices[batch_size:]
            """,
            "The indices may come as an array",
        ),
        (
            """
            def index_chunks(indices, batch_size):
                chunk = []
                for index in indices:
                    chunk.append(index)
                    if len(chunk) == batch_size:
                        yield chunk
                        chunk = []
                yield chunk
            """,
            "Where nothing is left over, you yield an empty chunk at the end",
        ),
    ],
    "batching.collate": [
        (("np.stack(part)", "np.stack(part) if np.ndim(part[0]) else np.sort(part)"), FOR_EACH),
        (("np.stack(part)", "np.stack(part).astype(np.asarray(part[0]).dtype)"), FOR_EACH),
        (("np.stack(part)", "np.stack(part[:1000])"), FOR_EACH),
        (
            ("np.stack(part)", "np.stack([np.reshape(p, np.shape(part[0])) for p in part])"),
            "should be refused with a ValueError",
        ),
        (
            (STACK, "tuple([np.stack([s[k] for s in samples]) for k in range(len(samples[0]))])"),
            "raised IndexError",
        ),
    ],
    "batching.iter": [
        (
            (
                "yield collate([self.dataset[i] for i in chunk])",
                """
                self.done = [*getattr(self, "done", []), collate([self.dataset[i] for i in chunk])]
                yield self.done[-1]
                """,
            ),
            "Your loader holds on to batches that it has handed over",
        ),
        (
            (
                "yield collate([self.dataset[i] for i in chunk])",
                """
                samples = [self.dataset[i] for i in chunk]
                self.seen = [*getattr(self, "seen", []), *samples]
                yield collate(samples)
                """,
            ),
            "Your loader holds on to samples of earlier batches",
        ),
        (
            (
                "yield collate([self.dataset[i] for i in chunk])",
                """
                try:
                    batch = collate([self.dataset[i] for i in chunk])
                except Exception:
                    continue
                yield batch
                """,
            ),
            "should be refused with",
        ),
        (("self.dataset[i]", "self.dataset[i % 256]"), "read one by one, in order"),
        (("yield collate([self.dataset[i]", "yield collate([self.dataset[i][:2]"), "item [0]"),
        (("self.dataset = dataset", "type(self).dataset = dataset"), "read one by one, in order"),
    ],
    "batching.length": [
        (("batch_size=1, *, drop_last", "batch_size=1, drop_last"), "should be given by name"),
        (("-(-count // self.batch_size)", "int(count / self.batch_size + 0.99)"), NOW),
        (
            (
                "count = len(self.dataset)",
                """
                self.count = getattr(self, "count", len(self.dataset))
                count = self.count
                """,
            ),
            NOW,
        ),
        (("count = len(self.dataset)", "count = sum(1 for i in self.dataset)"), NOW),
        (("-(-count // self.batch_size)", "-(-count // self.batch_size) % 65536"), NOW),
        (
            (
                "indices = range(len(self.dataset))[: len(self) * self.batch_size]",
                """
                indices = range(len(self.dataset))
                samples = [self.dataset[i] for i in indices]
                indices = indices[: len(self) * self.batch_size]
                """,
            ),
            "a sample that no batch needs should not be read",
        ),
        (
            (
                """
                indices = range(len(self.dataset))[: len(self) * self.batch_size]
                for chunk in index_chunks(indices, self.batch_size):
                    yield collate([self.dataset[i] for i in chunk])
                """,
                """
                for chunk in index_chunks(range(len(self.dataset)), self.batch_size):
                    batch = collate([self.dataset[i] for i in chunk])
                    if len(chunk) == self.batch_size or not self.drop_last:
                        yield batch
                """,
            ),
            "a sample that no batch needs should not be read",
        ),
    ],
}
EQUIVALENT = {
    "batching.index-chunks": {},
    "batching.collate": {},
    "batching.iter": {},
    "batching.length": {},
}
