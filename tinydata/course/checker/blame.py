"""Find the line of a learner's code that an error or an endless loop is in."""

import linecache
import sys
import sysconfig
from collections import deque
from pathlib import Path

ASKED = "<what was asked>"
DEEP = 1000  # frames: who has raised the limit of recursion may fill the memory with them
Frames = list[tuple[str, int]]  # file and line, innermost first

_LIBRARIES = (
    "<frozen",
    str(Path(__file__).resolve().parents[2]),
    *{sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")},
)


def traceback_frames(error: BaseException) -> Frames:
    """The innermost frames that an error came through."""
    frames: deque[tuple[str, int]] = deque(maxlen=DEEP)
    step = error.__traceback__
    while step is not None:
        frames.appendleft((step.tb_frame.f_code.co_filename, step.tb_lineno))
        step = step.tb_next
    return list(frames)


def stack(thread: int) -> Frames:
    """The frames that a thread is in now; none once it has ended."""
    frame = sys._current_frames().get(thread)
    frames = []
    while frame is not None:
        frames.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return frames


def is_learners(file: str) -> bool:
    """Whether code of that file is the learner's: not the course's, nor a library's."""
    compiled = file.endswith(".pyx")  # NumPy's own, under a path relative to its source
    return file != ASKED and not compiled and not file.startswith(_LIBRARIES)


def where(frames: Frames) -> str:
    """The innermost line that the learner wrote, such as "line 4: `return x`"; empty if none is."""
    for file, line in frames:
        if file == ASKED:
            break
        if is_learners(file):
            text = linecache.getline(file, line).strip()
            return f"line {line}: `{text}`" if text else f"line {line}"
    return ""
