"""Fixtures that several exercises of this lesson share: batches, cut from arrays."""

import itertools


class WithoutTheLast(list):
    """Batches of a data set that has one sample more, as with `drop_last`."""

    @property
    def dataset(self):
        return range(1 + sum(len(labels) for _images, labels in self))


def sizes_of_batches(draw) -> list[int]:
    """One to 1,900 batches of few samples, or few batches, one of which may be large."""
    number = draw.size(1, draw.choice([1900, 1900, 4]))
    return draw.shuffled([draw.size(1) for _ in range(number)])


def cut(draw, images, labels, sizes) -> list:
    """Batches of these sizes, pairs or lists; now and then one of them comes twice."""
    ends, kind = itertools.accumulate(sizes), draw.choice([tuple, list])
    parts = [
        (images[e - n : e], labels[e - n : e]) for n, e in zip(sizes, ends, strict=True)
    ]
    batches = list(map(kind, parts))
    return batches + batches[: draw.chance(0.2)]
