"""Exercise systems.peak-memory: The peak of an epoch."""

import tracemalloc

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def peak_memory(loader):
    """Return the most memory that one epoch holds at a time.

    `tracemalloc` does the counting. It is off when the function is called, and off
    again when it returns. As in a training loop, each batch stays in memory until the
    next one is there.

    Parameters
    ----------
    loader : delivers batches, of any form
        A `for` loop over it is one epoch. Gone through once, as it may be a generator.

    Returns
    -------
    int
        Bytes: all that is allocated for the epoch, at the moment when it is most.
    """
    tracemalloc.start()
    for _batch in loader:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


class MegabyteLoader:
    """Batches of so many megabytes each, in one of the FORMS.

    `order` megabytes are there during the whole epoch, `working` ones while a batch is made, and
    `after` the last batch so many once more.
    """

    def __init__(self, batches, order=0, working=0, after=0, form="array"):
        self._batches = batches
        self._order = order
        self._working = working
        self._after = after
        self._form = form

    def __repr__(self):
        named = {"order": self._order, "working": self._working, "after": self._after}
        arguments = [f"{name}={size}" for name, size in named.items() if size]
        given = ", ".join([repr(self._batches), *arguments])
        return f"MegabyteLoader({given}, form={self._form!r})"

    def __iter__(self):
        return self._epoch(_megabytes(self._order))

    def _epoch(self, order):
        for size in self._batches:
            yield self._made(size)
        _megabytes(self._after)
        del order

    def _made(self, size):
        working = _megabytes(self._working)
        batch = FORMS[self._form](_megabytes(size))
        del working
        return batch


FORMS = {
    "array": lambda array: array,
    "pair": lambda array: (np.array([3, 5]), array),
    "dict": lambda array: {"image": array},
    "list": lambda array: [array, "name"],
}


def _megabytes(count):
    return np.empty(round(count * 1_000_000), np.uint8)


def traced():
    """Each case begins without tracing, whatever the one before has left behind."""
    tracemalloc.stop()
    yield {"MegabyteLoader": MegabyteLoader}
    tracemalloc.stop()


def batches_of_all_sizes(draw):
    """One batch to 300, the largest anywhere, with and without what else an epoch needs."""
    tracemalloc.stop()
    tenths = draw.integers(draw.size(1, 300), 1, 9)
    if draw.fault():
        tenths[draw.place(len(tenths))] = 23
    others = [draw.choice([0, draw.integer(1, 12) / 10]) for _ in range(3)]
    form = draw.choice(list(FORMS))
    return {"loader": MegabyteLoader([tenth / 10 for tenth in tenths], *others, form)}


EPOCH = """
for _batch in loader:
    pass
_, peak = tracemalloc.get_traced_memory()
tracemalloc.stop()
return peak
"""

EXERCISE = Exercise(
    id="systems.peak-memory",
    title="The peak of an epoch",
    goal="Write `peak_memory(loader)`. Start `tracemalloc`, run one epoch, ask for the peak, "
    "stop `tracemalloc`, and return the peak in bytes.",
    predict="A loader makes batches of one megabyte and keeps nothing. A `for` loop goes "
    "through 100 of them. Will the peak be nearer to one, two or 100 megabytes?",
    minutes=6,
    difficulty=2,
    solution=peak_memory,
    given=traced,
    hints=[
        "The functions are those of the cell above: `tracemalloc.start()`, "
        "`tracemalloc.get_traced_memory()`, `tracemalloc.stop()`.",
        "The epoch is `for batch in loader: pass`. The name `batch` keeps each batch alive "
        "until the next one takes its place, as a training loop does.",
        "`current, peak = tracemalloc.get_traced_memory()` comes after the loop and before "
        "`stop`, which forgets everything.",
    ],
    cases=[
        Case(
            """
            peak = peak_memory(MegabyteLoader([1.25]))
            float(f"{peak:.3g}")  # to three digits
            """,
            "1_250_000.0",
            why="The only batch is an array of 1.25 megabytes. Start tracing before the "
            "loop, ask for the peak after it, and return it in bytes: the second of the two "
            "numbers.",
        ),
        Case(
            """
            loader = MegabyteLoader([1, 1, 1])
            round(peak_memory(loader) / 1_000_000, 1)
            """,
            "2.0",
            why="While a batch is made, the one before it is still there, and none of the "
            "earlier ones.",
        ),
        Case(
            """
            loader = MegabyteLoader([1, 1, 1], order=2)
            round(peak_memory(loader) / 1_000_000, 1)
            """,
            "4.0",
            why="The loader keeps two megabytes during the epoch, beside the batches.",
        ),
        Case(
            """
            loader = MegabyteLoader([1, 1, 1], working=3)
            round(peak_memory(loader) / 1_000_000, 1)
            """,
            "5.0",
            why="While it makes a batch, the loader needs three megabytes more, and gives them "
            "back before the batch arrives. They count too.",
        ),
        Case(
            """
            import tracemalloc
            peak_memory(MegabyteLoader([0]))
            tracemalloc.is_tracing()
            """,
            "False",
            why="Tracing should be off afterwards: it slows down everything that follows.",
        ),
    ],
    examples=[
        Examples(
            batches_of_all_sizes,
            ["round(peak_memory(loader), -5)", "round(peak_memory(iter(loader)), -5)"],
            why="The peak is the most that is there at a time: a batch with the one before it, "
            "and what else the loader needs, whatever the batches are and wherever it occurs.",
        ),
    ],
    mistakes=[
        Mistake(
            ("_, peak =", "peak, _ ="),
            "You return what is in memory at the end. The first of the two numbers is the "
            "current one, the second is the peak.",
        ),
        Mistake(
            (
                """
                tracemalloc.stop()
                """,
                "",
            ),
            "You never stop tracing. It would slow down all that follows, and the next "
            "measurement would start with the peak of this one.",
        ),
        Mistake(
            (
                """
                _, peak = tracemalloc.get_traced_memory()
                tracemalloc.stop()
                """,
                """
                tracemalloc.stop()
                _, peak = tracemalloc.get_traced_memory()
                """,
            ),
            "Your peak is zero, so nothing was traced. Start before the epoch, and ask before "
            "`stop`, which forgets everything.",
        ),
        Mistake(
            (
                """
                for _batch in loader:
                    pass
                """,
                "batches = list(loader)",
            ),
            "You keep all batches in a list, so that the epoch is in memory as a whole. A "
            "training loop holds one and gets the next.",
        ),
        Mistake(
            (
                EPOCH,
                """
                for _batch in loader:
                    del _batch
                _, peak = tracemalloc.get_traced_memory()
                tracemalloc.stop()
                return peak
                """,
            ),
            "You drop each batch before you ask for the next one. In a training loop the "
            "variable still holds it at that time, so let it.",
        ),
        Mistake(
            (
                EPOCH,
                """
                next(iter(loader))
                _, peak = tracemalloc.get_traced_memory()
                tracemalloc.stop()
                return peak
                """,
            ),
            "You look at the first batch only. The peak may come at any time of the epoch.",
        ),
        Mistake(
            (
                EPOCH,
                """
                peak = 0
                for _batch in loader:
                    peak = max(peak, tracemalloc.get_traced_memory()[0])
                tracemalloc.stop()
                return peak
                """,
            ),
            "You look when a batch has arrived. By then the batch before it has gone, and so "
            "has what was needed to make it. `tracemalloc` knows the peak in between.",
        ),
        Mistake(
            (
                """
                tracemalloc.start()
                for _batch in loader:
                    pass
                _, peak = tracemalloc.get_traced_memory()
                tracemalloc.stop()
                return peak
                """,
                "return max(_batch.nbytes for _batch in loader)",
            ),
            "You work out the bytes of the largest batch. What else an epoch needs, only a "
            "measurement can tell.",
        ),
        Mistake(
            (
                """
                tracemalloc.start()
                for _batch in loader:
                    pass
                _, peak = tracemalloc.get_traced_memory()
                tracemalloc.stop()
                return peak
                """,
                "return sum(_batch.nbytes for _batch in loader)",
            ),
            "You add up the bytes of all batches, as if they were in memory together. Let "
            "`tracemalloc` measure what is there at a time.",
        ),
        Mistake(
            (
                """
                tracemalloc.start()
                for _batch in loader:
                """,
                """
                batches = iter(loader)
                tracemalloc.start()
                for _batch in batches:
                """,
            ),
            "You start tracing after `iter(loader)`. There a loader makes the order of the "
            "epoch, which takes memory as well: start before it.",
        ),
        Mistake(
            ("return peak", "return peak / 1_000_000"),
            "You return kilobytes or megabytes. Return the bytes as `tracemalloc` gives them; "
            "whoever prints them may divide.",
        ),
        Mistake(
            ("return peak", "return peak // 1_000_000"),
            "You return whole kilobytes or megabytes. Return the bytes as `tracemalloc` gives "
            "them; whoever prints them may divide.",
        ),
        Mistake(
            (
                "tracemalloc.start()",
                """
                for _batch in loader:
                    pass
                tracemalloc.start()
                """,
            ),
            "You run an epoch to warm up. The first epoch is a part of what is asked here, and a "
            "generator has no second one: go through the loader once.",
        ),
    ],
)
