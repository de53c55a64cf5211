"""Exercise shuffling.misaligned: One order for both."""

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.fixtures import digits


def shuffle_together(images, labels, generator):
    """Return images and labels in a new random order, the same one for both.

    Parameters
    ----------
    images : array of shape (N, ...)
    labels : array of shape (N,)
    generator : numpy.random.Generator
        Draws the order.

    Returns
    -------
    tuple of two new arrays
        Images and labels, of the same shapes and dtypes as before. The arrays that were given
        stay as they were.
    """
    order = generator.permutation(len(images))
    return images[order], labels[order]


TOGETHER = """
order = generator.permutation(len(images))
return images[order], labels[order]
"""

EXERCISE = Exercise(
    id="shuffling.misaligned",
    title="One order for both",
    goal="Find in `shuffle_apart` what separates the labels from their images, and mend it: "
    "write `shuffle_together(images, labels, generator)`, which takes and returns the same "
    "things. Here you may use all that NumPy has, `generator.permutation` too.",
    minutes=4,
    difficulty=1,
    solution=shuffle_together,
    given=digits,
    hints=[
        "How often does `shuffle_apart` draw an order? How often should it?",
        "Draw one order and keep it in a variable: `order = generator.permutation(len(images))`"
        ". An array of indices picks rows of any array.",
        "The second line is `return images[order], labels[order]`.",
    ],
    cases=[
        Case(
            """
            generator = np.random.default_rng(0)
            first, second = shuffle_together(np.arange(9), np.arange(9), generator)
            np.array_equal(first, second)
            """,
            "True",
            why="The probe of above: both arrays are the same, so both should come back in the "
            "same order.",
        ),
        Case(
            """
            generator = np.random.default_rng(0)
            new_images, new_labels = shuffle_together(images.astype(np.uint8), labels, generator)
            [type(new_images).__name__, type(new_labels).__name__]
            """,
            '["ndarray", "ndarray"]',
            why="Images and labels should come back as arrays.",
        ),
        Case(
            """
            generator = np.random.default_rng(0)
            new_images, new_labels = shuffle_together(images.astype(np.uint8), labels, generator)
            [new_images.shape, str(new_images.dtype), new_labels.shape, str(new_labels.dtype)]
            """,
            '[(1797, 8, 8), "uint8", (1797,), "int64"]',
            why="First the images, then the labels, with shapes and dtypes as they were.",
        ),
        Case(
            """
            generator = np.random.default_rng(0)
            images = np.array([[5, 5], [6, 6], [7, 7], [8, 8]])
            labels = np.array([50, 60, 70, 80])
            new_images, new_labels = shuffle_together(images, labels, generator)
            [(image * 10 == label).all() for image, label in zip(new_images, new_labels)]
            """,
            "[True, True, True, True]",
            fresh=["images", "labels"],
            why="Each label should be ten times the number in its image, before and after.",
        ),
        Case(
            """
            generator = np.random.default_rng(0)
            new_images, new_labels = shuffle_together(images, labels, generator)
            [np.array_equal(new_images, images), np.array_equal(new_labels, labels),
             np.array_equal(new_labels, np.sort(labels))]
            """,
            "[False, False, False]",
            why="Images and labels should come in a new order, and not sorted.",
        ),
        Case(
            "numbers = np.arange(len(labels))\n"
            "generator = np.random.default_rng(0)\n"
            "new_images, new_numbers = shuffle_together(images, numbers, generator)\n"
            "[np.array_equal(np.sort(new_numbers), numbers), "
            "np.array_equal(images[new_numbers], new_images)]",
            "[True, True]",
            why="Each sample should occur once, and with its own image.",
        ),
        Case(
            "generator = np.random.default_rng(0)\n"
            "orders = [shuffle_together(np.arange(4), np.arange(4), generator)[1] "
            "for _ in range(1000)]\n"
            "len({tuple(order.tolist()) for order in orders})",
            "24",
            why="Among a thousand orders of four samples, all 24 that there are should occur.",
        ),
        Case(
            """
            numbers = np.arange(20)
            first = shuffle_together(numbers, numbers, np.random.default_rng(3))
            second = shuffle_together(numbers, numbers, np.random.default_rng(3))
            np.array_equal(first, second)
            """,
            "True",
            why="Two generators with the same seed should give the same order.",
        ),
        Case(
            """
            images = np.arange(20)
            labels = np.arange(20)
            shuffle_together(images, labels, np.random.default_rng(0))
            images.tolist() == labels.tolist() == list(range(20))
            """,
            "True",
            why="The arrays that are given should stay as they were.",
        ),
    ],
    mistakes=[
        Mistake(
            (
                TOGETHER,
                """
                return (
                    images[generator.permutation(len(images))],
                    labels[generator.permutation(len(labels))],
                )
                """,
            ),
            "You draw two orders, one for the images and one for the labels. That is what "
            "separates them: draw one order, and use it twice.",
        ),
        Mistake(
            (TOGETHER, "return images[generator.permutation(len(images))], labels.copy()"),
            "The labels stay in the old order while the images get a new one. Use the same "
            "order for both.",
        ),
        Mistake(
            (TOGETHER, "return images.copy(), labels[generator.permutation(len(labels))]"),
            "The images stay in the old order while the labels get a new one. Use the same "
            "order for both.",
        ),
        Mistake(
            ("return images[order], labels[order]", "return labels[order], images[order]"),
            "You return the labels first. Images come first, as they were given.",
        ),
        Mistake(
            ("return images[order], labels[order]", "return images[order]"),
            "You return the images only. Return both, with a comma in between.",
        ),
        Mistake(
            ("labels[order]", "labels[np.argsort(order)]"),
            "`argsort` of an order is the way back from it, another order. Use the same one "
            "for both.",
        ),
        Mistake(
            ("labels[order]", "np.sort(labels[order])"),
            "You sort the labels, and the images are not sorted with them.",
        ),
        Mistake(
            (TOGETHER, "return images.copy(), labels.copy()"),
            "Pairs are kept, but nothing is shuffled.",
        ),
        Mistake(
            ("generator.permutation(len(images))", "np.argsort(labels)"),
            "You sort both by label. Pairs are kept, but sorted data is what we want to get "
            "rid of.",
        ),
        Mistake(
            (
                "generator.permutation(len(images))",
                "np.roll(np.arange(len(images)), generator.integers(len(images)))",
            ),
            "You draw where to begin, and go on in order from there. Sorted data stays sorted.",
        ),
        Mistake(
            (
                "generator.permutation(len(images))",
                "generator.integers(len(images), size=len(images))",
            ),
            "You draw each index among all of them, so some samples come twice and others "
            "never. An order has each index once.",
        ),
        Mistake(
            (
                "generator.permutation(len(images))",
                "np.random.default_rng(0).permutation(len(images))",
            ),
            "You make a generator with a fixed seed in the function, so every call gives the "
            "same order. Draw from the one that is given.",
        ),
        Mistake(
            (
                "generator.permutation(len(images))",
                "np.random.default_rng().permutation(len(images))",
            ),
            "You make a generator of your own. Whoever calls has one with a seed, and wants "
            "the same order again.",
        ),
        Mistake(
            (
                TOGETHER,
                """
                generator.shuffle(images)
                generator.shuffle(labels)
                return images, labels
                """,
            ),
            "`generator.shuffle` changes the arrays that it is given, and each call draws an "
            "order of its own. Draw one order, and pick rows with it.",
        ),
    ],
)
