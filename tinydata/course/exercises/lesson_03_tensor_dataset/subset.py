"""Exercise tensor-dataset.subset: A part of a dataset."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.fixtures import RecordingDataset
from tinydata.dataset import Dataset


class Subset(Dataset):
    """Those samples of `dataset` that `indices` names, in that order.

    `dataset` has a length and samples; `indices` is a list or array of integers.
    """

    def __init__(self, dataset, indices):
        chosen = np.asarray(indices)
        if chosen.ndim != 1 or (chosen.size and chosen.dtype.kind not in "iu"):
            raise TypeError(
                f"indices should be a list of integers, but got shape {chosen.shape} "
                f"and dtype {chosen.dtype}; for a mask pass np.flatnonzero(mask)"
            )
        for index in chosen:
            if not -len(dataset) <= index < len(dataset):
                raise IndexError(f"there is no sample {index} among {len(dataset)}")
        self.dataset = dataset
        self.indices = chosen.tolist()  # integers of Python: a database takes no others

    def __len__(self):
        """Return the number of samples in this subset."""
        return len(self.indices)

    def __getitem__(self, index):
        """Return sample `index` of this subset, and read no other.

        As in a list, -1 is the last sample. IndexError if there is no such sample.
        """
        return self.dataset[self.indices[index]]


class Table(RecordingDataset):
    """Notes what is read from it and, as a database, knows no integers but Python's."""

    def __getitem__(self, index):
        if type(index) is not int:
            raise TypeError(
                f"the index should be an int, but got {type(index).__name__}"
            )
        return super().__getitem__(index)

    def __repr__(self):
        return super().__repr__().replace("RecordingDataset", "Table")


def table_and_indices(draw):
    """Samples of several parts or of one; indices of either sign, one of which may be wrong."""
    n = draw.size(most=draw.choice([1900, 200]))
    parts = draw.array(n, 2, dtype=draw.dtype("iufU")).tolist()
    dataset = Table(
        draw.choice([[tuple(part) for part in parts], draw.array(n, 2, 3), "ab" * n])
    )
    indices = draw.integers(draw.size() if n else 0, -len(dataset), len(dataset) - 1)
    given = draw.container(indices)
    if draw.fault():
        indices.insert(
            draw.place(len(indices) + 1), draw.choice([len(dataset), -len(dataset) - 1])
        )
        given = draw.choice(
            [indices, np.array(indices), [True, False], np.array([0.5, 1.0])]
        )
    return {"dataset": dataset, "indices": given, "index": draw.index(len(indices))}


EXERCISE = Exercise(
    id="tensor-dataset.subset",
    title="A part of a dataset",
    goal="Write `__len__` and `__getitem__` of `Subset(dataset, indices)`. The constructor is "
    "given: it refuses what is not an index, and keeps `self.dataset` and `self.indices`, a "
    "list of int. Nothing is read from the dataset before a sample is asked for.",
    predict='`Subset("abcdef", [4, 0])` has two samples. Which one is number 1?',
    minutes=3,
    difficulty=1,
    solution=Subset,
    write=["__len__", "__getitem__"],
    given=lambda: {"RecordingDataset": RecordingDataset},
    hints=[
        "There are two numberings: the subset's own, from 0 on, and that of the "
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
            'Subset("abcdef", [4, 0])[2]',
            raises=IndexError,
            why="Two samples are numbered 0 and 1, and there is no third. A `for` loop over "
            "the subset ends by this IndexError.",
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
            letters = RecordingDataset("abcdef")
            subset = Subset(letters, [4, 0, 2])
            len(subset), subset[1], subset[1]
            letters.reads
            """,
            "[0, 0]",
            why="One sample was asked for, twice, so one should be read each time, and none for "
            "the length. Behind the dataset may be slow files; to keep samples is not asked for.",
        ),
        Case(
            'Subset("abc", [True, False, True])',
            raises=TypeError,
            why="The constructor refuses a mask: it says yes or no, and is no list of indices.",
        ),
        Case(
            'Subset("abcdef", [4])[4]',
            raises=IndexError,
            why="This subset has one sample, number 0. Its numbers are not those of the dataset.",
        ),
    ],
    examples=[
        Examples(
            table_and_indices,
            [
                "(subset[len(subset) - 1], subset[-1])",
                "subset[index]",
                "[*zip(range(12), subset)]",
                "(len(subset), dataset.reads[:])",
            ],
            make="subset = Subset(dataset, indices)",
            why="Sample `index` is the one that `self.indices[index]` names in the dataset, which "
            "is asked for no other; what is no sample is refused.",
            number=120,
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
            (
                "return self.dataset[self.indices[index]]",
                """
                if not 0 <= index < len(self):
                    raise IndexError(f"there is no sample {index}")
                return self.dataset[self.indices[index]]
                """,
            ),
            "You refuse negative numbers. As in a list, `-1` is the last sample: "
            "`self.indices[index]` alone knows that, and what lies beyond the end.",
        ),
        Mistake(
            ("return len(self.indices)", "return 1797"),
            "The length is that of a variable of the notebook. In a method, what was given to the "
            "constructor begins with `self.`.",
        ),
        Mistake(
            ("return len(self.indices)", "return len(self.dataset)"),
            "That is the length of the whole dataset. A subset has one sample an index.",
        ),
        Mistake(
            (
                "self.dataset[self.indices[index]]",
                "self.dataset[sorted(self.indices)[index]]",
            ),
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
