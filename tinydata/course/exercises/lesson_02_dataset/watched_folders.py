"""Folders of PNG files, listed in no helpful order; what is opened and listed is counted."""

import atexit
import builtins
import glob
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from unittest.mock import patch

import numpy as np
from PIL import Image

from tinydata.course.exercises.lesson_02_dataset.fixtures import pictures


def folders():
    """What the cases see: pictures, folders of them, and counts of what is opened and listed."""
    with _listed_backwards() as listed, _opened() as opened:
        yield {
            "images": pictures(),
            "make_folder": make_folder,
            "files_opened": lambda: len(opened),
            "folders_listed": lambda: len(listed),
        }


def make_folder(
    images: Iterable[np.ndarray | None], names: Sequence[str], empty: Sequence[str] = ()
) -> Path:
    """A folder with these files in it: PNG files, or a broken one where there is no image.

    It has folders of the names in `empty` as well, unless there are files in them.
    """
    return _folder(tuple(empty), tuple(names), *map(_png_of, images))


def _png_of(image: np.ndarray | None) -> bytes:
    return b"broken" if image is None else _png(image.tobytes(), image.shape)


@cache
def _png(pixels: bytes, shape: tuple[int, int]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.frombuffer(pixels, np.uint8).reshape(shape)).save(file, "png")
    return file.getvalue()


@cache
def _folder(empty: tuple[str, ...], names: tuple[str, ...], *files: bytes) -> Path:
    # Kept until Python ends: making and deleting one for each case would take most of the time.
    folder = TemporaryDirectory(ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    for name in empty:
        Path(folder.name, name).mkdir()
    for name, content in zip(names, files, strict=True):
        path = Path(folder.name, name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
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
def _listed_backwards() -> Iterator[list]:
    # Most systems list a folder in any order, and some sort it: an answer that forgets to sort
    # should fail on all of them.
    listed, listdir, scandir = [], os.listdir, os.scandir

    def names_backwards(*path):
        listed.append(path)
        return sorted(listdir(*path), reverse=True)

    def backwards(*path):
        listed.append(path)
        with scandir(*path) as entries:
            return _Entries(sorted(entries, key=lambda entry: entry.name, reverse=True))

    with ExitStack() as patches:
        patches.enter_context(patch("os.listdir", names_backwards))
        patches.enter_context(patch("os.scandir", backwards))
        globber = vars(getattr(glob, "_StringGlobber", object)).get("scandir")
        if (
            isinstance(globber, staticmethod) and globber.__func__ is scandir
        ):  # Python 3.13
            patches.enter_context(
                patch("glob._StringGlobber.scandir", staticmethod(backwards))
            )
        yield listed


@contextmanager
def _opened() -> Iterator[list[IO]]:
    # Counted where all libraries open files, not in Pillow: there are several ways to read one.
    opened, real = [], io.open

    def counted(file, mode="r", *args, **options):
        stream = real(file, mode, *args, **options)
        if str(file).endswith(".png") and "r" in mode:
            opened.append(stream)
        return stream

    places = [(builtins, "open"), (io, "open")]
    if shell := sys.modules.get("IPython.core.interactiveshell"):
        places.append((shell, "io_open"))  # what `open` in a notebook's cell calls
    with ExitStack() as patches:
        for module, name in places:
            patches.enter_context(patch.object(module, name, counted))
        yield opened
    for stream in opened:
        stream.close()
