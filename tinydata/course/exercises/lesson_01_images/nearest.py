"""Exercise images.nearest: The nearest image."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def nearest(image, images):
    """Return the index of the image in `images` that is nearest to `image`.

    The distance between two images is the sum of the absolute differences of their
    pixels.

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


def image_and_images(draw):
    """Many images, high or wide ones, few different; the nearest ones may be nearly equal."""
    n, height = draw.size(1), draw.size(1, 12)
    n, height = (height, n) if draw.chance(0.3) else (n, height)
    height, width = draw.shuffled([height, draw.choice([1, 2, 3, 5, 9])])
    dtype = draw.choice(["uint8", "float64"])

    def pixels():
        return np.resize(
            draw.integers(min(height * width, 97), 0, 255), (height, width)
        ).astype(dtype)

    image, few = pixels(), [pixels() for _ in range(draw.integer(1, 3))]
    images = np.array([draw.choice(few) for _ in range(n)])
    for place in draw.choice(
        [[], [n - 1], [draw.place(n), n - 1], [draw.place(n), n - 1]]
    ):
        row, step = (
            draw.choice([draw.place(height), height - 1]),
            draw.choice([0, 1, 2, 9]),
        )
        images[place] = image
        images[place, row, -1] = abs(int(image[row, -1]) - step)
    return {"image": image, "images": images}


EXERCISE = Exercise(
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
            why="The first image differs by 3 + 3, the second by 0 + 5: the differences are added "
            "up, not their squares.",
        ),
        Case(
            "nearest(np.array([[5.0]]), np.array([[[4.0]], [[6.0]]]))",
            "0",
            why="Both differ by 1: the first of them counts.",
        ),
        Case(
            """
            pixels = np.array([[[0, 0]], [[4, 6]], [[9, 9]]], dtype=np.uint8)
            nearest(np.array([[5, 5]], dtype=np.uint8), pixels)
            """,
            "1",
            why="In uint8, 4 - 5 is 255. Change to another dtype before you subtract.",
        ),
        Case(
            """
            pixels = np.array([[[200]], [[100]]], dtype=np.uint8)
            nearest(np.array([[0]], dtype=np.uint8), pixels)
            """,
            "1",
            why="A uint8 goes up to 255: the dtype you change to should have room for that.",
        ),
        Case(
            """
            pixels = np.full((3, 512, 256), 200, dtype=np.uint8)
            pixels[1, :128], pixels[2, 0, 0] = 201, 199
            nearest(np.zeros((512, 256), dtype=np.uint8), pixels)
            """,
            "2",
            why="The distances are 26,214,400, 26,247,168 and 26,214,399. Does your search "
            "start from a smaller number, or is your dtype too coarse or too small for them?",
        ),
        Case(
            """
            image = np.zeros((1, 300), np.uint8)
            nearest(image, np.stack([image + 255, image + 50]))
            """,
            "1",
            why="The sum over one row can be 255 times 300. Which type holds that?",
        ),
    ],
    examples=[
        Examples(
            image_and_images,
            ["nearest(image, images)"],
            why="The index should be that of the smallest sum of differences, wherever it is, "
            "and of the first one if there are several.",
        )
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
            ("sum(axis=(1, 2))", "sum(axis=(0, 1))"),
            "You add up over all images and rows, which leaves a number for each column. Axis 0 "
            "counts the images, and is the one to keep: add up over axes 1 and 2.",
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
            """
            def nearest(image, images):
                best, smallest = 0, np.inf
                for i, other in enumerate(images):
                    if np.abs(other.astype(np.float64) - image).sum() < smallest:
                        best = i
                return best
            """,
            "You never update the smallest distance, so every image beats it, and the last one "
            "wins. Store the new distance together with the index.",
        ),
        Mistake(
            (
                "int(distances.argmin())",
                "len(distances) - 1 - int(distances[::-1].argmin())",
            ),
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
)
