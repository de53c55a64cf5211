"""Fixtures that several exercises of this lesson share: batches."""

import itertools
import weakref

import numpy as np


class WithoutTheLast(list):
    """Batches of a data set that has one sample more, as with `drop_last`."""

    @property
    def dataset(self):
        return range(1 + sum(len(labels) for _images, labels in self))


class Counted:
    """So many batches of one sample; `most` says how many were in memory together."""

    def __init__(self, number):
        self.number = number
        self.most = 0

    def __iter__(self):
        made = []
        for _ in range(self.number):
            images = np.ones((1, 8, 8))
            made.append(weakref.ref(images))
            self.most = max(self.most, sum(one() is not None for one in made))
            yield images, np.array([1])
            del images


def sizes_of_batches(draw) -> list[int]:
    """One to 1,900 batches of few samples, or few batches, one of which may be large."""
    number = draw.size(1, draw.choice([1900, 300, 300, 4, 4]))
    return draw.shuffled([draw.size(1) for _ in range(number)])


def cut(draw, images, labels, sizes) -> list:
    """Batches of these sizes, pairs or lists; now and then one of them comes twice."""
    ends, kind = itertools.accumulate(sizes), draw.choice([tuple, list])
    parts = [
        (images[e - n : e], labels[e - n : e]) for n, e in zip(sizes, ends, strict=True)
    ]
    batches = list(map(kind, parts))
    return batches + batches[: draw.chance(0.2)]
