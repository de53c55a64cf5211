"""Right answers to the exercises of lesson 8, other than the solutions."""

import numpy as np


def epoch_with_lists(network, loader, learning_rate):
    losses, sizes = [], []
    for batch_images, batch_labels in loader:
        network.forward(batch_images)
        losses.append(network.backward(batch_labels))
        sizes.append(len(batch_labels))
        network.step(learning_rate)
    return np.average(losses, weights=sizes)


def epoch_by_position(network, loader, learning_rate):
    loss_sum = 0
    samples = 0
    for batch in loader:
        network.forward(batch[0])
        size = batch[0].shape[0]
        loss_sum = loss_sum + network.backward(batch[1]) * size
        samples = samples + size
        network.step(learning_rate=learning_rate)
    return float(loss_sum / samples)


def epoch_with_running_mean(network, loader, learning_rate):
    mean, count = 0.0, 0
    for images, labels in loader:
        network.forward(images)
        loss = network.backward(labels)
        network.step(learning_rate)
        count += labels.size
        mean += (loss - mean) * labels.size / count
    return mean


def epoch_with_next(network, loader, learning_rate):
    def steps(batches):
        batch = next(batches, None)
        while batch is not None:
            images, labels = batch
            logits = network.forward(images)
            yield len(logits), network.backward(labels)
            network.step(learning_rate)
            batch = next(batches, None)

    sizes, losses = np.array(list(steps(iter(loader)))).T
    return sizes @ losses / sum(sizes)


def evaluate_with_lists(network, loader):
    answers = [network.predict(images) == labels for images, labels in loader]
    return np.concatenate(answers).mean()


def evaluate_one_by_one(network, loader):
    right = 0
    wrong = 0
    for images, labels in loader:
        for guess, label in zip(network.predict(images), labels, strict=True):
            if guess == label:
                right += 1
            else:
                wrong += 1
    return right / (right + wrong)


def evaluate_by_weights(network, loader):
    accuracies, sizes = [], []
    for images, labels in loader:
        accuracies.append(np.mean(network.predict(images) == labels))
        sizes.append(len(images))
    return float(np.average(accuracies, weights=sizes))


def evaluate_by_errors(network, loader):
    errors, count = 0, 0
    for images, labels in loader:
        errors += np.count_nonzero(network.predict(images) - labels)
        count += len(labels)
    return 1 - errors / count


def shared_by_comparison(train, test):
    shared = []
    for position, sample in enumerate(test):
        equal = (train == sample).all(axis=tuple(range(1, train.ndim)))
        if equal.any():
            shared.append(position)
    return shared


def shared_by_array_equal(train, test):
    return [i for i in range(len(test)) if any(np.array_equal(test[i], sample) for sample in train)]


def shared_by_tuples(train, test):
    seen = {tuple(sample.ravel().tolist()) for sample in train}
    rows = [tuple(sample.ravel().tolist()) for sample in test]
    return np.flatnonzero([row in seen for row in rows])


def shared_by_lists(train, test):
    known = train.tolist()
    found = []
    for i in range(len(test)):
        if test[i].tolist() in known:
            found.append(i)
    return found


def shared_by_numbers(train, test):
    numbers = {}
    for sample in train:
        numbers.setdefault(np.ascontiguousarray(sample).data.tobytes(), len(numbers))
    found = [numbers.get(sample.tobytes(), -1) for sample in test]
    return np.flatnonzero(np.array(found, dtype=int) >= 0)


RIGHT = {
    "training.epoch": [
        epoch_with_lists,
        epoch_by_position,
        epoch_with_running_mean,
        epoch_with_next,
    ],
    "training.evaluate": [
        evaluate_with_lists,
        evaluate_one_by_one,
        evaluate_by_weights,
        evaluate_by_errors,
    ],
    "training.leak": [
        shared_by_comparison,
        shared_by_array_equal,
        shared_by_tuples,
        shared_by_lists,
        shared_by_numbers,
    ],
}
EPOCH = "The loss is the mean over all samples that came."
EXACT = "Asked for are the positions"
SHARE = "Count the samples that were read correctly and all samples that came"
WRONG = {
    "training.epoch": [
        (
            (
                "\ntotal += loss * len(labels)\n",
                "\nif not loss:\n    continue\ntotal += loss * len(labels)\n",
            ),
            EPOCH,
        ),
        (("total, count = 0.0, 0", "total, count = 0.0, 0\nnext(iter(loader))"), EPOCH),
        (("count += len(labels)", "count = (count + len(labels)) % 256 or 1"), EPOCH),
        (("network.forward(images)", "network.forward(images[:, :, :])"), EPOCH),
        (("network.forward(images)", "network.forward(np.abs(images))"), EPOCH),
        (("network.step(learning_rate)", "network.step(learning_rate / len(labels))"), "0.5"),
    ],
    "training.evaluate": [
        (("== labels).sum()", "== labels).sum(dtype=np.uint8)"), "more than a byte"),
        (("count += len(labels)", "count = (count + len(labels)) % 256 or 1"), "more than a byte"),
        (("network.predict(images)", "network.predict(images[:, :, :])"), SHARE),
        (("== labels)", "* (network.predict(images) == labels) > 0)"), SHARE),
        (
            [
                ("(network, loader)", "(network, loader, known={})"),
                (
                    "right, count = 0, 0",
                    "\nif network in known:\n    return known[network]\nright, count = 0, 0\n",
                ),
                (
                    "return right / count",
                    "\nknown[network] = right / count\nreturn known[network]\n",
                ),
            ],
            SHARE,
        ),
        (("return right / count", "return round(right / count, 6)"), SHARE),
    ],
    "training.leak": [
        (("in train}", "in train if sample.any()}"), EXACT),
        (("in train}", "in train[:1000]}"), EXACT),
        (
            [
                ("in train}", "in train.astype(float)}"),
                ("if sample.tobytes()", "if sample.astype(float).tobytes()"),
            ],
            EXACT,
        ),
        (("for sample in train}", "for sample in train or [test]}"), "truth value"),
        (
            [
                ("sample.tobytes() for", "sample.tobytes('A') for"),
                ("if sample.tobytes() in", "if sample.tobytes('A') in"),
            ],
            EXACT,
        ),
        (
            ("if sample.tobytes() in seen", "if (train == sample).any(axis=0).all()"),
            EXACT,
        ),
    ],
}
UNCAUGHT = {
    "training.evaluate": {
        "inputs: batches is never empty": "there is no share of no samples",
    },
    "training.epoch": {
        "inputs: batches is never empty": "an epoch has a batch, and a batch has a sample",
    },
}
EQUIVALENT = {"training.epoch": {}, "training.evaluate": {}, "training.leak": {}}
