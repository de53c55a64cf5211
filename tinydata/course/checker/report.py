"""Tell a learner what a check found: one output in a notebook, printed text elsewhere."""

import itertools
import sys
from typing import Any

from tinydata.course.checker.judge import Verdict
from tinydata.course.checker.pictures import Pictures
from tinydata.course.checker.verdict_parts import LOOKS, Code, Headline, Sentence, SideBySide
from tinydata.course.exercise import Exercise
from tinydata.printing import say

PRINTED = 300

Part = Headline | Sentence | Code | SideBySide | Pictures


class Result:
    """What `check` returns: true only if the answer is right. It shows nothing by itself."""

    def __init__(self, status: str):
        self.status = status

    def __bool__(self):
        return self.status == "right"

    def __repr__(self):
        return self.status

    def _ipython_display_(self):
        """The check has shown all there is to say."""


def report(exercise: Exercise, verdict: Verdict) -> None:
    """Show the verdict; in a notebook with metadata, for whoever collects notebooks."""
    found = parts(exercise, verdict)
    if not _shows_html():
        say(plain(found))
        return
    from IPython.display import display

    told = {"exercise": exercise.id, "status": verdict.status, "mistake": verdict.mistake}
    data = {"text/plain": plain(found), "text/html": as_html(found)}
    display(data, metadata={"tinydata": told}, raw=True)


def parts(exercise: Exercise, verdict: Verdict) -> list[Part]:
    """All that there is to say, in order."""
    found: list[Part] = [Headline(verdict.status, exercise.id)]
    if verdict.status == "not attempted":
        gap = "the `...`" if exercise.kind == "value" else "`raise NotImplementedError()`"
        todo = f"Replace {gap} in the cell above, run that cell, then this one."
        return [*found, Sentence(verdict.reason or todo)]
    outcome = verdict.outcome
    if outcome and verdict.asked:
        found += [Code("given", "\n".join(verdict.given))] if verdict.given else []
        found += [Code("asked", verdict.asked)]
    if outcome and outcome.expected:
        found += [SideBySide(Code("yours", outcome.yours), Code("expected", outcome.expected))]
    if outcome and outcome.sentence != f"Yours is {outcome.yours}, expected {outcome.expected}.":
        found += [Sentence(outcome.sentence)]
    if verdict.reason:
        found += [Sentence(f"Likely reason: {verdict.reason}")]
    if printed := _shortened(verdict.printed):
        found += [Code("Your code printed:", printed)]
    pictures = Pictures.of(*outcome.images) if outcome and outcome.images else None
    return [*found, pictures] if pictures and pictures.pairs else found


def plain(found: list[Part]) -> str:
    """All parts as text, one below the other."""
    return "\n".join(part.plain() for part in found)


def as_html(found: list[Part]) -> str:
    """All parts in a box that no browser takes for formulas, whatever dollars are in it."""
    headline: Any
    headline, *rest = found
    inside = "".join(f'<div style="margin-top:.5em">{part.html()}</div>' for part in rest)
    colour = LOOKS[headline.status].colour
    return (
        f'<div class="tex2jax_ignore mathjax_ignore" '
        f'style="border-left:4px solid {colour};padding:.2em 0 .2em .8em">'
        f"<div>{headline.html()}</div>{inside}</div>"
    )


def _shows_html() -> bool:
    """Whether a notebook listens; IPython in a terminal takes text alone."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and "text/html" in shell.display_formatter.active_types


def _shortened(printed: str) -> str:
    """What the learner's code printed meanwhile; each case may print the same."""
    runs = itertools.groupby(printed.strip().splitlines())
    counted = [(line, len(list(times))) for line, times in runs]
    text = "\n".join(f"{line} ({n} times)" if n > 1 else line for line, n in counted)
    return text if len(text) <= PRINTED else text[:PRINTED] + " ..."
