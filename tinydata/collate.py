"""Collation: a list of samples becomes one batch."""

from collections.abc import Callable, Mapping, Sequence
from numbers import Number
from typing import Any, NamedTuple

import numpy as np


def default_collate(samples: Sequence[Any]) -> Any:
    """Stack samples of equal structure into one batch, element by element.

    Parameters
    ----------
    samples : sequence of N samples
        Numbers and arrays of shape (...) become one array of shape (N, ...) with their own dtype.
        Strings become an array of strings, bytes a list. Tuples, named tuples and lists keep their
        type and are collated element by element; so are mappings, which become dicts; nested ones
        too. What NumPy can read as an array (a PyTorch tensor, say) becomes a NumPy array.

    Raises
    ------
    ValueError
        If the samples do not fit together: shapes, lengths or keys differ.
    TypeError
        If a sample is None, of another kind than the first, or nothing that can be stacked.

    Notes
    -----
    After `torch.utils.data.default_collate`. A tuple stays a tuple here; PyTorch makes it a list.

    Examples
    --------
    >>> images, labels = default_collate([(np.zeros((8, 8)), 3), (np.ones((8, 8)), 5)])
    >>> images.shape, labels
    ((2, 8, 8), array([3, 5]))
    >>> default_collate([{"name": "a.png", "label": 1}, {"name": "b.png", "label": 0}])
    {'name': array(['a.png', 'b.png'], dtype='<U5'), 'label': array([1, 0])}
    """
    return _collate(samples, _stack)


class Padded(NamedTuple):
    """Sequences of different lengths as one array, and a mask that tells data from padding.

    Attributes
    ----------
    values : array of shape (N, longest, ...)
    mask : bool array of shape (N, longest), True where `values` holds data
    """

    values: np.ndarray
    mask: np.ndarray


def pad_collate(samples: Sequence[Any], padding_value: float = 0) -> Any:
    """Collate samples whose sequences differ in length: every sequence becomes a `Padded`.

    Parameters
    ----------
    samples : sequence of N samples
        As for `default_collate`, but arrays and lists of numbers, of shape (length, ...), may
        differ in length.
    padding_value : number
        What fills the end of the shorter sequences. It must fit their dtype.

    Raises
    ------
    ValueError
        If sequences differ beyond their first axis, or `padding_value` does not fit their dtype.

    Notes
    -----
    After `torch.nn.utils.rnn.pad_sequence`, with the mask that a model needs beside it.

    Examples
    --------
    >>> tokens, labels = pad_collate([([7, 8, 9], 1), ([4], 0)])
    >>> tokens.values
    array([[7, 8, 9],
           [4, 0, 0]])
    >>> tokens.mask
    array([[ True,  True,  True],
           [ True, False, False]])
    """
    return _collate(samples, lambda arrays, where: _pad(arrays, padding_value, where))


Join = Callable[[Sequence[Any], str], Any]


def _collate(samples: Sequence[Any], join: Join, where: str = "") -> Any:
    """Walk down the samples' common structure; `where` is the way taken, for error messages."""
    if len(samples) == 0:
        raise ValueError("samples should hold at least one sample, but got none")
    first, kind = samples[0], _kind(samples[0])
    if len(set(map(type, samples))) > 1:
        for position, sample in enumerate(samples):
            if _kind(sample) != kind:
                raise _unlike(samples, position, where)
    if kind == "array":
        return join(samples, where)
    if kind == "array-like":
        return join([np.asarray(sample) for sample in samples], where)
    if kind == "string":
        return np.array(samples)
    if kind == "bytes":
        return list(samples)  # an array of bytes would lose trailing zeros
    if kind == "dict":
        _refuse_unequal("keys", [sample.keys() for sample in samples], where)
        return {
            key: _collate([sample[key] for sample in samples], join, f"{where}[{key!r}]")
            for key in first
        }
    if kind == "list" and join is not _stack:
        return join([_sequence(sample, i, where) for i, sample in enumerate(samples)], where)
    if kind in ("tuple", "list"):
        _refuse_unequal("lengths", [len(sample) for sample in samples], where)
        batch = [
            _collate(column, join, f"{where}[{i}]")
            for i, column in enumerate(zip(*samples, strict=True))
        ]
        return type(first)(*batch) if hasattr(first, "_fields") else type(first)(batch)
    raise _unlike(samples, 0, where)


def _kind(sample: Any) -> str:
    # Strings first: NumPy's string scalars are strings, and its bytes scalars bytes.
    if isinstance(sample, str):
        return "string"
    if isinstance(sample, bytes):
        return "bytes"
    if isinstance(sample, np.ndarray | np.generic | Number):
        return "array"
    if isinstance(sample, Mapping):
        return "dict"
    if isinstance(sample, tuple):
        return "tuple"
    if isinstance(sample, list):
        return "list"
    return "array-like" if hasattr(sample, "__array__") else "other"


def _stack(arrays: Sequence[Any], where: str) -> np.ndarray:
    try:
        batch = np.array(arrays)  # not np.stack: ten times faster on scalars, and equal on arrays
    except ValueError:
        _refuse_unequal("shapes", [np.shape(array) for array in arrays], where)
        raise
    # NumPy would quietly turn numbers beside strings into strings, and huge ints into objects.
    if batch.dtype.kind in "OUS":
        for position, array in enumerate(arrays):
            kind = np.asarray(array).dtype.kind
            if kind == "O" or kind != np.asarray(arrays[0]).dtype.kind:
                raise _unlike(arrays, position, where)
    return batch


def _sequence(numbers: list, position: int, where: str) -> np.ndarray:
    try:
        array = np.array(numbers)
    except ValueError:
        array = None
    if array is None or array.dtype.kind in "OUS":
        raise TypeError(
            f"a list should hold numbers, but sample {position}{_at(where)} is {numbers!r:.60}; "
            "convert it in the dataset or pass your own collate_fn"
        )
    return array


def _pad(arrays: Sequence[Any], padding_value: float, where: str) -> Any:
    _refuse_unequal("numbers of axes", [np.ndim(array) for array in arrays], where)
    if np.ndim(arrays[0]) == 0:
        return _stack(arrays, where)
    _refuse_unequal("shapes beyond the first axis", [array.shape[1:] for array in arrays], where)
    lengths = np.array([len(array) for array in arrays])
    # An empty list says nothing of a dtype (NumPy calls it float), so it has no vote.
    dtype = np.result_type(*[array for array in arrays if len(array)] or arrays)
    values = np.empty((len(arrays), lengths.max(), *arrays[0].shape[1:]), dtype)
    _fill(values, padding_value)
    for row, array in zip(values, arrays, strict=True):
        row[: len(array)] = array
    return Padded(values, np.arange(lengths.max()) < lengths[:, None])


def _fill(values: np.ndarray, padding_value: float) -> None:
    """Fill with the padding value, unless the dtype would change it."""
    filler, kind = np.asarray(padding_value), values.dtype.kind
    fitting = {"b": "biu", "i": "biu", "u": "biu", "f": "biuf", "c": "biufc"}.get(kind, kind)
    kept = filler.ndim == 0 and filler.dtype.kind in fitting
    if kept and kind in "biu":
        kept = filler.astype(values.dtype) == filler
    if not kept:
        raise ValueError(
            f"padding_value should fit sequences of dtype {values.dtype}, but got {padding_value!r}"
        )
    values[...] = filler


def _refuse_unequal(what: str, measured: list, where: str) -> None:
    for position, value in enumerate(measured):
        if value != measured[0]:
            hint = "make them equal in the dataset"
            if what == "shapes":
                hint += ", or pass collate_fn=pad_collate if they are sequences"
            raise ValueError(
                f"samples should have equal {what}, but sample {position}{_at(where)} has "
                f"{value} where sample 0 has {measured[0]}; {hint}"
            )


def _unlike(samples: Sequence[Any], position: int, where: str) -> TypeError:
    expected = "a number, array, string, tuple or dict"
    if position:
        expected = f"like sample 0, {_describe(samples[0])}"
    return TypeError(
        f"every sample should be {expected}, but sample {position}{_at(where)} is "
        f"{_describe(samples[position])}; convert it in the dataset or pass your own collate_fn"
    )


def _at(where: str) -> str:
    return f" at {where}" if where else ""


def _describe(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    return f"{value!r:.60} of type {type(value).__name__}"
