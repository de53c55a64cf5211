"""Fixtures that several lessons share."""

import functools

import numpy as np

from tinydata.course.checker.short_repr import show
from tinydata.digits import load_digits


def digits() -> dict:
    """`images` and `labels`: all the digits, arrays of their own at each call."""
    images, labels = _loaded()
    return {"images": images.copy(), "labels": labels.copy()}


@functools.cache
def _loaded():
    return load_digits()


class RecordingDataset:
    """A dataset around another one that notes in `reads` which samples were read.

    The first reading of a sample whose index is in `shaky` fails, as that of a file may.
    """

    def __init__(self, dataset, shaky=()):
        self.dataset = dataset
        self.shaky = tuple(shaky)
        self.failed = set()
        self.reads = []

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        sample = self.dataset[index]
        index = int(index) % len(self)
        if index in self.shaky and index not in self.failed:
            self.failed.add(index)
            raise OSError(f"sample {index} could not be read")
        self.reads.append(index)
        return sample

    def __repr__(self):
        shaky = f", shaky={self.shaky}" if self.shaky else ""
        return f"RecordingDataset({show(self.dataset)}{shaky})"


def equal_parts(draw, n: int) -> list:
    """What stands at one place of `n` samples, at least one: arrays of one shape, numbers, strings.

    Numbers are NumPy's or Python's, where integers and floats may stand side by side.
    """
    if draw.chance(0.6):
        dtype = draw.dtype().newbyteorder(
            "="
        )  # joined, arrays have the byte order of this machine
        return list(draw.array(n, *draw.shape(0, 3), dtype=dtype))
    dtype = draw.choice([bool, int, float, "<U5"])
    parts = draw.values(n, dtype)
    if draw.chance(0.3):
        parts[0] = type(parts[0])()  # what `if` takes for nothing: 0, 0.0, False or ""
    if dtype is int and draw.chance(0.4):
        parts[draw.place(n)] = draw.value(float)
    return parts


def misfit(draw, part) -> np.ndarray:
    """The part in another shape, which may have as many values, or could be stretched to fit."""
    part = np.asarray(part)
    other = [part[np.newaxis], part[..., np.newaxis]]
    if part.ndim:
        axis = draw.place(part.ndim)
        other += [
            np.repeat(part, 2, axis),
            np.delete(part, slice(1, None), axis),
            part.T,
            part.T,
        ]
        other += [part.ravel(), np.zeros((), part.dtype)]
    return draw.choice([array for array in other if array.shape != part.shape])
