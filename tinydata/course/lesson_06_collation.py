"""Lesson 6: nested samples, an error that names the sample, and sequences padded with a mask."""

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.fixtures import digits


def collate(samples):
    """Make one batch of a list of samples: same structure, with an array at each place.

    Parameters
    ----------
    samples : list or tuple of N samples, at least one
        A sample is a dict, a tuple, an array, a number or a string. The parts of a dict or tuple
        are again any of these.

    Returns
    -------
    dict, tuple or array
        Of dicts a dict with the same keys, of tuples a tuple, with their parts collated. Of arrays
        of shape (...) an array of shape (N, ...) of the same dtype; of numbers or strings an array
        of shape (N,).

    Raises
    ------
    ValueError
        If dicts differ in their keys (the order of the keys is free), tuples in their length, or
        arrays in their shape.
    """
    first = samples[0]
    if isinstance(first, dict):
        if any(sample.keys() != first.keys() for sample in samples):
            raise ValueError("samples should have equal keys")
        return {key: collate([sample[key] for sample in samples]) for key in first}
    if isinstance(first, tuple):
        return tuple([collate(part) for part in zip(*samples, strict=True)])
    return np.stack(samples)


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
        If not all shapes are equal. The message says which is the first whose shape is not that of
        sample 0, in these words: `sample 5 has (8, 7) where sample 0 has (8, 8)`. The number is
        its position in the list.
    """
    expected = arrays[0].shape
    for position, array in enumerate(arrays):
        if array.shape != expected:
            raise ValueError(f"sample {position} has {array.shape} where sample 0 has {expected}")
    return np.stack(arrays)


def pad(arrays):
    """Make one array of sequences that differ in length, and a mask that tells data from padding.

    Parameters
    ----------
    arrays : list of N arrays of shape (length, ...), at least one
        All of the same dtype and equal in all axes but the first. A length may be 0.

    Returns
    -------
    values : array of shape (N, longest, ...)
        Row i begins with sequence i, and zeros fill the rest. The dtype is that of the sequences.
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
    """The inked pixels of the first digits, as lists of (row, column)."""
    given = digits()
    return {**given, "points": [np.argwhere(image > 0) for image in given["images"][:8]]}


KEYS = """        if any(sample.keys() != first.keys() for sample in samples):
            raise ValueError("samples should have equal keys")
"""
OF_DICTS = "{key: collate([sample[key] for sample in samples]) for key in first}"
OF_TUPLES = "tuple([collate(part) for part in zip(*samples, strict=True)])"
LOOK = """    expected = arrays[0].shape
    for position, array in enumerate(arrays):
        if array.shape != expected:
            raise ValueError(f"sample {position} has {array.shape} where sample 0 has {expected}")
"""
MESSAGE = 'f"sample {position} has {array.shape} where sample 0 has {expected}"'
ZEROS = "np.zeros((len(arrays), longest, *arrays[0].shape[1:]), arrays[0].dtype)"
NO_MASK = "np.zeros((len(arrays), longest), bool)"
FILL = """        values[i, : len(array)] = array
        mask[i, : len(array)] = True
"""

EXERCISES = [
    Exercise(
        id="collation.nested",
        title="A batch of anything",
        goal="Write `collate(samples)` for samples of any structure. Look at the first one. Of "
        "dicts it makes a dict, of tuples a tuple, and the parts of each are collated in their "
        "turn, by a call of `collate` itself. Everything else is stacked. Refuse dicts whose keys "
        "differ.",
        predict="Samples are pairs `(image, {'label': 3})`. What does a batch of them look like?",
        minutes=8,
        difficulty=3,
        solution=collate,
        given=digits,
        hints=[
            "Three cases, as in `outline`: a dict, a tuple, anything else. Begin with the last one "
            "and with the tuple. You had both in lesson 4; only what happens to each part is new.",
            "For tuples: `tuple([collate(part) for part in zip(*samples, strict=True)])`. For "
            "dicts, the list of all values of one key is `[sample[key] for sample in samples]`. "
            "That is a list of samples too, smaller ones.",
            "For dicts: `return {key: collate([sample[key] for sample in samples]) for key in "
            "first}`. Before it, go through the samples, and `raise ValueError(...)` if "
            "`sample.keys() != first.keys()`.",
        ],
        cases=[
            Case(
                "collate([3, 5])",
                "np.array([3, 5])",
                why="A sample may be a single number: a batch of numbers is an array.",
            ),
            Case(
                'collate(["a.png", "b.png"])',
                'np.array(["a.png", "b.png"])',
                why="Strings are stacked like numbers, into an array of strings.",
            ),
            Case(
                "collate([images[0], images[1]])",
                "images[:2]",
                fresh=["images"],
                why="Arrays are stacked: the batch axis comes first.",
            ),
            Case(
                "collate([(images[0], 3), (images[1], 5)])",
                "(images[:2], np.array([3, 5]))",
                why="Of tuples comes a tuple, as in lesson 4.",
            ),
            Case(
                'samples = [{"label": 3, "name": "a.png"}, {"label": 5, "name": "b.png"}]\n'
                "collate(samples)",
                '{"label": np.array([3, 5]), "name": np.array(["a.png", "b.png"])}',
                why="Of dicts comes a dict with the same keys, and an array for each.",
            ),
            Case(
                'collate([{"image": images[7], "size": (8, 8)}])',
                '{"image": images[7:8], "size": (np.array([8]), np.array([8]))}',
                fresh=["images"],
                why="There is a tuple in the dict. Its parts have to be collated, too.",
            ),
            Case(
                'collate([(images[0], {"label": 3}), (images[1], {"label": 5})])',
                '(images[:2], {"label": np.array([3, 5])})',
                why="There is a dict in the tuple. Its parts have to be collated, too.",
            ),
            Case(
                'collate([{"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}])',
                '{"a": {"b": {"c": np.array([1, 2])}}}',
                why="Dicts in dicts in dicts: `collate` should go down as far as there is to go.",
            ),
            Case(
                "collate([((1, 2), ((3,), 4)), ((5, 6), ((7,), 8))])",
                "((np.array([1, 5]), np.array([2, 6])), ((np.array([3, 7]),), np.array([4, 8])))",
                why="Tuples in tuples: `collate` should go down as far as there is to go.",
            ),
            Case(
                'collate([{"a": np.float32(0.5), "b": np.uint8(1)}, '
                '{"b": np.uint8(2), "a": np.float32(1.5)}])',
                '{"a": np.array([0.5, 1.5], np.float32), "b": np.array([1, 2], np.uint8)}',
                why="The keys are equal, only in another order. The arrays should keep the dtype "
                "of their parts.",
            ),
            Case(
                'collate([{"a": 1}, {"a": 2, "b": 2}, {"a": 3}])',
                raises=ValueError,
                why="Sample 1 has a key that the others have not. Raise a ValueError, or its value "
                "is dropped and nobody will know.",
            ),
            Case(
                'collate([{"a": 1}, {"a": 2, "b": 2}])',
                raises=ValueError,
                why="Sample 1 has a key that sample 0 has not.",
            ),
            Case(
                'collate([{"a": 1, "b": 1}, {"a": 2, "c": 2}])',
                raises=ValueError,
                why="As many keys, but not the same ones. The docstring asks for a ValueError.",
            ),
            Case(
                'collate([{"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}])',
                raises=ValueError,
                why="The keys differ one level down. Compare them for every dict.",
            ),
            Case(
                'collate([{"a": (1,)}, {"a": (2, 3)}])',
                raises=ValueError,
                why="The tuples differ in length. `strict=True` makes `zip` refuse that.",
            ),
            Case(
                'collate([{"image": images[0]}, {"image": images[1][:1]}])',
                raises=ValueError,
                why="Arrays of different shapes do not fit into one array.",
            ),
        ],
        mistakes=[
            Mistake(
                "def collate(samples):\n"
                "    return tuple([np.stack(part) for part in zip(*samples, strict=True)])",
                "That is `collate` of lesson 4. It takes every sample for a tuple. Ask first "
                "which kind of sample it is.",
            ),
            Mistake(
                (OF_TUPLES, OF_TUPLES.removeprefix("tuple(").removesuffix(")")),
                "You return a list where the sample has a tuple. The batch should have the "
                "structure of a sample.",
            ),
            Mistake(
                (OF_TUPLES, "tuple([np.stack(part) for part in zip(*samples, strict=True)])"),
                "You stack the parts of a tuple at once, and one of them may be a dict or a tuple "
                "itself. Let `collate` deal with each part.",
            ),
            Mistake(
                (OF_DICTS, "{key: np.stack([sample[key] for sample in samples]) for key in first}"),
                "You stack the values of a dict at once, and they may be dicts or tuples "
                "themselves. Let `collate` deal with each of them.",
            ),
            Mistake(
                (OF_TUPLES, "tuple([collate(part) for part in zip(*samples)])"),
                "What a longer tuple has more is lost without an error. `zip(*samples, "
                "strict=True)` refuses tuples that differ in length.",
            ),
            Mistake(
                (KEYS, ""),
                "You do not compare the keys. A key that the first sample lacks is dropped without "
                "an error. Compare `sample.keys()` with `first.keys()`, for all samples.",
            ),
            Mistake(
                (
                    "any(sample.keys() != first.keys() for sample in samples)",
                    "samples[-1].keys() != first.keys()",
                ),
                "You compare the keys of two samples only. Any of them may differ.",
            ),
            Mistake(
                ("sample.keys() != first.keys()", "len(sample) != len(first)"),
                "You count the keys. There may be as many, and others.",
            ),
            Mistake(
                ("sample.keys() != first.keys()", "list(sample) != list(first)"),
                "You compare the keys in their order. Dicts with the same keys in another order "
                "fit together: compare `sample.keys()` with `first.keys()`.",
            ),
            Mistake(
                ("sample.keys() != first.keys()", "first.keys() - sample.keys()"),
                "You notice keys that are missing, but not those that are too many. They would be "
                "dropped without an error.",
            ),
            Mistake(
                (OF_DICTS, "[collate([sample[key] for sample in samples]) for key in first]"),
                "You return a list of arrays, and the keys are lost. Of dicts should come a dict.",
            ),
            Mistake(
                (OF_DICTS, "{key: collate([first[key]]) for key in first}"),
                "Your batch of dicts holds the first sample only.",
            ),
            Mistake(
                ("return np.stack(samples)", "return samples"),
                "You return what cannot be taken apart as it came, a list of Python. Make an array "
                "of it.",
            ),
            Mistake(
                (
                    "return np.stack(samples)",
                    "return list(samples) if isinstance(first, str) else np.stack(samples)",
                ),
                "You leave strings in a list, as PyTorch does. Here they become an array of "
                "strings, so that the batch can be indexed like the rest.",
            ),
            Mistake(
                ("isinstance(first, tuple)", "isinstance(first, (tuple, str))"),
                "You go into strings as if they were tuples. The parts of a string are strings, so "
                "that never comes to an end. Stack them.",
            ),
            Mistake(
                ("return np.stack(samples)", "return np.stack(samples).squeeze()"),
                "`squeeze` removes every axis of length 1: with one sample, the batch axis.",
            ),
            Mistake(
                ("return np.stack(samples)", "return np.concatenate(samples)"),
                "`np.concatenate` joins along an axis that is there already, and a number has "
                "none. `np.stack` adds a new axis in front.",
            ),
            Mistake(
                "def collate(samples):\n"
                "    return {key: collate([sample[key] for sample in samples]) for key in "
                "samples[0]}",
                "You take every sample for a dict. At the end of the way down there is a number, "
                "a string or an array: that is where `np.stack` comes in.",
            ),
            Mistake(
                """
                def collate(samples):
                    first = samples[0]
                    if isinstance(first, dict):
                        return {key: collate(part) for key, part in first.items()}
                    if isinstance(first, tuple):
                        return tuple([collate(part) for part in first])
                    return np.stack(samples)
                """,
                "You go down into the first sample alone. `collate` wants a list: the parts of "
                "*all* samples at that place.",
            ),
            Mistake(
                """
                def collate(samples):
                    if isinstance(samples, dict):
                        return {key: collate(part) for key, part in samples.items()}
                    if isinstance(samples, tuple):
                        return tuple([collate(part) for part in samples])
                    return np.stack(samples)
                """,
                "You ask whether `samples` is a dict or a tuple, but it is the list of them. Ask "
                "about `samples[0]`.",
            ),
            Mistake(
                ("    if isinstance(first, tuple):\n        return " + OF_TUPLES + "\n", ""),
                "You have no case for tuples, so they are stacked like arrays. Each of their "
                "places needs an array of its own.",
            ),
            Mistake(
                """
                def collate(samples):
                    def walk(samples):
                        first = samples[0]
                        if isinstance(first, dict):
                            return {key: walk([sample[key] for sample in samples]) for key in first}
                        if isinstance(first, tuple):
                            return tuple([walk(part) for part in zip(*samples, strict=True)])
                        return np.stack(samples)
                    if isinstance(samples[0], dict):
                        if any(sample.keys() != samples[0].keys() for sample in samples):
                            raise ValueError("samples should have equal keys")
                    return walk(samples)
                """,
                "You compare the keys of the outermost dicts only. Dicts further down may differ, "
                "too.",
            ),
            Mistake(
                ("sample[key] for sample in samples]", "sample.pop(key) for sample in samples]"),
                "`pop` takes the value out of the sample. The samples belong to the dataset, and "
                "should be as before afterwards.",
            ),
            Mistake(
                (
                    "    return np.stack(samples)",
                    "    batch = np.stack([first] * len(samples))\n"
                    "    for i, sample in enumerate(samples):\n"
                    "        batch[i] = sample\n"
                    "    return batch",
                ),
                "You write into an array of the shape of sample 0, and NumPy stretches a smaller "
                "one to fit. `np.stack` refuses arrays of other shapes.",
            ),
        ],
    ),
    Exercise(
        id="collation.misfit",
        title="Name the sample",
        goal="Write `stack(arrays)`. It does what `np.stack` does. But if an array does not fit, "
        "its error says which one, and both shapes: `sample 5 has (8, 7) where sample 0 has "
        "(8, 8)`.",
        predict="The shapes are `(8, 8)`, `(8, 7)`, `(8, 8)`, `(7, 8)`. Which sample should be "
        "named?",
        minutes=4,
        difficulty=1,
        solution=stack,
        given=digits,
        hints=[
            "Go through the arrays before you stack them. `enumerate(arrays)` gives each with its "
            "position.",
            "If `array.shape != arrays[0].shape`, raise the error. `raise` ends the function, so "
            "the first one that does not fit is the one that is named.",
            'The message is `f"sample {position} has {array.shape} where sample 0 has '
            '{arrays[0].shape}"`. After the loop, all fit: `return np.stack(arrays)`.',
        ],
        cases=[
            Case(
                "stack([np.array([1, 2]), np.array([3, 4])])",
                "np.array([[1, 2], [3, 4]])",
                why="Arrays that fit should be stacked.",
            ),
            Case(
                "stack([images[5]])",
                "images[5:6]",
                fresh=["images"],
                why="A single array always fits, and gets a batch axis.",
            ),
            Case(
                "stack([np.zeros(2), np.zeros(3)])",
                raises=ValueError,
                mentions=["sample 1 has (3,) where sample 0 has (2,)"],
                why="The message should name the sample, its shape, and the shape of sample 0.",
            ),
            Case(
                "stack([images[0], images[1], images[2][:, :7], images[3]])",
                raises=ValueError,
                mentions=["sample 2 has (8, 7) where sample 0 has (8, 8)"],
                why="Shapes may differ in any axis, not only in the first.",
            ),
            Case(
                "stack([images[0], images[1], images[2], images[3][:7]])",
                raises=ValueError,
                mentions=["sample 3 has (7, 8) where sample 0 has (8, 8)"],
                why="The last array should be looked at too.",
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
                "stack([np.zeros((3, 3)), np.zeros((3, 3)), np.zeros(3)])",
                raises=ValueError,
                mentions=["sample 2 has (3,) where sample 0 has (3, 3)"],
                why="Arrays may differ in the number of their axes.",
            ),
            Case(
                "batch = [image for image in images[:32]]\n"
                "batch[17] = batch[17][1:7]\n"
                "stack(batch)",
                raises=ValueError,
                mentions=["sample 17 has (6, 8) where sample 0 has (8, 8)"],
                why="It works for a few arrays, but not for a batch of `32`.",
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
                (MESSAGE, MESSAGE.replace("{position}", "{arrays.index(array)}")),
                "`arrays.index(array)` compares arrays with each other, which fails before your "
                "message is made. `enumerate(arrays)` gives the position.",
            ),
            Mistake(
                ("array.shape != expected", "len(array) != len(arrays[0])"),
                "You compare lengths, which is the first axis only. Compare the whole shapes.",
            ),
            Mistake(
                ("array.shape != expected", "array.size != arrays[0].size"),
                "You compare the numbers of values. As many values may have another shape.",
            ),
            Mistake(
                ("array.shape != expected", "array.ndim != arrays[0].ndim"),
                "You compare the numbers of axes. Two arrays with two axes may differ in shape.",
            ),
            Mistake(
                ("array.shape != expected", "array.shape != arrays[position - 1].shape"),
                "You compare with the array before. Before number 0 that is number -1, the last "
                "one. Compare with sample 0.",
            ),
            Mistake(
                (
                    LOOK,
                    "    wrong = [i for i in range(len(arrays)) "
                    "if arrays[i].shape != arrays[0].shape]\n"
                    "    if wrong:\n"
                    '        raise ValueError(f"sample {wrong[-1]} has {arrays[wrong[-1]].shape} '
                    'where sample 0 has {arrays[0].shape}")\n',
                ),
                "You name the last array that does not fit. Name the first.",
            ),
            Mistake(
                (MESSAGE, 'f"sample {position} has {expected} where sample 0 has {array.shape}"'),
                "The two shapes are the wrong way round in your message.",
            ),
            Mistake(
                (MESSAGE, 'f"sample {position} does not fit"'),
                "Your message says which sample, but not what is wrong with it. Both shapes belong "
                "into it.",
            ),
            Mistake(
                (MESSAGE, 'f"shapes differ: {array.shape} and {expected}"'),
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
                    "    expected = arrays[0].shape\n"
                    "    if len(arrays) > 1 and arrays[1].shape != expected:\n"
                    '        raise ValueError(f"sample 1 has {arrays[1].shape} where sample 0 has '
                    '{expected}")\n',
                ),
                "You compare sample 1 only. Go through all of them.",
            ),
        ],
    ),
    Exercise(
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
                "sequence = np.array([5, 6])\npad([sequence])",
                "(np.array([[5, 6]]), np.array([[True, True]]))",
                fresh=["sequence"],
                why="A single sequence gets a batch axis, and no padding.",
            ),
            Case(
                "pad([np.array([4]), np.array([7, 8, 9]), np.array([5, 6])])",
                "(np.array([[4, 0, 0], [7, 8, 9], [5, 6, 0]]), "
                "np.array([[1, 0, 0], [1, 1, 1], [1, 1, 0]], bool))",
                why="The longest sequence may be anywhere.",
            ),
            Case(
                "pad([np.array([0, 3]), np.array([5, 0, 0])])",
                "(np.array([[0, 3, 0], [5, 0, 0]]), np.array([[1, 1, 0], [1, 1, 1]], bool))",
                why="A zero can be data. The mask follows from the lengths, not from the values.",
            ),
            Case(
                "sequence = np.array([1, 2])\npad([sequence, sequence])",
                "(np.array([[1, 2], [1, 2]]), np.ones((2, 2), bool))",
                fresh=["sequence"],
                why="Where all are equally long, there is nothing to pad.",
            ),
            Case(
                "pad([np.array([1, 2, 3], np.uint8), np.array([4], np.uint8)])",
                "(np.array([[1, 2, 3], [4, 0, 0]], np.uint8), "
                "np.array([[1, 1, 1], [1, 0, 0]], bool))",
                why="The values should keep the dtype of the sequences.",
            ),
            Case(
                "pad([np.array([[1, 2]]), np.array([[3, 4], [0, 0]])])",
                "(np.array([[[1, 2], [0, 0]], [[3, 4], [0, 0]]]), "
                "np.array([[True, False], [True, True]]))",
                why="Points have a second axis, of two numbers. The mask has one entry a point, "
                "and `(0, 0)` is a point like any other.",
            ),
            Case(
                "pad([np.ones((0, 3, 4), np.float32), np.ones((2, 3, 4), np.float32)])",
                "(np.array([0, 0, 1, 1], np.float32).reshape(2, 2, 1, 1) "
                "* np.ones((1, 1, 3, 4), np.float32), "
                "np.array([[False, False], [True, True]]))",
                why="There may be any number of further axes, and a sequence may be empty.",
            ),
            Case(
                "values, mask = pad(points[:4])\n"
                "[values.shape, mask.shape, "
                "[np.array_equal(row[keep], sequence) for row, keep, sequence "
                "in zip(values, mask, points)]]",
                "[(4, max(map(len, points[:4])), 2), (4, max(map(len, points[:4]))), [True] * 4]",
                why="Taking the entries of a row where the mask is True should give back the "
                "sequence.",
            ),
        ],
        mistakes=[
            Mistake(
                (NO_MASK, "np.ones((len(arrays), longest), bool)"),
                "Your mask is True everywhere. Start with `False`, and set `True` where there is "
                "data.",
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
                ("return values, mask", "return values, np.array([len(a) for a in arrays])"),
                "You return the lengths. They say the same, but what is asked for is a mask: True "
                "or False for each place.",
            ),
            Mistake(
                ("values[i, : len(array)] = array", "values[i, longest - len(array) :] = array"),
                "Your padding stands in front of the sequences. It belongs behind them, where the "
                "mask is False.",
            ),
            Mistake(
                (
                    FILL,
                    "        values[i, longest - len(array) :] = array\n"
                    "        mask[i, longest - len(array) :] = True\n",
                ),
                "Your padding stands in front of the sequences. It belongs behind them.",
            ),
            Mistake(
                (ZEROS, "np.zeros((len(arrays), longest, *arrays[0].shape[1:]))"),
                "`np.zeros` makes float64 unless you tell it a dtype. Give it that of the "
                "sequences.",
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
                ("max(len(array) for array in arrays)", "max(len(array) for array in arrays) + 1"),
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
    ),
]
