"""The text of an answer, with what it needs; and an answer made from such a text."""

import ast
import builtins
import codeop
import itertools
import linecache
import symtable
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tinydata.course.exercise import Exercise
from tinydata.course.workbook.inputs import Input, names_bound, python_of, used
from tinydata.course.workbook.record import Answer, Need

_texts = itertools.count(1)
MUTATING = {"append", "extend", "insert", "add", "update", "setdefault"}
_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}


@dataclass(frozen=True)
class Statement:
    """One statement of a cell's top level, and where it stands: (cell, place in the cell)."""

    place: tuple[int, int]
    text: str
    node: ast.stmt

    @property
    def names(self) -> set[str]:
        """The names that it binds."""
        return set(names_bound(self.node))

    @property
    def changes(self) -> set[str]:
        """The names whose objects it changes, as in `shades.append("x")` or `Loader.size = 3`."""
        return set(_names_changed(self.node))

    @property
    def fills(self) -> set[str]:
        """The names whose objects it surely changes: not by a method that may only look."""
        return set(_names_changed(self.node, MUTATING))

    @property
    def fetches(self) -> str:
        """The exercise whose answer it fetches with `use`."""
        return used(self.node)

    @property
    def imports(self) -> bool:
        """Whether it is an import."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def is_for_all(self) -> bool:
        """Whether it says how all others are to be read: `from __future__ import annotations`."""
        return isinstance(self.node, ast.ImportFrom) and self.node.module == "__future__"


def statements(text: str, cell: int = 0) -> list[Statement]:
    """The statements of a cell, each with its decorators and the comments right above it.

    An import of several names is taken apart: an answer rarely needs all of them.
    """
    source = python_of(text)
    lines = source.splitlines()
    found: list[Statement] = []
    body = ast.parse(source).body
    for node in body:
        parts = [node]
        if isinstance(node, ast.Import):
            parts = [ast.Import([alias]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = [ast.ImportFrom(node.module, [a], node.level) for a in node.names]
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
        while first and lines[first - 1].startswith("#"):
            first -= 1
        whole = "\n".join(lines[first : node.end_lineno])
        lines_of_others = {
            line for o in body if o is not node for line in range(o.lineno, (o.end_lineno or 0) + 1)
        }
        if lines_of_others.intersection(range(first + 1, (node.end_lineno or 0) + 1)):
            whole = ast.unparse(node)  # `a = 1; b = 2` are two
        for part in parts:
            text = whole if part is node else ast.unparse(part)
            found.append(Statement((cell, len(found)), text, part))
    return found


def taken_from(cells: Iterable[Input], own: Input, exercise: Exercise) -> Answer:
    """The text of the cell `own`, which holds an answer, and what it needs of the other cells."""
    known: list[Statement] = []
    for cell in cells:
        try:
            found = statements(cell.text, cell.number)
        except SyntaxError:
            continue
        for s in found:
            if s.names & cell.bound or s.imports or s.changes or s.fetches not in ("", exercise.id):
                known.append(s)
    needs: list[Need] = []
    comes_along = essential(own.text, exercise.name)  # not what only a helper elsewhere needs
    for statement in _reached(known, exercise.name, before=(own.number + 1, 0)):
        if statement.fetches:
            needs.append({"name": min(statement.names), "exercise": statement.fetches})
        elif statement.place[0] != own.number or statement.text not in comes_along:
            needs.append({"source": statement.text})
    return {"source": own.text, "needs": needs}


def essential(source: str, name: str) -> list[str]:
    """The statements of an answer's cell that it consists of: no tests and no `print`."""
    return [s.text for s in _reached(statements(source), name, before=(1, 0))]


def loaded(exercise: Exercise, answer: Answer, fetch: Callable[[str], Any]) -> Any:
    """The object that an answer's text defines, among names of its own.

    `fetch` returns what stands for another exercise that the answer needs.
    """
    names: dict[str, Any] = {"__name__": f"my_tinydata.{exercise.topic}"}
    run = _Runner(names)
    for need in answer["needs"]:
        if "exercise" in need:
            names[need["name"]] = fetch(need["exercise"])
        else:
            run(need["source"], f"what your {exercise.id} needs")
    for text in essential(answer["source"], exercise.name):
        run(text, f"your {exercise.id}")
    return names[exercise.name]


class _Runner:
    """Runs texts one after another; what one imports from `__future__` counts for the next."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.compile = codeop.Compile()

    def __call__(self, text: str, what: str) -> None:
        file = f"<{what}, text {next(_texts)}>"  # tracebacks look lines up by the name
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        exec(self.compile(f"{text}\n", file, "exec"), self.names)


def _reached(known: list[Statement], name: str, before: tuple[int, int]) -> list[Statement]:
    """The statements that bind `name`, and all that these need, in their order."""
    reached: dict[tuple[int, int], Statement] = {}

    def follow(name, before):
        bindings = [s for s in known if name in s.names and (before is None or s.place < before)]
        if not bindings:
            stars = [s for s in known if "*" in s.names and not hasattr(builtins, name)]
            reached.update((s.place, s) for s in stars)
            return
        binding = bindings[-1]
        visit(binding)
        for statement in () if binding.imports else known:
            # In other cells, `loader.show()` is a look at a thing and no part of it.
            here = statement.place[0] == binding.place[0]
            if name in (statement.changes if here else statement.fills):
                if here or statement.place > binding.place:
                    visit(statement)

    def visit(statement):
        if statement.place in reached:
            return
        reached[statement.place] = statement
        if statement.fetches:
            return
        at_once, later = global_names(statement)
        for name in sorted(at_once):
            follow(name, statement.place)
        for name in sorted(later):
            follow(name, None)

    follow(name, before)
    if reached:
        reached.update((s.place, s) for s in known if s.is_for_all)
    return [reached[place] for place in sorted(reached)]


def global_names(statement: Statement) -> tuple[set[str], set[str]]:
    """The notebook's names that a statement reads when it runs, and those that its functions read.

    Examples
    --------
    >>> (statement,) = statements("def f(x=START): return [scale * i for i in x]")
    >>> global_names(statement)
    ({'START'}, {'scale'})
    """
    at_once: set[str] = set(statement.changes)
    later: set[str] = set()

    def visit(table, into):
        at_top = table.get_type() == "module"
        for symbol in table.get_symbols():
            read = symbol.is_referenced() and (at_top or symbol.is_global())
            if read or symbol.is_declared_global():  # `global count; count += 1` reads it as well
                into.add(symbol.get_name())
        for inner in table.get_children():
            postponed = inner.get_type() == "function" and inner.get_name() not in _COMPREHENSIONS
            visit(inner, later if postponed else into)

    visit(symtable.symtable(statement.text, "<cell>", "exec"), at_once)
    return at_once, later


def _names_changed(node: ast.AST, methods: Container[str] | None = None) -> Iterator[str]:
    """The names whose objects are changed, by any method or by these `methods` alone.

    Also the name of `name += 1`, which a symbol table takes for a new one.
    """
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=target, attr=method))):
            if methods is None or method in methods:
                yield from _root(target)
        case ast.Expr(value=ast.Call(func=ast.Name(id="setattr"), args=[target, *_])):
            yield from _root(target)
        case ast.Attribute(value=target, ctx=ast.Store()):
            yield from _root(target)
        case ast.Subscript(value=target, ctx=ast.Store()):
            yield from _root(target)
        case ast.AugAssign(target=target):
            yield from _root(target)
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _names_changed(child, methods)


def _root(node: ast.AST) -> Iterator[str]:
    """The name that `name.part[0].part` begins with, if it is one."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
