"""What a lesson uses for the first time: the functions that its code calls, its terms in bold."""

import ast
import re

from tinydata.course.notebook.files import exercise_of

# Drawing is no subject of the course: its map says that these lines need not be understood.
DRAWS = {"plt", "axes", "figure", "panels", "plots"}
CODE = r"`([^`\n]+)`"
TERM = re.compile(r"\*\*(?P<term>[A-Za-z][\w -]*)\*\*")


def terms(cells) -> list[str]:
    """The words in bold that a lesson explains, in small letters and without a plural's s.

    A head ends with a full stop and a question with its mark, so neither is a term. A table's
    bold cells and the emphasis of an exercise are none either.
    """
    found = []
    for cell in cells:
        if cell["cell_type"] == "markdown" and not exercise_of(cell)[0]:
            text = re.sub(r"(?m)^\|.*$", "", cell.source)
            found += [singular(match["term"]) for match in TERM.finditer(text)]
    return list(dict.fromkeys(found))


def singular(term: str) -> str:
    """The form in which terms are compared: "tensors" is "tensor" (and "bias" is "bia")."""
    return term.lower().removesuffix("s")


def unexplained(cells, known: set[str]) -> list[str]:
    """The functions that a lesson calls and nobody has told of.

    What it tells or calls is `known` to the next. Told is what stands in code font in the text
    up to the cell behind the call, or has a comment beside it. What the lesson defines itself
    explains itself.
    """
    own = {name for cell in cells if cell["cell_type"] == "code" for name in defined(cell.source)}
    missing = []
    for i, cell in enumerate(cells):
        if cell["cell_type"] == "markdown":
            known |= told_by(cell)
            continue
        behind = [c for c in cells[i + 1 :] if c["cell_type"] == "markdown"][:1]
        around = own | known.union(*map(told_by, behind))
        lines = cell.source.splitlines()
        for name, line in called(cell.source).items():
            if name not in around and " # " not in lines[line - 1]:
                missing.append(f"{cell['id']}: {name}")
            known.add(name)
    return missing


def told_by(cell) -> set[str]:
    """The words in code font in the text of a cell; folded help is not read by everybody."""
    if exercise_of(cell)[1] == "help":
        return set()
    text = re.sub(r"```.*?```", "", cell.source, flags=re.S)
    return set(re.findall(r"\w+", " ".join(re.findall(CODE, text))))


def called(source: str) -> dict[str, int]:
    """The names of the functions and methods that code calls, drawing aside, and their lines.

    >>> called("print(np.stack(parts).mean())\\naxes.set(title=str(3))")
    {'print': 1, 'mean': 1, 'str': 2, 'stack': 1}
    """
    names = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            names.setdefault(node.func.id, node.func.end_lineno)
        elif isinstance(node, ast.Call) and root(node.func) not in DRAWS:
            names.setdefault(node.func.attr, node.func.end_lineno)
    return names


def root(node) -> str:
    """The name that an expression begins with: that of `a.b(c)[0].d` is `a`."""
    while not isinstance(node, ast.Name):
        node = getattr(node, "value", None) or getattr(node, "func", None)
        if node is None:
            return ""
    return node.id


def defined(source: str) -> set[str]:
    """The names that code binds: functions, classes, variables, arguments.

    What it imports was made by others, and counts only if it draws.
    """
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("matplotlib"):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names
