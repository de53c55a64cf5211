"""The five functions that lessons use. None of them raises, whatever a learner's code does."""

from typing import Any

from tinydata.course.checker.interrupts import interrupts_noted
from tinydata.course.checker.judge import Verdict, judge, passes
from tinydata.course.checker.report import Result, report
from tinydata.course.checker.sandbox import is_running
from tinydata.course.checker.short_repr import clean
from tinydata.course.exercise import Exercise, exercises_of, find, lessons
from tinydata.course.notebook.stubs import solution_object, solution_source
from tinydata.printing import say

_MISSING = object()
_status: dict[str, str] = {}  # by exercise, in this kernel session
_hints_shown: dict[str, int] = {}
_last: dict[str, tuple[Any, bool]] = {}
_handed_out: dict[str, Any] = {}  # what `use` gave in place of an answer that had not passed


def check(id: str, answer: Any = _MISSING) -> Result:
    """Say whether `answer` is right, wrong or not attempted; the result is true only if right.

    Parameters
    ----------
    id : str
        The exercise, such as "start.warm-up".
    answer : object
        The function, class or value itself, not the result of calling it.

    Examples
    --------
    >>> def count_label(labels, digit):
    ...     return int((labels == digit).sum())
    >>> result = check("start.warm-up", count_label)
    Right: start.warm-up
    >>> bool(result)
    True
    """
    if is_running():  # the learner's answer calls `check`, which would call the answer, and so on
        print("Inside of your code, a check does nothing. Call it in a cell of its own.")
        return Result("not attempted")
    exercise = _find(id)
    if exercise is None:
        return Result("wrong")
    if answer is _MISSING:
        say(f'What should be checked? Write check("{id}", {exercise.name}).')
        return Result("wrong")
    if _is_ours(exercise, answer):
        say(f"That is our {exercise.name}, with which the lesson went on: {id}")
        say("  Run the cell with your own again, then this one.")
        return Result("not attempted")
    with interrupts_noted():
        try:
            verdict = _judge(exercise, answer)
            report(exercise, verdict)
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


def use(id: str, answer: Any = _MISSING) -> Any:
    """Return `answer` if it passes its check and ours otherwise, and say which."""
    exercise = _find(id)
    if exercise is None:
        return None if answer is _MISSING else answer
    try:
        given = answer is not _MISSING and not _is_ours(exercise, answer)
        with interrupts_noted():
            passed = given and _passes(exercise, answer)
    except Exception:  # a fault of ours must not stop a lesson
        passed = False
    if passed:
        say(f"Going on with your {exercise.name}.")
        return answer
    say(f"Going on with our {exercise.name}; yours has not passed yet.")
    _handed_out[id] = solution_object(exercise)
    return _handed_out[id]


def progress(topic: str | None = None) -> None:
    """Print how far you are since the kernel started: all lessons, or one, such as "batching"."""
    if topic is not None and not (isinstance(topic, str) and topic in lessons()):
        say(f"There is no lesson {topic!r}. The lessons: {', '.join(lessons())}.")
        return
    chosen = [topic] if topic else list(lessons())
    exercises = [exercise for name in chosen for exercise in exercises_of(name)]
    width = max((len(exercise.id) for exercise in exercises), default=0)
    for exercise in exercises:
        status = _status.get(exercise.id, "not attempted")
        say(f"{exercise.lesson:02d}  {exercise.id:{width}}  {status}")
    right = sum(_status.get(exercise.id) == "right" for exercise in exercises)
    say(f"{right} of {len(exercises)} right in this session")


def _is_ours(exercise: Exercise, answer: Any) -> bool:
    """Whether the answer is what `use` handed out: the learner's name stands for it since then."""
    return exercise.kind != "value" and answer is _handed_out.get(exercise.id, _MISSING)


def _judge(exercise: Exercise, answer: Any) -> Verdict:
    verdict = judge(exercise, answer)
    _last[exercise.id] = answer, verdict.status == "right"
    _status[exercise.id] = verdict.status
    return verdict


def _passes(exercise: Exercise, answer: Any) -> bool:
    """As `check` found for the same object, which is usually just before; otherwise found now."""
    answered, passed = _last.get(exercise.id, (_MISSING, False))
    return passed if answered is answer else passes(exercise, answer)


def _find(id: str) -> Exercise | None:
    try:
        return find(id)
    except LookupError as error:
        say(f"{error.args[0][0].upper()}{error.args[0][1:]}")
    except Exception as error:  # a fault of ours must not stop a lesson
        say(f"The exercise {id} cannot be loaded: {clean(repr(error))}")
    return None
