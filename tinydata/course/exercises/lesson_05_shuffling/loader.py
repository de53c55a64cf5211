"""Exercise shuffling.loader: A sampler in a loader.

The loader on its way: it has an order of its own, and neither transforms nor a state yet.
"""

import inspect

import numpy as np

from tinydata.arguments import positive_int, true_or_false
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.fixtures import RecordingDataset
from tinydata.course.exercises.lesson_04_batching.collate import collate
from tinydata.course.exercises.lesson_04_batching.index_chunks import index_chunks
from tinydata.course.exercises.lesson_05_shuffling.fixtures import (
    each_index_once,
    fairly_drawn,
)
from tinydata.course.exercises.lesson_05_shuffling.reproducible import RandomSampler
from tinydata.sampler import SequentialSampler


class DataLoader:
    """Visit a dataset in batches: one pass of a `for` loop is one epoch.

    Parameters
    ----------
    dataset : anything with `__len__` and `__getitem__`
        Its samples are tuples.
    batch_size : int
        Samples in a batch. The last batch may be smaller.
    shuffle : bool
        Whether to draw a new random order for each epoch.
    sampler : iterable of indices, with a length
        The order of an epoch, in place of `shuffle`.
    drop_last : bool
        Whether to leave out the last batch if it is smaller.
    generator : None, int or numpy.random.Generator
        Draws the orders of `shuffle`, as that of a `RandomSampler` does.
    """

    def __init__(
        self,
        dataset,
        batch_size=1,
        shuffle=False,
        sampler=None,
        *,
        drop_last=False,
        generator=None,
    ):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)
        if sampler is not None and shuffle:
            raise ValueError("sampler decides the order; leave out shuffle=True")
        if sampler is None and shuffle:
            sampler = RandomSampler(dataset, generator)
        elif sampler is None:
            sampler = SequentialSampler(dataset)
        self.sampler = sampler

    def __len__(self):
        """Return the number of batches in an epoch."""
        count = len(self.sampler)
        if self.drop_last:
            return count // self.batch_size
        return -(-count // self.batch_size)

    def __iter__(self):
        """Yield the batches in order. A sample is read when its batch is asked for."""
        indices = list(self.sampler)[: len(self) * self.batch_size]
        for chunk in index_chunks(indices, self.batch_size):
            yield collate([self.dataset[i] for i in chunk])


CHOOSE = """
        if sampler is not None and shuffle:
            raise ValueError("sampler decides the order; leave out shuffle=True")
        if sampler is None and shuffle:
            sampler = RandomSampler(dataset, generator)
        elif sampler is None:
            sampler = SequentialSampler(dataset)
        self.sampler = sampler
"""
TO_CHOOSE = """
        # YOUR CODE HERE, and what follows from it in the two methods below
        raise NotImplementedError()
"""
STUB = (  # the loader of lesson 4, with its new arguments
    inspect.getsource(DataLoader)
    .replace(CHOOSE, TO_CHOOSE)
    .replace("len(self.sampler)", "len(self.dataset)")
    .replace("list(self.sampler)", "range(len(self.dataset))")
)


class Counted:
    """A sampler that can be looped over and has a length, and nothing else; `loops` counts."""

    def __init__(self, indices):
        self.indices = indices
        self.loops = 0

    def __len__(self):
        return len(self.indices)

    def __iter__(self):
        self.loops += 1
        return iter(self.indices)

    def __repr__(self):
        return f"Counted({self.indices})"


def twenty():
    """Five samples, twenty samples, and other datasets and samplers."""
    return {
        "five": [(10 * i, -i) for i in range(5)],
        "twenty": [(i,) for i in range(20)],
        "Counted": Counted,
        "RecordingDataset": RecordingDataset,
    }


def samples_and_order(draw):
    """Samples of one to three parts, and any indices of them: some often, some never."""
    n = draw.size(1, draw.choice([1900, 40]))
    columns = [
        draw.values(n, draw.choice([int, float])) for _ in range(draw.integer(1, 3))
    ]
    length = n if n > 40 else draw.choice([n, draw.integer(0, 2 * n)])
    order = draw.integers(length, 0, n - 1)
    kinds = [
        order,
        tuple(order),
        np.array(order, int),
        Counted(order),
        range(n - 1, -1, -2),
    ]
    # At most some 300 batches, often full ones.
    sizes = [
        1 + length // 300,
        length or 1,
        length + 1,
        draw.size(2 + length // 300, 10),
    ]
    return {
        "dataset": RecordingDataset(list(zip(*columns, strict=True))),
        "sampler": draw.choice(kinds),
        "batch_size": draw.choice([int, np.int64])(draw.choice(sizes)),
        "drop_last": draw.chance(0.5),
        "seed": draw.choice([None, 0, 7]),
    }


def samples_in_order(draw):
    """A dataset that grows or shrinks once the loader has been made."""
    samples = [(i,) for i in draw.integers(draw.size(), -99, 999)]
    before, after = draw.shuffled([samples[: draw.integer(0, len(samples))], samples])
    return {
        "dataset": before,
        "after": after,
        "batch_size": draw.size(2, 10),
        "drop_last": draw.chance(0.5),
    }


def samples_to_shuffle(draw):
    """So many samples that two orders are hardly ever equal; and a seed, often 0."""
    n = max(draw.size(), draw.integer(15, 20))
    return {
        "dataset": [(i,) for i in range(n)],
        "batch_size": draw.size(1 + n // 300, 10),
        "seed": draw.choice([0, draw.integer(1, 99)]),
    }


def a_few_and_seed(draw):
    """So few that each order comes many times."""
    return {"dataset": [(i,) for i in range(4)], "seed": draw.integer(0, 999)}


def cut_and_repeatable(epochs, inputs):
    """Whether two loaders have one random order, cut into batches; the first may be left early."""
    first, second = epochs
    n, size = len(inputs["dataset"]), inputs["batch_size"]
    found = each_index_once([index for batch in second for index in batch], n)
    if found is True and [len(batch) for batch in second[:-1]] != [size] * (
        (n - 1) // size
    ):
        return "All batches but the last should have `batch_size` samples."
    if found is True and [index for batch in second for index in batch] == list(
        range(n)
    ):
        return "With `shuffle=True` the samples came in the order of the dataset."
    if found is True and first != second[: len(first)]:
        return "Two loaders with the same seed should give the same epochs, however one is left."
    return found


KEEP = "self.sampler = sampler"
RANDOM = "sampler = RandomSampler(dataset, generator)"
ORDER = "indices = list(self.sampler)[: len(self) * self.batch_size]"
LOOP = """
for chunk in index_chunks(indices, self.batch_size):
    yield collate([self.dataset[i] for i in chunk])
"""
REFUSE = """
if sampler is not None and shuffle:
    raise ValueError("sampler decides the order; leave out shuffle=True")
"""
CHOICE = """
if sampler is None and shuffle:
    sampler = RandomSampler(dataset, generator)
elif sampler is None:
    sampler = SequentialSampler(dataset)
"""

EXERCISE = Exercise(
    id="shuffling.loader",
    title="A sampler in a loader",
    goal="Give the loader of lesson 4 an order. Its sampler is the one that it is given; a "
    "`RandomSampler` with its `generator` if `shuffle` is true; otherwise a "
    "`SequentialSampler`. A sampler together with `shuffle=True` is a `ValueError`. Then look at "
    "`__len__` and `__iter__`: they still go by the dataset, and should go by the sampler, which "
    "may leave out samples, or hold some twice. Each epoch loops over the sampler once.",
    predict="With five samples, the sampler `[4, 4, 0]` and batches of two: which samples are "
    "in the batches of an epoch? And with `drop_last=True`?",
    minutes=7,
    difficulty=2,
    solution=DataLoader,
    stub=STUB,
    write=["__init__", "__len__", "__iter__"],
    gives=["BatchSampler", "SequentialSampler"],
    given=twenty,
    hints=[
        "There are four cases: with a sampler or without, with `shuffle` or without. One of them "
        "is an error. In the others, one sampler is kept in `self`.",
        "In `__init__`: refuse first, `if sampler is not None and shuffle:`. Then choose, if "
        "`sampler` is None. A list without indices is a sampler too, so ask for `is None`.",
        "`__len__` counts `len(self.sampler)`. In `__iter__`, `list(self.sampler)` stands where "
        "`range(len(self.dataset))` stood.",
    ],
    cases=[
        Case(
            "[batch[0].tolist() for batch in DataLoader(five, 2, generator=0)]",
            "[[0, 10], [20, 30], [40]]",
            why="Without `shuffle` and `sampler` the order should be that of the dataset.",
        ),
        Case(
            "[batch[0].tolist() for batch in DataLoader(five, 2, sampler=[4, 0, 3])]",
            "[[40, 0], [30]]",
            why="A list of indices is a sampler: it says which samples come, and in which order.",
        ),
        Case(
            """
            sampler = [4, 0, 3]
            [len(DataLoader(five, 2, False, sampler, drop_last=drop)) for drop in [False, True]]
            """,
            "[2, 1]",
            why="The batches of an epoch are those of the sampler, which has three indices here.",
        ),
        Case(
            """
            sampler, drops = [4, 4, 0], [False, True]
            loaders = [DataLoader(five, 2, False, sampler, drop_last=drop) for drop in drops]
            [[batch[0].tolist() for batch in loader] for loader in loaders]
            """,
            "[[[40, 40], [0]], [[40, 40]]]",
            why="With `drop_last=True` the smaller batch at the end is left out, in `__iter__` as "
            "in `__len__`. A sampler may name a sample twice.",
        ),
        Case(
            "list(DataLoader(five, 2, sampler=[]))",
            "[]",
            why="A sampler without indices makes an epoch without batches. To know whether there "
            "is a sampler, ask whether it `is None`: an empty list is false, too.",
        ),
        Case(
            "[batch[0].tolist() for batch in DataLoader(five, 2, False, Counted([3, 1]))]",
            "[[30, 10]]",
            why="A sampler can be looped over and has a length. It need not have anything else.",
        ),
        Case(
            """
            sampler = Counted([2, 0, 1])
            loader = DataLoader(five, 2, sampler=sampler)
            made = sampler.loops
            [made, *[len(list(loader)) and sampler.loops for epoch in range(3)]]
            """,
            "[0, 1, 2, 3]",
            why="Each epoch should ask the sampler for its order once, for the sampler may have a "
            "new one each time; and making a loader is no epoch.",
        ),
        Case(
            "DataLoader(five, 2, True, [4, 0, 3])",
            raises=ValueError,
            why="A sampler decides the order, and so would `shuffle=True`: refuse them together. "
            "A message that names both helps whoever reads it.",
        ),
        Case(
            """
            [batch] = DataLoader(twenty, 20, shuffle=True)
            indices = batch[0].tolist()
            indices == sorted(indices), sorted(indices) == list(range(20))
            """,
            "(False, True)",
            why="With `shuffle=True` each sample should come once, in a random order.",
        ),
        Case(
            """
            loaders = [DataLoader(twenty, 20, True, generator=seed) for seed in [0, None]]
            [len({tuple(batch[0]) for _ in range(5) for batch in loader}) for loader in loaders]
            """,
            "[5, 5]",
            why="Five epochs should have five different orders.",
        ),
        Case(
            """
            loader = DataLoader(five, 2, True, drop_last=True, generator=0)
            sorted({int(value) for epoch in range(40) for batch in loader for value in batch[0]})
            """,
            "[0, 10, 20, 30, 40]",
            why="With `drop_last` one of five samples is left out: in each epoch the one that the "
            "order has last, not always the same. Leave out after shuffling.",
        ),
        Case(
            """
            seeds = [0, 1, 7, 256, None, None]
            loaders = [DataLoader(twenty, 20, True, generator=seed) for seed in seeds]
            len({tuple(next(iter(loader))[0]) for loader in loaders})
            """,
            "6",
            why="Another seed should give another order; and without a seed, nobody should be able "
            "to foretell it.",
        ),
        Case(
            """
            generator = np.random.default_rng(7)
            begin = generator.bit_generator.state
            in_order = list(DataLoader(five, 2, generator=generator))
            loader = DataLoader(five, 2, True, generator=generator)
            made = generator.bit_generator.state
            order = list(loader)
            [made == begin, generator.bit_generator.state == begin]
            """,
            "[True, False]",
            why="A Generator is used as it is: making a loader draws nothing from it, and each "
            "epoch with `shuffle=True` draws its order from it.",
        ),
        Case(
            """
            dataset = RecordingDataset(five)
            next(iter(DataLoader(dataset, 2, sampler=[4, 0, 3])))
            dataset.reads
            """,
            "[4, 0]",
            why="For the first batch of two, two samples should be read, and no more.",
        ),
        Case(
            "DataLoader(five, 2, False, None, True)",
            raises=TypeError,
            why="`drop_last` should be given by name only: the star before it says so.",
        ),
        Case(
            "DataLoader(five, 0)",
            raises=ValueError,
            mentions=["batch_size"],
            why="`positive_int` in `__init__` refuses it. Leave that line as it was.",
        ),
        Case(
            'DataLoader(five, 2, drop_last="no")',
            raises=TypeError,
            mentions=["drop_last"],
            why="`true_or_false` in `__init__` refuses it. Leave that line as it was.",
        ),
    ],
    examples=[
        Examples(
            samples_and_order,
            [
                "list(loader)",
                "len(loader)",
                "[(batch[0], len(dataset.reads), dataset.reads[-1]) for batch in loader]",
                "list(zip(loader, loader))",
            ],
            make="""
            options = dict(drop_last=drop_last, generator=seed)
            loader = DataLoader(dataset, batch_size, False, sampler, **options)
            """,
            why="The batches should hold the samples that the sampler names, in its order, each "
            "read when its batch is asked for.",
            number=60,
        ),
        Examples(
            samples_in_order,
            ["list(loader)", "len(loader)"],
            make="""
            loader = DataLoader(dataset, batch_size, drop_last=drop_last, generator=0)
            dataset[:] = after
            """,
            may_change=["dataset"],
            why="Without a sampler and without `shuffle`, the batches should be those of lesson 4.",
            number=30,
        ),
        Examples(
            samples_to_shuffle,
            [
                "[[batch[0].tolist() for batch in loader] for loader in loaders]",
                '[[batch[0].tolist() for batch, _ in zip(loaders[0], "abc")], '
                "[batch[0].tolist() for batch in loaders[1]]]",
            ],
            make="loaders = [DataLoader(dataset, batch_size, True, generator=seed) for _ in 'ab']",
            right=cut_and_repeatable,
            why="With `shuffle=True`, an epoch should hold each sample once, and two loaders with "
            "the same seed should give the same epochs, one after the other.",
            number=30,
        ),
        Examples(
            a_few_and_seed,
            [
                "[[int(i) for batch in loader for i in batch[0]] for epoch in range(300)]"
            ],
            make="loader = DataLoader(dataset, 2, True, generator=seed)",
            right=lambda orders, inputs: fairly_drawn(orders, 4),
            why="Every order of the samples should be equally likely, whatever the batches.",
            in_a_row=False,
            number=2,
        ),
    ],
    mistakes=[
        Mistake(
            (KEEP, "self.sampler = list(sampler)"),
            "You ask the sampler for its order once, in `__init__`: every epoch is the same. Ask "
            "it in `__iter__`.",
        ),
        Mistake(
            ("count = len(self.sampler)", "count = len(self.dataset)"),
            "`__len__` still counts the samples of the dataset. The sampler may have fewer, or "
            "more.",
        ),
        Mistake(
            ("list(self.sampler)[:", "range(len(self.dataset))[:"),
            "`__iter__` still goes through the indices of the dataset in order. It should go "
            "through those of the sampler.",
        ),
        Mistake(
            [
                ("count = len(self.sampler)", "count = len(self.dataset)"),
                ("list(self.sampler)[:", "range(len(self.dataset))[:"),
            ],
            "The sampler is chosen, and nobody asks it: `__len__` and `__iter__` still go by the "
            "dataset.",
        ),
        Mistake(
            (
                CHOICE,
                """
            if not sampler:
                kind = RandomSampler(dataset, generator) if shuffle else SequentialSampler(dataset)
                sampler = kind
            """,
            ),
            "`not sampler` is true for an empty list as well. Ask whether the sampler `is None`.",
        ),
        Mistake(
            (REFUSE, ""),
            "A sampler together with `shuffle=True` passes, and one of them is ignored in silence. "
            "Refuse it with a `ValueError`.",
        ),
        Mistake(
            (
                "if sampler is not None and shuffle:",
                "if sampler is not None and not shuffle:",
            ),
            "It is the other way round: a sampler is refused together with `shuffle=True`.",
        ),
        Mistake(
            (
                REFUSE,
                """
                if sampler is not None:
                    raise ValueError("sampler decides the order; leave out shuffle=True")
                """,
            ),
            "You refuse every sampler. Refuse one only together with `shuffle=True`.",
        ),
        Mistake(
            (RANDOM, "sampler = RandomSampler(dataset)"),
            "Your RandomSampler does not get the `generator`, so that nobody can repeat an epoch.",
        ),
        Mistake(
            (RANDOM, "sampler = RandomSampler(dataset, generator or 0)"),
            "Without a generator you take the seed 0, so that every run is the same. Pass "
            "`generator` on as it is.",
        ),
        Mistake(
            (RANDOM, "sampler = RandomSampler(dataset, generator or None)"),
            "`generator or None` is None where `generator` is 0, so the seed 0 is lost. Pass "
            "`generator` on as it is.",
        ),
        Mistake(
            (RANDOM, "sampler = RandomSampler(dataset, 0)"),
            "Your seed is always 0, whatever `generator` says. Pass it on.",
        ),
        Mistake(
            ("if sampler is None and shuffle:", "if sampler is None and not shuffle:"),
            "It is the other way round: `shuffle=True` asks for a random order.",
        ),
        Mistake(
            (
                CHOICE,
                """
                if sampler is None:
                    sampler = RandomSampler(dataset, generator)
                """,
            ),
            "You shuffle always. Without `shuffle=True` the samples come in the order of the "
            "dataset.",
        ),
        Mistake(
            [
                (RANDOM, "sampler = range(len(dataset))"),
                (
                    KEEP,
                    "self.sampler, self.seed, self.anew = sampler, generator, shuffle",
                ),
                (
                    ORDER,
                    """
                    if self.anew:
                        self.sampler = RandomSampler(self.dataset, self.seed)
                    indices = list(self.sampler)[: len(self) * self.batch_size]
                    """,
                ),
            ],
            "You make a RandomSampler anew in each epoch, and with a seed it then begins at the "
            "same place: every epoch is the same. Make it once, in `__init__`.",
        ),
        Mistake(
            ("yield collate([self.dataset[i] for i in chunk])", "yield chunk"),
            "You yield indices. Read the samples that they name, and collate them.",
        ),
        Mistake(
            ("self.dataset[i] for i in chunk", "self.sampler[i] for i in chunk"),
            "You ask the sampler for samples. It has indices; the samples are in the dataset.",
        ),
        Mistake(
            (
                LOOP,
                """
                chunks = index_chunks(indices, self.batch_size)
                return iter([collate([self.dataset[i] for i in chunk]) for chunk in chunks])
                """,
            ),
            "You make all batches before the first one is handed over, so that all of them are "
            "in memory together. Yield each batch when it is made.",
        ),
        Mistake(
            ("list(self.sampler)[: len(self) * self.batch_size]", "list(self.sampler)"),
            "The smaller batch at the end comes with `drop_last=True` as well. Cut the order "
            "after `len(self) * self.batch_size` indices, as in lesson 4.",
        ),
        Mistake(
            ("list(self.sampler)[:", "self.sampler[:"),
            "A sampler can be looped over, but not all can be sliced. Put `list(...)` around it "
            "first.",
        ),
        Mistake(
            [
                (ORDER + "\n", "\n"),
                ("index_chunks(indices", "index_chunks(self.sampler"),
            ],
            "`index_chunks` cuts slices, and not all samplers can be sliced. Put `list(...)` "
            "around the sampler first.",
        ),
        Mistake(
            ("list(self.sampler)[:", "sorted(self.sampler)[:"),
            "You sort the indices of the sampler, and its order is what it is for.",
        ),
        Mistake(
            ("list(self.sampler)[:", "list(set(self.sampler))[:"),
            "A set has no order, and each index once. A sampler may hold an index twice.",
        ),
    ],
)
