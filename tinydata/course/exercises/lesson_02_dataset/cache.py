"""Exercise dataset.cache: A cache around any dataset."""

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.fixtures import RecordingDataset
from tinydata.dataset import Dataset


class CachedDataset(Dataset):
    """A dataset around another one that reads each sample once and keeps it in memory.

    `len(cached)` and `cached[index]` are those of `dataset`. A sample is read from
    `dataset` when it is asked for the first time, and never again. Nothing is read before.

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


def letters():
    return {"RecordingDataset": RecordingDataset}


EXERCISE = Exercise(
    id="dataset.cache",
    title="A cache around any dataset",
    goal="Write `CachedDataset(dataset)`: a dataset around another one which reads each sample "
    "when it is asked for the first time, keeps it, and answers from memory from then on. It "
    "must work for every dataset, so use nothing of `dataset` but `len(dataset)` and "
    "`dataset[index]`.",
    predict="Three passes over `1797` samples: how many reads with your cache, and how many "
    "without?",
    minutes=7,
    difficulty=2,
    solution=CachedDataset,
    given=letters,
    hints=[
        "Keep a dict in `self`: index → sample. When the cache is made, it is empty.",
        "In `__getitem__`: is the index in the dict? If not, read the sample and put it there. "
        "Then return what is in the dict.",
        "`if index not in self.samples:` asks for the key. Do not ask whether the sample is "
        "true: a sample may be `0`.",
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
            cached[1], cached[1], cached[1]
            dataset.reads
            """,
            "[1]",
            why="Only the sample that is asked for should be read, and only once.",
        ),
        Case(
            """
            dataset = RecordingDataset("abcde")
            cached = CachedDataset(dataset)
            cached[3], cached[0], cached[3], cached[0]
            dataset.reads
            """,
            "[3, 0]",
            why="Every sample that was read should be kept, not only some.",
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
            first, second = CachedDataset("abc"), CachedDataset("xyz")
            [first[0], second[0]]
            """,
            "['a', 'x']",
            why="Two caches should not share what they keep.",
        ),
        Case(
            """
            dataset = RecordingDataset(range(200))
            cached = CachedDataset(dataset)
            list(cached) == list(cached), len(dataset.reads)
            """,
            "(True, 200)",
            why="Two passes over the cache should read each sample once.",
        ),
        Case(
            'CachedDataset("abc")[3]',
            raises=IndexError,
            why="The IndexError of the dataset inside should come through: it ends a loop.",
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
