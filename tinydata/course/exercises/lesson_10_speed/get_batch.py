"""Exercise speed.get-batch: A batch from one question."""

import numpy as np

from tinydata.course.checker.short_repr import show
from tinydata.course.exercise import Case, Examples, Exercise, Mistake


class StoredDataset:
    """Images and labels in a storage that is asked by square brackets.

    Parameters
    ----------
    images, labels : arrays, or what answers `images[index]` and `images[[index, ...]]`
        As many labels as images. Each pair of brackets is a question to the storage.
    """

    def __init__(self, images, labels):
        self.images = images
        self.labels = labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.images[index], self.labels[index]

    def get_batch(self, indices):
        """Return the samples with these indices as a batch, (images, labels).

        `indices` is a list, a tuple or an array of integers, in any order, or empty; an
        index may come twice. The images are asked for in one question, and the labels
        in another.
        """
        indices = list(indices)
        return self.images[indices], self.labels[indices]


class Storage:
    """An array in a storage: it is asked by square brackets, and notes how often, and for what."""

    def __init__(self, array):
        self.array = array
        self.questions = []

    def __len__(self):
        return len(self.array)

    def __getitem__(self, index):
        self.questions.append(index)
        answer = self.array[index]
        return answer.copy() if isinstance(answer, np.ndarray) else answer

    def take(self, indices, axis=None):
        """`array.take`, which some use in place of brackets."""
        self.questions.append(indices)
        return self.array.take(indices, axis=axis)

    def __repr__(self):
        return f"Storage({show(self.array)})"

    @property
    def rows(self):
        """How many rows it has handed out in all."""
        return sum(_rows(question, len(self.array)) for question in self.questions)


def _rows(question, n):
    return np.size(np.arange(n)[question])


def stored_samples(draw):
    """Images of any shape, labels of any dtype; indices in any order, now and then one beyond."""
    n, count = draw.shuffled([draw.size(), draw.size()])
    count = count if n else 0
    indices = draw.integers(count, -n, n - 1)
    if count and draw.chance(0.1):
        indices[draw.place(count)] = draw.choice([n, -n - 1])
    elif count and draw.chance(0.3):  # neighbours, which a slice could fetch
        count = min(count, n)
        start = draw.integer(0, n - count)
        indices = list(range(start, start + count))
    images = draw.array(n, *draw.shape(0, 3))
    # Before NumPy 2.1 an index beyond rows that hold nothing was only warned of.
    if not images.size:
        indices = [index for index in indices if -n <= index < n]
        count = len(indices)
    return {
        "images": images,
        "labels": draw.array(n),
        "indices": draw.container(indices)
        if count
        else draw.choice([[], (), np.array([], int)]),
    }


BATCH = "return self.images[indices], self.labels[indices]"
AS_LIST = "indices = list(indices)"
WHOLE = f"{AS_LIST}\n{BATCH}"
THREE = "np.array([[[1, 2]], [[3, 4]], [[5, 6]]], np.uint8), np.array([7, 8, 9])"

EXERCISE = Exercise(
    id="speed.get-batch",
    title="One question a batch",
    goal="Give the dataset a third method, `get_batch(indices)`: the samples with these indices "
    "as a batch, the same that collating them one by one gives. It asks the images once and "
    "the labels once. `indices` may be a list, a tuple or an array. What comes back shares no "
    "memory with the storage, not even where the indices are neighbours.",
    predict="`images` has the shape (1797, 8, 8). What is `images[[3, 5]]`, and what `images[3, "
    "5]`, which is the same as `images[(3, 5)]`?",
    minutes=3,
    difficulty=1,
    solution=StoredDataset,
    write=["get_batch"],
    given=lambda: {
        "images": np.array([[[1, 2]], [[3, 4]], [[5, 6]]], np.uint8),
        "labels": np.array([7, 8, 9]),
        "Storage": Storage,
    },
    hints=[
        "With a list of indices in square brackets, NumPy gathers all rows in one step, in that "
        "order: `images[[3, 5]]`. The result is a new array.",
        "A tuple in square brackets means something else: one index for each axis. So make a "
        "list of `indices` first, or an array of integers.",
        "`indices = list(indices)`, then `self.images[indices]` and `self.labels[indices]`.",
    ],
    cases=[
        Case(
            "StoredDataset(images, labels).get_batch([2, 0])",
            "np.array([[[5, 6]], [[1, 2]]], np.uint8), np.array([9, 7])",
            why="The batch is a tuple: the images, in the order of the indices, and their labels.",
        ),
        Case(
            "StoredDataset(images, labels).get_batch((2, 0))",
            "np.array([[[5, 6]], [[1, 2]]], np.uint8), np.array([9, 7])",
            why="A tuple in square brackets is one index for each axis: `images[(2, 0)]` is row 0 "
            "of image 2. Make a list of it first.",
        ),
        Case(
            """
            storage = Storage(images), Storage(labels)
            batch = StoredDataset(*storage).get_batch([2, 0, 2])
            [len(part.questions) for part in storage]
            """,
            "[1, 1]",
            why="The images should be asked once and the labels once, however many samples there "
            "are.",
        ),
        Case(
            """
            storage = Storage(images), Storage(labels)
            batch = StoredDataset(*storage).get_batch([2, 0])
            [part.rows for part in storage]
            """,
            "[2, 2]",
            why="Two rows of each are asked for. Whoever reads the whole storage to pick them out "
            "reads all files for each batch.",
        ),
        Case(
            """
            storage = Storage(images), Storage(labels)
            StoredDataset(*storage)
            [len(part.questions) for part in storage]
            """,
            "[0, 0]",
            why="Nothing should be read before it is asked for.",
        ),
        Case(
            """
            batch = StoredDataset(images, labels).get_batch([0, 1, 2])
            batch[0][:] = 0
            batch[1][:] = 0
            images, labels
            """,
            THREE,
            may_change=["images", "labels"],
            why="Whoever writes to a batch should not write to the storage. A slice is a view, so "
            "neighbours are fetched like all others.",
        ),
        Case(
            "StoredDataset(images, labels).get_batch([])",
            "np.zeros((0, 1, 2), np.uint8), np.array([], int)",
            why="No indices give a batch without samples. `np.array([])` is an array of floats, "
            "which cannot be indices: say `dtype=int`, or stay with a list.",
        ),
    ],
    examples=[
        Examples(
            stored_samples,
            [
                "dataset.get_batch(indices)",
                "len(dataset) and dataset[-1] and dataset.get_batch(indices)",
            ],
            make="dataset = StoredDataset(images, labels)",
            fresh=["images", "labels"],
            why="Place `k` of the batch should hold the image and the label number `indices[k]`, "
            "and each in the dtype in which it is stored; an index that lies beyond the samples "
            "is an IndexError, which NumPy raises.",
        ),
    ],
    mistakes=[
        Mistake(
            (WHOLE, BATCH),
            "A tuple of indices means one for each axis, so that pixels come back in place of "
            "images. Make a list of `indices` first.",
        ),
        Mistake(
            (
                WHOLE,
                """
                samples = [self[i] for i in indices]
                return tuple(np.stack(part) for part in zip(*samples, strict=True))
                """,
            ),
            "You ask for the samples one by one. That is right, and a question for each of them: "
            "ask with all indices in one pair of square brackets.",
        ),
        Mistake(
            (
                WHOLE,
                """
                images = np.array([self.images[i] for i in indices])
                return images, np.array([self.labels[i] for i in indices])
                """,
            ),
            "You ask for each image in a list comprehension: a question for each of them. Put all "
            "indices into one pair of square brackets.",
        ),
        Mistake(
            (AS_LIST, "indices = sorted(indices)"),
            "You sort the indices. The batch has the order in which they are asked for: it is the "
            "order of the epoch.",
        ),
        Mistake(
            (AS_LIST, "indices = list(set(indices))"),
            "A set has each index once and in no order. An index may come twice.",
        ),
        Mistake(
            (AS_LIST, "indices = list(dict.fromkeys(indices))"),
            "You drop the indices that come again. An index may come twice, and so does its "
            "sample then.",
        ),
        Mistake(
            (
                WHOLE,
                """
                indices = list(indices)
                few = slice(indices[0], indices[0] + len(indices)) if indices else []
                return self.images[few], self.labels[few]
                """,
            ),
            "Your slice is right for neighbours only, and a view of the storage. Indices come in "
            "any order.",
        ),
        Mistake(
            (
                WHOLE,
                """
                indices = list(indices)
                if indices and indices == list(range(indices[0], indices[0] + len(indices))):
                    few = slice(indices[0], indices[0] + len(indices))
                    return self.images[few], self.labels[few]
                return self.images[indices], self.labels[indices]
                """,
            ),
            "For neighbours you take a slice. It is a view: whoever writes to the batch then "
            "writes to the storage. And a slice that ends beyond the samples raises nothing.",
        ),
        Mistake(
            (BATCH, "return self.labels[indices], self.images[indices]"),
            "The images come first in the tuple, then the labels.",
        ),
        Mistake(
            (BATCH, "return [self.images[indices], self.labels[indices]]"),
            "You return a list. A batch is a tuple: the comma makes one.",
        ),
        Mistake(
            (
                BATCH,
                "return list(zip(self.images[indices], self.labels[indices], strict=True))",
            ),
            "You return a list of samples. A batch is the pair of both arrays.",
        ),
        Mistake(
            (BATCH, "return self.images[:][indices], self.labels[:][indices]"),
            "You ask the storage for more rows than the indices name (`[:]` asks for all of them), "
            "and pick afterwards. Ask for these rows alone.",
        ),
        Mistake(
            (
                WHOLE,
                """
                indices = np.array(indices)
                return self.images[indices], self.labels[indices]
                """,
            ),
            "`np.array([])` is an array of floats, and floats cannot be indices: "
            "`np.array(indices, dtype=int)`, or `list(indices)`.",
        ),
        Mistake(
            (BATCH, "return self.images[indices]"),
            "You return the images only. A batch has their labels, too.",
        ),
    ],
)
