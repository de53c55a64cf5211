"""Folders of PNG files, listed in no helpful order, whose opening is counted."""

import atexit
import builtins
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from unittest.mock import patch

import numpy as np
from PIL import Image

from tinydata.course.exercises.lesson_02_dataset.fixtures import pictures


def folders():
    """Folders of PNG files, whose opening is counted."""
    with _listed_backwards(), _opened() as opened:
        yield {
            "images": pictures(),
            "make_folder": lambda images, names: _folder(images.tobytes(), tuple(names)),
            "files_opened": lambda: len(opened),
        }


@cache
def _folder(pixels: bytes, names: tuple[str, ...]) -> Path:
    # Kept until Python ends: making and deleting one for each case would take most of the time.
    folder = TemporaryDirectory(ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    for name, image in zip(names, np.frombuffer(pixels, np.uint8).reshape(-1, 8, 8), strict=True):
        path = Path(folder.name, name)
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(image).save(path)
    return Path(folder.name)


class _Entries:
    """What `os.scandir` gives: an iterator that can be closed."""

    def __init__(self, entries):
        self.entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self.entries = iter(())


@contextmanager
def _listed_backwards() -> Iterator[None]:
    # Most systems list a folder in any order, and some sort it: an answer that forgets to sort
    # should fail on all of them.
    listdir, scandir = os.listdir, os.scandir

    def backwards(*path):
        with scandir(*path) as entries:
            return _Entries(sorted(entries, key=lambda entry: entry.name, reverse=True))

    with (
        patch("os.listdir", lambda *path: sorted(listdir(*path), reverse=True)),
        patch("os.scandir", backwards),
    ):
        yield


@contextmanager
def _opened() -> Iterator[list[IO]]:
    # Counted where all libraries open files, not in Pillow: there are several ways to read one.
    opened, real = [], io.open

    def counted(file, mode="r", *args, **options):
        stream = real(file, mode, *args, **options)
        if str(file).endswith(".png") and "r" in mode:
            opened.append(stream)
        return stream

    with patch.object(builtins, "open", counted), patch.object(io, "open", counted):
        yield opened
    for stream in opened:
        stream.close()
