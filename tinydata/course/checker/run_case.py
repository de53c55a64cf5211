"""Put one case to an answer, and say what came of it."""

import ast
import contextlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tinydata.course.checker.blame import ASKED, traceback_frames, where
from tinydata.course.checker.code_facts import without_return
from tinydata.course.checker.differences import difference, same
from tinydata.course.checker.exceptions import is_leftover, raised, shown_error
from tinydata.course.checker.sandbox import Capture, Stopped
from tinydata.course.checker.short_repr import clean, show, with_article
from tinydata.course.checker.side_effects import global_random, keep, shares_memory, snapshot
from tinydata.course.exercise import Case, Exercise

ENDLESS = 100_000


@dataclass
class Outcome:
    """What one case came to.

    `kind` is "right", "value", "error", "changed", "endless" and so on; `value` is what tells this
    outcome from others of its kind; `images` are yours and expected, where they can be drawn.
    """

    kind: str
    sentence: str = ""
    yours: str = ""
    expected: str = ""
    value: Any = None
    images: tuple[np.ndarray, np.ndarray] | None = None
    printed: str = ""

    @property
    def is_about_dtype(self) -> bool:
        """Whether the sentence says it all: the values may be right."""
        return self.sentence.startswith("The dtype")


class EndlessIterator(Exception):
    """An iterator of the learner's did not stop."""


def ask(exercise: Exercise, case: Case, answer: Any, printed: Capture) -> Outcome:
    """Run one case on an answer."""
    start = printed.count
    with namespace(exercise) as names:
        names |= {exercise.name: answer, "list": bounded_list}
        before = snapshot(names)
        value = error = None
        with global_random() as random_used:
            try:
                value = _evaluate(case, names, before)
            except (Stopped, MemoryError):
                raise
            except BaseException as raised:
                error = raised
        if inspect.iscoroutine(value):
            value.close()  # it would warn that nobody awaited it
        expected = None if case.raises else expectation(exercise, case)
        wanted = case.raises.__name__ if case.raises else show(expected)
        yours = show(value) if error is None else type(error).__name__
        found = (
            _error(exercise, case, answer, error, printed.count > start)
            or _side_effect(case, before, random_used)
            or (_refusal(case, error) if case.raises else None)
            or (
                _nothing(exercise, answer, printed.count > start)
                if value is None and expected is not None
                else None
            )
            or (None if case.raises else _value(case, value, expected, names))
            or Outcome("right")
        )
    found.yours, found.expected = yours, wanted
    found.printed = printed.getvalue()[start:]
    return found


@contextlib.contextmanager
def namespace(exercise: Exercise) -> Iterator[dict]:
    """The names that a case sees, fresh."""
    made = exercise.given()
    if not inspect.isgenerator(made):
        yield {"np": np, **made}
        return
    try:
        yield {"np": np, **next(made)}
    finally:
        made.close()


def expectation(exercise: Exercise, case: Case) -> Any:
    """The right value of a case, worked out without the object under test."""
    try:
        return eval(case.expect, {"np": np})
    except NameError:  # it names fixtures
        with namespace(exercise) as names:
            return eval(case.expect, names)


def bounded_list(items=()) -> list:
    """`list` for the cases: an iterator that never ends must not fill the memory."""
    result = []
    for item in items:
        result.append(item)
        if len(result) > ENDLESS:
            raise EndlessIterator(f"more than {ENDLESS:,} items came out, and it went on")
    return result


def _evaluate(case, names, before) -> Any:
    """Run the lines of a case, and return the value of the last."""
    tree = ast.parse(case.call)
    last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, ASKED, "exec"), names)
    for name, pair in snapshot(names).items():
        before.setdefault(name, pair)
    return eval(compile(last, ASKED, "eval"), names)


def _error(exercise, case, answer, error, printed) -> Outcome | None:
    """An exception that is not the one asked for."""
    if error is not None and _needs_a_value(error) and not case.raises:
        return _nothing(exercise, answer, printed)
    unfinished = is_leftover(error)
    if error is None or (case.raises and isinstance(error, case.raises) and not unfinished):
        return None
    told = shown_error(error)
    if isinstance(error, EndlessIterator):
        sentence = f"Your iterator does not end: {error}. What makes it stop?"
        return Outcome("endless", sentence, value=told)
    return Outcome("unfinished" if unfinished else "error", raised(error), value=told)


def _needs_a_value(error) -> bool:
    """Whether the case could not go on with the None that the learner's code returned."""
    is_our_line = not where(traceback_frames(error))
    return (
        is_our_line and isinstance(error, TypeError | AttributeError) and "NoneType" in str(error)
    )


def _side_effect(case, before, random_used) -> Outcome | None:
    for name, (original, copied) in before.items():
        if name not in case.may_change and not same(original, copied):
            sentence = f"Your code changed `{name}` in place. Work on a copy."
            return Outcome("changed", sentence, value=name)
    if random_used:
        sentence = (
            f"Your code used the global random state of {random_used[0]}, which all code shares. "
            "Draw from a `numpy.random.Generator`: the one that you are given, if there is one."
        )
        return Outcome("random", sentence)
    return None


def _refusal(case, error) -> Outcome | None:
    if error is None:
        wanted = with_article(case.raises.__name__)
        sentence = f"This should be refused with {wanted}, but your code returned a value."
        return Outcome("accepted", sentence)
    missing = [word for word in case.mentions if word.lower() not in str(error).lower()]
    if missing:
        words = " and ".join(f"`{word}`" for word in missing)
        sentence = f"The type of the error is right, but its message does not mention {words}."
        return Outcome("message", f"{sentence} It reads: {clean(str(error))}", value=str(error))
    return None


def _nothing(exercise, answer, printed) -> Outcome:
    if exercise.kind == "value":
        return Outcome("none", f"`{exercise.name}` is None.")
    if printed:
        sentence = "Your code printed something, and gave None. Printing hands nothing over."
        return Outcome("printed", sentence)
    without = [f"`{name}`" for name in without_return(exercise.solution, answer)]
    told = f" There is no `return` with a value in {' and '.join(without)}." if without else ""
    return Outcome("none", f"Your code gave None where a value was needed.{told}")


def _value(case, value, expected, names) -> Outcome | None:
    found = difference(value, expected, case.close, case.dtype)
    if found:
        return Outcome("value", found, value=keep(value), images=_images(value, expected))
    for name in case.fresh:
        if shares_memory(value, names.get(name)):
            sentence = (
                f"The values are right, but they share memory with `{name}`: "
                "changing one changes the other. Return a copy."
            )
            return Outcome("alias", sentence, value=name)
    return None


def _images(value, expected) -> tuple[np.ndarray, np.ndarray] | None:
    """Yours and expected, where both can be drawn as small grey pictures."""

    def drawable(array):
        return (
            isinstance(array, np.ndarray)
            and array.ndim in (2, 3)
            and array.dtype.kind in "buif"
            and all(5 <= side <= 16 for side in array.shape[-2:])
            and 0 < array.size <= 100_000
        )

    if drawable(value) and drawable(expected):
        return np.array(value, float), np.array(expected, float)
    return None
