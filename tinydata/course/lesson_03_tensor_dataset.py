"""Lesson 3: datasets over arrays in memory, parts of a dataset, several datasets as one."""

import math

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.dataset import Dataset


class TensorDataset(Dataset):
    """Samples from arrays in memory: sample i is row i of every array, and no copy of it.

    `arrays` are any number of arrays or lists of shapes (N, ...), each with its own dtype.
    """

    def __init__(self, *arrays):
        """Keep the arrays in the tuple `self.arrays`: lists as arrays, arrays as they are.

        ValueError if there is no array. ValueError that tells the lengths if they differ.
        """
        if not arrays:
            raise ValueError("arrays should hold at least one array, but got none")
        self.arrays = tuple(np.asarray(array) for array in arrays)
        if any(len(array) != len(self) for array in self.arrays):
            shapes = ", ".join(str(array.shape) for array in self.arrays)
            raise ValueError(f"arrays should agree in their first axis, but got shapes {shapes}")

    def __len__(self):
        """Return the number of samples."""
        return len(self.arrays[0])

    def __getitem__(self, index):
        """Return sample `index`: a tuple with one entry for each array, even for a single one.

        As in a list, -1 is the last sample, and there is an IndexError if there is none.
        """
        return tuple(array[index] for array in self.arrays)


class Subset(Dataset):
    """Those samples of `dataset` that `indices` names, in that order.

    `dataset` is anything with a length and samples; `indices` is a list or array of integers.
    """

    def __init__(self, dataset, indices):
        chosen = np.asarray(indices)
        if chosen.ndim != 1 or (chosen.size and chosen.dtype.kind not in "iu"):
            raise TypeError(
                f"indices should be a list of integers, but got shape {chosen.shape} and dtype "
                f"{chosen.dtype}; for a mask pass np.flatnonzero(mask)"
            )
        for index in chosen:
            if not -len(dataset) <= index < len(dataset):
                raise IndexError(f"index {index} is out of range for {len(dataset)} samples")
        self.dataset = dataset
        self.indices = chosen.tolist()  # integers of Python: a database takes no others

    def __len__(self):
        """Return the number of samples in this subset."""
        return len(self.indices)

    def __getitem__(self, index):
        """Return sample `index` of this subset, and read no other.

        As in a list, -1 is the last sample, and there is an IndexError if there is none.
        """
        return self.dataset[self.indices[index]]


def split_sizes(lengths, total):
    """Return how many of `total` samples each part of a split gets: a list of int.

    `lengths` is a list of int that sum to `total`: these are the sizes. Or it is a list of float
    that sum to 1: fractions of `total`. They are rounded down; then each part in turn, from the
    first on, gets one of the samples left over.

    ValueError if integers do not sum to `total`, fractions do not sum to 1, or one is negative.
    """
    if min(lengths) < 0:
        raise ValueError(f"lengths should not be negative, but got {lengths}")
    if any(isinstance(length, float) for length in lengths):
        if not math.isclose(sum(lengths), 1):
            raise ValueError(f"fractions should sum to 1, but {lengths} sums to {sum(lengths)}")
        sizes = [int(total * fraction) for fraction in lengths]
        for part in range(total - sum(sizes)):
            sizes[part] += 1
        return sizes
    if sum(lengths) != total:
        raise ValueError(f"lengths should sum to {total}, but {lengths} sums to {sum(lengths)}")
    return list(lengths)


class ConcatDataset(Dataset):
    """Several datasets, one behind the other, read in place.

    `datasets` is a list of anything with a length and samples.
    """

    def __init__(self, datasets):
        self.datasets = list(datasets)
        if not self.datasets:
            raise ValueError("datasets should hold at least one dataset, but got none")

    def __len__(self):
        """Return the number of samples in all datasets together."""
        return sum(len(dataset) for dataset in self.datasets)

    def __getitem__(self, index):
        """Return sample `index`, counted through all datasets, and read no other.

        Negative numbers count from the end of the last dataset, as in a list. IndexError if there
        is no such sample.
        """
        position = index + len(self) if index < 0 else index
        for dataset in self.datasets:
            if 0 <= position < len(dataset):
                return dataset[position]
            position -= len(dataset)
        raise IndexError(f"index {index} is out of range for {len(self)} samples")


# Lines of the solutions that mistakes change.
NAMES_SHAPES = 'in their first axis, but got shapes {shapes}"'
ROUND_DOWN = """        sizes = [int(total * fraction) for fraction in lengths]
"""
SHARE_OUT = """        for part in range(total - sum(sizes)):
            sizes[part] += 1
"""
ROUND_AND_MEND = """        sizes = [round(total * fraction) for fraction in lengths]
        sizes[-1] += total - sum(sizes)
"""
REFUSE_NEGATIVE = """    if min(lengths) < 0:
        raise ValueError(f"lengths should not be negative, but got {lengths}")
"""
REFUSE_SUM = """    if sum(lengths) != total:
        raise ValueError(f"lengths should sum to {total}, but {lengths} sums to {sum(lengths)}")
"""
SEARCH = """        for dataset in self.datasets:
            if 0 <= position < len(dataset):
                return dataset[position]
            position -= len(dataset)
"""
REFUSE_INDEX = """
        raise IndexError(f"index {index} is out of range for {len(self)} samples")"""
READ_ALL = """
        return [sample for dataset in self.datasets for sample in dataset][index]"""
TAKE_TURNS = """        if 0 <= position < len(self):
            place, which = divmod(position, len(self.datasets))
            return self.datasets[which][place]
"""


class Letters:
    """A stand-in for slow storage: it remembers what it was asked for."""

    def __init__(self):
        self.asked = []

    def __len__(self):
        return 6

    def __getitem__(self, index):
        self.asked.append(index)
        return "abcdef"[index]

    def __repr__(self):
        return "six samples, 'a' to 'f'; letters.asked is the list of indices it was asked for"


def table():
    """Four samples in three arrays."""
    return {
        "features": np.array([[1.2, 3.4, 5.6], [2.1, 4.3, 6.5], [3.0, 5.2, 7.4], [0.5, 1.5, 2.5]]),
        "labels": np.array([0, 1, 2, 1]),
        "names": np.array(["image_000.png", "image_001.png", "image_002.png", "image_003.png"]),
    }


def letters():
    """One dataset that counts."""
    return {"letters": Letters()}


EXERCISES = [
    Exercise(
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
                "small = np.array([[1, 2], [3, 4]], dtype=np.uint8)\n"
                "sample = TensorDataset(small, small[0].astype(np.int16), [0.5, 1.5])[0]\n"
                "[np.asarray(part).dtype.name for part in sample]",
                "['uint8', 'int16', 'float64']",
                why="Each array keeps its own dtype, and its entries have it too.",
            ),
            Case(
                "dataset = TensorDataset(features, [0, 1, 2, 1])\n"
                "[array.shape for array in dataset.arrays]",
                "[(4, 3), (4,)]",
                why="The lesson goes on with `dataset.arrays`: keep the arrays under that name.",
            ),
            Case(
                "dataset = TensorDataset(features, labels)\n"
                "np.shares_memory(dataset.arrays[0], features)",
                "True",
                why="The constructor copied the arrays. Keep them as they are: `np.asarray` copies "
                "nothing that is an array already.",
            ),
            Case(
                "row, label = TensorDataset(features, labels)[2]\nnp.shares_memory(row, features)",
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
                why="Thirteen labels cannot belong to seventeen rows. Say so at once, and tell the "
                "lengths.",
            ),
            Case(
                "TensorDataset(features[:2], labels)",
                raises=ValueError,
                mentions=["2", "4"],
                why="Four labels cannot belong to two rows.",
            ),
            Case(
                "TensorDataset(features, labels, names[:2])",
                raises=ValueError,
                mentions=["4", "2"],
                why="All arrays have to agree, the third as well.",
            ),
            Case(
                "TensorDataset(features, labels[:2], names)",
                raises=ValueError,
                mentions=["4", "2"],
                why="All arrays have to agree, those in the middle as well.",
            ),
            Case(
                "TensorDataset()",
                raises=ValueError,
                why="Without an array there is no length. Refuse it with a sentence of your own.",
            ),
        ],
        mistakes=[
            Mistake(
                ("if any(len(array) != len(self) for array in self.arrays):", "if False:"),
                "Nothing compares the lengths. Labels that belong to other rows would go "
                "unnoticed.",
            ),
            Mistake(
                (
                    "for array in self.arrays):\n            shapes",
                    "for array in self.arrays[:2]):\n            shapes",
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
                    "sample = tuple(array[index] for array in self.arrays)\n"
                    "        return sample if len(sample) > 1 else sample[0]",
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
                ("np.asarray(array)", "np.array(array)"),
                "`np.array` copies each array, so the data is in memory twice. `np.asarray` does "
                "not copy what is an array already.",
            ),
            Mistake(
                ("return tuple(array[index] for", "return tuple(array[index].copy() for"),
                "You copy each row on its way out. `array[index]` alone is enough, and copies "
                "nothing.",
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
                    'in their first axis"',
                ),
                "Tell the lengths in the message, so that its reader sees which array is wrong.",
            ),
        ],
    ),
    Exercise(
        id="tensor-dataset.subset",
        title="A part of a dataset",
        goal="Write `__len__` and `__getitem__` of `Subset(dataset, indices)`. The constructor is "
        "given: it refuses what is not an index, and keeps `self.dataset` and `self.indices`, a "
        "list of int. Nothing is read from the dataset before a sample is asked for.",
        predict='`Subset("abcdef", [4, 0])` has two samples. Which one is number `1`?',
        minutes=3,
        difficulty=1,
        solution=Subset,
        write=["__len__", "__getitem__"],
        given=letters,
        hints=[
            "There are two numberings: the subset's own, from `0` on, and that of the "
            "dataset. `self.indices` translates one into the other.",
            "`self.indices[index]` is the number that sample `index` has in `self.dataset`.",
        ],
        cases=[
            Case(
                'len(Subset("abcdef", [4, 0]))',
                "2",
                why="A subset has as many samples as there are indices.",
            ),
            Case(
                'Subset("abcdef", [4, 0, 2])[1]',
                "'a'",
                why="Sample 1 of the subset is the one that the second index names.",
            ),
            Case(
                'len(Subset("abcdef", [4, 0, 4]))',
                "3",
                why="An index may come twice, and counts twice.",
            ),
            Case(
                'Subset("abcdef", [4, 0])[2]',
                raises=IndexError,
                why="Two samples are numbered 0 and 1, and there is no third. A `for` loop over "
                "the subset ends by this IndexError.",
            ),
            Case(
                'list(Subset("abcdef", [4, 0, 4]))',
                "['e', 'a', 'e']",
                why="The order is that of the indices, and an index may come twice.",
            ),
            Case(
                'Subset("abcdef", [4, 0])[-1]',
                "'a'",
                why="As in a list, `-1` is the last sample of the subset.",
            ),
            Case(
                'odd = Subset("abcdef", np.array([1, 3, 5]))\nlist(Subset(odd, [2, 0]))',
                "['f', 'b']",
                why="A subset is a dataset too, so there can be a subset of it.",
            ),
            Case(
                "subset = Subset(letters, [4, 0, 2])\nsample = subset[1]\nletters.asked",
                "[0]",
                why="One sample was asked for, so one should be read. Behind the dataset may be "
                "slow files.",
            ),
            Case('list(Subset("abc", []))', "[]", why="A subset may be empty."),
            Case(
                'list(Subset("abc", [-3, 2]))',
                "['a', 'c']",
                why="These are the first and the last sample of three.",
            ),
            Case(
                'Subset("abc", [0, 3])',
                raises=IndexError,
                mentions=["3"],
                why="The constructor refuses an index that names no sample.",
            ),
            Case(
                'Subset("abc", [0, -4])',
                raises=IndexError,
                mentions=["-4"],
                why="The constructor refuses an index that names no sample.",
            ),
            Case(
                'Subset("abc", [True, False, True])',
                raises=TypeError,
                why="The constructor refuses a mask: it says yes or no, and is no list of indices.",
            ),
            Case(
                'list(Subset("abc", np.array([2, 0], dtype=np.uint8)))',
                "['c', 'a']",
                why="Unsigned integers are indices too.",
            ),
        ],
        mistakes=[
            Mistake(
                ("return self.dataset[self.indices[index]]", "return self.dataset[index]"),
                "You hand the subset's own number on to the dataset. Translate it first, with "
                "`self.indices`.",
            ),
            Mistake(
                ("return self.dataset[self.indices[index]]", "return self.indices[index]"),
                "That is the number of the sample in the dataset, not the sample.",
            ),
            Mistake(
                ("return len(self.indices)", "return len(self.dataset)"),
                "That is the length of the whole dataset. A subset has one sample an index.",
            ),
            Mistake(
                ("self.dataset[self.indices[index]]", "self.dataset[sorted(self.indices)[index]]"),
                "You sort the indices. A subset keeps the order that it was given: lessons on "
                "shuffling rely on it.",
            ),
            Mistake(
                (
                    "self.dataset[self.indices[index]]",
                    "[self.dataset[i] for i in self.indices][index]",
                ),
                "You read all samples to return one. With a folder of files behind it, each "
                "sample would cost as much as all of them.",
            ),
            Mistake(
                (
                    "return self.dataset[self.indices[index]]",
                    "return self.dataset, self.indices[index]",
                ),
                "You return the dataset and a number, side by side. Ask the dataset for that "
                "number with square brackets.",
            ),
        ],
    ),
    Exercise(
        id="tensor-dataset.split-sizes",
        title="How large is each part?",
        goal="Write `split_sizes(lengths, total)`, which turns numbers of samples, such as "
        "`[1437, 360]`, or fractions, such as `[0.8, 0.2]`, into the sizes of the parts. The sizes "
        "always add up to `total`: no sample is lost, none is invented. The type decides: `1` is "
        "a number of samples, `1.0` is all of them.",
        predict="Three samples in two halves: what would rounding give, and what is right?",
        minutes=7,
        difficulty=2,
        solution=split_sizes,
        hints=[
            "Two kinds of `lengths`, two branches: `any(isinstance(length, float) for length in "
            "lengths)` tells them apart. Begin with the integers, which only have to be checked.",
            "Fractions: `int(total * fraction)` rounds down. Then "
            "`total - sum(sizes)` samples are left over, always fewer than there are parts.",
            "Add one to `sizes[0]`, `sizes[1]` and so on: "
            "`for part in range(total - sum(sizes)): sizes[part] += 1`.",
            "Do not compare a sum of floats with `==`: `0.7 + 0.2 + 0.1` is not `1`. "
            "`math.isclose(sum(lengths), 1)` allows for that.",
        ],
        cases=[
            Case(
                "split_sizes([6, 4], 10)",
                "[6, 4]",
                why="Integers that sum to the total are the sizes.",
            ),
            Case(
                "split_sizes([0.5, 0.5], 10)",
                "[5, 5]",
                why="Half of ten is five. Return a list, and in it integers.",
            ),
            Case(
                "lengths = [0.5, 0.5]\nsplit_sizes(lengths, 3)",
                "[2, 1]",
                why="Half of three is 1.5, rounded down 1. The one left over goes to the first.",
            ),
            Case(
                "split_sizes([0.8, 0.2], 1797)",
                "[1438, 359]",
                why="Rounded down that is 1437 and 359; the one left over goes to the first part.",
            ),
            Case(
                "split_sizes([0.25, 0.25, 0.25, 0.25], 7)",
                "[2, 2, 2, 1]",
                why="Each part gets 1, and the three left over go to the parts in turn.",
            ),
            Case(
                "split_sizes([0.6, 0.2, 0.2], 7)",
                "[5, 1, 1]",
                why="Rounded down that is 4, 1 and 1; the one left over goes to the first part, "
                "whichever lost most by rounding.",
            ),
            Case(
                "split_sizes([0.7, 0.2, 0.1], 10)",
                "[7, 2, 1]",
                why="In floating point these three sum to a hair less than 1. That is meant as 1.",
            ),
            Case(
                "split_sizes([1.0], 1797)",
                "[1797]",
                why="The fraction 1.0 is all samples.",
            ),
            Case(
                "split_sizes([0.0, 1.0], 5)",
                "[0, 5]",
                why="A part may be empty.",
            ),
            Case(
                "split_sizes([1], 1797)",
                raises=ValueError,
                why="The integer 1 is one sample, not all of them; 1796 would be lost.",
            ),
            Case("split_sizes([1, 0], 1)", "[1, 0]", why="One sample, and an empty part."),
            Case(
                "split_sizes([6, 3], 10)",
                raises=ValueError,
                why="Nine of ten samples: one would be lost without a word.",
            ),
            Case(
                "split_sizes([6, 5], 10)",
                raises=ValueError,
                why="Eleven samples out of ten: one would have to be in both parts.",
            ),
            Case(
                "split_sizes([0.8, 0.1], 100)",
                raises=ValueError,
                why="A tenth of the samples would be in no part.",
            ),
            Case(
                "split_sizes([0.333, 0.333, 0.333], 1000)",
                raises=ValueError,
                why="0.999 is too far from 1 to be an error of rounding: allow for a hair only, "
                "as `math.isclose` does.",
            ),
            Case(
                "split_sizes([0.8, 0.3], 100)",
                raises=ValueError,
                why="A tenth of the samples would have to be in both parts.",
            ),
            Case(
                "split_sizes([11, -1], 10)",
                raises=ValueError,
                why="The sum is right, but no part can have fewer than no samples.",
            ),
            Case(
                "split_sizes([1.5, -0.5], 10)",
                raises=ValueError,
                why="The sum is right, but no part can be less than nothing.",
            ),
        ],
        mistakes=[
            Mistake(
                (
                    SHARE_OUT,
                    "",
                ),
                "The samples that are left over after rounding down are in no part.",
            ),
            Mistake(
                ("int(total * fraction)", "round(total * fraction)"),
                "Rounding to the nearest integer does not always keep the sum: `1.5` and `1.5` "
                "become two and two, of three samples.",
            ),
            Mistake(
                ("int(total * fraction)", "total * fraction"),
                "Sizes are numbers of samples, so they have to be integers.",
            ),
            Mistake(
                (
                    SHARE_OUT,
                    "        sizes[0] += total - sum(sizes)\n",
                ),
                "You give all that is left over to the first part. Give one to each part in turn.",
            ),
            Mistake(
                (
                    SHARE_OUT,
                    "        sizes[-1] += total - sum(sizes)\n",
                ),
                "You give what is left over to the last part. Give one to each part in turn, from "
                "the first on.",
            ),
            Mistake(
                (ROUND_DOWN + SHARE_OUT, ROUND_AND_MEND),
                "You round to the nearest integer and let the last part make up for it. Round "
                "down, then hand out what is left from the first part on.",
            ),
            Mistake(
                ("not math.isclose(sum(lengths), 1)", "sum(lengths) != 1"),
                "You compare a sum of floats with `!=`: `0.7 + 0.2 + 0.1` gives "
                "`0.9999999999999999`. Use `math.isclose`.",
            ),
            Mistake(
                (
                    "any(isinstance(length, float) for length in lengths)",
                    "math.isclose(sum(lengths), 1)",
                ),
                "You take what sums to 1 for fractions. `[1]` does too, and means one sample. "
                "Look at the type.",
            ),
            Mistake(
                (
                    REFUSE_SUM,
                    "",
                ),
                "Nothing compares the sum of the integers with the total, so samples get lost or "
                "come twice.",
            ),
            Mistake(
                ("if sum(lengths) != total:", "if sum(lengths) > total:"),
                "You refuse too many samples, but not too few. Samples that are in no part are "
                "lost without a word.",
            ),
            Mistake(
                (
                    REFUSE_NEGATIVE,
                    "",
                ),
                "A negative length passes, since the others make up for it in the sum.",
            ),
        ],
    ),
    Exercise(
        id="tensor-dataset.concat",
        title="Several datasets as one",
        goal="Write `__len__` and `__getitem__` of `ConcatDataset(datasets)`, which numbers the "
        "samples of several datasets through, without copying any of them. The constructor is "
        "given.",
        predict='In `ConcatDataset(["abc", "de"])`, which sample is number `3`? Which is `-1`?',
        minutes=7,
        difficulty=2,
        solution=ConcatDataset,
        write=["__len__", "__getitem__"],
        given=letters,
        hints=[
            "Go through the datasets from the first on. Is the sample in this one? If not, how "
            "many samples have you just passed by?",
            "If `index < len(dataset)`, the sample is in this dataset, at place `index`. "
            "Otherwise subtract `len(dataset)` from `index` and look at the next one.",
            "Turn a negative index into a positive one first: add `len(self)`. If it is still "
            "negative, or no dataset is left, raise an IndexError.",
        ],
        cases=[
            Case(
                'len(ConcatDataset(["abc", "de"]))',
                "5",
                why="The length is that of all datasets together.",
            ),
            Case(
                'ConcatDataset(["abc", "de"])[1]',
                "'b'",
                why="Sample 1 is in the first dataset.",
            ),
            Case(
                'ConcatDataset(["abc", "de"])[3]',
                "'d'",
                why="The first dataset has samples 0 to 2, so 3 is the first of the second one.",
            ),
            Case(
                'ConcatDataset(["abc", "de"])[5]',
                raises=IndexError,
                why="Five samples are numbered from 0 to 4. Raise an IndexError for any other "
                "number: a `for` loop over the samples ends by it.",
            ),
            Case(
                'ConcatDataset(["abc", "de", "fghi"])[6]',
                "'g'",
                why="Five samples are in the first two datasets, so 6 is place 1 of the third.",
            ),
            Case(
                'list(ConcatDataset(["abc", "de", "fghi"]))',
                "['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']",
                why="All samples of all datasets, one behind the other.",
            ),
            Case(
                'ConcatDataset(["abc", "de"])[-1]',
                "'e'",
                why="`-1` is the last sample of all, which is in the last dataset.",
            ),
            Case(
                'ConcatDataset(["abc", "de"])[-5]',
                "'a'",
                why="Counted from the end, sample 5 of five is the first.",
            ),
            Case(
                'ConcatDataset(["abc", "de"])[-6]',
                raises=IndexError,
                why="There are only five samples to count back.",
            ),
            Case(
                'list(ConcatDataset(["ab", "", "c"]))',
                "['a', 'b', 'c']",
                why="A dataset in between may be empty.",
            ),
            Case(
                'list(ConcatDataset(["ab", "ab"]))',
                "['a', 'b', 'a', 'b']",
                why="The same dataset may come twice.",
            ),
            Case(
                'more = ConcatDataset([letters, "xyz", letters])\nsample = more[11]\nletters.asked',
                "[2]",
                why="One sample was asked for: number 2 of `letters`, counted from 0 on. Ask for "
                "that, and for no other; `len(dataset)` tells whether it is there.",
            ),
            Case(
                "ConcatDataset([])",
                raises=ValueError,
                why="The constructor refuses an empty list.",
            ),
        ],
        mistakes=[
            Mistake(
                (
                    "return sum(len(dataset) for dataset in self.datasets)",
                    "return len(self.datasets)",
                ),
                "`len(self.datasets)` is the number of datasets. Add up their lengths.",
            ),
            Mistake(
                ("position = index + len(self) if index < 0 else index", "position = index"),
                "A negative index does not count from the end yet. Add `len(self)` to it first.",
            ),
            Mistake(
                (
                    "        position = index + len(self) if index < 0 else index\n"
                    "        for dataset in self.datasets:\n"
                    "            if 0 <= position < len(dataset):",
                    "        position = index\n"
                    "        for dataset in self.datasets:\n"
                    "            if position < len(dataset):",
                ),
                "A negative index is handed to the first dataset, which counts from its own end. "
                "Add `len(self)` to it first.",
            ),
            Mistake(
                ("if 0 <= position < len(dataset):", "if position < len(dataset):"),
                "An index that is below `-len(self)` is still negative after you added the "
                "length. Refuse it.",
            ),
            Mistake(
                ("position < len(dataset):", "position <= len(dataset):"),
                "A dataset of three samples has numbers 0 to 2, so its length is no index of it: "
                "compare with `<`.",
            ),
            Mistake(
                ("            position -= len(dataset)\n", ""),
                "You ask the next dataset for the same number. Subtract the samples that you have "
                "passed by.",
            ),
            Mistake(
                ("return dataset[position]", "return dataset[index]"),
                "You found the right dataset, but ask it for the number that counts through all "
                "of them.",
            ),
            Mistake(
                (
                    SEARCH.rstrip("\n") + REFUSE_INDEX,
                    READ_ALL.lstrip("\n"),
                ),
                "You read every sample of every dataset to return one.",
            ),
            Mistake(
                (
                    "            position -= len(dataset)\n",
                    "            position -= len(self.datasets[0])\n",
                ),
                "You subtract the length of the first dataset each time. Subtract that of the one "
                "you have just passed by.",
            ),
            Mistake(
                ("for dataset in self.datasets:", "for dataset in self.datasets[:2]:"),
                "You look into the first two datasets only. There may be more.",
            ),
            Mistake(
                (
                    SEARCH,
                    TAKE_TURNS,
                ),
                "You take one sample of each dataset in turn. All of the first one come before "
                "any of the second.",
            ),
        ],
    ),
]
