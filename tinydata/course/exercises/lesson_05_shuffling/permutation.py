"""Exercise shuffling.permutation: A fair shuffle."""

import numpy as np

from tinydata.course.checker.chance import all_alike
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_05_shuffling.fixtures import (
    each_index_once,
    fairly_drawn,
)


def permutation(n, generator):
    """Return the indices 0 to n - 1 in a random order, each order being equally likely.

    Parameters
    ----------
    n : int
        How many indices: 0 or more.
    generator : numpy.random.Generator
        Draws numbers, as `generator.integers(k)` does. In the check it refuses to draw
        whole orders: `permutation`, `permuted`, `shuffle` and `choice` raise an error.

    Returns
    -------
    list of n integers, or array of shape (n,) and dtype int64
    """
    order = list(range(n))
    for last in range(n - 1, 0, -1):
        j = generator.integers(last + 1)
        order[last], order[j] = order[j], order[last]
    return order


class SingleDraws(np.random.Generator):
    """A generator that draws numbers, but no orders."""

    def _refuse(self, *args, **kwargs):
        raise TypeError(
            "this generator draws no orders; draw numbers with generator.integers"
        )

    permutation = permuted = shuffle = choice = _refuse


def draws(seed):
    """A generator for this exercise."""
    return SingleDraws(np.random.PCG64(seed))


def count_and_seed(draw):
    """None, one, a few or many indices."""
    n = draw.size(most=draw.choice([1900, 300, 300, 300]))
    return {"n": n, "seed": draw.integer(0, 999), "draws": draws}


def a_few_and_seed(draw):
    """So few that each place, or each order, comes many times; then more of them."""
    n, times = draw.size(2, 300), 100
    if n > 10:
        n, times = draw.choice([(40, 200), (n, 20)])
    return {"n": n, "times": times, "seed": draw.integer(0, 999), "draws": draws}


SWAP = "order[last], order[j] = order[j], order[last]"
WALK = """
for last in range(n - 1, 0, -1):
    j = generator.integers(last + 1)
    order[last], order[j] = order[j], order[last]
"""

EXERCISE = Exercise(
    id="shuffling.permutation",
    title="A fair shuffle",
    goal="Write `permutation(n, generator)`. It makes the list of the indices from 0 to "
    "`n - 1`, walks through its places from the last one to place 1, and swaps each with a "
    "place that it draws among those not yet decided, the place itself included. It returns "
    "the list. Every order should be equally likely.",
    predict="How many numbers do you have to draw for 3 indices? And for 1?",
    minutes=5,
    difficulty=2,
    solution=permutation,
    given=lambda: {"draws": draws, "all_alike": all_alike},
    hints=[
        "It is the walk that you saw with the five letters. There the draws were given; here "
        "the generator makes them. From which numbers may it draw when place 4 is next?",
        "For place `last` there are `last + 1` places to choose from, 0 to `last`: "
        "`j = generator.integers(last + 1)`. The loop is `for last in range(n - 1, 0, -1):`.",
        "In the loop, after the draw: `order[last], order[j] = order[j], order[last]`. Before "
        "it `order = list(range(n))`, and behind it `return order`.",
    ],
    cases=[
        Case(
            """
            order = permutation(5, draws(0))
            sorted(order[place] for place in range(5))
            """,
            "[0, 1, 2, 3, 4]",
            why="Each of the five indices should be there once, in whatever order. To draw, there "
            "is `generator.integers`.",
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
            """
            generator = draws(0)
            sorted({"".join(map(str, permutation(3, generator))) for _ in range(200)})
            """,
            '["012", "021", "102", "120", "201", "210"]',
            why="Among two hundred orders of three indices, all six that there are should occur.",
        ),
        Case(
            "list(permutation(20, draws(3))) == list(permutation(20, draws(3)))",
            "True",
            why="Two generators with the same seed should give the same order.",
        ),
        Case(
            """
            generator = draws(0)
            orders = ["".join(map(str, permutation(3, generator))) for _ in range(6000)]
            counts = [orders.count(order) for order in sorted(set(orders))]
            "each about as often" if all_alike([counts]) else counts
            """,
            '"each about as often"',
            why="Of 6,000 orders of three indices, each of the six should come about 1,000 "
            "times. Yours prefer some of them. Is each draw made among the places not yet "
            "decided, and only among them?",
        ),
    ],
    examples=[
        Examples(
            count_and_seed,
            ["permutation(n, draws(seed))"],
            right=lambda order, inputs: each_index_once(order, inputs["n"]),
            why="Each place should be drawn for, however many there are.",
        ),
        Examples(
            a_few_and_seed,
            ["[list(permutation(n, generator)) for _ in range(times)]"],
            make="generator = draws(seed)",
            right=lambda orders, inputs: fairly_drawn(orders, inputs["n"]),
            why="Is each draw made among the places not yet decided, and only among them?",
            in_a_row=False,
            number=30,
        ),
    ],
    mistakes=[
        Mistake(
            (
                WALK,
                """
                for i in range(n):
                    j = generator.integers(n)
                    order[i], order[j] = order[j], order[i]
                """,
            ),
            "You swap each place with any place. All orders occur, but not equally often: "
            "*Further* counts how often. Draw among the places not yet decided.",
        ),
        Mistake(
            ("generator.integers(last + 1)", "generator.integers(n)"),
            "Your draws reach places already decided, which are changed again. All orders occur, "
            "but not equally often.",
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
                """
                order = list(range(n))
                for last in range(n - 1, 0, -1):
                    j = generator.integers(last + 1)
                    order[last], order[j] = order[j], order[last]
                return order
                """,
                "return generator.integers(n, size=n).tolist()",
            ),
            "You draw each index among all of them, as if it were put back after each draw. "
            "Some samples would come twice in an epoch, and others never.",
        ),
        Mistake(
            (
                WALK,
                """
                start = generator.integers(max(n, 1))
                order = order[start:] + order[:start]
                """,
            ),
            "You draw where to begin, and go on in order from there. Sorted data stays sorted.",
        ),
        Mistake(
            (
                WALK,
                """
                if n > 1:
                    i, j = generator.integers(n), generator.integers(n)
                    order[i], order[j] = order[j], order[i]
                """,
            ),
            "You swap two places once. Nearly all indices stay where they were.",
        ),
        Mistake(
            (
                WALK,
                """
                for _ in range(n):
                    i, j = generator.integers(n), generator.integers(n)
                    order[i], order[j] = order[j], order[i]
                """,
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
                """
                for last in range(n - 1, 0, -1):
                    if generator.integers(2):
                        order[last], order[last - 1] = order[last - 1], order[last]
                """,
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
                """
                generator = np.random.default_rng(0)
                order = list(range(n))
                """,
            ),
            "Every call gives the same order: that of a fixed seed, or of the first call. Draw "
            "from the generator that is given, in each call.",
        ),
        Mistake(
            (
                "order = list(range(n))",
                """
                generator = np.random.default_rng()
                order = list(range(n))
                """,
            ),
            "You make a generator of your own. Whoever calls has one with a seed, and wants "
            "the same order again.",
        ),
    ],
)
