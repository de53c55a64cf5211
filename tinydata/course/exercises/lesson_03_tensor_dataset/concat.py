"""Exercise tensor-dataset.concat: Several datasets as one."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.fixtures import RecordingDataset
from tinydata.dataset import Dataset


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

        Negative numbers count from the end of the last dataset, as in a list.
        IndexError if there is no such sample.
        """
        position = index + len(self) if index < 0 else index
        for dataset in self.datasets:
            if 0 <= position < len(dataset):
                return dataset[position]
            position -= len(dataset)
        raise IndexError(f"index {index} is out of range for {len(self)} samples")


SEARCH = """
for dataset in self.datasets:
    if 0 <= position < len(dataset):
        return dataset[position]
    position -= len(dataset)
"""
TAKE_TURNS = """
if 0 <= position < len(self):
    place, which = divmod(position, len(self.datasets))
    return self.datasets[which][place]
"""


class Bars:
    """A dataset that knows its length, and answers beyond it for a while."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        return "abcdefghij"[index]


def datasets_and_index(draw):
    """One to four datasets of any length and kind, some empty, of which one may fail at first."""
    lengths = draw.shuffled(
        [draw.size(), *(draw.size(0, 5) for _ in range(draw.integer(0, 3)))]
    )
    samples = [draw.array(n, *draw.shape(0, 2)) for n in lengths]
    samples = [draw.choice([list, tuple, np.asarray])(array) for array in samples]
    shaky = [[0, 2] if draw.chance(0.1) else [] for _ in samples]
    datasets = [RecordingDataset(*pair) for pair in zip(samples, shaky, strict=True)]
    return {"datasets": datasets, "index": draw.index(sum(lengths))}


def many_datasets(draw):
    """More datasets than there may be calls in one another."""
    lengths = draw.integers(draw.size(1), 0, 3)
    datasets = [draw.integers(n, 0, 99) for n in lengths]
    return {"datasets": datasets, "index": draw.index(sum(lengths))}


EXERCISE = Exercise(
    id="tensor-dataset.concat",
    title="Several datasets as one",
    goal="Write `__len__` and `__getitem__` of `ConcatDataset(datasets)`, which numbers the "
    "samples of several datasets through, without copying any of them. The constructor is "
    "given.",
    predict='In `ConcatDataset(["abc", "", "de"])`, which sample is number 3? Which is −5?',
    minutes=7,
    difficulty=2,
    solution=ConcatDataset,
    write=["__len__", "__getitem__"],
    given=lambda: {"RecordingDataset": RecordingDataset, "Bars": Bars},
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
            'list(ConcatDataset(["ab", "", "ab"]))',
            "['a', 'b', 'a', 'b']",
            why="A dataset in between may be empty, and one may come twice.",
        ),
        Case(
            'ConcatDataset(["abc", "de"])[-1]',
            "'e'",
            why="`-1` is the last sample of all, which is in the last dataset.",
        ),
        Case(
            'ConcatDataset(["abc", "de"])[-6]',
            raises=IndexError,
            why="There are only five samples to count back.",
        ),
        Case(
            """
            letters = RecordingDataset("abcdef")
            more = ConcatDataset([letters, "xyz", letters])
            len(more), more[11], more[11]
            letters.reads
            """,
            "[2, 2]",
            why="One sample was asked for, twice: number 2 of `letters`, counted from 0 on. Ask "
            "for that, and for no other; `len(dataset)` tells whether it is there.",
        ),
        Case(
            """
            more = ConcatDataset([Bars(2), Bars(3)])
            list(more), more[4]
            """,
            "(['a', 'b', 'a', 'b', 'c'], 'c')",
            why="A dataset that computes its samples may answer beyond its end, like the first "
            "`Bars` of lesson 2. Whether a sample is in it is for `len(dataset)` to say.",
        ),
        Case(
            """
            rows = np.arange(6).reshape(3, 2)
            np.shares_memory(ConcatDataset([rows[:1], rows])[2], rows)
            """,
            "True",
            why="Hand out the sample as the dataset gives it: nothing is copied.",
        ),
    ],
    examples=[
        Examples(
            datasets_and_index,
            [
                "len(whole)",
                "whole[index]",
                "(len(whole), [dataset.reads[:] for dataset in datasets])",
                "[*zip(range(12), whole)]",
            ],
            make="whole = ConcatDataset(datasets)",
            why="All samples of the first dataset come first, then those of the next. Each is read "
            "where it lies, and no other; an error of its dataset comes through.",
        ),
        Examples(
            many_datasets,
            ["(len(whole), whole[index])", "whole[-1]"],
            make="whole = ConcatDataset(datasets)",
            why="All samples of the first dataset come first, then those of the next, of however "
            "many datasets.",
            number=60,
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
            (
                "position = index + len(self) if index < 0 else index",
                "position = index",
            ),
            "You refuse negative numbers. As in a list, `-1` is the last sample: add `len(self)` "
            "to them first.",
        ),
        Mistake(
            (
                """
                position = index + len(self) if index < 0 else index
                for dataset in self.datasets:
                    if 0 <= position < len(dataset):
                """,
                """
                position = index
                for dataset in self.datasets:
                    if position < len(dataset):
                """,
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
            (
                """
                position -= len(dataset)
                """,
                "",
            ),
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
                """
                for dataset in self.datasets:
                    if 0 <= position < len(dataset):
                        return dataset[position]
                    position -= len(dataset)
                raise IndexError(f"index {index} is out of range for {len(self)} samples")
                """,
                "return [sample for dataset in self.datasets for sample in dataset][index]",
            ),
            "You read every sample of every dataset to return one.",
        ),
        Mistake(
            (
                "position -= len(dataset)",
                "position -= len(self.datasets[0])",
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
)
