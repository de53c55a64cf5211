"""Answers that are right, but not for everything: made from the solution, for every exercise."""

import functools
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tinydata.course.exercise import Exercise
from tinydata.course.notebook.stubs import solution_object


class Narrow:
    """A right function with one weakness. `met` tells whether it has ever shown."""

    def __init__(self, function: Callable, weakness: "Weakness"):
        self.function = function
        self.weakness = weakness
        self.met = False
        self.memory: dict = {}

    def __call__(self, *args, **named):
        def call(*values):
            by_name = dict(zip(named, values[len(args) :], strict=True))
            return self.function(*values[: len(args)], **by_name)

        return self.weakness(self, call, (*args, *named.values()))

    def edited(self, value, edit):
        """The value after an edit, which shows if it made another one."""
        new = edit(value)
        self.met |= new is not value
        return new


Weakness = Callable[[Narrow, Callable, tuple], Any]


def on_arguments(edit) -> Weakness:
    return lambda narrow, call, args: call(*(narrow.edited(arg, edit) for arg in args))


def on_result(edit) -> Weakness:
    def run(narrow, call, args):
        result = call(*args)
        if isinstance(result, types.GeneratorType):
            return iter(narrow.edited(list(result), edit))
        return narrow.edited(result, edit)

    return run


def refusing(error, is_refused) -> Weakness:
    def run(narrow, call, args):
        if any(is_refused(arg) for arg in args):
            narrow.met = True
            raise error("not for this one")
        return call(*args)

    return run


def cut(length):
    return lambda value: value[: length(value)] if _is_longer(value, length) else value


def _is_longer(value, length):
    return is_sequence(value) and len(value) > length(value)


def as_array(dtype, kinds):
    def edit(value):
        fits = isinstance(value, np.ndarray) and value.dtype.kind in kinds
        return value.astype(dtype) if fits and value.dtype != dtype else value

    return edit


def without_repeats(value):
    if type(value) is not list or not all(isinstance(item, (int, str)) for item in value):
        return value
    return value if len(set(value)) == len(value) else list(dict.fromkeys(value))


def in_order(value):
    numbers = type(value) is list and all(isinstance(item, (int, float)) for item in value)
    return sorted(value) if numbers and sorted(value) != value else value


def only_once(narrow, call, args):
    if "first" in narrow.memory:
        narrow.met = True
        return narrow.memory["first"]
    narrow.memory["first"] = call(*args)
    return narrow.memory["first"]


def the_same_object(narrow, call, args):
    """One buffer for all results of a shape, one list for all lists."""
    result = call(*args)
    if type(result) is list:
        kept = narrow.memory.setdefault("list", [])
        narrow.met |= bool(kept)
        kept[:] = result
        return kept
    if type(result) is np.ndarray and result.size:
        key = result.shape, result.dtype
        narrow.met |= key in narrow.memory
        kept = narrow.memory.setdefault(key, result.copy())
        kept[...] = result
        return kept
    return result


def changes_arguments(narrow, call, args):
    """Empties lists and wipes arrays once it has answered."""
    result = call(*args)
    if isinstance(result, types.GeneratorType):
        result = iter(list(result))
    for arg in args:
        if type(arg) is list and arg:
            narrow.met = True
            arg.pop()
        elif type(arg) is np.ndarray and arg.size and arg.flags.writeable:
            before = arg.copy()
            arg[...] = np.zeros((), arg.dtype)
            narrow.met |= not np.array_equal(before, arg)
    return result


def swallows_errors(narrow, call, args):
    try:
        return call(*args)
    except Exception:
        narrow.met = True
        return None


def is_sequence(value):
    is_array = isinstance(value, np.ndarray) and value.ndim > 0
    return is_array or isinstance(value, (list, tuple, range))


def is_empty(value):
    return is_sequence(value) and len(value) == 0


def is_negative(value):
    return isinstance(value, (int, np.integer)) and value < 0


WEAKNESSES: dict[str, Weakness] = {
    "right only once": only_once,
    "one object for all results": the_same_object,
    "changes its arguments": changes_arguments,
    "two items only": on_arguments(cut(lambda value: 2)),
    "fewer than 256 items": on_arguments(cut(lambda value: len(value) % 256)),
    "no more than 1,000 items": on_arguments(cut(lambda value: 1000)),
    "all arrays are of floats": on_arguments(as_array(np.float64, "iub")),
    "arguments in float32": on_arguments(as_array(np.float32, "f")),
    "results in float32": on_result(as_array(np.float32, "f")),
    "results in int8": on_result(as_array(np.int8, "iu")),
    "drops the last": on_result(cut(lambda value: max(len(value) - 1, 0))),
    "drops repeated items": on_arguments(without_repeats),
    "sorts": on_arguments(in_order),
    "refuses what is empty": refusing(ValueError, is_empty),
    "refuses NumPy's integers": refusing(TypeError, lambda value: isinstance(value, np.integer)),
    "refuses negative numbers": refusing(IndexError, is_negative),
    "swallows errors": swallows_errors,
}


def narrow_answers(exercise: Exercise) -> Iterator[tuple[str, Any, Callable[[], bool]]]:
    """Name, answer, and whether its weakness has shown, for each weakness that can be given."""
    solution = solution_object(exercise)
    if not isinstance(solution, type):
        for name, weakness in WEAKNESSES.items():
            narrow = Narrow(solution, weakness)
            yield name, _as_function(narrow, solution), functools.partial(getattr, narrow, "met")
        return
    own = [name for name, value in vars(solution).items() if type(value) is types.FunctionType]
    for method in exercise.write or own:
        for name, weakness in WEAKNESSES.items():
            narrow = Narrow(vars(solution)[method], weakness)
            changed = _as_function(narrow, narrow.function)
            answer = type(solution.__name__, (solution,), {method: changed})
            yield f"{method}: {name}", answer, functools.partial(getattr, narrow, "met")
    yield from _sharing(solution)


def _as_function(narrow, function):
    @functools.wraps(function)
    def answer(*args, **named):
        return narrow(*args, **named)

    return answer


def _sharing(solution):
    """All objects have the state of the one made last."""
    shared: dict = {}
    made = []

    def init(self, *args, **named):
        solution.__init__(self, *args, **named)
        made.append(self)
        shared.clear()
        shared.update(self.__dict__)
        self.__dict__ = shared

    answer = type(solution.__name__, (solution,), {"__init__": init})
    yield "one state for all objects", answer, lambda: len(made) > 1
