"""Exercise augmentation.flip: Perhaps mirrored."""

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.lesson_07_augmentation.fixtures import small_images


def random_flip(image, p, generator):
    """Return a new image: mirrored left to right with probability `p`, otherwise a copy.

    Parameters
    ----------
    image : array of shape (..., H, W)
        The last axis counts the columns. The image itself stays as it is.
    p : float from 0 (never) to 1 (always)
    generator : numpy.random.Generator
        Where the chance comes from.
    """
    return image[..., ::-1].copy() if generator.random() < p else image.copy()


FLIP = "return image[..., ::-1].copy() if generator.random() < p else image.copy()"


def flips(p, low, high, why):
    """A case: of 1,000 draws, about a share of `p` should be mirrored."""
    return Case(
        "pair, generator = np.array([[0, 1]]), np.random.default_rng(3)\n"
        f"flipped = [int(random_flip(pair, {p}, generator)[0, 0]) for _ in range(1000)]\n"
        f"{low} <= sum(flipped) <= {high}",
        "True",
        why=why,
    )


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
    given=small_images,
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
            digit = images[5].astype(np.uint8)
            random_flip(digit, 1, np.random.default_rng(0))
            """,
            "images[5, :, ::-1].astype(np.uint8)",
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
            "random_flip(photo, 0, np.random.default_rng(0))",
            "photo.copy()",
            fresh=["photo"],
            why="With `p=0` nothing is mirrored.",
        ),
        flips(0.5, 430, 570, "With `p=0.5`, about half of many draws should be mirrored."),
        flips(0.03, 10, 60, "With `p=0.03`, about three of a hundred draws should be mirrored."),
        flips(1, 1000, 1000, "With `p=1`, all draws should be mirrored."),
        flips(0, 0, 0, "With `p=0`, no draw should be mirrored."),
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
            generator = np.random.default_rng(3)
            rows = np.array([[0, 1]] * 6)
            sorted({tuple(random_flip(rows, 0.5, generator)[:, 0].tolist()) for _ in range(100)})
            """,
            "[(0, 0, 0, 0, 0, 0), (1, 1, 1, 1, 1, 1)]",
            why="An image is mirrored as a whole, or not at all: one draw for all its rows.",
        ),
        Case(
            "generator = np.random.default_rng(3)\n"
            "channels = np.array([[[0, 1]]] * 6)\n"
            "sorted({tuple(random_flip(channels, 0.5, generator)[:, 0, 0].tolist()) "
            "for _ in range(100)})",
            "[(0, 0, 0, 0, 0, 0), (1, 1, 1, 1, 1, 1)]",
            why="One draw decides for all channels of an image.",
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
