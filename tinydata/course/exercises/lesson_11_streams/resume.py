"""Exercise streams.resume: Stop, and go on.

The loader as the course leaves it.
"""

import inspect
import json

import numpy as np

from tinydata.arguments import positive_int, true_or_false
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.fixtures import RecordingDataset
from tinydata.course.exercises.lesson_04_batching.collate import collate
from tinydata.course.exercises.lesson_04_batching.index_chunks import index_chunks
from tinydata.course.exercises.lesson_05_shuffling.reproducible import RandomSampler
from tinydata.course.exercises.lesson_10_speed.loader import Weigh
from tinydata.sampler import SequentialSampler


class DataLoader:
    """Visit a dataset in batches: one pass of a `for` loop is one epoch.

    Parameters
    ----------
    dataset, batch_size, shuffle, sampler, drop_last, transform, generator
        As in lessons 5 and 10. An epoch can be gone on with if its order comes from
        `shuffle`, or from a sampler that has the same order each time, such as a list.
    """

    def __init__(
        self,
        dataset,
        batch_size=1,
        shuffle=False,
        sampler=None,
        *,
        drop_last=False,
        transform=None,
        generator=None,
    ):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)
        self.transform = transform
        self.generator = np.random.default_rng(generator)
        if sampler is not None and shuffle:
            raise ValueError("sampler decides the order; leave out shuffle=True")
        if sampler is None and shuffle:
            sampler = RandomSampler(dataset, self.generator)
        elif sampler is None:
            sampler = SequentialSampler(dataset)
        self.sampler = sampler
        self.begun = self.generator.bit_generator.state
        self.batches = 0  # of the epoch that began with this state
        self.first = 0  # where the next epoch goes on

    def __len__(self):
        """Return the number of batches in an epoch."""
        count = len(self.sampler)
        if self.drop_last:
            return count // self.batch_size
        return -(-count // self.batch_size)

    def __iter__(self):
        """Load one job after the other, each when its batch is asked for.

        If a state was loaded, the first loop goes on where it was taken.
        """
        self.begun = self.generator.bit_generator.state
        self.batches, self.first = self.first, 0
        done = self.batches
        for number, job in enumerate(self.jobs()):
            if number < done:
                continue
            batch = self.load(job)
            self.batches += 1
            if self.batches == len(self):  # the next loop begins a new epoch
                self.begun = self.generator.bit_generator.state
                self.batches = 0
            yield batch

    def state_dict(self):
        """Return what `json` can write: where the epoch began, and how far it is."""
        return {"generator": self.begun, "batches": self.batches}

    def load_state_dict(self, state):
        """Let the next loop go on with the batch after those that the state counts."""
        self.generator.bit_generator.state = state["generator"]
        self.begun, self.batches = state["generator"], state["batches"]
        self.first = state["batches"]

    def jobs(self):
        """Yield the jobs of one epoch, one for each batch: pairs (indices, numbers).

        `numbers` has a row for each image, of `transform.numbers_per_image` numbers; it
        is None without a transform.
        """
        indices = list(self.sampler)[: len(self) * self.batch_size]
        if self.transform is not None:
            seed = self.generator.integers(2**63, size=2)
            generator = np.random.default_rng(seed)
        for chunk in index_chunks(indices, self.batch_size):
            numbers = None
            if self.transform is not None:
                shape = len(chunk), self.transform.numbers_per_image
                numbers = generator.random(shape)
            yield chunk, numbers

    def load(self, job):
        """Return the batch of one job. Any thread may call it, at any time.

        So it draws nothing, and changes nothing in the loader.
        """
        indices, numbers = job
        samples = [self.dataset[i] for i in indices]
        if self.transform is not None:
            samples = [
                (self.transform.apply(image, row), *rest)
                for (image, *rest), row in zip(samples, numbers, strict=True)
            ]
        return collate(samples)


KEEP = """
        self.begun = self.generator.bit_generator.state
        self.batches = 0  # of the epoch that began with this state
        self.first = 0  # where the next epoch goes on
"""
LOOP = """
        self.begun = self.generator.bit_generator.state
        self.batches, self.first = self.first, 0
        done = self.batches
        for number, job in enumerate(self.jobs()):
            if number < done:
                continue
            batch = self.load(job)
            self.batches += 1
            if self.batches == len(self):  # the next loop begins a new epoch
                self.begun = self.generator.bit_generator.state
                self.batches = 0
            yield batch
"""
SAVE = """
        return {"generator": self.begun, "batches": self.batches}
"""
LOAD = """
        self.generator.bit_generator.state = state["generator"]
        self.begun, self.batches = state["generator"], state["batches"]
        self.first = state["batches"]
"""
YOURS = """
        # YOUR CODE HERE
        raise NotImplementedError()
"""
OLD_LOOP = """
        # YOUR CODE HERE: this is the loop of lesson 10
        return map(self.load, self.jobs())
"""
STUB = (
    inspect.getsource(DataLoader)
    .replace(KEEP, "\n        # YOUR CODE HERE: what else has to be remembered\n")
    .replace(LOOP, OLD_LOOP)
    .replace(SAVE, YOURS)
    .replace(LOAD, YOURS)
)


def stop_and_go_on(make, stops, left_early=False):
    """Batches of an epoch that is stopped after so many of them, and of the one that follows.

    Before that, the loader may have begun an epoch that was left after its first batch.

    At each stop the loader is given up, and a new one gets its state by way of a text.
    """
    loader = make()
    batches = []
    if left_early:
        next(iter(loader))
    for stop in stops:
        if stop > 0:  # otherwise no epoch is begun
            for _, batch in zip(range(stop), loader, strict=False):
                batches.append(batch)
        text = json.dumps(loader.state_dict())
        loader = make()
        loader.load_state_dict(json.loads(text))
    return [*batches, *loader], list(loader)


def samples(n):
    return [(np.array([float(i)]), i) for i in range(n)]


def twenty():
    return {
        "twenty": samples(20),
        "Weigh": Weigh,
        "RecordingDataset": RecordingDataset,
        "stop_and_go_on": stop_and_go_on,
    }


def epoch_and_stops(draw):
    """Any number of samples, in order, shuffled or by a list; stops anywhere, several of them."""
    n = draw.size(1, 300)
    order = draw.integers(draw.integer(1, 2 * n), 0, n - 1) if n < 40 else None
    shuffle = draw.chance(0.6)
    count = n if shuffle or order is None else len(order)
    size = draw.integer(1 + count // 40, 2 + count // 3)
    drop_last = draw.chance(0.4) and size <= count
    left = count // size if drop_last else -(-count // size)
    stops = []
    for _ in range(draw.integer(0, 3)):
        stops.append(draw.integer(0, left))
        left -= stops[-1]
        if left == 0:
            break
    return {
        "dataset": samples(n),
        "batch_size": size,
        "options": {
            "shuffle": shuffle,
            "sampler": None if shuffle or order is None else order,
            "drop_last": drop_last,
            "transform": draw.choice([None, Weigh(1), Weigh(2)]),
            "generator": draw.integer(0, 99),
        },
        "stops": stops,
        "stop_and_go_on": stop_and_go_on,
        "RecordingDataset": RecordingDataset,
    }


EXERCISE = Exercise(
    id="streams.resume",
    title="Stop, and go on",
    goal="Give the loader of lesson 10 a memory. `state_dict()` returns a dict that `json` can "
    "write: the state of `self.generator` when the epoch began, and how many batches were handed "
    "over since. `load_state_dict(state)` lets the next loop go on from there, in this loader or "
    "in a new one that was made alike: with the batches that the epoch would have had, and "
    "without reading again what was read. After the last batch, the state is that of a new epoch.",
    predict="A loop is left after 5 of 45 batches, and the state is loaded. How many samples have "
    "been read when the epoch is over?",
    minutes=8,
    difficulty=3,
    solution=DataLoader,
    stub=STUB,
    write=["__init__", "__iter__", "state_dict", "load_state_dict"],
    gives=["SequentialSampler"],
    given=twenty,
    hints=[
        "The order of an epoch is drawn when it begins. With the state that the generator had "
        "then, `self.generator.bit_generator.state`, the same order can be drawn again.",
        "Jobs cost next to nothing. So draw all of them again, and load only those that have not "
        "been loaded: `if number < done: continue`, with `enumerate(self.jobs())`.",
        "Count a batch before `yield` hands it over. If it was the last one, the count is 0 "
        "again, and the state that of the generator now: nobody need ask for one more. A loop "
        "that begins without a loaded state begins at batch 0.",
    ],
    cases=[
        Case(
            """
            loader = DataLoader(twenty, 4, sampler=[3, 1, 2, 0, 5])
            for _, labels in loader:
                break
            again = DataLoader(twenty, 4, sampler=[3, 1, 2, 0, 5])
            again.load_state_dict(loader.state_dict())
            [labels.tolist() for _, labels in again]
            """,
            "[[5]]",
            why="One batch of two was handed over. So the loop should go on with the second.",
        ),
        Case(
            """
            whole = DataLoader(twenty, 4, True, generator=7)
            expected = [[labels.tolist() for _, labels in whole] for epoch in "ab"]
            make = lambda: DataLoader(twenty, 4, True, generator=7)
            epochs = stop_and_go_on(make, [2])
            [[labels.tolist() for _, labels in epoch] for epoch in epochs] == expected
            """,
            "True",
            why="The epoch should be the one that was not stopped, and so should the next one.",
        ),
        Case(
            """
            dataset = RecordingDataset(twenty)
            make = lambda: DataLoader(dataset, 4, True, generator=7)
            epochs = stop_and_go_on(make, [3])
            len(dataset.reads)
            """,
            "40",
            why="Two epochs of twenty samples are forty reads. What was read before the stop "
            "should not be read again.",
        ),
        Case(
            """
            loader = DataLoader(twenty, 4, True, generator=7)
            list(loader)
            again = DataLoader(twenty, 4, True, generator=1)
            again.load_state_dict(loader.state_dict())
            len(list(again))
            """,
            "5",
            why="A state that was taken at the end of an epoch is followed by a whole new one.",
        ),
        Case(
            """
            loader = DataLoader(twenty, 4, True, generator=7)
            for _ in zip(range(5), loader):
                pass
            again = DataLoader(twenty, 4, True, generator=1)
            again.load_state_dict(loader.state_dict())
            [len(list(again)), len(list(again))]
            """,
            "[5, 5]",
            why="All five batches were handed over, and nobody asked for a sixth. The epoch is at "
            "its end all the same.",
        ),
        Case(
            """
            loader = DataLoader(twenty, 4, generator=7)
            for _ in loader:
                break
            [len(list(loader)), len(list(loader))]
            """,
            "[5, 5]",
            why="A loop that was left early is no state that was loaded: the next loop begins a "
            "new epoch.",
        ),
        Case(
            "[len(DataLoader(twenty)), len(DataLoader(twenty, 8, drop_last=True))]",
            "[20, 2]",
            why="What the loader of lesson 10 could do, this one should, too.",
        ),
        Case(
            "DataLoader(twenty, 4, True, [3, 1])",
            raises=ValueError,
            mentions=["sampler"],
            why="A sampler together with `shuffle=True` should be refused, as in lesson 5.",
        ),
        Case(
            """
            loader = DataLoader(twenty, 4, True, generator=7)
            state = loader.state_dict()
            first = [labels.tolist() for _, labels in loader]
            loader.load_state_dict(state)
            first == [labels.tolist() for _, labels in loader]
            """,
            "True",
            why="A state that was taken before the first batch goes on with the first batch; it "
            "may be loaded into the loader that it came from.",
        ),
        Case(
            """
            loader = DataLoader(twenty, 4, True, generator=7)
            expected = [labels.tolist() for _ in "ab" for _, labels in loader]
            loader = DataLoader(twenty, 4, True, generator=7)
            labels_and_states = [
                (labels.tolist(), loader.state_dict()) for _ in "ab" for _, labels in loader
            ]
            [labels for labels, _ in labels_and_states] == expected
            """,
            "True",
            why="To ask for the state changes nothing: the epochs are the same as without.",
        ),
        Case(
            """
            loader = DataLoader(twenty, 4, True, generator=7)
            states = [loader.state_dict() for _ in loader]
            again = DataLoader(twenty, 4, True, generator=1)
            left = []
            for state in [states[0], states[2], states[0]]:
                again.load_state_dict(state)
                left.append(len(list(again)))
            left
            """,
            "[4, 2, 4]",
            why="A state stays as it was when it was taken, whatever the loader does later, and "
            "may be loaded more than once.",
        ),
        Case(
            """
            many = 100 * twenty
            loader = DataLoader(many, 4, True, generator=7)
            for _ in zip(range(300), loader):
                pass
            state = loader.state_dict()
            again = DataLoader(many, 4, True, generator=1)
            again.load_state_dict(state)
            [type(state), len(str(state)) < 2000, len(list(again))]
            """,
            "[dict, True, 200]",
            why="A state is a dict with the generator's state and a count: a few hundred "
            "characters of text, however many samples there are. After 300 of 500 batches, 200 are "
            "left.",
        ),
    ],
    examples=[
        Examples(
            epoch_and_stops,
            [
                "[*list(make()), list(make())[:1]]",
                "stop_and_go_on(make, stops)",
                "stop_and_go_on(make, stops, left_early=True)",
                "(dataset.reads.clear(), stop_and_go_on(make, stops), dataset.reads[:])[2]",
                "stop_and_go_on(make, stops[:1])",
            ],
            make="""
            dataset = RecordingDataset(dataset)
            make = lambda: DataLoader(dataset, batch_size, **options)
            """,
            why="An epoch that was stopped, and the one after it, should be those of a loader that "
            "was never stopped; and each sample should be read once.",
        ),
    ],
    mistakes=[
        Mistake(
            ("if number < done:", "if False:"),
            "You begin the epoch anew. Leave out the jobs of the batches that were handed over.",
        ),
        Mistake(
            (
                """
            if number < done:
                continue
            batch = self.load(job)
                """,
                """
            batch = self.load(job)
            if number < done:
                continue
                """,
            ),
            "You load the batches that were handed over once more, and throw them away. Leave out "
            "their jobs.",
        ),
        Mistake(
            (
                'return {"generator": self.begun,',
                'return {"generator": self.generator.bit_generator.state,',
            ),
            "You save the state that the generator has now. The order was drawn from the one that "
            "it had when the epoch began.",
        ),
        Mistake(
            ("self.batches, self.first = self.first, 0", "self.batches = self.first"),
            "The place that was loaded is used for every epoch. Only the first loop goes on there.",
        ),
        Mistake(
            (
                "self.batches, self.first = self.first, 0",
                "self.batches, self.first = 0, 0",
            ),
            "You forget the place that was loaded, and begin with batch 0.",
        ),
        Mistake(
            (
                LOOP,
                """
        self.begun = self.generator.bit_generator.state
        self.batches, self.first = self.first, 0
        done = self.batches
        for number, job in enumerate(self.jobs()):
            if number < done:
                continue
            batch = self.load(job)
            self.batches += 1
            yield batch
        self.begun = self.generator.bit_generator.state
        self.batches = 0
                """,
            ),
            "You notice the end of an epoch only when one more batch is asked for. Look for it "
            "when the last batch is handed over.",
        ),
        Mistake(
            ('self.generator.bit_generator.state = state["generator"]\n', "\n"),
            "You do not set the generator back, so that another order is drawn.",
        ),
    ],
)
