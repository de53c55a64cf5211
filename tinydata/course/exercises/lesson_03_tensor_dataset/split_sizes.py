"""Exercise tensor-dataset.split-sizes: How large is each part?"""

import math

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def split_sizes(lengths, total):
    """Return how many of `total` samples each part of a split gets: a list of int.

    `lengths` is a list of int that sum to `total`: these are the sizes. Or it is a list
    of float that sum to 1: fractions of `total`. They are rounded down (0.57 of 100 may
    be 56 or 57); then each part in turn, from the first on, gets one of the samples
    left over.

    ValueError if integers do not sum to `total`, fractions do not sum to 1, or one is
    negative.
    """
    if min(lengths) < 0:
        raise ValueError(f"lengths should not be negative, but got {lengths}")
    if any(isinstance(length, float) for length in lengths):
        if not math.isclose(sum(lengths), 1):
            raise ValueError(f"fractions should sum to 1, but got {lengths}")
        sizes = [int(total * fraction) for fraction in lengths]
        for part in range(total - sum(sizes)):
            sizes[part] += 1
        return sizes
    if sum(lengths) != total:
        raise ValueError(f"lengths should sum to {total}, but got {lengths}")
    return list(lengths)


def numbers(draw):
    """Sizes of one part or many; at times one is below 0, or the total is not their sum."""
    most = draw.choice([1, 9, 999])
    lengths = draw.integers(draw.size(1), 0, most)
    total = sum(lengths) + (draw.choice([-1, 1, 256]) if draw.fault() else 0)
    if draw.fault():
        place = draw.place(len(lengths))
        lengths[place] = -1 - lengths[place]
        total = draw.choice([sum(lengths), sum(map(abs, lengths))])
    return {"lengths": lengths, "total": total}


def fractions(draw):
    """Hundredths, thirds and so on that sum to 1, unless one is changed or turned below 0.

    Where a product misses a whole number by a hair, it could be rounded down to either: not asked.
    """
    shares = draw.integers(draw.size(1), 0, 9)
    shares[draw.place(len(shares))] += draw.choice([1, max(100 - sum(shares), 1)])
    whole = sum(shares)
    lengths = [share / whole for share in shares]
    total = draw.choice([0, 1, 1797, draw.integer(0, 2 * len(shares))])
    if draw.chance(0.1):
        total = 2**24 + draw.integer(
            1, 99
        )  # a float32 does not tell it from the next one
    while [int(total * length) for length in lengths] != [
        total * n // whole for n in shares
    ]:
        total += 1
    if draw.fault():
        place = draw.place(len(lengths))
        part = lengths[place]
        lengths[place] = draw.choice(
            [part + 0.01, part + 1e-4, part - 1e-4, -part, -0.25]
        )
        lengths[place - 1] += draw.choice([0, part - lengths[place]])
        total %= (
            3000  # whoever hands out what is left over, one by one, comes to an end
        )
    return {"lengths": lengths, "total": total}


SHARE_OUT = """
for part in range(total - sum(sizes)):
    sizes[part] += 1
"""
ROUND_AND_MEND = """
sizes = [round(total * fraction) for fraction in lengths]
sizes[-1] += total - sum(sizes)
"""
REFUSE_NEGATIVE = """
if min(lengths) < 0:
    raise ValueError(f"lengths should not be negative, but got {lengths}")
"""
REFUSE_SUM = """
if sum(lengths) != total:
    raise ValueError(f"lengths should sum to {total}, but got {lengths}")
"""

EXERCISE = Exercise(
    id="tensor-dataset.split-sizes",
    title="How large is each part?",
    goal="Write `split_sizes(lengths, total)`, which turns numbers of samples, such as "
    "`[1437, 360]`, or fractions, such as `[0.8, 0.2]`, into the sizes of the parts. The sizes "
    "always add up to `total`: no sample is lost, none is invented. The type decides: `1` is "
    "a number of samples, `1.0` is all of them. One float makes all entries fractions.",
    predict="Eleven samples in parts of `[0.5, 0.25, 0.25]`: how large is each?",
    minutes=7,
    difficulty=2,
    solution=split_sizes,
    hints=[
        "Two kinds of `lengths`, two branches: `any(isinstance(length, float) for length in "
        "lengths)` tells them apart. Begin with the integers, which only have to be checked.",
        "Fractions: `int(total * fraction)` rounds down. Then "
        "`total - sum(sizes)` samples are left over, at most one for each part.",
        "Add one to `sizes[0]`, `sizes[1]` and so on: "
        "`for part in range(total - sum(sizes)): sizes[part] += 1`.",
        "Do not compare a sum of floats with `==`: `0.57 + 0.35 + 0.08` is not `1`. "
        "`math.isclose(sum(lengths), 1)` allows for that.",
    ],
    cases=[
        Case(
            "split_sizes([6, 4], 10)",
            "[6, 4]",
            why="Integers that sum to the total are the sizes.",
        ),
        Case(
            "split_sizes([0.5, 0.5], 10)",
            "[5, 5]",
            why="Half of ten is five. Return a list, and in it integers.",
        ),
        Case(
            """
            lengths = [0.5, 0.5]
            split_sizes(lengths, 3)
            """,
            "[2, 1]",
            why="Half of three is 1.5, rounded down 1. The one left over goes to the first.",
        ),
        Case(
            "split_sizes([0.25, 0.25, 0.25, 0.25], 7)",
            "[2, 2, 2, 1]",
            why="Each part gets 1, and the three left over go to the parts in turn.",
        ),
        Case(
            "split_sizes([0.6, 0.2, 0.2], 7)",
            "[5, 1, 1]",
            why="Rounded down that is 4, 1 and 1; the one left over goes to the first part, "
            "whichever lost most by rounding.",
        ),
        Case(
            "split_sizes([0.5, 0.25, 0.25], 11)",
            "[6, 3, 2]",
            why="Rounded down that is 5, 2 and 2; the two left over go to the first two parts, one "
            "to each.",
        ),
        Case(
            "split_sizes([0.57, 0.35, 0.08], 100)",
            "[57, 35, 8]",
            why="In floating point these three sum to a hair less than 1. That is meant as 1.",
        ),
        Case(
            "split_sizes([1.0], 1797)",
            "[1797]",
            why="The fraction 1.0 is all samples.",
        ),
        Case(
            "split_sizes([1], 1797)",
            raises=ValueError,
            why="The integer 1 is one sample, not all of them; 1796 would be lost.",
        ),
        Case(
            "split_sizes([6, 3], 10)",
            raises=ValueError,
            why="Nine of ten samples: one would be lost without a word.",
        ),
        Case(
            "split_sizes([0.333, 0.333, 0.333], 1000)",
            raises=ValueError,
            why="0.999 is too far from 1 to be an error of rounding: allow for a hair only, "
            "as `math.isclose` does.",
        ),
        Case(
            "split_sizes([1.5, -0.5], 10)",
            raises=ValueError,
            why="The sum is right, but no part can be less than nothing.",
        ),
    ],
    examples=[
        Examples(
            numbers,
            ["split_sizes(lengths, total)"],
            why="Integers are the sizes themselves, if none is negative and they sum to `total`.",
            number=60,
        ),
        Examples(
            fractions,
            ["split_sizes(lengths, total)"],
            why="Fractions that sum to 1 are rounded down, and one of the samples left over goes "
            "to each part in turn, from the first on, empty or not. All others are refused.",
        ),
    ],
    mistakes=[
        Mistake(
            (
                SHARE_OUT,
                "",
            ),
            "The samples that are left over after rounding down are in no part.",
        ),
        Mistake(
            ("int(total * fraction)", "round(total * fraction)"),
            "Rounding to the nearest integer does not always keep the sum: `1.5` and `1.5` "
            "become two and two, of three samples.",
        ),
        Mistake(
            ("int(total * fraction)", "total * fraction"),
            "Sizes are numbers of samples, so they have to be integers.",
        ),
        Mistake(
            (
                SHARE_OUT,
                "sizes[0] += total - sum(sizes)",
            ),
            "You give all that is left over to the first part. Give one to each part in turn.",
        ),
        Mistake(
            (
                SHARE_OUT,
                "sizes[-1] += total - sum(sizes)",
            ),
            "You give what is left over to the last part. Give one to each part in turn, from "
            "the first on.",
        ),
        Mistake(
            (
                """
                sizes = [int(total * fraction) for fraction in lengths]
                for part in range(total - sum(sizes)):
                    sizes[part] += 1
                """,
                ROUND_AND_MEND,
            ),
            "You round to the nearest integer and let the last part make up for it. Round "
            "down, then hand out what is left from the first part on.",
        ),
        Mistake(
            ("not math.isclose(sum(lengths), 1)", "sum(lengths) != 1"),
            "You compare a sum of floats with `!=`: `0.57 + 0.35 + 0.08` gives "
            "`0.9999999999999999`. Use `math.isclose`.",
        ),
        Mistake(
            (
                "any(isinstance(length, float) for length in lengths)",
                "math.isclose(sum(lengths), 1)",
            ),
            "You take what sums to 1 for fractions. `[1]` does too, and means one sample. "
            "Look at the type.",
        ),
        Mistake(
            (
                REFUSE_SUM,
                "",
            ),
            "Nothing compares the sum of the integers with the total, so samples get lost or "
            "come twice.",
        ),
        Mistake(
            ("if sum(lengths) != total:", "if sum(lengths) > total:"),
            "You refuse too many samples, but not too few. Samples that are in no part are "
            "lost without a word.",
        ),
        Mistake(
            (
                REFUSE_NEGATIVE,
                "",
            ),
            "A negative length passes, since the others make up for it in the sum.",
        ),
    ],
)
