"""How two pieces of work compare: a ratio from interleaved repeats, held against a goal."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

SECONDS = 0.01  # of one repeat, about: short work is called several times


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
        return "reached" if reached else "MISSED"


def compare(ours: Callable[[], object], theirs: Callable[[], object], repeats: int) -> list[float]:
    """Time two functions in turn; return how many times as fast ours is, for each repeat.

    What slows the machine down for a while then slows down both.
    """
    calls = [_calls_a_repeat(function) for function in (ours, theirs)]
    ratios = []
    for _ in range(repeats):
        our_seconds, their_seconds = map(_seconds_a_call, (ours, theirs), calls)
        ratios.append(their_seconds / our_seconds)
    return ratios


def _calls_a_repeat(function: Callable[[], object]) -> int:
    function()  # the first call pays for cold caches
    return max(1, round(SECONDS / _seconds_a_call(function, 1)))


def _seconds_a_call(function: Callable[[], object], calls: int) -> float:
    started = perf_counter()
    for _ in range(calls):
        function()
    return (perf_counter() - started) / calls


def middle_half(ratios: list[float]) -> tuple[float, float]:
    """Return the quartiles: half of the repeats lie between them."""
    if len(ratios) == 1:
        return ratios[0], ratios[0]
    low, _, high = quantiles(ratios, n=4, method="inclusive")
    return low, high
