"""Exercise shuffling.reproducible: A random sampler."""

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake


class RandomSampler:
    """Every sample once, in a new random order each epoch.

    Parameters
    ----------
    data_source : anything with `__len__`
        Only its length is asked for.
    generator : None, int or numpy.random.Generator
        An int is a seed: the same seed gives the same epochs. None stands for a seed that nobody
        knows. A Generator is used as it is.
    """

    def __init__(self, data_source, generator=None):
        self.data_source = data_source
        self.generator = np.random.default_rng(generator)

    def __iter__(self):
        """Draw the whole order of one epoch, and return an iterator over its indices."""
        return iter(self.generator.permutation(len(self.data_source)).tolist())

    def __len__(self):
        return len(self.data_source)


class OnlyLength:
    """Something that has a length, and nothing else."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length


def sources():
    return {"OnlyLength": OnlyLength}


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
    gives=["BatchSampler", "DataLoader", "SequentialSampler"],
    write=["__init__", "__iter__"],
    given=sources,
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
            sampler = RandomSampler(range(20), generator=0)
            [len(list(sampler)) for epoch in range(3)]
            """,
            "[20, 20, 20]",
            why="Every epoch should hand out as many indices as there are samples.",
        ),
        Case(
            """
            sampler = RandomSampler(range(20), generator=0)
            len({tuple(list(sampler)) for epoch in range(5)})
            """,
            "5",
            why="Five epochs should have five different orders.",
        ),
        Case(
            "list(RandomSampler(range(20), generator=7)) == "
            "list(RandomSampler(range(20), generator=7))",
            "True",
            why="The same seed should give the same order.",
        ),
        Case(
            """
            first = RandomSampler(range(20), generator=7)
            second = RandomSampler(range(20), generator=7)
            [list(first) == list(second) for epoch in range(3)]
            """,
            "[True, True, True]",
            why="Two samplers with the same seed should agree in every epoch.",
        ),
        Case(
            "list(RandomSampler(range(20), generator=0)) == "
            "list(RandomSampler(range(20), generator=0))",
            "True",
            why="0 is a seed like any other: the same epochs each time.",
        ),
        Case(
            """
            first = RandomSampler(range(20), generator=7)
            second = RandomSampler(range(20), generator=7)
            epochs_of_first = [list(first) for epoch in range(3)]
            epochs_of_second = [list(second) for epoch in range(3)]
            epochs_of_first == epochs_of_second
            """,
            "True",
            why="Samplers should not disturb each other: each needs a generator of its own.",
        ),
        Case(
            "list(RandomSampler(range(20), generator=7)) == "
            "list(RandomSampler(range(20), generator=8))",
            "False",
            why="Another seed should give another order.",
        ),
        Case(
            "list(RandomSampler(range(10_000))) == list(RandomSampler(range(10_000)))",
            "False",
            why="Without a seed, nobody should be able to foretell the order.",
        ),
        Case(
            """
            sampler = RandomSampler(range(10_000))
            len({tuple(list(sampler)) for epoch in range(5)})
            """,
            "5",
            why="Without a seed too, five epochs should have five different orders.",
        ),
        Case(
            """
            first = RandomSampler(range(20), np.random.default_rng(7))
            second = RandomSampler(range(20), np.random.default_rng(7))
            [list(first) == list(second) for epoch in range(3)]
            """,
            "[True, True, True]",
            why="`generator` may be a Generator. Draw from it as it is.",
        ),
        Case(
            """
            generator = np.random.default_rng(7)
            list(RandomSampler(range(20), generator)) == list(RandomSampler(range(20), generator))
            """,
            "False",
            why="Two samplers that share one Generator go on where the other one left it.",
        ),
        Case(
            """
            left_early = RandomSampler(range(20), generator=7)
            next(iter(left_early))
            whole = RandomSampler(range(20), generator=7)
            list(whole)
            list(left_early) == list(whole)
            """,
            "True",
            why="An epoch that was left after one index should not change the order of the "
            "next. Draw the whole order at once.",
        ),
        Case(
            """
            sampler = RandomSampler(range(20), generator=7)
            first, second = iter(sampler), iter(sampler)
            pairs = list(zip(first, second))
            [sorted(i for i, j in pairs), sorted(j for i, j in pairs)]
            """,
            "[list(range(20)), list(range(20))]",
            why="Two epochs at a time should not disturb each other: each hands out all indices.",
        ),
        Case(
            """
            sampler = RandomSampler(range(20), generator=7)
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
            """
            sampler = RandomSampler(range(4), generator=7)
            len({tuple(list(sampler)) for epoch in range(1000)})
            """,
            "24",
            why="Among a thousand orders of four indices, all 24 that there are should occur.",
        ),
        Case(
            "sorted(RandomSampler(OnlyLength(6), generator=0))",
            "[0, 1, 2, 3, 4, 5]",
            why="A sampler needs nothing but the length. It reads no samples.",
        ),
    ],
    mistakes=[
        Mistake(
            """
            class RandomSampler:
                def __init__(self, data_source, generator=None):
                    self.data_source = data_source
                    generator = np.random.default_rng(generator)
                    self.order = generator.permutation(len(data_source)).tolist()

                def __iter__(self):
                    return iter(self.order)

                def __len__(self):
                    return len(self.data_source)
            """,
            "You draw the order once, in `__init__`: every epoch is the same. Draw it in "
            "`__iter__`.",
        ),
        Mistake(
            """
            class RandomSampler:
                def __init__(self, data_source, generator=None):
                    self.data_source = data_source
                    self.seed = generator

                def __iter__(self):
                    generator = np.random.default_rng(self.seed)
                    return iter(generator.permutation(len(self.data_source)).tolist())

                def __len__(self):
                    return len(self.data_source)
            """,
            "You make the generator anew in each epoch, and with a seed it then begins at the "
            "same place: every epoch is the same. Make it once, in `__init__`.",
        ),
        Mistake(
            """
            class RandomSampler:
                def __init__(self, data_source, generator=None):
                    self.data_source = data_source
                    generator = np.random.default_rng(generator)
                    self.iterator = iter(generator.permutation(len(data_source)).tolist())

                def __iter__(self):
                    return self.iterator

                def __len__(self):
                    return len(self.data_source)
            """,
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
            """
            class RandomSampler:
                def __init__(self, data_source, generator=None):
                    self.data_source = data_source
                    self.generator = np.random.default_rng(generator)
                    self.order = list(range(len(data_source)))

                def __iter__(self):
                    self.generator.shuffle(self.order)
                    return iter(self.order)

                def __len__(self):
                    return len(self.data_source)
            """,
            "You keep one list in `self` and shuffle it again for each epoch, also under an "
            "epoch that is still going on. Make a new order each time.",
        ),
        Mistake(
            (DRAWN, "return self.generator.permutation(len(self.data_source)).tolist()"),
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
            (DRAWN, "return iter(np.random.permutation(len(self.data_source)).tolist())"),
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
                count = len(self.data_source)
                return iter(np.roll(np.arange(count), self.generator.integers(count)).tolist())
                """,
            ),
            "You draw where to begin, and go on in order from there. Sorted data stays sorted.",
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
            """
            class RandomSampler:
                generator = None

                def __init__(self, data_source, generator=None):
                    self.data_source = data_source
                    RandomSampler.generator = np.random.default_rng(generator)

                def __iter__(self):
                    order = RandomSampler.generator.permutation(len(self.data_source))
                    return iter(order.tolist())

                def __len__(self):
                    return len(self.data_source)
            """,
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
    ],
)
