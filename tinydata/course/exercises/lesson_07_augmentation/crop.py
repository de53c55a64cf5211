"""Exercise augmentation.crop: A window at random."""

import numpy as np

from tinydata.course.checker.chance import all_alike
from tinydata.course.checker.differences import difference
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_07_augmentation.fixtures import small_images


def random_crop(image, size, padding, generator):
    """Put zeros around an image, then cut out a window. All places are equally likely.

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


def image_and_window(draw):
    """An image of two to four axes, higher or wider, and any window that fits in."""
    sides = draw.shuffled([draw.size(1, 300), draw.integer(1, 5)])
    padding = draw.integer(0, 3)
    most = [side + 2 * padding for side in sides]
    return {
        "image": draw.array(
            *draw.shape(0, 2), *sides, dtype=draw.dtype("biuf").newbyteorder("=")
        ),
        "size": tuple(draw.choice([1, min(n, 4), max(n - 1, 1), n]) for n in most),
        "padding": padding,
        "seed": draw.integer(0, 999),
    }


def one_of_the_windows(crop, inputs):
    """Whether it is cut out of the padded image, at whichever place."""
    image, padding = inputs["image"], inputs["padding"]
    *outer, rows, columns = image.shape
    padded = np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), image.dtype)
    padded[..., padding : padding + rows, padding : padding + columns] = image
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, inputs["size"], axis=(-2, -1)
    )
    places = windows.shape[-4] * windows.shape[-3]
    first = windows[..., 0, 0, :, :]
    has_shape = getattr(crop, "shape", None) == first.shape
    found = (
        difference(crop[..., :0], first[..., :0])
        if has_shape
        else difference(crop, first)
    )
    if found or places == 1:
        return found or difference(crop, first) or True
    if (
        (windows == crop[..., None, None, :, :])
        .all(axis=(*range(len(outer)), -2, -1))
        .any()
    ):
        return True
    return (
        f"Yours is none of the {places:,} windows that there are in the padded image."
    )


def numbered_pixels(draw):
    """An image whose pixels tell their place, and a window that always shows one of them."""
    sides = 2 * draw.size(1, 300), draw.integer(2, 4)
    padding = draw.integer(0, 2)
    return {
        "image": np.arange(1, sides[0] * sides[1] + 1).reshape(sides),
        "size": tuple(
            min(padding + draw.integer(1, 4), side + padding) for side in sides
        ),
        "padding": padding,
        "seed": draw.integer(0, 999),
    }


def each_place_equally_often(crops, inputs):
    """Whether windows lie at all places, and at none more often than at others."""
    image, (height, width), padding = inputs["image"], inputs["size"], inputs["padding"]
    if any(np.shape(crop) != (height, width) for crop in crops):
        return f"A window should have the shape {(height, width)}."
    pixels = np.reshape(crops, (len(crops), -1)).astype(int)
    seen = (pixels > 0).argmax(axis=1)
    row, column = np.divmod(pixels[np.arange(len(crops)), seen] - 1, image.shape[1])
    counts = []
    for place, side, length in [
        (row + padding - seen // width, image.shape[0], height),
        (column + padding - seen % width, image.shape[1], width),
    ]:
        places = side + 2 * padding - length + 1
        if not all(0 <= place) or not all(place < places):
            return "Some of yours are no windows of the padded image."
        parts = places if places < 20 else 4  # of many places, quarters
        counts.append((place * parts // places, parts))
    (down, rows), (right, columns) = counts
    tables = [(down, rows), (right, columns), (down * columns + right, rows * columns)]
    if all(all_alike([np.bincount(part, minlength=parts)]) for part, parts in tables):
        return True
    return (
        f"Of {len(crops)} windows, too many lie at some places, and too few at others."
    )


PADDED = "np.zeros((*outer, rows + 2 * padding, columns + 2 * padding), image.dtype)"
PUT = "padded[..., padding : padding + rows, padding : padding + columns] = image"
TOP = "generator.integers(padded.shape[-2] - height + 1)"
LEFT = "generator.integers(padded.shape[-1] - width + 1)"
FRAME = f"padded = {PADDED}\n{PUT}"
PLACES = f"top = {TOP}\nleft = {LEFT}"
WINDOW = "return padded[..., top : top + height, left : left + width]"

EXERCISE = Exercise(
    id="augmentation.crop",
    title="A window at random",
    goal="Write `random_crop(image, size, padding, generator)`. It puts `padding` rows and "
    "columns of zeros around the image, and cuts out a window of `size`, which is `(height, "
    "width)`, at a random place. Only the last two axes are padded and cut.",
    predict="An image of 8×8, padding 1, a window of 8×8: at how many places can the window "
    "lie? And with padding 2?",
    minutes=7,
    difficulty=2,
    solution=random_crop,
    given=lambda: {"all_alike": all_alike, **small_images()},
    hints=[
        "Four steps: the sizes, the padded image, a random place, the window. "
        "`*outer, rows, columns = image.shape` gets the sizes, and `outer` takes the axes "
        "before them, if there are any.",
        "Begin with zeros of shape `(*outer, rows + 2 * padding, columns + 2 * padding)` and "
        "of the dtype `image.dtype`, and write the image into the middle. With `...` in front "
        "of the slices, it works for any number of axes.",
        "A window of `height` rows fits into `n` rows at `n - height + 1` places, from 0 to "
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
            "random_crop(photo, (4, 5), 1, np.random.default_rng(0))",
            "np.stack([np.pad(np.array([[1, 2, 3], [4, 5, 6]]) * n, 1) for n in [1, 10, 100]])",
            fresh=["photo"],
            why="An image of shape (C, H, W) is padded on its last two axes only.",
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
            counts = sum(random_crop(dot, (3, 3), 1, generator) for _ in range(600))
            "each about as often" if all_alike([counts.ravel()]) else counts
            """,
            '"each about as often"',
            why="With padding 1, a dot in the middle of 3×3 pixels can land on each of the "
            "nine. Of 600 draws, it should land on each about 67 times.",
        ),
    ],
    examples=[
        Examples(
            image_and_window,
            ["random_crop(image, size, padding, np.random.default_rng(seed))"],
            right=one_of_the_windows,
            fresh=["image"],
            why="It should be a window of the padded image, of the size that was asked for.",
        ),
        Examples(
            numbered_pixels,
            [
                "[random_crop(image, size, padding, generator).tolist() for _ in range(200)]"
            ],
            make="generator = np.random.default_rng(seed)",
            right=each_place_equally_often,
            why="Each place should be equally likely: draw the row and the column apart, each "
            "among all places at which the window fits in.",
            in_a_row=False,
            number=10,
        ),
    ],
    mistakes=[
        Mistake(
            (PLACES, "top = left = 0"),
            "Your window always begins in the upper left corner. Draw its place.",
        ),
        Mistake(
            (
                PLACES,
                """
                top = (rows + 2 * padding - height) // 2
                left = (columns + 2 * padding - width) // 2
                """,
            ),
            "Your window always lies in the middle, so the image never moves. Draw its place.",
        ),
        Mistake(
            (
                PLACES,
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
                PLACES,
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
                PLACES,
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
                PLACES,
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
                PLACES,
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
                PLACES,
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
                PLACES,
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
                PLACES,
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
                PLACES,
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
                f"top = {TOP}",
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
                f"top = {TOP}",
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
                FRAME,
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
                FRAME,
                "padded = np.pad(image, padding)",
            ),
            "`np.pad(image, padding)` pads *all* axes, the channels as well. Only the last two "
            "should be padded: `[(0, 0)] * (image.ndim - 2) + [(padding, padding)] * 2`.",
        ),
        Mistake(
            (
                PUT,
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
            (
                "*outer, rows, columns = image.shape",
                """
                outer = []
                rows, columns = image.shape
                """,
            ),
            "`rows, columns = image.shape` takes an image of two axes. `*outer, rows, columns = "
            "image.shape` takes those before them as well, if there are any.",
        ),
        Mistake(
            (
                "*outer, rows, columns = image.shape",
                "*outer, columns, rows = image.shape",
            ),
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
                f"{FRAME}\n{PLACES}\n{WINDOW}",
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
            (PUT, "pass"),
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
