"""Tell an answer from a stub that nobody has touched, and from something else altogether."""

import inspect
import types
from typing import Any

from tinydata.course.checker.short_repr import describe, with_article
from tinydata.course.exercise import Exercise
from tinydata.course.notebook.stubs import build, stub_source


def is_unattempted(exercise: Exercise, answer: Any) -> bool:
    """Whether everything that was to be written is still as it was handed out."""
    if exercise.kind == "value":
        return answer is ...
    if exercise.kind == "function":
        return is_unwritten(answer)
    methods = {name: vars(answer).get(name) for name in _methods_to_write(exercise)}
    if exercise.stub:
        handed_out = vars(build(exercise, stub_source(exercise)))
        return all(_alike(method, handed_out[name]) for name, method in methods.items())
    return bool(methods) and all(is_unwritten(method) for method in methods.values())


def is_unwritten(function: Any) -> bool:
    """Whether the body is still the stub's `raise NotImplementedError()`."""
    return any(_alike(function, stub) for stub in (_stub, _stub_without_call))


def _alike(function: Any, stub: Any) -> bool:
    """Whether two functions do the same, line by line."""
    code, other = _code(function), _code(stub)
    if code is None or other is None:
        return False
    return (code.co_code, code.co_names) == (other.co_code, other.co_names)


def wrong_type(exercise: Exercise, answer: Any) -> str:
    """A sentence when the answer is not a class, or not a plain function, as it should be."""
    is_class = issubclass(type(answer), type)
    if exercise.kind == "class" and not is_class:
        made = type(answer).__name__ == exercise.name
        got = "an object made with it" if made else with_article(describe(answer))
    elif exercise.kind == "function" and (is_class or not callable(answer)):
        got = f"the class {answer.__name__}" if is_class else with_article(describe(answer))
    else:
        return _asynchronous(exercise, answer)
    call = f'check("{exercise.id}", {exercise.name})'
    return f"The check needs the {exercise.kind} itself, as in {call}, but got {got}."


def _asynchronous(exercise, answer) -> str:
    """A sentence when calling the answer would only make something to be awaited."""
    functions = {exercise.name: answer}
    if exercise.kind == "class":
        functions = {name: vars(answer).get(name) for name in _methods_to_write(exercise)}
    for name, function in functions.items():
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            told = f"`{name}` is written with `async def`, so that calling it runs nothing yet."
            return f"{told} Write `def`."
    return ""


def _methods_to_write(exercise) -> list[str]:
    if exercise.write or isinstance(exercise.solution, str):
        return list(exercise.write)
    # Only what its own source defines: a base class may add methods to those that inherit from it.
    written = ((name, _code(value)) for name, value in vars(exercise.solution).items())
    own = inspect.getsourcefile(exercise.solution)
    return [name for name, code in written if code is not None and code.co_filename == own]


def _code(value) -> types.CodeType | None:
    if type(value) is property:
        value = value.fget
    if type(value) in (staticmethod, classmethod):
        value = value.__func__
    return inspect.unwrap(value).__code__ if type(value) is types.FunctionType else None


def _stub():
    raise NotImplementedError()


def _stub_without_call():
    raise NotImplementedError
