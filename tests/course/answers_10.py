"""Right answers to the exercises of lesson 10, other than the solutions."""

import queue
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from tinydata.course.exercises.lesson_10_speed.get_batch import StoredDataset


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
}
EQUIVALENT = {}
UNCAUGHT = {
    "speed.crop-batch": {
        "inputs: size is never empty": "it is always a pair",
        "inputs: size is never longer than 256": "it is always a pair",
    },
}
WRONG = {}
