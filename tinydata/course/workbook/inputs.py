"""The cells that ran in this session: what each of them bound, and whether it got that far."""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass
class Input:
    """One cell: its text, the names that are its own, and how it ended.

    `before` holds the `id` of what the names stood for when the cell began, not the objects:
    those may be large, and a cell that replaces them counts on their memory.
    """

    number: int
    text: str
    names: set[str]
    before: dict[str, int] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    error: BaseException | None = None
    running: bool = True

    def finish(self, names: dict[str, Any], error: BaseException | None) -> None:
        """Note what the cell bound; one that stopped half-way may have come as far as that."""
        new = self.newly_bound(names)
        # Other languages and `%%timeit` leave the notebook's names alone, and still succeed.
        surely = error is None and not self.text.lstrip().startswith("%%")
        self.bound = {name for name in self.names if name in names} if surely else new
        if error is None and not surely:
            self.names = new
        self.error = error
        self.running = False

    def newly_bound(self, names: dict[str, Any]) -> set[str]:
        """The cell's names that stand for another object than before it began."""
        known = self.names & names.keys()
        return {name for name in known if id(names[name]) != self.before.get(name)}


class Inputs:
    """All cells of the session, in the order in which they were run.

    Examples
    --------
    >>> inputs = Inputs()
    >>> inputs.begin("def collate(samples): ...", {})
    >>> inputs.end({"collate": object()}, None)
    >>> inputs.begin("def collate(samples: ...", {"collate": object()})
    >>> inputs.end({"collate": object()}, SyntaxError())
    >>> newest = inputs.newest("collate")
    >>> newest.number, newest.bound
    (2, set())
    """

    def __init__(self) -> None:
        self.all: list[Input] = []
        self.watching = False
        self._running: list[Input] = []  # `%%capture` runs its cell inside another one

    def begin(self, text: str, names: dict[str, Any]) -> None:
        """A cell is about to run."""
        own = own_names(text)
        before = {name: id(names[name]) for name in own & names.keys()}
        self.all.append(Input(len(self.all) + 1, text, own, before))
        self._running.append(self.all[-1])

    def end(self, names: dict[str, Any], error: BaseException | None) -> None:
        """The cell that began last has ended."""
        if self._running:
            self._running.pop().finish(names, error)

    def newest(self, name: str, brings: Sequence[str] = ()) -> Input | None:
        """The newest cell that binds `name`, or was meant to, and holds the words `brings`.

        Imports and what `use` returned do not count: neither is the learner's.
        """
        for cell in reversed(self.all):
            if name in cell.names and all(re.search(rf"\b{word}\b", cell.text) for word in brings):
                return cell
        return None

    def watch(self) -> None:
        """Follow the notebook that this runs in, if it is one; cells from before count as well."""
        shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
        if shell is None or self.watching:
            return
        self.watching = True
        *earlier, current = shell.history_manager.input_hist_raw or [""]
        for text in earlier:
            self.begin(text, {})
            self.end(shell.user_ns, None)
        self.begin(current, {})
        shell.events.register("pre_run_cell", lambda info: self.begin(info.raw_cell, shell.user_ns))
        shell.events.register(
            "post_run_cell",
            lambda result: self.end(
                shell.user_ns, result.error_before_exec or result.error_in_exec
            ),
        )


def python_of(text: str) -> str:
    """The Python of a cell, without lines for the notebook such as `%%time`; as many lines."""
    return re.sub(r"(?m)^[%!].*$", "", text)


def own_names(text: str) -> set[str]:
    """The names that a cell binds, imports and results of `use` aside.

    A cell that does not compile counts by the definitions and assignments that its lines begin.

    Examples
    --------
    >>> sorted(own_names("import os\\nx = 1\\nclass A: y = 2\\nB = use('lesson.b')"))
    ['A', 'x']
    >>> own_names("def pad(arrays:")
    {'pad'}
    """
    source = python_of(text)
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        begun = r"(?m)^(?:(?:async +)?def +(\w+)|class +(\w+)|(\w+)(?: *:[^=\n]+)? *=(?!=))"
        return {name for groups in re.findall(begun, source) for name in groups if name}
    own = (s for s in statements if not isinstance(s, ast.Import | ast.ImportFrom) and not used(s))
    return {name for statement in own for name in names_bound(statement)}


def used(statement: ast.stmt) -> str:
    """The exercise whose answer a statement fetches: `collate = use("batching.collate")`."""
    match statement:
        case ast.Assign(
            value=ast.Call(
                func=ast.Name(id="use") | ast.Attribute(attr="use"),
                args=[ast.Constant(value=str(id)), *_],
            )
        ):
            return id
    return ""


def names_bound(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds where it stands, not inside functions and classes."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case ast.MatchAs(name=str(name)):
            yield name
    if not isinstance(node, _SCOPES + _DEFINITIONS):
        for child in ast.iter_child_nodes(node):
            yield from names_bound(child)
