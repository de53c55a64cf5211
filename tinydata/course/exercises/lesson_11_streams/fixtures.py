"""Fixtures that exercises of this lesson share: arrays in files, and streams."""

import atexit
import itertools
import tracemalloc
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tinydata.course.checker.short_repr import show

numbers = itertools.count()


def save(arrays) -> list[Path]:
    """Write each array into a `.npy` file of its own, and return the paths."""
    paths = [_folder() / f"{next(numbers)}.npy" for _ in arrays]
    for path, array in zip(paths, arrays, strict=True):
        np.save(path, array)
    return paths


@cache
def _folder() -> Path:
    # Kept until Python ends: no name comes twice, since a file that is mapped must not shrink.
    folder = TemporaryDirectory(ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return Path(folder.name)


def add_one(paths) -> None:
    """Add one to all numbers in these files, where they lie."""
    for path in paths:
        array = np.load(path, mmap_mode="r+")
        array += 1


def peak_bytes(function) -> int:
    """The most memory that Python and NumPy take while this function runs."""
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class Stream:
    """Samples one after the other: no length, no index. `reads` counts what was handed out."""

    def __init__(self, samples):
        self.samples = samples
        self.reads = 0

    def __iter__(self):
        for sample in self.samples:
            self.reads += 1
            yield sample

    def __repr__(self):
        return f"Stream({show(self.samples)})"
