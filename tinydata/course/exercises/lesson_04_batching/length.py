"""Exercise batching.length: How many batches?"""

import numpy as np

from tinydata.arguments import positive_int, true_or_false
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_04_batching.collate import collate
from tinydata.course.exercises.lesson_04_batching.fixtures import (
    dataset_that_grows,
    five_samples,
)
from tinydata.course.exercises.lesson_04_batching.index_chunks import index_chunks


class DataLoader:
    """Visit a dataset in batches: one pass of a `for` loop is one epoch.

    Parameters
    ----------
    dataset : anything with `__len__` and `__getitem__`
        Its samples are tuples.
    batch_size : int
        Samples in a batch. The last batch may be smaller.
    drop_last : bool
        Whether to leave out the last batch if it is smaller. Given by name.
    """

    def __init__(self, dataset, batch_size=1, *, drop_last=False):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)

    def __len__(self):
        """Return the number of batches in an epoch."""
        count = len(self.dataset)
        if self.drop_last:
            return count // self.batch_size
        return -(-count // self.batch_size)

    def __iter__(self):
        """Yield the batches in order. A sample is read when its batch is asked for."""
        indices = range(len(self.dataset))[: len(self) * self.batch_size]
        for chunk in index_chunks(indices, self.batch_size):
            yield collate([self.dataset[i] for i in chunk])


class Unread:
    """A dataset that has a length, and no sample that could be read."""

    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, index):
        raise OSError("to know how many batches there are, no sample has to be read")

    def __repr__(self):
        return f"Unread({self.n})"


def size_and_left_over(draw):
    """Few batches or many, small or large ones, and any number of samples left over."""
    full, batch_size = draw.size(0, 256), draw.size(1)
    if draw.chance(0.2):  # more than a uint16 counts, at times more than a float32 does
        full, batch_size = (
            draw.integer(65_500, 66_000),
            draw.choice([draw.integer(1, 9), 999]),
        )
    left = (
        draw.choice([0, 1, batch_size - 1, draw.integer(0, batch_size - 1)])
        % batch_size
    )
    return {
        "dataset": Unread(full * batch_size + left),
        "n": draw.integer(0, 3 * batch_size),
        "batch_size": draw.choice([int, np.int64])(batch_size),
        "drop_last": draw.chance(0.5),
    }


def growing_or_not(draw):
    """A dataset whose samples can be read, and which may grow or shrink."""
    return {**dataset_that_grows(draw), "drop_last": draw.chance(0.6)}


LENGTH = """
count = len(self.dataset)
if self.drop_last:
    return count // self.batch_size
return -(-count // self.batch_size)
"""

EXERCISE = Exercise(
    id="batching.length",
    title="How many batches?",
    goal="Write `__len__` of `DataLoader`: the number of batches in an epoch. If `drop_last` "
    "is true, a smaller batch at the end does not count. The rest is given. The star in "
    "`__init__` means that `drop_last` is given by name: `drop_last=True`. Look at "
    "`__iter__`: it asks for your length, so that both agree.",
    predict="20 samples in batches of 32: how many batches are there with `drop_last=True`? And "
    "what will a `for` loop over such a loader do?",
    minutes=4,
    difficulty=2,
    solution=DataLoader,
    write=["__len__"],
    brings=["drop_last"],
    given=five_samples,
    hints=[
        "There are three numbers to use: `len(self.dataset)`, `self.batch_size` and "
        "`self.drop_last`. A division gives the number of batches. Which way is it rounded?",
        "Leave the smaller batch out, and you round down: `//`. Keep it, and you round up: "
        "`math.ceil(a / b)`, or `-(-a // b)`.",
        "`if self.drop_last:` return `count // self.batch_size`. Otherwise return the same "
        "division, rounded up.",
    ],
    cases=[
        Case(
            "len(DataLoader(samples, batch_size=2))",
            "3",
            why="Five samples in batches of two: the smaller batch at the end counts. Divide the "
            "length of `self.dataset`; `dataset` without `self.` is a variable of the notebook.",
        ),
        Case(
            "len(DataLoader(samples, batch_size=2, drop_last=True))",
            "2",
            why="With `drop_last=True` the smaller batch at the end does not count.",
        ),
        Case(
            "[len(DataLoader(range(n), 4)) for n in [0, 1, 2, 3, 4, 5]]",
            "[0, 1, 1, 1, 1, 2]",
            why="However few samples are left, they make one batch more; no samples make none.",
        ),
        Case(
            "[len(DataLoader(range(n), 4, drop_last=True)) for n in [0, 1, 2, 3, 4, 7, 8]]",
            "[0, 0, 0, 0, 1, 1, 2]",
            why="Only full batches count, even if there is none.",
        ),
        Case(
            'DataLoader(samples, batch_size=2, drop_last="no")',
            raises=TypeError,
            mentions=["drop_last"],
            why="`true_or_false` in `__init__` refuses it. Leave `__init__` as it was.",
        ),
        Case(
            "DataLoader(samples, 2, True)",
            raises=TypeError,
            why="`drop_last` should be given by name, as the star in `__init__` says. Leave "
            "`__init__` as it was.",
        ),
    ],
    examples=[
        Examples(
            size_and_left_over,
            ["before", "len(loader)"],
            make="""
            loader = DataLoader(dataset, batch_size, drop_last=drop_last)
            before = len(loader)
            dataset.n = n
            """,
            why="Divide the number of samples that there are now, and round down or up.",
        ),
        Examples(
            growing_or_not,
            ["[batch[0] for batch in loader]", "(len([*loader]), dataset.reads[:])"],
            make="""
            loader = DataLoader(dataset, batch_size, drop_last=drop_last)
            dataset.length = n
            """,
            number=40,
            why="The length and `__iter__` should agree, and a sample that no batch needs should "
            "not be read. Leave `__iter__` as it was.",
        ),
    ],
    mistakes=[
        Mistake(
            (LENGTH, "return len(self.dataset)"),
            "You count samples. The length of a loader is its number of batches.",
        ),
        Mistake(
            (LENGTH, "return len(list(iter(self)))"),
            "You count what `__iter__` gives, and `__iter__` asks for your length: each waits for "
            "the other. Divide the number of samples.",
        ),
        Mistake(
            (LENGTH, "return len(self.dataset) // self.batch_size"),
            "You always round down. Without `drop_last` the smaller batch at the end counts, "
            "and `__iter__` would leave it out too.",
        ),
        Mistake(
            (LENGTH, "return -(-len(self.dataset) // self.batch_size)"),
            "You always round up. With `drop_last=True` the smaller batch does not count.",
        ),
        Mistake(
            (
                LENGTH,
                """
                count = len(self.dataset) // self.batch_size
                return count if self.drop_last else count + 1
                """,
            ),
            "You always add one for the smaller batch at the end. Often there is none: six "
            "samples fill three batches of two.",
        ),
        Mistake(
            (
                LENGTH,
                """
                count = -(-len(self.dataset) // self.batch_size)
                return count - 1 if self.drop_last else count
                """,
            ),
            "`drop_last` drops the last batch only if it is smaller. You subtract one always, "
            "also where the samples fill the last batch.",
        ),
        Mistake(
            ("if self.drop_last:", "if not self.drop_last:"),
            "It is the other way round: `drop_last=True` counts full batches only.",
        ),
        Mistake(
            (LENGTH, "return round(len(self.dataset) / self.batch_size)"),
            "`round` goes to the nearest integer, up or down as it happens. Round down to drop "
            "the smaller batch, and up to keep it.",
        ),
        Mistake(
            (LENGTH, "return len(self.dataset) / self.batch_size"),
            "A length has to be an integer, and `/` gives a float. Round it down or up.",
        ),
        Mistake(
            (
                LENGTH,
                """
                count = len(self.dataset)
                batches = count / self.batch_size
                return np.floor(batches) if self.drop_last else np.ceil(batches)
                """,
            ),
            "`np.ceil` and `np.floor` round, but give a float. A length has to be an integer: "
            "`math.ceil`, or `int(...)` around it.",
        ),
        Mistake(
            (
                "return count // self.batch_size",
                "return max(1, count // self.batch_size)",
            ),
            "You count at least one batch. If there are fewer samples than `batch_size`, "
            "`drop_last=True` leaves none.",
        ),
        Mistake(
            (
                LENGTH,
                """
                count = len(self.dataset)
                return count - count % self.batch_size if self.drop_last else count
                """,
            ),
            "You count the samples that are visited. Divide by the batch size to count batches.",
        ),
    ],
)
