"""Exercise tensor-dataset.subset: A part of a dataset."""

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.lesson_03_tensor_dataset.fixtures import letters
from tinydata.dataset import Dataset


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


EXERCISE = Exercise(
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
            """
            odd = Subset("abcdef", np.array([1, 3, 5]))
            list(Subset(odd, [2, 0]))
            """,
            "['f', 'b']",
            why="A subset is a dataset too, so there can be a subset of it.",
        ),
        Case(
            """
            subset = Subset(letters, [4, 0, 2])
            sample = subset[1]
            letters.asked
            """,
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
)
