"""Exercise systems.diagnose: What limits a step?"""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def diagnose(loading, forward, backward, update=0.0):
    """Say what limits a training step.

    Parameters
    ----------
    loading : float
        Seconds until a batch has arrived: more than 0.
    forward, backward, update : float
        Seconds of what the network does with it. Together, they are the computing:
        more than 0.

    Returns
    -------
    str
        "data-starved" if loading takes more than 1.25 times as long as computing,
        "compute-bound" if computing takes more than 1.25 times as long as loading, and
        otherwise "balanced".
    """
    computing = forward + backward + update
    if loading > 1.25 * computing:
        return "data-starved"
    if computing > 1.25 * loading:
        return "compute-bound"
    return "balanced"


def near_the_limits(draw):
    """Microseconds to hours, often at the limit or next to it."""
    per_second = draw.choice([1, 4, 1000, 3_000_000])
    k = draw.choice(
        [draw.size(1, 10), draw.integer(100, 999), draw.integer(10**7, 10**8)]
    )
    more = draw.choice([0, 1, -1, k // 4, -(k // 4), 3 * k, 9 * k])
    if (
        per_second > 4
    ):  # not a binary fraction: rounding could decide what lies at the limit
        more = more or 1
    loading, computing = draw.shuffled([4 * k, 5 * k + more])
    update = draw.choice([0, draw.integer(1, max(1, computing // 3))])
    rest = computing - update
    forward = draw.choice(
        [draw.integer(1, rest - 1), draw.integer(1, rest - 1), 0, rest]
    )
    kind = draw.choice([float, np.float64] + [int] * (per_second == 1))
    return {
        "loading": kind(loading / per_second),
        "forward": kind(forward / per_second),
        "backward": kind((computing - update - forward) / per_second),
        "update": kind(update / per_second) if update else 0.0,
    }


VERDICTS = """
if loading > 1.25 * computing:
    return "data-starved"
if computing > 1.25 * loading:
    return "compute-bound"
return "balanced"
"""

EXERCISE = Exercise(
    id="systems.diagnose",
    title="What limits a step?",
    goal="Write `diagnose(loading, forward, backward, update)`, which returns one of "
    '`"data-starved"`, `"compute-bound"` and `"balanced"`. Computing is forward, backward and '
    "update together. Loading and computing are balanced as long as neither takes more than "
    "1.25 times as long as the other.",
    predict="Loading takes 40 ms, forward 25 ms and backward 35 ms. Which is it?",
    minutes=4,
    difficulty=1,
    solution=diagnose,
    hints=[
        "First add up the computing. Then there are two comparisons, and what is left is balanced.",
        '`if loading > 1.25 * computing:` is the first one, and returns `"data-starved"`. The '
        "second is the same with the two exchanged.",
    ],
    cases=[
        Case(
            "diagnose(loading=0.090, forward=0.010, backward=0.030)",
            "'data-starved'",
            why="Loading takes more than twice as long as computing. Spell the verdict as the "
            "docstring does. Without `update`, it is zero.",
        ),
        Case(
            "diagnose(loading=0.040, forward=0.025, backward=0.035)",
            "'compute-bound'",
            why="Forward and backward together take one and a half times as long as loading.",
        ),
        Case(
            "diagnose(loading=0.010, forward=0.003, backward=0.004, update=0.009)",
            "'compute-bound'",
            why="The update belongs to the computing.",
        ),
        Case(
            "diagnose(loading=0.011, forward=0.004, backward=0.005, update=0.001)",
            "'balanced'",
            why="Loading takes a tenth more than computing. Measured times move by more than "
            "that, so it is balanced.",
        ),
        Case(
            "diagnose(loading=5, forward=1, backward=2, update=1)",
            "'balanced'",
            why="Loading takes exactly 1.25 times as long as computing. Only more than that "
            "counts.",
        ),
        Case(
            "diagnose(loading=0.000034, forward=0.000003, backward=0.000005, update=0.000002)",
            "'data-starved'",
            why="Microseconds are compared as milliseconds are: what counts is how many times "
            "as long one takes as the other.",
        ),
    ],
    examples=[
        Examples(
            near_the_limits,
            ["diagnose(loading, forward, backward, update)"],
            why="Compare loading with 1.25 times the sum of the three parts of computing, and "
            "that sum with 1.25 times loading.",
        ),
    ],
    mistakes=[
        Mistake(
            ("forward + backward + update", "forward + backward"),
            "You leave out the update. It is short for small networks, and long for large ones.",
        ),
        Mistake(
            ("forward + backward + update", "backward + update"),
            "You leave out the forward pass. It is a part of the computing.",
        ),
        Mistake(
            ("forward + backward + update", "forward + update"),
            "You leave out the backward pass, which usually takes longest.",
        ),
        Mistake(
            (
                "loading > 1.25 * computing",
                "loading > 1.25 * forward + backward + update",
            ),
            "In your sum only the first part is multiplied. Put brackets round it, or add up the "
            "computing before.",
        ),
        Mistake(
            ("forward + backward + update", "max(forward, backward, update)"),
            "You compare with the longest part. All three have to be done, one after the "
            "other: add them up.",
        ),
        Mistake(
            ("forward + backward + update", "(forward + backward + update) / 3"),
            "You compare with the mean of the three parts. All of them have to be done: add "
            "them up.",
        ),
        Mistake(
            (
                VERDICTS,
                """
                if loading > 1.25 * computing:
                    return "compute-bound"
                if computing > 1.25 * loading:
                    return "data-starved"
                return "balanced"
                """,
            ),
            "The two verdicts are exchanged. Data-starved means that the network waits for "
            "data: loading takes longer.",
        ),
        Mistake(
            (
                VERDICTS,
                """
                if loading > computing:
                    return "data-starved"
                if computing > loading:
                    return "compute-bound"
                return "balanced"
                """,
            ),
            "You call it balanced only if both take equally long, or never. Measured times "
            "always differ a little: allow for a factor of 1.25.",
        ),
        Mistake(
            (
                VERDICTS,
                """
                if loading > 0.25 * computing:
                    return "data-starved"
                if computing > 0.25 * loading:
                    return "compute-bound"
                return "balanced"
                """,
            ),
            "You compare with a quarter of the other. A quarter longer is 1.25 times as long.",
        ),
        Mistake(
            (
                VERDICTS,
                """
                if 1.25 * loading > computing:
                    return "data-starved"
                if 1.25 * computing > loading:
                    return "compute-bound"
                return "balanced"
                """,
            ),
            "The factor is on the wrong side. It makes the shorter one longer, and not the "
            "one that may be too long.",
        ),
        Mistake(
            ("if computing > 1.25 * loading", "if loading < 0.75 * computing"),
            "Loading below 0.75 times computing is not the same as computing above 1.25 times "
            "loading: 1 / 1.25 is 0.8.",
        ),
        Mistake(
            (
                VERDICTS,
                """
                if abs(loading - computing) <= 0.25 * max(loading, computing):
                    return "balanced"
                return "data-starved" if loading > computing else "compute-bound"
                """,
            ),
            "You compare the difference with a quarter of the longer one. A quarter of the "
            "shorter one is the limit.",
        ),
        Mistake(
            ("if computing > 1.25 * loading", "if computing > loading"),
            "You allow for a factor of 1.25 on one side only.",
        ),
        Mistake(
            (
                VERDICTS,
                """
                if abs(loading - computing) <= 0.25:
                    return "balanced"
                return "data-starved" if loading > computing else "compute-bound"
                """,
            ),
            "You compare the difference with 0.25, which is a quarter of a second here. "
            "Compare how many times as long one takes as the other.",
        ),
        Mistake(
            ("if loading > 1.25 * computing", "if loading >= 1.25 * computing"),
            "Exactly 1.25 times as long is still balanced: use `>`, not `>=`.",
        ),
        Mistake(
            ("if computing > 1.25 * loading", "if computing >= 1.25 * loading"),
            "Exactly 1.25 times as long is still balanced: use `>`, not `>=`.",
        ),
        Mistake(
            [
                ("if loading > 1.25 * computing", "if loading >= 1.25 * computing"),
                ("if computing > 1.25 * loading", "if computing >= 1.25 * loading"),
            ],
            "Exactly 1.25 times as long is still balanced: use `>`, not `>=`, in both.",
        ),
        Mistake(
            ('return "data-starved"', 'return "data starved"'),
            'The word is spelt with a hyphen: `"data-starved"`.',
        ),
    ],
)
