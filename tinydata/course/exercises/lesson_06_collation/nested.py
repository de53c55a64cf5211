"""Exercise collation.nested: A batch of anything."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.fixtures import equal_parts, misfit


def collate(samples):
    """Make one batch of a list of samples: same structure, with an array at each place.

    Parameters
    ----------
    samples : list or tuple of N samples, at least one
        A sample is a dict, a tuple, an array, a number or a string. The parts of a dict
        or tuple, if there are any, are again any of these. The keys of a dict are all
        strings or all integers.

    Returns
    -------
    dict, tuple or array
        Of dicts a dict with the same keys, of tuples a tuple, with their parts
        collated. Of arrays of shape (...) an array of shape (N, ...) of the same dtype;
        of numbers or strings an array of shape (N,).

    Raises
    ------
    ValueError
        If dicts differ in their keys (the order of the keys is free), tuples in their
        length, or arrays in their shape.
    """
    first = samples[0]
    if isinstance(first, dict):
        if any(sample.keys() != first.keys() for sample in samples):
            raise ValueError("samples should have equal keys")
        return {key: collate([sample[key] for sample in samples]) for key in first}
    if isinstance(first, tuple):
        return tuple([collate(part) for part in zip(*samples, strict=True)])
    return np.stack(samples)


KEYS = [
    ["image", "label", "", "3"],
    [0, 3, 5],
]  # of one type, so that they can be sorted


def three_images():
    """Images for the cases."""
    return {"images": np.arange(7, 25).reshape(3, 2, 3) / 2}


def samples_of_one_structure(draw):
    """Dicts and tuples in one another, down to anything. In some, one sample has a fault."""
    n = draw.size(1, draw.choice([1900, 40]))
    samples = structured(draw, n, draw.choice([1, 2, 3, 5]) if n < 100 else 1)
    if n > 1 and draw.chance(0.5):
        i = draw.place(n)
        samples[i] = with_fault(draw, samples[i])
    return {"samples": samples}


def structured(draw, n, depth) -> list:
    """`n` samples of one structure, which is as deep as that, or less."""
    kind = draw.choice(["dict", "dict", "tuple", "tuple", "part"])
    if n > 1000 and depth:
        kind = "tuple"  # so that parts of many samples are seen
    if kind == "part" or not depth:
        return equal_parts(draw, n)
    width = draw.integer(1, 3) if depth < 3 else draw.choice([1, 1, 2])
    if draw.chance(0.1):
        width = 0
    columns = [structured(draw, n, depth - 1) for _ in range(width)]
    samples = list(zip(*columns, strict=True)) if columns else [()] * n
    if kind == "tuple":
        return samples
    keys = draw.shuffled(draw.choice(KEYS))
    pairs = [list(zip(keys, sample, strict=False)) for sample in samples]
    return [dict(draw.shuffled(items) if n < 100 else items) for items in pairs]


def with_fault(draw, sample):
    """The sample with a key or an entry too few, too many or another, somewhere in it."""
    if not isinstance(sample, dict | tuple):
        return misfit(draw, sample)
    items = sample if isinstance(sample, dict) else dict(enumerate(sample))
    if not items:
        return sample
    key = draw.choice(list(items))
    faulty = {**items, key: with_fault(draw, items[key])}
    if isinstance(sample, tuple):
        return draw.choice(
            [(*sample, 9), sample[:-1] or (*sample, 9), *[tuple(faulty.values())] * 2]
        )
    another = key + type(key)(9)
    rest = {other: items[other] for other in items if other != key}
    changed = [{**items, another: 9}, {**rest, another: items[key]}, faulty, faulty]
    return draw.choice(changed + [rest] * bool(rest))


COMPARED = """
if any(sample.keys() != first.keys() for sample in samples):
    raise ValueError("samples should have equal keys")
"""
OF_DICTS = "{key: collate([sample[key] for sample in samples]) for key in first}"
OF_TUPLES = "tuple([collate(part) for part in zip(*samples, strict=True)])"

EXERCISE = Exercise(
    id="collation.nested",
    title="A batch of anything",
    goal="Write `collate(samples)` for samples of any structure. Look at the first one. Of "
    "dicts it makes a dict, of tuples a tuple, and the parts of each are collated in their "
    "turn, by a call of `collate` itself. Everything else is stacked. Refuse dicts whose keys "
    "differ.",
    predict="Samples are pairs `(image, {'label': 3})`. What does a batch of them look like?",
    minutes=8,
    difficulty=3,
    solution=collate,
    given=three_images,
    hints=[
        "Three cases, as in `outline`: a dict, a tuple, anything else. Begin with the last one "
        "and with the tuple. You had both in lesson 4; only what happens to each part is new.",
        "For tuples: `tuple([collate(part) for part in zip(*samples, strict=True)])`. For "
        "dicts, the list of all values of one key is `[sample[key] for sample in samples]`. "
        "That is a list of samples too, smaller ones.",
        "For dicts: `return {key: collate([sample[key] for sample in samples]) for key in "
        "first}`. Before it, go through the samples, and `raise ValueError(...)` if "
        "`sample.keys() != first.keys()`.",
    ],
    cases=[
        Case(
            "collate([3, 5])",
            "np.array([3, 5])",
            why="A sample may be a single number: a batch of numbers is an array.",
        ),
        Case(
            'collate(["a.png", "b.png"])',
            'np.array(["a.png", "b.png"])',
            why="Strings are stacked like numbers, into an array of strings.",
        ),
        Case(
            "collate([images[0], images[1]])",
            "images[:2]",
            fresh=["images"],
            why="Arrays are stacked: the batch axis comes first.",
        ),
        Case(
            "collate([(images[0], 3), (images[1], 5)])",
            "(images[:2], np.array([3, 5]))",
            why="Of tuples comes a tuple, as in lesson 4.",
        ),
        Case(
            """
            samples = [{"label": 3, "name": "a.png"}, {"label": 5, "name": "b.png"}]
            collate(samples)
            """,
            '{"label": np.array([3, 5]), "name": np.array(["a.png", "b.png"])}',
            why="Of dicts comes a dict with the same keys, and an array for each.",
        ),
        Case(
            'collate([{"image": images[2], "size": (2, 3)}])',
            '{"image": images[2:], "size": (np.array([2]), np.array([3]))}',
            fresh=["images"],
            why="There is a tuple in the dict. Its parts have to be collated, too.",
        ),
        Case(
            'collate([(images[0], {"label": 3}), (images[1], {"label": 5})])',
            '(images[:2], {"label": np.array([3, 5])})',
            why="There is a dict in the tuple. Its parts have to be collated, too.",
        ),
        Case(
            'collate([{"a": 1}, {"a": 2, "b": 2}, {"a": 3}])',
            raises=ValueError,
            why="Sample 1 has a key that the others have not. Raise a ValueError, or its value "
            "is dropped and nobody will know.",
        ),
        Case(
            'collate([{"a": 1, "b": 1}, {"a": 2, "c": 2}])',
            raises=ValueError,
            why="As many keys, but not the same ones. The docstring asks for a ValueError.",
        ),
        Case(
            'collate([{"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}])',
            raises=ValueError,
            why="The keys differ one level down. Compare them for every dict.",
        ),
        Case(
            'collate([{"a": (1,)}, {"a": (2, 3)}])',
            raises=ValueError,
            why="The tuples differ in length. `strict=True` makes `zip` refuse that.",
        ),
        Case(
            'collate([{"image": images[0]}, {"image": images[1][:1]}])',
            raises=ValueError,
            why="Arrays of different shapes do not fit into one array.",
        ),
    ],
    examples=[
        Examples(
            samples_of_one_structure,
            ["collate(samples)"],
            fresh=["samples"],
            why="The batch has the structure of a sample, down to its end, with an array at each "
            "place. Samples that do not fit together are refused with a ValueError.",
        ),
    ],
    mistakes=[
        Mistake(
            "def collate(samples):\n"
            "    return tuple([np.stack(part) for part in zip(*samples, strict=True)])",
            "That is `collate` of lesson 4. It takes every sample for a tuple. Ask first "
            "which kind of sample it is.",
        ),
        Mistake(
            (OF_TUPLES, OF_TUPLES.removeprefix("tuple(").removesuffix(")")),
            "You return a list where the sample has a tuple. The batch should have the "
            "structure of a sample.",
        ),
        Mistake(
            (
                OF_TUPLES,
                "tuple([np.stack(part) for part in zip(*samples, strict=True)])",
            ),
            "You stack the parts of a tuple at once, and one of them may be a dict or a tuple "
            "itself. Let `collate` deal with each part.",
        ),
        Mistake(
            (
                OF_DICTS,
                "{key: np.stack([sample[key] for sample in samples]) for key in first}",
            ),
            "You stack the values of a dict at once, and they may be dicts or tuples "
            "themselves. Let `collate` deal with each of them.",
        ),
        Mistake(
            (OF_TUPLES, "tuple([collate(part) for part in zip(*samples)])"),
            "What a longer tuple has more is lost without an error. `zip(*samples, "
            "strict=True)` refuses tuples that differ in length.",
        ),
        Mistake(
            (COMPARED, ""),
            "You do not compare the keys. A key that the first sample lacks is dropped without "
            "an error. Compare `sample.keys()` with `first.keys()`, for all samples.",
        ),
        Mistake(
            (
                "any(sample.keys() != first.keys() for sample in samples)",
                "samples[-1].keys() != first.keys()",
            ),
            "You compare the keys of two samples only. Any of them may differ.",
        ),
        Mistake(
            ("sample.keys() != first.keys()", "len(sample) != len(first)"),
            "You count the keys. There may be as many, and others.",
        ),
        Mistake(
            ("sample.keys() != first.keys()", "list(sample) != list(first)"),
            "You compare the keys in their order. Dicts with the same keys in another order "
            "fit together: compare `sample.keys()` with `first.keys()`.",
        ),
        Mistake(
            ("sample.keys() != first.keys()", "first.keys() - sample.keys()"),
            "You notice keys that are missing, but not those that are too many. They would be "
            "dropped without an error.",
        ),
        Mistake(
            (
                OF_DICTS,
                "[collate([sample[key] for sample in samples]) for key in first]",
            ),
            "You return a list of arrays, and the keys are lost. Of dicts should come a dict.",
        ),
        Mistake(
            (OF_DICTS, "{key: collate([first[key]]) for key in first}"),
            "Your batch of dicts holds the first sample only.",
        ),
        Mistake(
            ("return np.stack(samples)", "return samples"),
            "You return what cannot be taken apart as it came, a list of Python. Make an array "
            "of it.",
        ),
        Mistake(
            (
                "return np.stack(samples)",
                "return list(samples) if isinstance(first, str) else np.stack(samples)",
            ),
            "You leave strings in a list, as PyTorch does. Here they become an array of "
            "strings, so that the batch can be indexed like the rest.",
        ),
        Mistake(
            ("isinstance(first, tuple)", "isinstance(first, (tuple, str))"),
            "You go into strings as if they were tuples. The parts of a string are strings, so "
            "that never comes to an end. Stack them.",
        ),
        Mistake(
            ("return np.stack(samples)", "return np.stack(samples).squeeze()"),
            "`squeeze` removes every axis of length 1: with one sample, the batch axis.",
        ),
        Mistake(
            ("return np.stack(samples)", "return np.concatenate(samples)"),
            "`np.concatenate` joins along an axis that is there already, and a number has "
            "none. `np.stack` adds a new axis in front.",
        ),
        Mistake(
            "def collate(samples):\n"
            "    return {key: collate([sample[key] for sample in samples]) for key in "
            "samples[0]}",
            "You take every sample for a dict. At the end of the way down there is a number, "
            "a string or an array: that is where `np.stack` comes in.",
        ),
        Mistake(
            """
            def collate(samples):
                first = samples[0]
                if isinstance(first, dict):
                    return {key: collate(part) for key, part in first.items()}
                if isinstance(first, tuple):
                    return tuple([collate(part) for part in first])
                return np.stack(samples)
            """,
            "You go down into the first sample alone. `collate` wants a list: the parts of "
            "*all* samples at that place.",
        ),
        Mistake(
            """
            def collate(samples):
                if isinstance(samples, dict):
                    return {key: collate(part) for key, part in samples.items()}
                if isinstance(samples, tuple):
                    return tuple([collate(part) for part in samples])
                return np.stack(samples)
            """,
            "You ask whether `samples` is a dict or a tuple, but it is the list of them. Ask "
            "about `samples[0]`.",
        ),
        Mistake(
            (
                """
                if isinstance(first, tuple):
                    return tuple([collate(part) for part in zip(*samples, strict=True)])
                """,
                "",
            ),
            "You have no case for tuples, so they are stacked like arrays. Each of their "
            "places needs an array of its own.",
        ),
        Mistake(
            """
            def collate(samples):
                def walk(samples):
                    first = samples[0]
                    if isinstance(first, dict):
                        return {key: walk([sample[key] for sample in samples]) for key in first}
                    if isinstance(first, tuple):
                        return tuple([walk(part) for part in zip(*samples, strict=True)])
                    return np.stack(samples)
                if isinstance(samples[0], dict):
                    if any(sample.keys() != samples[0].keys() for sample in samples):
                        raise ValueError("samples should have equal keys")
                return walk(samples)
            """,
            "You compare the keys of the outermost dicts only. Dicts further down may differ, too.",
        ),
        Mistake(
            (
                "sample[key] for sample in samples]",
                "sample.pop(key) for sample in samples]",
            ),
            "`pop` takes the value out of the sample. The samples belong to the dataset, and "
            "should be as before afterwards.",
        ),
        Mistake(
            (
                "return np.stack(samples)",
                """
                batch = np.stack([first] * len(samples))
                for i, sample in enumerate(samples):
                    batch[i] = sample
                return batch
                """,
            ),
            "You write into an array of the shape of sample 0, and NumPy stretches a smaller "
            "one to fit. `np.stack` refuses arrays of other shapes.",
        ),
    ],
)
