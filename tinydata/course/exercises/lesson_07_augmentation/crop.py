"""Exercise augmentation.crop: A window at random."""

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.lesson_07_augmentation.fixtures import small_images


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


PADDED = "np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), image.dtype)"
PUT = "padded[..., padding : padding + rows, padding : padding + columns] = image"
TOP = "generator.integers(padded.shape[-2] - height + 1)"
LEFT = "generator.integers(padded.shape[-1] - width + 1)"
WINDOW = "return padded[..., top : top + height, left : left + width]"

EXERCISE = Exercise(
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
            """
            [np.full((4, 5), 7) for _ in range(7)].clear()  # leaves sevens in memory
            random_crop(image, (4, 5), 1, np.random.default_rng(0))
            """,
            "np.array([[0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0]])",
            why="The frame should hold zeros. `np.empty` writes nothing, and shows what lay in "
            "that memory before.",
        ),
        Case(
            """
            digit = images[5].astype(np.uint8)
            random_crop(digit, (14, 14), 3, np.random.default_rng(0))
            """,
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
            """
            generator = np.random.default_rng(3)
            board = np.arange(1, 13).reshape(3, 4)
            sorted({int(random_crop(board, (2, 2), 0, generator)[0, 0]) for _ in range(300)})
            """,
            "[1, 2, 3, 5, 6, 7]",
            why="A window of 2×2 fits into 3×4 pixels at six places, and its upper left pixel "
            "tells which. In many draws, each should occur.",
        ),
        Case(
            """
            dot, generator = np.zeros((3, 3), int), np.random.default_rng(3)
            dot[1, 1] = 1
            sorted({int(random_crop(dot, (3, 3), 1, generator).argmax()) for _ in range(99)})
            """,
            "[0, 1, 2, 3, 4, 5, 6, 7, 8]",
            why="With padding 1, a dot in the middle of 3×3 pixels can land on each of the "
            "nine. In many draws, each should occur.",
        ),
        Case(
            """
            dot, generator = np.zeros((3, 3), int), np.random.default_rng(3)
            dot[1, 1] = 1
            counts = sum(random_crop(dot, (3, 3), 1, generator) for _ in range(900))
            (counts > 55) & (counts < 145)
            """,
            "np.full((3, 3), True)",
            why="A dot in the middle of 3×3 pixels can land on each of nine pixels, and in "
            "900 draws it should land on each about 100 times.",
        ),
        Case(
            """
            dot, generator = np.zeros((3, 3), int), np.random.default_rng(3)
            dot[1, 1] = 1
            counts = sum(random_crop(dot, (1, 2), 2, generator) for _ in range(2100))
            (counts > 22) & (counts < 80)
            """,
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
            """
            generator = np.random.default_rng(3)
            crops = [random_crop(photo, (2, 3), 1, generator) for _ in range(20)]
            [np.array_equal(crop[1], 10 * crop[0]) for crop in crops]
            """,
            "[True] * 20",
            why="All channels of an image should be cut at the same place.",
        ),
        Case(
            """
            one, two = np.random.default_rng(7), np.random.default_rng(7)
            first = [random_crop(image, (2, 3), 1, one).tolist() for _ in range(20)]
            first == [random_crop(image, (2, 3), 1, two).tolist() for _ in range(20)]
            """,
            "True",
            why="Two generators with the same seed should give the same windows: draw from the "
            "generator that you are given, and from nothing else.",
        ),
    ],
    mistakes=[
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = (rows + 2 * padding - height) // 2
                left = (columns + 2 * padding - width) // 2
                """,
            ),
            "Your window always lies in the middle, so the image never moves. Draw its place.",
        ),
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = generator.integers(rows + 2 * padding - height)
                left = generator.integers(columns + 2 * padding - width)
                """,
            ),
            "You leave out the last place: among 8 rows a window of 8 rows has one place, and "
            "8 - 8 is 0. There is one place more than there are rows to spare.",
        ),
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = generator.integers(max(1, rows + 2 * padding - height))
                left = generator.integers(max(1, columns + 2 * padding - width))
                """,
            ),
            "You leave out the last place. `integers(n)` draws from 0 to n - 1, and there is "
            "one place more than there are rows to spare.",
        ),
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = generator.integers(2 * padding + 1)
                left = generator.integers(2 * padding + 1)
                """,
            ),
            "`2 * padding + 1` places are right only for a window as large as the image. "
            "Count the places from the padded size and the size of the window.",
        ),
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = generator.integers(max(1, 2 * padding))
                left = generator.integers(max(1, 2 * padding))
                """,
            ),
            "`integers(2 * padding)` never draws `2 * padding`, so the last place is missing, "
            "and it fits only a window as large as the image. Count the places from the padded "
            "size and the size of the window.",
        ),
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = generator.integers(2 * padding)
                left = generator.integers(2 * padding)
                """,
            ),
            "`integers(2 * padding)` never draws `2 * padding`, and without padding it has "
            "nothing to draw from. Count the places from the padded size and the size of the "
            "window.",
        ),
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = generator.integers(rows - height + 1)
                left = generator.integers(columns - width + 1)
                """,
            ),
            "You count the places in the image as it was. The window is cut out of the padded "
            "one, which has more of them.",
        ),
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = generator.integers(rows + 2 * padding - height + 2)
                left = generator.integers(columns + 2 * padding - width + 2)
                """,
            ),
            "One place too many: a window that begins there hangs over the end, and the slice "
            "comes out too small.",
        ),
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = generator.integers(padded.shape[0] - height + 1)
                left = generator.integers(padded.shape[1] - width + 1)
                """,
            ),
            "`shape[0]` and `shape[1]` are rows and columns in (H, W) only. In (C, H, W) they "
            "are channels and rows. Count from the end: `shape[-2]` and `shape[-1]`.",
        ),
        Mistake(
            (
                """
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                """,
                """
                top = round(generator.random() * (rows + 2 * padding - height))
                left = round(generator.random() * (columns + 2 * padding - width))
                """,
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
            (
                "top = generator.integers(padded.shape[-2] - height + 1)",
                """
                generator = np.random.default_rng(0)
                top = generator.integers(padded.shape[-2] - height + 1)
                """,
            ),
            "You make a new generator with the same seed in each call, so each window lies at "
            "the same place. Use the generator that you are given.",
        ),
        Mistake(
            (
                "top = generator.integers(padded.shape[-2] - height + 1)",
                """
                generator = np.random.default_rng()
                top = generator.integers(padded.shape[-2] - height + 1)
                """,
            ),
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
                """
                padded = np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), image.dtype)
                padded[..., padding : padding + rows, padding : padding + columns] = image
                """,
                """
                sides = [(0, 0)] * len(outer) + [(padding, padding)] * 2
                padded = np.pad(image, sides, mode="edge")
                """,
            ),
            "You repeat the pixels at the edge. The padding should be zeros, the value of "
            "empty paper.",
        ),
        Mistake(
            (
                """
                padded = np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), image.dtype)
                padded[..., padding : padding + rows, padding : padding + columns] = image
                """,
                "padded = np.pad(image, padding)",
            ),
            "`np.pad(image, padding)` pads *all* axes, the channels as well. Only the last two "
            "should be padded: `[(0, 0)] * (image.ndim - 2) + [(padding, padding)] * 2`.",
        ),
        Mistake(
            (
                "padded[..., padding : padding + rows, padding : padding + columns] = image",
                """
                padded[..., padding : padding + rows, padding : padding + columns] = image
                if padding == 0:
                    padded = image
                """,
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
                """
                height, width = (rows, columns) if padding else size
                return padded[..., top : top + height, left : left + width]
                """,
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
                """
                padded = np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), image.dtype)
                padded[..., padding : padding + rows, padding : padding + columns] = image
                top = generator.integers(padded.shape[-2] - height + 1)
                left = generator.integers(padded.shape[-1] - width + 1)
                return padded[..., top : top + height, left : left + width]
                """,
                """
                top = generator.integers(max(1, rows - height + 1))
                left = generator.integers(max(1, columns - width + 1))
                cut = image[..., top : top + height, left : left + width]
                return np.pad(cut, [(0, 0)] * len(outer) + [(padding, padding)] * 2)
                """,
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
            ("padded[..., padding : padding + rows, padding : padding + columns] = image", "pass"),
            "All zeros: the image was never written into the padded array.",
        ),
        Mistake(
            (
                WINDOW,
                """
                if not outer:
                    return padded[top : top + height, left : left + width]
                return np.stack([random_crop(c, size, padding, generator) for c in image])
                """,
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
)
