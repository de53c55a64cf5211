"""Values as short text: the same on every machine, and safe for whatever a learner returns."""

import re
import types

import numpy as np

LIMIT = 300


def show(value) -> str:
    """One value in at most a few lines, without addresses."""
    try:
        text = _text(value, depth=0)
    except Exception:
        text = f"{with_article(type(value).__name__)} that cannot be printed"
    return clean(text if len(text) <= LIMIT else text[:LIMIT] + " ...")


def clean(text: str) -> str:
    """Without memory addresses, which differ from run to run."""
    return re.sub(r" (at|object at) 0x[0-9a-fA-F]+", "", text)


def describe(value) -> str:
    """The type, and the shape where there is one: for values that are too long to show."""
    if isinstance(value, np.ndarray):
        kind = "array" if type(value) is np.ndarray else type(value).__name__
        return f"{value.dtype} {kind} of shape {value.shape}"
    name = type(value).__name__
    if value is None:
        return "None"
    if isinstance(value, (list, tuple, dict, set)):
        return f"{name} of {len(value)} items"
    return name


def _text(value, depth) -> str:
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return str(value.item()) if value.dtype.kind in "biuf" else repr(value.item())
    kind = type(value)
    if kind in (list, tuple, set, frozenset, dict) and depth < 6:
        return _container(value, kind, depth)
    if kind is str:
        return repr(value if len(value) <= LIMIT else value[:LIMIT])
    if isinstance(value, types.FunctionType):
        return f"the function {value.__name__}"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, types.GeneratorType):
        return "a generator"
    if kind.__repr__ is object.__repr__:
        return with_article(kind.__name__)
    return repr(value)


def _array(array) -> str:
    if array.size > 24:
        return with_article(describe(array))
    values = np.array2string(
        array, separator=", ", max_line_width=80, precision=8, suppress_small=False, prefix="array("
    )
    return f"array({values}, dtype={array.dtype})"


def _container(value, kind, depth) -> str:
    shown = 12
    if kind is dict:
        parts = [
            f"{_text(k, depth + 1)}: {_text(value[k], depth + 1)}" for k in list(value)[:shown]
        ]
    else:
        parts = [_text(item, depth + 1) for item in list(value)[:shown]]
    if len(value) > shown:
        parts.append(f"... {len(value)} in all")
    inside = ", ".join(parts)
    if kind is tuple:
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if kind is list:
        return f"[{inside}]"
    return f"{{{inside}}}" if value else f"{kind.__name__}()"


def with_article(noun: str) -> str:
    """The noun with "a" or "an" before it, as it is spoken; None needs neither."""
    if noun == "None":
        return noun
    return ("an " if noun[:1].lower() in "aeio" else "a ") + noun  # a uint8
