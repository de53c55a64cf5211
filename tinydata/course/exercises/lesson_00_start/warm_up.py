"""Exercise start.warm-up: How many of each digit?"""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def count_label(labels, digit):
    """Return how many of `labels` are equal to `digit`.

    Parameters
    ----------
    labels : array of int, shape (N,)
        One label an image.
    digit : int
        The digit to count, from 0 to 9.
    """
    return int((labels == digit).sum())


def labels_and_digit(draw):
    """Labels of one or more of the ten classes, and a digit that may not be among them."""
    n = draw.size()
    classes = draw.shuffled(range(10))[: draw.choice([1, 4, 9, 9, 9])]
    labels = [draw.choice(classes) for _ in range(n)]
    digit = draw.choice([int, np.int64])(
        draw.choice([*labels[-3:], draw.integer(0, 9)])
    )
    dtype = draw.choice(["int64", "int32", "int8", "uint8"])
    return {"labels": np.array(labels, dtype), "digit": digit}


COUNT = "int((labels == digit).sum())"

EXERCISE = Exercise(
    id="start.warm-up",
    title="How many of each digit?",
    goal="Write `count_label(labels, digit)`, which returns how many of the labels are equal "
    "to the digit: an integer.",
    predict="How much more often than the rarest of the ten digits will the most frequent one "
    "occur: by a twentieth, by half, twice as often?",
    minutes=3,
    difficulty=1,
    solution=count_label,
    hints=[
        "`labels == digit` compares all labels at once. What does it give?",
        "It gives an array of `True` and `False`, one a label. `True` counts as one in a sum.",
        "`(labels == digit).sum()` is the count; `int(...)` makes a Python integer of it.",
    ],
    cases=[
        Case(
            """
            few = np.array([3, 1, 3])
            count_label(few, 3)
            """,
            "2",
            why="The answer should be the number of labels that are equal to the digit.",
        ),
        Case(
            "count_label(np.array([3, 1, 3]), 1)",
            "1",
            why="The answer should depend on `digit`.",
        ),
        Case(
            "count_label(np.array([3, 1, 3]), 7)",
            "0",
            why="A digit that does not occur is counted too: the answer is zero.",
        ),
        Case(
            "count_label(np.array([0, 0, 5]), 0)",
            "2",
            why="Zero is a digit like the others, although it counts as false.",
        ),
    ],
    examples=[
        Examples(
            labels_and_digit,
            ["count_label(labels, digit)"],
            why="The number of labels that are equal to the digit, however many there are.",
        )
    ],
    mistakes=[
        Mistake(
            (COUNT, "labels == digit"),
            "You return the comparison, one `True` or `False` a label. Add them up.",
        ),
        Mistake(
            (COUNT, "len(labels == digit)"),
            "The length of a comparison is the number of all labels, whether equal or not.",
        ),
        Mistake(
            (COUNT, "int(labels[labels == digit].sum())"),
            "You add up the labels themselves: two threes make six. Count them instead.",
        ),
        Mistake(
            (COUNT, "int((labels == 3).sum())"),
            "You always count threes. Compare with `digit`.",
        ),
        Mistake(
            (COUNT, "(labels == digit).any()"),
            "You say whether the digit occurs at all, not how often.",
        ),
        Mistake(
            (COUNT, "sum(label is digit for label in labels)"),
            "`is` asks whether both are one and the same object, and a label from an array never "
            "is. Compare with `==`.",
        ),
        Mistake(
            """
            def count_label(labels, digit):
                count = 0
                for label in labels:
                    if label == digit:
                        count += 1
                    return count
            """,
            "Your `return` stands inside the loop and ends it at the first label. Indent it less.",
        ),
        Mistake(
            (COUNT, "len((labels == digit).nonzero())"),
            "`np.where` and `nonzero` give a tuple, with one array of positions in it. You "
            "count the arrays in the tuple.",
        ),
        Mistake(
            (COUNT, "(labels == digit).nonzero()[0]"),
            "You return the positions of the labels that are equal. Return how many they are.",
        ),
        Mistake(
            (COUNT, "labels[labels == digit]"),
            "You return the labels that are equal. Return how many they are.",
        ),
        Mistake(
            (COUNT, "int(np.bincount(labels)[digit])"),
            "`np.bincount` counts up to the largest label that occurs, so a larger digit has no "
            "place in it. Compare with `digit`, or pass `minlength=10`.",
        ),
        Mistake(
            (COUNT, "(labels == digit).mean() * len(labels)"),
            "You go by way of a share, which makes a float of the count, and is not defined "
            "where there are no labels. Add up the comparison.",
        ),
        Mistake(
            (COUNT, "(labels == digit).mean()"),
            "The mean of a comparison is the share of labels that are equal. Add it up to count "
            "them.",
        ),
        Mistake(
            (COUNT, "float((labels == digit).sum())"),
            "The number is right, but a float. A count is an integer.",
        ),
        Mistake(
            (f"return {COUNT}", f"print({COUNT})"),
            "`print` shows the count, but whoever calls the function gets None.",
        ),
    ],
)
