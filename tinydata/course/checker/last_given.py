"""Find out what a learner's code handed over last, before a line of ours failed on it."""

import dis
import inspect
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from tinydata.course.checker.blame import ASKED, is_learners
from tinydata.course.checker.sandbox import may_watch
from tinydata.course.checker.side_effects import essence

HANDS_OVER = ("RETURN_VALUE", "RETURN_CONST", "YIELD_VALUE")  # an exception ends a function, too


class Given(NamedTuple):
    """A value, and whether it was returned by a function that is no constructor."""

    value: Any
    returned: bool


def last_given(ask: Callable[[], Any]) -> Given:
    """Ask again, and see what the learner's code gave to our lines last; None if it cannot be."""
    last = [Given(None, False)]
    if not may_watch():
        return last[0]

    def watch(frame, event, value):
        if event != "return" or frame.f_back is None or frame.f_back.f_code.co_filename != ASKED:
            return
        code = frame.f_code
        if is_learners(code.co_filename) and dis.opname[code.co_code[frame.f_lasti]] in HANDS_OVER:
            plain = code.co_name != "__init__" and not code.co_flags & inspect.CO_GENERATOR
            last[0] = Given(essence(value), plain)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        ask()
    finally:
        sys.setprofile(before)
    return last[0]
