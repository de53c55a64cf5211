"""Exercise dataset.cache: A cache around any dataset."""

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.fixtures import RecordingDataset
from tinydata.dataset import Dataset


class CachedDataset(Dataset):
    """A dataset around another one that reads each sample once and keeps it in memory.

    `len(cached)` and `cached[index]` are those of `dataset`. A sample is read from
    `dataset` when it is asked for the first time, and never again under this index, be
    it an integer of Python or of NumPy. Nothing is read before.

    Parameters
    ----------
    dataset : anything with `__len__` and `__getitem__`
    """

    def __init__(self, dataset):
        self.dataset = dataset
        self.samples = {}

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        if index not in self.samples:
            self.samples[index] = self.dataset[index]
        return self.samples[index]


class EverySecond:
    """Every second sample of another dataset; it counts from 0, and not back from the end."""

    def __init__(self, dataset):
        self.dataset = dataset

    def __len__(self):
        return len(self.dataset) // 2

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"there is no sample {index} among {len(self)}")
        return self.dataset[2 * index]


def letters():
    return {"EverySecond": EverySecond, "RecordingDataset": RecordingDataset}


def samples_of_any_kind(draw, n):
    """Numbers, text, arrays, tuples, lists; what counts as false, and what is equal."""
    few = min(n, 97)
    samples = draw.choice(
        [
            lambda: draw.values(few, draw.dtype()),
            lambda: [draw.choice([None, 0, "", (), False, 0.0]) for _ in range(few)],
            lambda: list(draw.array(few, *draw.shape(1, 3))),
            lambda: [(draw.array(2, 3), draw.integer(0, 9)) for _ in range(few)],
            lambda: [draw.integers(draw.integer(0, 3), 0, 9) for _ in range(few)],
        ]
    )()
    return samples * (n // 97) + samples[: n % 97]


def dataset_and_index(draw):
    """A dataset that counts back from its end, as lists do, and any index."""
    n = draw.size()
    return {"dataset": samples_of_any_kind(draw, n), "index": draw.index(n)}


def recorded_and_order(draw):
    """What notes its reads, some of which fail at first; and an order with repeats."""
    n = draw.size()
    is_small = n <= 256
    shaky = [draw.place(n) for _ in range(2)] if is_small and draw.fault() else []
    again = draw.integers(n // 3, 0, n - 1) if is_small else []
    order = draw.shuffled([*range(n), *again])
    order = draw.container(order[: draw.choice([n // 2, 2 * n]) if is_small else 1200])
    return {
        "dataset": RecordingDataset(samples_of_any_kind(draw, n), shaky),
        "order": order,
    }


EXERCISE = Exercise(
    id="dataset.cache",
    title="A cache around any dataset",
    goal="Write `CachedDataset(dataset)`: a dataset around another one which reads each sample "
    "when it is asked for the first time, keeps it, and answers from memory from then on. It "
    "must work for every dataset, so use nothing of `dataset` but `len(dataset)` and "
    "`dataset[index]`.",
    predict="Somebody writes to an image that came out of your cache, as in `cached[0][0][:] = 0`. "
    "What will `cached[0]` give from then on?",
    minutes=7,
    difficulty=2,
    solution=CachedDataset,
    given=letters,
    hints=[
        "Keep a dict in `self`: index → sample. When the cache is made, it is empty.",
        "In `__getitem__`: is the index in the dict? If not, read the sample and put it there. "
        "Then return what is in the dict.",
        "`if index not in self.samples:` asks for the key. Do not ask whether the sample is "
        "true: a sample may be 0.",
    ],
    cases=[
        Case(
            """
            cached = CachedDataset(RecordingDataset("abcde"))
            [cached[1], cached[4], cached[1]]
            """,
            "['b', 'e', 'b']",
            why="The samples should be those of the dataset inside, also the second time.",
        ),
        Case(
            'len(CachedDataset(RecordingDataset("abcde")))',
            "5",
            why="The length is that of the dataset inside.",
        ),
        Case(
            """
            dataset = RecordingDataset("abcde")
            cached = CachedDataset(dataset)
            len(cached)
            dataset.reads
            """,
            "[]",
            why="Nothing should be read before a sample is asked for.",
        ),
        Case(
            """
            dataset = RecordingDataset("abcde")
            cached = CachedDataset(dataset)
            cached[3], cached[0], cached[3], cached[0]
            dataset.reads
            """,
            "[3, 0]",
            why="Every sample that was read should be kept, and only what is asked for be read.",
        ),
        Case(
            """
            dataset = RecordingDataset([0, 0.5, 1])
            cached = CachedDataset(dataset)
            cached[0], cached[0]
            dataset.reads
            """,
            "[0]",
            why="The sample 0 is a sample like any other, although it counts as false.",
        ),
        Case(
            """
            cached = CachedDataset(RecordingDataset(np.eye(3)))
            cached[1], cached[1]
            """,
            "(np.array([0.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0]))",
            why="A sample may be an array, which cannot be compared with `==` or be true. Ask "
            "whether the index is in the dict, not what the sample is.",
        ),
        Case(
            """
            dataset = RecordingDataset("abcde")
            cached = CachedDataset(dataset)
            cached[3], cached[np.int64(3)]
            dataset.reads
            """,
            "[3]",
            why="`3` and `np.int64(3)` name the same sample. They are one key of a dict, but two "
            "different texts, and two different questions for `functools.cache`: make an `int` "
            "of the index first.",
        ),
        Case(
            """
            first, second = CachedDataset("abc"), CachedDataset("xyz")
            [first[0], second[0]]
            """,
            "['a', 'x']",
            why="Two caches should not share what they keep.",
        ),
        Case(
            'CachedDataset("abc")[3]',
            raises=IndexError,
            why="The IndexError of the dataset inside should come through: it ends a loop.",
        ),
        Case(
            """
            cached = CachedDataset(EverySecond("abcdef"))
            [cached[2], cached[0], len(cached)]
            """,
            "['e', 'a', 3]",
            why="Ask `dataset` for its length and its samples, and for nothing else: what it has "
            "inside may be longer.",
        ),
    ],
    examples=[
        Examples(
            dataset_and_index,
            ["len(cached)", "cached[index]", "list(cached)"],
            make="cached = CachedDataset(dataset)",
            why="Length, samples and errors are those of the dataset inside.",
            number=50,
        ),
        Examples(
            recorded_and_order,
            [
                "[cached[index] for index in order]",
                "([cached[index] for index in [*order, *order]], dataset.reads[:])[1]",
            ],
            make="cached = CachedDataset(dataset)",
            why="Each sample should be read when it is asked for the first time, and never again; "
            "a reading that fails is none.",
        ),
    ],
    mistakes=[
        Mistake(
            ("self.samples = {}", "self.samples = dict(enumerate(dataset))"),
            "You read everything when the cache is made. That takes as long as an epoch, and "
            "samples which nobody asks for are read too.",
        ),
        Mistake(
            (
                """
                if index not in self.samples:
                    self.samples[index] = self.dataset[index]
                return self.samples[index]
                """,
                "return self.dataset[index]",
            ),
            "Every question goes on to the dataset inside, also for a sample that was read "
            "before. Keep each sample, and read only what is missing: `setdefault` and `get` "
            "read their second argument before they look.",
        ),
        Mistake(
            (
                "self.samples[index] = self.dataset[index]",
                "self.samples = {index: self.dataset[index]}",
            ),
            "You keep only the sample that was read last. An epoch comes back to a sample "
            "after all the others.",
        ),
        Mistake(
            """
            class CachedDataset(Dataset):
                samples = {}

                def __init__(self, dataset):
                    self.dataset = dataset

                def __len__(self):
                    return len(self.dataset)

                def __getitem__(self, index):
                    if index not in self.samples:
                        self.samples[index] = self.dataset[index]
                    return self.samples[index]
            """,
            "All your caches share one dict, so one hands out the samples of another. Make it "
            "in `__init__`, as `self.samples = {}`: not in the class, not in the notebook, not "
            "as a default argument.",
        ),
        Mistake(
            ("len(self.dataset)", "len(self.samples)"),
            "You count what has been read so far. Whoever asks for the length wants to know "
            "how many samples there are.",
        ),
        Mistake(
            ("len(self.dataset)", "300"),
            "The length is that of `dataset`, a variable of the notebook. The dataset inside is "
            "`self.dataset`.",
        ),
        Mistake(
            ("if index not in self.samples:", "if self.samples.get(index) is None:"),
            "You take a sample that is None for one that was not read yet, and read it again. Ask "
            "whether the index is in the dict.",
        ),
        Mistake(
            (
                """
                if index not in self.samples:
                    self.samples[index] = self.dataset[index]
                return self.samples[index]
                """,
                """
                if index not in self.samples:
                    self.samples[index] = self.dataset[index]
                    return self.samples[index]
                """,
            ),
            "Your `return` is inside the `if`: a sample that is already there is not returned.",
        ),
        Mistake(
            (
                "return self.samples[index]",
                "return self.samples.get(index) or self.dataset[index]",
            ),
            "You ask whether the sample counts as true. The sample 0 does not, and is read "
            "again. Ask whether the index is in the dict.",
        ),
        Mistake(
            """
            class CachedDataset(Dataset):
                def __init__(self, dataset):
                    self.dataset = dataset
                    self.samples = []

                def __len__(self):
                    return len(self.dataset)

                def __getitem__(self, index):
                    if index >= len(self.samples):
                        self.samples.append(self.dataset[index])
                    return self.samples[index]
            """,
            "You append samples to a list, so that they lie in the order in which they were "
            "asked for, which need not be that of their index. A dict finds them by index.",
        ),
        Mistake(
            (
                "return self.samples[index]",
                """
                    return self.dataset[index]
                return self.samples[index]
                """,
            ),
            "The first time, you read the sample twice: once to keep it and once to return it.",
        ),
        Mistake(
            """
            from functools import lru_cache

            class CachedDataset(Dataset):
                def __init__(self, dataset):
                    self.dataset = dataset

                def __len__(self):
                    return len(self.dataset)

                @lru_cache
                def __getitem__(self, index):
                    return self.dataset[index]
            """,
            "Your cache forgets samples once it holds many. `lru_cache`, for one, keeps 128 "
            "results unless told otherwise: an epoch over more samples finds none of them when "
            "it comes round again.",
        ),
    ],
)
