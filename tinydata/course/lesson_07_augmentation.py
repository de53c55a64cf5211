"""Lesson 7: one image, changed at random by an explicit generator, and when its label stays."""

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.fixtures import digits


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


def random_crop(image, size, padding, generator):
    """Surround an image with zeros, then cut a window out of it. Each place is equally likely.

    Parameters
    ----------
    image : array of shape (..., H, W)
        The image itself stays as it is.
    size : (height, width)
        Of the window, in pixels. It fits into the padded image.
    padding : int
        How many rows or columns of zeros to add on each of the four sides.
    generator : numpy.random.Generator
        Draws the place.

    Returns
    -------
    array of shape (..., height, width) and of the dtype of `image`
        It shares no memory with `image`.
    """
    height, width = size
    *outer, rows, columns = image.shape
    padded = np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), image.dtype)
    padded[..., padding : padding + rows, padding : padding + columns] = image
    top = generator.integers(padded.shape[-2] - height + 1)
    left = generator.integers(padded.shape[-1] - width + 1)
    return padded[..., top : top + height, left : left + width]


class Compose:
    """Several transforms, one after the other.

    Parameters
    ----------
    transforms : sequence of functions
        Each takes one image and returns one. It may write to the image that it gets.
    """

    def __init__(self, transforms):
        self.transforms = list(transforms)

    def __call__(self, image):
        """Return what the first transform makes of `image`, changed by the second, and so on.

        `image` itself stays as it is, and the result shares no memory with it.
        """
        image = image.copy()
        for transform in self.transforms:
            image = transform(image)
        return image


def small_images():
    """A small image in one channel and in three, and all the digits."""
    image = np.array([[1, 2, 3], [4, 5, 6]])
    return {"image": image, "photo": np.stack([image, 10 * image, 100 * image]), **digits()}


def simple_transforms():
    """Small transforms whose order can be seen, and three that test your care."""

    def double(image):
        return image * 2

    def add_one(image):
        return image + 1

    def mirror(image):
        return image[..., ::-1]

    def wipe_first_row(image):
        image[0] = 0
        return image

    def left_half(image):
        return image[..., :1] / 2

    functions = (double, add_one, mirror, wipe_first_row, left_half)
    return {function.__name__: function for function in functions} | small_images()


FLIP = "return image[..., ::-1].copy() if generator.random() < p else image.copy()"
PADDED = "np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), image.dtype)"
PUT = "padded[..., padding : padding + rows, padding : padding + columns] = image"
TOP = "generator.integers(padded.shape[-2] - height + 1)"
LEFT = "generator.integers(padded.shape[-1] - width + 1)"
WINDOW = "return padded[..., top : top + height, left : left + width]"
CALL = """image = image.copy()
        for transform in self.transforms:
            image = transform(image)
        return image"""


def flips(p, low, high, why):
    """A case: of 1,000 draws, about a share of `p` should be mirrored."""
    return Case(
        "pair, generator = np.array([[0, 1]]), np.random.default_rng(3)\n"
        f"flipped = [int(random_flip(pair, {p}, generator)[0, 0]) for _ in range(1000)]\n"
        f"{low} <= sum(flipped) <= {high}",
        "True",
        why=why,
    )


def verdict(letter, keeps, why):
    """A case and a mistake: this one letter is judged wrongly."""
    right = "aeg"
    wrong = right.replace(letter, "") if keeps else right + letter
    case = Case(f'"{letter}" in keeps', str(keeps), why=why)
    return case, Mistake(f"keeps = {list(wrong)}", why)


VERDICTS = [
    verdict("a", True, "Row a: a mirrored cat is a cat. The label asks for the animal, not for the "
            "side that it looks to."),
    verdict("b", False, "Row b: a mirrored word is not that word any more, and may be another one: "
            "a mirrored b is a d."),
    verdict("c", False, "Row c: 'turn left', mirrored, is 'turn right'. Some signs are symmetric, "
            "but a rule has to hold for all of them."),
    verdict("d", False, "Row d: the label asks for a side, and mirroring swaps the sides."),
    verdict("e", True, "Row e: the same X-ray, another question. A mirrored break is a break: the "
            "label decides, not the image."),
    verdict("f", False, "Row f: what was cut away may have held cells. Their number is another "
            "one, and the label does not know it."),
    verdict("g", True, "Row g: a word stays the same word when it is spoken more quietly."),
    verdict("h", False, "Row h: played backwards, its sounds come in another order, and make "
            "another word or none."),
]  # fmt: skip

EXERCISES = [
    Exercise(
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
                "digit = images[5].astype(np.uint8)\n"
                "random_flip(digit, 1, np.random.default_rng(0))",
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
            flips(
                0.03, 10, 60, "With `p=0.03`, about three of a hundred draws should be mirrored."
            ),
            flips(1, 1000, 1000, "With `p=1`, all draws should be mirrored."),
            flips(0, 0, 0, "With `p=0`, no draw should be mirrored."),
            Case(
                "one, two = np.random.default_rng(7), np.random.default_rng(7)\n"
                "first = [random_flip(image, 0.5, one).tolist() for _ in range(20)]\n"
                "first == [random_flip(image, 0.5, two).tolist() for _ in range(20)]",
                "True",
                why="Two generators with the same seed should give the same images: draw from the "
                "generator that you are given, and from nothing else.",
            ),
            Case(
                "generator = np.random.default_rng(3)\n"
                "rows = np.array([[0, 1]] * 6)\n"
                "sorted({tuple(random_flip(rows, 0.5, generator)[:, 0].tolist()) "
                "for _ in range(100)})",
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
                    "if generator.random() < p:\n        image[:] = image[..., ::-1].copy()\n"
                    "    return image.copy()",
                ),
                "You write the mirrored image into the one that you were given: the data set is "
                "changed. Make a new array.",
            ),
            Mistake(
                (
                    FLIP,
                    "new = image.copy()\n    for row in new.reshape(-1, image.shape[-1]):\n"
                    "        if generator.random() < p:\n            row[:] = row[::-1].copy()\n"
                    "    return new",
                ),
                "You draw anew for each row, and tear the image apart. One number decides for the "
                "whole image.",
            ),
            Mistake(
                (
                    FLIP,
                    "if image.ndim == 2:\n        image = image[None]\n        "
                    "return random_flip(image, p, generator)[0]\n"
                    "    return np.stack([c[:, ::-1] if generator.random() < p else c "
                    "for c in image])",
                ),
                "You draw anew for each channel, so that the colours of one image part. One number "
                "decides for the whole image.",
            ),
        ],
    ),
    Exercise(
        id="augmentation.crop",
        title="A window at random",
        goal="Write `random_crop(image, size, padding, generator)`. It puts `padding` rows and "
        "columns of zeros around the image, and cuts out a window of `size`, which is `(height, "
        "width)`, at a random place. Only the last two axes are padded and cut.",
        predict="An image of 8×8, padding `1`, a window of 8×8: at how many places can the window "
        "lie? And with padding `2`?",
        minutes=7,
        difficulty=2,
        solution=random_crop,
        given=small_images,
        hints=[
            "Four steps: the sizes, the padded image, a random place, the window. "
            "`*outer, rows, columns = image.shape` gets the sizes, and `outer` takes the axes "
            "before them, if there are any.",
            "Begin with zeros of shape `(*outer, rows + 2 * padding, columns + 2 * padding)` and "
            "of the dtype `image.dtype`, and write the image into the middle. With `...` in front "
            "of the slices, it works for any number of axes.",
            "A window of `height` rows fits into `n` rows at `n - height + 1` places, from `0` to "
            "`n - height`. `generator.integers(n - height + 1)` draws one of them. The columns "
            "need a draw of their own.",
        ],
        cases=[
            Case(
                "random_crop(image, (2, 3), 0, np.random.default_rng(0))",
                "np.array([[1, 2, 3], [4, 5, 6]])",
                fresh=["image"],
                why="Without padding, a window as large as the image is the image: a copy of it.",
            ),
            Case(
                "random_crop(image, (4, 5), 1, np.random.default_rng(0))",
                "np.array([[0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0]])",
                fresh=["image"],
                why="A window of the size of the padded image shows all of it: a frame of zeros "
                "on all four sides.",
            ),
            Case(
                "[np.full((4, 5), 7) for _ in range(7)].clear()  # leaves sevens in memory\n"
                "random_crop(image, (4, 5), 1, np.random.default_rng(0))",
                "np.array([[0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0]])",
                why="The frame should hold zeros. `np.empty` writes nothing, and shows what lay in "
                "that memory before.",
            ),
            Case(
                "digit = images[5].astype(np.uint8)\n"
                "random_crop(digit, (14, 14), 3, np.random.default_rng(0))",
                "np.pad(images[5].astype(np.uint8), 3)",
                fresh=["digit"],
                why="Padding 3 puts three rows or columns of zeros on each side, and the dtype "
                "stays uint8.",
            ),
            Case(
                "random_crop(image, (1, 2), 0, np.random.default_rng(0)).shape",
                "(1, 2)",
                why="The window should be as large as `size` says: height, then width.",
            ),
            Case(
                "generator = np.random.default_rng(3)\n"
                "board = np.arange(1, 13).reshape(3, 4)\n"
                "sorted({int(random_crop(board, (2, 2), 0, generator)[0, 0]) for _ in range(300)})",
                "[1, 2, 3, 5, 6, 7]",
                why="A window of 2×2 fits into 3×4 pixels at six places, and its upper left pixel "
                "tells which. In many draws, each should occur.",
            ),
            Case(
                "dot, generator = np.zeros((3, 3), int), np.random.default_rng(3)\n"
                "dot[1, 1] = 1\n"
                "sorted({int(random_crop(dot, (3, 3), 1, generator).argmax()) for _ in range(99)})",
                "[0, 1, 2, 3, 4, 5, 6, 7, 8]",
                why="With padding 1, a dot in the middle of 3×3 pixels can land on each of the "
                "nine. In many draws, each should occur.",
            ),
            Case(
                "dot, generator = np.zeros((3, 3), int), np.random.default_rng(3)\n"
                "dot[1, 1] = 1\n"
                "counts = sum(random_crop(dot, (3, 3), 1, generator) for _ in range(900))\n"
                "(counts > 55) & (counts < 145)",
                "np.full((3, 3), True)",
                why="A dot in the middle of 3×3 pixels can land on each of nine pixels, and in "
                "900 draws it should land on each about 100 times.",
            ),
            Case(
                "dot, generator = np.zeros((3, 3), int), np.random.default_rng(3)\n"
                "dot[1, 1] = 1\n"
                "counts = sum(random_crop(dot, (1, 2), 2, generator) for _ in range(2100))\n"
                "(counts > 22) & (counts < 80)",
                "np.full((1, 2), True)",
                why="Padding 2 makes 7×7 pixels, and a window of 1×2 fits in at 42 places. In 2100 "
                "draws, each pixel of the window should hit the dot about 50 times.",
            ),
            Case(
                "random_crop(photo, (4, 5), 1, np.random.default_rng(0))",
                "np.stack([np.pad(np.array([[1, 2, 3], [4, 5, 6]]) * n, 1) for n in [1, 10, 100]])",
                fresh=["photo"],
                why="An image of shape (C, H, W) is padded on its last two axes only.",
            ),
            Case(
                "generator = np.random.default_rng(3)\n"
                "crops = [random_crop(photo, (2, 3), 1, generator) for _ in range(20)]\n"
                "[np.array_equal(crop[1], 10 * crop[0]) for crop in crops]",
                "[True] * 20",
                why="All channels of an image should be cut at the same place.",
            ),
            Case(
                "one, two = np.random.default_rng(7), np.random.default_rng(7)\n"
                "first = [random_crop(image, (2, 3), 1, one).tolist() for _ in range(20)]\n"
                "first == [random_crop(image, (2, 3), 1, two).tolist() for _ in range(20)]",
                "True",
                why="Two generators with the same seed should give the same windows: draw from the "
                "generator that you are given, and from nothing else.",
            ),
        ],
        mistakes=[
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = (rows + 2 * padding - height) // 2\n"
                    "    left = (columns + 2 * padding - width) // 2",
                ),
                "Your window always lies in the middle, so the image never moves. Draw its place.",
            ),
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = generator.integers(rows + 2 * padding - height)\n"
                    "    left = generator.integers(columns + 2 * padding - width)",
                ),
                "You leave out the last place: among 8 rows a window of 8 rows has one place, and "
                "8 - 8 is 0. There is one place more than there are rows to spare.",
            ),
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = generator.integers(max(1, rows + 2 * padding - height))\n"
                    "    left = generator.integers(max(1, columns + 2 * padding - width))",
                ),
                "You leave out the last place. `integers(n)` draws from 0 to n - 1, and there is "
                "one place more than there are rows to spare.",
            ),
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = generator.integers(2 * padding + 1)\n"
                    "    left = generator.integers(2 * padding + 1)",
                ),
                "`2 * padding + 1` places are right only for a window as large as the image. "
                "Count the places from the padded size and the size of the window.",
            ),
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = generator.integers(max(1, 2 * padding))\n"
                    "    left = generator.integers(max(1, 2 * padding))",
                ),
                "`integers(2 * padding)` never draws `2 * padding`, so the last place is missing, "
                "and it fits only a window as large as the image. Count the places from the padded "
                "size and the size of the window.",
            ),
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = generator.integers(2 * padding)\n"
                    "    left = generator.integers(2 * padding)",
                ),
                "`integers(2 * padding)` never draws `2 * padding`, and without padding it has "
                "nothing to draw from. Count the places from the padded size and the size of the "
                "window.",
            ),
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = generator.integers(rows - height + 1)\n"
                    "    left = generator.integers(columns - width + 1)",
                ),
                "You count the places in the image as it was. The window is cut out of the padded "
                "one, which has more of them.",
            ),
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = generator.integers(rows + 2 * padding - height + 2)\n"
                    "    left = generator.integers(columns + 2 * padding - width + 2)",
                ),
                "One place too many: a window that begins there hangs over the end, and the slice "
                "comes out too small.",
            ),
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = generator.integers(padded.shape[0] - height + 1)\n"
                    "    left = generator.integers(padded.shape[1] - width + 1)",
                ),
                "`shape[0]` and `shape[1]` are rows and columns in (H, W) only. In (C, H, W) they "
                "are channels and rows. Count from the end: `shape[-2]` and `shape[-1]`.",
            ),
            Mistake(
                (
                    f"top = {TOP}\n    left = {LEFT}",
                    "top = round(generator.random() * (rows + 2 * padding - height))\n"
                    "    left = round(generator.random() * (columns + 2 * padding - width))",
                ),
                "`round` gives the first and the last place only half the chance of the others. "
                "Draw with `generator.integers`.",
            ),
            Mistake(
                (f"left = {LEFT}", "left = min(top, columns + 2 * padding - width)"),
                "You use one draw for both directions, so the image moves along the diagonal only. "
                "Draw the row and the column apart.",
            ),
            Mistake(
                (f"left = {LEFT}", "left = (columns + 2 * padding - width) // 2"),
                "You draw the row only: the image never moves sideways. Draw the column as well.",
            ),
            Mistake(
                (f"top = {TOP}", "generator = np.random.default_rng(0)\n    top = " + TOP),
                "You make a new generator with the same seed in each call, so each window lies at "
                "the same place. Use the generator that you are given.",
            ),
            Mistake(
                (f"top = {TOP}", "generator = np.random.default_rng()\n    top = " + TOP),
                "You make a generator of your own without a seed: nobody can repeat your result. "
                "Use the one that you are given.",
            ),
            Mistake(
                (PADDED, PADDED.replace(", image.dtype", "")),
                "`np.zeros` makes float64 unless told otherwise: your crop of a uint8 image takes "
                "eight times the memory. Give it `image.dtype`.",
            ),
            Mistake(
                (PADDED, PADDED.replace("2 * ", "")),
                "You add the padding once: only two of the four sides get zeros.",
            ),
            Mistake(
                (
                    f"padded = {PADDED}\n    {PUT}",
                    "padded = np.pad(image, [(0, 0)] * len(outer) + [(padding, padding)] * 2, "
                    'mode="edge")',
                ),
                "You repeat the pixels at the edge. The padding should be zeros, the value of "
                "empty paper.",
            ),
            Mistake(
                (f"padded = {PADDED}\n    {PUT}", "padded = np.pad(image, padding)"),
                "`np.pad(image, padding)` pads *all* axes, the channels as well. Only the last two "
                "should be padded: `[(0, 0)] * (image.ndim - 2) + [(padding, padding)] * 2`.",
            ),
            Mistake(
                (
                    f"padded = {PADDED}\n    {PUT}",
                    f"padded = {PADDED}\n    {PUT}\n    if padding == 0:\n        padded = image",
                ),
                "Without padding, your window is a view of the image: whoever writes to it writes "
                "to the data set. Copy it.",
            ),
            Mistake(
                ("height, width = size", "width, height = size"),
                "`size` is (height, width), as in a shape: rows first.",
            ),
            Mistake(
                ("*outer, rows, columns = image.shape", "*outer, columns, rows = image.shape"),
                "In a shape the rows come before the columns.",
            ),
            Mistake(
                (
                    WINDOW,
                    "height, width = (rows, columns) if padding else size\n    " + WINDOW,
                ),
                "With padding, your window is as large as the image was. `size` says how large it "
                "should be.",
            ),
            Mistake(
                (WINDOW, "return padded[top : top + height, left : left + width]"),
                "Without `...` in front, the slices cut the first two axes. In (C, H, W) these are "
                "the channels and the rows.",
            ),
            Mistake(
                (
                    f"padded = {PADDED}\n    {PUT}\n"
                    f"    top = {TOP}\n    left = {LEFT}\n    {WINDOW}",
                    "top = generator.integers(max(1, rows - height + 1))\n"
                    "    left = generator.integers(max(1, columns - width + 1))\n"
                    "    cut = image[..., top : top + height, left : left + width]\n"
                    "    return np.pad(cut, [(0, 0)] * len(outer) + [(padding, padding)] * 2)",
                ),
                "You cut first and pad afterwards. Then the result is larger than `size`, and the "
                "zeros stay a frame. Pad first.",
            ),
            Mistake(
                (WINDOW, "return padded[..., top:height, left:width]"),
                "The end of your slice stays at `height` and `width`. A slice goes from one "
                "position to another: the second one moves along with `top` and `left`.",
            ),
            Mistake(
                (PUT, "padded[..., padding:-padding, padding:-padding] = image"),
                "Without padding, `padding:-padding` is `0:0`, an empty slice, since -0 is 0. "
                "Count the end from the start: `padding : padding + rows`.",
            ),
            Mistake(
                (f"{PUT}\n", "pass\n"),
                "All zeros: the image was never written into the padded array.",
            ),
            Mistake(
                (
                    WINDOW,
                    "if not outer:\n        return padded[top : top + height, left : left + width]"
                    "\n    return np.stack([random_crop(c, size, padding, generator) "
                    "for c in image])",
                ),
                "You draw a place for each channel, so that the colours of one image part. One "
                "place counts for all of them.",
            ),
            Mistake(
                """
                def random_crop(image, size, padding, generator):
                    down, right = generator.integers(-padding, padding + 1, size=2)
                    return np.roll(image, (down, right), axis=(-2, -1))
                """,
                "`np.roll` brings back on one side what left on the other. What leaves the window "
                "should be gone, and zeros should come in. And the window has a size of its own.",
            ),
        ],
    ),
    Exercise(
        id="augmentation.compose",
        title="One after the other",
        goal="Write `__call__` of `Compose`: it puts an image through all transforms, in their "
        "order. A transform may be careless and write to the image that it gets, or return that "
        "same image. Even then, the image that *you* were given stays as it is, and what you "
        "return is a new array.",
        predict="`Compose([])` has nothing to do. What should it return?",
        minutes=4,
        difficulty=1,
        solution=Compose,
        write=["__call__"],
        given=simple_transforms,
        hints=[
            "A loop over `self.transforms`. Each transform gets what the one before it returned.",
            "One variable is enough: `image = transform(image)`, again and again.",
            "Before the loop, `image = image.copy()`: then a transform can write to nothing but "
            "your copy.",
        ],
        cases=[
            Case(
                "augment = Compose([double])\naugment(image)",
                "np.array([[2, 4, 6], [8, 10, 12]])",
                fresh=["image"],
                why="One transform: the result is what it returns.",
            ),
            Case(
                "augment = Compose([double, add_one])\naugment(image)",
                "np.array([[3, 5, 7], [9, 11, 13]])",
                fresh=["image"],
                why="First doubled, then one more: 1 becomes 3.",
            ),
            Case(
                "augment = Compose([add_one, double])\naugment(image)",
                "np.array([[4, 6, 8], [10, 12, 14]])",
                fresh=["image"],
                why="First one more, then doubled: 1 becomes 4.",
            ),
            Case(
                "augment = Compose([add_one, double, mirror, add_one])\naugment(image)",
                "np.array([[9, 7, 5], [15, 13, 11]])",
                fresh=["image"],
                why="Each transform should get what the one before it returned.",
            ),
            Case(
                "augment = Compose([])\naugment(image)",
                "np.array([[1, 2, 3], [4, 5, 6]])",
                fresh=["image"],
                why="With no transforms, the result is a copy of the image.",
            ),
            Case(
                "augment = Compose([mirror])\naugment(image)",
                "np.array([[3, 2, 1], [6, 5, 4]])",
                fresh=["image"],
                why="`mirror` returns a view of what it gets. That should be a view of your copy.",
            ),
            Case(
                "augment = Compose([wipe_first_row, add_one])\naugment(image)",
                "np.array([[1, 1, 1], [5, 6, 7]])",
                fresh=["image"],
                why="The first row is wiped, then all pixels get one more.",
            ),
            Case(
                "augment = Compose([left_half, add_one])\naugment(image)",
                "np.array([[1.5], [3.0]])",
                fresh=["image"],
                why="`left_half` keeps the first column and halves it. A transform may change the "
                "shape and the dtype: hand on what it returns.",
            ),
            Case(
                "augment = Compose([double, mirror])\n[augment(image), augment(images[5])]",
                "[np.array([[6, 4, 2], [12, 10, 8]]), 2 * images[5, :, ::-1]]",
                why="Called again, it should begin anew with the new image.",
            ),
            Case(
                "augment = Compose([Compose([double, add_one]), mirror])\naugment(photo)",
                "np.stack([np.array([[3, 2, 1], [6, 5, 4]]) * 2 * n + 1 for n in [1, 10, 100]])",
                fresh=["photo"],
                why="A `Compose` is a function of one image too, and may be one of the transforms.",
            ),
        ],
        mistakes=[
            Mistake(
                ("image = image.copy()\n", "pass\n"),
                "You do not copy. A transform that writes then writes to the data set, and without "
                "any transforms the image itself comes back.",
            ),
            Mistake(
                (
                    CALL,
                    "for transform in self.transforms:\n            image = transform(image)\n"
                    "        return image.copy()",
                ),
                "You copy at the end. By then, a transform that writes has written to the image "
                "that you were given. Copy before the loop.",
            ),
            Mistake(
                ("in self.transforms", "in reversed(self.transforms)"),
                "You begin with the last transform. The first one in the list comes first.",
            ),
            Mistake(
                (
                    CALL,
                    "for transform in self.transforms:\n"
                    "            changed = transform(image.copy())\n        return changed",
                ),
                "Each transform gets the image as it was, and only the last one's work is "
                "returned. Hand on what the one before returned.",
            ),
            Mistake(
                ("image = transform(image)\n        return image", "return transform(image)"),
                "You return inside the loop, after the first transform.",
            ),
            Mistake(
                ("            image = transform(image)", "            transform(image)"),
                "You call the transforms and drop what they return. `image = transform(image)` "
                "keeps it.",
            ),
            Mistake(
                (CALL, "return [transform(image.copy()) for transform in self.transforms]"),
                "You return a list, with what each transform alone makes of the image. They should "
                "follow one another.",
            ),
            Mistake(
                (
                    CALL,
                    "image = self.transforms[0](image.copy())\n"
                    "        return self.transforms[1](image)",
                ),
                "You apply the first two transforms. There may be any number of them, or none.",
            ),
            Mistake(
                ("image = transform(image)", "image[:] = transform(image)"),
                "You write each result into your copy, which keeps its shape and dtype. A crop may "
                "be smaller, and a half is no integer: take what the transform returns.",
            ),
            Mistake(
                (
                    CALL,
                    "image = image.copy()\n        while self.transforms:\n"
                    "            image = self.transforms.pop(0)(image)\n        return image",
                ),
                "You take the transforms out of the list: the second image finds none left.",
            ),
        ],
    ),
    Exercise(
        id="augmentation.keeps",
        title="Does the answer stay?",
        goal="Apply the rule to the eight rows of the table above. Give the letters of those rows "
        "in which the transform keeps the label, for *every* example of that kind, as a list such "
        'as `["b", "h"]`.',
        minutes=3,
        difficulty=1,
        solution='keeps = ["a", "e", "g"]',
        name="keeps",
        stub='keeps = ...  # YOUR CODE HERE: a list of letters, such as ["b", "h"]',
        hints=[
            "For each row, imagine one example, give the answer, change the example, and answer "
            "again. Are the two answers equal?",
            "Rows d and e have the same images and the same transform. Look at what is asked.",
            "Three rows keep their label: an animal, whether a bone is broken, and a word spoken "
            "more quietly.",
        ],
        cases=[
            Case(
                "sorted(set(keeps) - set('abcdefgh'))",
                "[]",
                why="Each item should be one letter from a to h, in small letters.",
            ),
            *[case for case, _ in VERDICTS],
            Case(
                "sorted(keeps)",
                '["a", "e", "g"]',
                why="Each letter once.",
            ),
        ],
        mistakes=[
            *[mistake for _, mistake in VERDICTS],
            Mistake(
                'keeps = ["a", "b", "c", "d", "e", "f", "g", "h"]',
                "You keep all of them. In some rows the answer is another one afterwards.",
            ),
            Mistake(
                'keeps = ["b", "c", "d", "f", "h"]',
                "These are the rows in which the answer changes. The others are asked for.",
            ),
        ],
    ),
]
