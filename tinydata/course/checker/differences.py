"""Say in plain words how two values differ."""

from typing import Any, cast

import numpy as np

from tinydata.course.checker.short_repr import describe, show, with_article
from tinydata.printing import number_of

SCALARS = (bool, int, float, complex, np.generic)
ATOMS = {bool, int, float, str, type(None), np.int64, np.uint8, np.float64, np.float32, np.bool_}
KINDS = {
    "b": "a bool",
    "i": "an integer",
    "u": "an integer",
    "f": "a float",
    "c": "a complex number",
}


def difference(yours, expected, close=0.0, dtype="exact", where="") -> str | None:
    """None when `yours` is what was expected, otherwise one sentence.

    Examples
    --------
    >>> difference([0, 1], [0, 1])
    >>> difference([0, 1], [0, 1, 2])
    'The length differs: yours has 2 items, expected 3.'
    """
    if _plainly_equal(yours, expected):
        return None
    options = {"close": close, "dtype": dtype}
    if isinstance(expected, np.ndarray):
        return _arrays(yours, expected, where, **options)
    if isinstance(expected, SCALARS) and not isinstance(expected, np.str_):
        return _scalars(yours, expected, where, close)
    if isinstance(expected, dict):
        return _dicts(yours, expected, where, **options)
    if isinstance(expected, (list, tuple)):
        return _sequences(yours, expected, where, **options)
    if isinstance(yours, np.ndarray) or _wrong_type(yours, expected):
        return f"{_place(where)} {_a_value(yours)}, expected {_a_value(expected)}."
    if yours is expected or bool(yours == expected):
        return None
    return f"{_place(where)} {show(yours)}, expected {show(expected)}."


def same(yours, expected) -> bool:
    """Whether two values are equal, types, shapes and dtypes included."""
    return difference(yours, expected) is None


def _plainly_equal(yours, expected) -> bool:
    """Whether plain values, arrays or flat lists are equal: nearly always so, and seen at once."""
    kind = type(expected)
    if type(yours) is not kind:
        return False
    if kind in ATOMS:
        return bool(yours == expected)
    if kind is np.ndarray:
        alike = yours.shape == expected.shape and yours.dtype == expected.dtype != object
        return alike and bool((yours == expected).all())
    if kind not in (list, tuple):
        return False
    kinds = list(map(type, expected))
    return ATOMS.issuperset(kinds) and list(map(type, yours)) == kinds and yours == expected


def _arrays(yours, expected, where, close, dtype) -> str | None:
    if not isinstance(yours, np.ndarray) or isinstance(yours, np.ma.MaskedArray):
        return f"{_place(where)} {_a_value(yours)}, expected an array."
    yours = np.asarray(yours)
    of = f" of {where}" if where else ""
    if yours.shape != expected.shape:
        return f"The shape{of} differs: yours is {yours.shape}, expected {expected.shape}."
    if not _same_dtype(yours.dtype, expected.dtype, dtype):
        return f"The dtype{of} differs: yours is {yours.dtype}, expected {expected.dtype}."
    if "O" in (yours.dtype.kind, expected.dtype.kind):
        unequal = np.zeros(expected.shape, bool)
        for index in np.ndindex(expected.shape):
            unequal[index] = difference(yours[index], expected[index], close, dtype) is not None
    elif close:
        unequal = ~np.isclose(yours, expected, rtol=close, atol=close, equal_nan=True)
    else:
        unequal = yours != expected
        if yours.dtype.kind in "fc" and expected.dtype.kind in "fc":
            unequal &= ~(np.isnan(yours) & np.isnan(expected))
    if not unequal.any():
        return None
    if expected.ndim == 0:
        return f"{_place(where)} {show(yours[()])}, expected {show(expected[()])}."
    first = tuple(int(i) for i in np.argwhere(unequal)[0])
    return (
        f"{_count(unequal)} differ{of}, first at position {list(first)}: "
        f"yours {show(yours[first])}, expected {show(expected[first])}."
        f"{_reordered(yours, expected)}"
    )


def _scalars(yours, expected, where, close) -> str | None:
    if isinstance(yours, np.ndarray) and yours.ndim == 0:
        yours = yours[()]
    if not isinstance(yours, SCALARS):
        return f"{_place(where)} {_a_value(yours)}, expected {show(expected)}."
    mine, kind = _kind(yours), _kind(expected)
    if mine != kind:
        return f"{_place(where)} {mine}, {show(yours)}, expected {kind}, {show(expected)}."
    if kind == KINDS["i"] and not close:  # they may be too large for an array of integers
        equal = int(cast(Any, yours)) == int(cast(Any, expected))
        return None if equal else f"{_place(where)} {show(yours)}, expected {show(expected)}."
    return _arrays(np.asarray(yours), np.asarray(expected), where, close, "any")


def _kind(number) -> str:
    kind = "i" if type(number) is int else np.asarray(number).dtype.kind
    return KINDS.get(kind, "of another type")


def _sequences(yours, expected, where, **options) -> str | None:
    if _wrong_type(yours, expected):
        return f"{_place(where)} {_a_value(yours)}, expected {_a_value(expected)}."
    if len(yours) != len(expected):
        of = f" of {where}" if where else ""
        own = number_of(len(yours), "item")
        return f"The length{of} differs: yours has {own}, expected {len(expected)}."
    for position, (one, other) in enumerate(zip(yours, expected, strict=True)):
        found = difference(one, other, **options, where=f"{where or 'item '}[{position}]")
        if found:
            return found
    return None


def _dicts(yours, expected, where, **options) -> str | None:
    if _wrong_type(yours, expected):
        return f"{_place(where)} {_a_value(yours)}, expected {_a_value(expected)}."
    of = f" of {where}" if where else ""
    missing, extra = (
        [k for k in expected if k not in yours],
        [k for k in yours if k not in expected],
    )
    if missing or extra:
        parts = [f" {show(missing)} missing"] if missing else []
        parts += [f" {show(extra)} too many"] if extra else []
        return f"The keys{of} differ:{' and'.join(parts)}."
    for key in expected:
        found = difference(
            yours[key], expected[key], **options, where=f"{where or 'item '}[{key!r}]"
        )
        if found:
            return found
    return None


def _same_dtype(yours, expected, how) -> bool:
    if how == "any":
        return True
    if how == "kind" or expected.kind in "US":  # the length of a string is not part of its type
        return yours.kind.replace("u", "i") == expected.kind.replace("u", "i")
    return yours.newbyteorder("=") == expected.newbyteorder("=")  # the order of bytes is no matter


def _wrong_type(yours, expected) -> bool:
    if isinstance(expected, str):
        return not isinstance(yours, str)
    if isinstance(expected, np.dtype):
        return not isinstance(yours, np.dtype)
    return not isinstance(yours, type(expected))


def _reordered(yours, expected) -> str:
    if expected.ndim != 1 or expected.dtype.kind not in "biufUS" or expected.size < 2:
        return ""
    equal = np.array_equal(np.sort(yours), np.sort(expected))
    return " The values are right, but in another order." if equal else ""


def _count(unequal) -> str:
    return f"{int(unequal.sum())} of {unequal.size} values"


def _place(where: str) -> str:
    return f"{where.capitalize()} is" if where else "Yours is"


def _a_value(value) -> str:
    if isinstance(value, (np.ndarray, list, tuple, dict, set)):
        return with_article(describe(value))
    return "None" if value is None else f"{show(value)} ({with_article(type(value).__name__)})"
