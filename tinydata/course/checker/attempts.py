"""Tell an answer from a stub that nobody has touched, and from something else altogether."""

import inspect
import types
from typing import Any

from tinydata.course.checker.short_repr import describe, with_article
from tinydata.course.exercise import Exercise


def is_unattempted(exercise: Exercise, answer: Any) -> bool:
    """Whether everything that was to be written is still as it was handed out."""
    if exercise.kind == "value":
        return answer is ...
    if exercise.kind == "function":
        return is_unwritten(answer)
    methods = [vars(answer).get(name) for name in _methods_to_write(exercise)]
    return bool(methods) and all(is_unwritten(method) for method in methods)


def is_unwritten(function: Any) -> bool:
    """Whether the body is still the stub's `raise NotImplementedError()`."""
    code = _code(function)
    stubs = [stub.__code__ for stub in (_stub, _stub_without_call)]
    return code is not None and (code.co_code, code.co_names) in [
        (stub.co_code, stub.co_names) for stub in stubs
    ]


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
