"""Exercise batching.collate: Samples become a batch."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.fixtures import digits, equal_parts, misfit


def collate(samples):
    """Make one batch of a list of samples.

    Parameters
    ----------
    samples : list of N tuples
        Such as (image, label). There may be more parts, or only one.

    Returns
    -------
    tuple of arrays, one for each part
        A part of shape (...) becomes an array of shape (N, ...) of the same dtype;
        N numbers become an array of shape (N,).

    Raises
    ------
    ValueError
        If the samples differ in their number of parts, or in the shape of a part.
    """
    return tuple([np.stack(part) for part in zip(*samples, strict=True)])


def samples_of_parts(draw):
    """Samples of one to four parts of any kind; at times one sample differs in its parts."""
    n = draw.size(1, draw.choice([1900, 40, 40]))
    columns = [
        equal_parts(draw, n) for _ in range(draw.integer(1, 4 if n < 100 else 2))
    ]
    samples = list(zip(*columns, strict=True))
    if n > 1 and draw.fault():
        i, part = draw.place(n), draw.place(len(columns))
        before, here, after = (
            samples[i][:part],
            samples[i][part],
            samples[i][part + 1 :],
        )
        changed = [(*before, *after), (*before, here, here, *after)]
        changed += [(*before, misfit(draw, here), *after)] * 2
        samples[i] = draw.choice(changed)
    return {"samples": samples}


STACK = "tuple([np.stack(part) for part in zip(*samples, strict=True)])"

EXERCISE = Exercise(
    id="batching.collate",
    title="Samples become a batch",
    goal="Write `collate(samples)`. It takes a list of samples and returns one batch: a tuple "
    "with an array for each part. Of 32 samples `(image, label)` it makes images of shape "
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
            """
            samples = [(np.array([1, 2, 3]), 0), (np.array([4, 5, 6]), 1)]
            collate(samples)
            """,
            "(np.array([[1, 2, 3], [4, 5, 6]]), np.array([0, 1]))",
            why="The batch should be a tuple: all features in one array, then all labels in "
            "another, with the values and dtypes that they had.",
        ),
        Case(
            "collate([(images[5], labels[5])])",
            "(images[5:6], labels[5:6])",
            fresh=["images"],
            why="A batch of one sample has a batch axis too: images (1, 8, 8), labels (1,).",
        ),
        Case(
            'collate([(images[0], 0, "a.png"), (images[1], 1, "b.png")])',
            '(images[:2], np.array([0, 1]), np.array(["a.png", "b.png"]))',
            why="A sample may have more than two parts: there is an array for each.",
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
    examples=[
        Examples(
            samples_of_parts,
            ["collate(samples)"],
            fresh=["samples"],
            why="Each part of the samples becomes one array, with one entry for each sample.",
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
            ("zip(*samples, strict=True)", "zip(samples, strict=True)"),
            "Without the star, `zip` goes through one list, that of the samples. "
            "`zip(*samples, strict=True)` goes through all samples side by side.",
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
)
