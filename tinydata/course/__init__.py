"""The five functions that lessons use. None of them raises, whatever a learner's code does."""

import sys
from typing import Any

from tinydata.course.checker.interrupts import interrupts_noted
from tinydata.course.checker.report import Result, report
from tinydata.course.checker.sandbox import is_running
from tinydata.course.checker.short_repr import clean
from tinydata.course.exercise import Exercise, find, lessons
from tinydata.course.notebook.stubs import solution_object, solution_source
from tinydata.course.workbook.progress import overview_lines, recorded_status
from tinydata.course.workbook.session import NOTHING, Session
from tinydata.printing import say

__all__ = ["check", "hint", "progress", "solution", "use"]

_session = Session()
_session.inputs.watch()
_hints_shown: dict[str, int] = {}


def check(id: str, answer: Any = NOTHING) -> Result:
    """Say whether an answer is right, wrong or not attempted; the result is true only if right.

    Parameters
    ----------
    id : str
        The exercise, such as "start.warm-up".
    answer : object
        The function, class or value itself, not the result of calling it. By default what your
        newest cell has bound to the name that the exercise asks for.

    Examples
    --------
    >>> def count_label(labels, digit):
    ...     return int((labels == digit).sum())
    >>> result = check("start.warm-up")
    Right: start.warm-up
    >>> bool(result)
    True
    """
    if is_running():  # the learner's answer calls `check`, which would call the answer, and so on
        print("Inside of your code, a check does nothing. Call it in a cell of its own.")
        return Result("not attempted")
    names = sys._getframe(1).f_globals
    with interrupts_noted():
        exercise = _find(id)
        if exercise is None:
            return Result("wrong")
        try:
            own = _session.own(exercise, names, answer)
            verdict = _session.judge(exercise, own)
            report(exercise, verdict)
            _session.keep(exercise, own, verdict)
        except Exception as error:  # a fault of ours must not stop a lesson
            say(f"The check of {id} failed, which is not your fault: {clean(repr(error))}")
            return Result("wrong")
        return Result(verdict.status)


def hint(id: str) -> None:
    """Print one more hint each time it is called."""
    exercise = _find(id)
    if exercise is None:
        return
    shown = _hints_shown.get(id, 0)
    if shown == len(exercise.hints):
        say(f'No more hints. solution("{id}") prints a solution.')
        return
    _hints_shown[id] = shown + 1
    say(f"Hint {shown + 1} of {len(exercise.hints)}: {exercise.hints[shown]}")


def solution(id: str) -> None:
    """Print a solution."""
    exercise = _find(id)
    if exercise is not None:
        say(solution_source(exercise))


def use(id: str, answer: Any = NOTHING) -> Any:
    """Return your answer if it passes its check, one that passed before, or ours; and say which.

    Parameters
    ----------
    id : str
        The exercise: of this lesson, or of an earlier one.
    answer : object
        Yours. By default what your newest cell has bound to the name that the exercise asks for.
    """
    if is_running():
        say("Inside of your code, `use` does nothing. Call it in a cell of its own.")
        return None if answer is NOTHING else answer
    exercise = _find(id)
    if exercise is None:
        return None if answer is NOTHING else answer
    recorded = NOTHING
    with interrupts_noted():
        try:
            own = _session.own(exercise, sys._getframe(1).f_globals, answer)
            if _session.passes(exercise, own):
                say(f"Going on with your {exercise.name}.")
                return own.answer
            recorded = _session.recorded(exercise)
        except Exception as error:  # a fault of ours must not stop a lesson
            say(f"Your answer to {id} could not be looked up: {clean(repr(error))}")
    if recorded is not NOTHING:
        say(f"Going on with your {exercise.name}, as it passed before.")
        return _session.hand_out(exercise, recorded)
    say(f"Going on with our {exercise.name}; yours has not passed yet.")
    return _session.hand_out(exercise, solution_object(exercise))


def progress(topic: str | None = None) -> None:
    """Print how far you are: all lessons and what comes next, or one, such as "batching"."""
    if topic is not None and not (isinstance(topic, str) and topic in lessons()):
        say(f"There is no lesson {topic!r}. The lessons: {', '.join(lessons())}.")
        return
    entries = _session.entries()

    def status(exercise: Exercise) -> str:
        now = _session.status.get(exercise.id, "")
        return now if now == "right" else recorded_status(entries or {}, exercise.id) or now

    say("\n".join(overview_lines(status, topic)))
    if entries is None:
        say("Counted since this notebook was started; in a workbook it would last.")


def _find(id: str) -> Exercise | None:
    try:
        return find(id)
    except LookupError as error:
        say(f"{error.args[0][0].upper()}{error.args[0][1:]}")
    except Exception as error:  # a fault of ours must not stop a lesson
        say(f"The exercise {id} cannot be loaded: {clean(repr(error))}")
    return None
