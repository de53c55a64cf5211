"""Set back what a learner's code changes for everybody, and say which functions it replaced."""

import builtins
import contextlib
import gc
import os
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

# Modules whose functions an answer might replace; those of the course are looked after as well.
MODULES = (
    *("numpy", "numpy.random", "numpy.linalg", "math", "random", "time", "itertools", "functools"),
    *("operator", "copy", "os"),
)


DEEPEST = 100_000  # calls: ten million take a gigabyte, and a minute to come back from


class Setting(NamedTuple):
    """Something that all code of a process shares: how to read it, and how to set it."""

    read: Callable[[], Any]
    set: Callable[[Any], Any]


def _set_environment(wanted):
    for name in os.environ.keys() - wanted.keys():
        del os.environ[name]
    os.environ.update(wanted)


SETTINGS = (
    Setting(os.getcwd, os.chdir),
    Setting(lambda: dict(os.environ), _set_environment),
    Setting(sys.getrecursionlimit, sys.setrecursionlimit),
    Setting(sys.getswitchinterval, sys.setswitchinterval),
    Setting(lambda: sys.path[:], lambda wanted: sys.path.__setitem__(slice(None), wanted)),
    Setting(threading.gettrace, threading.settrace),
    Setting(threading.getprofile, threading.setprofile),
    Setting(sys.get_int_max_str_digits, sys.set_int_max_str_digits),
    Setting(lambda: sys.displayhook, lambda wanted: setattr(sys, "displayhook", wanted)),
    Setting(lambda: sys.excepthook, lambda wanted: setattr(sys, "excepthook", wanted)),
    Setting(gc.get_threshold, lambda wanted: gc.set_threshold(*wanted)),
    Setting(gc.isenabled, lambda wanted: gc.enable() if wanted else gc.disable()),
    Setting(tracemalloc.is_tracing, lambda wanted: None if wanted else tracemalloc.stop()),
    Setting(np.get_printoptions, lambda wanted: np.set_printoptions(**wanted)),
)


@contextlib.contextmanager
def settings_set_back() -> Iterator[None]:
    """Set the working folder, the environment, limits and options back as they were."""
    before = []
    for setting in SETTINGS:
        with contextlib.suppress(OSError):  # the working folder may have been deleted
            before.append((setting, setting.read()))
    matplotlib = sys.modules.get("matplotlib")
    set_limit = sys.setrecursionlimit
    try:
        sys.setrecursionlimit = lambda limit: set_limit(min(limit, DEEPEST))
        with matplotlib.rc_context() if matplotlib else contextlib.nullcontext():
            yield
    finally:
        sys.setrecursionlimit = set_limit
        for setting, wanted in before:
            with contextlib.suppress(OSError):
                if setting.read() != wanted:
                    setting.set(wanted)


@contextlib.contextmanager
def functions_set_back() -> Iterator[list[str]]:
    """Collect the names of functions that were replaced, such as "np.stack"; set them back."""
    replaced: list[str] = []
    builtin = {**builtins.__dict__}
    others = [(owner, {**vars(owner)}) for owner in _owners()]
    try:
        yield replaced
    finally:
        # Nothing but syntax, as nothing else can be trusted while, say, `len` is something else.
        now = builtins.__dict__
        for name in builtin:
            if name not in now or now[name] is not builtin[name]:
                replaced += ["builtins." + name]
                now[name] = builtin[name]
        for owner, before in others:
            for name in _changed(owner, before):
                replaced.append(f"{_spoken(owner)}.{name}")
                if name in before:
                    setattr(owner, name, before[name])
                else:
                    delattr(owner, name)


def _owners() -> list:
    """Modules, and the course's classes, whose functions an answer shares with all other code."""
    course = [
        module for name, module in sys.modules.items() if name.partition(".")[0] == "tinydata"
    ]
    classes = [
        thing
        for module in course
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__
    ]
    return [*(sys.modules[name] for name in MODULES if name in sys.modules), *course, *classes]


def _changed(owner, before) -> list[str]:
    """Names that now stand for something else than the function or method they stood for."""
    now = vars(owner)
    changed = [
        name
        for name, value in before.items()
        if now.get(name) is not value and (callable(value) or hasattr(value, "__get__"))
    ]
    if isinstance(
        owner, type
    ):  # a new method hides that of a base; a module may load more of itself
        changed += [name for name in now.keys() - before.keys() if hasattr(now[name], "__get__")]
    return changed


def _spoken(owner) -> str:
    name = owner.__name__
    return "np" + name.removeprefix("numpy") if name.partition(".")[0] == "numpy" else name
