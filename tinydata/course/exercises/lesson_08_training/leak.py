"""Exercise training.leak: Find the leak."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def shared_samples(train, test):
    """Return the positions in `test` of what `train` has too, from low to high.

    Parameters
    ----------
    train : array of shape (N, ...)
        No NaN and no -0.0 among its values. N may be 0.
    test : array of shape (M, ...)
        Same dtype as `train`, and samples of the same shape: images, or single numbers.

    Returns
    -------
    list or array of int
        Each position once. A sample counts as shared if all of its values agree.
    """
    seen = {sample.tobytes() for sample in train}
    return [i for i, sample in enumerate(test) if sample.tobytes() in seen]


def two_parts(draw):
    """A test part of copies, near misses, mixtures and strangers, in memory in any order."""
    n = draw.size()
    sizes = [
        n,
        draw.size(0, 10 if n <= 256 else 2),
    ]  # few pairs, however slow their comparison
    n, m = sizes if draw.chance(0.7) else sizes[::-1]
    sides = [side or 1 for side in draw.shape(0, 3)]
    dtype = draw.choice([draw.dtype("biuf"), np.dtype("int64"), np.dtype("float64")])
    train = draw.array(n, *sides, dtype=dtype)
    if dtype.kind in "iu" and dtype.itemsize == 8 and draw.chance(0.5):
        train <<= 50  # where a float stands for several integers
    train[draw.integer(0, n) :] = 0  # images without ink
    train[-1:] = draw.array(min(n, 1), *sides, dtype=dtype)
    test = [
        one(draw, train) if n else draw.array(*sides, dtype=dtype) for _ in range(m)
    ]
    parts = train, np.array(test, dtype).reshape(m, *sides)
    parts = [
        part + part.dtype.type(0) if dtype.kind == "f" else part for part in parts
    ]  # no -0.0
    layout = draw.choice([np.ascontiguousarray, by_columns, lambda part: part[::-1]])
    return {"train": parts[0], "test": layout(parts[1])}


def by_columns(part):
    """The same samples, in each of which the first axis runs fastest."""
    axes = (0, *range(part.ndim - 1, 0, -1))
    return part.transpose(axes).copy().transpose(axes)


def one(draw, train):
    """A sample for the test part: taken from the training part, as it is or changed."""
    sample = train[draw.choice([0, -1, -1, draw.place(len(train))])].copy()
    kind = draw.choice(
        ["copy", "copy", "copy", "near", "near", "minus", "mixed", "stranger"]
    )
    if kind == "stranger":
        return draw.array(*sample.shape, dtype=sample.dtype)
    if kind == "minus" and sample.dtype.kind == "f":
        return 0 - sample
    values = sample.reshape(-1)
    if kind == "near":
        place = draw.choice([draw.place(len(values)), np.argmax(values)])
        is_float = sample.dtype.kind == "f"
        values[place] = (
            np.nextafter(values[place], 99) if is_float else values[place] ^ True
        )
    if kind == "mixed":
        for place in range(len(values)):
            values[place] = train[draw.place(len(train))].reshape(-1)[place]
    return values.reshape(sample.shape)


SEEN = """
seen = {sample.tobytes() for sample in train}
return [i for i, sample in enumerate(test) if sample.tobytes() in seen]
"""

EXERCISE = Exercise(
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
            """
            train = np.array([[1, 2], [3, 4]])
            test = np.array([[5, 6], [3, 4]])
            np.array(shared_samples(train, test)).tolist()
            """,
            "[1]",
            why="Sample 1 of `test` is sample 1 of `train`. Nothing else is in both.",
        ),
        Case(
            """
            train = np.array([[1, 2], [3, 4], [5, 6]])
            test = np.array([[5, 6], [0, 0], [0, 9], [1, 2]])
            np.array(shared_samples(train, test)).tolist()
            """,
            "[0, 3]",
            why="A copy may lie anywhere in `train`. The answer is where it lies in `test`, "
            "from low to high.",
        ),
        Case(
            """
            train = np.array([[1, 2], [3, 4]])
            test = np.array([[1, 9], [2, 1], [2, 3], [4, 1]])
            np.array(shared_samples(train, test)).tolist()
            """,
            "[]",
            why="These samples agree with `train` in some values, but not in all of them, or "
            "not in the right places.",
        ),
        Case(
            """
            train = np.array([[1, 2], [1, 2], [1, 2]])
            test = np.array([[8, 9], [1, 2], [1, 2]])
            np.array(shared_samples(train, test)).tolist()
            """,
            "[1, 2]",
            why="Each position once, however many copies `train` has. A sample which is in "
            "`test` twice has two positions.",
        ),
        Case(
            """
            train = np.array([7, 7, 2])
            test = np.array([2, 5, 7])
            np.array(shared_samples(train, test)).tolist()
            """,
            "[0, 2]",
            why="A sample may be a single number, too.",
        ),
        Case(
            """
            train = np.array([7, 7, 2])
            test = np.array([2, 5, 7])
            isinstance(shared_samples(train, test), list | np.ndarray)
            """,
            "True",
            why="The positions should come as a list or as an array.",
        ),
        Case(
            """
            train = np.array([[0.5, 0.25]])
            test = np.array([[0.5, 0.25], [0.5, 0.25 + 1e-10]])
            np.array(shared_samples(train, test)).tolist()
            """,
            "[0]",
            why="Nearly equal is not an exact copy.",
        ),
    ],
    examples=[
        Examples(
            two_parts,
            [
                "np.array(shared_samples(train, test)).tolist()",
                "[np.array(found).tolist() for found in "
                "[shared_samples(train, test), shared_samples(test, train)]]",
            ],
            why="Asked for are the positions of those samples of `test` of which `train` has an "
            "exact copy: all values agree, each in its place.",
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
                "return [i for i, (a, b) in enumerate(zip(train, test)) if np.array_equal(a, b)]",
            ),
            "You compare sample 0 with sample 0, sample 1 with sample 1 and so on. A copy may "
            "lie anywhere in the training part.",
        ),
        Mistake(
            (
                SEEN,
                """
                seen = {sample.tobytes() for sample in test}
                return [i for i, sample in enumerate(train) if sample.tobytes() in seen]
                """,
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
                """
                pairs = [(i, j) for i in range(len(test)) for j in range(len(train))]
                return [i for i, j in pairs if np.array_equal(train[j], test[i])]
                """,
            ),
            "You name a position once for each copy in `train`. Once is enough: stop looking "
            "after the first copy.",
        ),
        Mistake(
            (
                SEEN,
                "return [i for i, sample in enumerate(test) if (train == sample).all()]",
            ),
            "`(train == sample).all()` asks whether every sample of `train` is like this one. "
            "One copy is enough: compare with one at a time, or look into a set of bytes.",
        ),
        Mistake(
            (
                SEEN,
                """
                alike = [(train == sample).all(axis=(1, 2)).any() for sample in test]
                return np.flatnonzero(alike)
                """,
            ),
            "`axis=(1, 2)` suits images only. A sample may be a single number as well: compare "
            "bytes, or make one row of each sample first.",
        ),
        Mistake(
            ("if sample.tobytes() in seen", "if sample in seen"),
            "Your set holds bytes, and you ask it for an array, which cannot be in a set. Ask for "
            "bytes as well: `sample.tobytes() in seen`.",
        ),
        Mistake(
            (SEEN, "return np.flatnonzero(np.isin(test, train))"),
            "`np.isin` asks about single values, here pixels. Asked for are whole samples: "
            "compare their bytes.",
        ),
        Mistake(
            (
                SEEN,
                """
                known = np.isin(test, train).reshape(len(test), -1)
                return np.flatnonzero(known.all(axis=1))
                """,
            ),
            "`np.isin` asks whether each value occurs somewhere in `train`. They may come from "
            "different samples, or from other places: compare whole samples.",
        ),
        Mistake(
            (
                SEEN,
                """
                seen = {sample.tobytes() for sample in train}
                return {i for i, sample in enumerate(test) if sample.tobytes() in seen}
                """,
            ),
            "You return a set, which has no order. Return a list, from low to high.",
        ),
        Mistake(
            (
                SEEN,
                """
                near = [any(np.allclose(sample, other) for other in train) for sample in test]
                return [i for i, found in enumerate(near) if found]
                """,
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
                """
                seen = {sample.sum() for sample in train}
                return [i for i, sample in enumerate(test) if sample.sum() in seen]
                """,
            ),
            "You compare something that different samples can share, such as their sum, or "
            "their values in any order. Compare all values, each in its place.",
        ),
        Mistake(
            (
                SEEN,
                """
                seen = train.tobytes()
                return [i for i, sample in enumerate(test) if sample.tobytes() in seen]
                """,
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
            "You return the samples themselves. Return their positions: `enumerate` counts along.",
        ),
    ],
)
