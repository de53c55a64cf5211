"""How two pieces of work compare: a ratio from interleaved repeats, held against a goal."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from time import get_clock_info, perf_counter, thread_time

MISSED = "MISSED"
SECONDS = 0.1  # of one repeat, about: short work is called many times

# The time in which this thread runs: other processes on the machine do not count. Windows tells it
# in steps of 16 ms only.
FINE = get_clock_info("thread_time").resolution < 1e-5
RUNNING: Callable[[], float] = thread_time if FINE else perf_counter
PASSING: Callable[[], float] = perf_counter


@dataclass(frozen=True)
class Line:
    """One line of the table: what is measured, and the goal that is set for it.

    Parameters
    ----------
    work, against : str
        What is compared with what.
    measure : function that returns a ratio for each repeat
        It makes its own data, so that lines which are not selected cost nothing.
    at_least, at_most : float, optional
        The goal. Ratios of speeds have a lower limit, those of costs an upper one; a line without
        either is printed for information.
    needs : str
        A module without which the line is left out.
    """

    work: str
    against: str
    measure: Callable[[], list[float]]
    at_least: float | None = None
    at_most: float | None = None
    needs: str = "numpy"

    @property
    def goal(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return "" if self.at_most is None else f"≤ {self.at_most:g}"

    def verdict(self, ratios: list[float]) -> str:
        """Tell whether the median reaches the goal."""
        if not self.goal:
            return ""
        middle = median(ratios)
        reached = middle >= self.at_least if self.at_least is not None else middle <= self.at_most
        return "reached" if reached else MISSED


def compare(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    repeats: int = 15,
    clock: Callable[[], float] = RUNNING,
) -> list[float]:
    """Time two functions in turn; return how many times as fast ours is, for each repeat.

    What slows the machine down for a while then slows down both. Short calls alternate many times
    in a repeat, and their medians count. Each is the first of a pair as often as the other: of two
    equal epochs the first took 1.07 times as long. Work that waits, or that threads share, needs
    the clock `PASSING`.
    """
    for function in (ours, theirs):
        function()  # the first call pays for cold caches
    rounds = max(1, round(SECONDS / (_seconds(ours, clock) + _seconds(theirs, clock))))
    ratios = []
    for _ in range(repeats):
        seconds: dict[Callable, list[float]] = {ours: [], theirs: []}
        for turn in range(rounds + rounds % 2):
            for function in (ours, theirs) if turn % 2 else (theirs, ours):
                seconds[function].append(_seconds(function, clock))
        ratios.append(median(seconds[theirs]) / median(seconds[ours]))
    return ratios


def _seconds(function: Callable[[], object], clock: Callable[[], float]) -> float:
    started = clock()
    function()
    return clock() - started


def middle_half(ratios: list[float]) -> tuple[float, float]:
    """Return the quartiles: half of the repeats lie between them."""
    if len(ratios) == 1:
        return ratios[0], ratios[0]
    low, _, high = quantiles(ratios, n=4, method="inclusive")
    return low, high
