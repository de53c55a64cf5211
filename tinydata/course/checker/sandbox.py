"""Run a learner's code with limits, quietly: nothing it does may disturb the notebook."""

import contextlib
import ctypes
import queue
import sys
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, process_time, sleep
from typing import Any

from tinydata.course.checker.blame import Frames, is_learners, stack, traceback_frames
from tinydata.course.checker.held_back import Capture, held_back
from tinydata.course.checker.interrupts import Interrupts, interrupts_noted
from tinydata.course.checker.memory_limit import Memory, memory_limited
from tinydata.course.checker.set_back import functions_set_back, settings_set_back

FIGURE, FIGURES = 0.2, 300  # to draw takes long and is no mistake: seconds a figure, for so many
GRACE = 2.0  # seconds to try to stop what has to be stopped
POLL = 0.05
PAUSE = 0.002
WAITING = 0.05  # of the time on the processor: who gets less is not kept from working, but waits
LATE = 3  # one more than `Stopped` that may come after the work


class Stopped(SystemExit):
    """Raised inside the learner's code when its time is up. (Of a SystemExit, threads say nothing.)

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


@dataclass
class Run:
    """How a run ended. `stopped` is empty, "time", "memory" or "you".

    `frames`, innermost first, are those in which it was stopped, or its error was raised.
    `replaced` names functions that all code shares, and the learner's code put others in place of.
    """

    printed: Capture = field(default_factory=Capture)
    finished: bool = False
    value: Any = None
    error: BaseException | None = None
    stopped: str = ""
    abandoned: bool = False
    frames: Frames = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)


_running = False
_told_to_stop: weakref.WeakSet[threading.Thread] = weakref.WeakSet()


def is_running() -> bool:
    """Whether a check is under way: who asks may be the learner's code, from inside its check."""
    return _running


def may_watch() -> bool:
    """Whether code may be watched with `sys.setprofile`.

    On Python 3.11 a watched function never begins while an exception waits in another thread, one
    that sleeps, say, until that wakes up and raises it.
    """
    return sys.version_info >= (3, 12) or not any(thread.is_alive() for thread in _told_to_stop)


def limited(function: Callable[[Capture], Any], seconds: float) -> Run:
    """Call `function(printed)` in a thread of its own, and stop it when it takes too long.

    The seconds are those in which it works, or waits for something; those in which a busy machine
    lets others run do not count.

    A thread and an exception raised in it from outside work on every system, unlike signals,
    and leave the main thread, where the notebook listens, free to act.
    """
    global _running
    run = Run()
    before = set(threading.enumerate())
    outer, _running = _running, True
    try:
        with (
            interrupts_noted() as interrupts,
            held_back(run.printed),
            settings_set_back(),
            memory_limited(),
        ):
            with functions_set_back() as run.replaced:
                worker = _work(run, function, seconds, interrupts)
            _end_threads_since(before | {worker})
    finally:
        _running = outer
    return run


def _work(run: Run, function, seconds, interrupts: Interrupts) -> threading.Thread:
    """Let a thread do the work, until it is done or has to be stopped; that thread.

    Nothing here may need `len` and the like, in place of which the learner's code may put others.
    """
    working, memory = threading.Lock(), Memory()
    may_leave: queue.SimpleQueue[None] = queue.SimpleQueue()
    working.acquire()

    def work():
        try:
            run.value = function(run.printed)
            run.finished = True
        except MemoryError as error:
            run.stopped, run.frames = "memory", traceback_frames(error)
        except BaseException as error:  # SystemExit and the like must not pass either
            run.frames = traceback_frames(error)
            run.error = error.with_traceback(None)  # it would keep alive all that the code made
        finally:
            working.release()

    def work_then_leave():
        """Two more `Stopped` may be under way; they must not come where the thread itself ends."""
        with contextlib.suppress(Stopped):
            work()
        for _ in range(LATE):
            with contextlib.suppress(Stopped):
                may_leave.get()
                break

    thread = threading.Thread(target=work_then_leave, daemon=True, name="learner")
    thread.start()
    reason = _wait(working, seconds, run.printed, memory, interrupts)
    if reason:
        frames = stack(thread.ident or 0)
        run.abandoned = not _stop(thread, working)
        if not run.finished:
            run.stopped, run.frames = reason, frames
    for _ in range(LATE):
        may_leave.put(None)
    if not run.abandoned:
        thread.join()
    return thread


def _wait(working, seconds, printed, memory, interrupts) -> str:
    """Empty once the work is done; otherwise why it has to be stopped."""
    spent, clock, processor = 0.0, monotonic(), process_time()
    while not working.acquire(timeout=POLL):
        passed, worked = monotonic() - clock, process_time() - processor
        spent += passed if worked < WAITING * passed or worked > passed else worked
        clock, processor = clock + passed, processor + worked
        if interrupts.came:
            return "you"
        drawn = printed.figures if printed.figures < FIGURES else FIGURES
        if spent > seconds + FIGURE * drawn:
            return "time"
        if memory.is_over_the_limit():
            return "memory"
    return ""


def _stop(thread, working) -> bool:
    """Raise `Stopped` in a thread until its work is over; false if that does not help."""
    deadline = monotonic() + GRACE
    while not working.acquire(timeout=PAUSE):
        if monotonic() > deadline:
            return False
        _raise_stopped_in(thread)
    return True


def _raise_stopped_in(thread) -> None:
    """Let a thread raise `Stopped` as soon as it runs Python code."""
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    raise_in(ctypes.c_ulong(thread.ident), ctypes.py_object(Stopped))
    _told_to_stop.add(thread)


def _end_threads_since(before) -> None:
    """End threads that the learner's code has started, and that run it still."""
    deadline = monotonic() + GRACE
    while monotonic() < deadline:
        left = [thread for thread in threading.enumerate() if thread not in before]
        left = [thread for thread in left if _runs_learners_code(thread)]
        if not left:
            return
        for thread in left:
            _raise_stopped_in(thread)
        sleep(PAUSE)


def _runs_learners_code(thread) -> bool:
    return any(is_learners(file) for file, _ in stack(thread.ident))
