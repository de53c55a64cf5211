"""Keep from the notebook what a learner's code prints, displays, draws, logs or asks for."""

import builtins
import contextlib
import getpass
import inspect
import io
import logging
import pdb
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

FIGURES = 20  # may be open at a time: more take ever more memory, and Matplotlib warns of them


class Capture(io.StringIO):
    """What was printed: the beginning of it, and how many characters and figures there were."""

    def __init__(self, limit=10_000):
        super().__init__()
        self.limit = limit
        self.count = 0
        self.figures = 0

    def write(self, text):
        room = max(0, self.limit - self.count)
        super().write(text[:room])
        self.count += len(text)
        return len(text)

    def close(self):
        """Stay open: an answer may close `sys.stdout`, and what it printed is asked for later."""


class NoKeyboard(EOFError):
    """The learner's code called `input` in a check, where nobody types."""


@contextlib.contextmanager
def held_back(printed: Capture) -> Iterator[None]:
    """Collect in `printed` what is printed and displayed; the rest is thrown away.

    None of it makes an answer wrong, and nothing is rendered that nobody will see.
    """
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(Capture()),
        warnings.catch_warnings(),
        _no_keyboard(),
        _no_log(),
        _notebook_untouched(printed),
        _figures_closed(printed),
        _no_reports(),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def replaced(thing, **values) -> Iterator[None]:
    """Give attributes of a module or an object other values for a while."""
    before = {name: getattr(thing, name) for name in values}
    for name, value in values.items():
        setattr(thing, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(thing, name, value)


@contextlib.contextmanager
def _no_keyboard():
    def nobody(prompt=""):
        raise NoKeyboard("nobody types during a check")

    def no_pause(*args, **kwargs):
        """What `breakpoint()` calls, too."""

    with (
        replaced(builtins, input=nobody),
        replaced(getpass, getpass=nobody),
        replaced(pdb, set_trace=no_pause),
        replaced(sys, stdin=io.StringIO(), breakpointhook=no_pause),
    ):
        yield


@contextlib.contextmanager
def _no_log():
    root = logging.root
    handlers, level, disabled = root.handlers[:], root.level, root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        # The first message ever makes a handler, which would write to our captured stderr for ever.
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.disable(disabled)


@contextlib.contextmanager
def _notebook_untouched(printed):
    """Print the plain text of what is displayed, and let `exit()` end the check alone."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        yield
        return
    from IPython.core.displaypub import DisplayPublisher

    class Printing(DisplayPublisher):
        def publish(self, data, *args, **kwargs):
            printed.write(data.get("text/plain", "") + "\n")

        def clear_output(self, wait=False):
            """There is nothing to clear."""

    def leave():
        raise SystemExit

    with (
        replaced(shell, display_pub=Printing(), ask_exit=leave),
        replaced(shell.display_formatter, active_types=["text/plain"]),
    ):
        yield


@contextlib.contextmanager
def _figures_closed(printed):
    """Count and close what is drawn meanwhile: a notebook would show it below the check's cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    before = set(pyplot.get_fignums()) if pyplot else set()

    def close(most=0):
        drawn = [number for number in pyplot.get_fignums() if number not in before]
        while len(drawn) > most:
            pyplot.close(drawn.pop(0))

    def show(*args, **kwargs):
        """Show nothing: in some programs it would wait for somebody to close the window."""

    def not_written(*args, **kwargs):
        """To draw a picture takes longer than all that an exercise asks for."""

    new = getattr(pyplot, "new_figure_manager", None)

    def counted(*args, **kwargs):
        printed.figures += 1
        close(FIGURES)
        return new(*args, **kwargs)

    try:
        with contextlib.ExitStack() as stack:
            if pyplot:
                hooks = {"show": show, "pause": show, "new_figure_manager": counted}
                stack.enter_context(replaced(pyplot, **hooks))
                stack.enter_context(replaced(pyplot.Figure, savefig=not_written))
            yield
    finally:
        pyplot = sys.modules.get("matplotlib.pyplot")  # the answer may have imported it
        if pyplot:
            close()


@contextlib.contextmanager
def _no_reports():
    """Keep Python from reporting errors in `__del__`, or in threads that the answer started."""
    with (
        replaced(threading, excepthook=lambda what: None),
        replaced(sys, unraisablehook=lambda what: None),
    ):
        yield


def close_coroutines(value: Any, depth: int = 4) -> None:
    """Keep what `async def` gave from warning, whenever it is forgotten, that nobody awaited it."""
    if inspect.iscoroutine(value):
        value.close()
    elif depth and type(value) in (list, tuple, dict):
        for item in value.values() if type(value) is dict else value:
            close_coroutines(item, depth - 1)
