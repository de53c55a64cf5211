"""Exercise streams.computed: An order without memory."""

import math

import numpy as np

from tinydata.course.checker.chance import all_alike
from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def computed_order(places, n, keys, scramble):
    """Return what stands at these places of a random order of n, not made as a whole.

    Parameters
    ----------
    places : array of int
        Places from 0 to n - 1, any number of them.
    n : int
        How many indices the order has, from 1 to 2**62.
    keys : array of uint64, shape (6,)
        Random numbers, one for each round. They decide the order.
    scramble : function
        Takes an array of uint64 and returns another: equal for equal numbers, and
        otherwise as if it were drawn.

    Returns
    -------
    array of int, shape (len(places),)
        For all places from 0 to n - 1: each index from 0 to n - 1, once.
    """
    columns = np.uint64(math.isqrt(n - 1) + 1)
    rows = np.uint64(-(-n // int(columns)))
    indices = np.array(places, np.uint64)
    outside = np.arange(len(indices))
    while len(outside) > 0:
        row, column = np.divmod(indices[outside], columns)
        for k, key in enumerate(keys):
            if k % 2 == 0:
                column = (column + scramble(row ^ key) % columns) % columns
            else:
                row = (row + scramble(column ^ key) % rows) % rows
        indices[outside] = row * columns + column
        outside = outside[indices[outside] >= n]
    return indices.astype(np.int64)


def scramble(numbers):
    """Mix the bits of 64-bit numbers. Products wrap around."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def make_keys(seed):
    return np.random.default_rng(seed).integers(2**63, size=6, dtype=np.uint64)


def scramble_high(numbers):
    """The same, but all results are close to 2**64."""
    return scramble(numbers) | np.uint64(2**64 - 8)


def tools():
    return {
        "scramble": scramble,
        "scramble_high": scramble_high,
        "make_keys": make_keys,
    }


def whole_order(draw):
    """Any length: 1, squares, one more and one less than a square, some hundred."""
    n = draw.size(1, 2000)
    n = draw.choice([n, n, draw.choice([4, 9, 16, 17, 99, 100, 101, 400])])
    return {**tools(), "n": n, "seed": draw.integer(0, 999)}


def some_of_many(draw):
    """So many indices that nobody can make a list of them, and a few places."""
    n = draw.choice([10**9, 10**12, 2**40, 2**62, 10**12 + 1])
    first = draw.choice([0, n - 1000, draw.integer(0, 10**9 - 1000)])
    return {**tools(), "n": n, "first": first, "seed": draw.integer(0, 999)}


def each_once(parts, inputs):
    """Whether whole and parts are one order of all n; where n is large, also mixed."""
    whole, by_parts = (np.asarray(part).tolist() for part in parts)
    n = inputs["n"]
    if sorted(whole) != list(range(n)):
        return (
            f"Each of the {n:,} indices from 0 on should come once, and nothing else."
        )
    if by_parts != whole:
        return "What stands at a place should not depend on which others are asked for with it."
    if n > 256 and not all_alike(np.histogram2d(range(n), whole, bins=4)[0]):
        return f"{n:,} indices are not mixed: some places get large indices, and others small ones."
    return True


def different_and_mixed(indices, inputs):
    """Whether a thousand of very many are different, in range, and spread over all."""
    n = inputs["n"]
    indices = np.asarray(indices).tolist()
    if not all(0 <= index < n for index in indices):
        return f"All indices should lie from 0 to n - 1, with n = {n:,}."
    if len(set(indices)) < len(indices):
        return "Two places have the same index."
    if not all_alike([np.bincount([8 * index // n for index in indices], minlength=8)]):
        return (
            "The indices at neighbouring places should lie anywhere among all of them."
        )
    return True


WALK = """
    outside = np.arange(len(indices))
    while len(outside) > 0:
"""
COLUMN = "column = (column + scramble(row ^ key) % columns) % columns"
ROW = "row = (row + scramble(column ^ key) % rows) % rows"

EXERCISE = Exercise(
    id="streams.computed",
    title="An order without memory",
    goal="Write `computed_order(places, n, keys, scramble)`. Lay the numbers out in a table of "
    "about √n columns, and go through the rounds: add to the column a scrambled number that "
    "depends on the row and a key, then to the row one that depends on the column and the next "
    "key, and so on in turn, each time modulo the number of columns or rows. Where the result is "
    "n or more, send it through again, until it is below.",
    predict="Why can two places never end at the same index?",
    minutes=12,
    difficulty=3,
    solution=computed_order,
    given=tools,
    hints=[
        "`math.isqrt(n - 1) + 1` columns, and as many rows as are needed for n. With unsigned "
        "numbers, `np.divmod(indices, columns)` gives rows and columns.",
        "One round: `column = (column + scramble(row ^ key) % columns) % columns`. Take the "
        "remainder before you add: a sum beyond 64 bits would wrap around, and could not be "
        "undone. The next round changes the row in the same way.",
        "Put the rounds into a loop that goes on with those that are still outside: "
        "`outside = outside[indices[outside] >= n]`. All numbers must be `np.uint64`.",
    ],
    cases=[
        Case(
            "sorted(computed_order(np.arange(10), 10, make_keys(0), scramble).tolist())",
            "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
            why="Over all places, each index should come once.",
        ),
        Case(
            "computed_order(np.arange(1), 1, make_keys(0), scramble).tolist()",
            "[0]",
            why="There is one order of one index.",
        ),
        Case(
            "len(computed_order(np.array([], int), 10, make_keys(0), scramble))",
            "0",
            why="Where no place is asked for, nothing comes back.",
        ),
        Case(
            """
            orders = [computed_order(np.arange(99), 99, make_keys(k), scramble) for k in [1, 1, 2]]
            [orders[0].tolist() == order.tolist() for order in orders]
            """,
            "[True, True, False]",
            why="The keys decide the order: the same keys the same one, other keys another.",
        ),
        Case(
            "sorted(computed_order(np.arange(41), 41, make_keys(0), scramble_high).tolist())",
            "list(range(41))",
            why="`scramble_high` returns numbers close to 2**64. A sum beyond that wraps around, "
            "and two places may then meet: take the remainder before you add.",
        ),
        Case(
            """
            places = np.arange(50)
            computed_order(places, 99, make_keys(0), scramble)
            places.tolist() == list(range(50))
            """,
            "True",
            why="`places` belongs to somebody else. Work on an array of your own.",
        ),
        Case(
            """
            orders = []
            for changed in [None, 0, 1, 2, 3, 4, 5]:
                keys = make_keys(0)
                if changed is not None:
                    keys[changed] += np.uint64(1)
                orders.append(tuple(computed_order(np.arange(99), 99, keys, scramble)))
            len(set(orders))
            """,
            "7",
            why="Each of the six keys should take part: a change of any gives another order.",
        ),
        Case(
            """
            whole = computed_order(np.arange(99), 99, make_keys(0), scramble)
            some = computed_order(np.array([70, 3, 70]), 99, make_keys(0), scramble)
            some.tolist() == [whole[70], whole[3], whole[70]]
            """,
            "True",
            why="Places may be asked for in any order, and more than once.",
        ),
        Case(
            """
            functions = [scramble, scramble_high]
            orders = [computed_order(np.arange(99), 99, make_keys(0), f) for f in functions]
            orders[0].tolist() == orders[1].tolist()
            """,
            "False",
            why="The function that scrambles is handed in. Another one gives another order.",
        ),
    ],
    examples=[
        Examples(
            whole_order,
            [
                """
                [
                    computed_order(np.arange(n), n, keys, scramble),
                    np.concatenate(
                        [computed_order(part, n, keys, scramble)
                         for part in np.array_split(np.arange(n), min(n, 7))]
                    ),
                ]
                """
            ],
            make="keys = make_keys(seed)",
            right=each_once,
            in_a_row=False,
            number=85,
        ),
        Examples(
            some_of_many,
            [
                "computed_order(np.arange(first, first + 1000), n, make_keys(seed), scramble)"
            ],
            right=different_and_mixed,
            in_a_row=False,
            number=15,
        ),
    ],
    mistakes=[
        Mistake(
            (
                "outside = outside[indices[outside] >= n]",
                "outside = outside[:0]",
            ),
            "You go through the rounds once. The table has a few more places than n, so some "
            "results are too large: send those through again.",
        ),
        Mistake(
            (
                "outside = outside[indices[outside] >= n]",
                """
                indices %= np.uint64(n)
                outside = outside[:0]
                """,
            ),
            "You take the remainder by n of what is too large, and it then collides with another "
            "index. Send it through the rounds again.",
        ),
        Mistake(
            (COLUMN, "column = scramble(row ^ key) % columns"),
            "You replace the column. Then two places with the same row collide. Add to it.",
        ),
        Mistake(
            (ROW, COLUMN),
            "You change only the column, so each row stays together. Rows and columns take turns.",
        ),
        Mistake(
            (COLUMN, "column = (column + scramble(row ^ key)) % columns"),
            "You add before you take the remainder: the sum can wrap around at 2**64, and two "
            "places may then meet. Take `% columns` of the scrambled number first.",
        ),
        Mistake(
            (
                "indices = np.array(places, np.uint64)",
                "return np.random.default_rng(keys).permutation(n)[places]",
            ),
            "You make the whole order and pick from it. With a trillion indices it does not fit "
            "into memory.",
        ),
    ],
)
