"""Find what the inputs of an exercise's examples never are, so that no fault with it is seen."""

from collections.abc import Iterator

import numpy as np

from tinydata.course.checker.examples import examples_of
from tinydata.course.exercise import Exercise


def hidden_faults(exercise: Exercise) -> Iterator[str]:
    """A line for each thing that an input is always, or never."""
    drawn: dict[str, list] = {}
    for example in examples_of(exercise):
        for name in example.inputs:
            drawn.setdefault(name, []).append(example.names[name])
    for name, values in drawn.items():
        yield from (f"{name} {fault}" for fault in _faults(values))


def _faults(values: list) -> Iterator[str]:
    lengths = {length for value in values for length in _lengths(value)}
    if lengths:
        if 0 not in lengths:
            yield "is never empty"
        if max(lengths) <= 256:
            yield "is never longer than 256"
    arrays = [array for value in values for array in _arrays(value) if array.size > 1]
    numbers = [array for array in arrays if array.dtype.kind in "iuf"]
    if numbers:
        yield from _faults_of_numbers(numbers)
    sides = [array.shape[-2:] for array in arrays if array.ndim > 1 and array.shape[-2] > 1]
    if sides and sum(rows == columns for rows, columns in sides) > 0.3 * len(sides):
        yield "has mostly as many rows as columns"


def _faults_of_numbers(numbers: list[np.ndarray]) -> Iterator[str]:
    flat = [array.ravel() for array in numbers]
    counting = [np.array_equal(array - array[0], np.arange(array.size)) for array in flat]
    if np.mean(counting) > 0.3:
        yield "mostly counts up"
    if all((array[1:] >= array[:-1]).all() for array in flat):
        yield "is always in order"
    if all(len(np.unique(array)) == array.size for array in flat):
        yield "never has equal values"
    if np.mean([(array == array[0]).all() for array in flat]) > 0.3:
        yield "has mostly one value only"
    floats = [array for array in flat if array.dtype.kind == "f"]
    if floats and all((array == np.round(array)).all() for array in floats):
        yield "has only whole floats"


def _lengths(value) -> Iterator[int]:
    """The lengths of sequences, and of those in them; the sides of arrays."""
    if isinstance(value, np.ndarray):
        yield from value.shape
    if isinstance(value, (list, tuple, range)):
        yield len(value)
        for item in value if not isinstance(value, range) else ():
            yield from _lengths(item)


def _arrays(value) -> Iterator[np.ndarray]:
    """Arrays, and lists of numbers as arrays, however deep they lie."""
    if isinstance(value, (np.ndarray, range)):
        yield np.asarray(value)
    elif isinstance(value, dict):
        yield from _arrays(list(value.values()))
    elif isinstance(value, (list, tuple)):
        if value and all(isinstance(item, (int, float, np.number)) for item in value):
            yield np.array(value)
        else:
            for item in value:
                yield from _arrays(item)
