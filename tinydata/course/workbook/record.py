"""`tinydata-progress.json`: what a learner has tried and solved, kept in the workbook.

A folder with this file is a workbook. The classes below are its schema. What they do not know is
kept as it is, and so is a whole file of another format.
"""

import contextlib
import hashlib
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NotRequired, TypedDict, TypeVar, cast

FILE = "tinydata-progress.json"
FORMAT = 1
WAIT, STALE = 2.0, 10.0  # seconds: for the lock, and until a lock is taken for a dead process's

T = TypeVar("T")


class Need(TypedDict):
    """What an answer needs besides its own cell: a statement, or the answer of an exercise."""

    source: NotRequired[str]
    name: NotRequired[str]
    exercise: NotRequired[str]


class Answer(TypedDict):
    """A right answer: the text of its cell, and what it needs of other cells, in their order."""

    source: str
    needs: list[Need]


class Attempt(TypedDict):
    """The newest attempt: "right" or "wrong", the known mistake that it makes, the reason given,
    when, and a digest of its text.
    """

    status: str
    mistake: str | None
    reason: str
    time: str
    digest: str


class Entry(TypedDict):
    """An exercise. `passed` stays once earned; `tries` counts answers that differ from the last."""

    passed: bool
    tries: int
    last: Attempt
    answer: NotRequired[Answer]


class Progress(TypedDict):
    """The whole file. `lessons` has the SHA-256 of each file as it was handed out, by its name."""

    format: int
    lessons: dict[str, str]
    exercises: dict[str, Entry]


class NotKept(Exception):
    """Why nothing could be recorded, in a sentence."""


class ProgressFile:
    """The file of one workbook; several kernels and commands may use it at the same time.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = ProgressFile(Path(folder) / FILE)
    ...     _ = file.update(lambda progress: progress["lessons"].update(a="1"))
    ...     file.read()
    {'format': 1, 'lessons': {'a': '1'}, 'exercises': {}}
    """

    def __init__(self, path: Path):
        self.path = path.resolve()
        self.damaged: Path | None = None  # where one that could not be read was put

    @property
    def folder(self) -> Path:
        """The workbook."""
        return self.path.parent

    def read(self) -> Progress:
        """What is recorded."""
        try:
            return self._read()
        except ValueError:
            return self.update(lambda progress: None)

    def update(self, change: Callable[[Progress], None]) -> Progress:
        """Change what is recorded; nobody else's change is lost, and no half of one is written."""
        try:
            with self._lock():
                try:
                    progress = self._read()
                except ValueError:
                    self._set_aside()
                    progress = self._read()
                change(progress)
                self._write(progress)
                return progress
        except OSError as error:
            raise NotKept(f"{self.path} cannot be written: {error.strerror}") from error

    def _read(self) -> Progress:
        """Raise a ValueError if what the file holds is not what this class writes."""
        try:
            text = _retried(lambda: self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return new_progress({})
        except OSError as error:
            raise NotKept(f"{self.path} cannot be read: {error.strerror}") from error
        progress = json.loads(text)
        if not isinstance(progress, dict) or not isinstance(progress.get("format"), int):
            raise ValueError("no progress file")
        if progress["format"] != FORMAT:
            raise NotKept(
                f"{self.path} was written by another version of the course, and stays as it is"
            )
        for part, kind in [("lessons", str), ("exercises", dict)]:
            values = progress.get(part)
            if not isinstance(values, dict) or not all(
                isinstance(v, kind) for v in values.values()
            ):
                raise ValueError("no progress file")
        return cast(Progress, progress)

    def _write(self, progress: Progress) -> None:
        complete = self.path.with_name(f".{self.path.name}.incomplete")
        with open(complete, "wb") as file:
            file.write(as_json(progress))
            file.flush()
            os.fsync(file.fileno())
        _retried(lambda: os.replace(complete, self.path))

    def _set_aside(self) -> None:
        """Rename what cannot be read; an earlier one of that name stays, too."""
        damaged = self.path.with_name(f"{self.path.name}.damaged")
        number = 1
        while damaged.exists():
            number += 1
            damaged = self.path.with_name(f"{self.path.name}.damaged-{number}")
        os.rename(self.path, damaged)
        self.damaged = damaged

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        lock = self.path.with_name(self.path.name + ".lock")
        deadline = time.monotonic() + WAIT
        while True:
            try:
                os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                break
            except FileExistsError:
                pass
            except PermissionError:  # on Windows: it is just being removed
                if os.name != "nt":
                    raise
            with contextlib.suppress(OSError):
                if time.time() - lock.stat().st_mtime > STALE:
                    lock.unlink()
            if time.monotonic() > deadline:
                raise NotKept(
                    f"{self.path} is in use for more than {WAIT:.0f} seconds: {lock.name} exists"
                )
            time.sleep(random.uniform(0.001, 0.01))
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                lock.unlink()


def new_progress(files: dict[str, bytes]) -> Progress:
    """The record of a workbook in which nothing was tried, with these files."""
    hashes = {name: digest(content) for name, content in files.items()}
    return {"format": FORMAT, "lessons": hashes, "exercises": {}}


def as_json(progress: Progress) -> bytes:
    """What the file holds."""
    return (json.dumps(progress, indent=1, ensure_ascii=False) + "\n").encode()


def digest(content: bytes) -> str:
    """What tells whether a file has changed."""
    return hashlib.sha256(content).hexdigest()


def workbook_of(folder: Path) -> ProgressFile | None:
    """The progress file of the workbook that a folder is, or is in."""
    for candidate in (folder, *folder.parents):
        if (candidate / FILE).is_file():
            return ProgressFile(candidate / FILE)
    return None


def _retried(action: Callable[[], T]) -> T:
    """Windows refuses what another process happens to read or replace at that moment."""
    for _ in range(20):
        try:
            return action()
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.01)
    return action()
