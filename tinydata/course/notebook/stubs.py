"""Source text of solutions: the stub that is made from one, and objects made from text."""

import ast
import inspect
import linecache
import re
import sys
import textwrap
from typing import Any

import numpy as np

from tinydata.course.exercise import Exercise, Mistake

YOUR_CODE = ["# YOUR CODE HERE", "raise NotImplementedError()"]


def solution_source(exercise: Exercise) -> str:
    """The solution as a learner reads it; the package's docstrings are shortened."""
    if isinstance(exercise.solution, str):
        return textwrap.dedent(exercise.solution).strip()
    source = textwrap.dedent(inspect.getsource(exercise.solution)).strip()
    if not exercise.solution.__module__.startswith("tinydata.course"):
        source = _replace_docs(source, _first_paragraph)
    if exercise.doc:
        source = _replace_docs(source, lambda _: exercise.doc, outermost=True)
    return source


def stub_source(exercise: Exercise) -> str:
    """The solution without its bodies."""
    if exercise.stub:
        return textwrap.dedent(exercise.stub).strip()
    return _edit_bodies(exercise, lambda lines: YOUR_CODE)


def marked_source(exercise: Exercise) -> str:
    """The solution with its bodies between the marks that nbgrader knows."""
    begin, end = ["### BEGIN SOLUTION"], ["### END SOLUTION"]
    if exercise.kind == "value":
        return "\n".join([*begin, solution_source(exercise), *end])
    return _edit_bodies(exercise, lambda lines: begin + lines + end)


def mistake_source(exercise: Exercise, mistake: Mistake) -> str:
    """The source of a mistake that is given as text or as edits of the solution."""
    if isinstance(mistake.code, str):
        return textwrap.dedent(mistake.code).strip()
    source = solution_source(exercise)
    for old, new in [mistake.code] if isinstance(mistake.code, tuple) else mistake.code:
        places = list(re.finditer(_pattern(old, new), source))
        if len(places) != 1:
            raise ValueError(
                f"{exercise.id}: {old!r} should occur once in the solution, not {len(places)} times"
            )
        [place] = places
        source = source[: place.start()] + _replacement(place, new) + source[place.end() :]
    return source.rstrip()


def _pattern(old, new) -> str:
    """Find a part of one line or, where either text has several, a block of whole lines."""
    if "\n" not in old + new:
        return re.escape(old)
    first, *others = map(re.escape, textwrap.dedent(old).strip("\n").splitlines())
    below = "".join(rf"\n(?P=indent){line}" if line else r"\n" for line in others)
    return rf"(?m)^(?P<indent> *){first}{below}(?:\n|\Z)"


def _replacement(place, new) -> str:
    if "indent" not in place.re.groupindex:
        return new
    block = textwrap.indent(textwrap.dedent(new).strip("\n"), place["indent"])
    return f"{block}\n" if block else ""


def mistake_object(exercise: Exercise, mistake: Mistake) -> Any:
    """The wrong object itself."""
    if isinstance(mistake.code, (str, tuple, list)):
        return build(exercise, mistake_source(exercise, mistake))
    return mistake.code


def solution_object(exercise: Exercise) -> Any:
    """The right object itself."""
    if isinstance(exercise.solution, str):
        return build(exercise, solution_source(exercise))
    return exercise.solution


def build(exercise: Exercise, source: str) -> Any:
    """Run `source` where the solution lives, and return what it calls by the exercise's name."""
    names = {"np": np} | (vars(exercise.module) if exercise.module else {})
    if not isinstance(exercise.solution, str):
        names |= vars(sys.modules[exercise.solution.__module__])
    file = f"<{exercise.id}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    exec(compile(source, file, "exec"), names)
    return names[exercise.name]


def _edit_bodies(exercise, edit) -> str:
    """Replace the body, below its docstring, of each function that the learner has to write."""
    source = solution_source(exercise)
    lines = source.splitlines()
    definition = _definition(source, exercise.name)
    if isinstance(definition, ast.ClassDef):
        functions = [node for node in definition.body if isinstance(node, ast.FunctionDef)]
        absent = set(exercise.write) - {function.name for function in functions}
        if absent:
            raise ValueError(f"{exercise.id}: {exercise.name} does not define {sorted(absent)}")
        functions = [f for f in functions if f.name in (exercise.write or [f.name])]
    else:
        functions = [definition]
    for function in reversed(functions):
        start, end = _body_lines(function, lines)
        indent = " " * function.body[0].col_offset
        body = textwrap.dedent("\n".join(lines[start:end])).strip("\n").splitlines()
        lines[start:end] = [f"{indent}{line}".rstrip() for line in edit(body)]
    return "\n".join(lines)


def _definition(source, name):
    for node in ast.parse(source).body:
        if getattr(node, "name", None) == name:
            return node
    raise ValueError(f"the solution does not define {name}")


def _body_lines(function, lines) -> tuple[int, int]:
    """First line below the docstring (or the header), and the end; comments in between go too."""
    if ast.get_docstring(function) is not None:
        return function.body[0].end_lineno, function.end_lineno
    start = function.lineno
    while not lines[start - 1].partition("#")[0].rstrip().endswith(":"):
        start += 1
    return start, function.end_lineno


def _first_paragraph(doc: str) -> str:
    return inspect.cleandoc(doc).partition("\n\n")[0]


def _replace_docs(source, replace, outermost=False) -> str:
    lines = source.splitlines()
    tree = ast.parse(source)
    nodes = tree.body if outermost else ast.walk(tree)
    defined = [n for n in nodes if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
    for node in sorted(defined, key=lambda n: -n.lineno):
        doc = ast.get_docstring(node)
        if doc is None:
            continue
        text = textwrap.indent(
            f'"""{inspect.cleandoc(replace(doc))}', " " * node.body[0].col_offset
        )
        text += '"""' if "\n" not in text else f'\n{" " * node.body[0].col_offset}"""'
        lines[node.body[0].lineno - 1 : node.body[0].end_lineno] = text.splitlines()
    return "\n".join(lines)
