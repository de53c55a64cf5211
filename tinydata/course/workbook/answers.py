"""The text of an answer, with what it needs; and an answer made from such a text."""

import ast
import builtins
import linecache
import symtable
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tinydata.course.exercise import Exercise
from tinydata.course.workbook.inputs import Input, names_bound, python_of, used
from tinydata.course.workbook.record import Answer, Need

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
    def changes(self) -> str:
        """The name whose object it changes, as in `shades.append("x")` or `Loader.size = 3`."""
        match self.node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=target))):
                pass
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript() as target]):
                pass
            case ast.AugAssign(target=ast.Attribute() | ast.Subscript() as target):
                pass
            case _:
                return ""
        while isinstance(target, ast.Attribute | ast.Subscript):
            target = target.value
        return target.id if isinstance(target, ast.Name) else ""


def statements(text: str, cell: int = 0) -> list[Statement]:
    """The statements of a cell, each with its decorators and the comments right above it."""
    source = python_of(text)
    lines = source.splitlines()
    found = []
    for place, node in enumerate(ast.parse(source).body):
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
        while first and lines[first - 1].startswith("#"):
            first -= 1
        found.append(Statement((cell, place), "\n".join(lines[first : node.end_lineno]), node))
    return found


def taken_from(cells: Iterable[Input], own: Input, exercise: Exercise) -> Answer:
    """The text of the cell `own`, which holds an answer, and what it needs of the other cells."""
    known = []
    for cell in cells:
        try:
            known += [
                statement
                for statement in statements(cell.text, cell.number)
                if statement.names <= cell.bound
                or isinstance(statement.node, ast.Import | ast.ImportFrom)
                or used(statement.node)
                or statement.changes
            ]
        except SyntaxError:
            continue
    needs: list[Need] = []
    for statement in _reached(known, exercise.name, before=(own.number + 1, 0)):
        other = used(statement.node)
        if other and other != exercise.id:
            needs.append({"name": min(statement.names), "exercise": other})
        elif not other and statement.place[0] != own.number:
            needs.append({"source": statement.text})
    return {"source": own.text, "needs": needs}


def essential(source: str, name: str) -> list[str]:
    """The statements of an answer's cell that it consists of: no tests and no `print`."""
    return [s.text for s in _reached(statements(source), name, before=(1, 0))]


def loaded(exercise: Exercise, answer: Answer, fetch: Callable[[str], Any]) -> Any:
    """The object that an answer's text defines, among names of its own.

    `fetch` returns what stands for another exercise that the answer needs.
    """
    names: dict[str, Any] = {"__name__": f"my_tinydata.{exercise.id.partition('.')[0]}"}
    for need in answer["needs"]:
        if "exercise" in need:
            names[need["name"]] = fetch(need["exercise"])
        else:
            _run(need["source"], names, f"<what your {exercise.id} needs>")
    for text in essential(answer["source"], exercise.name):
        _run(text, names, f"<your {exercise.id}>")
    return names[exercise.name]


def _run(text: str, names: dict[str, Any], file: str) -> None:
    file = f"{file[:-1]}, part {len(linecache.cache)}>"  # tracebacks look lines up by the name
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    exec(compile(text, file, "exec"), names)


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
        cell = binding.place[0]
        visit(binding)
        for statement in known:
            if statement.changes == name and statement.place[0] == cell and not _imports(binding):
                visit(statement)

    def visit(statement):
        if statement.place in reached:
            return
        reached[statement.place] = statement
        if used(statement.node):
            return
        at_once, later = global_names(statement)
        for name in sorted(at_once):
            follow(name, statement.place)
        for name in sorted(later):
            follow(name, None)

    follow(name, before)
    return [reached[place] for place in sorted(reached)]


def _imports(statement: Statement) -> bool:
    return isinstance(statement.node, ast.Import | ast.ImportFrom)


def global_names(statement: Statement) -> tuple[set[str], set[str]]:
    """The notebook's names that a statement reads when it runs, and those that its functions read.

    Examples
    --------
    >>> (statement,) = statements("def f(x=START): return [scale * i for i in x]")
    >>> global_names(statement)
    ({'START'}, {'scale'})
    """
    at_once: set[str] = set(_rebound(statement))
    later: set[str] = set()

    def visit(table, into):
        at_top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (at_top or symbol.is_global()):
                into.add(symbol.get_name())
        for inner in table.get_children():
            postponed = inner.get_type() == "function" and inner.get_name() not in _COMPREHENSIONS
            visit(inner, later if postponed else into)

    visit(symtable.symtable(statement.text, "<cell>", "exec"), at_once)
    return at_once, later


def _rebound(statement: Statement) -> Iterator[str]:
    """The name of `name += 1`, which symbol tables hold for a new one; and what is changed."""
    match statement.node:
        case ast.AugAssign(target=ast.Name(id=name)):
            yield name
    if statement.changes:
        yield statement.changes
