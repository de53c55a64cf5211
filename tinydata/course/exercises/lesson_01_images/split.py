"""Exercise images.split: A split at random."""

import itertools
from collections import Counter

import numpy as np

from tinydata.course.checker.chance import all_alike
from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def split_indices(count, test_count, generator):
    """Return the indices of a training part and of a test part, drawn at random.

    Parameters
    ----------
    count : int
        Samples in all: the indices are 0 to count - 1.
    test_count : int
        Samples in the test part, from 0 to count.
    generator : numpy.random.Generator
        Draws which samples are in which part.

    Returns
    -------
    train, test : arrays of int
        Each index is in exactly one of the two.
    """
    order = generator.permutation(count)
    return order[test_count:], order[:test_count]


def counts_and_seed(draw):
    """A test part of some, of none, or of all."""
    count = draw.size()
    test_count = draw.choice([0, count, draw.integer(0, count), draw.integer(0, count)])
    return {"count": count, "test_count": test_count, "seed": draw.integer(0, 999)}


def each_index_once(parts, inputs):
    """Whether these are two arrays of indices, and all of them."""
    if not isinstance(parts, (tuple, list)) or len(parts) != 2:
        return "Two parts should come back, `train` and `test`."
    arrays = all(isinstance(part, np.ndarray) and part.ndim == 1 for part in parts)
    if not arrays or any(part.dtype.kind not in "iu" for part in parts):
        return "Both parts should be arrays of integers with one axis, one that is empty as well."
    if len(parts[1]) != inputs["test_count"]:
        return f"The test part has {len(parts[1])} indices, expected {inputs['test_count']}."
    if not np.array_equal(np.sort(np.concatenate(parts)), np.arange(inputs["count"])):
        return "Both parts together should hold each index once: none twice, none lost."
    return True


def come_alike(tests, count):
    """Whether each choice of so many out of `count` came about equally often."""
    times = Counter(map(tuple, tests))
    ways = [times[way] for way in itertools.combinations(range(count), len(tests[0]))]
    return sum(ways) == len(tests) and all_alike([ways])


EXERCISE = Exercise(
    id="images.split",
    title="A split at random",
    goal="Write `split_indices(count, test_count, generator)`, which divides the indices "
    "0 to `count - 1` into a training part and a test part, at random.",
    predict="Of 10 samples, 3 are for the test. How many arrays come back, and how long are they?",
    minutes=4,
    difficulty=2,
    solution=split_indices,
    given=lambda: {"come_alike": come_alike},
    hints=[
        "`generator.permutation(count)` is all indices in random order.",
        "Cut that order into two pieces with slices. Which piece has `test_count` indices?",
        "`order[:test_count]` is the test part. The rest, `order[test_count:]`, is for "
        "training, and comes first in what you return.",
    ],
    cases=[
        Case(
            """
            train, test = split_indices(10, 3, np.random.default_rng(0))
            [len(train), len(test)]
            """,
            "[7, 3]",
            why="Of 10 samples, 3 are for the test and 7 are left for training, in that order.",
        ),
        Case(
            """
            train, test = split_indices(10, 3, np.random.default_rng(0))
            sorted([int(i) for i in train] + [int(i) for i in test])
            """,
            "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
            why="Both parts together should hold each index once: none twice, none lost.",
        ),
        Case(
            """
            values = np.arange(100, 110)
            train, test = split_indices(10, 3, np.random.default_rng(0))
            [values[train].shape, values[test].shape]
            """,
            "[(7,), (3,)]",
            why="`images[train]` has to take the images of the training part: return arrays "
            "of integers.",
        ),
        Case(
            """
            train, test = split_indices(66_000, 300, np.random.default_rng(0))
            np.array_equal(np.sort(np.concatenate([train, test])), np.arange(66_000))
            """,
            "True",
            why="With many samples, some index is in a part twice, or in none. Were indices "
            "drawn with replacement, or kept in a dtype that is too small for them?",
        ),
        Case(
            """
            train, test = split_indices(1000, 100, np.random.default_rng(0))
            bool((np.diff(np.sort(test)) == 1).all())
            """,
            "False",
            why="The test part is a run of neighbours. Shuffle before you cut.",
        ),
        Case(
            """
            generator = np.random.default_rng(0)
            parts = [split_indices(40, 20, generator)[1] for _ in range(500)]
            len({tuple(sorted(test)) for test in parts})
            """,
            "500",
            why="There are more than a hundred thousand million choices of 20 out of 40, and yet "
            "some of 500 random ones were equal. Draw from `generator` anew in each call.",
        ),
        Case(
            """
            generator = np.random.default_rng(0)
            def tests(n):
                return [[*split_indices(n, 1, generator)[1]] for _ in range(300)]

            [come_alike(tests(n), n) for n in [2, 3, 4, 5]]
            """,
            "[True, True, True, True]",
            why="One of 2, 3, 4 or 5 samples is for the test. In 300 random splits each of them "
            "should be so about equally often.",
        ),
        Case(
            """
            generator = np.random.default_rng(0)
            tests = [sorted(split_indices(6, 3, generator)[1]) for _ in range(5000)]
            come_alike(tests, 6)
            """,
            "True",
            why="Three of six can be chosen in 20 ways. In 5,000 random splits each of them "
            "should come about 250 times.",
        ),
        Case(
            """
            seeds = [7, 7, 8]
            parts = [split_indices(40, 20, np.random.default_rng(seed)) for seed in seeds]
            one, again, other = (sorted(test) for train, test in parts)
            [one == again, one == other]
            """,
            "[True, False]",
            why="Generators with the same seed should give the same split, and another seed "
            "another one. Draw from `generator` only.",
        ),
        Case(
            """
            train, test = split_indices(4, 0, np.random.default_rng(0))
            [len(train), len(test)]
            """,
            "[4, 0]",
            why="With no test samples, all are for training. Beware of `order[:-0]`, which is "
            "empty.",
        ),
    ],
    examples=[
        Examples(
            counts_and_seed,
            ["split_indices(count, test_count, np.random.default_rng(seed))"],
            right=each_index_once,
        )
    ],
    mistakes=[
        Mistake(
            ("generator.permutation(count)", "np.arange(count)"),
            "You cut without shuffling: the test part is always the same run of neighbours. "
            "If the data are sorted, whole classes are missing from one part.",
        ),
        Mistake(
            (
                "order[test_count:], order[:test_count]",
                "order[:test_count], order[test_count:]",
            ),
            "The two parts have changed places: training comes first.",
        ),
        Mistake(
            (
                "generator.permutation(count)",
                "np.random.default_rng(0).permutation(count)",
            ),
            "Every split is the same, whatever the caller passes. Draw from `generator`, and from "
            "none of your own.",
        ),
        Mistake(
            (
                "generator.permutation(count)",
                "np.random.default_rng().permutation(count)",
            ),
            "You make a generator without a seed, so no split can be repeated. Draw from "
            "`generator`.",
        ),
        Mistake(
            ("generator.permutation(count)", "generator.integers(0, count, count)"),
            "You draw with replacement: some samples come twice, and others never. An image "
            "in both parts is a test with the answer known.",
        ),
        Mistake(
            "def split_indices(count, test_count, generator):\n"
            "    test = generator.integers(0, count, test_count)\n"
            "    return np.setdiff1d(np.arange(count), test), test",
            "You draw the test part with replacement, so a sample can be in it twice, and the "
            "training part is too long. `permutation` has each index once.",
        ),
        Mistake(
            (
                "return order[test_count:], order[:test_count]",
                "return order, order[:test_count]",
            ),
            "The test part is in the training part too. A model would be tested on what it "
            "was trained on.",
        ),
        Mistake(
            (
                "return order[test_count:], order[:test_count]",
                "return order[test_count:], generator.permutation(count)[:test_count]",
            ),
            "You draw a second order for the test part, so the two parts overlap. One order, "
            "cut in two.",
        ),
        Mistake(
            (
                "order[test_count:], order[:test_count]",
                "order[:-test_count], order[-test_count:]",
            ),
            "Slices from the end go wrong for a test part of none: `order[:-0]` is "
            "`order[:0]`, which is empty.",
        ),
        Mistake(
            (
                "order = generator.permutation(count)",
                """
                start = generator.integers(count)
                order = np.roll(np.arange(count), int(start))
                """,
            ),
            "You draw too little: the test part is a run of neighbours, or follows another "
            "pattern, so most choices can never occur. Draw the order of all indices.",
        ),
        Mistake(
            (
                "order[test_count:], order[:test_count]",
                "tuple(order[test_count:]), tuple(order[:test_count])",
            ),
            "You return tuples. NumPy reads `images[(4, 2)]` as row 2 of image 4, not as two "
            "images: return arrays.",
        ),
        Mistake(
            "def split_indices(count, test_count, generator):\n"
            "    chosen = generator.random(count) < test_count / count\n"
            "    return np.flatnonzero(~chosen), np.flatnonzero(chosen)",
            "You toss a coin for each sample, so the test part has the right size only on "
            "average. Cut a random order instead.",
        ),
        Mistake(
            (
                "order[test_count:], order[:test_count]",
                "order[test_count:].tolist(), order[:test_count].tolist()",
            ),
            "You return lists. Asked are arrays, so that one can go on calculating with them.",
        ),
        Mistake(
            (
                "return order[test_count:], order[:test_count]",
                """
                order = order.tolist()
                return np.array(order[test_count:]), np.array(order[:test_count])
                """,
            ),
            "`np.array([])` is an array of floats, and those are no indices. Give it a "
            "`dtype=int`, or cut an array instead of a list.",
        ),
        Mistake(
            ("order[test_count:], order[:test_count]", "order[test_count:]"),
            "You return one part. Return both, training first.",
        ),
    ],
)
