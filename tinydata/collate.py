"""Collation: a list of samples becomes one batch, in which every value is still what it was."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from numbers import Number
from typing import Any, NamedTuple

import numpy as np

from tinydata.arguments import is_masked


def default_collate(samples: Sequence[Any]) -> Any:
    """Stack samples of equal structure into one batch, element by element.

    Parameters
    ----------
    samples : sequence of N samples
        Numbers and arrays of shape (...) become one array of shape (N, ...) with their own dtype.
        Strings become an array of strings, bytes a list. Tuples, named tuples and lists keep their
        type and are collated element by element; so are mappings, which become dicts; nested ones
        too. What NumPy can read as an array (a PyTorch tensor, say) becomes a NumPy array.
        Where dtypes differ, NumPy's common one is taken if it keeps every value: 1 and 2.5 become
        1.0 and 2.5.

    Raises
    ------
    ValueError
        If the samples do not fit together: shapes, lengths or keys differ, or the common dtype
        would change a value.
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
    ValueError, TypeError
        As `default_collate`, and if sequences differ beyond their first axis, a list holds
        anything but numbers, or `padding_value` does not fit the dtype.

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
    kinds = {of: _kind(of) for of in set(map(type, samples))}
    first, kind = samples[0], kinds[type(samples[0])]
    if len(kinds) > 1 or kind == "other":
        _refuse_mixed([kinds[type(sample)] for sample in samples], samples, where)
    if kind in ("array", "string"):
        return join(samples, where)
    if kind == "array-like":
        return join([np.asarray(sample) for sample in samples], where)
    if kind == "bytes":
        return list(samples)  # an array of bytes would lose trailing zeros
    if kind == "dict":
        _refuse_unequal("keys", [sample.keys() for sample in samples], where)
        return {
            key: _collate([sample[key] for sample in samples], join, f"{where}[{key!r}]")
            for key in first
        }
    if kind == "list" and join is not _stack:
        return join(samples, where)
    _refuse_unequal("lengths", [len(sample) for sample in samples], where)
    batch = [
        _collate(column, join, f"{where}[{i}]")
        for i, column in enumerate(zip(*samples, strict=True))
    ]
    return type(first)(*batch) if hasattr(first, "_fields") else type(first)(batch)


def _kind(of: type) -> str:
    # Strings first: NumPy's string scalars are strings. Its bytes scalars come out of an array.
    if issubclass(of, str):
        return "string"
    if issubclass(of, np.ndarray | np.generic | Number):
        return "array"
    if issubclass(of, bytes):
        return "bytes"
    if issubclass(of, Mapping):
        return "dict"
    if issubclass(of, tuple):
        return "tuple"
    if issubclass(of, list):
        return "list"
    return "array-like" if hasattr(of, "__array__") else "other"


def _stack(samples: Sequence[Any], where: str) -> np.ndarray:
    dtype = _common_dtype(samples, lambda i: f"sample {i}{_at(where)}")
    try:
        return np.array(samples, dtype)  # not np.stack: ten times faster on scalars, else equal
    except ValueError:
        _refuse_unequal("shapes", [np.shape(sample) for sample in samples], where)
        raise


def _pad(samples: Sequence[Any], padding_value: float, where: str) -> Any:
    arrays = [_sequence(sample, i, where) for i, sample in enumerate(samples)]
    _refuse_unequal("numbers of axes", [array.ndim for array in arrays], where)
    if arrays[0].ndim == 0:
        return _stack(samples, where)
    _refuse_unequal("shapes beyond the first axis", [array.shape[1:] for array in arrays], where)
    lengths = np.array([len(array) for array in arrays])
    dtype = _dtype_of_sequences(samples, arrays, where)
    values = np.empty((len(arrays), lengths.max(), *arrays[0].shape[1:]), dtype)
    _fill(values, padding_value)
    for row, array in zip(values, arrays, strict=True):
        row[: len(array)] = array
    return Padded(values, np.arange(lengths.max()) < lengths[:, None])


def _dtype_of_sequences(samples: Sequence[Any], arrays: list[np.ndarray], where: str) -> Any:
    # An empty list says nothing of a dtype (NumPy calls it float), so it has no vote.
    voters = [i for i, array in enumerate(arrays) if len(array)] or range(len(arrays))
    if len({arrays[i].dtype for i in voters}) == 1:
        return arrays[voters[0]].dtype
    leaves = [(i, leaf) for i in voters for leaf in _leaves(samples[i])]
    return _common_dtype(
        [leaf for _, leaf in leaves], lambda n: f"sample {leaves[n][0]}{_at(where)}"
    )


def _sequence(sample: Any, position: int, where: str) -> np.ndarray:
    array = as_array(sample, f"sample {position}", where)
    if isinstance(sample, list) and array.dtype.kind in "SU":
        raise TypeError(
            f"a list should hold numbers, but sample {position}{_at(where)} is {sample!r:.60}; "
            "convert it in the dataset or pass your own collate_fn"
        )
    return array


def _fill(values: np.ndarray, padding_value: float) -> None:
    """Fill with the padding value, unless the dtype would change it."""
    filler, kind = np.asarray(padding_value), values.dtype.kind
    fitting = {"b": "biu", "i": "biu", "u": "biu", "f": "biuf", "c": "biufc"}.get(kind, kind)
    kept = filler.ndim == 0 and filler.dtype.kind in fitting
    if kept and filler.dtype.kind in "biufc":
        with np.errstate(all="ignore"):
            filled = filler.astype(values.dtype)
        if filler.dtype.kind in "biu":
            kept = filled.item() == filler.item()
        else:  # a fraction may be rounded, but a number stays one
            kept = bool(np.isfinite(filled) == np.isfinite(filler))
    if not kept:
        raise ValueError(
            f"padding_value should fit sequences of dtype {values.dtype}, but got {padding_value!r}"
        )
    values[...] = filler


def as_array(value: Any, name: str, where: str = "") -> np.ndarray:
    """Return what `np.asarray` makes of `value`, if every value in it is still what it was.

    Parameters
    ----------
    value : array_like
        An array is returned as it is, without a copy.
    name, where : str
        What to call `value` in errors, and the way to it.

    Raises
    ------
    ValueError
        If nested lists differ in length, or NumPy would change a value.
    TypeError
        If `value` holds what is no number or string, or both.

    Examples
    --------
    >>> as_array([2**63 + 1, 1], "labels").dtype
    dtype('uint64')
    >>> as_array([0.5, None], "labels")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    TypeError: every value should be a string, or a number ..., but labels at [1] is None; ...
    """

    def name_of(i: int) -> str:
        path = next(islice(_paths(value), i, None))
        return name + _at(where + "".join(f"[{position}]" for position in path))

    dtype = _common_dtype(_leaves(value), name_of)
    try:
        return np.asarray(value, dtype)
    except ValueError as error:
        raise ValueError(
            f"lists in {name}{_at(where)} should have equal lengths, but got {value!r:.60}"
        ) from error


def _leaves(nested: Any) -> Sequence[Any]:
    """Return what is in nested lists, in order."""
    leaves = nested if _is_list(type(nested)) else [nested]
    while lists := set(filter(_is_list, set(map(type, leaves)))):
        inner = (leaf if type(leaf) in lists else (leaf,) for leaf in leaves)
        leaves = list(chain.from_iterable(inner))
    return leaves


def _paths(nested: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Go over the ways to `_leaves`."""
    if not _is_list(type(nested)):
        yield path
    else:
        for i, inner in enumerate(nested):
            yield from _paths(inner, (*path, i))


def _is_list(kind: type) -> bool:
    return issubclass(kind, Sequence) and not issubclass(kind, str | bytes)


def _common_dtype(leaves: Sequence[Any], name: Callable[[int], str]) -> np.dtype | None:
    """Return the dtype in which NumPy joins `leaves`, if it keeps every value.

    Left alone, NumPy makes strings of numbers beside strings, makes floats of large integers (two
    of them may become one), and drops masks and the zeros that a string ends with, all without a
    word. `name(i)` is what errors call the i-th leaf. None leaves the choice to NumPy: where there
    is no leaf, and for records, which NumPy takes for sequences if it is told their dtype.
    """
    if len(leaves) == 0:
        return None
    kinds = set(map(type, leaves))
    if len(kinds) == 1 and (dtype := _known_dtype(type(leaves[0]), leaves)):
        return dtype
    arrays = [np.asarray(leaf) for leaf in leaves]
    _refuse_unlike(leaves, arrays, name)
    if arrays[0].dtype.kind == "V":
        return None
    dtypes = dict.fromkeys(array.dtype for array in arrays)  # a set with an order
    common = np.result_type(*dtypes) if len(dtypes) > 1 else arrays[0].dtype
    if common.kind == "f" and all(dtype.kind in "biu" for dtype in dtypes):
        if not (kinds <= {bool, int} and min(leaves) >= 0):
            _refuse_integers(leaves, arrays, name)
        common = np.dtype(np.uint64)
    for i, (leaf, array) in enumerate(zip(leaves, arrays, strict=True)):
        if not _survives(leaf, array, common):
            raise ValueError(
                f"every value should survive as {common}, but {name(i)}, {describe(leaf)}, "
                "does not; convert it beforehand"
            )
    return common


def _known_dtype(kind: type, leaves: Sequence[Any]) -> np.dtype | None:
    """Return the dtype that leaves of one type have, where no look at each is needed."""
    if kind is np.ndarray:
        dtypes = {leaf.dtype for leaf in leaves}
        dtype = dtypes.pop()
        return None if dtypes or dtype.kind in "OTV" else dtype
    if kind is int:
        return np.dtype(int) if -(2**63) <= min(leaves) <= max(leaves) < 2**63 else None
    if kind is str:
        return np.dtype(str) if "\0" not in "".join(leaves) else None
    if kind in (bool, float, complex) or issubclass(kind, np.generic):
        return dtype if (dtype := np.dtype(kind)).kind in "biufc" else None
    return None


def _family(dtype: np.dtype) -> Any:
    """What may stand beside this: a number beside any number, a record beside its own dtype."""
    return "number" if dtype.kind in "biufc" else dtype if dtype.kind == "V" else dtype.kind


def _survives(leaf: Any, array: np.ndarray, dtype: np.dtype) -> bool:
    """Whether `leaf`, which NumPy reads as `array`, is still the same in this dtype."""
    if isinstance(leaf, str | bytes):
        return array.item() == leaf  # not if it ends in zeros
    if array.dtype.kind in "iu" and dtype.kind in "fc" and array.itemsize == 8:
        # As Python integers: NumPy compares with a float by making another float.
        return list(map(int, array.astype(dtype).real.flat)) == list(map(int, array.flat))
    if array.dtype.kind in "mM" and array.dtype != dtype:
        back = array.astype(dtype).astype(array.dtype)
        return np.array_equal(back, array, equal_nan=True)
    return True


def _refuse_unlike(
    leaves: Sequence[Any], arrays: list[np.ndarray], name: Callable[[int], str]
) -> None:
    """Blame what no array holds as it is, wherever it stands, then what is unlike the first."""
    for i, (leaf, array) in enumerate(zip(leaves, arrays, strict=True)):
        if array.dtype.kind not in "biufcSUmMV" or array.dtype.hasobject or is_masked(leaf):
            raise TypeError(
                "every value should be a string, or a number or array that has a dtype in NumPy, "
                f"but {name(i)} is {describe(leaf)}; convert it beforehand"
            )
    for i, array in enumerate(arrays):
        if _family(array.dtype) != _family(arrays[0].dtype):
            raise TypeError(
                f"every value should be like {name(0)}, {describe(leaves[0])}, "
                f"but {name(i)} is {describe(leaves[i])}; convert it beforehand"
            )


def _refuse_integers(
    leaves: Sequence[Any], arrays: list[np.ndarray], name: Callable[[int], str]
) -> None:
    large = next(i for i, array in enumerate(arrays) if array.dtype == np.uint64)
    signed = next(i for i, array in enumerate(arrays) if array.dtype.kind == "i")
    raise ValueError(
        f"integers should fit one dtype, but NumPy would make floats of {name(large)}, "
        f"{describe(leaves[large])}, and {name(signed)}, {describe(leaves[signed])}; "
        "convert them beforehand"
    )


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


def _refuse_mixed(kinds: list[str], samples: Sequence[Any], where: str) -> None:
    """Blame what can be no sample, wherever it stands, and only then what is unlike sample 0."""
    for position, kind in enumerate(kinds):
        if kind == "other":
            raise _not_a_sample("a number, array, string, tuple or dict", samples, position, where)
    for position, kind in enumerate(kinds):
        if kind != kinds[0]:
            expected = f"like sample 0{_at(where)}, {describe(samples[0])}"
            raise _not_a_sample(expected, samples, position, where)


def _not_a_sample(expected: str, samples: Sequence[Any], position: int, where: str) -> TypeError:
    return TypeError(
        f"every sample should be {expected}, but sample {position}{_at(where)} is "
        f"{describe(samples[position])}; convert it in the dataset or pass your own collate_fn"
    )


def _at(where: str) -> str:
    return f" at {where}" if where else ""


def describe(value: Any) -> str:
    """Say in a few words what this is, for an error message."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        kind = "a masked array" if is_masked(value) else "an array"
        return f"{kind} of shape {value.shape} and dtype {value.dtype}"
    return f"{value!r:.60} of type {type(value).__name__}"
