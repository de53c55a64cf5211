"""Make an exercise's examples, and put them to an answer."""

import ast
import functools
import inspect
import itertools
from dataclasses import dataclass
from time import thread_time
from types import CodeType
from typing import Any

import numpy as np

from tinydata.course.checker.blame import ASKED
from tinydata.course.checker.bounded import NAMES, compile_bounded
from tinydata.course.checker.differences import difference, same
from tinydata.course.checker.draw import LARGE, Draw
from tinydata.course.checker.exceptions import in_place_of_a_value, shown_error
from tinydata.course.checker.literal import literal
from tinydata.course.checker.run_case import (
    Outcome,
    aliased,
    changed,
    compared,
    evaluate,
    failed,
    forget_frames,
    names_in,
    nothing_given,
    refused,
)
from tinydata.course.checker.sandbox import Capture
from tinydata.course.checker.short_repr import show, show_named
from tinydata.course.checker.side_effects import is_plain, keep, shares_memory
from tinydata.course.exercise import Examples, Exercise
from tinydata.course.notebook.stubs import solution_object

OTHER = "other_"
SLOW = {False: 0.05, True: 0.5}  # seconds of computing that an example may take: small or large
SLOWER = 50  # or how many times as long as the solution


@dataclass
class Step:
    """One line of an example; `prefix` begins the names of the object that it is put to."""

    text: str
    code: CodeType
    is_call: bool
    prefix: str
    value: Any = None  # what the solution answers
    error: type[BaseException] | None = None


class Example:
    """Inputs, and lines that use them: one question, or several in a row.

    Parameters
    ----------
    exercise : Exercise
    examples : Examples
        What it is one of.
    solution : function or class
        What answers are compared with.
    number : int
        Which one it is. Everything drawn follows from it; small numbers are small examples.
    """

    def __init__(self, exercise: Exercise, examples: Examples, solution: Any, number: int):
        self.exercise = exercise
        self.how = examples
        self.number = number
        self.progress = number / examples.number
        draw = Draw(2 * number + 1, self.progress)
        is_alone = draw.chance(0.5) or not (examples.in_a_row and 0.4 < self.progress < LARGE)
        self.prefixes = [""] if is_alone else ["", OTHER]
        self.steps = self._script(draw, solution)
        self.names = self._namespace(solution)
        start = thread_time()
        for count, step in enumerate(self.steps, 1):
            value, error = evaluate(step.code, self.names)
            step.value, step.error = keep(value), type(error) if error else None
            if error and not step.is_call:  # there is no object to put a call to
                del self.steps[count:]
        self.seconds = max(SLOW[self.progress >= LARGE], SLOWER * (thread_time() - start))
        self.inputs = list(examples.inputs(Draw(0, 0)))
        named = [prefix + name for prefix in self.prefixes for name in self.inputs]
        self.watched = [
            name
            for name in named
            if name.removeprefix(OTHER) not in examples.may_change and is_plain(self.names[name])
        ]

    @property
    def why(self) -> str:
        """The likely reason when it goes wrong."""
        return self.how.why

    def ask(self, answer: Any, printed: Capture) -> Outcome:
        """Put the lines to an answer, up to the first that goes wrong."""
        already, figures = printed.count, printed.figures
        for _ in range(2):  # to take long once may be an accident
            start = thread_time()
            outcome = self._ask(answer, printed)
            in_time = thread_time() - start <= self.seconds or printed.figures > figures
            if in_time or outcome.kind != "right":
                break
        else:
            outcome = Outcome(
                "slow",
                "The answer is right, but it takes your code far too long, and would take ever "
                "longer with larger inputs.",
            )
        outcome.printed = printed.getvalue()[already:]
        return outcome

    def asked(self, outcome: Outcome) -> tuple[str, list[str]]:
        """Source up to where it went wrong, and a line for each input that is too long for it."""
        lines = [step.text for step in self.steps[: outcome.step + 1]]
        used = set().union(*map(names_in, lines))
        written, given = [], []
        for name, value in self.fresh_inputs().items():
            if name in used and not callable(value):
                source = literal(value)
                if source is None:
                    given.append(show_named(name, value))
                else:
                    written.append(f"{name} = {source}")
        return "\n".join(written + lines), given

    def fresh_inputs(self) -> dict:
        """The inputs, fresh."""
        draw = Draw(2 * self.number, self.progress)
        drawn = [(prefix, self.how.inputs(draw)) for prefix in self.prefixes]
        return {prefix + name: value for prefix, made in drawn for name, value in made.items()}

    def _namespace(self, answer) -> dict:
        return {"np": np, **NAMES, self.exercise.name: answer, **self.fresh_inputs()}

    def _script(self, draw, solution) -> list[Step]:
        """What is asked, in which order, and how arguments are passed."""
        calls = [self.how.calls[self.number % len(self.how.calls)]]
        if self.progress >= LARGE and self.how.in_a_row:
            calls += calls  # each takes long
        elif self.progress > 0.3 and self.how.in_a_row:
            calls += [draw.choice(self.how.calls) for _ in range(draw.integer(1, 3))]
            calls += calls[: draw.integer(0, 1)]  # the first one again
        by_name = None
        if draw.chance(0.3):
            by_name = self._at_their_default(solution) if draw.chance(0.5) else frozenset()
        lines = [self.how.make, *calls] if self.how.make else calls
        return [
            Step(*_line(self.exercise.name, solution, self.how, line, by_name, prefix), prefix)
            for line in lines
            for prefix in self.prefixes
        ]

    def _at_their_default(self, solution) -> frozenset[str]:
        """Arguments that need not be passed: the inputs of that name are their defaults."""
        inputs = self.fresh_inputs()
        return frozenset(
            name
            for name, parameter in inspect.signature(solution).parameters.items()
            if all(
                prefix + name in inputs and same(inputs[prefix + name], parameter.default)
                for prefix in self.prefixes
            )
        )

    def _ask(self, answer, printed) -> Outcome:
        names = self._namespace(answer)
        kept: list[tuple[Any, Any]] = []
        found = None
        for step in self.steps:
            already = printed.count
            value, error = evaluate(step.code, names)
            kept.append((value, keep(value) if self.how.right else step.value))
            found = self._step_outcome(step, value, error, names, printed.count > already)
            forget_frames(error)
            if found:
                break
        watched = {name: (names[name], self.names[name]) for name in self.watched}
        outcome = changed(watched, ()) or found or self._looked_at_again(kept) or Outcome("right")
        outcome.step = len(kept) - 1
        return outcome

    def _step_outcome(self, step, value, error, names, has_printed) -> Outcome | None:
        """What is wrong with what came of one line, if anything."""
        inputs = {name: names[step.prefix + name] for name in self.inputs}
        answer = names[self.exercise.name]
        nothing = functools.partial(nothing_given, self.exercise, answer, has_printed)
        found = failed(error, step.error, nothing, lambda: self._put(answer))
        if not found and step.error:
            words = self.how.mentions(inputs, step.error) if self.how.mentions else ()
            found = refused(error, step.error, words)
        elif not found and step.is_call and value is None and step.value is not None:
            found = nothing()
        elif not found and step.is_call and self.how.right:
            sentence = _judged(self.how.right, value, inputs)
            if sentence is not True:
                return Outcome("judged", str(sentence), show(value))
            found = aliased(self.how, value, inputs)
        elif not found and step.is_call:
            found = compared(self.how, value, step.value, inputs)
        if found:
            found.yours = show(value) if error is None else in_place_of_a_value(error)
            if step.error or step.is_call:
                found.expected = step.error.__name__ if step.error else show(step.value)
        return found

    def _looked_at_again(self, kept) -> Outcome | None:
        """Whether what was right is so no longer, or hangs together."""
        for value, then in kept:
            if then is not None and difference(value, then, self.how.close, self.how.dtype):
                sentence = "What your code returned was right, and changed with a later call."
                return Outcome("later", f"{sentence} Return something of its own each time.")
        results = [value for step, (value, _) in zip(self.steps, kept, strict=True) if step.is_call]
        for first, second in itertools.combinations(results, 2) if self.how.fresh else ():
            if shares_memory(first, second):
                sentence = "Two calls returned the same memory: changing one changes the other."
                return Outcome("shared", f"{sentence} Return something of its own each time.")
        return None

    def _put(self, answer) -> None:
        """Put the lines for what happens meanwhile."""
        names = self._namespace(answer)
        for step in self.steps:
            if evaluate(step.code, names)[1]:
                break


def _judged(right, value, inputs) -> bool | str:
    """What a predicate says; there are values that it did not expect."""
    try:
        return right(value, inputs)
    except MemoryError:
        raise
    except Exception as error:
        return f"What your code returned cannot be made out: {shown_error(error)}."


def examples_of(exercise: Exercise) -> list[Example]:
    """All examples of an exercise, small ones first; made when they are first needed."""
    return _made(exercise, tuple(exercise.examples), exercise.solution)


@functools.cache
def _made(exercise, descriptions, solution) -> list[Example]:
    solution = solution_object(exercise)
    made = [
        Example(exercise, examples, solution, number)
        for examples in descriptions
        for number in range(examples.number)
    ]
    return sorted(made, key=lambda example: example.progress)


@functools.cache
def _line(name, solution, examples, text, by_name, prefix) -> tuple[str, CodeType, bool]:
    """A line as it is asked: its source, its code, and whether it is a call."""
    tree = ast.parse(text)
    is_call = isinstance(tree.body[0], ast.Expr)
    if by_name is not None:
        tree = _ByName(name, solution, by_name).visit(tree)
    if prefix:
        nodes = ast.walk(ast.parse(examples.make))
        made = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        tree = _Renamed(prefix, made | examples.inputs(Draw(0, 0)).keys()).visit(tree)
    if prefix or by_name is not None:
        text = ast.unparse(tree)
    code = compile_bounded(ast.Expression(tree.body[0].value) if is_call else tree, ASKED)
    return text, code, is_call


class _ByName(ast.NodeTransformer):
    """Pass the answer's arguments by name, and leave some of them out."""

    def __init__(self, name, solution, left_out):
        self.name = name
        self.left_out = left_out
        self.parameters = list(inspect.signature(solution).parameters.values())

    def visit_Call(self, node):
        self.generic_visit(node)
        if getattr(node.func, "id", "") != self.name:
            return node
        named = list(zip(self.parameters, node.args, strict=False))
        if all(parameter.kind is parameter.POSITIONAL_OR_KEYWORD for parameter, _ in named):
            keywords = [ast.keyword(parameter.name, arg) for parameter, arg in named]
            keywords += node.keywords
            node.args = []
            node.keywords = [one for one in keywords if one.arg not in self.left_out]
        return node


class _Renamed(ast.NodeTransformer):
    """The same line about another object: its names begin with a prefix."""

    def __init__(self, prefix, names):
        self.prefix = prefix
        self.names = names

    def visit_Name(self, node):
        if node.id in self.names:
            node.id = self.prefix + node.id
        return node
