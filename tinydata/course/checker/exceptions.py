"""Say in one sentence what an exception of a learner's code is."""

import difflib
import linecache
import sys
import types

from tinydata.course.checker.blame import is_learners, traceback_frames, where
from tinydata.course.checker.bounded import EndlessIterator
from tinydata.course.checker.held_back import NoKeyboard
from tinydata.course.checker.short_repr import clean

STUB_LINES = ("raise NotImplementedError()", "raise NotImplementedError")


def raised(error: BaseException) -> str:
    """One sentence on an exception that came out of the learner's code."""
    at = where(traceback_frames(error))
    at = f", in {at}" if at else ""
    if isinstance(error, NoKeyboard):
        told = f"Your code waits for something to be typed{at}."
        return f"{told} Nobody sits at the keyboard during a check."
    if isinstance(error, SystemExit):
        return f"Your code asked Python to exit{at}."
    if isinstance(error, NotImplementedError):
        return _not_implemented(error, at)
    return f"Your code raised {shown_error(error)}{at}."


def in_place_of_a_value(error: BaseException) -> str:
    """What to show as the answer's value: the error's type, if it is one that a learner knows."""
    if isinstance(error, EndlessIterator):
        return "an iterator that does not end"
    if isinstance(error, NoKeyboard):
        return "a question to nobody"
    return type(error).__name__


def is_leftover(error: BaseException) -> bool:
    """Whether the error comes from the line that a stub has in place of an answer."""
    if not isinstance(error, NotImplementedError) or error.args or not error.__traceback__:
        return False
    frame, line = _raising(error)
    text = linecache.getline(frame.f_code.co_filename, line).strip()
    is_stub_line = text.split("#")[0].strip() in STUB_LINES
    return is_stub_line and is_learners(frame.f_code.co_filename) and not _inherited(frame)


def shown_error(error: BaseException | None) -> str:
    """Type and message of an error, on one line."""
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = "(its message cannot be printed)"
    text = clean(text if len(text) <= 200 else text[:200] + " ...")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _not_implemented(error, at) -> str:
    if is_leftover(error):
        return f"A `raise NotImplementedError` is left in your code{at}. Write that part too."
    frame, _ = _raising(error)
    method = _inherited(frame)
    if not method:
        return f"Your code raised {shown_error(error)}{at}."
    kind = type(frame.f_locals["self"])
    own = [name for name in vars(kind) if not hasattr(kind.__base__, name)]
    near = difflib.get_close_matches(method, own, 1)
    meant = f" Is `{near[0]}` meant to be it?" if near else ""
    base = frame.f_code.co_qualname.split(".")[-2]
    return f"Your {kind.__name__} has no `{method}`, so that of {base} was called{at}.{meant}"


def _raising(error) -> tuple[types.FrameType, int]:
    """The frame that an error was raised in, and the line."""
    step = error.__traceback__
    while step.tb_next is not None:
        step = step.tb_next
    return step.tb_frame, step.tb_lineno


def _inherited(frame) -> str:
    """The method that a frame runs, if the class of its object has it from another; or empty."""
    code, itself = frame.f_code, frame.f_locals.get("self")
    is_method = code.co_argcount and code.co_varnames[0] == "self"
    own = vars(type(itself)).get(code.co_name)
    return code.co_name if is_method and own is None and _is_learners(type(itself)) else ""


def _is_learners(kind: type) -> bool:
    """Whether a class is not one of a library's: a kernel's, say, that asks for input."""
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    return file is None or is_learners(file)
