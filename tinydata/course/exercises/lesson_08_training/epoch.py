"""Exercise training.epoch: Train for an epoch."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_08_training.fixtures import (
    Counted,
    WithoutTheLast,
    cut,
    sizes_of_batches,
)
from tinydata.network import TwoLayerNetwork


def train_epoch(network, loader, learning_rate):
    """Train `network` on each batch of `loader` once; return the samples' mean loss.

    Parameters
    ----------
    network : object with forward(images), backward(labels) and step(learning_rate)
        `backward` returns the mean loss of the batch.
    loader : iterable of batches (images, labels)
        Gone through once, batch by batch: all of them together may not fit into memory.
        A batch may be smaller than the others.
    learning_rate : float

    Returns
    -------
    float
        The mean over all samples of the epoch.
    """
    total, count = 0.0, 0
    for images, labels in loader:
        network.forward(images)
        loss = network.backward(labels)
        network.step(learning_rate)
        total += loss * len(labels)
        count += len(labels)
    return total / count


class NotingNetwork:
    """Stands in for a network, and notes what it is asked to do. The first pixel is the loss."""

    def __init__(self):
        self.calls = []
        self._loss = 0.0

    def __repr__(self):
        return "NotingNetwork()"

    def forward(self, images):
        self.calls.append(("forward", images))
        self._loss = float(images.item(0))
        return np.zeros((len(images), 10))

    def backward(self, labels):
        self.calls.append(("backward", labels))
        return self._loss

    def step(self, learning_rate):
        self.calls.append(("step", learning_rate))


def batch_with_loss(size, loss):
    """A batch of `size` samples which gives `NotingNetwork` this loss."""
    return np.full((size, 8, 8), loss), np.arange(size)


def for_training():
    """Networks and batches. `trained` is what an epoch of the real network should come to."""
    generator = np.random.default_rng(0)
    batches = [
        (generator.random((size, 8, 8)), generator.integers(0, 10, size))
        for size in [4, 4, 2]
    ]
    network, losses = TwoLayerNetwork(generator=0), []
    for images, labels in batches:
        network.forward(images)
        losses.append(network.backward(labels))
        network.step(0.5)
    return {
        "Counted": Counted,
        "WithoutTheLast": WithoutTheLast,
        "batch": batch_with_loss,
        "batches": batches,
        "NotingNetwork": NotingNetwork,
        "TwoLayerNetwork": TwoLayerNetwork,
        "trained": (np.average(losses, weights=[4, 4, 2]), network.parameters),
    }


def network_and_batches(draw):
    """One batch or many, of one sample or many; images of any shape; now and then a loss of 0."""
    sizes = sizes_of_batches(draw)
    sides = [side or 1 for side in draw.shape(1, 3)]
    images = draw.array(sum(sizes), *sides, dtype=draw.dtype("f"))
    labels = np.abs(draw.array(sum(sizes), dtype="int64") % 10).astype(draw.dtype("iu"))
    if draw.fault():
        place = draw.place(len(sizes))
        images[sum(sizes[:place])] = 0
    return {
        "network": NotingNetwork(),
        "batches": cut(draw, images, labels, sizes),
        "learning_rate": draw.choice([0.1, 0.5, 1, 0.0, 2.5, np.float64(0.25)]),
    }


STEP = """
network.forward(images)
loss = network.backward(labels)
network.step(learning_rate)
"""
WEIGHTED = """
total += loss * len(labels)
count += len(labels)
"""

EXERCISE = Exercise(
    id="training.epoch",
    title="Train for an epoch",
    goal="Write `train_epoch(network, loader, learning_rate)`. It goes through the loader "
    "once. For each batch it makes one training step: forward, backward, step. It returns the "
    "mean loss of the epoch, **over all samples**: a sample in a small last batch counts as "
    "much as any other.",
    predict="A batch of 3 samples has a loss of 2.0, and a batch of 1 sample a loss of "
    "6.0. What is the mean over the samples, and what would the mean of the two batches be?",
    minutes=6,
    difficulty=2,
    solution=train_epoch,
    given=for_training,
    hints=[
        "The loop is the one of lesson 0: `for images, labels in loader:`, and in it the three "
        "calls. What `backward` returns is the loss of the batch: keep it.",
        "That loss is a mean over the batch. Times `len(labels)`, it is the sum of the losses "
        "of its samples. Add up the sums, and count the samples as you go.",
        "Before the loop: `total, count = 0.0, 0`. In it, after the step: "
        "`total += loss * len(labels)` and `count += len(labels)`. After it: "
        "`return total / count`.",
    ],
    cases=[
        Case(
            """
            loader = [batch(2, loss=1.5)]
            train_epoch(NotingNetwork(), loader, 0.1)
            """,
            "1.5",
            close=1e-6,
            why="With a single batch, the mean loss is the one that `backward` returns.",
        ),
        Case(
            """
            loader = WithoutTheLast([batch(3, loss=2.0), batch(1, loss=6.0)])
            train_epoch(NotingNetwork(), loader, 0.1)
            """,
            "3.0",
            close=1e-6,
            why="Three samples with 2.0 and one with 6.0 make 12.0, divided by the four samples "
            "that came.",
        ),
        Case(
            """
            network = NotingNetwork()
            train_epoch(network, [batch(3, loss=2.0), batch(1, loss=6.0)], 0.1)
            [name for name, _ in network.calls]
            """,
            "['forward', 'backward', 'step', 'forward', 'backward', 'step']",
            why="Each batch should be one training step: forward, backward, step, once each.",
        ),
        Case(
            """
            network = NotingNetwork()
            train_epoch(network, [batch(3, loss=2.0), batch(1, loss=6.0)], 0.5)
            [value for name, value in network.calls if name == "step"]
            """,
            "[0.5, 0.5]",
            why="Each step should get the learning rate that was asked for.",
        ),
        Case(
            """
            network = TwoLayerNetwork(generator=0)
            loss = train_epoch(network, batches, 0.5)
            (loss, network.parameters)
            """,
            "trained",
            close=1e-6,
            why="With a real network, the loss or the weights after the epoch are others.",
        ),
        Case(
            """
            loader = Counted(10)
            train_epoch(TwoLayerNetwork(generator=0), loader, 0.1)
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
                "train_epoch(network, batches, learning_rate)",
                "train_epoch(network, iter(batches), learning_rate)",
                "[train_epoch(network, batches, learning_rate), *network.calls[-30:]]",
                "[train_epoch(network, [batch], learning_rate) for batch in batches[:20]]",
            ],
            close=1e-9,
            why="For each batch its images go to `forward`, its labels to `backward`, and the "
            "learning rate to `step`. The loss is the mean over all samples that came. Go "
            "through the loader once: it may be a generator.",
        ),
    ],
    mistakes=[
        Mistake(
            (
                WEIGHTED,
                """
                total += loss
                count += 1
                """,
            ),
            "You average over the batches. A small last batch then has as much say as a full "
            "one: weigh each loss by the size of its batch, `len(labels)`. (`len(batch)` is always "
            "2, the images and the labels.)",
        ),
        Mistake(
            (
                WEIGHTED,
                """
                total += loss
                count += len(labels)
                """,
            ),
            "`backward` returns a mean, not a sum. Multiply it by the number of samples in the "
            "batch before you add it up.",
        ),
        Mistake(
            ("count += len(labels)", "count += 1"),
            "You add up over samples, but divide by the number of batches. Divide by the "
            "number of samples.",
        ),
        Mistake(
            ("return total / count", "return total"),
            "You return the sum of the losses. It grows with the data set: divide by the "
            "number of samples.",
        ),
        Mistake(
            ("return total / count", "return loss"),
            "You return the loss of the last batch. It is a few samples only, and jumps about "
            "from epoch to epoch.",
        ),
        Mistake(
            (
                """
                for images, labels in loader:
                    network.forward(images)
                    loss = network.backward(labels)
                    network.step(learning_rate)
                    total += loss * len(labels)
                    count += len(labels)
                return total / count
                """,
                """
                for images, labels in loader:
                    network.forward(images)
                    loss = network.backward(labels)
                    network.step(learning_rate)
                    total += loss * len(labels)
                    count += len(labels)
                    return total / count
                """,
            ),
            "Your `return` is inside the loop, so the epoch ends after its first batch.",
        ),
        Mistake(
            (
                """
                network.step(learning_rate)
                """,
                "",
            ),
            "There is no `step`. The gradients are known, but no weight moves: the network "
            "learns nothing.",
        ),
        Mistake(
            (
                STEP,
                """
                network.forward(images)
                network.step(learning_rate)
                loss = network.backward(labels)
                """,
            ),
            "You step before `backward`. A step needs the gradients of this batch, so first "
            "forward, then backward, then step.",
        ),
        Mistake(
            (
                """
                network.forward(images)
                """,
                "",
            ),
            "There is no `forward`. `backward` goes back over the last forward pass, so each "
            "batch needs its own.",
        ),
        Mistake(
            (
                STEP,
                """
                loss = network.backward(labels)
                network.forward(images)
                network.step(learning_rate)
                """,
            ),
            "You go backward before forward, with what the forward pass of the batch before "
            "left behind. First forward, then backward, then step.",
        ),
        Mistake(
            ("network.step(learning_rate)", "network.step(0.1)"),
            "Your step always uses 0.1. Pass on the `learning_rate` that was asked for.",
        ),
        Mistake(
            """
            def train_epoch(network, loader, learning_rate):
                total, count = 0.0, 0
                for images, labels in loader:
                    network.forward(images)
                    loss = network.backward(labels)
                    total += loss * len(labels)
                    count += len(labels)
                network.step(learning_rate)
                return total / count
            """,
            "You step once, after the loop, with the gradients of the last batch alone. What "
            "the other batches found is lost: step after each.",
        ),
        Mistake(
            ("return total / count", "return total / len(loader.dataset)"),
            "You divide by `len(loader.dataset)`. Not every loader has a dataset, and with "
            "`drop_last` it hands out fewer samples than that. Count what comes.",
        ),
        Mistake(
            ("network.backward(labels)", "network.backward(images)"),
            "`backward` gets the labels: it compares them with what `forward` made of the images.",
        ),
        Mistake(
            (
                STEP,
                """
                network.forward(images)
                network.backward(labels)
                network.step(learning_rate)
                network.forward(images)
                loss = network.backward(labels)
                """,
            ),
            "You go through each batch twice, to take the loss after the step. That is twice "
            "the work: the loss that `backward` returns before the step will do.",
        ),
    ],
)
