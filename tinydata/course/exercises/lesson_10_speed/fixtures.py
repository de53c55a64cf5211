"""Fixtures that exercises of this lesson share."""

import sys


def lines_run(function):
    """How many lines of Python run while a function is called: more than once in a loop."""
    count = 0

    def watch(frame, event, argument):
        nonlocal count
        count += event == "line"
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        function()
    finally:
        if sys.gettrace() is watch:  # and not what stops code whose time is up
            sys.settrace(before)
    return count
