"""Numbers in Markdown: those that are marked to be recomputed, and those that should be."""

import ast
import json
import re
from collections.abc import Collection
from dataclasses import dataclass

NUMBER = r"[−+-]?\d[\d,]*(?:\.\d+)?"
MARK = re.compile(rf"(?P<number>{NUMBER})?(?P<bold>\**)<!--(?P<kind>[=~])(?P<inside>.*?)-->", re.S)
SPEC = re.compile(r"\s:(?P<spec>[+,.\d]*[dfeg%]?)\s*$")

FREE = [
    r"```.*?```",
    r"`[^`\n]+`",
    r"<!--.*?-->",
    r"\]\([^)]*\)",
    r"https?://\S+",
    r"<summary>Hint \d+</summary>",
    r"</?[a-zA-Z][^>]*>",
    r"(?m)^\s*(?:\*\*)?\d+\.\s",  # numbered lists and questions
    r"(?m)^#+\s*\d+\s*[·.:–-]",  # the number of a lesson in its heading
    r"(?i)\b(?:lesson|stage|step|question)s?\s\d+(?:(?:\s?[–-]\s?|,\s|\sand\s|\sto\s)\d+)*",
    r"\d+(?:×\d+)+",  # shapes
    r"\b(?:Python|NumPy|PyTorch|TensorFlow|scikit-learn|JupyterLab|Windows)\s\d+(?:\.\d+)*",
    r"\b[A-Za-z_]\w*\d\w*",  # names such as float32
    r"\b\d-?D\b",
]
MATH = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.S)


@dataclass
class Mark:
    """One `<!--= ... -->` or `<!--~ ... -->`, and the number in front of it."""

    kind: str
    number: str
    expression: str
    spec: str | None


def marks(text: str) -> list[Mark]:
    """The marks of a Markdown cell, in order."""
    found = []
    for match in MARK.finditer(text):
        inside = match["inside"].strip()
        spec = SPEC.search(" " + inside) if match["kind"] == "=" else None
        expression = (" " + inside)[: spec.start()].strip() if spec else inside
        found.append(
            Mark(match["kind"], match["number"] or "", expression, spec["spec"] if spec else None)
        )
    return found


def constants(source: str) -> set[str]:
    """The numbers that stand in the code of a cell.

    >>> sorted(constants("x = f(-32, 0.5)"))
    ['-0.5', '-32', '0.5', '32']
    """
    literals = [
        node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)
    ]
    numbers = [value for value in literals if type(value) in (int, float)]
    return {str(signed) for value in numbers for signed in (value, -value)} - {"-0"}


def bare_numbers(text: str, first_cell: bool = False, known: Collection[str] = ()) -> list[str]:
    """The words of a Markdown cell that hold a number which nothing vouches for.

    Numbers that are `known` from the code which the text speaks of are vouched for.
    """
    text = re.sub(r"(?m)^\*\d+ minutes · difficulty [●○]+\*$", "", text)
    text = re.sub(FREE[0], " ", text, flags=re.S)
    text = _without_marked(text)
    for pattern in FREE:
        text = re.sub(pattern, " ", text, flags=re.S)
    if first_cell:
        text = re.sub(r"\b\d+ minutes\b|\*Minutes\*: \d+", " ", text)
    text = MATH.sub(lambda match: " ".join(re.findall(r"\d\d+", match[0])), text)
    return [word for word in text.split() if re.search(r"\d", word) and not _all_known(word, known)]


def in_plain_type(text: str) -> str:
    """The text with numbers in code font as what they are: numbers."""
    return re.sub(rf"`({NUMBER})`", r"\1", text)


def _all_known(word: str, known: Collection[str]) -> bool:
    return {plain(number) for number in re.findall(NUMBER, word)} <= {*known}


def _without_marked(text) -> str:
    """Drop each marked number; a `~` mark also covers what its expression names in the sentence."""
    done, rest = "", text
    while match := MARK.search(rest):
        before, number = rest[: match.start()], match["number"] or ""
        if match["kind"] == "~":
            bounds = set(re.findall(NUMBER, match["inside"]))
            sentence = max((done + before).rfind(stop) + 1 for stop in (". ", "\n\n", "-->"))
            span = (done + before)[sentence:] + number
            covered = [n for n in re.findall(NUMBER, span) if plain(n) in bounds]
            for found in covered:
                span = re.sub(rf"(?<![\d,.]){re.escape(found)}(?![\d,]|\.\d)", "", span)
            done = (done + before)[:sentence] + span
        else:
            done += before
        done += "-->" if match["kind"] == "=" else ""
        rest = rest[match.end() :]
    return (done + rest).replace("-->", " ")


def probe(found: list[Mark]) -> str:
    """Code that prints, as one line of JSON, what each mark's expression gives."""
    lines = ["import json as _json", "_probed = []"]
    for mark in found:
        if mark.kind == "~":
            value = f"bool({mark.expression})"
        elif mark.spec is None:
            value = f"str({mark.expression})"
        else:
            value = f"format({mark.expression}, {mark.spec!r})"
        lines.append(f"try:\n    _probed.append({value})")
        lines.append("except Exception as _error:\n    _probed.append(repr(_error))")
    return "\n".join([*lines, "print(_json.dumps(_probed))"])


def disagreements(found: list[Mark], printed: str, printed_at_end: str = "") -> list[str]:
    """Where the text says something else than the notebook, as sentences.

    What a text announces before the notebook knows it is compared at the notebook's end.
    """
    wrong = []
    values = json.loads(printed)
    at_end = json.loads(printed_at_end) if printed_at_end else values
    for mark, value, late in zip(found, values, at_end, strict=True):
        value = late if str(value).startswith("NameError") else value
        if mark.kind == "~":
            if value is not True:
                wrong.append(f"{mark.expression} is {value}")
        elif not mark.number:
            wrong.append(f"no number in front of <!--= {mark.expression} -->")
        elif plain(mark.number) != plain(value):
            wrong.append(f"the text says {mark.number}, but {mark.expression} is {value}")
    return wrong


def plain(number: str) -> str:
    """Without thousands commas, and with a plain minus."""
    return number.replace(",", "").replace("−", "-")
