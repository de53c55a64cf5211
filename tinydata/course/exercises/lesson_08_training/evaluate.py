"""Exercise training.evaluate: Evaluate."""

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.network import TwoLayerNetwork


def evaluate(network, loader):
    """Return the accuracy of `network`: the share of all samples that it reads correctly.

    Parameters
    ----------
    network : object with predict(images), which returns the class of each image
        It is not trained here.
    loader : iterable of batches (images, labels)
        Gone through once. A batch may be smaller than the others.

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
    """Stands in for a network: it reads the digit that is written into the corner pixel."""

    def predict(self, images):
        return images[:, 0, 0].astype(np.int64)


def batch_read_as(labels, read_as):
    """A batch with these labels, which `Reader` reads as `read_as`."""
    images = np.zeros((len(labels), 8, 8))
    images[:, 0, 0] = read_as
    return images, np.array(labels)


def for_evaluation():
    """A reader, batches for it, and a real network with images."""
    generator = np.random.default_rng(0)
    return {
        "batch": batch_read_as,
        "reader": Reader(),
        "network": TwoLayerNetwork(generator=0),
        "images": generator.random((50, 8, 8)),
        "labels": generator.integers(0, 10, 50),
    }


COUNTED = """
right += (network.predict(images) == labels).sum()
count += len(labels)
"""

EXERCISE = Exercise(
    id="training.evaluate",
    title="Evaluate",
    goal="Write `evaluate(network, loader)`. It asks `network.predict` about the images of "
    "each batch and returns the share of **all samples** that were read correctly, from `0` to "
    "`1`. It uses nothing of `network` but `predict`, so that nothing is learnt from the test.",
    predict="Of a batch of `32` images, all are read correctly, and of a last batch of `8`, "
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
            loader = [batch([3, 1], read_as=[3, 1]), batch([4, 5], read_as=[9, 9])]
            evaluate(reader, loader)
            """,
            "0.5",
            close=1e-6,
            why="All batches count, not only one of them.",
        ),
        Case(
            """
            loader = [batch([3, 1, 4], read_as=[3, 1, 4]), batch([5], read_as=[0])]
            evaluate(reader, loader)
            """,
            "0.75",
            close=1e-6,
            why="Three of four samples were read correctly, in whatever batch they came.",
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
            loader = [batch([3, 1, 4], read_as=[3, 1, 7])]
            evaluate(reader, loader)
            """,
            "2 / 3",
            close=1e-6,
            why="Two of three. The share itself, not rounded.",
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
            loader = [(images[:32], labels[:32]), (images[32:], labels[32:])]
            evaluate(network, loader)
            """,
            "(network.predict(images) == labels).mean()",
            close=1e-6,
            why="With a real network, the share of right answers is another one.",
        ),
        Case(
            """
            evaluate(network, [(images, labels)])
            network.parameters['output_bias']
            """,
            "np.zeros(10)",
            why="The network was changed by its test.",
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
