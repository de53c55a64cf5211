"""Exercise speed.loader: The loader decides.

The loader on its way: jobs apart from loading, and no state yet.
"""

import inspect
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from tinydata.arguments import positive_int, true_or_false
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.fixtures import RecordingDataset
from tinydata.course.exercises.lesson_04_batching.collate import collate
from tinydata.course.exercises.lesson_04_batching.index_chunks import index_chunks
from tinydata.course.exercises.lesson_05_shuffling.reproducible import RandomSampler
from tinydata.sampler import SequentialSampler


class DataLoader:
    """Visit a dataset in batches: one pass of a `for` loop is one epoch.

    Parameters
    ----------
    dataset, batch_size, shuffle, sampler, drop_last
        As in lesson 5. A sample is a tuple that begins with an image.
    transform : object with `numbers_per_image` and `apply(image, numbers)`, or None
        Changes each image on its way into the batch.
    generator : None, int or numpy.random.Generator
        Draws the orders of `shuffle`, and the numbers of `transform`.
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

    def __len__(self):
        """Return the number of batches in an epoch."""
        count = len(self.sampler)
        if self.drop_last:
            return count // self.batch_size
        return -(-count // self.batch_size)

    def __iter__(self):
        """Load one job after the other, each when its batch is asked for."""
        return map(self.load, self.jobs())

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


def _without_body(source, name):
    """The source of a class, with a method's docstring and no code behind it."""
    lines = source.splitlines()
    start = next(
        i for i, line in enumerate(lines) if line.startswith(f"    def {name}(")
    )
    quotes = [i for i in range(start, len(lines)) if '"""' in lines[i]]
    end = next(
        (i for i in range(quotes[1], len(lines)) if not lines[i].strip()), len(lines)
    )
    todo = ["        # YOUR CODE HERE", "        raise NotImplementedError()"]
    return "\n".join(lines[: quotes[1] + 1] + todo + lines[end:]) + "\n"


STUB = _without_body(_without_body(inspect.getsource(DataLoader), "jobs"), "load")


class Weigh:
    """A transform in whose result each number of a row can be told, and its place in the row."""

    def __init__(self, numbers_per_image):
        self.numbers_per_image = numbers_per_image

    def apply(self, image, numbers):
        if np.shape(numbers) != (self.numbers_per_image,):
            raise ValueError(
                f"a row of {self.numbers_per_image} numbers, not {numbers!r}"
            )
        return np.append(image * 2.0, numbers * np.arange(1, len(numbers) + 1))

    def __repr__(self):
        return f"Weigh({self.numbers_per_image})"


class Drawn:
    """A sampler that draws an order, whenever it is looped over, from a generator given to it."""

    def __init__(self, count, generator):
        self.count = count
        self.generator = generator

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter(self.generator.permutation(self.count).tolist())

    def __repr__(self):
        return f"Drawn({self.count}, generator)"


def in_threads(loader):
    """The batches of an epoch, each loaded by a thread of its own; the last job comes first."""
    batches = []
    for job in reversed(list(loader.jobs())):
        with ThreadPoolExecutor(1) as pool:
            batches.append(pool.submit(loader.load, job).result())
    return batches[::-1]


def five_and_twenty():
    """Five samples, twenty samples, and what goes with them."""
    return {
        "five": [(np.array([10.0 * i]), -i) for i in range(5)],
        "twenty": [(np.array([float(i)]), i) for i in range(20)],
        "Weigh": Weigh,
        "Drawn": Drawn,
        "RecordingDataset": RecordingDataset,
        "in_threads": in_threads,
    }


def samples_and_transform(draw):
    """Samples of one to three parts, any order of them, and a transform or none."""
    n = draw.size(0, 300)
    images = list(
        draw.array(n, *draw.shape(1, 2), dtype=draw.choice([float, np.uint8]))
    )
    parts = [
        draw.values(n, draw.choice([int, float])) for _ in range(draw.integer(0, 2))
    ]
    count = n if n > 40 else draw.integer(0, 2 * n)
    order = draw.integers(count, 0, n - 1) if n else []
    sizes = [count or 1, count + 1, 1 + count // 50, draw.size(2 + count // 50, 10)]
    return {
        "dataset": RecordingDataset(list(zip(images, *parts, strict=True))),
        "sampler": draw.choice([list, tuple, np.array])(order) if order else [],
        "batch_size": draw.choice(sizes),
        "drop_last": draw.chance(0.5),
        "transform": draw.choice(
            [None, Weigh(1), Weigh(2), Weigh(3), Weigh(3), Weigh(0)]
        ),
        "seed": draw.integer(0, 999),
    }


def samples_to_shuffle(draw):
    """Samples for a sampler that draws from the loader's own generator."""
    n = draw.size(0, 300)
    return {
        "dataset": [(np.array([value]), value) for value in draw.values(n, float)],
        "batch_size": draw.size(1 + n // 120, 10),
        "transform": draw.choice([None, Weigh(1), Weigh(1), Weigh(2), Weigh(2)]),
        "seed": draw.integer(0, 999),
        "Drawn": Drawn,
    }


NUMBERS = (
    "np.random.default_rng(np.random.default_rng(0).integers(2**63, size=2)).random"
)
SEED = "seed = self.generator.integers(2**63, size=2)"
OWN = """
if self.transform is not None:
    seed = self.generator.integers(2**63, size=2)
    generator = np.random.default_rng(seed)
"""
ORDER = "indices = list(self.sampler)[: len(self) * self.batch_size]"
DRAW = "numbers = generator.random(shape)"
DEAL = """
for chunk in index_chunks(indices, self.batch_size):
    numbers = None
    if self.transform is not None:
        shape = len(chunk), self.transform.numbers_per_image
        numbers = generator.random(shape)
    yield chunk, numbers
"""
APPLY = "(self.transform.apply(image, row), *rest)"
PAIRS = "for (image, *rest), row in zip(samples, numbers, strict=True)"

EXERCISE = Exercise(
    id="speed.loader",
    title="The loader decides",
    goal="Write the two halves of an epoch. `jobs` takes the order of the sampler first; then, "
    "only where there is a transform, `np.random.default_rng(self.generator.integers(2**63, "
    "size=2))` makes a generator for this epoch alone. Each job is a chunk of the order, and a row "
    "of numbers from that generator for each of its images. `load` reads the samples of a job, "
    "puts each image through the transform with its row, and collates them.",
    predict="Two threads load job 1 before job 0. Which numbers do the images of job 0 get?",
    minutes=7,
    difficulty=2,
    solution=DataLoader,
    stub=STUB,
    write=["jobs", "load"],
    gives=["SequentialSampler"],
    given=five_and_twenty,
    hints=[
        "`jobs` is what `__iter__` was in lesson 5, but for the last line: it yields the chunk, "
        "with its numbers, and reads nothing. `load` does the rest, from its argument alone.",
        "Before the loop over `index_chunks`, the order as a list, cut as in lesson 5, and the "
        "generator. In the loop, `generator.random((len(chunk), "
        "self.transform.numbers_per_image))`, or None.",
        "In `load`: `indices, numbers = job`, then the samples. With a transform, `for (image, "
        "*rest), row in zip(samples, numbers)` gives what `(self.transform.apply(image, row), "
        "*rest)` needs.",
    ],
    cases=[
        Case(
            "[batch[0].ravel().tolist() for batch in DataLoader(five, 2, sampler=[4, 0, 3])]",
            "[[40.0, 0.0], [30.0]]",
            why="Without a transform, the batches are those of lesson 5.",
        ),
        Case(
            "[numbers for _, numbers in DataLoader(five, 2, generator=0).jobs()]",
            "[None, None, None]",
            why="A job is a pair: the indices of a batch, and None without a transform.",
        ),
        Case(
            """
            jobs = DataLoader(five, 2, transform=Weigh(3), generator=0).jobs()
            [([int(i) for i in indices], numbers.shape) for indices, numbers in jobs]
            """,
            "[([0, 1], (2, 3)), ([2, 3], (2, 3)), ([4], (1, 3))]",
            why="With a transform, the numbers are an array with a row for each image of the "
            "batch, as long as `transform.numbers_per_image` says. `jobs` draws them: `load` may "
            "run in any thread, and draws nothing.",
        ),
        Case(
            """
            jobs = DataLoader(five, 2, transform=Weigh(1), generator=0).jobs()
            np.concatenate([numbers for _, numbers in jobs])
            """,
            f"{NUMBERS}((5, 1))",
            why="The numbers come from a generator of the epoch's own, one after the other. Its "
            "seed is `self.generator.integers(2**63, size=2)`.",
        ),
        Case(
            """
            dataset = RecordingDataset(five)
            jobs = list(DataLoader(dataset, 2, transform=Weigh(1)).jobs())
            dataset.reads
            """,
            "[]",
            why="To make a job, no sample is read: that is what the threads are for.",
        ),
        Case(
            """
            loader = DataLoader(five, 5, transform=Weigh(2), generator=0)
            images, labels = loader.load(([2, 0], np.array([[0.5, 0.25], [0.0, 0.75]])))
            images.tolist(), labels.tolist()
            """,
            "([[40.0, 0.5, 0.5], [0.0, 0.0, 1.5]], [-2, 0])",
            why="`load` gives each image its row of the numbers in the job, and leaves the other "
            "parts of a sample as they are.",
        ),
        Case(
            """
            three_parts = [(*sample, 7) for sample in five]
            loader = DataLoader(three_parts, 2, transform=Weigh(1), generator=0)
            batch = loader.load(([2, 0], np.array([[0.5], [0.25]])))
            [part.tolist() for part in batch]
            """,
            "[[[40.0, 0.5], [0.0, 0.25]], [-2, 0], [7, 7]]",
            why="A sample may have more parts than an image and a label, or fewer. All of them "
            "come into the batch: `image, *rest`.",
        ),
        Case(
            """
            loader = DataLoader(twenty, 3, transform=Weigh(2), generator=0)
            jobs = list(loader.jobs())
            late_first = [loader.load(job) for job in reversed(jobs)]
            in_order = [loader.load(job) for job in jobs]
            all(np.array_equal(x[0], y[0]) for x, y in zip(late_first[::-1], in_order))
            """,
            "True",
            why="Jobs may be loaded in any order, and twice. What an image gets stands in its job.",
        ),
        Case(
            """
            generator = np.random.default_rng(0)
            loader = DataLoader(five, 2, transform=Weigh(2), generator=generator)
            jobs = list(loader.jobs())
            before = generator.bit_generator.state
            batches = [loader.load(job) for job in jobs]
            generator.bit_generator.state == before
            """,
            "True",
            why="`load` draws nothing.",
        ),
        Case(
            """
            loader = DataLoader(five, 2, transform=Weigh(2), generator=0)
            jobs = list(loader.jobs())
            before = {name: id(value) for name, value in vars(loader).items()}
            batches = [loader.load(job) for job in jobs]
            {name: id(value) for name, value in vars(loader).items()} == before
            """,
            "True",
            why="`load` changes nothing in the loader: another thread may be in it at the same "
            "time.",
        ),
        Case(
            """
            generator = np.random.default_rng(0)
            before = generator.bit_generator.state
            batches = list(DataLoader(five, 2, generator=generator))
            generator.bit_generator.state == before
            """,
            "True",
            why="Without a transform and without `shuffle`, nothing is drawn. Whoever adds a "
            "loader for evaluation must not change the training.",
        ),
        Case(
            """
            sizes = [1, 3, 20]
            loaders = [DataLoader(twenty, n, transform=Weigh(2), generator=4) for n in sizes]
            epochs = [np.concatenate([batch[0] for batch in loader]) for loader in loaders]
            [np.array_equal(epoch, epochs[0]) for epoch in epochs]
            """,
            "[True, True, True]",
            why="The batch size decides how many images come together, and not which numbers they "
            "get.",
        ),
        Case(
            """
            loaders = [DataLoader(twenty, 4, True, transform=Weigh(1), generator=4) for _ in "ab"]
            first = next(iter(loaders[0]))
            whole = list(loaders[1])
            [a, b] = [np.concatenate([batch[0] for batch in loader]) for loader in loaders]
            np.array_equal(a, b)
            """,
            "True",
            why="Whoever leaves an epoch early gets the same second epoch as whoever does not. The "
            "numbers of an epoch come from a generator of its own.",
        ),
        Case(
            """
            loader = DataLoader(twenty, 4, transform=Weigh(1), generator=4)
            [one, other] = [np.concatenate([batch[0] for batch in loader]) for _ in "ab"]
            np.array_equal(one, other)
            """,
            "False",
            why="Each epoch has numbers of its own.",
        ),
        Case(
            """
            options = {"shuffle": True, "transform": Weigh(2), "generator": 7}
            batches = in_threads(DataLoader(twenty, 3, **options))
            same = DataLoader(twenty, 3, **options)
            [np.array_equal(a[0], b[0]) for a, b in zip(batches, same)] == 7 * [True]
            """,
            "True",
            why="Threads that come in another order should load what none loads.",
        ),
        Case(
            """
            dataset = RecordingDataset(five)
            next(iter(DataLoader(dataset, 2, transform=Weigh(1))))
            dataset.reads
            """,
            "[0, 1]",
            why="For the first batch of two, two samples should be read, and no more.",
        ),
    ],
    examples=[
        Examples(
            samples_and_transform,
            [
                "list(loader)",
                "[loader.load(job) for job in list(loader.jobs())[::-1]]",
                "[numbers for _, numbers in loader.jobs()]",
                "[[int(i) for i in indices] for indices, _ in loader.jobs()]",
                "list(zip(loader, loader))",
            ],
            make="""
            options = {"drop_last": drop_last, "transform": transform, "generator": seed}
            loader = DataLoader(dataset, batch_size, False, sampler, **options)
            """,
            why="The batches should hold the samples that the sampler names, in its order, each "
            "image changed by its own row of numbers.",
            number=70,
        ),
        Examples(
            samples_to_shuffle,
            ["list(loader)", "list(zip(loader, loader))"],
            make="""
            generator = np.random.default_rng(seed)
            sampler = Drawn(len(dataset), generator)
            options = {"sampler": sampler, "transform": transform, "generator": generator}
            loader = DataLoader(dataset, batch_size, **options)
            """,
            why="An epoch takes the order first, by looping over the sampler once, and then draws "
            "its seed: here both come from one generator.",
            number=40,
        ),
    ],
    mistakes=[
        Mistake(
            [
                (OWN, ""),
                (
                    DEAL,
                    "for chunk in index_chunks(indices, self.batch_size):\n    yield chunk, None",
                ),
                (
                    "indices, numbers = job",
                    """
                    indices, numbers = job
                    if self.transform is not None:
                        shape = len(indices), self.transform.numbers_per_image
                        numbers = self.generator.random(shape)
                    """,
                ),
            ],
            "`load` draws the numbers. Then the thread that comes first gets the first ones, and "
            "no seed brings a result back. Draw them in `jobs`.",
        ),
        Mistake(
            [(OWN, ""), (DRAW, "numbers = self.generator.random(shape)")],
            "You draw the numbers from the loader's own generator. Whoever leaves an epoch early, "
            "or runs two at a time, then changes the next order. Make a generator for the epoch.",
        ),
        Mistake(
            [
                (OWN, ""),
                (
                    DRAW,
                    """
                    seed = self.generator.integers(2**63, size=2)
                    numbers = np.random.default_rng(seed).random(shape)
                    """,
                ),
            ],
            "You make a generator for each batch. Then the batch size decides which numbers an "
            "image gets: make one for the epoch, before the loop.",
        ),
        Mistake(
            (DRAW, "numbers = np.random.default_rng(seed).random(shape)"),
            "You begin the generator anew for each batch: all batches get the same numbers.",
        ),
        Mistake(
            (SEED, "seed = 0"),
            "Your seed is the same in each epoch. Draw it from `self.generator`.",
        ),
        Mistake(
            (SEED, "seed = self.generator.integers(2**63)"),
            "The seed of the epoch is two integers: `size=2`.",
        ),
        Mistake(
            (
                OWN,
                """
                seed = self.generator.integers(2**63, size=2)
                generator = np.random.default_rng(seed)
                """,
            ),
            "You draw a seed without a transform, too. Then the orders are no longer those of a "
            "loader that has none.",
        ),
        Mistake(
            (
                f"{ORDER}\n{OWN.strip()}",
                f"{OWN.strip()}\n{ORDER}",
            ),
            "You draw the seed first, then the order. An epoch takes its order first.",
        ),
        Mistake(
            (DRAW, "numbers = np.tile(generator.random(shape[1]), (shape[0], 1))"),
            "You draw one row for a whole batch: all of its images are changed alike.",
        ),
        Mistake(
            (
                "shape = len(chunk), self.transform.numbers_per_image",
                "shape = len(chunk)",
            ),
            "You draw one number for each image. A transform takes `numbers_per_image`.",
        ),
        Mistake(
            (
                "shape = len(chunk), self.transform.numbers_per_image",
                "shape = self.batch_size, self.transform.numbers_per_image",
            ),
            "You draw `batch_size` rows, and the last batch may be smaller: `len(chunk)`.",
        ),
        Mistake(
            (APPLY, "(self.transform(image), *rest)"),
            "You call the transform, which would draw numbers of its own. `self.transform.apply("
            "image, row)` takes those of the job.",
        ),
        Mistake(
            (APPLY, "(image, *rest)"),
            "The images come back unchanged. Put each through `self.transform.apply`.",
        ),
        Mistake(
            (APPLY, "self.transform.apply(image, row)"),
            "You hand on the image alone. A sample keeps its other parts, the label first of all.",
        ),
        Mistake(
            (
                f"{APPLY}\n{PAIRS}",
                """
                (self.transform.apply(image, numbers[0]), *rest)
                for image, *rest in samples
                """,
            ),
            "All images of a batch get its first row. `zip` pairs each with its own.",
        ),
        Mistake(
            (
                "samples = [self.dataset[i] for i in indices]",
                "samples = [self.dataset[i] for i in sorted(indices)]",
            ),
            "You sort the indices of a job. Their order is that of the epoch.",
        ),
        Mistake(
            (
                ORDER,
                "indices = range(len(self.dataset))[: len(self) * self.batch_size]",
            ),
            "Your jobs go through the dataset in its own order. Ask the sampler.",
        ),
        Mistake(
            (ORDER, "indices = self.sampler"),
            "You cut the sampler itself. Many can only be looped over: make a list of the sampler "
            "first, `list(self.sampler)`.",
        ),
        Mistake(
            ("list(self.sampler)[: len(self) * self.batch_size]", "list(self.sampler)"),
            "The smaller batch at the end comes with `drop_last=True` as well. Cut the order after "
            "`len(self) * self.batch_size` indices, as in lesson 5.",
        ),
        Mistake(
            ("return collate(samples)", "return samples"),
            "You return a list of samples. `collate` makes a batch of it.",
        ),
        Mistake(
            [
                (
                    "yield chunk, numbers",
                    "yield [self.dataset[i] for i in chunk], numbers",
                ),
                ("samples = [self.dataset[i] for i in indices]", "samples = indices"),
            ],
            "Your jobs hold samples, not indices: all the reading is done by the thread that makes "
            "them, and the others have nothing left to do.",
        ),
    ],
)
