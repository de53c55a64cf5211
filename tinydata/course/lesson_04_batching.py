"""Lesson 4: indices in chunks, samples as arrays, and a loader that makes one batch at a time."""

import numpy as np

from tinydata.arguments import positive_int, true_or_false
from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.fixtures import digits
from tinydata.course.lesson_02_dataset import RecordingDataset


def index_chunks(indices, batch_size):
    """Yield `indices` in chunks of `batch_size`, in their order. The last one may be shorter.

    Parameters
    ----------
    indices : list, range or array of N integers
    batch_size : int
        How many indices make a chunk: 1 or more.
    """
    for start in range(0, len(indices), batch_size):
        yield indices[start : start + batch_size]


def collate(samples):
    """Make one batch of a list of samples.

    Parameters
    ----------
    samples : list of N tuples
        Such as (image, label). There may be more parts, or only one.

    Returns
    -------
    tuple of arrays, one for each part
        A part of shape (...) becomes an array of shape (N, ...) of the same dtype; N numbers become
        an array of shape (N,).

    Raises
    ------
    ValueError
        If the samples differ in their number of parts, or in the shape of a part.
    """
    return tuple([np.stack(part) for part in zip(*samples, strict=True)])


def loader_that_iterates():
    """The loader on its way: it iterates, and has neither a length nor `drop_last` yet."""

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

    return DataLoader


class DataLoader:
    """Visit a dataset in batches: one pass of a `for` loop is one epoch.

    Parameters
    ----------
    dataset : anything with `__len__` and `__getitem__`
        Its samples are tuples.
    batch_size : int
        Samples in a batch. The last batch may be smaller.
    drop_last : bool
        Whether to leave out the last batch if it is smaller.
    """

    def __init__(self, dataset, batch_size=1, drop_last=False):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)

    def __len__(self):
        """Return the number of batches in an epoch."""
        count = len(self.dataset)
        return count // self.batch_size if self.drop_last else -(-count // self.batch_size)

    def __iter__(self):
        """Yield the batches in order. A sample is read when its batch is asked for."""
        indices = range(len(self.dataset))[: len(self) * self.batch_size]
        for chunk in index_chunks(indices, self.batch_size):
            yield collate([self.dataset[i] for i in chunk])


class FirstThree:
    """The first three samples of a longer list. Beyond its end it answers, without an error."""

    def __init__(self, samples):
        self.samples = samples

    def __len__(self):
        return 3

    def __getitem__(self, index):
        return self.samples[index]


def five_samples():
    """Five samples of two numbers in a list, which is a dataset too, and all the digits."""
    samples = [(0.1, 0), (0.2, 1), (0.3, 0), (0.4, 1), (0.5, 1)]
    classes = {"RecordingDataset": RecordingDataset, "FirstThree": FirstThree}
    return {"samples": samples, **classes, **digits()}


CHUNK = "yield indices[start : start + batch_size]"
STACK = "tuple([np.stack(part) for part in zip(*samples, strict=True)])"
LOOP = """for chunk in index_chunks(range(len(self.dataset)), self.batch_size):
            yield collate([self.dataset[i] for i in chunk])"""
LENGTH = """count = len(self.dataset)
        return count // self.batch_size if self.drop_last else -(-count // self.batch_size)"""

EXERCISES = [
    Exercise(
        id="batching.index-chunks",
        title="Indices in chunks",
        goal="Write the generator function `index_chunks(indices, batch_size)`. It yields the "
        "first `batch_size` indices, then the next ones, until all were handed out. A chunk is a "
        "part of `indices`, cut out with a slice. The last one holds what is left: it may be "
        "shorter, but it is never empty.",
        predict="`5` indices in chunks of `2`: how many chunks, and how long is the last? And `6` "
        "indices in chunks of `2`?",
        minutes=4,
        difficulty=1,
        solution=index_chunks,
        hints=[
            "At which positions does a chunk begin? With chunks of `2`: at `0`, `2`, `4` and so "
            "on. `range` takes a step as its third argument.",
            "The chunk that begins at `start` is the slice `indices[start : start + batch_size]`. "
            "A slice that reaches beyond the end is cut off there, so the last chunk needs no "
            "extra care.",
            "Two lines: `for start in range(0, len(indices), batch_size):` and, in the loop, the "
            "slice behind `yield`.",
        ],
        cases=[
            Case(
                "[list(chunk) for chunk in index_chunks([0, 1, 2, 3], 2)]",
                "[[0, 1], [2, 3]]",
                why="Each chunk should hold the next `batch_size` indices.",
            ),
            Case(
                "[list(chunk) for chunk in index_chunks(range(5), 2)]",
                "[[0, 1], [2, 3], [4]]",
                why="What is left at the end is a chunk too, a shorter one.",
            ),
            Case(
                "indices = [7, 2, 9, 4, 0]\n[list(chunk) for chunk in index_chunks(indices, 2)]",
                "[[7, 2], [9, 4], [0]]",
                why="The chunks should hold the indices that were given, in their order.",
            ),
            Case(
                "[list(chunk) for chunk in index_chunks(range(7), 3)]",
                "[[0, 1, 2], [3, 4, 5], [6]]",
                why="All chunks should be full, except for the last.",
            ),
            Case(
                "[list(chunk) for chunk in index_chunks(range(3), 5)]",
                "[[0, 1, 2]]",
                why="With fewer indices than `batch_size` there is one chunk, a shorter one.",
            ),
            Case(
                "[list(chunk) for chunk in index_chunks(np.array([3, 1, 2]), 1)]",
                "[[3], [1], [2]]",
                why="The indices may come as an array. A chunk of one index is a chunk as well.",
            ),
            Case(
                "[list(chunk) for chunk in index_chunks([], 4)]",
                "[]",
                why="No indices, no chunks.",
            ),
            Case(
                "list(next(index_chunks(range(5), 2)))",
                "[0, 1]",
                why="`next` should give the first chunk. A generator function has a `yield`.",
            ),
            Case(
                "chunks = list(index_chunks(range(5), 2))\n[list(chunk) for chunk in chunks]",
                "[[0, 1], [2, 3], [4]]",
                why="A chunk that was handed over should not change when the next one is made.",
            ),
            Case(
                "[len(chunk) for chunk in index_chunks(range(1797), 32)]",
                "[32] * 56 + [5]",
                why="It works for few indices, but not for as many as there are digits.",
            ),
        ],
        mistakes=[
            Mistake(
                ("range(0, len(indices), batch_size)", "range(0, len(indices) - 1, batch_size)"),
                "You stop one index too early: a last chunk of one index is missing. `range` "
                "leaves out its end already.",
            ),
            Mistake(
                (
                    "range(0, len(indices), batch_size)",
                    "range(0, len(indices) - batch_size + 1, batch_size)",
                ),
                "The last chunk is missing where it is shorter. Its samples would never be seen.",
            ),
            Mistake(
                ("range(0, len(indices), batch_size)", "range(0, len(indices) + 1, batch_size)"),
                "Where nothing is left over, you yield an empty chunk at the end. A batch cannot "
                "be made of no samples.",
            ),
            Mistake(
                ("range(0, len(indices), batch_size)", "range(len(indices))"),
                "Your chunks overlap, since each begins one index after the last one. Go on in "
                "steps of `batch_size`.",
            ),
            Mistake(
                (CHUNK, "yield indices[start:batch_size]"),
                "The end of your slice stays at `batch_size`. A slice goes from one position to "
                "another: the second one moves along with `start`.",
            ),
            Mistake(
                (CHUNK, "yield list(range(start, min(start + batch_size, len(indices))))"),
                "You yield positions, 0 and 1 and so on, and not the indices that lie there. It is "
                "the same until the indices come in another order.",
            ),
            Mistake(
                (CHUNK, "yield list(range(start, start + batch_size))"),
                "You count on, whatever `indices` holds, and beyond its end. Cut the chunk out of "
                "`indices` with a slice.",
            ),
            Mistake(
                (CHUNK, "yield indices[start]"),
                "You yield one index of each chunk, its first. Cut out a slice.",
            ),
            Mistake(
                (CHUNK, "return indices[start : start + batch_size]"),
                "`return` ends the function at the first chunk. `yield` hands a chunk over and "
                "goes on from there.",
            ),
            Mistake(
                """
                def index_chunks(indices, batch_size):
                    starts = range(0, len(indices), batch_size)
                    return [indices[start : start + batch_size] for start in starts]
                """,
                "You make all chunks and return them in a list. A generator function hands them "
                "over one at a time: put `yield` into a loop.",
            ),
            Mistake(
                """
                def index_chunks(indices, batch_size):
                    chunk = []
                    for index in indices:
                        chunk.append(index)
                        if len(chunk) == batch_size:
                            yield chunk
                            chunk.clear()
                    if chunk:
                        yield chunk
                """,
                "You hand over the same list again and again, and `clear` empties it for those who "
                "have it already. Begin a new list: `chunk = []`.",
            ),
            Mistake(
                """
                def index_chunks(indices, batch_size):
                    start = 0
                    while indices[start : start + batch_size]:
                        yield indices[start : start + batch_size]
                        start += batch_size
                """,
                "You ask whether a chunk is true. A list is, unless it is empty, but an array of "
                "several numbers is neither. Compare `start` with `len(indices)`.",
            ),
            Mistake(
                """
                def index_chunks(indices, batch_size):
                    for start in range(batch_size):
                        yield indices[start::batch_size]
                """,
                "You deal the indices out like cards: every chunk gets each `batch_size`-th index. "
                "A chunk holds indices that follow one another.",
            ),
            Mistake(
                """
                def index_chunks(indices, batch_size):
                    yield from np.array_split(indices, batch_size)
                """,
                "You make as many chunks as `batch_size` says. It says how long a chunk is.",
            ),
            Mistake(
                """
                def index_chunks(indices, batch_size):
                    if len(indices):
                        yield from np.array_split(indices, -(-len(indices) // batch_size))
                """,
                "The number of chunks is right, but `array_split` makes them about equally long. "
                "All should be full, except for the last.",
            ),
        ],
    ),
    Exercise(
        id="batching.collate",
        title="Samples become a batch",
        goal="Write `collate(samples)`. It takes a list of samples and returns one batch: a tuple "
        "with an array for each part. Of `32` samples `(image, label)` it makes images of shape "
        "`(32, 8, 8)` and labels of shape `(32,)`.",
        predict="A list of one sample: which shapes do its images and labels have as a batch?",
        minutes=5,
        difficulty=2,
        solution=collate,
        given=digits,
        hints=[
            "There are two steps. First sort the parts: all images together, all labels together. "
            "Then make an array of each group.",
            "`zip(*samples, strict=True)` sorts the parts: it gives one tuple with all images, "
            "then one with all labels. `np.stack` makes an array of such a tuple.",
            "Collect the arrays in a list and return `tuple(arrays)`. In one line: "
            "`tuple([np.stack(part) for part in ...])`.",
        ],
        cases=[
            Case(
                "samples = [(np.array([1, 2, 3]), 0), (np.array([4, 5, 6]), 1)]\ncollate(samples)",
                "(np.array([[1, 2, 3], [4, 5, 6]]), np.array([0, 1]))",
                why="The batch should be a tuple of two arrays: all features, then all labels.",
            ),
            Case(
                "collate([(images[0], labels[0]), (images[1], labels[1]), (images[2], labels[2])])",
                "(images[:3], labels[:3])",
                why="Images of shape (8, 8) should be stacked into one array, a row an image.",
            ),
            Case(
                "collate([(images[5], labels[5])])",
                "(images[5:6], labels[5:6])",
                fresh=["images"],
                why="A batch of one sample has a batch axis too: images (1, 8, 8), labels (1,).",
            ),
            Case(
                "pixels = images.astype(np.uint8)\n"
                "collate([(pixels[3], np.float32(0.5)), (pixels[4], np.float32(1.5))])",
                "(images[3:5].astype(np.uint8), np.array([0.5, 1.5], np.float32))",
                why="Each array should keep the dtype of its parts.",
            ),
            Case(
                'collate([(images[0], 0, "a.png"), (images[1], 1, "b.png")])',
                '(images[:2], np.array([0, 1]), np.array(["a.png", "b.png"]))',
                why="A sample may have more than two parts: there is an array for each.",
            ),
            Case(
                "collate([(images[0],), (images[1],)])",
                "(images[:2],)",
                why="A sample may have only one part: the batch is a tuple with one array.",
            ),
            Case(
                "collate([(images[0], 3), (images[1],)])",
                raises=ValueError,
                why="The second sample has no label. Without `strict=True`, `zip` drops the labels "
                "of all others and says nothing.",
            ),
            Case(
                "collate([(images[0], 3), (images[1][:1], 5)])",
                raises=ValueError,
                why="Images of different shapes do not fit into one array.",
            ),
        ],
        mistakes=[
            Mistake(
                ("np.stack(part)", "np.concatenate(part)"),
                "`np.concatenate` joins along an axis that is there already, and a label has none. "
                "`np.stack` adds a new axis in front.",
            ),
            Mistake(
                ("np.stack(part)", "np.vstack(part)"),
                "`np.vstack` puts the rows of all images below one another, and labels into a "
                "column. `np.stack` adds a new axis in front.",
            ),
            Mistake(
                ("np.stack(part)", "np.stack(part, axis=-1)"),
                "The batch axis should come first. You put it last.",
            ),
            Mistake(
                ("np.stack(part)", "np.stack(part).squeeze()"),
                "`squeeze` removes every axis of length 1: with one sample, the batch axis. A "
                "model that expects a batch would refuse it.",
            ),
            Mistake(
                ("np.stack(part)", "np.stack(part).astype(np.float64)"),
                "You make every array float64. Labels should stay integers, and uint8 images take "
                "an eighth of the memory.",
            ),
            Mistake(
                (STACK, "tuple(zip(*samples, strict=True))"),
                "The parts are sorted, but they are tuples of Python still. Make an array of each.",
            ),
            Mistake(
                (STACK, "[np.stack(part) for part in zip(*samples, strict=True)]"),
                "You return a list. A batch is a tuple, as a sample is: `tuple(...)` makes one.",
            ),
            Mistake(
                (STACK, "tuple([np.stack(part) for part in zip(*samples)])"),
                "`zip` stops at the shortest sample. One sample without a label, and all labels "
                "vanish without an error. `zip(*samples, strict=True)` refuses that.",
            ),
            Mistake(
                (STACK, "tuple([np.stack(sample) for sample in samples])"),
                "You stack the parts of one sample, an image on its label. First bring all images "
                "together, and all labels: `zip(*samples, strict=True)`.",
            ),
            Mistake(
                (STACK, "tuple([np.array([part]) for part in samples[0]])"),
                "Your batch holds the first sample only.",
            ),
            Mistake(
                (STACK, "np.array(samples, dtype=object)"),
                "You return one array of Python objects. A model needs numbers: an array of images "
                "and an array of labels.",
            ),
            Mistake(
                """
                def collate(samples):
                    images = np.stack([sample[0] for sample in samples])
                    labels = np.stack([sample[1] for sample in samples])
                    return images, labels
                """,
                "You take two parts of each sample, whatever there is. A third one is lost. Let "
                "`zip(*samples, strict=True)` go through all parts.",
            ),
            Mistake(
                """
                def collate(samples):
                    images, labels = zip(*samples, strict=True)
                    return np.stack(images), np.stack(labels)
                """,
                "You expect two parts, an image and a label. There may be more, or only one: go "
                "through `zip(*samples, strict=True)` with a loop.",
            ),
            Mistake(
                """
                def collate(samples):
                    batch = []
                    for part in zip(*samples, strict=True):
                        first = np.asarray(part[0])
                        array = np.empty((len(part), *first.shape), first.dtype)
                        for i, value in enumerate(part):
                            array[i] = value
                        batch.append(array)
                    return tuple(batch)
                """,
                "You fill an array. NumPy repeats a row until it fills an image, so that a damaged "
                "sample goes unnoticed. `np.stack` refuses it.",
            ),
            Mistake(
                """
                def collate(samples):
                    images = np.stack([sample[0] for sample in samples])
                    labels = np.stack([sample[1] for sample in samples])
                    return labels, images
                """,
                "The parts should keep their places: images first, then labels, as in a sample.",
            ),
        ],
    ),
    Exercise(
        id="batching.iter",
        title="A loader that makes one batch at a time",
        goal="Write `__iter__` of `DataLoader` as a generator. It goes through the chunks of all "
        "indices, reads the samples of a chunk from `self.dataset`, collates them and yields the "
        "batch. Use your `index_chunks` and `collate`. `__init__` is given.",
        predict="How many samples will `next(iter(loader))` read with `batch_size=32`?",
        minutes=6,
        difficulty=2,
        solution=loader_that_iterates(),
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
                "loader = DataLoader(samples, batch_size=2)\nnext(iter(loader))",
                "(np.array([0.1, 0.2]), np.array([0, 1]))",
                why="The first batch should hold the first two samples, collated.",
            ),
            Case(
                "loader = DataLoader(samples, batch_size=2)\n"
                "[batch[1].tolist() for batch in loader]",
                "[[0, 1], [0, 1], [1]]",
                why="One pass should yield all batches in order, the smaller one at the end as "
                "well.",
            ),
            Case(
                "dataset = RecordingDataset(samples)\n"
                "next(iter(DataLoader(dataset, batch_size=2)))\n"
                "dataset.reads",
                "[0, 1]",
                why="For the first batch of two, two samples should be read, and no more.",
            ),
            Case(
                "dataset = RecordingDataset(samples)\n"
                "iter(DataLoader(dataset, batch_size=2))\n"
                "dataset.reads",
                "[]",
                why="Nothing should be read before the first batch is asked for.",
            ),
            Case(
                "dataset = RecordingDataset(samples)\n"
                "for batch in DataLoader(dataset, batch_size=2):\n"
                "    pass\n"
                "dataset.reads",
                "[0, 1, 2, 3, 4]",
                why="One pass should read each sample once, in order.",
            ),
            Case(
                "loader = DataLoader(samples, batch_size=4)\n"
                "[[len(batch[1]) for batch in loader] for epoch in range(2)]",
                "[[4, 1], [4, 1]]",
                why="A second pass over the loader should yield all batches again.",
            ),
            Case(
                "dataset = RecordingDataset(samples)\n"
                "loader = DataLoader(dataset, batch_size=2)\n"
                "for epoch in range(2):\n"
                "    for batch in loader:\n"
                "        pass\n"
                "len(dataset.reads)",
                "10",
                why="Each pass should read the samples anew, and keep none of them.",
            ),
            Case(
                "loader = DataLoader(samples)\n"
                "first, second = iter(loader), iter(loader)\n"
                "[next(batches)[0].tolist() for batches in [first, second, first, second]]",
                "[[0.1], [0.1], [0.2], [0.2]]",
                why="Two passes at a time should not disturb each other: each goes through all "
                "batches.",
            ),
            Case(
                "[batch[0].shape for batch in DataLoader(samples)]",
                "[(1,)] * 5",
                why="Without a batch size, a batch holds one sample.",
            ),
            Case(
                "[batch[0].tolist() for batch in DataLoader(FirstThree(samples), batch_size=2)]",
                "[[0.1, 0.2], [0.3]]",
                why="The length of a dataset says how many samples it has. This one has three, and "
                "does not refuse what lies beyond.",
            ),
            Case(
                "list(DataLoader([], batch_size=2))",
                "[]",
                why="A dataset without samples has no batches.",
            ),
            Case(
                "dataset = list(zip(images, labels))\n"
                "[batch[0].shape for batch in DataLoader(dataset, batch_size=32)]",
                "[(32, 8, 8)] * 56 + [(5, 8, 8)]",
                why="It works for few samples, but not for all of the digits.",
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
        ],
        mistakes=[
            Mistake(
                (
                    LOOP,
                    "batches, indices = [], range(len(self.dataset))\n"
                    "        for chunk in index_chunks(indices, self.batch_size):\n"
                    "            batches.append(collate([self.dataset[i] for i in chunk]))\n"
                    "        return iter(batches)",
                ),
                "You make all batches before the first one is handed over, so that all of them are "
                "in memory together. Yield each batch when it is made.",
            ),
            Mistake(
                (
                    LOOP,
                    "samples = [self.dataset[i] for i in range(len(self.dataset))]\n"
                    "        for chunk in index_chunks(range(len(samples)), self.batch_size):\n"
                    "            yield collate([samples[i] for i in chunk])",
                ),
                "You read the whole dataset first, and cut it into batches then. Read the samples "
                "of a chunk when it is its turn.",
            ),
            Mistake(
                (
                    LOOP,
                    "chunks = index_chunks(range(len(self.dataset)), self.batch_size)\n"
                    "        return [collate([self.dataset[i] for i in c]) for c in chunks]",
                ),
                "You return a list of all batches. `__iter__` has to return an iterator, and with "
                "a `yield` in it, it does: yield each batch in the loop.",
            ),
            Mistake(
                (
                    LOOP,
                    "samples = []\n"
                    "        for sample in self.dataset:\n"
                    "            samples.append(sample)\n"
                    "            if len(samples) == self.batch_size:\n"
                    "                yield collate(samples)\n"
                    "                samples = []\n"
                    "        if samples:\n"
                    "            yield collate(samples)",
                ),
                "A `for` loop over a dataset goes on until the dataset raises IndexError, and not "
                "every dataset does so at its end. Use `range(len(self.dataset))`.",
            ),
            Mistake(
                (
                    LOOP,
                    "self.kept = getattr(self, 'kept', {})\n"
                    "        for k, chunk in enumerate(\n"
                    "            index_chunks(range(len(self.dataset)), self.batch_size)\n"
                    "        ):\n"
                    "            if k not in self.kept:\n"
                    "                self.kept[k] = collate([self.dataset[i] for i in chunk])\n"
                    "            yield self.kept[k]",
                ),
                "Your loader keeps the batches, so that after one epoch all of them are in memory. "
                "Make each batch anew.",
            ),
            Mistake(
                (
                    LOOP,
                    "self.start = 0\n"
                    "        while self.start < len(self.dataset):\n"
                    "            stop = min(self.start + self.batch_size, len(self.dataset))\n"
                    "            batch = collate([self.dataset[i] for i in range(self.start, "
                    "stop)])\n"
                    "            self.start = stop\n"
                    "            yield batch",
                ),
                "Your place is `self.start`, which all loops over this loader share. Keep it in a "
                "variable of the method: `start`.",
            ),
            Mistake(
                (LOOP, LOOP.replace("yield", "return")),
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
                "You ask the dataset for a whole chunk. `__getitem__` answers for one index: ask "
                "for each of them.",
            ),
            Mistake(
                (
                    LOOP,
                    "for start in range(0, len(self.dataset), self.batch_size):\n"
                    "            yield collate(self.dataset[start : start + self.batch_size])",
                ),
                "You slice the dataset. A list can be sliced, but a folder of files cannot: ask "
                "for one index at a time.",
            ),
            Mistake(
                ("range(len(self.dataset))", "self.dataset"),
                "You cut the samples into chunks. Cut their indices: `range(len(self.dataset))`.",
            ),
            Mistake(
                (
                    LOOP,
                    "for chunk in index_chunks(range(len(self.dataset)), self.batch_size):\n"
                    "            if len(chunk) == self.batch_size:\n"
                    "                yield collate([self.dataset[i] for i in chunk])",
                ),
                "You leave out the last batch if it is smaller. Its samples would never be seen.",
            ),
            Mistake(
                (
                    LOOP,
                    "samples = []\n"
                    "        for i in range(len(self.dataset)):\n"
                    "            samples.append(self.dataset[i])\n"
                    "            if len(samples) == self.batch_size:\n"
                    "                yield collate(samples)\n"
                    "                samples = []",
                ),
                "You collect samples until there are `batch_size` of them. What is left after the "
                "loop is read and then thrown away.",
            ),
            Mistake(
                (
                    LOOP,
                    LOOP.replace("            yield", "            pass\n        yield"),
                ),
                "Your `yield` is behind the loop, so that only the last batch is made. It belongs "
                "into the loop.",
            ),
            Mistake(
                ("self.batch_size):", "32):"),
                "Your batches always have 32 samples. Use `self.batch_size`.",
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
    ),
    Exercise(
        id="batching.length",
        title="How many batches?",
        goal="Write `__len__` of `DataLoader`: the number of batches in an epoch. If `drop_last` "
        "is true, a smaller batch at the end does not count. The rest is given. Look at "
        "`__iter__`: it asks for your length, so that both always agree.",
        predict="`6` samples in batches of `2`: how many batches with `drop_last=True`, and how "
        "many without?",
        minutes=4,
        difficulty=2,
        solution=DataLoader,
        write=["__len__"],
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
                why="Five samples in batches of two: the smaller batch at the end counts.",
            ),
            Case(
                "len(DataLoader(samples, batch_size=2, drop_last=True))",
                "2",
                why="With `drop_last=True` the smaller batch at the end does not count.",
            ),
            Case(
                "len(DataLoader(range(6), batch_size=2))",
                "3",
                why="If the samples fill the batches, nothing is left over to be counted.",
            ),
            Case(
                "len(DataLoader(range(6), batch_size=2, drop_last=True))",
                "3",
                why="If the samples fill the batches, there is nothing to drop.",
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
                "[len(DataLoader(range(1797), 32, drop_last=drop)) for drop in [False, True]]",
                "[57, 56]",
                why="It works for few samples, but not for as many as there are digits.",
            ),
            Case(
                "[len(batch[1]) for batch in DataLoader(samples, 2)]",
                "[2, 2, 1]",
                why="`__iter__` should yield as many batches as the length says, the last "
                "included.",
            ),
            Case(
                "[len(batch[1]) for batch in DataLoader(samples, 2, drop_last=True)]",
                "[2, 2]",
                why="`__iter__` should leave the smaller batch out. Leave it as it was.",
            ),
            Case(
                "dataset = RecordingDataset(samples)\n"
                "next(iter(DataLoader(dataset, batch_size=2, drop_last=True)))\n"
                "dataset.reads",
                "[0, 1]",
                why="To know the length, no sample has to be read.",
            ),
            Case(
                'DataLoader(samples, batch_size=2, drop_last="no")',
                raises=TypeError,
                mentions=["drop_last"],
                why="`true_or_false` in `__init__` refuses it. Leave `__init__` as it was.",
            ),
        ],
        mistakes=[
            Mistake(
                (LENGTH, "return len(self.dataset)"),
                "You count samples. The length of a loader is its number of batches.",
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
                    "count = len(self.dataset) // self.batch_size\n"
                    "        return count if self.drop_last else count + 1",
                ),
                "You always add one for the smaller batch at the end. Often there is none: six "
                "samples fill three batches of two.",
            ),
            Mistake(
                (
                    LENGTH,
                    "count = -(-len(self.dataset) // self.batch_size)\n"
                    "        return count - 1 if self.drop_last else count",
                ),
                "`drop_last` drops the last batch only if it is smaller. You subtract one always, "
                "also where the samples fill the last batch.",
            ),
            Mistake(
                ("if self.drop_last else", "if not self.drop_last else"),
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
                    "return count // self.batch_size if self.drop_last else "
                    "-(-count // self.batch_size)",
                    "batches = count / self.batch_size\n"
                    "        return np.floor(batches) if self.drop_last else np.ceil(batches)",
                ),
                "`np.ceil` and `np.floor` round, but give a float. A length has to be an integer: "
                "`math.ceil`, or `int(...)` around it.",
            ),
            Mistake(
                (
                    "return count // self.batch_size if self.drop_last else "
                    "-(-count // self.batch_size)",
                    "full = count // self.batch_size\n"
                    "        return max(1, full) if self.drop_last else -(-count // "
                    "self.batch_size)",
                ),
                "You count at least one batch. If there are fewer samples than `batch_size`, "
                "`drop_last=True` leaves none.",
            ),
            Mistake(
                (
                    "return count // self.batch_size if self.drop_last else "
                    "-(-count // self.batch_size)",
                    "return count - count % self.batch_size if self.drop_last else count",
                ),
                "You count the samples that are visited. Divide by the batch size to count "
                "batches.",
            ),
        ],
    ),
]
