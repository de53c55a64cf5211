"""Judge an answer by the cases of its exercise, and find the likely reason when it is wrong."""

import ast
import builtins
from dataclasses import dataclass, field
from typing import Any

from tinydata.course.checker.attempts import is_unattempted, wrong_type
from tinydata.course.checker.blame import where
from tinydata.course.checker.code_facts import loop_around
from tinydata.course.checker.differences import same
from tinydata.course.checker.exceptions import shown_error
from tinydata.course.checker.run_case import Outcome, ask, namespace
from tinydata.course.checker.sandbox import Run, limited
from tinydata.course.checker.short_repr import show
from tinydata.course.checker.side_effects import global_random
from tinydata.course.exercise import Exercise, Mistake
from tinydata.course.notebook.stubs import mistake_object

EXPLAINED_BY_CASE = ("value", "accepted", "message", "alias")


@dataclass
class Verdict:
    """What a check found. `status` is "right", "wrong" or "not attempted"."""

    status: str
    asked: str = ""
    given: list[str] = field(default_factory=list)
    outcome: Outcome | None = None
    reason: str = ""
    printed: str = ""


def judge(exercise: Exercise, answer: Any) -> Verdict:
    """Judge an answer, whatever it is and does."""
    early: list[Verdict] = []
    limited(lambda printed: early.append(_not_an_answer(exercise, answer)), exercise.seconds)
    if early and early[0]:
        return early[0]
    outcomes, run = _answered(exercise, answer)
    if run.replaced:
        return Verdict("wrong", outcome=_replaced(run), printed=run.printed.getvalue())
    failed = _failed(outcomes)
    if not failed:
        return Verdict("right", printed=run.printed.getvalue())
    outcome, case = outcomes[failed[0]], exercise.cases[failed[0]]
    reason = "" if run.stopped == "you" else _diagnose(exercise, outcomes)
    if not reason and outcome.kind in EXPLAINED_BY_CASE and not outcome.is_about_dtype:
        reason = case.why
    return Verdict("wrong", case.call, _given(exercise, case), outcome, reason, outcome.printed)


def passes(exercise: Exercise, answer: Any, seconds: float | None = None) -> bool:
    """Whether an answer is right, and nothing else: it ends at the first case that fails."""

    def all_right(printed):
        return not _not_an_answer(exercise, answer) and all(
            ask(exercise, case, answer, printed).kind == "right" for case in exercise.cases
        )

    _prepare(exercise)
    run = limited(all_right, exercise.seconds if seconds is None else seconds)
    return run.finished and run.value and not run.replaced


def _not_an_answer(exercise, answer) -> Verdict | None:
    """A verdict if there is nothing to put cases to."""
    sentence = wrong_type(exercise, answer)
    if sentence:
        return Verdict("wrong", outcome=Outcome("type", sentence))
    return Verdict("not attempted") if is_unattempted(exercise, answer) else None


def _answered(exercise, answer) -> tuple[list[Outcome], Run]:
    """What each case came to, up to the one that had to be stopped."""
    outcomes: list[Outcome] = []

    def ask_all(printed):
        for case in exercise.cases:
            outcomes.append(ask(exercise, case, answer, printed))

    _prepare(exercise)
    with global_random():  # a case that is stopped cannot set it back
        run = limited(ask_all, exercise.seconds)
    if not run.finished:
        outcomes.append(_stopped(run, exercise.seconds))
    return outcomes, run


def _prepare(exercise) -> None:
    """Make the fixtures once: the imports they may need must not count as the learner's time."""
    with namespace(exercise):
        pass


def _failed(outcomes) -> list[int]:
    return [i for i, outcome in enumerate(outcomes) if outcome.kind != "right"]


def _stopped(run: Run, seconds) -> Outcome:
    at = where(run.frames)
    at = f" It was in {at}." if at else ""
    if run.stopped == "memory":
        sentence = f"Your code needs more than a gigabyte of memory, and was stopped.{at}"
    elif run.stopped == "you":
        sentence = f"You stopped the check before your code had finished.{at}"
    elif run.stopped:
        sentence = f"Your code had not finished after {seconds:g} seconds, and was stopped.{at}"
        loop = loop_around(run.frames)
        sentence += f" Does the loop in {loop} come to an end?" if loop else ""
    else:
        sentence = f"The check could not deal with your answer: {shown_error(run.error)}."
    if run.abandoned:
        sentence += " It could not be stopped, and still runs or waits: restart the kernel."
    return Outcome("endless", sentence, printed=run.printed.getvalue())


def _replaced(run: Run) -> Outcome:
    """What to say of functions that the answer replaced: nothing else that came of it is sure."""
    names = " and ".join(f"`{name}`" for name in run.replaced[:3])
    sentence = f"Your code put something else in place of {names}, which all code shares."
    return Outcome("replaced", f"{sentence} That has been undone. Find a way without it.")


def _given(exercise, case) -> list[str]:
    """What the fixtures are that the call names, a line each."""
    used = {node.id for node in ast.walk(ast.parse(case.call)) if isinstance(node, ast.Name)}
    used -= {exercise.name, "np"} | set(dir(builtins))
    with namespace(exercise) as names:
        known = [name for name in names if name in used and not callable(names[name])]
        return [f"{name} = {show(names[name])}" for name in known]


def _diagnose(exercise, outcomes) -> str:
    """The sentence of the known mistake that behaves like this answer, or nearly so."""

    def search(printed):
        near = []
        for mistake, theirs in _known_mistakes(exercise):
            if len(theirs) != len(outcomes):
                continue
            alike = [_alike(one, other) for one, other in zip(outcomes, theirs, strict=True)]
            if all(alike):
                return mistake.why
            failed = sorted({*_failed(outcomes), *_failed(theirs)})
            if alike[failed[0]] and sum(alike[i] for i in failed) > len(failed) / 2:
                near.append(mistake.why)
        return near[0] if len(near) == 1 else ""

    _known_mistakes(exercise)
    return limited(search, exercise.seconds).value or ""


def _alike(one: Outcome, other: Outcome) -> bool:
    return one.kind == other.kind and same(one.value, other.value)


def _known_mistakes(exercise) -> list[tuple[Mistake, list[Outcome]]]:
    """What each known mistake comes to: worked out when an answer is wrong for the first time."""
    if exercise.id not in _outcomes_of_mistakes:
        _outcomes_of_mistakes[exercise.id] = [
            (mistake, _answered(exercise, mistake_object(exercise, mistake))[0])
            for mistake in exercise.mistakes
        ]
    return _outcomes_of_mistakes[exercise.id]


_outcomes_of_mistakes: dict[str, list[tuple[Mistake, list[Outcome]]]] = {}
