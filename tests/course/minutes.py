"""How long a lesson takes one person: reading, running, predicting, and its exercises' minutes."""

import ast
import re

from tinydata.course.exercise import find
from tinydata.course.notebook.files import exercise_of

WORDS_A_MINUTE = 200
SECONDS_A_CODE_CELL = 15
SECONDS_A_PREDICTION = 30


def minutes(cells) -> float:
    """The minutes of a lesson's cells; what stands under *Further* is extra."""
    words = code_cells = predictions = work = 0
    for cell in without_further(cells):
        id, role = exercise_of(cell)
        if role == "help":  # read by those who are stuck, in the minutes of the exercise
            continue
        if role == "stub":
            work += find(id).minutes
            words += len(docstrings(cell.source).split())
        elif cell["cell_type"] == "code":
            code_cells += not id
        else:
            words += len(read_aloud(cell.source).split())
            predictions += not id and "**Predict" in cell.source
    seconds = SECONDS_A_CODE_CELL * code_cells + SECONDS_A_PREDICTION * predictions
    return words / WORDS_A_MINUTE + seconds / 60 + work


def without_further(cells):
    """The cells outside of the section *Further*, which is left out by who is short of time."""
    further = False
    for cell in cells:
        if cell["cell_type"] == "markdown" and cell.source.startswith("## "):
            further = cell.source.startswith("## Further")
        if not further:
            yield cell


def read_aloud(text: str) -> str:
    """Markdown without what nobody reads: comments, tags, links' targets."""
    return re.sub(r"<!--.*?-->|<[^>]+>|\]\([^)]*\)|[#*|`]|-{3,}", " ", text, flags=re.S)


def docstrings(source: str) -> str:
    """The docstrings of a stub."""
    nodes = ast.walk(ast.parse(source))
    documented = (ast.FunctionDef, ast.ClassDef)
    return " ".join(ast.get_docstring(n) or "" for n in nodes if isinstance(n, documented))
