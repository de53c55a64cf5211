"""Exercise streams.ranks: The share of a rank."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def share_of_rank(order, num_replicas, rank, drop_last=False):
    """Return the indices that one of several processes visits, in their order.

    Parameters
    ----------
    order : array of int, shape (N,)
        The order of one epoch, the same in every process.
    num_replicas : int
        How many processes there are, at least 1.
    rank : int
        Which of them this is, from 0 on.
    drop_last : bool
        Where the order cannot be shared equally: whether to leave out indices at its
        end, or to go on with its beginning.

    Returns
    -------
    array of int, as long for each rank
    """
    count = len(order) // num_replicas
    if not drop_last and len(order) % num_replicas > 0:
        count += 1
    shared = np.resize(order, count * num_replicas)
    return shared[rank::num_replicas]


def order_and_ranks(draw):
    """Up to seven processes, at times more than there are indices; indices in no order."""
    num_replicas = draw.choice([1, 2, 3, 4, 7])
    n = draw.size()
    return {
        "order": np.array(draw.integers(n, 0, 2000), int),
        "num_replicas": num_replicas,
        "rank": draw.place(num_replicas),
        "drop_last": draw.chance(0.5),
    }


COUNT = """
    count = len(order) // num_replicas
    if not drop_last and len(order) % num_replicas > 0:
        count += 1
"""
SHARED = "shared = np.resize(order, count * num_replicas)"
DEALT = "return shared[rank::num_replicas]"

EXERCISE = Exercise(
    id="streams.ranks",
    title="The share of a rank",
    goal="Write `share_of_rank(order, num_replicas, rank, drop_last=False)`. The order is dealt "
    "out like cards: rank 0 gets its first index, rank 1 the next, and so on in turn. All ranks "
    "get equally many. Where the order cannot be shared equally, `drop_last=True` leaves out "
    "indices at its end; otherwise the order goes on with its own beginning.",
    predict="Seven indices on three ranks: how many does each get, with `drop_last` and without?",
    minutes=5,
    difficulty=2,
    solution=share_of_rank,
    hints=[
        "First find out how many each rank gets: the division rounded down with `drop_last`, "
        "rounded up without.",
        "That many for each rank, times the number of ranks, is the length to be dealt out. Cut "
        "the order to it, or append the order's beginning to it. The order may be shorter than "
        "the number of ranks, so that its beginning is needed several times.",
        "`np.resize(order, length)` does both: it cuts, or repeats from the start. "
        "`shared[rank::num_replicas]` deals out.",
    ],
    cases=[
        Case(
            "share_of_rank(np.arange(6), 2, 1)",
            "np.array([1, 3, 5])",
            why="Dealt out in turn, rank 1 gets the second index, the fourth and the sixth.",
        ),
        Case(
            "[share_of_rank(np.array([4, 0, 3, 1, 2]), 2, rank) for rank in range(2)]",
            "[np.array([4, 3, 2]), np.array([0, 1, 4])]",
            why="Five indices on two ranks are three each: the order goes on with its first index.",
        ),
        Case(
            "[share_of_rank(np.array([4, 0, 3, 1, 2]), 2, rank, True) for rank in range(2)]",
            "[np.array([4, 3]), np.array([0, 1])]",
            why="With `drop_last=True` the last index is left out, and each rank has two.",
        ),
        Case(
            "[share_of_rank(np.array([8, 9]), 5, rank) for rank in range(5)]",
            "[np.array([i]) for i in [8, 9, 8, 9, 8]]",
            why="With more ranks than indices, the order has to begin anew more than once.",
        ),
        Case(
            "share_of_rank(np.array([8, 9]), 5, 0, drop_last=True)",
            "np.array([], int)",
            why="Two indices cannot be shared equally among five ranks, so all are left out.",
        ),
    ],
    examples=[
        Examples(
            order_and_ranks,
            ["share_of_rank(order, num_replicas, rank, drop_last)"],
            why="All ranks should get equally many, dealt out in turn.",
        ),
    ],
    mistakes=[
        Mistake(
            (SHARED, "shared = order"),
            "You deal out the order as it is, so that some ranks get one index more than others.",
        ),
        Mistake(
            [
                (COUNT, "count = len(order) // num_replicas\n"),
            ],
            "You always leave out the indices at the end. Without `drop_last`, none may be lost.",
        ),
        Mistake(
            (
                "if not drop_last and len(order) % num_replicas > 0:",
                "if not drop_last:",
            ),
            "Without `drop_last` you give each rank one index more, also where the order can be "
            "shared equally.",
        ),
        Mistake(
            ("if not drop_last and", "if drop_last and"),
            "It is the other way round: `drop_last=True` leaves out indices.",
        ),
        Mistake(
            (
                "if not drop_last and len(order) % num_replicas > 0:",
                "if len(order) % num_replicas:",
            ),
            "You begin anew with `drop_last=True` as well. It should leave out the indices at "
            "the end.",
        ),
        Mistake(
            (DEALT, "return shared[rank * count : (rank + 1) * count]"),
            "You cut the order into parts that lie one behind the other. It should be dealt out "
            "in turn, like cards.",
        ),
        Mistake(
            (
                SHARED,
                """
                missing = max(count * num_replicas - len(order), 0)
                shared = np.append(order, order[:missing])[: count * num_replicas]
                """,
            ),
            "You append the beginning of the order once. With many ranks and few indices that is "
            "not enough: it has to be repeated.",
        ),
        Mistake(
            (
                SHARED,
                """
                missing = max(count * num_replicas - len(order), 0)
                shared = np.append(order, order[-1:].repeat(missing))[: count * num_replicas]
                """,
            ),
            "You repeat the last index. The order should go on with its beginning.",
        ),
        Mistake(
            (DEALT, "return sorted(shared[rank::num_replicas])"),
            "You sort the share. It should keep the order of the epoch.",
        ),
    ],
)
