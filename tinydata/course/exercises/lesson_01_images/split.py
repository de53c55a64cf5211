"""Exercise images.split: A fair split."""

from tinydata.course.exercise import Case, Exercise, Mistake


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


EXERCISE = Exercise(
    id="images.split",
    title="A fair split",
    goal="Write `split_indices(count, test_count, generator)`, which divides the indices "
    "`0` to `count - 1` into a training part and a test part, at random.",
    predict="Of `10` samples, `3` are for the test. How many arrays come back, and how long "
    "are they?",
    minutes=4,
    difficulty=2,
    solution=split_indices,
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
            seeds = range(100)
            tests = [split_indices(10, 3, np.random.default_rng(seed))[1] for seed in seeds]
            sorted({len(test) for test in tests})
            """,
            "[3]",
            why="Every test part has 3 samples, not 3 on average.",
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
            train, test = split_indices(1000, 200, np.random.default_rng(0))
            sorted([int(i) for i in train] + [int(i) for i in test]) == list(range(1000))
            """,
            "True",
            why="With many samples, some index is in a part twice, or in none. Were indices "
            "drawn with replacement?",
        ),
        Case(
            """
            tests = [split_indices(10, 3, np.random.default_rng(s))[1] for s in range(100)]
            sorted({int(i) for test in tests for i in test})
            """,
            "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
            why="In a hundred random splits, every sample gets into the test part sometimes. "
            "Do you shuffle, and draw from `generator`, not from one of your own?",
        ),
        Case(
            """
            tests = [split_indices(10, 3, np.random.default_rng(s))[1] for s in range(100)]
            len({tuple(sorted(int(i) for i in test)) for test in tests}) > 40
            """,
            "True",
            why="Three of ten can be chosen in 120 ways. A hundred random splits show more "
            "than 40 of them.",
        ),
        Case(
            """
            same = [split_indices(10, 3, np.random.default_rng(7)) for _ in range(2)]
            [[int(i) for i in test] for train, test in same][0] == [int(i) for i in same[1][1]]
            """,
            "True",
            why="Generators with the same seed should give the same split. Draw from "
            "`generator` only.",
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
            ("generator.permutation(count)", "np.random.default_rng(0).permutation(count)"),
            "You make a generator of your own, so every split is the same whatever the caller "
            "asks for. Draw from `generator`.",
        ),
        Mistake(
            ("generator.permutation(count)", "np.random.default_rng().permutation(count)"),
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
            ("order[test_count:], order[:test_count]", "order[test_count:]"),
            "You return one part. Return both, training first.",
        ),
    ],
)
