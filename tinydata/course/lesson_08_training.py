"""Lesson 8: an epoch of training, an evaluation, and samples that are in both parts of a split."""

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.network import TwoLayerNetwork


def train_epoch(network, loader, learning_rate):
    """Train `network` on each batch of `loader` once, and return the mean loss of the samples.

    Parameters
    ----------
    network : object with forward(images), backward(labels) and step(learning_rate)
        `backward` returns the mean loss of the batch.
    loader : iterable of batches (images, labels)
        Gone through once. A batch may be smaller than the others.
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


def shared_samples(train, test):
    """Return the positions in `test` of those samples that are also in `train`, from low to high.

    Parameters
    ----------
    train : array of shape (N, ...)
    test : array of shape (M, ...)
        Same dtype as `train`, and samples of the same shape: images, or single numbers.

    Returns
    -------
    list or array of int
        Each position once. A sample counts as shared if all of its values agree.
    """
    seen = {sample.tobytes() for sample in train}
    return [i for i, sample in enumerate(test) if sample.tobytes() in seen]


class NotingNetwork:
    """Stands in for a network, and notes what it is asked to do. The images tell their loss."""

    def __init__(self):
        self.calls = []
        self.learning_rates = []
        self.seen = []

    def forward(self, images):
        self.calls.append("forward")
        self.images = images
        return np.zeros((len(images), 10))

    def backward(self, labels):
        if self.calls[-1:] != ["forward"]:
            raise RuntimeError("backward needs a forward pass: call forward(images) first")
        if np.shape(labels) != (len(self.images),):
            raise ValueError(f"labels should have shape {(len(self.images),)}")
        self.calls.append("backward")
        self.seen += labels.tolist()
        return float(self.images.mean())

    def step(self, learning_rate):
        if self.calls[-1:] != ["backward"]:
            raise RuntimeError("step needs gradients: call backward(labels) first")
        self.calls.append("step")
        self.learning_rates.append(learning_rate)


class Reader:
    """Stands in for a network: it reads the digit that is written into the corner pixel."""

    def predict(self, images):
        return images[:, 0, 0].astype(np.int64)


def batch_with_loss(size, loss):
    """A batch of `size` samples which gives `NotingNetwork` this loss."""
    return np.full((size, 8, 8), loss), np.arange(size)


def batch_read_as(labels, read_as):
    """A batch with these labels, which `Reader` reads as `read_as`."""
    images = np.zeros((len(labels), 8, 8))
    images[:, 0, 0] = read_as
    return images, np.array(labels)


def for_training():
    """Networks and batches. `trained` is what an epoch of the real network should come to."""
    generator = np.random.default_rng(0)
    batches = [
        (generator.random((size, 8, 8)), generator.integers(0, 10, size)) for size in [4, 4, 2]
    ]
    network, losses = TwoLayerNetwork(generator=0), []
    for images, labels in batches:
        network.forward(images)
        losses.append(network.backward(labels))
        network.step(0.5)
    return {
        "batch": batch_with_loss,
        "batches": batches,
        "NotingNetwork": NotingNetwork,
        "TwoLayerNetwork": TwoLayerNetwork,
        "trained": (np.average(losses, weights=[4, 4, 2]), network.parameters["output_bias"]),
    }


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


STEP = """network.forward(images)
        loss = network.backward(labels)
        network.step(learning_rate)"""
WEIGHTED = """total += loss * len(labels)
        count += len(labels)"""
COUNTED = """right += (network.predict(images) == labels).sum()
        count += len(labels)"""
SEEN = """seen = {sample.tobytes() for sample in train}
    return [i for i, sample in enumerate(test) if sample.tobytes() in seen]"""

EXERCISES = [
    Exercise(
        id="training.epoch",
        title="Train for an epoch",
        goal="Write `train_epoch(network, loader, learning_rate)`. It goes through the loader "
        "once. For each batch it makes one training step: forward, backward, step. It returns the "
        "mean loss of the epoch, **over all samples**: a sample in a small last batch counts as "
        "much as any other.",
        predict="A batch of `3` samples has a loss of `2.0`, and a batch of `1` sample a loss of "
        "`6.0`. What is the mean over the samples, and what would the mean of the two batches be?",
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
                "loader = [batch(2, loss=1.5)]\ntrain_epoch(NotingNetwork(), loader, 0.1)",
                "1.5",
                close=1e-6,
                why="With a single batch, the mean loss is the one that `backward` returns.",
            ),
            Case(
                "loader = [batch(2, loss=1.0), batch(2, loss=4.0)]\n"
                "train_epoch(NotingNetwork(), loader, 0.1)",
                "2.5",
                close=1e-6,
                why="Two batches of the same size: the mean lies in the middle.",
            ),
            Case(
                "loader = [batch(3, loss=2.0), batch(1, loss=6.0)]\n"
                "train_epoch(NotingNetwork(), loader, 0.1)",
                "3.0",
                close=1e-6,
                why="Three samples with 2.0 and one with 6.0 make 12.0, divided by four samples.",
            ),
            Case(
                "network = NotingNetwork()\n"
                "train_epoch(network, [batch(3, loss=2.0), batch(1, loss=6.0)], 0.1)\n"
                "network.calls",
                "['forward', 'backward', 'step', 'forward', 'backward', 'step']",
                why="Each batch should be one training step: forward, backward, step, once each.",
            ),
            Case(
                "network = NotingNetwork()\n"
                "train_epoch(network, [batch(3, loss=2.0), batch(1, loss=6.0)], 0.5)\n"
                "network.learning_rates",
                "[0.5, 0.5]",
                why="Each step should get the learning rate that was asked for.",
            ),
            Case(
                "network = NotingNetwork()\n"
                "train_epoch(network, [batch(3, loss=2.0), batch(2, loss=6.0)], 0.1)\n"
                "network.seen",
                "[0, 1, 2, 0, 1]",
                why="The labels of each batch go to `backward` as they come.",
            ),
            Case(
                "loader = (batch(size, loss=1.0) for size in [2, 2, 1])\n"
                "train_epoch(NotingNetwork(), loader, 0.1)",
                "1.0",
                close=1e-6,
                why="The loader may be a generator: it has no length, and runs once.",
            ),
            Case(
                "network = TwoLayerNetwork(generator=0)\n"
                "loss = train_epoch(network, batches, 0.5)\n"
                "(loss, network.parameters['output_bias'])",
                "trained",
                close=1e-6,
                why="With a real network, the loss or the weights after the epoch are others.",
            ),
        ],
        mistakes=[
            Mistake(
                (WEIGHTED, "total += loss\n        count += 1"),
                "You average over the batches. A small last batch then has as much say as a full "
                "one: weigh each loss by the size of its batch.",
            ),
            Mistake(
                (WEIGHTED, "total += loss\n        count += len(labels)"),
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
                    "count += len(labels)\n    return total / count",
                    "count += len(labels)\n        return total / count",
                ),
                "Your `return` is inside the loop, so the epoch ends after its first batch.",
            ),
            Mistake(
                ("        network.step(learning_rate)\n", ""),
                "There is no `step`. The gradients are known, but no weight moves: the network "
                "learns nothing.",
            ),
            Mistake(
                (
                    STEP,
                    "network.forward(images)\n"
                    "        network.step(learning_rate)\n"
                    "        loss = network.backward(labels)",
                ),
                "You step before `backward`. A step needs the gradients of this batch, so first "
                "forward, then backward, then step.",
            ),
            Mistake(
                ("        network.forward(images)\n", ""),
                "There is no `forward`. `backward` goes back over the last forward pass, so each "
                "batch needs its own.",
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
                "`backward` gets the labels: it compares them with what `forward` made of the "
                "images.",
            ),
            Mistake(
                (
                    STEP,
                    "network.forward(images)\n"
                    "        network.backward(labels)\n"
                    "        network.step(learning_rate)\n"
                    "        network.forward(images)\n"
                    "        loss = network.backward(labels)",
                ),
                "You go through each batch twice, to take the loss after the step. That is twice "
                "the work: the loss that `backward` returns before the step will do.",
            ),
        ],
    ),
    Exercise(
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
                "loader = [batch([3, 1, 4, 1], read_as=[3, 1, 4, 7])]\nevaluate(reader, loader)",
                "0.75",
                close=1e-6,
                why="Three of four were read correctly.",
            ),
            Case(
                "loader = [batch([3, 1], read_as=[3, 1]), batch([4, 5], read_as=[9, 9])]\n"
                "evaluate(reader, loader)",
                "0.5",
                close=1e-6,
                why="All batches count, not only one of them.",
            ),
            Case(
                "loader = [batch([3, 1, 4], read_as=[3, 1, 4]), batch([5], read_as=[0])]\n"
                "evaluate(reader, loader)",
                "0.75",
                close=1e-6,
                why="Three of four samples were read correctly, in whatever batch they came.",
            ),
            Case(
                "loader = [batch([3, 1], read_as=[1, 3]), batch([0], read_as=[7])]\n"
                "evaluate(reader, loader)",
                "0.0",
                close=1e-6,
                why="Nothing was read correctly: each answer belongs to its own label.",
            ),
            Case(
                "loader = [batch([3, 1, 4], read_as=[3, 1, 7])]\nevaluate(reader, loader)",
                "2 / 3",
                close=1e-6,
                why="Two of three. The share itself, not rounded.",
            ),
            Case(
                "loader = (batch([k], read_as=[3]) for k in range(10))\nevaluate(reader, loader)",
                "0.1",
                close=1e-6,
                why="The loader may be a generator: it has no length, and runs once.",
            ),
            Case(
                "loader = [(images[:32], labels[:32]), (images[32:], labels[32:])]\n"
                "evaluate(network, loader)",
                "(network.predict(images) == labels).mean()",
                close=1e-6,
                why="With a real network, the share of right answers is another one.",
            ),
            Case(
                "evaluate(network, [(images, labels)])\nnetwork.parameters['output_bias']",
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
                    "right = (network.predict(images) == labels).sum()\n"
                    "        count = len(labels)",
                ),
                "You start counting anew in each batch, so that only the last one is left. Use "
                "`+=`.",
            ),
            Mistake(
                (
                    "count += len(labels)\n    return right / count",
                    "count += len(labels)\n        return right / count",
                ),
                "Your `return` is inside the loop: only the first batch is evaluated.",
            ),
            Mistake(
                ("return right / count", "return right"),
                "You return the number of right answers. The accuracy is their share of all "
                "samples.",
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
                    "    right, count = 0, 0\n",
                    "    right, count = 0, 0\n    size = len(next(iter(loader))[1])\n",
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
                (COUNTED, "right += (network.predict(images) == labels).all()\n        count += 1"),
                "`all` asks whether the whole batch was read correctly. Count the samples that "
                "were, with `sum`.",
            ),
        ],
    ),
    Exercise(
        id="training.leak",
        title="Find the leak",
        goal="Write `shared_samples(train, test)`. Both are arrays of samples. It returns the "
        "positions in `test` of all samples of which `train` has an exact copy, from low to high, "
        "each once. It should work for images and for single numbers alike.",
        predict="`train` is `[7, 7, 2]` and `test` is `[2, 5, 7]`. Which positions come out?",
        minutes=6,
        difficulty=2,
        solution=shared_samples,
        hints=[
            "Two steps: remember what is in `train`, then go through `test` and ask for each "
            "sample whether you have seen it.",
            "For the first step, a set of bytes: `seen = {sample.tobytes() for sample in train}`.",
            "For the second, `enumerate(test)` gives position and sample. Keep the positions "
            "where `sample.tobytes() in seen`.",
        ],
        cases=[
            Case(
                "train = np.array([[1, 2], [3, 4]])\n"
                "test = np.array([[5, 6], [3, 4]])\n"
                "np.array(shared_samples(train, test)).tolist()",
                "[1]",
                why="Sample 1 of `test` is sample 1 of `train`. Nothing else is in both.",
            ),
            Case(
                "train = np.array([[1, 2], [3, 4], [5, 6]])\n"
                "test = np.array([[5, 6], [0, 0], [0, 9], [1, 2]])\n"
                "np.array(shared_samples(train, test)).tolist()",
                "[0, 3]",
                why="A copy may lie anywhere in `train`. The answer is where it lies in `test`, "
                "from low to high.",
            ),
            Case(
                "train = np.array([[1, 2], [3, 4]])\n"
                "test = np.array([[1, 9], [2, 1], [2, 3], [4, 1]])\n"
                "np.array(shared_samples(train, test)).tolist()",
                "[]",
                why="These samples agree with `train` in some values, but not in all of them, or "
                "not in the right places.",
            ),
            Case(
                "train = np.array([[1, 2], [1, 2], [1, 2]])\n"
                "test = np.array([[8, 9], [1, 2], [1, 2]])\n"
                "np.array(shared_samples(train, test)).tolist()",
                "[1, 2]",
                why="Each position once, however many copies `train` has. A sample which is in "
                "`test` twice has two positions.",
            ),
            Case(
                "train = np.array([[1, 2]])\n"
                "test = np.array([[8, 9], [8, 9]])\n"
                "np.array(shared_samples(train, test)).tolist()",
                "[]",
                why="Twice in `test` is not in `train`.",
            ),
            Case(
                "train = np.array([7, 7, 2])\n"
                "test = np.array([2, 5, 7])\n"
                "np.array(shared_samples(train, test)).tolist()",
                "[0, 2]",
                why="A sample may be a single number, too.",
            ),
            Case(
                "train = np.arange(192.0).reshape(3, 8, 8)\n"
                "test = np.array([train[2], train[2][:, ::-1], train[2].T, train[0]])\n"
                "np.array(shared_samples(train, test)).tolist()",
                "[0, 3]",
                why="Two images share all values only if each pixel agrees, in its place.",
            ),
            Case(
                "train = np.array([[0.5, 0.25]])\n"
                "test = np.array([[0.5, 0.25], [0.5, 0.25 + 1e-10]])\n"
                "np.array(shared_samples(train, test)).tolist()",
                "[0]",
                why="Nearly equal is not an exact copy.",
            ),
            Case(
                "train = np.arange(0.0, 2000).reshape(1000, 2)\n"
                "test = np.arange(1900.0, 2100).reshape(100, 2)\n"
                "np.array(shared_samples(train, test)).tolist()",
                "list(range(50))",
                why="The first fifty of a hundred samples are shared here.",
            ),
        ],
        mistakes=[
            Mistake(
                (SEEN, "return [i for i, sample in enumerate(test) if sample in train]"),
                "`sample in train`, like `(train == sample).any()`, asks whether any single value "
                "agrees. A whole sample has to agree: compare its bytes.",
            ),
            Mistake(
                (
                    SEEN,
                    "return [i for i, (a, b) in enumerate(zip(train, test)) "
                    "if np.array_equal(a, b)]",
                ),
                "You compare sample 0 with sample 0, sample 1 with sample 1 and so on. A copy may "
                "lie anywhere in the training part.",
            ),
            Mistake(
                (
                    SEEN,
                    "seen = {sample.tobytes() for sample in test}\n"
                    "    return [i for i, sample in enumerate(train) if sample.tobytes() in seen]",
                ),
                "Your positions are those in `train`. Asked for are the positions in `test`.",
            ),
            Mistake(
                (
                    "return [i for i, sample in enumerate(test) if sample.tobytes() in seen]",
                    "return sum(sample.tobytes() in seen for sample in test)",
                ),
                "You return how many are shared. Return which: the list of their positions. Its "
                "length is the number.",
            ),
            Mistake(
                (
                    "return [i for i, sample in enumerate(test) if sample.tobytes() in seen]",
                    "return [sample.tobytes() in seen for sample in test]",
                ),
                "You return True or False for each sample. Return the positions where it is True: "
                "`np.flatnonzero` makes one of the other.",
            ),
            Mistake(
                (
                    SEEN,
                    "return [i for i in range(len(test)) for j in range(len(train)) "
                    "if np.array_equal(train[j], test[i])]",
                ),
                "You name a position once for each copy in `train`. Once is enough: stop looking "
                "after the first copy.",
            ),
            Mistake(
                (SEEN, "return [i for i, sample in enumerate(test) if (train == sample).all()]"),
                "`(train == sample).all()` asks whether every sample of `train` is like this one. "
                "One copy is enough: compare with one at a time, or look into a set of bytes.",
            ),
            Mistake(
                (SEEN, "return np.flatnonzero(np.isin(test, train))"),
                "`np.isin` asks about single values, here pixels. Asked for are whole samples: "
                "compare their bytes.",
            ),
            Mistake(
                (
                    SEEN,
                    "known = np.isin(test, train).reshape(len(test), -1)\n"
                    "    return np.flatnonzero(known.all(axis=1))",
                ),
                "`np.isin` asks whether each value occurs somewhere in `train`. They may come from "
                "different samples, or from other places: compare whole samples.",
            ),
            Mistake(
                (
                    SEEN,
                    "seen = {sample.tobytes() for sample in train}\n"
                    "    return {i for i, sample in enumerate(test) if sample.tobytes() in seen}",
                ),
                "You return a set, which has no order. Return a list, from low to high.",
            ),
            Mistake(
                (
                    SEEN,
                    "return [i for i, sample in enumerate(test) "
                    "if any(np.allclose(sample, other) for other in train)]",
                ),
                "`np.allclose` also accepts what is nearly equal. Asked for are exact copies.",
            ),
            Mistake(
                """
                def shared_samples(train, test):
                    seen = {sample.tobytes() for sample in train}
                    for i, sample in enumerate(test):
                        if sample.tobytes() in seen:
                            return [i]
                    return []
                """,
                "You stop at the first shared sample. Go on, and collect all of them.",
            ),
            Mistake(
                (
                    SEEN,
                    "seen = {sample.sum() for sample in train}\n"
                    "    return [i for i, sample in enumerate(test) if sample.sum() in seen]",
                ),
                "You compare something that different samples can share, such as their sum, or "
                "their values in any order. Compare all values, each in its place.",
            ),
            Mistake(
                (
                    SEEN,
                    "seen = train.tobytes()\n"
                    "    return [i for i, sample in enumerate(test) if sample.tobytes() in seen]",
                ),
                "You look for the bytes of a sample in one long row of all bytes. It can be found "
                "across the border of two samples. Make a set with the bytes of each.",
            ),
            Mistake(
                """
                def shared_samples(train, test):
                    seen = {sample.tobytes() for sample in train}
                    shared = []
                    for i, sample in enumerate(test):
                        if sample.tobytes() in seen:
                            shared.append(i)
                        seen.add(sample.tobytes())
                    return shared
                """,
                "You also remember the samples of `test`, so that one which is there twice counts "
                "as shared. Ask about `train` only.",
            ),
            Mistake(
                (
                    "return [i for i, sample in enumerate(test) if sample.tobytes() in seen]",
                    "return [i for i, sample in enumerate(test) if sample.tobytes() not in seen]",
                ),
                "You return the samples that are not shared.",
            ),
            Mistake(
                (
                    "return [i for i, sample in enumerate(test) if sample.tobytes() in seen]",
                    "return [sample for sample in test if sample.tobytes() in seen]",
                ),
                "You return the samples themselves. Return their positions: `enumerate` counts "
                "along.",
            ),
        ],
    ),
]
