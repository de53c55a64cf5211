"""Lesson 5: a fair order of the indices, labels that stay with their images, and samplers."""

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.exercises.fixtures import digits


def permutation(n, generator):
    """Return the indices 0 to n - 1 in a random order, each order being equally likely.

    Parameters
    ----------
    n : int
        How many indices: 0 or more.
    generator : numpy.random.Generator
        Draws numbers, as `generator.integers(k)` does. Here it refuses to draw whole orders:
        `permutation`, `permuted`, `shuffle` and `choice` raise an error.

    Returns
    -------
    list or array of n integers
    """
    order = list(range(n))
    for last in range(n - 1, 0, -1):
        j = generator.integers(last + 1)
        order[last], order[j] = order[j], order[last]
    return order


def shuffle_together(images, labels, generator):
    """Return images and labels in a new random order, the same one for both.

    Parameters
    ----------
    images : array of shape (N, ...)
    labels : array of shape (N,)
    generator : numpy.random.Generator
        Draws the order.

    Returns
    -------
    tuple of two new arrays
        Images and labels, of the same shapes and dtypes as before. The arrays that were given
        stay as they were.
    """
    order = generator.permutation(len(images))
    return images[order], labels[order]


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


class SingleDraws(np.random.Generator):
    """A generator that draws numbers, but no orders."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("this generator draws no orders; draw numbers with generator.integers")

    permutation = permuted = shuffle = choice = _refuse


def single_draws():
    """`draws(seed)`: a generator for the first exercise."""

    def draws(seed):
        return SingleDraws(np.random.PCG64(seed))

    return {"draws": draws}


class OnlyLength:
    """Something that has a length, and nothing else."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length


def sources():
    return {"OnlyLength": OnlyLength}


DRAW = "j = generator.integers(last + 1)"
SWAP = "order[last], order[j] = order[j], order[last]"
WALK = """for last in range(n - 1, 0, -1):
        j = generator.integers(last + 1)
        order[last], order[j] = order[j], order[last]"""
TOGETHER = """order = generator.permutation(len(images))
    return images[order], labels[order]"""
KEEP = "self.generator = np.random.default_rng(generator)"
DRAWN = "return iter(self.generator.permutation(len(self.data_source)).tolist())"

EXERCISES = [
    Exercise(
        id="shuffling.permutation",
        title="A fair shuffle",
        goal="Write `permutation(n, generator)`. It makes the list of the indices from `0` to "
        "`n - 1`, walks through its places from the last one to place `1`, and swaps each with a "
        "place that it draws among those not yet decided, the place itself included. It returns "
        "the list. Every order should be equally likely.",
        predict="How many numbers do you have to draw for `3` indices? And for `1`?",
        minutes=5,
        difficulty=2,
        solution=permutation,
        given=single_draws,
        hints=[
            "It is the walk that you saw with the five letters. There the draws were given; here "
            "the generator makes them. From which numbers may it draw when place `4` is next?",
            "For place `last` there are `last + 1` places to choose from, `0` to `last`: "
            "`j = generator.integers(last + 1)`. The loop is `for last in range(n - 1, 0, -1):`.",
            "In the loop, after the draw: `order[last], order[j] = order[j], order[last]`. Before "
            "it `order = list(range(n))`, and behind it `return order`.",
        ],
        cases=[
            Case(
                "order = permutation(5, draws(0))\nsorted(order[place] for place in range(5))",
                "[0, 1, 2, 3, 4]",
                why="Each of the five indices should be there once, in whatever order.",
            ),
            Case(
                "len(permutation(5, draws(0)))",
                "5",
                why="Five indices have five places.",
            ),
            Case(
                "[list(permutation(0, draws(0))), list(permutation(1, draws(0)))]",
                "[[], [0]]",
                why="No indices have one order, an empty one, and one index has one order as well.",
            ),
            Case(
                "generator = draws(0)\n"
                'sorted({"".join(map(str, permutation(3, generator))) for _ in range(200)})',
                '["012", "021", "102", "120", "201", "210"]',
                why="Among two hundred orders of three indices, all six that there are should "
                "occur.",
            ),
            Case(
                "generator = draws(0)\n"
                "len({tuple(list(permutation(4, generator))) for _ in range(1000)})",
                "24",
                why="Among a thousand orders of four indices, all 24 that there are should occur.",
            ),
            Case(
                "generator = draws(0)\n"
                "len({tuple(list(permutation(20, generator))) for _ in range(5)})",
                "5",
                why="Five calls with one generator should give five different orders.",
            ),
            Case(
                "list(permutation(20, draws(3))) == list(permutation(20, draws(3)))",
                "True",
                why="Two generators with the same seed should give the same order.",
            ),
            Case(
                "generator = draws(0)\n"
                'orders = ["".join(map(str, permutation(3, generator))) for _ in range(9000)]\n'
                "too_rare_or_too_often = [\n"
                "    order for order in sorted(set(orders))\n"
                "    if not 1335 < orders.count(order) < 1665\n"
                "]\n"
                "too_rare_or_too_often",
                "[]",
                why="Of 9,000 orders of three indices, each of the six should come about 1,500 "
                "times. Yours prefer some of them. Is each draw made among the places not yet "
                "decided, and only among them?",
            ),
            Case(
                "generator = draws(0)\n"
                "places = [list(permutation(8, generator)).index(0) for _ in range(1200)]\n"
                "[place for place in range(8) if not 90 < places.count(place) < 210]",
                "[]",
                why="Of 1,200 orders of eight indices, index 0 should be at each place about 150 "
                "times. In yours it prefers some places.",
            ),
        ],
        mistakes=[
            Mistake(
                (
                    WALK,
                    "for i in range(n):\n"
                    "        j = generator.integers(n)\n"
                    "        order[i], order[j] = order[j], order[i]",
                ),
                "You swap each place with any place. All orders occur, but not equally often: it "
                "is `order_after` of above, with 27 ways to six orders. Draw among the places not "
                "yet decided.",
            ),
            Mistake(
                ("generator.integers(last + 1)", "generator.integers(n)"),
                "You draw among all places each time, so that places already decided are changed "
                "again. All orders occur, but not equally often.",
            ),
            Mistake(
                ("generator.integers(last + 1)", "generator.integers(last)"),
                "`generator.integers(last)` never draws `last` itself, so nothing can stay where "
                "it is. Orders in which something stays do not occur.",
            ),
            Mistake(
                ("generator.integers(last + 1)", "generator.integers(1, last + 1)"),
                "You draw from place 1 on. Place 0 is not decided either, so it should be among "
                "the places you draw from.",
            ),
            Mistake(
                (SWAP, "order.insert(j, order.pop())"),
                "`order.pop()` always takes the last item, whichever place is next. Swap the items "
                "at places `last` and `j`.",
            ),
            Mistake(
                ("range(n - 1, 0, -1)", "range(n - 1, 1, -1)"),
                "You stop before place 1, since `range` leaves out its end. The last two indices "
                "to be decided are never swapped.",
            ),
            Mistake(
                ("range(n - 1, 0, -1)", "range(n - 2, 0, -1)"),
                "You begin one place too early: the last place, `n - 1`, always keeps its index.",
            ),
            Mistake(
                (SWAP, "order[last] = order[j]"),
                "You copy one index over another, so that some occur twice and others never. A "
                "swap changes both places.",
            ),
            Mistake(
                (
                    "    order = list(range(n))\n    " + WALK + "\n    return order",
                    "    return generator.integers(n, size=n).tolist()",
                ),
                "You draw each index among all of them, as if it were put back after each draw. "
                "Some samples would come twice in an epoch, and others never.",
            ),
            Mistake(
                (
                    WALK,
                    "start = generator.integers(max(n, 1))\n"
                    "    order = order[start:] + order[:start]",
                ),
                "You draw where to begin, and go on in order from there. Sorted data stays sorted.",
            ),
            Mistake(
                (
                    WALK,
                    "if n > 1:\n"
                    "        i, j = generator.integers(n), generator.integers(n)\n"
                    "        order[i], order[j] = order[j], order[i]",
                ),
                "You swap two places once. Nearly all indices stay where they were.",
            ),
            Mistake(
                (
                    WALK,
                    "for _ in range(n):\n"
                    "        i, j = generator.integers(n), generator.integers(n)\n"
                    "        order[i], order[j] = order[j], order[i]",
                ),
                "You swap two places drawn at random, n times. Some places are never drawn, and "
                "what lies there stays: the old order is preferred. Go through all places.",
            ),
            Mistake(
                (WALK, "order.sort(key=lambda i: generator.integers(n))"),
                "You sort by random whole numbers. Two that are equal leave their indices in the "
                "old order, which is therefore preferred.",
            ),
            Mistake(
                (
                    WALK,
                    "for last in range(n - 1, 0, -1):\n"
                    "        if generator.integers(2):\n"
                    "            order[last], order[last - 1] = order[last - 1], order[last]",
                ),
                "You swap neighbours only, or not. Few orders can come of one such walk.",
            ),
            Mistake(
                ("order = list(range(n))", "order = list(range(1, n + 1))"),
                "You shuffle the numbers from 1 to n. Indices go from 0 to n - 1.",
            ),
            Mistake(
                (
                    "order = list(range(n))",
                    "generator = np.random.default_rng(0)\n    order = list(range(n))",
                ),
                "You make a generator with a fixed seed in the function, so every call gives the "
                "same order. Draw from the one that is given.",
            ),
            Mistake(
                (
                    "order = list(range(n))",
                    "generator = np.random.default_rng()\n    order = list(range(n))",
                ),
                "You make a generator of your own. Whoever calls has one with a seed, and wants "
                "the same order again.",
            ),
        ],
    ),
    Exercise(
        id="shuffling.misaligned",
        title="One order for both",
        goal="Find in `shuffle_apart` what separates the labels from their images, and mend it: "
        "write `shuffle_together(images, labels, generator)`, which takes and returns the same "
        "things. Here you may use all that NumPy has, `generator.permutation` too.",
        minutes=4,
        difficulty=1,
        solution=shuffle_together,
        given=digits,
        hints=[
            "How often does `shuffle_apart` draw an order? How often should it?",
            "Draw one order and keep it in a variable: `order = generator.permutation(len(images))`"
            ". An array of indices picks rows of any array.",
            "The second line is `return images[order], labels[order]`.",
        ],
        cases=[
            Case(
                "generator = np.random.default_rng(0)\n"
                "first, second = shuffle_together(np.arange(9), np.arange(9), generator)\n"
                "np.array_equal(first, second)",
                "True",
                why="The probe of above: both arrays are the same, so both should come back in the "
                "same order.",
            ),
            Case(
                "generator = np.random.default_rng(0)\n"
                "new_images, new_labels = shuffle_together(images.astype(np.uint8), labels, "
                "generator)\n"
                "[type(new_images).__name__, type(new_labels).__name__]",
                '["ndarray", "ndarray"]',
                why="Images and labels should come back as arrays.",
            ),
            Case(
                "generator = np.random.default_rng(0)\n"
                "new_images, new_labels = shuffle_together(images.astype(np.uint8), labels, "
                "generator)\n"
                "[new_images.shape, str(new_images.dtype), new_labels.shape, "
                "str(new_labels.dtype)]",
                '[(1797, 8, 8), "uint8", (1797,), "int64"]',
                why="First the images, then the labels, with shapes and dtypes as they were.",
            ),
            Case(
                "generator = np.random.default_rng(0)\n"
                "images = np.array([[5, 5], [6, 6], [7, 7], [8, 8]])\n"
                "labels = np.array([50, 60, 70, 80])\n"
                "new_images, new_labels = shuffle_together(images, labels, generator)\n"
                "[(image * 10 == label).all() for image, label in zip(new_images, new_labels)]",
                "[True, True, True, True]",
                fresh=["images", "labels"],
                why="Each label should be ten times the number in its image, before and after.",
            ),
            Case(
                "generator = np.random.default_rng(0)\n"
                "new_images, new_labels = shuffle_together(images, labels, generator)\n"
                "[np.array_equal(new_images, images), np.array_equal(new_labels, labels),\n"
                " np.array_equal(new_labels, np.sort(labels))]",
                "[False, False, False]",
                why="Images and labels should come in a new order, and not sorted.",
            ),
            Case(
                "numbers = np.arange(len(labels))\n"
                "generator = np.random.default_rng(0)\n"
                "new_images, new_numbers = shuffle_together(images, numbers, generator)\n"
                "[np.array_equal(np.sort(new_numbers), numbers), "
                "np.array_equal(images[new_numbers], new_images)]",
                "[True, True]",
                why="Each sample should occur once, and with its own image.",
            ),
            Case(
                "generator = np.random.default_rng(0)\n"
                "orders = [shuffle_together(np.arange(4), np.arange(4), generator)[1] "
                "for _ in range(1000)]\n"
                "len({tuple(order.tolist()) for order in orders})",
                "24",
                why="Among a thousand orders of four samples, all 24 that there are should occur.",
            ),
            Case(
                "numbers = np.arange(20)\n"
                "first = shuffle_together(numbers, numbers, np.random.default_rng(3))\n"
                "second = shuffle_together(numbers, numbers, np.random.default_rng(3))\n"
                "np.array_equal(first, second)",
                "True",
                why="Two generators with the same seed should give the same order.",
            ),
            Case(
                "images = np.arange(20)\n"
                "labels = np.arange(20)\n"
                "shuffle_together(images, labels, np.random.default_rng(0))\n"
                "images.tolist() == labels.tolist() == list(range(20))",
                "True",
                why="The arrays that are given should stay as they were.",
            ),
        ],
        mistakes=[
            Mistake(
                (
                    TOGETHER,
                    "return (\n"
                    "        images[generator.permutation(len(images))],\n"
                    "        labels[generator.permutation(len(labels))],\n"
                    "    )",
                ),
                "You draw two orders, one for the images and one for the labels. That is what "
                "separates them: draw one order, and use it twice.",
            ),
            Mistake(
                (TOGETHER, "return images[generator.permutation(len(images))], labels.copy()"),
                "The labels stay in the old order while the images get a new one. Use the same "
                "order for both.",
            ),
            Mistake(
                (TOGETHER, "return images.copy(), labels[generator.permutation(len(labels))]"),
                "The images stay in the old order while the labels get a new one. Use the same "
                "order for both.",
            ),
            Mistake(
                ("return images[order], labels[order]", "return labels[order], images[order]"),
                "You return the labels first. Images come first, as they were given.",
            ),
            Mistake(
                ("return images[order], labels[order]", "return images[order]"),
                "You return the images only. Return both, with a comma in between.",
            ),
            Mistake(
                ("labels[order]", "labels[np.argsort(order)]"),
                "`argsort` of an order is the way back from it, another order. Use the same one "
                "for both.",
            ),
            Mistake(
                ("labels[order]", "np.sort(labels[order])"),
                "You sort the labels, and the images are not sorted with them.",
            ),
            Mistake(
                (TOGETHER, "return images.copy(), labels.copy()"),
                "Pairs are kept, but nothing is shuffled.",
            ),
            Mistake(
                ("generator.permutation(len(images))", "np.argsort(labels)"),
                "You sort both by label. Pairs are kept, but sorted data is what we want to get "
                "rid of.",
            ),
            Mistake(
                (
                    "generator.permutation(len(images))",
                    "np.roll(np.arange(len(images)), generator.integers(len(images)))",
                ),
                "You draw where to begin, and go on in order from there. Sorted data stays sorted.",
            ),
            Mistake(
                (
                    "generator.permutation(len(images))",
                    "generator.integers(len(images), size=len(images))",
                ),
                "You draw each index among all of them, so some samples come twice and others "
                "never. An order has each index once.",
            ),
            Mistake(
                (
                    "generator.permutation(len(images))",
                    "np.random.default_rng(0).permutation(len(images))",
                ),
                "You make a generator with a fixed seed in the function, so every call gives the "
                "same order. Draw from the one that is given.",
            ),
            Mistake(
                (
                    "generator.permutation(len(images))",
                    "np.random.default_rng().permutation(len(images))",
                ),
                "You make a generator of your own. Whoever calls has one with a seed, and wants "
                "the same order again.",
            ),
            Mistake(
                (
                    TOGETHER,
                    "generator.shuffle(images)\n    generator.shuffle(labels)\n"
                    "    return images, labels",
                ),
                "`generator.shuffle` changes the arrays that it is given, and each call draws an "
                "order of its own. Draw one order, and pick rows with it.",
            ),
        ],
    ),
    Exercise(
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
                "samples = [10, 20, 30, 40]\nsorted(RandomSampler(samples, generator=0))",
                "[0, 1, 2, 3]",
                why="One epoch should hand out each index once: the indices, not the samples.",
            ),
            Case(
                "sampler = RandomSampler(range(20), generator=0)\n"
                "[len(list(sampler)) for epoch in range(3)]",
                "[20, 20, 20]",
                why="Every epoch should hand out as many indices as there are samples.",
            ),
            Case(
                "sampler = RandomSampler(range(20), generator=0)\n"
                "len({tuple(list(sampler)) for epoch in range(5)})",
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
                "first = RandomSampler(range(20), generator=7)\n"
                "second = RandomSampler(range(20), generator=7)\n"
                "[list(first) == list(second) for epoch in range(3)]",
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
                "first = RandomSampler(range(20), generator=7)\n"
                "second = RandomSampler(range(20), generator=7)\n"
                "epochs_of_first = [list(first) for epoch in range(3)]\n"
                "epochs_of_second = [list(second) for epoch in range(3)]\n"
                "epochs_of_first == epochs_of_second",
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
                "sampler = RandomSampler(range(10_000))\n"
                "len({tuple(list(sampler)) for epoch in range(5)})",
                "5",
                why="Without a seed too, five epochs should have five different orders.",
            ),
            Case(
                "first = RandomSampler(range(20), np.random.default_rng(7))\n"
                "second = RandomSampler(range(20), np.random.default_rng(7))\n"
                "[list(first) == list(second) for epoch in range(3)]",
                "[True, True, True]",
                why="`generator` may be a Generator. Draw from it as it is.",
            ),
            Case(
                "generator = np.random.default_rng(7)\n"
                "list(RandomSampler(range(20), generator)) == "
                "list(RandomSampler(range(20), generator))",
                "False",
                why="Two samplers that share one Generator go on where the other one left it.",
            ),
            Case(
                "left_early = RandomSampler(range(20), generator=7)\n"
                "next(iter(left_early))\n"
                "whole = RandomSampler(range(20), generator=7)\n"
                "list(whole)\n"
                "list(left_early) == list(whole)",
                "True",
                why="An epoch that was left after one index should not change the order of the "
                "next. Draw the whole order at once.",
            ),
            Case(
                "sampler = RandomSampler(range(20), generator=7)\n"
                "first, second = iter(sampler), iter(sampler)\n"
                "pairs = list(zip(first, second))\n"
                "[sorted(i for i, j in pairs), sorted(j for i, j in pairs)]",
                "[list(range(20)), list(range(20))]",
                why="Two epochs at a time should not disturb each other: each hands out all "
                "indices.",
            ),
            Case(
                "sampler = RandomSampler(range(20), generator=7)\n"
                "epoch = iter(sampler)\n"
                "indices = [next(epoch) for _ in range(10)]\n"
                "list(sampler)\n"
                "sorted(indices + list(epoch))",
                "list(range(20))",
                why="An epoch that begins while another one is half done should not change the "
                "rest of that one.",
            ),
            Case(
                "sampler = RandomSampler(range(4), generator=7)\n"
                "len({tuple(list(sampler)) for epoch in range(1000)})",
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
                "`__iter__` has to return an iterator, and a list is none. Put `iter(...)` "
                "around it.",
            ),
            Mistake(
                (
                    DRAWN,
                    "order = self.generator.permutation(self.data_source)\n"
                    "        return iter(order.tolist())",
                ),
                "You shuffle the samples. A sampler needs their number only: "
                "`len(self.data_source)`.",
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
                (KEEP, "np.random.seed(generator)\n        self.generator = np.random"),
                "You set the seed of the random state that all code shares. Whoever else draws "
                "from it changes your epochs, and you change theirs.",
            ),
            Mistake(
                (
                    DRAWN,
                    "count = len(self.data_source)\n"
                    "        return iter(self.generator.integers(count, size=count).tolist())",
                ),
                "You draw each index among all of them: some come twice in an epoch and others "
                "never. An order has each index once.",
            ),
            Mistake(
                (
                    DRAWN,
                    "count = len(self.data_source)\n"
                    "        return iter(np.roll(np.arange(count), "
                    "self.generator.integers(count)).tolist())",
                ),
                "You draw where to begin, and go on in order from there. Sorted data stays sorted.",
            ),
            Mistake(
                (
                    DRAWN,
                    "samples = list(self.data_source)\n"
                    "        self.generator.shuffle(samples)\n"
                    "        return iter(samples)",
                ),
                "You hand out samples. A sampler hands out indices, and it is the loader that asks "
                "the dataset for the samples.",
            ),
            Mistake(
                (
                    DRAWN,
                    "self.generator.shuffle(self.data_source)\n"
                    "        return iter(range(len(self.data_source)))",
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
                    "left = list(range(len(self.data_source)))\n"
                    "        while left:\n"
                    "            yield left.pop(self.generator.integers(len(left)))",
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
                "Your generator belongs to the class, and all samplers share it. Keep it in "
                "`self`.",
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
    ),
]
