"""Right answers to the exercises of lesson 11, other than the solutions."""

import json
import math
from collections import deque
from itertools import cycle, islice

import numpy as np

from tinydata.course.exercises.lesson_10_speed.loader import DataLoader as LoaderOfLesson10
from tinydata.dataset import Dataset
from tinydata.stream import IterableDataset


class MemmapOfTuple(Dataset):
    def __init__(self, *paths):
        self.arrays = tuple(np.lib.format.open_memmap(path, mode="r") for path in paths)

    def __len__(self):
        return min(map(len, self.arrays))

    def __getitem__(self, index):
        return tuple([np.array(array[index])[()] for array in self.arrays])

    def get_batch(self, indices):
        return tuple([np.array(array[np.asarray(indices, int)]) for array in self.arrays])


class MemmapOpenedAnew(Dataset):
    """Opens the files for each question."""

    def __init__(self, *paths):
        self.paths = paths

    def opened(self):
        return [np.load(path, mmap_mode="r") for path in self.paths]

    def __len__(self):
        return self.opened()[0].shape[0]

    def __getitem__(self, index):
        return tuple(array[index].copy() for array in self.opened())

    def get_batch(self, indices):
        return tuple(np.take(array, indices, axis=0) for array in self.opened())


class MemmapOfFirstAndOthers(Dataset):
    def __init__(self, first, *others):
        self.first = np.load(first, "r")
        self.others = [np.load(path, "r") for path in others]

    def __len__(self):
        return len(self.first)

    def __getitem__(self, index):
        return (self.first[index].copy(), *(array[index].copy() for array in self.others))

    def get_batch(self, indices):
        batch = [self.first[indices]]
        for array in self.others:
            batch.append(array[indices])
        return tuple(batch)


class MemmapFromRows(Dataset):
    """A batch by stacking samples."""

    def __init__(self, *paths):
        self.arrays = [np.load(path, mmap_mode="r") for path in paths]

    def __len__(self):
        return len(self.arrays[-1])

    def __getitem__(self, index):
        sample = []
        for array in self.arrays:
            sample.append(array[index] + array.dtype.type(0))
        return tuple(sample)

    def get_batch(self, indices):
        return tuple(
            np.array([array[i] for i in indices], array.dtype).reshape(
                len(indices), *array.shape[1:]
            )
            for array in self.arrays
        )


class BufferThatPops(IterableDataset):
    """Yields as soon as the buffer is full: the last of it fills the gap."""

    def __init__(self, source, buffer_size, generator=None):
        self.source, self.buffer_size = source, buffer_size
        self.generator = np.random.default_rng(generator)

    def __iter__(self):
        buffer = []
        for sample in self.source:
            buffer.append(sample)
            if len(buffer) == self.buffer_size:
                place = self.generator.integers(len(buffer))
                buffer[place], buffer[-1] = buffer[-1], buffer[place]
                yield buffer.pop()
        while buffer:
            yield buffer.pop(self.generator.integers(len(buffer)))


class BufferByIslice(BufferThatPops):
    def __iter__(self):
        samples = iter(self.source)
        buffer = list(islice(samples, self.buffer_size))
        for sample in samples:
            place = int(self.generator.random() * len(buffer))
            out, buffer[place] = buffer[place], sample
            yield out
        for place in self.generator.permutation(len(buffer)):
            yield buffer[place]


class BufferOfDict(BufferThatPops):
    def __iter__(self):
        buffer = {}
        for sample in self.source:
            if len(buffer) < self.buffer_size:
                buffer[len(buffer)] = sample
                continue
            key = int(self.generator.choice(self.buffer_size))
            yield buffer.pop(key)
            buffer[key] = sample
        rest = [buffer[key] for key in sorted(buffer)]
        order = np.argsort(self.generator.random(len(rest)))
        yield from (rest[i] for i in order)


class BufferThatKeepsTuples(BufferThatPops):
    def __iter__(self):
        held = deque()
        for sample in self.source:
            if len(held) < self.buffer_size:
                held.append(sample)
            else:
                held.rotate(int(self.generator.integers(self.buffer_size)))
                yield held.popleft()
                held.append(sample)
        while held:
            held.rotate(int(self.generator.integers(len(held))))
            yield held.popleft()


def share_by_loop(order, num_replicas, rank, drop_last=False):
    rounding = math.floor if drop_last else math.ceil
    count = rounding(len(order) / num_replicas)
    places = [rank + k * num_replicas for k in range(count)]
    return np.array([order[place % len(order)] for place in places], dtype=order.dtype)


def share_by_cycle(order, num_replicas, rank, drop_last=False):
    total = len(order) - len(order) % num_replicas
    if total < len(order) and not drop_last:
        total += num_replicas
    dealt = islice(cycle(order), rank, total, num_replicas) if len(order) else ()
    return np.fromiter(dealt, order.dtype)


def share_by_take(order, num_replicas, rank, drop_last=False):
    count = len(order) // num_replicas if drop_last else -(-len(order) // num_replicas)
    return np.take(order, np.arange(count) * num_replicas + rank, mode="wrap")[:count]


def share_by_reshape(order, num_replicas, rank, drop_last=False):
    if drop_last:
        order = order[: len(order) // num_replicas * num_replicas]
    while len(order) % num_replicas and len(order):
        missing = num_replicas - len(order) % num_replicas
        order = np.concatenate([order, order[:missing]])
    return order.reshape(-1, num_replicas)[:, rank]


def table_of(n):
    columns = math.isqrt(n - 1) + 1
    return np.uint64(columns), np.uint64(-(-n // columns))


def computed_with_mask(places, n, keys, scramble):
    columns, rows = table_of(n)
    indices = np.asarray(places).astype(np.uint64)
    again = np.ones(len(indices), bool)
    while again.any():
        row, column = indices[again] // columns, indices[again] % columns
        for a, b in zip(keys[::2], keys[1::2], strict=True):
            column = (column + scramble(row ^ a) % columns) % columns
            row = (row + scramble(column ^ b) % rows) % rows
        indices[again] = row * columns + column
        again = indices >= n
    return indices


def computed_rows_first(places, n, keys, scramble):
    columns, rows = table_of(n)
    indices = np.array(places, np.uint64)
    outside = np.full(len(indices), True)
    while np.any(outside):
        row, column = np.divmod(indices[outside], columns)
        for k, key in enumerate(keys):
            if k % 2:
                column = (column + scramble(row + key) % columns) % columns
            else:
                row = (row + scramble(column + key) % rows) % rows
        indices[outside] = row * columns + column
        outside = indices >= n
    return indices


def computed_recursively(places, n, keys, scramble):
    columns, rows = table_of(n)

    def through(indices):
        row, column = np.divmod(indices, columns)
        for k in range(0, len(keys), 2):
            column = (column + scramble(row ^ keys[k]) % columns) % columns
            row = (row + scramble(column ^ keys[k + 1]) % rows) % rows
        indices = row * columns + column
        outside = indices >= n
        if outside.any():
            indices[outside] = through(indices[outside])
        return indices

    return through(np.array(places, np.uint64))


def computed_by_subtracting(places, n, keys, scramble):
    columns, rows = table_of(n)
    indices = np.array(places, np.uint64)
    todo = list(range(len(indices)))
    while todo:
        row, column = indices[todo] // columns, indices[todo] % columns
        for step, key in enumerate(keys):
            if step % 2 == 0:
                column = (column + columns - scramble(key ^ row) % columns) % columns
            else:
                row = (row + rows - scramble(key ^ column) % rows) % rows
        indices[todo] = row * columns + column
        todo = [place for place in todo if indices[place] >= n]
    return indices.astype(int)


class ResumesByACopyOfTheJobs(LoaderOfLesson10):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.state = {"generator": self.generator.bit_generator.state, "batches": 0}
        self.loaded = False

    def __iter__(self):
        if not self.loaded:
            self.state = {"generator": self.generator.bit_generator.state, "batches": 0}
        self.loaded = False
        jobs = list(self.jobs())
        for job in jobs[self.state["batches"] :]:
            batch = self.load(job)
            self.state["batches"] += 1
            if self.state["batches"] >= len(jobs):
                self.state = {"generator": self.generator.bit_generator.state, "batches": 0}
            yield batch

    def state_dict(self):
        return dict(self.state)

    def load_state_dict(self, state):
        self.state = dict(state)
        self.generator.bit_generator.state = state["generator"]
        self.loaded = True


class ResumesWhenIterCalls(LoaderOfLesson10):
    """Draws the order when `iter` is called, not at the first batch."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.skip = self.done = 0
        self.start = self.generator.bit_generator.state

    def __iter__(self):
        self.start = self.generator.bit_generator.state
        self.done, self.skip = self.skip, 0
        jobs = self.jobs()
        first = next(jobs, None)  # draws
        rest = [] if first is None else [first, *jobs]
        return self.hand_over(rest[self.done :])

    def hand_over(self, jobs):
        for left, job in zip(range(len(jobs) - 1, -1, -1), jobs, strict=True):
            batch = self.load(job)
            self.done += 1
            if left == 0:
                self.start, self.done = self.generator.bit_generator.state, 0
            yield batch

    def state_dict(self):
        return {"batches": self.done, "generator": self.start}

    def load_state_dict(self, state):
        self.start = self.generator.bit_generator.state = state["generator"]
        self.done = self.skip = state["batches"]


class ResumesBySkipping(LoaderOfLesson10):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.resume_at = None
        self.epoch = (self.generator.bit_generator.state, 0)

    def __iter__(self):
        begun, skip = self.resume_at or (self.generator.bit_generator.state, 0)
        self.resume_at = None
        jobs = self.jobs()
        for _ in range(skip):
            next(jobs)
        self.epoch = (begun, skip)
        for number, job in enumerate(jobs, start=skip + 1):
            batch = self.load(job)
            is_last = number == len(self)
            self.epoch = (self.generator.bit_generator.state, 0) if is_last else (begun, number)
            yield batch

    def state_dict(self):
        return {"generator": self.epoch[0], "batches": self.epoch[1]}

    def load_state_dict(self, state):
        self.resume_at = self.epoch = (state["generator"], state["batches"])
        self.generator.bit_generator.state = state["generator"]


class ResumesByNumber(LoaderOfLesson10):
    """Leaves out jobs by `islice`."""

    begun, batches, first = None, 0, 0

    def __iter__(self):
        begun = self.generator.bit_generator.state
        first, self.first = self.first, 0
        self.begun, self.batches = begun, first
        for number, job in enumerate(islice(self.jobs(), first, None), start=first + 1):
            batch = self.load(job)
            self.batches = number % len(self)
            if self.batches == 0:
                self.begun = self.generator.bit_generator.state
            yield batch

    def state_dict(self):
        return {
            "generator": self.begun or self.generator.bit_generator.state,
            "batches": self.batches,
        }

    def load_state_dict(self, state):
        self.generator.bit_generator.state = self.begun = state["generator"]
        self.batches = self.first = state["batches"]


class ResumesWithOtherNames(ResumesBySkipping):
    """Its state has names of its own, and the generator's state as text."""

    def state_dict(self):
        return {"epoch": json.dumps(self.epoch[0]), "handed_over": self.epoch[1]}

    def load_state_dict(self, state):
        super().load_state_dict(
            {"generator": json.loads(state["epoch"]), "batches": state["handed_over"]}
        )


RIGHT = {
    "streams.memmap": [MemmapOfTuple, MemmapOpenedAnew, MemmapOfFirstAndOthers, MemmapFromRows],
    "streams.buffer": [BufferThatPops, BufferByIslice, BufferOfDict, BufferThatKeepsTuples],
    "streams.ranks": [share_by_loop, share_by_cycle, share_by_take, share_by_reshape],
    "streams.resume": [
        ResumesByACopyOfTheJobs,
        ResumesWhenIterCalls,
        ResumesBySkipping,
        ResumesByNumber,
        ResumesWithOtherNames,
    ],
    "streams.computed": [
        computed_with_mask,
        computed_rows_first,
        computed_recursively,
        computed_by_subtracting,
    ],
}
EQUIVALENT = {
    "streams.computed": {
        "column = (column + scramble(row ^ key) % columns) % columns -> "
        "column = (column + scramble(row ^ key) // columns) % columns": "another number to add",
        "row = (row + scramble(column ^ key) % rows) % rows -> "
        "row = (row + scramble(column ^ key) // rows) % rows": "another number to add",
        "columns = np.uint64(math.isqrt(n - 1) + 1) -> "
        "columns = np.uint64(math.isqrt(n + 1) + 1)": "a table that is a little wider",
        "columns = np.uint64(math.isqrt(n - 1) + 1) -> "
        "columns = np.uint64(math.isqrt(n - 1) + 2)": "a table that is a little wider",
        "if k % 2 == 0: -> if k % 2 != 0:": "rows first",
        "if k % 2 == 0: -> if k % 2 == 1:": "rows first",
        "if k % 2 == 0: -> if k % 3 == 0:": "rounds in another order, which mix enough",
    }
}
UNCAUGHT = {
    "streams.resume": {"inputs: stops is never longer than 256": "an epoch is stopped a few times"}
}
WRONG = {
    "streams.memmap": [
        (
            ("array[index].copy() for", "np.array(array)[index] for"),
            "only the rows that were asked for should be copied",
        ),
        (
            ("array[indices] for", "np.array(array)[indices] for"),
            "only the rows that were asked for should be copied",
        ),
        (("array[index].copy()", "array[index % len(array)].copy()"), "numbered from 0 to 2"),
        (
            (
                "return tuple(array[indices] for array in self.arrays)",
                "return tuple(array[indices[0] :][: len(indices)] for array in self.arrays)",
            ),
            "the rows that were asked for, in that order",
        ),
    ],
    "streams.buffer": [
        (
            (
                "buffer = []",
                """
        if not hasattr(self, "kept"):
            self.kept = []
        buffer = self.kept
                """,
            ),
            "each epoch begins with an empty buffer",
        ),
        (
            (
                "for sample in self.source:\n",
                """
        source = iter(self.source)
        while (sample := next(source, None)) is not None:
                """,
            ),
            "It is not the end",
        ),
        (
            (
                "if len(buffer) < self.buffer_size:",
                """
            if sample in buffer:
                continue
            if len(buffer) < self.buffer_size:
                """,
            ),
            "Samples may be equal",
        ),
        (
            (
                "self.generator.shuffle(buffer)",
                """
        if buffer:
            first = self.generator.integers(len(buffer))
            buffer = buffer[first:] + buffer[:first]
                """,
            ),
            "not only begin at another place",
        ),
    ],
    "streams.resume": [
        (
            (
                'return {"generator": self.begun, "batches": self.batches}',
                """
        self.generator.bit_generator.state = self.begun
        return {"generator": self.begun, "batches": self.batches}
                """,
            ),
            "the epochs are the same as without",
        ),
        (
            (
                'return {"generator": self.begun, "batches": self.batches}',
                """
        self.kept = getattr(self, "kept", {})
        self.kept.update(generator=self.begun, batches=self.batches)
        return self.kept
                """,
            ),
            "A state stays as it was",
        ),
        (('self.first = state["batches"]', 'self.first = state.pop("batches")'), "more than once"),
        (('"batches": self.batches}', '"batches": min(self.batches, 255)}'), "200 are left"),
        (
            ('"batches": self.batches}', '"batches": self.batches, "order": list(self.sampler)}'),
            "",
        ),
    ],
    "streams.computed": [
        (("enumerate(keys)", "enumerate(keys[:5])"), "Each of the six keys should take part"),
        (("enumerate(keys)", "enumerate(keys[1:])"), "Each of the six keys should take part"),
        (("np.array(places, np.uint64)", "np.sort(places).astype(np.uint64)"), "in any order"),
        (
            (
                "indices = np.array(places, np.uint64)",
                """
    indices = np.array(places, np.uint64)
    scramble = lambda numbers: numbers * np.uint64(0x94D049BB133111EB) >> np.uint64(9)
            """,
            ),
            "handed in",
        ),
    ],
    "streams.ranks": [
        (
            (
                "def share_of_rank(order, num_replicas, rank, drop_last=False)",
                "def share_of_rank(order, num_replicas, rank, drop_last=True)",
            ),
            "the order goes on with its first index",
        ),
    ],
}
