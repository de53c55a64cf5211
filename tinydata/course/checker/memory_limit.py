"""Keep a learner's code from filling the memory of the machine."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

LIMIT = 2**30  # bytes that an answer may take beyond what the process has


@contextlib.contextmanager
def memory_limited() -> Iterator[None]:
    """On Linux, more than `LIMIT` is a MemoryError, even in a loop inside C that nothing can stop.

    Other systems have no such limit, or do not keep it; there only `Memory` watches.
    """
    mapped = _mapped()
    if not mapped:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = [mapped + LIMIT, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


class Memory:
    """What the process holds beyond what it held when this was made."""

    def __init__(self):
        try:
            import psutil  # now: later the learner's code may have put another `__import__`
        except ImportError:
            self._held = lambda: 0
        else:
            process = psutil.Process()
            self._held = lambda: process.memory_info().rss
        self.before = self._held()

    def is_over_the_limit(self) -> bool:
        """Whether it is more than `LIMIT`; never without psutil, which comes with Jupyter."""
        try:
            return self._held() - self.before > LIMIT
        except MemoryError:  # nothing is left, not even to ask
            return True
        except Exception:  # the learner's code has put something else in place of what psutil needs
            return False


def _mapped() -> int:
    """Bytes of address space of this process; 0 where there is no limit to set for it."""
    if sys.platform != "linux":
        return 0
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError):  # a container without /proc
        return 0
    return pages * resource.getpagesize()
