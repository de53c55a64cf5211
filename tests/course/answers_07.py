"""Right answers to the exercises of lesson 7, other than the solutions."""

import functools
import itertools

import numpy as np


def flip_with_np_flip(image, p, generator):
    new = np.array(image)
    if generator.random() < p:
        new = np.flip(new, axis=-1)
    return new


def flip_by_columns(image, p, generator):
    if generator.uniform(0, 1) >= p:
        return image.copy()
    columns = np.arange(image.shape[-1] - 1, -1, -1)
    return image[..., columns]


def flip_by_swapping_axes(image, p, generator):
    chosen = generator.choice([True, False], p=[p, 1 - p])
    return np.moveaxis(np.moveaxis(image, -1, 0)[::-1], 0, -1).copy() if chosen else image.copy()


def flip_with_binomial(image, p, generator):
    step = -1 if generator.binomial(1, p) else 1
    return np.ascontiguousarray(image[..., ::step]).copy()


def crop_with_pad(image, size, padding, generator):
    around = [(0, 0)] * (image.ndim - 2) + [(padding, padding)] * 2
    padded = np.pad(image, around)
    top = int(generator.integers(0, padded.shape[-2] - size[0], endpoint=True))
    left = int(generator.integers(0, padded.shape[-1] - size[1], endpoint=True))
    return padded[..., top : top + size[0], left : left + size[1]].copy()


def crop_with_one_draw(image, size, padding, generator):
    height, width = image.shape[-2] + 2 * padding, image.shape[-1] + 2 * padding
    padded = np.zeros((*image.shape[:-2], height, width), dtype=image.dtype)
    padded[..., padding : height - padding, padding : width - padding] = image
    across = width - size[1] + 1
    place = generator.integers((height - size[0] + 1) * across)
    top, left = divmod(int(place), across)
    return padded[..., top : top + size[0], left : left + size[1]]


def crop_with_random(image, size, padding, generator):
    around = [(0, 0)] * (image.ndim - 2) + [(padding, padding)] * 2
    padded = np.pad(image, around, mode="constant", constant_values=0)
    places = [n - wanted + 1 for n, wanted in zip(padded.shape[-2:], size, strict=True)]
    top, left = (int(generator.random() * count) for count in places)
    rows, columns = np.arange(top, top + size[0]), np.arange(left, left + size[1])
    return padded[..., rows[:, None], columns]


def crop_without_padding(image, size, padding, generator):
    """Looks up each pixel of the window, and takes zero outside the image."""
    rows, columns = image.shape[-2:]
    top, left = generator.integers(
        [rows + 2 * padding - size[0] + 1, columns + 2 * padding - size[1] + 1]
    )
    crop = np.zeros(image.shape[:-2] + tuple(size), image.dtype)
    for i in range(size[0]):
        for j in range(size[1]):
            row, column = top - padding + i, left - padding + j
            if 0 <= row < rows and 0 <= column < columns:
                crop[..., i, j] = image[..., row, column]
    return crop


class ComposeWithIter:
    """Deals the row out from an iterator."""

    def __init__(self, transforms):
        self.transforms = transforms
        self.numbers_per_image = 0
        for transform in transforms:
            self.numbers_per_image += transform.numbers_per_image

    def apply(self, image, numbers):
        rest = iter(numbers)
        image = np.array(image)
        for transform in self.transforms:
            own = [next(rest) for _ in range(transform.numbers_per_image)]
            image = transform.apply(image, np.array(own))
        return image


class ComposeWithSplit:
    def __init__(self, transforms):
        self.transforms = tuple(transforms)

    @property
    def numbers_per_image(self):
        return sum([transform.numbers_per_image for transform in self.transforms])

    def apply(self, image, numbers):
        ends = np.cumsum([transform.numbers_per_image for transform in self.transforms], dtype=int)
        parts = np.split(numbers, ends)
        changed = image.copy()
        for i in range(len(self.transforms)):
            changed = self.transforms[i].apply(changed, parts[i])
        return changed


class ComposeThatRecurs:
    def __init__(self, transforms):
        self.transforms = list(transforms)
        self.numbers_per_image = 0
        if self.transforms:
            self.before = ComposeThatRecurs(self.transforms[:-1])
            own = self.transforms[-1].numbers_per_image
            self.numbers_per_image = self.before.numbers_per_image + own

    def apply(self, image, numbers):
        if not self.transforms:
            return image.copy()
        used = self.before.numbers_per_image
        return self.transforms[-1].apply(self.before.apply(image, numbers[:used]), numbers[used:])


class ComposeThatCopiesOften:
    """Eats up the row from the front, and copies before and after."""

    def __init__(self, transforms):
        self.parts = list(transforms)
        self.numbers_per_image = int(np.sum([part.numbers_per_image for part in self.parts]))

    def apply(self, image, numbers):
        result, numbers = image, numbers.copy()
        for part in self.parts:
            own, numbers = np.split(numbers, [part.numbers_per_image])
            result = part.apply(result.copy(), own)
        return result.copy()


class ComposeWithReduce:
    def __init__(self, transforms):
        takes = [transform.numbers_per_image for transform in transforms]
        starts = [0, *itertools.accumulate(takes)]
        self.steps = [
            (transform, slice(*ends))
            for transform, ends in zip(transforms, itertools.pairwise(starts), strict=True)
        ]
        self.numbers_per_image = starts[-1]

    def apply(self, image, numbers):
        return functools.reduce(
            lambda changed, step: step[0].apply(changed, numbers[step[1]]),
            self.steps,
            image.copy(),
        )


RIGHT = {
    "augmentation.flip": [
        flip_with_np_flip,
        flip_by_columns,
        flip_by_swapping_axes,
        flip_with_binomial,
    ],
    "augmentation.crop": [
        crop_with_pad,
        crop_with_one_draw,
        crop_with_random,
        crop_without_padding,
    ],
    "augmentation.compose": [
        ComposeWithIter,
        ComposeWithSplit,
        ComposeThatRecurs,
        ComposeThatCopiesOften,
        ComposeWithReduce,
    ],
}
EQUIVALENT = {
    "augmentation.flip": {
        "return image[..., ::-1].copy() if generator.random() < p else image.copy() -> "
        "return image[..., ::-1].copy() if generator.random() <= p else image.copy()": "a number "
        "equal to `p` comes once in 2**53 draws",
    },
    "augmentation.crop": {},
    "augmentation.compose": {},
}
UNCAUGHT = {
    "augmentation.crop": {
        "inputs: size is never empty": "it is always a pair",
        "inputs: size is never longer than 256": "it is always a pair",
    },
}
WRONG = {
    "augmentation.crop": [
        (
            ("image.dtype)", 'int if image.dtype.kind == "f" else image.dtype)'),
            "The dtype differs: yours is int64",
        ),
        (
            (
                "*outer, rows, columns = image.shape",
                """
                *outer, rows, columns = image.shape
                if len(outer) > 1:
                    raise ValueError("too many axes")
                """,
            ),
            "raised ValueError: too many axes",
        ),
        (
            (
                "top = generator.integers(padded.shape[-2] - height + 1)",
                "top = generator.integers(256) % (padded.shape[-2] - height + 1)",
            ),
            "too many lie at some places",
        ),
        (
            (
                "padded[..., padding : padding + rows, padding : padding + columns] = image",
                """
                padded[..., padding : padding + rows, padding : padding + columns] = image
                if not padding and (rows, columns) == (height, width):
                    return image
                """,
            ),
            "share memory with `image`",
        ),
    ],
    "augmentation.compose": [
        (
            (
                "image = transform.apply(image, numbers[start:stop])",
                """
                try:
                    image = transform.apply(image, numbers[start:stop])
                except Exception:
                    pass
                """,
            ),
            "should be refused with a ValueError",
        ),
        (
            ("in self.transforms:", 'in __import__("copy").deepcopy(self.transforms):'),
            "Each transform should be applied once",
        ),
        (("in self.transforms:", "in dict.fromkeys(self.transforms):"), "applied once"),
        (
            ("numbers[start:stop]", "numbers[start:stop].copy() * 0.999"),
            "`add` takes one number and adds it",
        ),
    ],
}
