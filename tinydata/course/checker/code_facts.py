"""What a learner's code itself says: which lines are in a loop, which functions return nothing."""

import ast
import dis
import inspect
import linecache
import types
from typing import Any

from tinydata.course.checker.blame import ASKED, Frames, is_learners

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def loop_around(frames: Frames) -> str:
    """The innermost loop of the learner's that is under way, such as "line 4"; empty if none is."""
    for file, line in frames:
        if file == ASKED:
            break
        loop = _innermost_loop(file, line) if is_learners(file) else 0
        if loop:
            return f"line {loop}"
    return ""


def without_return(solution: Any, answer: Any) -> list[str]:
    """Functions of the answer that can only return None, and those of the solution do not."""
    if not isinstance(answer, type):
        return [answer.__name__] if _returns_nothing(answer) else []
    return [
        name
        for name, method in vars(answer).items()
        if _returns_nothing(method) and not _returns_nothing(getattr(solution, name, method))
    ]


def _returns_nothing(function: Any) -> bool:
    """Whether it is sure that a function cannot return anything but None."""
    code = inspect.unwrap(function).__code__ if type(function) is types.FunctionType else None
    if code is None or code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE):
        return False
    before = None
    for step in dis.get_instructions(code):
        nothing = before is not None and before.opname == "LOAD_CONST" and before.argval is None
        if step.opname == "RETURN_VALUE" and not nothing:
            return False
        if step.opname == "RETURN_CONST" and step.argval is not None:
            return False
        before = step
    return True


def _innermost_loop(file, line) -> int:
    """The first line of the innermost loop that runs while a line does; 0 without one."""
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except (SyntaxError, ValueError):
        return 0
    return _loop_within(tree, line, 0)


def _loop_within(node, line, loop) -> int:
    child: Any
    for child in ast.iter_child_nodes(node):
        if getattr(child, "lineno", line) <= line <= getattr(child, "end_lineno", line):
            around = 0 if isinstance(child, SCOPES) else loop
            if _repeats(child, line):
                around = child.lineno
            loop = _loop_within(child, line, around)
    return loop


def _repeats(node, line) -> bool:
    """Whether a node is a loop, and the line a part that runs again: not what `for` goes over."""
    if isinstance(node, ast.For):
        return line >= node.body[0].lineno
    return isinstance(node, (ast.While, *COMPREHENSIONS))
