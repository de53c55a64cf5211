"""Notebook files: read, write, and bring the cells of their exercises up to date.

To import nbformat takes longer than most commands, so it is done where a notebook is at hand.
"""

import copy
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tinydata.course.exercise import find
from tinydata.course.notebook.cells import ROLES, exercise_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

_COURSE = Path(__file__).resolve().parents[1]
_CLONE = _COURSE.parents[1]
# A wheel carries the lessons inside of the package; in a clone they stand beside it.
FOLDER = _CLONE / "notebooks" if (_CLONE / "pyproject.toml").is_file() else _COURSE / "lessons"


class Refusal(Exception):
    """What a command cannot do whole, in a sentence."""


@contextmanager
def about(path: Path) -> Iterator[None]:
    """A refusal in here is about this file, and names it."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(f"{path.name}: {refusal}") from refusal


def lesson_files(folder: Path) -> list[Path]:
    """The notebooks of a folder, which should have some."""
    if not folder.is_dir():
        raise Refusal(f"there is no folder {folder}")
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise Refusal(f"there are no notebooks in {folder}")
    return paths


def read(path: Path) -> "NotebookNode":
    """A notebook as Jupyter reads it."""
    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # nbformat mends doubled ids, and warns
            notebook = nbformat.reads(path.read_text(encoding="utf-8"), nbformat.NO_CONVERT)
            nbformat.validate(notebook)
    except Exception as error:  # of JSON, of the encoding, of the format: each has its own type
        reason = str(error).partition("\n")[0].partition(". ")[0]
        raise Refusal(f"this cannot be read as a notebook: {reason}") from error
    version = notebook.nbformat, notebook.nbformat_minor
    if not (4, 5) <= version < (5, 0):  # cells have ids since then
        raise Refusal(f"the format should be 4.5, but is {version[0]}.{version[1]}: save it anew")
    return notebook


def write(path: Path, notebook: dict) -> None:
    """Write a notebook byte for byte as Jupyter's own tools do."""
    write_all({path: as_bytes(notebook)})


def as_bytes(notebook: dict) -> bytes:
    """What the file of a notebook holds."""
    import nbformat

    return (nbformat.writes(nbformat.from_dict(notebook), nbformat.NO_CONVERT) + "\n").encode()


def write_all(contents: dict[Path, bytes]) -> None:
    """Write all of the files or none: they are moved to their places when all are complete."""
    waiting = {path: path.with_name(f".{path.name}.incomplete") for path in contents}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting[path].write_bytes(content)
            if path.exists():
                shutil.copymode(path, waiting[path])
        for path, complete in waiting.items():
            os.replace(complete, path)
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}") from error
    finally:
        for incomplete in waiting.values():
            with suppress(OSError):
                incomplete.unlink()


def exercise_of(cell: dict) -> tuple[str, str]:
    """Id and role of an exercise cell; two empty strings for any other cell."""
    return cell["metadata"].get("exercise", ""), cell["metadata"].get("role", "")


def exercise_ids(notebook: dict) -> list[str]:
    """The exercises of a notebook, in order."""
    return list(dict.fromkeys(id for id, _ in map(exercise_of, notebook["cells"]) if id))


def synchronised(notebook: "NotebookNode") -> "NotebookNode":
    """The notebook with its exercise cells as their source has them; outputs stay.

    Raises
    ------
    Refusal
        If an exercise is unknown or there twice, or if its cells are not all there, together and in
        order, or hold more than they should: a cell was split, copied, moved, merged or deleted.
    """
    from nbformat import NotebookNode

    cells: list[NotebookNode] = []
    seen = set()
    old = iter(notebook.cells)
    for cell in old:
        id, _ = exercise_of(cell)
        if not id:
            cells.append(cell)
            continue
        group = [cell, *(next(old, NotebookNode(metadata={})) for _ in ROLES[1:])]
        _refuse_disorder(id, group, id in seen)
        seen.add(id)
        for new, member in zip(_cells_of(id), group, strict=True):
            _refuse_merged(new, member)
            kept = {key: member[key] for key in ("outputs", "execution_count") if key in member}
            cells.append(NotebookNode(new | kept))
    changed = copy.copy(notebook)
    changed.cells = cells
    return changed


def differences(notebook: "NotebookNode") -> list[str]:
    """The ids of exercise cells that are not as their source has them."""
    pairs = zip(notebook.cells, synchronised(notebook).cells, strict=True)
    return [new.id for old, new in pairs if old != new]


def _cells_of(id) -> "list[NotebookNode]":
    try:
        return exercise_cells(find(id))
    except LookupError as error:
        raise Refusal(error.args[0]) from error


def _refuse_disorder(id, group, again) -> None:
    found = [role if other == id else "another" for other, role in map(exercise_of, group)]
    if found != list(ROLES):
        raise Refusal(
            f"the cells of {id} should be {', '.join(ROLES)}, together and in this order, but got "
            f"{', '.join(found)}: was one split, copied, moved, merged or deleted?"
        )
    if again:
        raise Refusal(f"the cells of {id} are there twice: delete the copy")


def _refuse_merged(new, member) -> None:
    """Text of a neighbour, put into a cell that is generated, would be lost."""
    role, text = new.metadata.role, member.source.strip()
    if role == "task" and not text.startswith("### Exercise: "):
        raise Refusal(f"the cell {new.id} should begin with its heading: move what stands above it")
    if role in ("check", "use") and len(text.splitlines()) > 1:
        raise Refusal(f"the cell {new.id} should be one line, {new.source}: move the others")
