"""Exercise shuffling.reproducible: A random sampler."""

import inspect

import numpy as np

from tinydata.course.checker.differences import same
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_05_shuffling.fixtures import (
    each_index_once,
    fairly_drawn,
    orders_to_compare,
)


class RandomSampler:
    """Every sample once, in a new random order each epoch.

    Parameters
    ----------
    data_source : anything with `__len__`
        Only its length is asked for.
    generator : None, int or numpy.random.Generator
        An int is a seed: the same seed gives the same epochs. None stands for a seed
        that nobody knows. A Generator is used as it is.
    """

    def __init__(self, data_source, generator=None):
        self.data_source = data_source
        self.generator = np.random.default_rng(generator)

    def __iter__(self):
        """Draw the order of one epoch, and return an iterator over its indices."""
        return iter(self.generator.permutation(len(self.data_source)).tolist())

    def __len__(self):
        return len(self.data_source)


class OnlyLength:
    """Something that has a length, and nothing else."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length

    def __repr__(self):
        return f"OnlyLength({self.length})"


def source_and_seed(draw, n=None):
    """Samples that are no indices, or nothing but their number; and a seed, often 0."""
    n = draw.size() if n is None else n
    seeds = [0, draw.integer(1, 99), np.int64(draw.integer(1, 2**40)), None]
    return {
        "data_source": draw.choice([OnlyLength(n), draw.values(n, "<U5")]),
        "generator": draw.choice(
            seeds if n > 20 else seeds[:3]
        ),  # a few could agree by chance
        "OnlyLength": OnlyLength,
    }


def sources_that_seldom_agree(draw):
    """So many samples that two orders are hardly ever equal; and a seed."""
    n = max(draw.size(), draw.integer(15, 20))
    inputs = source_and_seed(draw, n)
    return inputs | {"generator": inputs["generator"] or 0}


def equal_epochs(epochs, inputs):
    """Whether two samplers have one order, and another in the next epoch; any may be left early."""
    first, second, next_first, next_second = epochs
    found = each_index_once(second, len(inputs["data_source"]))
    if found is True and not (
        same(first, second[: len(first)]) and same(next_first, next_second)
    ):
        return "Two samplers with the same seed should give the same epochs, however one is left."
    if found is True and same(second, next_second):
        return "Each epoch should have another order."
    return found


KEEP = "self.generator = np.random.default_rng(generator)"
DRAWN = "return iter(self.generator.permutation(len(self.data_source)).tolist())"

EXERCISE = Exercise(
    id="shuffling.reproducible",
    title="A random sampler",
    goal="Write `__init__` and `__iter__` of `RandomSampler`. Each time somebody iterates it, "
    "it draws a new order of all indices, and hands out each index once. Two samplers with the "
    "same seed give the same epochs: the same first one, the same second one, and so on. Use "
    "no random state that other code shares.",
    predict="Where does the line with `default_rng` belong, and where the line that draws?",
    minutes=6,
    difficulty=2,
    solution=RandomSampler,
    write=["__init__", "__iter__"],
    given=lambda: {"OnlyLength": OnlyLength, "signature": inspect.signature},
    hints=[
        "A generator goes on where it was left. So one generator has to live as long as the "
        "sampler does, and every epoch draws from it.",
        "`__init__` keeps two things in `self`: the data source, and "
        "`np.random.default_rng(generator)`, which takes None, a seed or a Generator.",
        "In `__iter__`: `order = self.generator.permutation(len(self.data_source))`, then "
        "`return iter(order)`. With `order.tolist()` the indices are plain Python integers, as "
        "`range` gives them.",
    ],
    cases=[
        Case(
            """
            samples = [10, 20, 30, 40]
            sorted(RandomSampler(samples, generator=0))
            """,
            "[0, 1, 2, 3]",
            why="One epoch should hand out each index once: the indices, not the samples.",
        ),
        Case(
            """
            generators = [0, None, np.random.default_rng(7)]
            samplers = [RandomSampler(range(20), generator) for generator in generators]
            [len({tuple(sampler) for epoch in range(5)}) for sampler in samplers]
            """,
            "[5, 5, 5]",
            why="Five epochs should have five different orders.",
        ),
        Case(
            "[[*RandomSampler(range(20), n)] == [*RandomSampler(range(20), n)] for n in [7, 0]]",
            "[True, True]",
            why="The same seed should give the same order, and 0 is a seed too, although it counts "
            "as false. An int draws nothing itself: `default_rng` makes a Generator of it.",
        ),
        Case(
            """
            seeds = [0, 1, 7, 256, 1007, 2**32]
            len({tuple(RandomSampler(range(20), seed)) for seed in seeds})
            """,
            "6",
            why="Another seed should give another order.",
        ),
        Case(
            "list(RandomSampler(range(20))) == list(RandomSampler(range(20)))",
            "False",
            why="Without a seed, nobody should be able to foretell the order.",
        ),
        Case(
            'signature(RandomSampler).parameters["generator"].default',
            "None",
            why="Where nothing is said, `generator` should be None: a seed that nobody knows.",
        ),
        Case(
            """
            generator = np.random.default_rng(7)
            begin = generator.bit_generator.state
            sampler = RandomSampler(range(20), generator)
            made = generator.bit_generator.state
            order = list(sampler)
            [made == begin, generator.bit_generator.state == begin]
            """,
            "[True, False]",
            why="A Generator is used as it is: making a sampler draws nothing from it, and each "
            "epoch draws its order from it.",
        ),
        Case(
            """
            left_early, whole = RandomSampler(range(20), 7), RandomSampler(range(20), 7)
            next(iter(left_early))
            list(whole)
            list(left_early) == list(whole)
            """,
            "True",
            why="An epoch that was left after one index should not change the order of the "
            "next. Draw the whole order at once.",
        ),
        Case(
            """
            sampler = RandomSampler(range(20), 7)
            epoch = iter(sampler)
            indices = [next(epoch) for _ in range(10)]
            list(sampler)
            sorted(indices + list(epoch))
            """,
            "list(range(20))",
            why="An epoch that begins while another one is half done should not change the "
            "rest of that one.",
        ),
        Case(
            "sorted(RandomSampler(OnlyLength(6), 0))",
            "[0, 1, 2, 3, 4, 5]",
            why="A sampler needs nothing but the length. It reads no samples.",
        ),
        Case(
            "len(set(RandomSampler(range(70_000), 0)))",
            "70_000",
            why="Each index should come once, however many there are.",
        ),
    ],
    examples=[
        Examples(
            source_and_seed,
            ["list(sampler)"],
            make="sampler = RandomSampler(data_source, generator)",
            right=lambda order, inputs: each_index_once(
                order, len(inputs["data_source"])
            ),
            why="Every epoch should hand out each index once, whatever the samples are.",
            number=60,
        ),
        *[
            Examples(
                sources_that_seldom_agree,
                [
                    "[list(first), list(second), list(first), list(second)]",
                    '[[index for index, _ in zip(first, "early")], list(second), '
                    "list(first), list(second)]",
                ],
                make=f"first, second = [RandomSampler(data_source, {seed}) for _ in range(2)]",
                right=equal_epochs,
                why="Two samplers with the same seed should give the same epochs, one after the "
                "other, whatever other samplers do meanwhile.",
                number=30,
            )
            for seed in ["generator", "np.random.default_rng(generator)"]
        ],
        Examples(
            orders_to_compare,
            ["[list(sampler) for epoch in range(times)]"],
            make="sampler = RandomSampler(range(n), seed)",
            right=lambda orders, inputs: fairly_drawn(orders, inputs["n"]),
            why="Every order should be equally likely, as `generator.permutation` draws it.",
            in_a_row=False,
            number=4,
        ),
    ],
    mistakes=[
        Mistake(
            [
                (
                    KEEP,
                    "self.order = np.random.default_rng(generator).permutation(len(data_source))",
                ),
                (DRAWN, "return iter(self.order.tolist())"),
            ],
            "You draw the order once, in `__init__`: every epoch is the same. Draw it in "
            "`__iter__`.",
        ),
        Mistake(
            [
                (KEEP, "self.generator = generator"),
                (
                    DRAWN,
                    DRAWN.replace(
                        "self.generator", "np.random.default_rng(self.generator)"
                    ),
                ),
            ],
            "You make the generator anew in each epoch, and with a seed it then begins at the "
            "same place: every epoch is the same. Make it once, in `__init__`.",
        ),
        Mistake(
            [
                (
                    KEEP,
                    """
                    generator = np.random.default_rng(generator)
                    self.epoch = iter(generator.permutation(len(data_source)))
                    """,
                ),
                (DRAWN, "return self.epoch"),
            ],
            "You make one iterator, in `__init__`. After the first epoch it is used up, and "
            "the second one is empty.",
        ),
        Mistake(
            (KEEP, "self.generator = np.random.default_rng()"),
            "You make a generator without the seed, so that nobody can repeat an epoch. Pass "
            "`generator` on to `default_rng`.",
        ),
        Mistake(
            (KEEP, "self.generator = np.random.default_rng(0)"),
            "Your seed is always 0, whatever `generator` says. Pass it on to `default_rng`.",
        ),
        Mistake(
            (KEEP, "self.generator = np.random.default_rng(generator or None)"),
            "`generator or None` is None where `generator` is 0, so the seed 0 is lost. "
            "`default_rng` takes None as it is.",
        ),
        Mistake(
            [
                (
                    KEEP,
                    """
                    self.generator = np.random.default_rng(generator)
                    self.order = list(range(len(data_source)))
                    """,
                ),
                (
                    DRAWN,
                    """
                    self.generator.shuffle(self.order)
                    return iter(self.order)
                    """,
                ),
            ],
            "You keep one list in `self` and shuffle it again for each epoch, also under an "
            "epoch that is still going on. Make a new order each time.",
        ),
        Mistake(
            (
                DRAWN,
                "return self.generator.permutation(len(self.data_source)).tolist()",
            ),
            "`__iter__` has to return an iterator, and a list is none. Put `iter(...)` around it.",
        ),
        Mistake(
            (
                DRAWN,
                """
                order = self.generator.permutation(self.data_source)
                return iter(order.tolist())
                """,
            ),
            "You shuffle the samples. A sampler needs their number only: `len(self.data_source)`.",
        ),
        Mistake(
            (KEEP, "self.generator = np.random.default_rng(generator or 0)"),
            "Without a generator you take the seed 0, so that every run is the same. "
            "`default_rng(None)` draws a seed.",
        ),
        Mistake(
            (
                DRAWN,
                "return iter(np.random.permutation(len(self.data_source)).tolist())",
            ),
            "You draw from the random state that all code shares, and not from the generator "
            "that you keep.",
        ),
        Mistake(
            (
                KEEP,
                """
                np.random.seed(generator)
                self.generator = np.random
                """,
            ),
            "You set the seed of the random state that all code shares. Whoever else draws "
            "from it changes your epochs, and you change theirs.",
        ),
        Mistake(
            (
                DRAWN,
                """
                count = len(self.data_source)
                return iter(self.generator.integers(count, size=count).tolist())
                """,
            ),
            "You draw each index among all of them: some come twice in an epoch and others "
            "never. An order has each index once.",
        ),
        Mistake(
            (
                DRAWN,
                """
                samples = list(self.data_source)
                self.generator.shuffle(samples)
                return iter(samples)
                """,
            ),
            "You hand out samples. A sampler hands out indices, and it is the loader that asks "
            "the dataset for the samples.",
        ),
        Mistake(
            (
                DRAWN,
                """
                self.generator.shuffle(self.data_source)
                return iter(range(len(self.data_source)))
                """,
            ),
            "You shuffle the data itself, which belongs to somebody else and may lie in files. "
            "Shuffle indices.",
        ),
        Mistake(
            (DRAWN, "return self.generator.permutation(len(self.data_source))"),
            "`__iter__` has to return an iterator, and an array is none. Put `iter(...)` "
            "around it.",
        ),
        Mistake(
            (
                DRAWN,
                """
                left = list(range(len(self.data_source)))
                while left:
                    yield left.pop(self.generator.integers(len(left)))
                """,
            ),
            "You draw each index when it is asked for. If an epoch is left early, the rest is "
            "never drawn, and all later epochs change. Draw the whole order first.",
        ),
        Mistake(
            [
                (KEEP, KEEP.replace("self", "RandomSampler")),
                (DRAWN, DRAWN.replace("self.g", "RandomSampler.g")),
            ],
            "Your generator belongs to the class, and all samplers share it. Keep it in `self`.",
        ),
        Mistake(
            """
            class RandomSampler:
                def __init__(self, data_source, generator=None):
                    self.data_source = data_source
                    self.generator = np.random.default_rng(generator)

                def __iter__(self):
                    self.order = self.generator.permutation(len(self.data_source)).tolist()
                    return self

                def __next__(self):
                    if not self.order:
                        raise StopIteration
                    return self.order.pop()

                def __len__(self):
                    return len(self.data_source)
            """,
            "The sampler remembers in `self` how far it is, so that two epochs at a time take "
            "indices from each other. Return a new iterator each time.",
        ),
        Mistake(
            (KEEP, "self.generator = generator"),
            "You keep `generator` as it comes, and it may be a seed or None, which draw nothing. "
            "`default_rng` makes a Generator of all three.",
        ),
        Mistake(
            (
                DRAWN,
                """
                order = self.generator.shuffle(list(range(len(self.data_source))))
                return iter(order)
                """,
            ),
            "`generator.shuffle` shuffles what it is given, and returns None, so `order` is None. "
            "`generator.permutation` returns an order.",
        ),
    ],
)
