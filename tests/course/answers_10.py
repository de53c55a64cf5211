"""Right answers to the exercises of lesson 10, other than the solutions."""

import queue
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from tinydata.course.exercises.lesson_04_batching.collate import collate
from tinydata.course.exercises.lesson_04_batching.index_chunks import index_chunks
from tinydata.course.exercises.lesson_10_speed.get_batch import StoredDataset
from tinydata.course.exercises.lesson_10_speed.loader import DataLoader


class StoredByIndexArray(StoredDataset):
    def get_batch(self, indices):
        indices = np.asarray(indices, dtype=np.intp)
        return self.images[indices], self.labels[indices]


class StoredByFromIter(StoredDataset):
    def get_batch(self, indices):
        order = np.fromiter(indices, int, count=len(indices))
        images = self.images[order]
        labels = self.labels[order]
        return (images, labels)


class StoredByTake:
    def __init__(self, images, labels):
        self.parts = images, labels

    def __len__(self):
        return len(self.parts[1])

    def __getitem__(self, index):
        return tuple(part[index] for part in self.parts)

    def get_batch(self, indices):
        return tuple(part.take(np.array([*indices], int), axis=0) for part in self.parts)


class StoredByUnpacking(StoredDataset):
    def get_batch(self, indices):
        return self[[*indices]]


class StoredOneRowMore(StoredDataset):
    """Copies what it gets once more."""

    def get_batch(self, indices):
        indices = [int(i) for i in indices]
        images, labels = self.images[indices], self.labels[indices]
        return images.copy(), labels.copy()


def crop_with_pad(images, size, padding, numbers):
    around = [(0, 0)] * (images.ndim - 2) + [(padding, padding)] * 2
    padded = np.pad(images, around)
    height, width = size
    places = padded.shape[-2] - height + 1, padded.shape[-1] - width + 1
    tops, lefts = (numbers * places).astype(int).T
    windows = sliding_window_view(padded, (height, width), axis=(-2, -1))
    return windows[np.arange(len(images)), ..., tops, lefts, :, :]


def crop_by_rows_and_columns(images, size, padding, numbers):
    """Looks up each pixel by its row and its column."""
    n, *channels, rows, columns = images.shape
    around = [(0, 0)] * (images.ndim - 2) + [(padding, padding)] * 2
    padded = np.pad(images, around)
    tops = np.floor(numbers[:, 0] * (rows + 2 * padding - size[0] + 1)).astype(int)
    lefts = np.floor(numbers[:, 1] * (columns + 2 * padding - size[1] + 1)).astype(int)
    down = (tops[:, None] + np.arange(size[0])).reshape(n, *[1] * len(channels), size[0], 1)
    right = (lefts[:, None] + np.arange(size[1])).reshape(n, *[1] * len(channels), 1, size[1])
    return np.take_along_axis(np.take_along_axis(padded, down, -2), right, -1)


def crop_by_strides(images, size, padding, numbers):
    height, width = size
    *outer, rows, columns = images.shape
    padded = np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), images.dtype)
    padded[..., padding : padding + rows, padding : padding + columns] = images
    down, right = padded.shape[-2] - height + 1, padded.shape[-1] - width + 1
    n, *channels = outer
    step, *channel_steps, row, column = padded.strides
    windows = as_strided(
        padded,
        (n, down, right, *channels, height, width),
        (step, row, column, *channel_steps, row, column),
        writeable=False,
    )
    return windows[range(n), np.int64(numbers[:, 0] * down), np.int64(numbers[:, 1] * right)]


def crop_place_by_place(images, size, padding, numbers):
    """A loop over the places where a window begins, for all images there at once."""
    height, width = size
    *outer, rows, columns = images.shape
    padded = np.pad(images, [(0, 0)] * len(outer) + [(padding, padding)] * 2)
    tops = (numbers[:, 0] * (rows + 2 * padding - height + 1)).astype(int)
    lefts = (numbers[:, 1] * (columns + 2 * padding - width + 1)).astype(int)
    result = np.empty((*outer, height, width), images.dtype)
    for top in set(tops.tolist()):
        for left in set(lefts[tops == top].tolist()):
            here = (tops == top) & (lefts == left)
            result[here] = padded[here][..., top : top + height, left : left + width]
    return result


def crop_of_flat_images(images, size, padding, numbers):
    """One index for each pixel of a padded image laid out as a row."""
    height, width = size
    n, *channels, rows, columns = images.shape
    wide = columns + 2 * padding
    padded = np.zeros((n, *channels, rows + 2 * padding, wide), images.dtype)
    padded[..., padding : padding + rows, padding : padding + columns] = images
    tops = (numbers[:, 0] * (rows + 2 * padding - height + 1)).astype(int)
    lefts = (numbers[:, 1] * (wide - width + 1)).astype(int)
    window = np.arange(height)[:, None] * wide + np.arange(width)
    places = (tops * wide + lefts)[:, None] + window.ravel()
    flat = padded.reshape(n, int(np.prod(channels)), (rows + 2 * padding) * wide)
    pixels = np.take_along_axis(flat, places[:, None], axis=2)
    return pixels.reshape(n, *channels, height, width)


def prefetch_with_a_queue(iterable, limit):
    """A thread that puts items, errors and the end into a queue, until it is told to stop."""
    waiting, left = queue.Queue(limit), threading.Event()

    def work():
        try:
            for item in iterable:
                waiting.put(("item", item))
                if left.is_set():
                    return
            waiting.put(("end", None))
        except Exception as error:
            waiting.put(("error", error))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while True:
            kind, item = waiting.get()
            if kind == "error":
                raise item
            if kind == "end":
                return
            yield item
    finally:
        left.set()
        while thread.is_alive():
            try:
                waiting.get(timeout=0.001)
            except queue.Empty:
                pass


def prefetch_with_semaphores(iterable, limit):
    room, ready = threading.Semaphore(limit), threading.Semaphore(0)
    done, loaded = [], deque()

    def work():
        try:
            for item in iterable:
                loaded.append(lambda item=item: item)
                ready.release()
                room.acquire()
                if done:
                    return
            loaded.append(None)
        except Exception as error:
            loaded.append(error)
        ready.release()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while ready.acquire():
            entry = loaded.popleft()
            if entry is None:
                return
            if isinstance(entry, Exception):
                raise entry
            room.release()
            yield entry()
    finally:
        done.append(True)
        room.release()
        thread.join()


def prefetch_with_a_submitted_function(iterable, limit):
    """A future gives a list of one item, or of none at the end."""
    iterator = iter(iterable)

    def one_more():
        return list(islice(iterator, 1))

    with ThreadPoolExecutor(max_workers=1) as pool:
        futures = [pool.submit(one_more) for _ in range(limit)]
        try:
            while True:
                found = futures.pop(0).result()
                if not found:
                    return
                futures.append(pool.submit(one_more))
                yield from found
        finally:
            for future in futures:
                future.cancel()


class PrefetchObject:
    """An iterator of its own in place of a generator."""

    def __init__(self, iterable, limit):
        self.iterator = iter(iterable)
        self.pool = ThreadPoolExecutor(1)
        self.ahead = deque()
        self.limit = limit

    def __iter__(self):
        return self

    def load(self):
        try:
            return True, next(self.iterator)
        except StopIteration:
            return False, None

    def __next__(self):
        while len(self.ahead) <= self.limit:
            self.ahead.append(self.pool.submit(self.load))
        try:
            is_there, item = self.ahead.popleft().result()
        except Exception:
            self.close()
            raise
        if not is_there:
            self.close()
            raise StopIteration
        return item

    def close(self):
        self.pool.shutdown(wait=True, cancel_futures=True)


def prefetch_by_a_class(iterable, limit):
    return PrefetchObject(iterable, limit)


def prefetch_with_a_condition(iterable, limit):
    """One lock, waited on from both sides."""
    changed, loaded, state = threading.Condition(), [], {"over": False, "left": False}

    def work():
        error = None
        try:
            for item in iterable:
                with changed:
                    loaded.append(item)
                    changed.notify_all()
                    changed.wait_for(lambda: len(loaded) < limit or state["left"])
                if state["left"]:
                    return
        except Exception as raised:
            error = raised
        with changed:
            state["over"], state["error"] = True, error
            changed.notify_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        while True:
            with changed:
                changed.wait_for(lambda: loaded or state["over"])
                if not loaded:
                    break
                item = loaded.pop(0)
                changed.notify_all()
            yield item
        if state["error"] is not None:
            raise state["error"]
    finally:
        with changed:
            state["left"] = True
            changed.notify_all()
        thread.join()


class LoaderThatDrawsAtOnce(DataLoader):
    """All numbers of an epoch in one array, cut as the order is; both before the first job."""

    def jobs(self):
        size = self.batch_size
        order = [*self.sampler][: len(self) * size]
        starts = range(0, len(order), size)
        if self.transform is None:
            return [(order[start : start + size], None) for start in starts]
        rng = np.random.default_rng(self.generator.integers(2**63, size=2))
        numbers = rng.random((len(order), self.transform.numbers_per_image))
        return [(order[start : start + size], numbers[start : start + size]) for start in starts]

    def load(self, job):
        samples = []
        for place, index in enumerate(job[0]):
            image, *rest = self.dataset[index]
            if job[1] is not None:
                image = self.transform.apply(image, job[1][place])
            samples.append((image, *rest))
        return collate(samples)


class LoaderWithTwoKindsOfJobs(DataLoader):
    """Without a transform it never looks at numbers."""

    def jobs(self):
        indices = np.fromiter(self.sampler, int)[: len(self) * self.batch_size]
        chunks = index_chunks(indices, self.batch_size)
        if self.transform is None:
            yield from ((chunk, None) for chunk in chunks)
        else:
            rng = np.random.Generator(np.random.PCG64(self.generator.integers(2**63, size=2)))
            width = self.transform.numbers_per_image
            for chunk in chunks:
                rows = [rng.random(width) for _ in chunk]
                yield chunk, np.array(rows)

    def load(self, job):
        indices, numbers = job
        if numbers is None:
            return collate([self.dataset[int(i)] for i in indices])
        return collate([self.changed(int(i), row) for i, row in zip(indices, numbers, strict=True)])

    def changed(self, index, row):
        sample = self.dataset[index]
        return (self.transform.apply(sample[0], row), *sample[1:])


class LoaderThatTakesIndicesAsTheyCome(DataLoader):
    def __iter__(self):
        for job in self.jobs():
            yield self.load(job)

    def jobs(self):
        left = list(self.sampler)
        numbers_of = self.row_maker()
        for _ in range(len(self)):
            chunk, left = left[: self.batch_size], left[self.batch_size :]
            yield chunk, numbers_of(len(chunk))

    def row_maker(self):
        if not self.transform:
            return lambda count: None
        generator = np.random.default_rng(self.generator.integers(2**63, size=2))
        return lambda count: generator.random((count, self.transform.numbers_per_image))

    def load(self, job):
        images_and_rest = [self.dataset[i] for i in job[0]]
        if job[1] is not None:
            images = map(self.transform.apply, [s[0] for s in images_and_rest], job[1])
            images_and_rest = [(x, *s[1:]) for x, s in zip(images, images_and_rest, strict=True)]
        return collate(images_and_rest)


class LoaderWithPlainJobs(DataLoader):
    """Jobs as lists, and the numbers cut from one stream of floats."""

    def jobs(self):
        order = list(self.sampler)
        if self.transform is not None:
            seed = self.generator.integers(0, 2**63, size=2)
            stream = np.random.default_rng(seed)
        for k in range(len(self)):
            chunk = order[k * self.batch_size : (k + 1) * self.batch_size]
            numbers = None
            if self.transform is not None:
                width = self.transform.numbers_per_image
                numbers = stream.random(len(chunk) * width).reshape(len(chunk), width)
            yield [chunk, numbers]

    def load(self, job):
        samples = [self.dataset[i] for i in job[0]]
        if self.transform is not None:
            changed = []
            for i in range(len(samples)):
                first = self.transform.apply(samples[i][0], job[1][i, :])
                changed.append((first, *samples[i][1:]))
            samples = changed
        return collate(samples)


RIGHT = {
    "speed.get-batch": [
        StoredByIndexArray,
        StoredByFromIter,
        StoredByTake,
        StoredByUnpacking,
        StoredOneRowMore,
    ],
    "speed.crop-batch": [
        crop_with_pad,
        crop_by_rows_and_columns,
        crop_by_strides,
        crop_place_by_place,
        crop_of_flat_images,
    ],
    "speed.prefetch": [
        prefetch_with_a_queue,
        prefetch_with_semaphores,
        prefetch_with_a_submitted_function,
        prefetch_by_a_class,
        prefetch_with_a_condition,
    ],
    "speed.loader": [
        LoaderThatDrawsAtOnce,
        LoaderWithTwoKindsOfJobs,
        LoaderThatTakesIndicesAsTheyCome,
        LoaderWithPlainJobs,
    ],
}
PAIRED = "samples = [(self.transform.apply(image, row), *rest) for (image, *rest), row in "
EQUIVALENT = {
    "speed.loader": {
        f"{PAIRED}zip(samples, numbers, strict=True)] -> {PAIRED}zip({rest})]": "a job has a row "
        "for each of its images"
        for rest in ["samples, numbers", "samples, numbers, strict=False"]
    },
}
UNCAUGHT = {
    "speed.crop-batch": {
        "inputs: size is never empty": "it is always a pair",
        "inputs: size is never longer than 256": "it is always a pair",
    },
}
WRONG = {
    "speed.get-batch": [
        (
            ("indices = list(indices)", "indices = np.abs(np.array(indices, int))"),
            "Place `k` of the batch should hold the image and the label number `indices[k]`",
        ),
        (
            ("indices = list(indices)", "indices = np.array(indices, int).astype(np.uint8)"),
            "out of bounds",
        ),
        (
            (
                "return self.images[indices], self.labels[indices]",
                "return self.images[indices], np.array([self.labels[i] for i in indices])",
            ),
            "The images should be asked once and the labels once",
        ),
        (
            (
                "indices = list(indices)",
                """
                indices = list(indices)
                if len(indices) == 1:
                    return self[indices[0]]
                """,
            ),
            "The shape of item [0] differs",
        ),
    ],
    "speed.crop-batch": [
        (
            ("(numbers[:, 0] * ", "(numbers[:, 0].astype(np.float32) * "),
            "Place `k` of the result should be the window of image `k`",
        ),
        (
            ("np.arange(len(images))", "np.arange(len(images)).astype(np.uint8)"),
            "values differ, first at position [256",
        ),
        (
            ("numbers[:, 1] * windows.shape[-3]", "numbers[:, 0] * windows.shape[-3]"),
            "With padding 1 there are three places each way.",
        ),
        (
            ("(numbers[:, 1] * ", "(np.minimum(numbers[:, 1], 0.99) * "),
            "A window of one pixel has a thousand places here",
        ),
    ],
    "speed.prefetch": [
        (
            ("ThreadPoolExecutor(1)", "ThreadPoolExecutor(2)"),
            "source.together",
        ),
        (
            ("pool.shutdown(cancel_futures=True)", "pool.shutdown()"),
            "your thread goes on loading what was planned, for nobody",
        ),
        (
            ("range(limit)", "range(1)"),
            "While the caller holds item 0, three more should be loaded.",
        ),
        (
            (
                "yield item",
                """
                if isinstance(item, Exception):
                    raise item
                yield item
                """,
            ),
            "An item may be anything, an exception too.",
        ),
    ],
    "speed.loader": [
        (
            ("zip(samples, numbers, strict=True)", "zip(samples, numbers[::-1], strict=True)"),
            "`load` gives each image its row of the numbers in the job",
        ),
        (
            (
                "seed = self.generator.integers(2**63, size=2)",
                "seed = vars(self).setdefault('s', self.generator.integers(2**63, size=2))",
            ),
            "Each epoch has numbers of its own.",
        ),
        (
            (
                "samples = [self.dataset[i] for i in indices]",
                "self.last = samples = [self.dataset[i] for i in indices]",
            ),
            "`load` changes nothing in the loader",
        ),
        (
            ("list(self.sampler)[", "list(dict.fromkeys(self.sampler))["),
            "The batches should hold the samples that the sampler names",
        ),
    ],
}
