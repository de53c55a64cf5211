"""Exercise speed.crop-batch: Crop a whole batch."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_10_speed.fixtures import lines_run


def crop_batch(images, size, padding, numbers):
    """Pad every image with zeros, and cut a window out of each: all in one step.

    Parameters
    ----------
    images : array of shape (N, H, W) or (N, C, H, W)
    size : (height, width)
        Of the windows, in pixels. They fit into the padded images.
    padding : int
        How many rows or columns of zeros to add on each of the four sides.
    numbers : float array of shape (N, 2), from 0 up to 1
        Row `k` says where the window of image `k` begins: the first number times the
        count of rows where it could begin, without the fraction; the second likewise
        for columns.

    Returns
    -------
    array of shape (N, height, width) or (N, C, height, width), of the dtype of `images`
    """
    *outer, rows, columns = images.shape
    padded = np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), images.dtype)
    padded[..., padding : padding + rows, padding : padding + columns] = images
    windows = sliding_window_view(padded, size, axis=(-2, -1))
    tops = (numbers[:, 0] * windows.shape[-4]).astype(int)
    lefts = (numbers[:, 1] * windows.shape[-3]).astype(int)
    return windows[np.arange(len(images)), ..., tops, lefts, :, :]


def images_and_numbers(draw):
    """Grey or coloured images, higher or wider, any window that fits in, a row for each."""
    n = draw.size(0)
    sides = draw.shuffled(
        [draw.integer(1, 6), 120 if draw.chance(0.2) else draw.integer(1, 6)]
    )
    padding = draw.integer(0, 3)
    most = [side + 2 * padding for side in sides]
    channels = draw.choice([(), (), (1,), (2,), (3,)])
    dtype = draw.dtype("biuf").newbyteorder("=")
    just_below = [float(np.nextafter(place, 0)) for place in (1, 1 / 2, 1 / 3, 2 / 3)]
    edges = [0.0, 0.5, 0.995, 0.333, 0.334, 0.666, 0.667, *just_below]
    numbers = [
        draw.choice(edges) if draw.chance(0.3) else draw.integer(0, 999) / 1000
        for _ in range(2 * n)
    ]
    return {
        "images": draw.array(n, *channels, *sides, dtype=dtype),
        "size": tuple(draw.choice([1, min(m, 4), max(m - 1, 1), m]) for m in most),
        "padding": padding,
        "numbers": np.array(numbers, float).reshape(n, 2),
    }


def a_few_images():
    """Two small images, the same in two channels, and a thousand."""
    images = np.arange(1, 13).reshape(2, 2, 3)
    return {
        "images": images,
        "photos": np.stack([images, 10 * images], axis=1),
        "thousand": np.resize(np.arange(251, dtype=np.uint8), (1000, 8, 8)),
        "rows": np.resize(np.arange(97) / 97, (1000, 2)),
        "lines_run": lines_run,
    }


FRAME = """
padded = np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), images.dtype)
padded[..., padding : padding + rows, padding : padding + columns] = images
"""
PUT = "padded[..., padding : padding + rows, padding : padding + columns] = images"
WINDOWS = "windows = sliding_window_view(padded, size, axis=(-2, -1))"
TOPS = "tops = (numbers[:, 0] * windows.shape[-4]).astype(int)"
LEFTS = "lefts = (numbers[:, 1] * windows.shape[-3]).astype(int)"
PLACES = f"{TOPS}\n{LEFTS}"
RETURN = "return windows[np.arange(len(images)), ..., tops, lefts, :, :]"
END = f"{WINDOWS}\n{PLACES}\n{RETURN}"

EXERCISE = Exercise(
    id="speed.crop-batch",
    title="Crop a whole batch",
    goal="Write `crop_batch(images, size, padding, numbers)`. For each image and its row of "
    "numbers it gives what `crop.apply` gives, bit for bit, and for a thousand images it runs "
    "no more lines of Python than for one: no loop over the images.",
    predict="Images of 8×8 with padding 1, windows of 8×8. Where does the window of an image "
    "begin whose row is `[0.5, 0.99]`?",
    minutes=7,
    difficulty=3,
    solution=crop_batch,
    given=a_few_images,
    hints=[
        "Four steps, as in lesson 7, and each for all images: the padded images, the view of all "
        "windows, the places, one question to the view. The first step is the one of "
        "`random_crop`, with one more axis in front, which `*outer` takes.",
        "`windows = sliding_window_view(padded, size, axis=(-2, -1))` has the places on the "
        "axes -4 and -3. A whole column of places is `(numbers[:, 0] * "
        "windows.shape[-4]).astype(int)`.",
        "`windows[np.arange(len(images)), ..., tops, lefts, :, :]` takes one window of each "
        "image. It is a new array already.",
    ],
    cases=[
        Case(
            "crop_batch(images, (2, 3), 0, np.array([[0.0, 0.0], [0.9, 0.9]]))",
            "np.array([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])",
            fresh=["images"],
            why="Without padding, a window as large as the image has one place only: the image "
            "comes back, as a copy.",
        ),
        Case(
            "crop_batch(images, (2, 3), 1, np.array([[0.5, 0.5], [0.0, 0.99]]))",
            "np.array([[[1, 2, 3], [4, 5, 6]], [[0, 0, 0], [8, 9, 0]]])",
            fresh=["images"],
            why="With padding 1 there are three places each way. 0.5 is the one in the middle; 0.0 "
            "the first row, and 0.99 the last column.",
        ),
        Case(
            "crop_batch(images, (1, 2), 0, np.array([[0.2, 0.7], [0.7, 0.2]]))",
            "np.array([[[2, 3]], [[10, 11]]])",
            fresh=["images"],
            why="A window of 1×2 in an image of 2×3 can begin at two rows and at two columns. The "
            "first number of a row is for the rows.",
        ),
        Case(
            "crop_batch(photos, (2, 3), 1, np.array([[0.5, 0.5], [0.0, 0.99]]))[1]",
            "np.array([[[0, 0, 0], [8, 9, 0]], [[0, 0, 0], [80, 90, 0]]])",
            why="All channels of an image have one place. Only the last two axes are padded and "
            "cut.",
        ),
        Case(
            "lines_run(lambda: crop_batch(thousand, (8, 8), 1, rows)) < 500",
            "True",
            why="For a thousand images, hundreds of lines of Python run: somewhere you go through "
            "the images one by one. A line counts each time that it runs.",
        ),
        Case(
            "crop_batch(np.arange(1000).reshape(1, 1, 1000), (1, 1), 0, np.array([[0.0, 0.9985]]))",
            "np.array([[[998]]])",
            why="A window of one pixel has a thousand places here: the number times a thousand, "
            "without the fraction.",
        ),
        Case(
            "crop_batch(thousand[:0], (6, 4), 1, rows[:0])",
            "np.zeros((0, 6, 4), np.uint8)",
            why="No images give a batch without images.",
        ),
    ],
    examples=[
        Examples(
            images_and_numbers,
            ["crop_batch(images, size, padding, numbers)"],
            fresh=["images"],
            why="Place `k` of the result should be the window of image `k` that begins where its "
            "row of `numbers` says, in the dtype of the images.",
        ),
    ],
    mistakes=[
        Mistake(
            (
                RETURN,
                """
                result = np.zeros((*outer, *size), images.dtype)
                for k in range(len(images)):
                    result[k] = windows[k, ..., tops[k], lefts[k], :, :]
                return result
                """,
            ),
            "All of them are right, and cut one by one: the same lines run for each image. Ask the "
            "view of all windows once, with arrays of places.",
        ),
        Mistake(
            (RETURN, "return windows[..., tops, lefts, :, :]"),
            "You take the places of all images from each image: rows times rows. `np.arange("
            "len(images))` in front pairs image `k` with place `k`.",
        ),
        Mistake(
            (RETURN, "return windows[np.arange(len(images)), tops, lefts]"),
            "You cut the axes behind the first one. In (N, C, H, W) these are the channels: put "
            "`...` before the places, and `:, :` behind them.",
        ),
        Mistake(
            (
                RETURN,
                """
                if not len(images):
                    return windows[:, ..., 0, 0, :, :].copy()
                return windows[:, ..., tops[0], lefts[0], :, :].copy()
                """,
            ),
            "All windows begin where the first one does. Each image has a row of its own.",
        ),
        Mistake(
            (
                PLACES,
                """
                tops = (numbers[:, 1] * windows.shape[-4]).astype(int)
                lefts = (numbers[:, 0] * windows.shape[-3]).astype(int)
                """,
            ),
            "The first number of a row is for the rows, the second for the columns.",
        ),
        Mistake(
            (
                PLACES,
                """
                tops = (numbers[:, 0] * (windows.shape[-4] - 1)).round().astype(int)
                lefts = (numbers[:, 1] * (windows.shape[-3] - 1)).round().astype(int)
                """,
            ),
            "You round. Then the first and the last place get only half of the numbers. Multiply "
            "by the count of places, and drop the fraction.",
        ),
        Mistake(
            (
                PLACES,
                """
                tops = (numbers[:, 0] * windows.shape[-4]).round().astype(int)
                lefts = (numbers[:, 1] * windows.shape[-3]).round().astype(int)
                """,
            ),
            "You round, or take a place too many: a window then begins behind the last place. "
            "Multiply by the count of places, and drop the fraction: `.astype(int)` alone.",
        ),
        Mistake(
            (
                PLACES,
                """
                tops = (numbers[:, 0] * (windows.shape[-4] - 1)).astype(int)
                lefts = (numbers[:, 1] * (windows.shape[-3] - 1)).astype(int)
                """,
            ),
            "The last place is never reached. A window of 8 fits into 10 rows at 10 - 8 + 1 "
            "places.",
        ),
        Mistake(
            (
                PLACES,
                """
                tops = (numbers[:, 0] * (2 * padding + 1)).astype(int)
                lefts = (numbers[:, 1] * (2 * padding + 1)).astype(int)
                """,
            ),
            "`2 * padding + 1` places are those of a window as large as the image. A smaller one "
            "has more.",
        ),
        Mistake(
            (
                PLACES,
                """
                tops = (numbers[:, 0] * padded.shape[-2]).astype(int) % windows.shape[-4]
                lefts = (numbers[:, 1] * padded.shape[-1]).astype(int) % windows.shape[-3]
                """,
            ),
            "You multiply by the side of the padded image. A window can begin at fewer places: "
            "its own side has to fit in.",
        ),
        Mistake(
            (
                PLACES,
                """
                fair = np.random.default_rng(0).random(numbers.shape)
                tops = (fair[:, 0] * windows.shape[-4]).astype(int)
                lefts = (fair[:, 1] * windows.shape[-3]).astype(int)
                """,
            ),
            "You draw the numbers yourself. They are drawn already, by whoever calls you: use "
            "them.",
        ),
        Mistake(
            ("padded, size, axis", "padded, size[::-1], axis"),
            "`size` is (height, width), as in a shape: rows first.",
        ),
        Mistake(
            (PUT, "pass"),
            "All zeros: the images were never written into the padded array.",
        ),
        Mistake(
            ("columns + 2 * padding), images.dtype)", "columns + 2 * padding))"),
            "`np.zeros` gives float64 where nothing is said. Pass on `images.dtype`.",
        ),
        Mistake(
            (PUT, "padded[..., padding:-padding, padding:-padding] = images"),
            "Without padding, `padding:-padding` is `0:0`, an empty slice, since -0 is 0. Count "
            "the end from the start: `padding : padding + rows`.",
        ),
        Mistake(
            (FRAME, "padded = np.pad(images, padding)"),
            "`np.pad(images, padding)` pads every axis, the one that counts the images too. Only "
            "the last two are padded.",
        ),
        Mistake(
            (FRAME, "padded = images"),
            "You do not pad. Put `padding` rows and columns of zeros around first.",
        ),
        Mistake(
            (
                "*outer, rows, columns = images.shape",
                """
                *outer, rows, columns = images.shape
                outer = outer[:1]
                """,
            ),
            "You leave out the channels. `*outer` takes all axes before the last two, and the "
            "padded images have them, too.",
        ),
        Mistake(
            (
                RETURN,
                """
                images[...] = padded[..., :rows, :columns]
                return windows[np.arange(len(images)), ..., tops, lefts, :, :]
                """,
            ),
            "You write to the images that you were given. They stay as they are.",
        ),
    ],
)
