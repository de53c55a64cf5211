"""Note interrupts while a check runs, instead of letting them end it in the middle of anything."""

import contextlib
import signal
import threading
from collections.abc import Iterator


class Interrupts:
    """Whether an interrupt has come. A signal handler may set it at any time, so it has no lock."""

    came = False


_noted_by: Interrupts | None = None


@contextlib.contextmanager
def interrupts_noted() -> Iterator[Interrupts]:
    """Interrupts that come meanwhile are noted, however many; nothing raises KeyboardInterrupt.

    A KeyboardInterrupt could come between any two lines: before the learner's code is stopped, or
    while the notebook's output is being set back. On Python 3.11 and 3.12 one that hits
    `Thread.join` even makes the thread count as ended. Within another such block this one shares
    what is noted. Only the main thread gets interrupts; elsewhere nothing needs to be done.
    """
    global _noted_by
    if _noted_by is not None or threading.current_thread() is not threading.main_thread():
        yield _noted_by or Interrupts()
        return
    _noted_by = interrupts = Interrupts()
    before = signal.signal(signal.SIGINT, lambda *_: setattr(interrupts, "came", True))
    try:
        yield interrupts
    finally:
        _noted_by = None
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
