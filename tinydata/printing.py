"""What is printed arrives on every output: a terminal or a file in cp1252, cp932 or ASCII too."""

from __future__ import annotations

import codecs
import sys
from typing import TextIO

# What the package prints beyond ASCII, as one would type it; the rest is written as an escape.
TYPED = {
    "×": "x",
    "·": "*",
    "µ": "u",
    "²": "^2",
    "±": "+-",
    "–": "-",
    "−": "-",
    "…": "...",
    "█": "#",
    "░": ".",
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "√": "sqrt ",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
}


def say(text: object = "", file: TextIO | None = None) -> None:
    """Print a text; characters that the output's encoding lacks are spelled in ASCII.

    Parameters
    ----------
    text : object
        Printed with a line end, at once.
    file : text file, optional
        The standard output by default.

    Examples
    --------
    >>> say("8×8 pixels: 2.50 µs")
    8×8 pixels: 2.50 µs
    """
    file = sys.stdout if file is None else file
    encoding = getattr(file, "encoding", None) or "utf-8"  # a StringIO has none and takes all
    print(spelled(str(text), encoding), file=file, flush=True)


def spelled(text: str, encoding: str) -> str:
    """Return a text that `encoding` can write.

    Examples
    --------
    >>> spelled("8×8 pixels: 2.50 µs, ½", "ascii")
    '8x8 pixels: 2.50 us, \\\\xbd'
    """
    return text.encode(encoding, "tinydata.spelled").decode(encoding)


def _spell(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    typed = (TYPED.get(c) or c.encode("ascii", "backslashreplace").decode() for c in lacking)
    return "".join(typed), error.end


codecs.register_error("tinydata.spelled", _spell)


def number_of(count: int, what: str) -> str:
    """Say how many there are.

    Examples
    --------
    >>> number_of(1, "answer"), number_of(0, "answer")
    ('1 answer', '0 answers')
    """
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
