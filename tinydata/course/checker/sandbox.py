"""Run a learner's code with a time limit, quietly: nothing it does may disturb the notebook."""

import contextlib
import ctypes
import io
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tinydata.course.checker.blame import Frames, is_learners

MEMORY_LIMIT = 2**30
GRACE = 2.0


class Stopped(BaseException):
    """Raised inside the learner's code when its time is up.

    A bare `except:` would swallow it. But it is made in the learner's own thread, and from then on
    every further line of the learner's raises it again, those of the `except:` included.
    """

    def __init__(self):
        frame = sys._getframe(1)
        while frame is not None:
            if is_learners(frame.f_code.co_filename):
                frame.f_trace = _stop_here
            frame = frame.f_back
        sys.settrace(_stop_here)


def _stop_here(frame, event, argument):
    if event == "line" and is_learners(frame.f_code.co_filename):
        raise Stopped
    return _stop_here


class Capture(io.StringIO):
    """What was printed: the beginning of it, and how many characters there were."""

    def __init__(self, limit=10_000):
        super().__init__()
        self.limit = limit
        self.count = 0

    def write(self, text):
        room = max(0, self.limit - self.count)
        super().write(text[:room])
        self.count += len(text)
        return len(text)


@dataclass
class Run:
    """How a run ended. `stopped` is empty, "time", "memory" or "you"; `frames` innermost first."""

    printed: Capture = field(default_factory=Capture)
    finished: bool = False
    value: Any = None
    error: BaseException | None = None
    stopped: str = ""
    abandoned: bool = False
    frames: Frames = field(default_factory=list)


def limited(function: Callable[[Capture], Any], seconds: float) -> Run:
    """Call `function(printed)` in a thread of its own, and stop it when it takes too long.

    A thread and an exception raised in it from outside work on every system, unlike signals,
    and leave the main thread, where the notebook listens, free to act.
    """
    run = Run()

    def work():
        try:
            run.value = function(run.printed)
            run.finished = True
        except BaseException as error:  # SystemExit and the like must not pass either
            run.error = error

    thread = threading.Thread(target=work, daemon=True, name="learner")
    with (
        contextlib.redirect_stdout(run.printed),
        contextlib.redirect_stderr(Capture()),
        _stops_unmentioned(),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        thread.start()
        reason = _wait(thread, seconds)
        if reason:
            run.frames = _frames(thread)
            run.abandoned = not _stop(thread)
            run.stopped = "" if run.finished else reason
    return run


@contextlib.contextmanager
def _stops_unmentioned():
    """Keep Python from reporting a `Stopped` that came while it was cleaning up an object."""
    report = sys.unraisablehook
    sys.unraisablehook = lambda what: what.exc_type is Stopped or report(what)
    try:
        yield
    finally:
        sys.unraisablehook = report


def _wait(thread, seconds) -> str:
    """Empty once the thread has ended; otherwise why it has to be stopped."""
    deadline = time.monotonic() + seconds
    memory = _memory()
    try:
        while thread.is_alive():
            if time.monotonic() > deadline:
                return "time"
            if _memory() - memory > MEMORY_LIMIT:
                return "memory"
            thread.join(0.05)  # short, because Windows cannot interrupt a long one
    except KeyboardInterrupt:
        return "you"
    return ""


def _stop(thread) -> bool:
    """Raise `Stopped` in the thread until it ends."""
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    deadline = time.monotonic() + GRACE
    while thread.is_alive() and time.monotonic() < deadline:
        raise_in(ctypes.c_ulong(thread.ident), ctypes.py_object(Stopped))
        thread.join(0.002)
    return not thread.is_alive()


def _frames(thread) -> Frames:
    frame = sys._current_frames().get(thread.ident)
    frames = []
    while frame is not None:
        frames.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return frames


def _memory() -> int:
    """Bytes that the process holds; 0 where psutil, which comes with Jupyter, is missing."""
    try:
        import psutil
    except ImportError:
        return 0
    return psutil.Process().memory_info().rss
