"""Keep an iterator that never ends, or one that cannot be held, from filling the memory."""

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

ENDLESS = 100_000
CONSUMERS = set(
    "list tuple set frozenset dict sorted sum max min any all enumerate zip map".split()
)
NUMPY_CONSUMERS = {"array", "asarray", "stack", "concatenate", "fromiter"}
FINITE = (list, tuple, dict, set, frozenset, str, bytes, range, np.ndarray, np.generic)


class EndlessIterator(Exception):
    """An iterator of the learner's did not stop."""


def compile_bounded(tree: ast.Module | ast.Expression, file: str):
    """Compile the course's own lines so that whatever they loop over comes to an end."""
    tree = ast.fix_missing_locations(_Bound().visit(tree))
    return compile(tree, file, "exec" if isinstance(tree, ast.Module) else "eval")


def bounded(items: Any) -> Any:
    """The items themselves where their number is known, otherwise one by one up to a limit."""
    if isinstance(items, FINITE) or not (hasattr(type(items), "__iter__") or _is_sequence(items)):
        return items
    return _until_the_limit(items)


def bounded_array(items: Any) -> Any:
    """The same for NumPy, which takes no iterators: a list."""
    found = bounded(items)
    return items if found is items or hasattr(items, "__array__") else list(found)


NAMES = {"_bounded": bounded, "_bounded_array": bounded_array}


def _is_sequence(items) -> bool:
    return hasattr(type(items), "__getitem__")


def _until_the_limit(items) -> Iterator:
    for count, item in enumerate(items):
        if count == ENDLESS:
            raise EndlessIterator(f"more than {ENDLESS:,} items came out, and it went on")
        yield item


class _Bound(ast.NodeTransformer):
    """Put `_bounded` round whatever is looped over."""

    def visit_Call(self, node):
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Name) and function.id in CONSUMERS:
            node.args = [_wrapped(arg, "_bounded") for arg in node.args]
        elif isinstance(function, ast.Attribute) and function.attr in NUMPY_CONSUMERS:
            node.args[:1] = [_wrapped(arg, "_bounded_array") for arg in node.args[:1]]
        return node

    def visit_comprehension(self, node):
        self.generic_visit(node)
        node.iter = _wrapped(node.iter, "_bounded")
        return node

    def visit_For(self, node):
        self.generic_visit(node)
        node.iter = _wrapped(node.iter, "_bounded")
        return node

    def visit_Starred(self, node):
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.value = _wrapped(node.value, "_bounded")
        return node


def _wrapped(node, name):
    if isinstance(node, (ast.Constant, ast.List, ast.Tuple, ast.Starred, ast.GeneratorExp)):
        return node
    return ast.copy_location(ast.Call(ast.Name(name, ast.Load()), [node], []), node)
