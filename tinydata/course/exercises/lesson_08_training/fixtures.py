"""Fixtures that several exercises of this lesson share: batches, cut from arrays."""

import itertools


class WithoutTheLast(list):
    """Batches of a data set that has one sample more, as with `drop_last`."""

    @property
    def dataset(self):
        return range(1 + sum(len(labels) for _images, labels in self))


def sizes_of_batches(draw) -> list[int]:
    """One to 1,100 batches of few samples, or few batches, one of which may be large."""
    number = draw.size(1, draw.choice([1100, 4]))
    return draw.shuffled([draw.size(1) for _ in range(number)])


def cut(images, labels, sizes, kind=tuple) -> list:
    """Batches of these sizes, from the first sample to the last."""
    ends = itertools.accumulate(sizes)
    return [kind([images[e - n : e], labels[e - n : e]]) for n, e in zip(sizes, ends, strict=True)]
