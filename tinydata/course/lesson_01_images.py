"""Lesson 1: an image as text, its bytes, the image nearest to it, and a fair split."""

import functools
import math

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.digits import load_digits


def render(image, shades="·░▒▓█"):
    """Return a picture of `image` in characters.

    Each pixel becomes two equal characters, since a character is about twice as high as wide:
    shades[0] for 0, shades[1] for 1 to 4, shades[2] for 5 to 8, shades[3] for 9 to 12 and
    shades[4] for 13 to 16.

    Parameters
    ----------
    image : array of shape (H, W)
        Whole numbers from 0 to 16, as int64 or float64.
    shades : str of length 5
        From paper to ink.

    Returns
    -------
    str
        A line for each row of the image, with a line break between lines and none at the end.
    """
    lines = []
    for row in image:
        lines.append("".join(shades[math.ceil(value / 4)] * 2 for value in row))
    return "\n".join(lines)


def render_by_printing(image, shades="·░▒▓█"):
    for row in image:
        print("".join(shades[math.ceil(value / 4)] * 2 for value in row))


def render_without_a_new_line(image, shades="·░▒▓█"):
    lines = []
    line = ""
    for row in image:
        for value in row:
            line += shades[math.ceil(value / 4)] * 2
        lines.append(line)
    return "\n".join(lines)


def render_eight_by_eight(image, shades="·░▒▓█"):
    lines = []
    for i in range(8):
        lines.append("".join(shades[math.ceil(image[i, j] / 4)] * 2 for j in range(8)))
    return "\n".join(lines)


def batch_bytes(batch_size, shape, dtype):
    """Return how many bytes a batch takes, without making it.

    Parameters
    ----------
    batch_size : int
        Samples in the batch.
    shape : tuple of int
        Of one sample, such as (28, 28), (224, 224, 3) in colour, or () for a label.
    dtype : str or NumPy type
        Type of each number, such as "uint8" or np.float32.

    Returns
    -------
    int
    """
    return batch_size * math.prod(shape) * np.dtype(dtype).itemsize


def nearest(image, images):
    """Return the index of the image in `images` that is nearest to `image`.

    The distance between two images is the sum of the absolute differences of their pixels.

    Parameters
    ----------
    image : array of shape (H, W)
    images : array of shape (N, H, W)
        Whole numbers from 0 to 255. Both arrays have the same dtype: float64, or uint8.

    Returns
    -------
    int
        From 0 to N - 1: the first one, if several are equally near.
    """
    differences = images.astype(np.float64) - image
    distances = np.abs(differences).sum(axis=(1, 2))
    return int(distances.argmin())


def nearest_without_an_update(image, images):
    best, smallest = 0, np.inf
    for i, other in enumerate(images):
        if np.abs(other.astype(np.float64) - image).sum() < smallest:
            best = i
    return best


def split_indices(count, test_count, generator):
    """Return the indices of a training part and of a test part, drawn at random.

    Parameters
    ----------
    count : int
        Samples in all: the indices are 0 to count - 1.
    test_count : int
        Samples in the test part, from 0 to count.
    generator : numpy.random.Generator
        Draws which samples are in which part.

    Returns
    -------
    train, test : arrays of int
        Each index is in exactly one of the two.
    """
    order = generator.permutation(count)
    return order[test_count:], order[:test_count]


@functools.cache
def some_digits():
    return load_digits()[0][:120]


def digits():
    return {"images": some_digits().copy()}


EXERCISES = [
    Exercise(
        id="images.render",
        title="A digit in characters",
        goal="Write `render(image, shades)`, which turns an image into text that looks like it: "
        "a line for each row, two equal characters for each pixel. The more ink, the denser the "
        "character.",
        predict="How many characters does a line of an 8×8 image have?",
        minutes=5,
        difficulty=1,
        solution=render,
        given=digits,
        hints=[
            "Two loops: `for row in image`, and inside it `for value in row`.",
            "Groups of four values share a character. Which of `value // 4`, `round(value / 4)` "
            "and `math.ceil(value / 4)` is `0` for `0`, `1` for `1` to `4` and `4` for `16`?",
            "An index of a string has to be an integer, and `math.ceil` gives one. "
            '`"█" * 2` is `"██"`, and `"\\n".join(lines)` puts the line breaks between the lines.',
        ],
        cases=[
            Case(
                "render(np.array([[0, 16]]))",
                "'··██'",
                why="One row of two pixels, paper then full ink, is one line of four characters.",
            ),
            Case(
                "render(np.array([[0, 16], [16, 16]]))",
                "'··██\\n████'",
                why="Two rows are two lines, the upper one first, with a line break between them.",
            ),
            Case(
                "render(np.array([np.arange(17.0)]))",
                "'··░░░░░░░░▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓████████'",
                why="Count with the docstring: 0 alone is paper, then four values share a shade.",
            ),
            Case(
                "render(np.array([[0, 4, 16]]), shades=' .:o#')",
                "'  ..##'",
                why="The characters should come from `shades`.",
            ),
            Case(
                "render(images[3]).splitlines()",
                "['····▒▒████░░····', '··▒▒██▒▒██░░····', '··░░░░████······', '····░░██▓▓░░····', "
                "'······░░▓▓▓▓░░··', '········░░▓▓▒▒··', '····▒▒░░▒▒██▓▓··', '····▒▒████▓▓····']",
                why="It works for a few pixels, but not for a digit: are its pixels in order?",
            ),
        ],
        mistakes=[
            Mistake(
                ("math.ceil(value / 4)", "int(value // 4)"),
                "You round down, so 1 to 3 look like paper, and the thin grey edges of a digit "
                "are lost. Round up.",
            ),
            Mistake(
                ("math.ceil(value / 4)", "round(value / 4)"),
                "You round to the nearest, so 1 and 2 still look like paper. Round up.",
            ),
            Mistake(
                ("math.ceil(value / 4)", "int(value * 5 // 17)"),
                "You cut 0 to 16 into five parts of about equal width. Here 0 has a shade of its "
                "own, so that paper can be told from the faintest ink.",
            ),
            Mistake(
                (
                    "shades[math.ceil(value / 4)] * 2 for value",
                    "shades[math.ceil(value / 4)] for value",
                ),
                "You write one character a pixel. The picture would be half as wide as it is high.",
            ),
            Mistake(
                ('"\\n".join', '"".join'),
                "The lines follow each other without a break, so the picture falls into one row.",
            ),
            Mistake(
                ('"\\n".join(lines)', '"".join(line + "\\n" for line in lines)'),
                "There is a line break too many, after the last line. Line breaks go between "
                "lines: `join` does that.",
            ),
            Mistake(
                ('"\\n".join(lines)', "lines"),
                "You return a list of lines. Join them to one string, so that it can be printed.",
            ),
            Mistake(
                ("in image:", "in image.T:"),
                "You read the image column by column, so it lies on its side. Its first axis is "
                "the row.",
            ),
            Mistake(
                ("math.ceil(value / 4)", "4 - math.ceil(value / 4)"),
                "Paper and ink have changed places: 0 is paper, and 16 is ink.",
            ),
            Mistake(
                ("shades[math", '"·░▒▓█"[math'),
                "Your characters are fixed. Take them from `shades`, whatever they are.",
            ),
            Mistake(
                ("shades[math.ceil(value / 4)]", "(shades[4] if value >= 8 else shades[0])"),
                "You use paper and ink only. All five shades have to occur.",
            ),
            Mistake(
                ("math.ceil(value / 4)", "min(int(value // 4) + 1, 4)"),
                "You round down and add one, so paper looks like faint ink, and 4 is darker than "
                "3. Round up instead.",
            ),
            Mistake(
                ("math.ceil(value / 4)", "math.ceil(value / image.max() * 4)"),
                "You divide by the largest value of this image, so the same number gets another "
                "shade in another image. Full ink is 16, whether it occurs or not.",
            ),
            Mistake(
                (
                    "shades[math.ceil(value / 4)] * 2 for value in row)",
                    "shades[math.ceil(value / 4)] for value in row) * 2",
                ),
                "You repeat the whole line. Repeat each character, before you join them.",
            ),
            Mistake(
                ("    return", "        return"),
                "`return` stands inside the loop, so the function ends after the first row.",
            ),
            Mistake(
                render_without_a_new_line,
                "Your line still holds the rows before it. Start an empty one for each row.",
            ),
            Mistake(
                render_eight_by_eight,
                "You take eight rows and columns for granted. Images have other sizes, too: "
                "`image.shape` tells.",
            ),
            Mistake(
                render_by_printing,
                "`print` shows the picture, but whoever calls the function gets None.",
            ),
        ],
    ),
    Exercise(
        id="images.batch-bytes",
        title="Bytes of a batch",
        goal="Write `batch_bytes(batch_size, shape, dtype)`, which returns how many bytes the "
        "numbers of a batch take. It works this out without making the batch, so it can be asked "
        "about batches that would not fit into memory.",
        predict="`32` digits of shape `(8, 8)` in float32: more or less than ten thousand bytes?",
        minutes=3,
        difficulty=1,
        solution=batch_bytes,
        hints=[
            "Bytes = samples × numbers in a sample × bytes of a number.",
            "`math.prod(shape)` multiplies the sizes of all axes. Of `()` it is `1`: a label is "
            "one number.",
            "`np.dtype(dtype).itemsize` is the number of bytes, for a name as well as for a type.",
        ],
        cases=[
            Case(
                'batch_bytes(1, (8, 8), "uint8")',
                "64",
                why="One image of 64 numbers, one byte each.",
            ),
            Case(
                'batch_bytes(10, (2, 3), "uint8")',
                "60",
                why="Ten samples of 2 × 3 numbers, one byte each.",
            ),
            Case(
                "batch_bytes(8, (28, 28), np.float32)",
                "25088",
                why="8 × 28 × 28 numbers, four bytes each.",
            ),
            Case(
                'batch_bytes(32, (8, 8), "float64")',
                "16384",
                why="A float64 takes eight bytes.",
            ),
            Case(
                'batch_bytes(32, (), "int64")',
                "256",
                why="A label has no axes: it is one number, and 32 of them are 32 numbers.",
            ),
            Case(
                '[batch_bytes(3, (2,), name) for name in ["float16", "bool"]]',
                "[12, 6]",
                why="A float16 takes two bytes, a bool takes one. `np.dtype` knows this for all "
                "types, a list of your own only for some.",
            ),
            Case(
                'batch_bytes(10**12, (224, 224, 3), "float32")',
                "602112000000000000",
                why="All three axes count, and the batch is only worked out, never made.",
            ),
        ],
        mistakes=[
            Mistake(
                ("batch_size * math", "math"),
                "That is one sample. A batch has `batch_size` of them.",
            ),
            Mistake(
                (" * np.dtype(dtype).itemsize", ""),
                "You count numbers, not bytes. How many bytes has one number of this dtype?",
            ),
            Mistake(
                (".itemsize", ".itemsize * 8"),
                "You count bits. Eight bits are one byte, and `itemsize` is in bytes already.",
            ),
            Mistake(
                ("math.prod(shape)", "sum(shape)"),
                "You add the sizes of the axes. An 8×8 image has 8 times 8 numbers, not 8 plus 8.",
            ),
            Mistake(
                ("np.dtype(dtype).itemsize", "8"),
                "You always count eight bytes a number. That is float64: other dtypes take less.",
            ),
            Mistake(
                ("np.dtype(dtype).itemsize", "4"),
                "You always count four bytes a number. That is float32: look at the dtype.",
            ),
            Mistake(
                ("math.prod(shape)", "shape[0] * shape[1]"),
                "You count two axes. A colour image has a third one, and a label has none.",
            ),
            Mistake(
                ("np.dtype(dtype).itemsize", "dtype.itemsize"),
                'The dtype may be a name, such as "uint8", and a name has no `itemsize`. '
                "`np.dtype(...)` makes a dtype of either.",
            ),
            Mistake(
                ("math.prod(shape)", "np.prod(shape)"),
                "`np.prod` of an empty shape is the float 1.0, and bytes are counted in "
                "integers. `math.prod(())` is the integer 1.",
            ),
            Mistake(
                (
                    "batch_size * math.prod(shape) * np.dtype(dtype).itemsize",
                    "np.zeros((batch_size, *shape), dtype).nbytes",
                ),
                "You make the batch to measure it. A large one does not fit into memory: multiply "
                "instead.",
            ),
            Mistake(
                (
                    "np.dtype(dtype).itemsize",
                    '{"uint8": 1, "float32": 4, np.float32: 4, "float64": 8, "int64": 8}[dtype]',
                ),
                "Your list of types has gaps. `np.dtype(dtype).itemsize` knows all of them.",
            ),
            Mistake(
                ("np.dtype(dtype).itemsize", "np.dtype(dtype).itemsize / 1"),
                "Bytes are counted: return an integer. A division with `/` makes a float.",
            ),
        ],
    ),
    Exercise(
        id="images.nearest",
        title="The nearest image",
        goal="Write `nearest(image, images)`, which finds the image among `images` that differs "
        "least from `image`, and returns its index. How much two images differ is the sum of the "
        "absolute differences of their pixels. Mind the dtype: the images may be uint8.",
        predict="`nearest(images[7], images)` looks for an image among images that include it. "
        "What will it return?",
        minutes=6,
        difficulty=2,
        solution=nearest,
        given=digits,
        hints=[
            "`images - image` has one difference a pixel, for all images at once. With uint8 it "
            "wraps around: go to a type that can be negative first, with "
            "`images.astype(np.float64)`.",
            "One distance an image: `np.abs(...)` first, then add up over the axes of rows and "
            "columns, `.sum(axis=(1, 2))`.",
            "`argmin()` gives the position of the smallest value, and the first one of several.",
        ],
        cases=[
            Case(
                "nearest(np.array([[5.0]]), np.array([[[0.0]], [[4.0]], [[9.0]]]))",
                "1",
                why="Three images of one pixel: 4 is nearest to 5, and 4 has index 1.",
            ),
            Case(
                "nearest(np.array([[5.0]]), np.array([[[0.0]], [[9.0]], [[6.0]]]))",
                "2",
                why="Three images of one pixel: 6 is nearest to 5, and 6 has index 2.",
            ),
            Case(
                "nearest(np.array([[5.0, 5.0]]), np.array([[[0.0, 10.0]], [[5.0, 6.0]]]))",
                "1",
                why="The first image differs by 5 + 5, the second by 0 + 1.",
            ),
            Case(
                "nearest(np.array([[0.0, 0.0]]), np.array([[[3.0, 3.0]], [[0.0, 5.0]]]))",
                "1",
                why="The first image differs by 3 + 3, the second by 0 + 5.",
            ),
            Case(
                "nearest(np.array([[5.0]]), np.array([[[4.0]], [[6.0]]]))",
                "0",
                why="Both differ by 1: the first of them counts.",
            ),
            Case(
                "pixels = np.array([[[0, 0]], [[4, 6]], [[9, 9]]], dtype=np.uint8)\n"
                "nearest(np.array([[5, 5]], dtype=np.uint8), pixels)",
                "1",
                why="In uint8, 4 - 5 is 255. Change to another dtype before you subtract.",
            ),
            Case(
                "pixels = np.array([[[200]], [[100]]], dtype=np.uint8)\n"
                "nearest(np.array([[0]], dtype=np.uint8), pixels)",
                "1",
                why="A uint8 goes up to 255: the dtype you change to should have room for that.",
            ),
            Case(
                "pixels = np.full((2, 8, 8), 252, dtype=np.uint8)\n"
                "pixels[1, 0, 0] = 251\n"
                "nearest(np.zeros((8, 8), dtype=np.uint8), pixels)",
                "1",
                why="The distances are 16128 and 16127. Does your search start from a smaller "
                "number, or is your dtype too coarse for them?",
            ),
            Case(
                "[nearest(images[i], images[100:]) for i in range(5)]",
                "[abs(images[100:] - images[i]).sum((1, 2)).argmin() for i in range(5)]",
                why="It works for a few pixels, but not for digits.",
            ),
            Case(
                "nearest(images[7], images)",
                "7",
                why="The image itself is among them, and its distance is zero.",
            ),
        ],
        mistakes=[
            Mistake(
                ("np.abs(differences)", "differences"),
                "Differences below zero cancel those above it. Take absolute values first.",
            ),
            Mistake(
                (
                    "np.abs(differences).sum(axis=(1, 2))",
                    "np.abs(differences.sum(axis=(1, 2)))",
                ),
                "You take the absolute value of the sum: by then, differences of both signs have "
                "cancelled. Absolute value first, then the sum.",
            ),
            Mistake(
                ("images.astype(np.float64) - image", "images - image"),
                "In uint8, 4 - 5 is 255, so a near image looks far away. Change to a dtype with "
                "negative numbers before you subtract, not after.",
            ),
            Mistake(
                ("images.astype(np.float64) - image", "image - images"),
                "In uint8, 5 - 6 is 255, so a near image looks far away. Change to a dtype with "
                "negative numbers before you subtract, not after.",
            ),
            Mistake(
                (
                    "images.astype(np.float64) - image",
                    "images.astype(np.int8) - image.astype(np.int8)",
                ),
                "int8 ends at 127, and a uint8 goes up to 255: the values wrap again. Take a "
                "larger type.",
            ),
            Mistake(
                ("np.abs(differences)", "(differences**2)"),
                "You add up squares, which makes one large difference count more than many small "
                "ones. That is a distance too, but another one.",
            ),
            Mistake(
                ("argmin", "argmax"),
                "That is the image which differs most. The nearest one has the smallest distance.",
            ),
            Mistake(
                ("int(distances.argmin())", "float(distances.min())"),
                "You return the smallest distance. Asked is the index of the image which has it.",
            ),
            Mistake(
                ("sum(axis=(1, 2))", "sum()"),
                "Your answer is always 0. Either your sum also runs over axis 0, which counts "
                "images, or your search starts with a smallest distance of 0, which nothing beats.",
            ),
            Mistake(
                ("sum(axis=(1, 2))", "sum(axis=1)"),
                "You add up over one axis, which leaves a number for each column. Add up over "
                "rows and columns, axes 1 and 2.",
            ),
            Mistake(
                ("np.abs(differences).sum(axis=(1, 2))", "np.abs(differences)"),
                "You look for the smallest difference of a single pixel. Add up the differences "
                "of each image first.",
            ),
            Mistake(
                ("sum(axis=(1, 2))", "max(axis=(1, 2))"),
                "You compare the largest difference of a single pixel. Add up all of them.",
            ),
            Mistake(
                ("distances.argmin()", 'distances.argsort(kind="stable")[1]'),
                "That is the second nearest image. An image may find itself: its distance is 0.",
            ),
            Mistake(
                (
                    "images.astype(np.float64) - image",
                    "images.astype(np.uint16) - image.astype(np.uint16)",
                ),
                "uint16 has no negative numbers either: 4 - 5 is 65535 there. Take a float type, "
                "or an int without the u.",
            ),
            Mistake(
                nearest_without_an_update,
                "You never update the smallest distance, so every image beats it, and the last one "
                "wins. Store the new distance together with the index.",
            ),
            Mistake(
                ("int(distances.argmin())", "len(distances) - 1 - int(distances[::-1].argmin())"),
                "Where several images are equally near, yours is the last of them. "
                "Let a later one win only if it is nearer.",
            ),
            Mistake(
                (
                    "np.abs(differences).sum(axis=(1, 2))",
                    "(differences != 0).sum(axis=(1, 2))",
                ),
                "You count the pixels that differ, however little. Add up by how much they do.",
            ),
            Mistake(
                ("int(distances.argmin())", "images[int(distances.argmin())]"),
                "You return the image itself. Asked is its index: it also leads to the label.",
            ),
        ],
    ),
    Exercise(
        id="images.split",
        title="A fair split",
        goal="Write `split_indices(count, test_count, generator)`, which divides the indices "
        "`0` to `count - 1` into a training part and a test part, at random.",
        predict="Of `10` samples, `3` are for the test. How many arrays come back, and how long "
        "are they?",
        minutes=4,
        difficulty=2,
        solution=split_indices,
        hints=[
            "`generator.permutation(count)` is all indices in random order.",
            "Cut that order into two pieces with slices. Which piece has `test_count` indices?",
            "`order[:test_count]` is the test part. The rest, `order[test_count:]`, is for "
            "training, and comes first in what you return.",
        ],
        cases=[
            Case(
                "train, test = split_indices(10, 3, np.random.default_rng(0))\n"
                "[len(train), len(test)]",
                "[7, 3]",
                why="Of 10 samples, 3 are for the test and 7 are left for training, in that order.",
            ),
            Case(
                "train, test = split_indices(10, 3, np.random.default_rng(0))\n"
                "sorted([int(i) for i in train] + [int(i) for i in test])",
                "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
                why="Both parts together should hold each index once: none twice, none lost.",
            ),
            Case(
                "seeds = range(100)\n"
                "tests = [split_indices(10, 3, np.random.default_rng(seed))[1] for seed in seeds]\n"
                "sorted({len(test) for test in tests})",
                "[3]",
                why="Every test part has 3 samples, not 3 on average.",
            ),
            Case(
                "values = np.arange(100, 110)\n"
                "train, test = split_indices(10, 3, np.random.default_rng(0))\n"
                "[values[train].shape, values[test].shape]",
                "[(7,), (3,)]",
                why="`images[train]` has to take the images of the training part: return arrays "
                "of integers.",
            ),
            Case(
                "train, test = split_indices(1000, 200, np.random.default_rng(0))\n"
                "sorted([int(i) for i in train] + [int(i) for i in test]) == list(range(1000))",
                "True",
                why="With many samples, some index is in a part twice, or in none. Were indices "
                "drawn with replacement?",
            ),
            Case(
                "tests = [split_indices(10, 3, np.random.default_rng(s))[1] for s in range(100)]\n"
                "sorted({int(i) for test in tests for i in test})",
                "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
                why="In a hundred random splits, every sample gets into the test part sometimes. "
                "Do you shuffle, and draw from `generator`, not from one of your own?",
            ),
            Case(
                "tests = [split_indices(10, 3, np.random.default_rng(s))[1] for s in range(100)]\n"
                "len({tuple(sorted(int(i) for i in test)) for test in tests}) > 40",
                "True",
                why="Three of ten can be chosen in 120 ways. A hundred random splits show more "
                "than 40 of them.",
            ),
            Case(
                "same = [split_indices(10, 3, np.random.default_rng(7)) for _ in range(2)]\n"
                "[[int(i) for i in test] for train, test in same][0] == "
                "[int(i) for i in same[1][1]]",
                "True",
                why="Generators with the same seed should give the same split. Draw from "
                "`generator` only.",
            ),
            Case(
                "train, test = split_indices(4, 0, np.random.default_rng(0))\n"
                "[len(train), len(test)]",
                "[4, 0]",
                why="With no test samples, all are for training. Beware of `order[:-0]`, which is "
                "empty.",
            ),
        ],
        mistakes=[
            Mistake(
                ("generator.permutation(count)", "np.arange(count)"),
                "You cut without shuffling: the test part is always the same run of neighbours. "
                "If the data are sorted, whole classes are missing from one part.",
            ),
            Mistake(
                (
                    "order[test_count:], order[:test_count]",
                    "order[:test_count], order[test_count:]",
                ),
                "The two parts have changed places: training comes first.",
            ),
            Mistake(
                ("generator.permutation(count)", "np.random.default_rng(0).permutation(count)"),
                "You make a generator of your own, so every split is the same whatever the caller "
                "asks for. Draw from `generator`.",
            ),
            Mistake(
                ("generator.permutation(count)", "np.random.default_rng().permutation(count)"),
                "You make a generator without a seed, so no split can be repeated. Draw from "
                "`generator`.",
            ),
            Mistake(
                ("generator.permutation(count)", "generator.integers(0, count, count)"),
                "You draw with replacement: some samples come twice, and others never. An image "
                "in both parts is a test with the answer known.",
            ),
            Mistake(
                "def split_indices(count, test_count, generator):\n"
                "    test = generator.integers(0, count, test_count)\n"
                "    return np.setdiff1d(np.arange(count), test), test",
                "You draw the test part with replacement, so a sample can be in it twice, and the "
                "training part is too long. `permutation` has each index once.",
            ),
            Mistake(
                (
                    "return order[test_count:], order[:test_count]",
                    "return order, order[:test_count]",
                ),
                "The test part is in the training part too. A model would be tested on what it "
                "was trained on.",
            ),
            Mistake(
                (
                    "return order[test_count:], order[:test_count]",
                    "return order[test_count:], generator.permutation(count)[:test_count]",
                ),
                "You draw a second order for the test part, so the two parts overlap. One order, "
                "cut in two.",
            ),
            Mistake(
                (
                    "order[test_count:], order[:test_count]",
                    "order[:-test_count], order[-test_count:]",
                ),
                "Slices from the end go wrong for a test part of none: `order[:-0]` is "
                "`order[:0]`, which is empty.",
            ),
            Mistake(
                (
                    "order = generator.permutation(count)",
                    "start = generator.integers(count)\n"
                    "    order = np.roll(np.arange(count), int(start))",
                ),
                "You draw too little: the test part is a run of neighbours, or follows another "
                "pattern, so most choices can never occur. Draw the order of all indices.",
            ),
            Mistake(
                (
                    "order[test_count:], order[:test_count]",
                    "tuple(order[test_count:]), tuple(order[:test_count])",
                ),
                "You return tuples. NumPy reads `images[(4, 2)]` as row 2 of image 4, not as two "
                "images: return arrays.",
            ),
            Mistake(
                "def split_indices(count, test_count, generator):\n"
                "    chosen = generator.random(count) < test_count / count\n"
                "    return np.flatnonzero(~chosen), np.flatnonzero(chosen)",
                "You toss a coin for each sample, so the test part has the right size only on "
                "average. Cut a random order instead.",
            ),
            Mistake(
                ("order[test_count:], order[:test_count]", "order[test_count:]"),
                "You return one part. Return both, training first.",
            ),
        ],
    ),
]
