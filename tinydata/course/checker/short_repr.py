"""Values as short text: the same on every machine, and safe for whatever a learner returns."""

import re
import types

import numpy as np

from tinydata.printing import number_of

LIMIT = 300


def show(value) -> str:
    """One value in at most a few lines, without addresses."""
    try:
        text = _text(value, depth=0)
    except Exception:
        text = f"{with_article(type(value).__name__)} that cannot be printed"
    return clean(text if len(text) <= LIMIT else text[:LIMIT] + " ...")


def show_named(name: str, value) -> str:
    """The same as an assignment, its further lines below the first."""
    return _in_a_row([f"{name} = ", show(value)])


def clean(text: str) -> str:
    """Without memory addresses, which differ from run to run."""
    return re.sub(r" (at|object at) 0x[0-9a-fA-F]+", "", text)


def visible(text: str) -> str:
    r"""With escapes for characters that show nothing, move the cursor or turn the line around.

    Examples
    --------
    >>> print(visible("\x1b[31mred"))
    \x1b[31mred
    """
    return "".join(
        one if one.isprintable() or one in "\n\t" else one.encode("unicode_escape").decode()
        for one in text
    )


def describe(value) -> str:
    """The type, and the shape where there is one: for values that are too long to show."""
    if isinstance(value, np.ndarray):
        kind = "array" if type(value) is np.ndarray else type(value).__name__
        return f"{value.dtype} {kind} of shape {value.shape}"
    name = type(value).__name__
    if value is None:
        return "None"
    if isinstance(value, (list, tuple, dict, set)):
        return f"{name} of {number_of(len(value), 'item')}"
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


def _in_a_row(texts) -> str:
    """Texts one behind the other; each keeps its own shape where it has several lines."""
    row = ""
    for text in texts:
        row += text.replace("\n", "\n" + " " * len(row.rpartition("\n")[2]))
    return row


def _container(value, kind, depth) -> str:
    shown = 12
    items = _in_order(value) if kind in (set, frozenset) else list(value)
    parts = [
        _in_a_row([_text(item, depth + 1), ": ", _text(value[item], depth + 1)])
        if kind is dict
        else _text(item, depth + 1)
        for item in items[:shown]
    ]
    if len(value) > shown:
        parts.append(f"... {len(value)} in all")
    first, last = {tuple: ("(", ")"), list: ("[", "]")}.get(kind, ("{", "}"))
    if not value:
        return f"{kind.__name__}()" if kind in (set, frozenset) else first + last
    if kind is tuple and len(value) == 1:
        last = ",)"
    separated = [text for part in parts for text in (", ", part)][1:]
    return _in_a_row([first, *separated, last])


def _in_order(value: set | frozenset) -> list:
    """Its items in the same order in every process: that of a set of strings is drawn anew."""
    try:
        return sorted(value)
    except TypeError:
        return sorted(value, key=lambda item: _text(item, 0))


def with_article(noun: str) -> str:
    """The noun with "a" or "an" before it, as it is spoken; None needs neither."""
    if noun == "None":
        return noun
    return ("an " if noun[:1].lower() in "aeio" else "a ") + noun  # a uint8
