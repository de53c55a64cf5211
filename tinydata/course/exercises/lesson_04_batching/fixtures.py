"""Fixtures that exercises of this lesson share."""

import weakref

import numpy as np

from tinydata.course.checker.short_repr import show
from tinydata.course.exercises.fixtures import RecordingDataset


class FirstOf:
    """The first `length` of some samples. Beyond its end it answers too, without an error.

    `reads` notes which samples were read; `damaged` are those that raise an error, by index.
    """

    def __init__(self, samples, length, damaged=None):
        self.samples = samples
        self.length = length
        self.damaged = damaged or {}
        self.reads = []

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        self.reads.append(int(index))  # a slice, or a list of indices, is refused
        if self.reads[-1] in self.damaged:
            raise self.damaged[self.reads[-1]]("this sample is damaged")
        return self.samples[index]

    def __repr__(self):
        damaged = {index: error.__name__ for index, error in self.damaged.items()}
        told = f", damaged: {damaged}" if damaged else ""
        return f"FirstOf({show(self.samples)}, {self.length}{told})"


def dataset_that_grows(draw):
    """A dataset that has more samples, or fewer, once the loader has been made."""
    samples = [(i,) for i in draw.integers(draw.size(), -99, 999)]
    before, after = draw.shuffled([draw.integer(0, len(samples)), len(samples)])
    dataset = FirstOf(samples, before)
    return {
        "samples": samples,
        "dataset": dataset,
        "n": after,
        "batch_size": draw.size(2, 10),
    }


class MadeAnew:
    """Ten samples that are made when they are read. `alive` counts those still in memory."""

    def __init__(self):
        self.made = []

    def __len__(self):
        return 10

    def __getitem__(self, index):
        features = np.full(3, range(10)[index])
        self.made.append(weakref.ref(features))
        return features, index

    def alive(self):
        return sum(features() is not None for features in self.made)


def most_kept(loader) -> int:
    """How many batches are in memory, at most, when a loop has just let go of its own."""
    handed_over, most = [], 0
    for batch in loader:
        handed_over.append(weakref.ref(batch[0]))
        del batch
        most = max(most, sum(features() is not None for features in handed_over))
    return most


def five_samples():
    """Five samples of two numbers in a list, which is a dataset too, and other datasets."""
    samples = [(0.1, 0), (0.2, 1), (0.3, 0), (0.4, 1), (0.5, 1)]
    classes = {"RecordingDataset": RecordingDataset, "MadeAnew": MadeAnew}
    return {"samples": samples, "most_kept": most_kept, **classes}
