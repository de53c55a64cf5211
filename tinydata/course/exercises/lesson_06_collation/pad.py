"""Exercise collation.pad: Padding and a mask."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def pad(arrays):
    """Make one array of sequences of different lengths, and a mask: data or padding?

    Parameters
    ----------
    arrays : list of N arrays of shape (length, ...), at least one
        All of the same dtype and equal in all axes but the first. A length may be 0.

    Returns
    -------
    values : array of shape (N, longest, ...)
        Row i begins with sequence i, and zeros fill the rest. The dtype is that of the
        sequences.
    mask : bool array of shape (N, longest)
        True where `values` holds data, False where it holds padding.
    """
    longest = max(len(array) for array in arrays)
    values = np.zeros((len(arrays), longest, *arrays[0].shape[1:]), arrays[0].dtype)
    mask = np.zeros((len(arrays), longest), bool)
    for i, array in enumerate(arrays):
        values[i, : len(array)] = array
        mask[i, : len(array)] = True
    return values, mask


def points():
    """The inked pixels of small images, as lists of (row, column). The first one has none."""
    images = [np.zeros((4, 4)), np.eye(4), np.tri(4), np.eye(4)[1:3]]
    return {"points": [np.argwhere(image) for image in images]}


def sequences(draw):
    """Sequences of any length, 0 and more than 256 too, of numbers or of points or images."""
    n, longest = draw.size(1, draw.choice([1900, 40])), draw.size()
    dtype, rest = draw.dtype("biuf").newbyteorder("="), draw.shape(0, 2)
    most = max(longest - draw.integer(0, 1), 0)  # there may be one longest
    lengths = draw.shuffled([longest, *(draw.integer(0, most) for _ in range(n - 1))])
    return {"arrays": [draw.array(length, *rest, dtype=dtype) for length in lengths]}


ZEROS = "np.zeros((len(arrays), longest, *arrays[0].shape[1:]), arrays[0].dtype)"
NO_MASK = "np.zeros((len(arrays), longest), bool)"
FILL = """
values[i, : len(array)] = array
mask[i, : len(array)] = True
"""

EXERCISE = Exercise(
    id="collation.pad",
    title="Padding and a mask",
    goal="Write `pad(arrays)`. It takes sequences of different lengths and returns a tuple of "
    "two arrays: the values, with zeros after the end of the shorter ones, and the mask.",
    predict="Three lists of points, of shapes `(36, 2)`, `(29, 2)` and `(32, 2)`. Which "
    "shapes have values and mask, and how many entries of the mask are `False`?",
    minutes=7,
    difficulty=2,
    solution=pad,
    given=points,
    hints=[
        "Make both arrays first, full of zeros and full of `False`, and then fill in the "
        "sequences one by one. How long is the second axis?",
        "`longest = max(len(array) for array in arrays)`. The shape of the values is "
        "`(len(arrays), longest, *arrays[0].shape[1:])`, and their dtype is "
        "`arrays[0].dtype`. The mask has the first two axes only.",
        "In a loop `for i, array in enumerate(arrays):` write "
        "`values[i, : len(array)] = array` and `mask[i, : len(array)] = True`.",
    ],
    cases=[
        Case(
            "pad([np.array([7, 8, 9]), np.array([4])])",
            "(np.array([[7, 8, 9], [4, 0, 0]]), "
            "np.array([[True, True, True], [True, False, False]]))",
            why="Zeros fill the shorter sequence, and the mask is True where there is data.",
        ),
        Case(
            """
            sequence = np.array([5, 6])
            pad([sequence])
            """,
            "(np.array([[5, 6]]), np.array([[True, True]]))",
            fresh=["sequence"],
            why="A single sequence gets a batch axis, and no padding.",
        ),
        Case(
            "pad([np.array([0, np.nan]), np.array([5.5, 0, 0])])",
            "(np.array([[0, np.nan, 0], [5.5, 0, 0]]), np.array([[1, 1, 0], [1, 1, 1]], bool))",
            why="Zero can be data, and so can NaN. The mask follows from the lengths, not from the "
            "values.",
        ),
        Case(
            "pad([np.array([[1, 2]]), np.array([[3, 4], [0, 0]])])",
            "(np.array([[[1, 2], [0, 0]], [[3, 4], [0, 0]]]), "
            "np.array([[True, False], [True, True]]))",
            why="Points have a second axis, of two numbers. The mask has one entry a point, "
            "and `(0, 0)` is a point like any other.",
        ),
        Case(
            "values, mask = pad(points)\n"
            "[values.shape, mask.shape, "
            "[np.array_equal(row[keep], sequence) for row, keep, sequence "
            "in zip(values, mask, points)]]",
            "[(4, 10, 2), (4, 10), [True] * 4]",
            why="Taking the entries of a row where the mask is True should give back the sequence.",
        ),
    ],
    examples=[
        Examples(
            sequences,
            ["pad(arrays)"],
            fresh=["arrays"],
            why="The values have a row for each sequence, as long as the longest one, and zeros "
            "behind the data. The mask is True where there is data.",
            number=110,
        ),
    ],
    mistakes=[
        Mistake(
            (NO_MASK, "np.ones((len(arrays), longest), bool)"),
            "Your mask is True everywhere. Start with `False`, and set `True` where there is data.",
        ),
        Mistake(
            ("return values, mask", "return values, ~mask"),
            "Your mask is the wrong way round: it should be True for data, not for padding.",
        ),
        Mistake(
            ("return values, mask", "return values, values != 0"),
            "You take every zero for padding. A zero can be data: row 0 is a row like any "
            "other. The lengths tell what is padding.",
        ),
        Mistake(
            (
                "return values, mask",
                "return values, mask if values.ndim == 2 else values.any(axis=-1)",
            ),
            "You take a point of zeros for padding. `(0, 0)` is a point like any other. The "
            "lengths tell what is padding.",
        ),
        Mistake(
            ("return values, mask", "return mask, values"),
            "The order is values first, then the mask.",
        ),
        Mistake(
            ("return values, mask", "return values"),
            "You return the values without the mask. Nobody could tell data from padding.",
        ),
        Mistake(
            (
                "return values, mask",
                "return values, np.array([len(a) for a in arrays])",
            ),
            "You return the lengths. They say the same, but what is asked for is a mask: True "
            "or False for each place.",
        ),
        Mistake(
            (
                "values[i, : len(array)] = array",
                "values[i, longest - len(array) :] = array",
            ),
            "Your padding stands in front of the sequences. It belongs behind them, where the "
            "mask is False.",
        ),
        Mistake(
            (
                FILL,
                """
                values[i, longest - len(array) :] = array
                mask[i, longest - len(array) :] = True
                """,
            ),
            "Your padding stands in front of the sequences. It belongs behind them.",
        ),
        Mistake(
            (ZEROS, "np.zeros((len(arrays), longest, *arrays[0].shape[1:]))"),
            "`np.zeros` makes float64 unless you tell it a dtype. Give it that of the sequences.",
        ),
        Mistake(
            (
                ZEROS,
                "np.full((len(arrays), longest, *arrays[0].shape[1:]), 255).astype("
                "arrays[0].dtype)",
            ),
            "You do not pad with zeros.",
        ),
        Mistake(
            (ZEROS, "np.zeros((len(arrays), longest), arrays[0].dtype)"),
            "Your values have two axes, which serves sequences of numbers. Points have a third "
            "one: add `*arrays[0].shape[1:]` to the shape.",
        ),
        Mistake(
            ("*arrays[0].shape[1:]", "*arrays[0][0].shape"),
            "You look at the first entry of the first sequence. An empty one has none, but it "
            "has a shape: `arrays[0].shape[1:]`.",
        ),
        Mistake(
            ("return values, mask", "return [values, mask]"),
            "Values and mask are right, but in a list. Return a tuple: `return values, mask`.",
        ),
        Mistake(
            (NO_MASK, "np.zeros((len(arrays), longest))"),
            "Your mask holds floats. Only a mask of dtype `bool` can be used to pick entries, "
            "as in `row[keep]`.",
        ),
        Mistake(
            (NO_MASK, "np.zeros((len(arrays), longest), int)"),
            "Your mask holds integers. As an index, 1 and 0 would be positions. Give it the "
            "dtype `bool`.",
        ),
        Mistake(
            (NO_MASK, "np.zeros(values.shape, bool)"),
            "Your mask has all axes of the values. It should have the first two: one entry a "
            "point, not one a number.",
        ),
        Mistake(
            ("max(len(array) for array in arrays)", "len(arrays[0])"),
            "You take the first sequence for the longest one.",
        ),
        Mistake(
            (
                "max(len(array) for array in arrays)",
                "max(len(array) for array in arrays) + 1",
            ),
            "Your arrays are longer than the longest sequence. There is a place of padding in "
            "every row.",
        ),
        Mistake(
            """
            def pad(arrays):
                shortest = min(len(array) for array in arrays)
                values = np.stack([array[:shortest] for array in arrays])
                return values, np.ones((len(arrays), shortest), bool)
            """,
            "You cut all sequences to the length of the shortest one. Data is lost.",
        ),
        Mistake(
            (
                "values[i, : len(array)] = array",
                "values[i] = np.resize(array, values[i].shape)",
            ),
            "You fill the rest with the sequence from its beginning. Pad with zeros.",
        ),
    ],
)
