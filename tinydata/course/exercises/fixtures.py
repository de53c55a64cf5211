"""Fixtures that several lessons share."""

import functools

from tinydata.digits import load_digits


def digits() -> dict:
    """`images` and `labels`: all the digits, arrays of their own at each call."""
    images, labels = _loaded()
    return {"images": images.copy(), "labels": labels.copy()}


@functools.cache
def _loaded():
    return load_digits()


class RecordingDataset:
    """A dataset around another one that notes in `reads` which samples were read."""

    def __init__(self, dataset):
        self.dataset = dataset
        self.reads = []

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        sample = self.dataset[index]
        self.reads.append(index)
        return sample
