"""Exercise training.evaluate: Evaluate."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_08_training.fixtures import (
    Counted,
    WithoutTheLast,
    cut,
    sizes_of_batches,
)
from tinydata.network import TwoLayerNetwork


def evaluate(network, loader):
    """Return the accuracy of `network`: the share of samples that it reads correctly.

    Parameters
    ----------
    network : object with predict(images), which returns the class of each image
        It is not trained here.
    loader : iterable of batches (images, labels)
        Gone through once, batch by batch: all of them together may not fit into memory.
        A batch may be smaller than the others.

    Returns
    -------
    float from 0 to 1
    """
    right, count = 0, 0
    for images, labels in loader:
        right += (network.predict(images) == labels).sum()
        count += len(labels)
    return right / count


class Reader:
    """Stands in for a network: it reads the digit that is written into the first pixel.

    It takes images of one shape, as a convolution does.
    """

    def __init__(self, more=0, shape=(8, 8)):
        self._more = more
        self._shape = tuple(shape)

    def __repr__(self):
        return f"Reader({self._more}, {self._shape})"

    def predict(self, images):
        if images.shape[1:] != self._shape:
            raise ValueError(
                f"images should be of shape (N, *{self._shape}), not {images.shape}"
            )
        return images.reshape(len(images), -1)[:, 0].astype(np.int64) + self._more


def batch_read_as(labels, read_as):
    """A batch with these labels, which `Reader` reads as `read_as`."""
    images = np.zeros((len(labels), 8, 8))
    images[:, 0, 0] = read_as
    return images, np.array(labels)


def for_evaluation():
    """A reader, batches for it, and a real network twice, with images."""
    generator = np.random.default_rng(0)
    return {
        "Counted": Counted,
        "WithoutTheLast": WithoutTheLast,
        "batch": batch_read_as,
        "reader": Reader(),
        "network": TwoLayerNetwork(generator=0),
        "untouched": TwoLayerNetwork(generator=0),
        "images": generator.random((50, 8, 8)),
        "labels": generator.integers(0, 10, 50),
    }


def network_and_batches(draw):
    """A reader that is always, often or never right; batches of all sizes, images of any shape."""
    sizes = sizes_of_batches(draw)
    sides = [side or 1 for side in draw.shape(1, 3)]
    dtype = draw.choice(["uint8", "float32", "float64"])
    images = np.ascontiguousarray(draw.array(sum(sizes), *sides, dtype=dtype))
    kind = draw.dtype("iu")
    classes = min(draw.choice([2, 10, 240]), np.iinfo(kind).max)
    labels = np.array(draw.integers(sum(sizes), 0, classes - 1))
    more = 0 if len(images) > 256 else draw.choice([0, 0, 1, -1, 256])
    first = images.reshape(len(images), -1)[:, 0]
    first[:] = (
        np.where(
            draw.array(len(first), dtype="bool")
            | draw.chance(0.5 if len(first) < 257 else 0),
            labels,
            draw.integer(0, 9),
        )
        + 1
    )
    return {
        "network": Reader(more - 1, sides),
        "batches": cut(draw, images, labels.astype(kind), sizes),
    }


COUNTED = """
right += (network.predict(images) == labels).sum()
count += len(labels)
"""

EXERCISE = Exercise(
    id="training.evaluate",
    title="Evaluate",
    goal="Write `evaluate(network, loader)`. It asks `network.predict` about the images of "
    "each batch and returns the share of **all samples** that were read correctly, from 0 to "
    "1. It uses nothing of `network` but `predict`, so that nothing is learnt from the test.",
    predict="Of a batch of 32 images, all are read correctly, and of a last batch of 8, "
    "none. What is the accuracy?",
    minutes=5,
    difficulty=1,
    solution=evaluate,
    given=for_evaluation,
    hints=[
        "`network.predict(images) == labels` is an array with True for each image that was "
        "read correctly. Its `.sum()` counts them.",
        "Count two things over all batches, right answers and samples. Divide once, after the "
        "loop.",
    ],
    cases=[
        Case(
            """
            loader = [batch([3, 1, 4, 1], read_as=[3, 1, 4, 7])]
            evaluate(reader, loader)
            """,
            "0.75",
            close=1e-6,
            why="Three of four were read correctly.",
        ),
        Case(
            """
            loader = WithoutTheLast([batch([3, 1, 4], [3, 1, 4]), batch([5], [0])])
            evaluate(reader, loader)
            """,
            "0.75",
            close=1e-6,
            why="Three of the four samples that came were read correctly, in whatever batch.",
        ),
        Case(
            """
            loader = [batch([3, 1], read_as=[1, 3]), batch([0], read_as=[7])]
            evaluate(reader, loader)
            """,
            "0.0",
            close=1e-6,
            why="Nothing was read correctly: each answer belongs to its own label.",
        ),
        Case(
            """
            loader = [batch([1] * 300, read_as=[1] * 300), batch([1] * 100, read_as=[0] * 100)]
            evaluate(reader, loader)
            """,
            "0.75",
            close=1e-6,
            why="300 of 400 were read correctly: more than a byte can count.",
        ),
        Case(
            """
            loader = (batch([k], read_as=[3]) for k in range(10))
            evaluate(reader, loader)
            """,
            "0.1",
            close=1e-6,
            why="The loader may be a generator: it has no length, and runs once.",
        ),
        Case(
            """
            evaluate(network, [(images, labels)])
            network.parameters
            """,
            "untouched.parameters",
            why="The network was changed by its test.",
        ),
        Case(
            """
            loader = Counted(10)
            evaluate(reader, loader)
            loader.most <= 3
            """,
            "True",
            why="Ten batches came, and more than three of them were in memory together. Be "
            "done with one before you ask for the next.",
        ),
    ],
    examples=[
        Examples(
            network_and_batches,
            [
                "evaluate(network, batches)",
                "evaluate(network, iter(batches))",
                "[evaluate(network, [batch]) for batch in batches[:20]]",
            ],
            close=1e-12,
            why="Count the samples that were read correctly and all samples that came, whatever "
            "their number and shape, and divide once.",
        ),
    ],
    mistakes=[
        Mistake(
            """
            def evaluate(network, loader):
                accuracies = []
                for images, labels in loader:
                    accuracies.append((network.predict(images) == labels).mean())
                return np.mean(accuracies)
            """,
            "You average the accuracies of the batches. A small last batch then has as much "
            "say as a full one. Count right answers and samples, and divide once.",
        ),
        Mistake(
            (
                COUNTED,
                """
                right = (network.predict(images) == labels).sum()
                count = len(labels)
                """,
            ),
            "You start counting anew in each batch, so that only the last one is left. Use `+=`.",
        ),
        Mistake(
            (
                """
                for images, labels in loader:
                    right += (network.predict(images) == labels).sum()
                    count += len(labels)
                return right / count
                """,
                """
                for images, labels in loader:
                    right += (network.predict(images) == labels).sum()
                    count += len(labels)
                    return right / count
                """,
            ),
            "Your `return` is inside the loop: only the first batch is evaluated.",
        ),
        Mistake(
            ("return right / count", "return right"),
            "You return the number of right answers. The accuracy is their share of all samples.",
        ),
        Mistake(
            ("return right / count", "return 100 * right / count"),
            "You return percent. The accuracy is a share from 0 to 1; `:.0%` in an f-string "
            "shows it as percent.",
        ),
        Mistake(
            ("== labels", "!= labels"),
            "You count the wrong answers. That is the error rate, one minus the accuracy.",
        ),
        Mistake(
            ("count += len(labels)", "count += 1"),
            "You divide by the number of batches. Divide by the number of samples.",
        ),
        Mistake(
            ("network.predict(images)", "network.forward(images).argmax(axis=1)"),
            "You use `forward`. Not everything that can be tested has it, such as the model at "
            "the end of this lesson: `predict` is all that a test needs.",
        ),
        Mistake(
            ("return right / count", "return right / len(loader.dataset)"),
            "You ask for `loader.dataset`. Not every loader has a dataset. Go through the "
            "batches, and count the samples that come.",
        ),
        Mistake(
            (
                "right, count = 0, 0",
                """
                right, count = 0, 0
                size = len(next(iter(loader))[1])
                """,
            ),
            "You take a batch out of the loader before the loop. If the loader is a generator, "
            "those samples are gone. Go through it once.",
        ),
        Mistake(
            """
            def evaluate(network, loader):
                right, count = 0, 0
                for images, labels in loader:
                    network.forward(images)
                    network.backward(labels)
                    network.step(0.1)
                    right += (network.predict(images) == labels).sum()
                    count += len(labels)
                return right / count
            """,
            "You train while you test. The network then knows the answers of the test: use "
            "`predict` alone.",
        ),
        Mistake(
            (
                "(network.predict(images) == labels).sum()",
                "len(network.predict(images) == labels)",
            ),
            "`len` counts all entries of the comparison, True and False alike. `.sum()` counts "
            "the True ones.",
        ),
        Mistake(
            ("network.predict(images)", "network.predict(images).argmax(axis=1)"),
            "`predict` has chosen the class already. There is nothing left for `argmax`.",
        ),
        Mistake(
            ("return right / count", "return round(right / count, 2)"),
            "You round. Leave that to whoever prints the number.",
        ),
        Mistake(
            (
                COUNTED,
                """
                right += (network.predict(images) == labels).all()
                count += 1
                """,
            ),
            "`all` asks whether the whole batch was read correctly. Count the samples that "
            "were, with `sum`.",
        ),
    ],
)
