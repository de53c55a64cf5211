"""Exercise tensor-dataset.tensor-dataset: Arrays side by side."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.dataset import Dataset


class TensorDataset(Dataset):
    """Samples from arrays in memory: sample i is row i of every array, not copied.

    `arrays` are arrays or lists of shapes (N, ...), each with its own dtype.
    """

    def __init__(self, *arrays):
        """Keep the arrays as a tuple in `self.arrays`, and make arrays of lists.

        ValueError if there is no array, and one that tells the lengths if they differ.
        """
        if not arrays:
            raise ValueError("arrays should hold at least one array, but got none")
        self.arrays = tuple(np.asarray(array) for array in arrays)
        if any(len(array) != len(self) for array in self.arrays):
            shapes = ", ".join(str(array.shape) for array in self.arrays)
            raise ValueError(f"arrays should agree in length, but got shapes {shapes}")

    def __len__(self):
        """Return the number of samples."""
        return len(self.arrays[0])

    def __getitem__(self, index):
        """Return sample `index`: a tuple with one entry for each array, even for one.

        As in a list, -1 is the last sample. IndexError if there is no such sample.
        """
        return tuple(array[index] for array in self.arrays)


# Lines of the solutions that mistakes change.
NAMES_SHAPES = 'in length, but got shapes {shapes}"'


def table():
    """Four samples in three arrays."""
    return {
        "features": np.array(
            [[1.2, 3.4, 5.6], [2.1, 4.3, 6.5], [3.0, 5.2, 7.4], [0.5, 1.5, 2.5]]
        ),
        "labels": np.array([0, 1, 2, 1]),
        "names": np.array(
            ["image_000.png", "image_001.png", "image_002.png", "image_003.png"]
        ),
    }


def arrays_and_index(draw):
    """One to four arrays and lists, which may differ in length, or none at all."""
    n = draw.size()
    arrays = [draw.array(n, *draw.shape(0, 3)) for _ in range(draw.integer(1, 4))]
    if draw.fault():
        place = draw.place(len(arrays))
        arrays[place] = draw.array(
            n + draw.choice([-n, 1, 2, 1 - n]), *arrays[place].shape[1:]
        )
    arrays = [array.tolist() if draw.chance(0.2) else array for array in arrays]
    return {"arrays": arrays if draw.chance(0.95) else [], "index": draw.index(n)}


def lengths(inputs, error):
    """What the message of an error has to mention."""
    return (
        [str(len(array)) for array in inputs["arrays"]] if error is ValueError else []
    )


EXERCISE = Exercise(
    id="tensor-dataset.tensor-dataset",
    title="Arrays side by side",
    goal="Write `TensorDataset(*arrays)`. Sample `i` is the tuple of row `i` of every array. "
    "Arrays that do not have the same length are refused by the constructor, with a "
    "`ValueError` that tells the lengths.",
    predict="`TensorDataset(images, labels, names)[3]` will be a tuple of three. What type "
    "and shape has each entry?",
    minutes=8,
    difficulty=2,
    solution=TensorDataset,
    write=["__init__", "__len__", "__getitem__"],
    given=table,
    hints=[
        "`arrays` is a tuple of whatever was passed. First refuse an empty one, then make an "
        "array of each entry with `np.asarray`, and keep them in `self.arrays`.",
        "All arrays have the same length, so the length of the data set is that of "
        "`self.arrays[0]`. Compare every other length with it.",
        "A sample: `tuple(array[index] for array in self.arrays)`. For the message: "
        '`[len(array) for array in self.arrays]` inside an f-string, `f"... got {...}"`.',
    ],
    cases=[
        Case(
            "len(TensorDataset(features, labels))",
            "4",
            why="The length is the number of samples: the length of any of the arrays.",
        ),
        Case(
            "TensorDataset(features, labels)[1]",
            "(features[1], labels[1])",
            why="Sample 1 is row 1 of every array, in a tuple.",
        ),
        Case(
            "TensorDataset(features, labels, names)[3]",
            "(features[3], labels[3], names[3])",
            why="There may be any number of arrays, and a sample has one entry for each.",
        ),
        Case(
            "TensorDataset(features)[0]",
            "(features[0],)",
            why="One array gives a tuple of one entry, so that all samples are tuples.",
        ),
        Case(
            "TensorDataset(features, labels)[-1]",
            "(features[3], labels[3])",
            why="As in a list, `-1` is the last sample.",
        ),
        Case(
            "TensorDataset([[1, 2], [3, 4]], [7, 8])[1]",
            "(np.array([3, 4]), 8)",
            why="Lists are welcome too: make arrays of them.",
        ),
        Case(
            """
            dataset = TensorDataset(features, [0, 1, 2, 1])
            type(dataset.arrays), [array.shape for array in dataset.arrays]
            """,
            "(tuple, [(4, 3), (4,)])",
            why="The lesson goes on with `dataset.arrays`: keep the arrays there, in a tuple.",
        ),
        Case(
            """
            row, label = TensorDataset(features, labels)[2]
            np.shares_memory(row, features)
            """,
            "True",
            why="The row was copied on its way out. `array[index]` alone copies nothing.",
        ),
        Case(
            "[label for row, label in TensorDataset(features, labels)]",
            "[0, 1, 2, 1]",
            why="A `for` loop asks for sample 0, 1, 2 and so on, until an IndexError.",
        ),
        Case(
            "TensorDataset(features, labels)[4]",
            raises=IndexError,
            why="Four samples are numbered from 0 to 3.",
        ),
        Case(
            "TensorDataset(np.zeros((17, 3)), np.zeros(13))",
            raises=ValueError,
            mentions=["17", "13"],
            why="Thirteen labels cannot belong to seventeen rows. Raise a ValueError at once, and "
            "no other error, and tell both lengths.",
        ),
        Case(
            "TensorDataset()",
            raises=ValueError,
            why="Without an array there is no length. Refuse it with a sentence of your own.",
        ),
    ],
    examples=[
        Examples(
            arrays_and_index,
            [
                "len(dataset)",
                "dataset[index]",
                "list(dataset)",
                "[kept is array for kept, array in zip(dataset.arrays, arrays)]",
                "[*map(np.shares_memory, dataset[index], dataset.arrays)]",
                "[np.asarray(part).dtype for part in dataset[index]]",
            ],
            make="dataset = TensorDataset(*arrays)",
            mentions=lengths,
            number=120,
        ),
    ],
    mistakes=[
        Mistake(
            ("if any(len(array) != len(self) for array in self.arrays):", "if False:"),
            "Arrays of other lengths are let in. Labels that belong to other rows go unnoticed.",
        ),
        Mistake(
            (
                "if any(len(array) != len(self) for array in self.arrays):",
                "if any(len(array) != len(self) for array in self.arrays[:2]):",
            ),
            "You compare only the first two arrays. There may be more.",
        ),
        Mistake(
            (
                "any(len(array) != len(self) for array in self.arrays)",
                "len(self.arrays[-1]) != len(self)",
            ),
            "You compare only the first and the last array. There may be others in between.",
        ),
        Mistake(
            ("len(array) != len(self)", "len(array) < len(self)"),
            "You refuse an array that is too short, and let one pass that is too long.",
        ),
        Mistake(
            ("any(len(array) != len(self)", "any(array.shape != self.arrays[0].shape"),
            "You compare whole shapes. Only the first axis has to agree: a row of features "
            "and a label differ in all others.",
        ),
        Mistake(
            (
                "return tuple(array[index] for array in self.arrays)",
                "return [array[index] for array in self.arrays]",
            ),
            "A sample should be a tuple, not a list.",
        ),
        Mistake(
            (
                "return tuple(array[index] for array in self.arrays)",
                """
                sample = tuple(array[index] for array in self.arrays)
                return sample if len(sample) > 1 else sample[0]
                """,
            ),
            "One array gives the bare row. Give a tuple of one entry: whoever loops over "
            "samples should not have to treat one array differently.",
        ),
        Mistake(
            (
                "return tuple(array[index] for array in self.arrays)",
                "return self.arrays[index]",
            ),
            "`self.arrays[index]` picks one of the arrays. Take row `index` of each of them.",
        ),
        Mistake(
            (
                "return tuple(array[index] for array in self.arrays)",
                """
                if not 0 <= index < len(self):
                    raise IndexError(f"there is no sample {index}")
                return tuple(array[index] for array in self.arrays)
                """,
            ),
            "You refuse negative numbers, as the bars of lesson 2 did. As in a list, `-1` is the "
            "last sample: the arrays know that, and what lies beyond their end.",
        ),
        Mistake(
            ("np.asarray(array)", "np.array(array)"),
            "`np.array` copies each array, so the data is in memory twice. `np.asarray` does "
            "not copy what is an array already.",
        ),
        Mistake(
            ("return tuple(array[index] for", "return tuple(array[index].copy() for"),
            "You copy each row on its way out. `array[index]` alone is enough, and copies nothing.",
        ),
        Mistake(
            ("tuple(np.asarray(array) for array in arrays)", "np.asarray(arrays)"),
            "`np.asarray(arrays)` makes one array of all of them, and they have different "
            "shapes and dtypes. Make an array of each.",
        ),
        Mistake(
            ("np.asarray(array)", "np.asarray(array, dtype=np.float64)"),
            "You force one dtype on every array. Names are not numbers, and labels should "
            "stay integers.",
        ),
        Mistake(
            ("tuple(np.asarray(array) for array in arrays)", "arrays"),
            "Lists stay lists, so a row of a list of lists is a list. Make an array of each.",
        ),
        Mistake(
            ("return len(self.arrays[0])", "return len(self.arrays)"),
            "`len(self.arrays)` is the number of arrays, not of samples.",
        ),
        Mistake(
            (
                NAMES_SHAPES,
                'in length"',
            ),
            "Tell the lengths in the message, so that its reader sees which array is wrong.",
        ),
    ],
)
