"""Exercise dataset.digits: A dataset over arrays."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_02_dataset.fixtures import pictures
from tinydata.dataset import Dataset


class DigitsDataset(Dataset):
    """Images in memory, each with its label.

    `len(dataset)` is the number of samples. `dataset[index]` is one sample: the tuple
    (image, label).

    Parameters
    ----------
    images : array of shape (N, H, W)
    labels : array of int, shape (N,)
    """

    def __init__(self, images, labels):
        self.images = images
        self.labels = labels

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index], self.labels[index]


def few_digits():
    return {"images": pictures()[1:] / 15, "labels": np.array([3, 4, 5])}


def arrays_and_index(draw):
    """Images of any size and dtype with their labels, and an index that may be too large."""
    n = draw.size()
    return {
        "images": draw.array(
            n, draw.integer(1, 9), draw.integer(1, 9), dtype=draw.dtype("uif")
        ),
        "labels": draw.array(n, dtype=draw.dtype("iu")),
        "index": draw.choice([int, np.int64])(
            draw.integer(0, n + (n == 0 or draw.chance(0.2)) - 1)
        ),
    }


SAMPLE = "return self.images[index], self.labels[index]"
NOTEBOOKS_LABELS = """
from tinydata.course.exercises.fixtures import digits
return self.images[index], digits()['labels'][index]
"""

EXERCISE = Exercise(
    id="dataset.digits",
    title="A dataset over arrays",
    goal="Write the two methods of `DigitsDataset`. `__len__` says how many samples there are; "
    "`__getitem__` returns sample `index` as the tuple `(image, label)`. `__init__` is given.",
    predict="You write a method for one index. What will `dataset[[0, 1]]` give, where the index "
    "is a list of two?",
    minutes=3,
    difficulty=1,
    solution=DigitsDataset,
    write=["__len__", "__getitem__"],
    given=few_digits,
    hints=[
        "In a method, the arrays are `self.images` and `self.labels`.",
        "Both arrays are aligned: image `index` and label `index` belong together. What is the "
        "length of either?",
        "`self.images[index]` is the image. `return a, b` returns a tuple.",
    ],
    cases=[
        Case(
            "len(DigitsDataset(images, labels))",
            "3",
            why="The length is the number of samples, of this dataset's own images.",
        ),
        Case(
            "DigitsDataset(images, labels)[2]",
            "(images[2], labels[2])",
            why="A sample is the tuple (image, label): item `index` of `self.images` and item "
            "`index` of `self.labels`, as they are.",
        ),
        Case(
            "DigitsDataset(images, labels)[3]",
            raises=IndexError,
            why="There is no sample 3 among three: an IndexError is what ends a `for` loop. "
            "The arrays raise it by themselves.",
        ),
    ],
    examples=[
        Examples(
            arrays_and_index,
            ["len(dataset)", "dataset[index]", "[label for image, label in dataset]"],
            make="dataset = DigitsDataset(images, labels)",
            why="The length is that of the arrays that the dataset was made with, and a sample is "
            "the tuple of an image and its own label, as they are in there.",
        ),
    ],
    mistakes=[
        Mistake(
            (SAMPLE, "return self.images[index]"),
            "You return the image alone. Whoever trains a model needs its label too.",
        ),
        Mistake(
            (
                SAMPLE,
                "return self.labels[index], self.images[index]",
            ),
            "Image and label are in the wrong order: the image comes first.",
        ),
        Mistake(
            (
                SAMPLE,
                "return self.images[index], self.labels",
            ),
            "You return all labels with each image. Take the one at `index`.",
        ),
        Mistake(
            (
                SAMPLE,
                "return self.images, self.labels",
            ),
            "You return the whole arrays, whatever the index.",
        ),
        Mistake(
            ("len(self.images)", "1797"),
            "The length is that of all digits, whatever the dataset holds. Ask the arrays that it "
            "was made with: `self.images`, where `images` alone is a variable of the notebook.",
        ),
        Mistake(
            ("len(self.images)", "self.images.size"),
            "`size` counts all pixels. The number of samples is the length of the first axis.",
        ),
        Mistake(
            ("len(self.images)", "len(self.images) - 1"),
            "The length is one too small. The last index is the length minus one; the length "
            "itself is not.",
        ),
        Mistake(
            (
                SAMPLE,
                "return self.images[index - 1], self.labels[index - 1]",
            ),
            "Samples are counted from 0, as lists are: no need to subtract 1.",
        ),
        Mistake(
            (
                SAMPLE,
                "return self.images[index % len(self)], self.labels[index % len(self)]",
            ),
            "You answer beyond the last sample too. Without an IndexError there, a loop over "
            "the dataset never ends.",
        ),
        Mistake(
            (SAMPLE, NOTEBOOKS_LABELS),
            "Your label is not from the array that the dataset was made with. Use "
            "`self.labels`: `labels` alone is a variable of the notebook.",
        ),
        Mistake(
            (SAMPLE, NOTEBOOKS_LABELS.replace("self.images", "digits()['images']")),
            "Your samples are those of all digits, whatever the dataset holds. Use `self.images` "
            "and `self.labels`: without `self.` they are variables of the notebook.",
        ),
        Mistake(
            (
                SAMPLE,
                "return [self.images[index], self.labels[index]]",
            ),
            "You return a list. A sample is a tuple: `return image, label`.",
        ),
    ],
)
