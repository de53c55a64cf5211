"""Exercise collation.misfit: Name the sample."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.fixtures import misfit


def stack(arrays):
    """Stack arrays of equal shape. If one does not fit, say which.

    Parameters
    ----------
    arrays : list of N arrays of shape (...), at least one

    Returns
    -------
    array of shape (N, ...)

    Raises
    ------
    ValueError
        If not all shapes are equal. The message names the first whose shape is not that
        of sample 0, by its position in the list, in these words:
        `sample 5 has (8, 7) where sample 0 has (8, 8)`.
    """
    first = arrays[0].shape
    for i, array in enumerate(arrays):
        if array.shape != first:
            raise ValueError(f"sample {i} has {array.shape} where sample 0 has {first}")
    return np.stack(arrays)


def arrays_of_a_shape(draw):
    """Arrays of one shape, and of one dtype or two. One or more may be in other shapes."""
    n = draw.size(1, draw.choice([1900, 40]))
    shape = draw.shape(0, 4 if n < 100 else 2)
    arrays = [
        np.asarray(array) for array in draw.array(n, *shape, dtype=draw.dtype("biuf"))
    ]
    arrays = [array.astype(array.dtype.newbyteorder("=")) for array in arrays]
    if draw.chance(0.3):
        place = draw.place(n)
        arrays[place] = draw.array(
            *shape, dtype=draw.choice(["float32", "int16", "int64"])
        )
    if draw.chance(0.5):
        for place in draw.choice([[n - 1], [draw.place(n), draw.place(n)]]):
            arrays[place] = misfit(draw, arrays[place])
    return {"arrays": arrays}


def first_misfit(inputs, error):
    """What the message of an error has to mention."""
    shapes = [array.shape for array in inputs["arrays"]]
    i = next(i for i, shape in enumerate(shapes) if shape != shapes[0])
    return [f"sample {i} has {shapes[i]} where sample 0 has {shapes[0]}"]


LOOK = """
first = arrays[0].shape
for i, array in enumerate(arrays):
    if array.shape != first:
        raise ValueError(f"sample {i} has {array.shape} where sample 0 has {first}")
"""
MESSAGE = 'f"sample {i} has {array.shape} where sample 0 has {first}"'

EXERCISE = Exercise(
    id="collation.misfit",
    title="Name the sample",
    goal="Write `stack(arrays)`. It does what `np.stack` does. But if an array does not fit, "
    "its error says which one, and both shapes: `sample 5 has (8, 7) where sample 0 has "
    "(8, 8)`.",
    predict="The shapes are `(8, 8)`, `(8, 7)`, `(8, 8)`, `(7, 8)`. Which sample should be named?",
    minutes=4,
    difficulty=1,
    solution=stack,
    hints=[
        "Go through the arrays before you stack them. `enumerate(arrays)` gives each with its "
        "position.",
        "If `array.shape != arrays[0].shape`, raise the error. `raise` ends the function, so "
        "the first one that does not fit is the one that is named.",
        'The message is `f"sample {i} has {array.shape} where sample 0 has '
        '{arrays[0].shape}"`. After the loop, all fit: `return np.stack(arrays)`.',
    ],
    cases=[
        Case(
            "stack([np.array([1, 2]), np.array([3, 4])])",
            "np.array([[1, 2], [3, 4]])",
            why="Arrays that fit should be stacked.",
        ),
        Case(
            """
            image = np.array([[1, 2, 3], [4, 5, 6]])
            stack([image])
            """,
            "np.array([[[1, 2, 3], [4, 5, 6]]])",
            fresh=["image"],
            why="A single array always fits, and gets a batch axis.",
        ),
        Case(
            "stack([np.zeros(2), np.zeros(3)])",
            raises=ValueError,
            mentions=["sample 1 has (3,) where sample 0 has (2,)"],
            why="The message should name the sample, its shape, and the shape of sample 0.",
        ),
        Case(
            "stack([np.zeros((8, 8)), np.ones((8, 8)), np.zeros((8, 7)), np.zeros((8, 8))])",
            raises=ValueError,
            mentions=["sample 2 has (8, 7) where sample 0 has (8, 8)"],
            why="Shapes may differ in any axis, not only in the first.",
        ),
        Case(
            "stack([np.zeros(4), np.zeros(5), np.zeros(4), np.zeros(6)])",
            raises=ValueError,
            mentions=["sample 1 has (5,) where sample 0 has (4,)"],
            why="Two arrays do not fit. Name the first of them.",
        ),
        Case(
            "stack([np.zeros((2, 6)), np.zeros((2, 6)), np.zeros((3, 4))])",
            raises=ValueError,
            mentions=["sample 2 has (3, 4) where sample 0 has (2, 6)"],
            why="As many values in another shape do not fit either.",
        ),
        Case(
            "stack([np.zeros((2, 3)), np.zeros((1, 3)), np.zeros((1, 3))])",
            raises=ValueError,
            mentions=["sample 1 has (1, 3) where sample 0 has (2, 3)"],
            why="Sample 0 is the measure, even if it is the odd one out.",
        ),
        Case(
            """
            try:
                stack([np.zeros(2), np.zeros(2), np.zeros(3)])
            except ValueError as error:
                message = str(error)
            message.count("where sample 0 has")
            """,
            "1",
            why="The message should name one sample, the first that does not fit, and no other.",
        ),
    ],
    examples=[
        Examples(
            arrays_of_a_shape,
            ["stack(arrays)"],
            mentions=first_misfit,
            fresh=["arrays"],
            why="Arrays of one shape should be stacked, whatever the shape is. Otherwise name the "
            "first one that has another shape than sample 0.",
        ),
    ],
    mistakes=[
        Mistake(
            (LOOK, ""),
            "`np.stack` refuses the arrays by itself, but does not say which one is to blame. "
            "Look through all shapes before you stack, and `raise` an error of your own.",
        ),
        Mistake(
            ("enumerate(arrays)", "enumerate(arrays, start=1)"),
            "You count from 1. Indices begin at 0, and whoever looks for `samples[3]` after "
            "your message should find it there.",
        ),
        Mistake(
            ("enumerate(arrays)", "enumerate(arrays[1:])"),
            "You count in `arrays[1:]`, where sample 1 is number 0. Go through all of "
            "`arrays`, or begin to count at 1.",
        ),
        Mistake(
            (MESSAGE, MESSAGE.replace("{i}", "{arrays.index(array)}")),
            "`arrays.index(array)` compares arrays with each other, which fails before your "
            "message is made. `enumerate(arrays)` gives the position.",
        ),
        Mistake(
            ("array.shape != first", "len(array) != len(arrays[0])"),
            "You compare lengths, which is the first axis only. Compare the whole shapes.",
        ),
        Mistake(
            ("array.shape != first", "array.size != arrays[0].size"),
            "You compare the numbers of values. As many values may have another shape.",
        ),
        Mistake(
            ("array.shape != first", "array.ndim != arrays[0].ndim"),
            "You compare the numbers of axes. Two arrays with two axes may differ in shape.",
        ),
        Mistake(
            ("array.shape != first", "array.shape != arrays[i - 1].shape"),
            "You compare with the array before. Before number 0 that is number -1, the last "
            "one. Compare with sample 0.",
        ),
        Mistake(
            (
                LOOK,
                """
                wrong = [i for i in range(len(arrays)) if arrays[i].shape != arrays[0].shape]
                if wrong:
                    last, first = arrays[wrong[-1]].shape, arrays[0].shape
                    raise ValueError(f"sample {wrong[-1]} has {last} where sample 0 has {first}")
                """,
            ),
            "You name the last array that does not fit. Name the first.",
        ),
        Mistake(
            (MESSAGE, 'f"sample {i} has {first} where sample 0 has {array.shape}"'),
            "The two shapes are the wrong way round in your message.",
        ),
        Mistake(
            (MESSAGE, 'f"sample {i} does not fit"'),
            "Your message says which sample, but not what is wrong with it. Both shapes belong "
            "into it.",
        ),
        Mistake(
            (MESSAGE, 'f"shapes differ: {array.shape} and {first}"'),
            "Your message has the shapes, but does not say which sample it is about.",
        ),
        Mistake(
            ("raise ValueError(" + MESSAGE + ")", "return " + MESSAGE),
            "You return something where there should be an error. A loop would take it for a "
            "batch and go on. `raise ValueError(...)` stops it.",
        ),
        Mistake(
            ("return np.stack(arrays)", "return arrays"),
            "You return the list. If all arrays fit, stack them.",
        ),
        Mistake(
            (
                LOOK,
                """
                first, second = arrays[0].shape, arrays[min(1, len(arrays) - 1)].shape
                if second != first:
                    raise ValueError(f"sample 1 has {second} where sample 0 has {first}")
                """,
            ),
            "You compare sample 1 only. Go through all of them.",
        ),
    ],
)
