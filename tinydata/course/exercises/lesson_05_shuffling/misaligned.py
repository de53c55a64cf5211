"""Exercise shuffling.misaligned: One order for both."""

from tinydata.course.checker.differences import difference
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_05_shuffling.fixtures import (
    fairly_drawn,
    orders_to_compare,
)


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
        Images and labels, of the same shapes and dtypes as before. The arrays that were
        given stay as they were.
    """
    order = generator.permutation(len(images))
    return images[order], labels[order]


def images_and_labels(draw):
    """Images of any shape and labels, both of any dtype; many are equal."""
    n = draw.size(1)
    images = draw.array(
        n, *draw.choice([draw.shape(0, 3), (n, 2) if n < 11 else (2, 3)])
    )
    return {"images": images, "labels": draw.array(n), "seed": draw.integer(0, 999)}


def each_pair_once(answer, inputs):
    """Whether every image comes once, with its own label; shapes and dtypes as they were."""
    given = inputs["images"], inputs["labels"]
    if not isinstance(answer, tuple) or len(answer) != 2:
        return difference(answer, given)
    for new, old in zip(answer, given, strict=True):
        has_shape = getattr(new, "shape", None) == old.shape
        found = difference(new[:0], old[:0]) if has_shape else difference(new, old)
        if found:
            return found
    if pairs(
        *(new.astype(old.dtype) for new, old in zip(answer, given, strict=True))
    ) != pairs(*given):
        return "Each image should come once, with the label that it had."
    return True


def pairs(images, labels):
    """Image and label of each sample, sorted to be compared."""
    return sorted(
        (image.tobytes(), label.tobytes())
        for image, label in zip(images, labels, strict=True)
    )


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
    predict="An array of a thousand images is shuffled anew for each of ten epochs, with your "
    "function. How many images does it copy?",
    minutes=4,
    difficulty=1,
    solution=shuffle_together,
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
            labels = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3])
            rng = np.random.default_rng(0)
            orders = [shuffle_together(np.arange(10), labels, rng)[1] for _ in range(5)]
            same = [order.tolist() == labels.tolist() for order in orders]
            in_order = [order.tolist() == sorted(labels) for order in orders]
            any(same), any(in_order), len({tuple(order) for order in orders})
            """,
            "(False, False, 5)",
            why="Images and labels should come in a new order in each call, and not sorted.",
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
    ],
    examples=[
        Examples(
            images_and_labels,
            ["shuffle_together(images, labels, np.random.default_rng(seed))"],
            right=each_pair_once,
            fresh=["images", "labels"],
            why="Both should come back in the same new order: samples of any shape and dtype.",
        ),
        Examples(
            orders_to_compare,
            [
                "[[int(i) for i in shuffle_together(np.arange(n), np.arange(n), generator)[1]] "
                "for _ in range(times)]"
            ],
            make="generator = np.random.default_rng(seed)",
            right=lambda orders, inputs: fairly_drawn(orders, inputs["n"]),
            why="Every order should be equally likely, as `generator.permutation` draws it.",
            in_a_row=False,
            number=4,
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
            (
                TOGETHER,
                "return images[generator.permutation(len(images))], labels.copy()",
            ),
            "The labels stay in the old order while the images get a new one. Use the same "
            "order for both.",
        ),
        Mistake(
            (
                TOGETHER,
                "return images.copy(), labels[generator.permutation(len(labels))]",
            ),
            "The images stay in the old order while the labels get a new one. Use the same "
            "order for both.",
        ),
        Mistake(
            (
                "return images[order], labels[order]",
                "return labels[order], images[order]",
            ),
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
            "Every call gives the same order: that of a fixed seed, or of the first call. Draw "
            "from the generator that is given, in each call.",
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
        Mistake(
            (
                "order = generator.permutation(len(images))",
                "order = generator.shuffle(np.arange(len(images)))",
            ),
            "`generator.shuffle` shuffles what it is given, and returns None, so `order` is None. "
            "`generator.permutation` returns an order.",
        ),
        Mistake(
            (
                TOGETHER,
                """
                images, labels = images.copy(), labels.copy()
                for last in range(len(images) - 1, 0, -1):
                    j = generator.integers(last + 1)
                    images[last], images[j] = images[j], images[last]
                    labels[last], labels[j] = labels[j], labels[last]
                return images, labels
                """,
            ),
            "`images[last]` is a view, no copy. When two rows are swapped in one line, the first "
            "is written over before it is read: one image comes twice. Draw an order, and pick "
            "rows with it.",
        ),
    ],
)
