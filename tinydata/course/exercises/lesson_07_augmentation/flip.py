"""Exercise augmentation.flip: Perhaps mirrored."""

import itertools

import numpy as np

from tinydata.course.checker.chance import about
from tinydata.course.checker.differences import difference
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_07_augmentation.fixtures import small_images


def random_flip(image, p, generator):
    """Return a new image: mirrored left to right with probability `p`, or a copy.

    Parameters
    ----------
    image : array of shape (..., H, W)
        The last axis counts the columns. The image itself stays as it is.
    p : float from 0 (never) to 1 (always)
    generator : numpy.random.Generator
        Where the chance comes from.
    """
    return image[..., ::-1].copy() if generator.random() < p else image.copy()


CHANCES = [0.5, 0.2, 0.8, 0.04, 0.96, 0.37, 0.63]
FLIP = "return image[..., ::-1].copy() if generator.random() < p else image.copy()"


def image_and_p(draw):
    """An image of two to four axes, and any chance, often 0 or 1."""
    image = draw.array(*draw.shape(1, 3), draw.size(1, 300))
    p = draw.choice([0, 1, 0.0, 1.0, 0.5, 0.3, 0.9])
    return {"image": image, "p": p, "seed": draw.integer(0, 999)}


def exact_or_either(flipped, inputs):
    """Whether the whole image is mirrored or not, as `p` says."""
    image, p = inputs["image"], inputs["p"]
    allowed = [image[..., ::-1]] * (p > 0) + [image] * (p < 1)
    if any(difference(flipped, one) is None for one in allowed):
        return True
    return difference(flipped, allowed[0])


def p_and_seed(draw):
    """A chance that is neither 0 nor 1."""
    return {"p": draw.choice(CHANCES), "seed": draw.integer(0, 999)}


def in_a_share_of_p(flipped, inputs):
    """Whether so many were mirrored, in no order."""
    p, n = inputs["p"], len(flipped)
    if not about(sum(flipped), n, p):
        return f"{sum(flipped)} of {n:,} were mirrored, which is not a share of {p}."
    changes = sum(one != other for one, other in itertools.pairwise(flipped))
    if not about(changes, n - 1, 2 * p * (1 - p)):
        return "Whether an image is mirrored should not depend on the one before it."
    return True


def small_images_and_bounds():
    """The fixtures of the lesson, and what bounds a number of draws."""
    return {"about": about, "pair": np.array([[0, 1]]), **small_images()}


EXERCISE = Exercise(
    id="augmentation.flip",
    title="Perhaps mirrored",
    goal="Write `random_flip(image, p, generator)`. With probability `p` it returns the image "
    "mirrored left to right, otherwise the image as it is: in both cases a new array. It "
    "works for `(H, W)` and for `(C, H, W)`, where all channels are mirrored together.",
    predict="What do `p=0` and `p=1` do?",
    minutes=4,
    difficulty=1,
    solution=random_flip,
    given=small_images_and_bounds,
    hints=[
        "Draw one number: `generator.random()`. It is below `p` in a share `p` of all cases.",
        "`image[..., ::-1]` reads the last axis backwards, whatever axes come before. It is a "
        "view, so copy it.",
        "`if generator.random() < p:` return `image[..., ::-1].copy()`, and otherwise "
        "`image.copy()`.",
    ],
    cases=[
        Case(
            "random_flip(image, 1, np.random.default_rng(0))",
            "np.array([[3, 2, 1], [6, 5, 4]])",
            fresh=["image"],
            why="With `p=1` the image is always mirrored: each row is read backwards.",
        ),
        Case(
            "random_flip(image, 0, np.random.default_rng(0))",
            "np.array([[1, 2, 3], [4, 5, 6]])",
            fresh=["image"],
            why="With `p=0` the image is never mirrored.",
        ),
        Case(
            """
            digit = image.astype(np.uint8)
            random_flip(digit, 1, np.random.default_rng(0))
            """,
            "np.array([[3, 2, 1], [6, 5, 4]], np.uint8)",
            fresh=["digit"],
            why="A digit in uint8 should come back mirrored, and in uint8.",
        ),
        Case(
            "random_flip(photo, 1, np.random.default_rng(0))",
            "np.stack([np.array([[3, 2, 1], [6, 5, 4]]) * n for n in [1, 10, 100]])",
            fresh=["photo"],
            why="In an image of shape (C, H, W) the columns are the last axis: each channel is "
            "mirrored, and the channels stay in order.",
        ),
        Case(
            """
            one, two = np.random.default_rng(7), np.random.default_rng(7)
            first = [random_flip(image, 0.5, one).tolist() for _ in range(20)]
            first == [random_flip(image, 0.5, two).tolist() for _ in range(20)]
            """,
            "True",
            why="Two generators with the same seed should give the same images: draw from the "
            "generator that you are given, and from nothing else.",
        ),
        Case(
            """
            generators = [np.random.default_rng(seed) for seed in range(50)]
            sorted({int(random_flip(pair, 0.6, generator)[0, 0]) for generator in generators})
            """,
            "[0, 1]",
            why="With `p=0.6`, some seeds should give a mirrored image, and others should not.",
        ),
        Case(
            """
            generator = np.random.default_rng(3)
            flipped = [int(random_flip(pair, 0.004, generator)[0, 0]) for _ in range(8000)]
            about(sum(flipped), 8000, 0.004)
            """,
            "True",
            why="With `p=0.004`, about 32 of 8,000 draws should be mirrored.",
        ),
    ],
    examples=[
        Examples(
            image_and_p,
            ["random_flip(image, p, np.random.default_rng(seed))"],
            right=exact_or_either,
            fresh=["image"],
        ),
        Examples(
            p_and_seed,
            [
                "[int(random_flip(np.array([[0, 1]]), p, generator)[0, 0]) for _ in range(500)]"
            ],
            make="generator = np.random.default_rng(seed)",
            right=in_a_share_of_p,
            in_a_row=False,
            number=20,
        ),
    ],
    mistakes=[
        Mistake(
            ("image[..., ::-1].copy()", "image[..., ::-1]"),
            "`image[..., ::-1]` is a view: whoever writes to the result writes to the data "
            "set. Copy it.",
        ),
        Mistake(
            ("else image.copy()", "else image"),
            "When it is not mirrored, you return the image itself. Whoever writes to the "
            "result then writes to the data set. Return a copy.",
        ),
        Mistake(
            (FLIP, "return image[..., ::-1] if generator.random() < p else image"),
            "You return a view when mirrored, and the image itself when not. Whoever writes "
            "to the result then writes to the data set. Copy both.",
        ),
        Mistake(
            ("image[..., ::-1]", "image[::-1]"),
            "`image[::-1]` turns the order of the rows, so that the digit stands on its head. "
            "Columns are the last axis.",
        ),
        Mistake(
            ("image[..., ::-1]", "image[:, ::-1]"),
            "`image[:, ::-1]` and `np.fliplr` turn the second axis. In (H, W) these are the "
            "columns, in (C, H, W) the rows. The columns are the last axis: `[..., ::-1]`.",
        ),
        Mistake(
            ("image[..., ::-1]", "np.flip(image)"),
            "`np.flip(image)` turns all axes. Only the last one should be turned.",
        ),
        Mistake(
            ("generator.random() < p", "generator.random() > p"),
            "It is the other way round. A number from 0 to 1 is *below* `p` in a share `p` of "
            "all cases.",
        ),
        Mistake(
            ("generator.random() < p", "generator.random() < 0.5"),
            "You mirror half of the images, whatever `p` is. Compare with `p`.",
        ),
        Mistake(
            ("generator.random() < p", "generator.integers(2) and p"),
            "You toss a fair coin, whatever `p` is. Compare `generator.random()` with `p`.",
        ),
        Mistake(
            ("generator.random() < p", "generator.integers(10) < 10 * p"),
            "One of ten integers knows only tenths: a `p` of 0.03 becomes 0.1. Draw a fraction "
            "with `generator.random()`.",
        ),
        Mistake(
            ("generator.random() < p", "np.random.default_rng(0).random() < p"),
            "You make a new generator with the same seed in each call, so each call draws the "
            "same number: all images are mirrored, or none. Use the one that you are given.",
        ),
        Mistake(
            ("generator.random() < p", "np.random.default_rng().random() < p"),
            "You make a generator of your own without a seed: nobody can repeat your result. "
            "Use the one that you are given.",
        ),
        Mistake(
            ("generator.random() < p", "p >= 0.5"),
            "You never draw a number, so that chance plays no part. `p` is a probability.",
        ),
        Mistake(
            (
                FLIP,
                """
                if generator.random() < p:
                    image[:] = image[..., ::-1].copy()
                return image.copy()
                """,
            ),
            "You write the mirrored image into the one that you were given: the data set is "
            "changed. Make a new array.",
        ),
        Mistake(
            (
                FLIP,
                """
                new = image.copy()
                for row in new.reshape(-1, image.shape[-1]):
                    if generator.random() < p:
                        row[:] = row[::-1].copy()
                return new
                """,
            ),
            "You draw anew for each row, and tear the image apart. One number decides for the "
            "whole image.",
        ),
        Mistake(
            (
                FLIP,
                """
                if image.ndim == 2:
                    image = image[None]
                    return random_flip(image, p, generator)[0]
                return np.stack([c[:, ::-1] if generator.random() < p else c for c in image])
                """,
            ),
            "You draw anew for each channel, so that the colours of one image part. One number "
            "decides for the whole image.",
        ),
    ],
)
