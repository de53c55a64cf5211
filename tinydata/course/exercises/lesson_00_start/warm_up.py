"""Exercise start.warm-up: How many of each digit?"""

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.fixtures import digits


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


def count_by_printing(labels, digit):
    print(int((labels == digit).sum()))


EXERCISE = Exercise(
    id="start.warm-up",
    title="How many of each digit?",
    goal="Write `count_label(labels, digit)`, which returns how many of the labels are equal "
    "to the digit: an integer.",
    predict="Ten classes share all the images. About how many threes will there be?",
    minutes=3,
    difficulty=1,
    solution=count_label,
    given=digits,
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
        Case(
            "[count_label(labels, digit) for digit in range(10)]",
            "np.bincount(labels).tolist()",
            why="It works for few labels, but not for all of the digits.",
        ),
    ],
    mistakes=[
        Mistake(
            ("int((labels == digit).sum())", "labels == digit"),
            "You return the comparison, one `True` or `False` a label. Add them up.",
        ),
        Mistake(
            ("int((labels == digit).sum())", "len(labels == digit)"),
            "The length of a comparison is the number of all labels, whether equal or not.",
        ),
        Mistake(
            ("int((labels == digit).sum())", "int(labels[labels == digit].sum())"),
            "You add up the labels themselves: two threes make six. Count them instead.",
        ),
        Mistake(
            ("int((labels == digit).sum())", "int((labels == 3).sum())"),
            "You always count threes. Compare with `digit`.",
        ),
        Mistake(
            ("int((labels == digit).sum())", "int((labels == digit).any())"),
            "You say whether the digit occurs at all, not how often.",
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
            ("int((labels == digit).sum())", "len((labels == digit).nonzero())"),
            "`np.where` and `nonzero` give a tuple, with one array of positions in it. You "
            "count the arrays in the tuple.",
        ),
        Mistake(
            ("int((labels == digit).sum())", "labels[labels == digit]"),
            "You return the labels that are equal. Return how many they are.",
        ),
        Mistake(
            count_by_printing,
            "`print` shows the count, but whoever calls the function gets None.",
        ),
    ],
)
