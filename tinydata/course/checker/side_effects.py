"""Notice what a learner's code does on the side: arguments changed, random state used, aliases."""

import contextlib
import copy
import random
from collections.abc import Iterator
from typing import Any

import numpy as np


def snapshot(names: dict) -> dict[str, tuple[Any, Any]]:
    """Plain data by name, each with a copy, to see later whether it was changed."""
    plain = (np.ndarray, list, dict, tuple, set)
    return {
        name: (value, copy.deepcopy(value))
        for name, value in names.items()
        if name != "__builtins__" and isinstance(value, plain) and is_plain(value)
    }


def is_plain(value) -> bool:
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if type(value) in (list, tuple, set):
        return all(is_plain(item) for item in value)
    return value is None or isinstance(value, (np.ndarray, np.generic, int, float, str, bytes))


def keep(value: Any) -> Any:
    """The value as it is now, where it is plain data: to see later whether it was changed."""
    return copy.deepcopy(value) if is_plain(value) else value


def essence(value: Any) -> Any:
    """The value, to compare with that of another answer: of objects, only the type."""
    if is_plain(value):
        return copy.deepcopy(value)
    if type(value) in (list, tuple):
        return type(value)(map(essence, value))
    if type(value) is dict:
        return {key: essence(item) for key, item in value.items()}
    return f"an object of {type(value).__name__}"  # not the class: each answer has its own


@contextlib.contextmanager
def global_random() -> Iterator[list[str]]:
    """Collect which global random states were used, and set them back."""
    used: list[str] = []
    saved = np.random.get_state(), random.getstate()  # noqa: NPY002
    # One draw: where the state is that of a seed, to seed it again would not be noticed.
    np.random.random(), random.random()  # noqa: NPY002
    numpy_state: Any = np.random.get_state()  # noqa: NPY002
    python_state = random.getstate()
    try:
        yield used
    finally:
        now: Any = np.random.get_state()  # noqa: NPY002
        if now[2:] != numpy_state[2:] or not np.array_equal(now[1], numpy_state[1]):
            used.append("NumPy (`np.random`)")
        if random.getstate() != python_state:
            used.append("the `random` module")
        np.random.set_state(saved[0])  # noqa: NPY002
        random.setstate(saved[1])


def shares_memory(value: Any, other: Any) -> bool:
    """Whether any array, or a container, is in both: with a thousand arrays in each, at once."""
    ours, theirs = list(_changeable(value)), list(_changeable(other))
    if not {id(item) for item in ours}.isdisjoint(id(item) for item in theirs):
        return True
    places = sorted([(*bounds, 0) for bounds in _bounds(ours)] + [(*b, 1) for b in _bounds(theirs)])
    ends = [0, 0]
    for start, end, whose in places:
        if start < ends[1 - whose]:
            return True
        ends[whose] = max(ends[whose], end)
    return False


def locked(now: Any, then: Any) -> bool:
    """Whether an array in it can no longer be written to."""
    pairs = zip(_changeable(now), _changeable(then), strict=False)
    return any(
        isinstance(array, np.ndarray) and array.flags.writeable < before.flags.writeable
        for array, before in pairs
    )


def _changeable(value) -> Iterator[Any]:
    """What can be changed in place: arrays and containers, however deep they lie."""
    if isinstance(value, (list, dict, set)) or (isinstance(value, np.ndarray) and value.size):
        yield value
    if isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, (list, tuple, dict, set, np.ndarray)):
                yield from _changeable(item)


def _bounds(values) -> Iterator[tuple[int, int]]:
    """Where in memory arrays begin and end."""
    for value in values:
        if isinstance(value, np.ndarray):
            yield np.lib.array_utils.byte_bounds(value)
