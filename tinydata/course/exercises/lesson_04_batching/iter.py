"""Exercise batching.iter: A loader that makes one batch at a time.

The loader on its way: it iterates, and has neither a length nor `drop_last` yet.
"""

from tinydata.arguments import positive_int
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_04_batching.collate import collate
from tinydata.course.exercises.lesson_04_batching.fixtures import (
    FirstOf,
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
    """

    def __init__(self, dataset, batch_size=1):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)

    def __iter__(self):
        """Yield the batches in order. A sample is read when its batch is asked for."""
        for chunk in index_chunks(range(len(self.dataset)), self.batch_size):
            yield collate([self.dataset[i] for i in chunk])


def dataset_and_size(draw):
    """Samples of one to three parts, some of them behind the dataset's end; at times one is bad."""
    n = draw.size(0, draw.choice([1900, 40, 40]))
    columns = [
        draw.array(n + 2, *draw.shape(0, 1), dtype=draw.choice(["i2", "f4"]))
        if draw.chance(0.3)
        else draw.values(n + 2, draw.choice([int, float]))
        for _ in range(draw.integer(1, 3))
    ]
    samples = list(zip(*columns, strict=True))
    damaged = {}
    if n and draw.fault():
        i = draw.place(n)
        if draw.chance(0.5):
            damaged = {i: draw.choice([IndexError, OSError, IndexError, KeyError])}
        else:
            samples[i] = (*samples[i], 0)
    sizes = [
        1 + n // 300,
        n or 1,
        n + 1,
        draw.size(2 + n // 300, 10),
    ]  # at most some 300 batches
    dataset = FirstOf(samples, n, damaged)
    return {
        "samples": samples,
        "dataset": dataset,
        "batch_size": draw.choice(sizes[: 3 if n > 256 else 4]),
    }


READ_IN_ORDER = (
    "The batches should hold all samples of the dataset, read one by one, in order, when their "
    "batch is asked for."
)
LOOP = """
for chunk in index_chunks(range(len(self.dataset)), self.batch_size):
    yield collate([self.dataset[i] for i in chunk])
"""

NO_INDEX = (
    "What stands in the brackets behind the dataset should be one index. Cut the indices, "
    "`range(len(self.dataset))`, into chunks, and ask for each index of a chunk."
)

EXERCISE = Exercise(
    id="batching.iter",
    title="A loader that makes one batch at a time",
    goal="Write `__iter__` of `DataLoader` as a generator. It goes through the chunks of all "
    "indices, reads the samples of a chunk from `self.dataset`, collates them and yields the "
    "batch. Use your `index_chunks` and `collate`. `__init__` is given.",
    predict="A loader has been made, and then its dataset gets one more sample. Will the next "
    "epoch have it?",
    minutes=6,
    difficulty=2,
    solution=DataLoader,
    write=["__iter__"],
    given=five_samples,
    hints=[
        "You did it by hand above: cut the indices into chunks, read the samples of a chunk, "
        "collate them. Which indices does the dataset have?",
        "`range(len(self.dataset))` holds all indices. `index_chunks` takes a range as well.",
        "In the loop over the chunks: `samples = [self.dataset[i] for i in chunk]`, then "
        "`yield collate(samples)`.",
    ],
    cases=[
        Case(
            """
            loader = DataLoader(samples, batch_size=2)
            next(iter(loader))
            """,
            "(np.array([0.1, 0.2]), np.array([0, 1]))",
            why="The first batch should hold the first two samples of `self.dataset`, collated. "
            "(`dataset` without `self.` is a variable of the notebook.)",
        ),
        Case(
            """
            loader = DataLoader(samples, batch_size=2)
            [batch[1].tolist() for batch in loader]
            """,
            "[[0, 1], [0, 1], [1]]",
            why="One pass should yield all batches in order, the smaller one at the end as well.",
        ),
        Case(
            "[batch[1].tolist() for batch in DataLoader(samples, batch_size=5)]",
            "[[0, 1, 0, 1, 1]]",
            why="If the samples fill the batches, there is no further one.",
        ),
        Case(
            """
            dataset = RecordingDataset(samples)
            next(iter(DataLoader(dataset, batch_size=2)))
            dataset.reads
            """,
            "[0, 1]",
            why="For the first batch of two, two samples should be read, and no more.",
        ),
        Case(
            """
            dataset = RecordingDataset(samples)
            iter(DataLoader(dataset, batch_size=2))
            dataset.reads
            """,
            "[]",
            why="Nothing should be read before the first batch is asked for.",
        ),
        Case(
            """
            loader = DataLoader(samples, batch_size=4)
            [[len(batch[1]) for batch in loader] for epoch in range(2)]
            """,
            "[[4, 1], [4, 1]]",
            why="A second pass over the loader should yield all batches again.",
        ),
        Case(
            """
            loader = DataLoader(samples)
            first, second = iter(loader), iter(loader)
            [next(batches)[0].tolist() for batches in [first, second, first, second]]
            """,
            "[[0.1], [0.1], [0.2], [0.2]]",
            why="Two passes at a time should not disturb each other: each goes through all "
            "batches.",
        ),
        Case(
            """
            dataset = samples[:3]
            loader = DataLoader(dataset, batch_size=2)
            dataset.append(samples[3])
            [batch[1].tolist() for batch in loader]
            """,
            "[[0, 1], [0, 1]]",
            why="The dataset has grown since the loader was made. `__iter__` should ask for its "
            "length anew.",
        ),
        Case(
            "most_kept(DataLoader(samples)) <= 1",
            "True",
            why="Your loader holds on to batches that it has handed over, so they stay in memory.",
        ),
        Case(
            """
            dataset = MadeAnew()
            max(dataset.alive() for batch in DataLoader(dataset, batch_size=2)) <= 4
            """,
            "True",
            why="Your loader holds on to samples of earlier batches, so they stay in memory.",
        ),
        Case(
            "DataLoader(samples, batch_size=0)",
            raises=ValueError,
            mentions=["batch_size"],
            why="`positive_int` in `__init__` refuses it. Leave `__init__` as it was.",
        ),
        Case(
            "DataLoader(samples, batch_size=1.5)",
            raises=TypeError,
            mentions=["batch_size"],
            why="`positive_int` in `__init__` refuses it. Leave `__init__` as it was.",
        ),
        Case(
            "[len(labels) for (labels,) in DataLoader([(7,)] * 1500, 1200)]",
            "[1200, 300]",
            why="A batch has as many samples as `batch_size` says, however many.",
        ),
    ],
    examples=[
        Examples(
            dataset_and_size,
            [
                "list(loader)",
                "next(iter(loader), None)",
                "[(batch[0], len(dataset.reads), dataset.reads[-1]) for batch in loader]",
                "list(zip(loader, loader))",
            ],
            make="loader = DataLoader(dataset, batch_size)",
            fresh=["samples"],
            why=READ_IN_ORDER,
            number=80,
        ),
        Examples(
            dataset_that_grows,
            ["[len(batch[0]) for batch in loader]", "list(loader)"],
            make="""
            loader = DataLoader(dataset, batch_size)
            dataset.length = n
            """,
            number=40,
            why=READ_IN_ORDER,
        ),
    ],
    mistakes=[
        Mistake(
            (
                LOOP,
                """
                batches, indices = [], range(len(self.dataset))
                for chunk in index_chunks(indices, self.batch_size):
                    batches.append(collate([self.dataset[i] for i in chunk]))
                return iter(batches)
                """,
            ),
            "You make all batches before the first one is handed over, so that all of them are "
            "in memory together. Yield each batch when it is made.",
        ),
        Mistake(
            (
                LOOP,
                """
                samples = [self.dataset[i] for i in range(len(self.dataset))]
                for chunk in index_chunks(range(len(samples)), self.batch_size):
                    yield collate([samples[i] for i in chunk])
                """,
            ),
            "You read the whole dataset first, and cut it into batches then. Read the samples "
            "of a chunk when it is its turn.",
        ),
        Mistake(
            (
                LOOP,
                """
                chunks = index_chunks(range(len(self.dataset)), self.batch_size)
                return [collate([self.dataset[i] for i in c]) for c in chunks]
                """,
            ),
            "You return a list of all batches. `__iter__` has to return an iterator, and with "
            "a `yield` in it, it does: yield each batch in the loop.",
        ),
        Mistake(
            (
                LOOP,
                """
                samples = []
                for sample in self.dataset:
                    samples.append(sample)
                    if len(samples) == self.batch_size:
                        yield collate(samples)
                        samples = []
                if samples:
                    yield collate(samples)
                """,
            ),
            "A `for` loop over a dataset goes on until the dataset raises IndexError, and not "
            "every dataset does so at its end. Use `range(len(self.dataset))`.",
        ),
        Mistake(
            (
                LOOP,
                """
                self.kept = getattr(self, 'kept', {})
                for k, chunk in enumerate(
                    index_chunks(range(len(self.dataset)), self.batch_size)
                ):
                    if k not in self.kept:
                        self.kept[k] = collate([self.dataset[i] for i in chunk])
                    yield self.kept[k]
                """,
            ),
            "Your loader keeps the batches, so that after one epoch all of them are in memory. "
            "Make each batch anew.",
        ),
        Mistake(
            (
                LOOP,
                """
                self.start = 0
                while self.start < len(self.dataset):
                    stop = min(self.start + self.batch_size, len(self.dataset))
                    batch = collate([self.dataset[i] for i in range(self.start, stop)])
                    self.start = stop
                    yield batch
                """,
            ),
            "Your place is `self.start`, which all loops over this loader share. Keep it in a "
            "variable of the method: `start`.",
        ),
        Mistake(
            (
                LOOP,
                """
                for chunk in index_chunks(range(len(self.dataset)), self.batch_size):
                    return collate([self.dataset[i] for i in chunk])
                """,
            ),
            "`return` ends `__iter__` at the first batch, and a batch is no iterator. `yield` "
            "hands it over and goes on from there.",
        ),
        Mistake(
            (
                "yield collate([self.dataset[i] for i in chunk])",
                "yield [self.dataset[i] for i in chunk]",
            ),
            "You yield the list of samples. Collate it: a model needs arrays.",
        ),
        Mistake(
            (
                "yield collate([self.dataset[i] for i in chunk])",
                "yield from collate([self.dataset[i] for i in chunk])",
            ),
            "`yield from` hands over the parts of a batch one after the other, images and then "
            "labels. `yield` hands over the batch.",
        ),
        Mistake(
            ("yield collate([self.dataset[i] for i in chunk])", "yield chunk"),
            "You yield indices. Read the samples that they name, and collate them.",
        ),
        Mistake(
            ("[self.dataset[i] for i in chunk]", "self.dataset[chunk]"),
            NO_INDEX,
        ),
        Mistake(
            (
                LOOP,
                """
                for start in range(0, len(self.dataset), self.batch_size):
                    yield collate(self.dataset[start : start + self.batch_size])
                """,
            ),
            "You slice the dataset. A list can be sliced, but a folder of files cannot: ask "
            "for one index at a time.",
        ),
        Mistake(
            ("range(len(self.dataset))", "self.dataset"),
            NO_INDEX,
        ),
        Mistake(
            (
                LOOP,
                """
                for chunk in index_chunks(range(len(self.dataset)), self.batch_size):
                    if len(chunk) == self.batch_size:
                        yield collate([self.dataset[i] for i in chunk])
                """,
            ),
            "You leave out the last batch if it is smaller. Its samples would never be seen.",
        ),
        Mistake(
            (
                LOOP,
                """
                samples = []
                for i in range(len(self.dataset)):
                    samples.append(self.dataset[i])
                    if len(samples) == self.batch_size:
                        yield collate(samples)
                        samples = []
                """,
            ),
            "You collect samples until there are `batch_size` of them. What is left after the "
            "loop is read and then thrown away.",
        ),
        Mistake(
            (
                LOOP,
                """
                for chunk in index_chunks(range(len(self.dataset)), self.batch_size):
                    pass
                yield collate([self.dataset[i] for i in chunk])
                """,
            ),
            "Your `yield` is behind the loop, so that only the last batch is made. It belongs "
            "into the loop.",
        ),
        Mistake(
            ("self.batch_size):", "32):"),
            "Your batches always have 32 samples. Use `self.batch_size`.",
        ),
        Mistake(
            [
                (
                    "self.dataset = dataset",
                    "self.dataset, self.length = dataset, len(dataset)",
                ),
                ("range(len(self.dataset))", "range(self.length)"),
            ],
            "You ask for the length once, in `__init__`, and the dataset may have grown since. "
            "Ask in `__iter__`.",
        ),
        Mistake(
            """
            class DataLoader:
                def __init__(self, dataset, batch_size=1):
                    self.dataset = dataset
                    self.batch_size = positive_int("batch_size", batch_size)
                    self.chunks = index_chunks(range(len(dataset)), self.batch_size)

                def __iter__(self):
                    for chunk in self.chunks:
                        yield collate([self.dataset[i] for i in chunk])
            """,
            "You make the chunks once, in `__init__`. After the first epoch they are used up, "
            "and the second one is empty. Make them in `__iter__`.",
        ),
        Mistake(
            """
            class DataLoader:
                def __init__(self, dataset, batch_size=1):
                    self.dataset = dataset
                    self.batch_size = positive_int("batch_size", batch_size)

                def __iter__(self):
                    self.start = 0
                    return self

                def __next__(self):
                    if self.start >= len(self.dataset):
                        raise StopIteration
                    stop = min(self.start + self.batch_size, len(self.dataset))
                    batch = collate([self.dataset[i] for i in range(self.start, stop)])
                    self.start = stop
                    return batch
            """,
            "The loader remembers in `self` how far it is, so that two loops over it disturb "
            "each other. A generator keeps its place by itself, one for each loop.",
        ),
    ],
)
