"""Put one case to an answer, and say what came of it."""

import ast
import contextlib
import functools
import re
import symtable
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from tinydata.course.checker.blame import ASKED, is_learners, traceback_frames, where
from tinydata.course.checker.bounded import NAMES, EndlessIterator, compile_bounded
from tinydata.course.checker.code_facts import without_return
from tinydata.course.checker.differences import difference, same
from tinydata.course.checker.exceptions import in_place_of_a_value, is_leftover, raised
from tinydata.course.checker.held_back import close_coroutines
from tinydata.course.checker.last_given import last_given
from tinydata.course.checker.sandbox import Capture, Stopped
from tinydata.course.checker.short_repr import clean, show, with_article
from tinydata.course.checker.side_effects import essence, locked, shares_memory, snapshot
from tinydata.course.exercise import Case, Examples, Exercise


@dataclass
class Outcome:
    """What one question came to.

    `kind` is "right", "value", "dtype", "error", "changed", "endless" and so on; `value` is what
    tells this outcome from others of its kind, never a wording; `images` are yours and expected,
    where they can be drawn; `step` is the line of an example that went wrong.
    """

    kind: str
    sentence: str = ""
    yours: str = ""
    expected: str = ""
    value: Any = None
    images: tuple[np.ndarray, np.ndarray] | None = None
    printed: str = ""
    step: int = 0

    def is_like(self, other: "Outcome") -> bool:
        """Whether both say the same of an answer."""
        alike = self.kind == other.kind and self.step == other.step
        return alike and same(self.value, other.value)


def ask(exercise: Exercise, case: Case, answer: Any, printed: Capture) -> Outcome:
    """Run one case on an answer."""
    start = printed.count
    lines, last = compiled(case.call)
    used = names_in(case.call)
    with namespace(exercise) as names:
        names |= {exercise.name: answer}
        before = snapshot({name: names[name] for name in used & names.keys()})
        value, error = evaluate(lines, names)
        if error is None:
            before |= snapshot({name: names[name] for name in used & names.keys() - before.keys()})
            value, error = evaluate(last, names)
        expected = None if case.raises else expectation(exercise, case)
        nothing = functools.partial(nothing_given, exercise, answer, printed.count > start)
        found = failed(error, case.raises, nothing, lambda: _put(exercise, case, answer))
        found = found or changed(before, case.may_change)
        if not found and case.raises:
            found = refused(error, case.raises, case.mentions)
        elif not found and value is None and expected is not None:
            found = nothing()
        elif not found:
            found = compared(case, value, expected, names)
    found = found or Outcome("right")
    found.yours = show(value) if error is None else in_place_of_a_value(error)
    forget_frames(error)
    found.expected = case.raises.__name__ if case.raises else show(expected)
    found.printed = printed.getvalue()[start:]
    return found


@contextlib.contextmanager
def namespace(exercise: Exercise) -> Iterator[dict]:
    """The names that a case sees, fresh."""
    made = exercise.given()
    if isinstance(made, dict):
        yield {"np": np, **NAMES, **made}
        return
    try:
        yield {"np": np, **NAMES, **next(made)}
    finally:
        made.close()


@functools.cache
def expectation(exercise: Exercise, case: Case) -> Any:
    """The right value of a case, worked out without the object under test."""
    assert case.expect is not None
    try:
        return eval(case.expect, {"np": np})
    except NameError:  # it names fixtures
        with namespace(exercise) as names:
            return eval(case.expect, names)


@functools.cache
def compiled(call: str) -> tuple[CodeType, CodeType]:
    """The lines before the last one, and the last one, whose value is the answer."""
    tree = ast.parse(call)
    line: Any = tree.body.pop()
    last = ast.Expression(line.value)
    return compile_bounded(tree, ASKED), compile_bounded(last, ASKED)


@functools.cache
def names_in(call: str) -> set[str]:
    """The names that a call uses."""
    return {node.id for node in ast.walk(ast.parse(call)) if isinstance(node, ast.Name)}


@functools.cache
def names_taken(call: str) -> set[str]:
    """The names that a call uses before it makes some of that name itself."""
    taken: set[str] = set()
    made: set[str] = set()
    for statement in _NotInlined().visit(ast.parse(call)).body:
        table = symtable.symtable(ast.unparse(statement), ASKED, "exec")
        taken |= _global_names(table) - made
        made |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned()}
    return taken


class _NotInlined(ast.NodeTransformer):
    """Comprehensions as generators: from Python 3.12 on, their names stand among the outer ones."""

    def visit_ListComp(self, node):
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp

    def visit_DictComp(self, node):
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value]), node.generators)


def _global_names(table) -> set[str]:
    at_top = table.get_type() == "module"
    names = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    own = {name for name in names if at_top or table.lookup(name).is_global()}
    return own.union(*map(_global_names, table.get_children()))


def evaluate(code: CodeType, names: dict) -> tuple[Any, BaseException | None]:
    """The value, or the error that it came to."""
    try:
        value = eval(code, names)
    except (Stopped, MemoryError):
        raise
    except BaseException as error:
        return None, error
    close_coroutines(value)
    return value, None


def forget_frames(error: BaseException | None) -> None:
    """Let go of what the code had made when it failed: a coroutine, say, would warn much later."""
    while error is not None and error.__traceback__ is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__


def failed(error, wanted, nothing: Callable[[], Outcome], again: Callable) -> Outcome | None:
    """An exception that is not the one asked for; `nothing` is said where a None was in the way."""
    unfinished = is_leftover(error)
    if error is None or (wanted and isinstance(error, wanted) and not unfinished):
        return None
    value: tuple = (type(error).__name__, getattr(error, "name", None), _place(error))
    if not where(traceback_frames(error)):  # our line failed on what it was given
        given = last_given(again)
        if given.returned and given.value is None and isinstance(error, TypeError | AttributeError):
            return nothing()
        value += (given.value,)
    if isinstance(error, EndlessIterator):
        sentence = f"Your iterator does not end: {error}. What makes it stop?"
        return Outcome("endless", sentence, value=value)
    return Outcome("unfinished" if unfinished else "error", raised(error), value=value)


def changed(before: dict, may_change: Sequence[str]) -> Outcome | None:
    """Something that the answer was given, and changed in place: name -> (as it is, as it was)."""
    for name, (now, then) in before.items():
        if name in may_change:
            continue
        if not same(now, then):
            sentence = f"Your code changed `{name}` in place. Work on a copy."
            return Outcome("changed", sentence, value=name)
        if locked(now, then):
            sentence = f"Your code forbids to write to `{name}`, which belongs to the caller."
            return Outcome("changed", sentence, value=(name, "locked"))
    return None


def refused(error, wanted: type[BaseException], mentions: Sequence[str]) -> Outcome | None:
    """A refusal that did not come, or does not say enough."""
    if error is None:
        sentence = (
            f"This should be refused with {with_article(wanted.__name__)}, "
            "but your code returned a value."
        )
        return Outcome("accepted", sentence)
    missing = [word for word in mentions if word.lower() not in str(error).lower()]
    if missing:
        words = " and ".join(f"`{word}`" for word in missing)
        sentence = f"The type of the error is right, but its message does not mention {words}."
        told = missing, re.findall(r"\d+", str(error))  # the facts, in whichever words
        return Outcome("message", f"{sentence} It reads: {clean(str(error))}", value=told)
    return None


def compared(how: Case | Examples, value: Any, expected: Any, names: dict) -> Outcome | None:
    """A value that is not as expected, or shares memory with what it should not."""
    found = difference(value, expected, how.close, how.dtype)
    if found:
        only_dtype = not difference(value, expected, how.close, "any")
        kind = "dtype" if only_dtype else "value"
        return Outcome(kind, found, value=essence(value), images=_images(value, expected))
    return aliased(how, value, names)


def aliased(how: Case | Examples, value: Any, names: dict) -> Outcome | None:
    """A value that shares memory with what it should not."""
    for name in how.fresh:
        if shares_memory(value, names.get(name)):
            sentence = (
                f"The values are right, but they share memory with `{name}`: "
                "changing one changes the other. Return a copy."
            )
            return Outcome("alias", sentence, value=name)
    return None


def nothing_given(exercise: Exercise, answer: Any, has_printed: bool) -> Outcome:
    """What to say of a None where a value was needed."""
    if exercise.kind == "value":
        return Outcome("none", f"`{exercise.name}` is None.")
    if has_printed:
        sentence = "Your code printed something, and gave None. Printing hands nothing over."
        return Outcome("printed", sentence)
    without = [f"`{name}`" for name in without_return(exercise.solution, answer)]
    told = f" There is no `return` with a value in {' and '.join(without)}." if without else ""
    return Outcome("none", f"Your code gave None where a value was needed.{told}")


def _put(exercise, case, answer) -> None:
    """Run a case for what happens meanwhile."""
    lines, last = compiled(case.call)
    with namespace(exercise) as names:
        names |= {exercise.name: answer}
        if evaluate(lines, names)[1] is None:
            evaluate(last, names)


def _place(error) -> tuple[str, str]:
    """The function of the learner's that was called, and that of others' which it failed in."""
    called, step = "", error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        last = "" if is_learners(code.co_filename) else code.co_name
        called = called or (code.co_name if not last else "")
        step = step.tb_next
    return called, last if called else ""


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
