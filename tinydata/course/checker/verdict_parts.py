"""What a verdict is made of. Each part says the same in plain text and in HTML.

The HTML has to be readable on a dark ground and on a light one, in a notebook and in a page of
feedback, and with all its styles gone: all of them stand in `style` attributes.
"""

import html
import re
import textwrap
from dataclasses import dataclass

from tinydata.course.checker.short_repr import visible

COLUMN = 92  # characters in a line
GREY = "background:rgba(127,127,127,.14);color:inherit"
PRE = (
    f"{GREY};margin:.1em 0 0;padding:.35em .6em;border:0;border-radius:3px;"
    "white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere"
)
WRAPPING = "display:flex;flex-wrap:wrap;gap:.5em 1.5em"


@dataclass(frozen=True)
class Look:
    """A status: its word, a mark, and the colour of the badge that both stand on in white.

    Colour-blind readers can tell the colours apart, and everybody the marks and the words.
    """

    word: str
    mark: str
    colour: str


LOOKS = {
    "right": Look("Right", "✓", "#0072B2"),
    "wrong": Look("Wrong", "✗", "#B34700"),
    "not attempted": Look("Not attempted yet", "○", "#595959"),
}


@dataclass(frozen=True)
class Headline:
    """The status, and of which exercise."""

    status: str
    id: str

    def plain(self) -> str:
        return f"{LOOKS[self.status].word}: {self.id}"

    def html(self) -> str:
        look = LOOKS[self.status]
        badge = f"background:{look.colour};color:#fff;padding:.1em .55em;border-radius:3px"
        return (
            f'<span style="{badge}"><span aria-hidden="true">{look.mark}</span> '
            f"<strong>{look.word}:</strong></span> <strong>{html.escape(self.id)}</strong>"
        )


@dataclass(frozen=True)
class Sentence:
    """One or more sentences; what stands between backticks is code."""

    text: str

    def plain(self) -> str:
        indent = "  "
        return textwrap.fill(
            visible(self.text), COLUMN, initial_indent=indent, subsequent_indent=indent
        )

    def html(self) -> str:
        text = html.escape(visible(self.text))
        return re.sub(r"`([^`]+)`", rf'<code style="{GREY}">\1</code>', text)


@dataclass(frozen=True)
class Code:
    """Source or a value, with a label."""

    label: str
    text: str

    def plain(self) -> str:
        width = max(9, len(self.label))
        labels = [self.label, *[""] * self.text.count("\n")]
        lines = visible(self.text).split("\n")
        return "\n".join(f"  {a:{width}} {b}" for a, b in zip(labels, lines, strict=True))

    def html(self) -> str:
        text = html.escape(visible(self.text))
        return f'{html.escape(self.label)}<pre style="{PRE}">{text}</pre>'


@dataclass(frozen=True)
class SideBySide:
    """Two things to compare: one below the other where there is no room."""

    left: Code
    right: Code

    def plain(self) -> str:
        return f"{self.left.plain()}\n{self.right.plain()}"

    def html(self) -> str:
        both = "".join(f"<div>{one.html()}</div>" for one in (self.left, self.right))
        return f'<div style="{WRAPPING}">{both}</div>'
