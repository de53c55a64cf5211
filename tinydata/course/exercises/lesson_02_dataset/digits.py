"""Exercise dataset.digits: A dataset over arrays."""

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.lesson_02_dataset.fixtures import pictures
from tinydata.dataset import Dataset


class DigitsDataset(Dataset):
    """Images in memory, each with its label.

    `len(dataset)` is the number of samples. `dataset[index]` is one sample: the tuple
    (image, label).

    Parameters
    ----------
    images : array of shape (N, 8, 8)
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


EXERCISE = Exercise(
    id="dataset.digits",
    title="A dataset over arrays",
    goal="Write the two methods of `DigitsDataset`. `__len__` says how many samples there are; "
    "`__getitem__` returns sample `index` as the tuple `(image, label)`. `__init__` is given.",
    predict="Will a `for` loop over your dataset come to an end, although you never say where?",
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
            "DigitsDataset(images, labels)[0]",
            "(images[0], labels[0])",
            why="A sample is the tuple (image, label): item `index` of `self.images` and item "
            "`index` of `self.labels`, as they are.",
        ),
        Case(
            """
            image, label = DigitsDataset(images, labels)[2]
            image
            """,
            "images[2]",
            why="The image should be the one at `index`.",
        ),
        Case(
            "[DigitsDataset(images, labels)[index][1] for index in range(3)]",
            "[3, 4, 5]",
            why="The label should be the one at `index`.",
        ),
        Case(
            "len(DigitsDataset(images[:1], labels[:1]))",
            "1",
            why="The length should follow from the arrays that the dataset was made with.",
        ),
        Case(
            "DigitsDataset(images, labels)[3]",
            raises=IndexError,
            why="There is no sample 3 among three: an IndexError is what ends a `for` loop. "
            "The arrays raise it by themselves.",
        ),
    ],
    mistakes=[
        Mistake(
            ("return self.images[index], self.labels[index]", "return self.images[index]"),
            "You return the image alone. Whoever trains a model needs its label too.",
        ),
        Mistake(
            (
                "return self.images[index], self.labels[index]",
                "return self.labels[index], self.images[index]",
            ),
            "Image and label are in the wrong order: the image comes first.",
        ),
        Mistake(
            (
                "return self.images[index], self.labels[index]",
                "return self.images[index], self.labels",
            ),
            "You return all labels with each image. Take the one at `index`.",
        ),
        Mistake(
            (
                "return self.images[index], self.labels[index]",
                "return self.images, self.labels",
            ),
            "You return the whole arrays, whatever the index.",
        ),
        Mistake(
            ("len(self.images)", "1797"),
            "The length is fixed at that of all digits. Ask the arrays that you were given: "
            "another dataset may hold fewer.",
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
                "return self.images[index], self.labels[index]",
                "return self.images[index - 1], self.labels[index - 1]",
            ),
            "Samples are counted from 0, as lists are: no need to subtract 1.",
        ),
        Mistake(
            (
                "return self.images[index], self.labels[index]",
                "return self.images[index % len(self)], self.labels[index % len(self)]",
            ),
            "You answer beyond the last sample too. Without an IndexError there, a loop over "
            "the dataset never ends.",
        ),
        Mistake(
            (
                "return self.images[index], self.labels[index]",
                """
                labels = np.arange(10)  # as all the digits begin
                return self.images[index], labels[index]
                """,
            ),
            "Your label is not from the array that the dataset was made with. Use "
            "`self.labels`: `labels` alone is a variable of the notebook.",
        ),
        Mistake(
            (
                "return self.images[index], self.labels[index]",
                "return [self.images[index], self.labels[index]]",
            ),
            "You return a list. A sample is a tuple: `return image, label`.",
        ),
    ],
)
