"""Notebook files: read, write, and bring the cells of their exercises up to date."""

import json
from pathlib import Path

from tinydata.course.exercise import find
from tinydata.course.notebook.cells import ROLES, exercise_cells

FOLDER = Path(__file__).resolve().parents[3] / "notebooks"


def read(path: Path) -> dict:
    """A notebook as Jupyter's JSON."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def write(path: Path, notebook: dict) -> None:
    """Write a notebook byte for byte as Jupyter's own tools do."""
    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False)
    Path(path).write_text(text + "\n", encoding="utf-8", newline="\n")


def source(cell: dict) -> str:
    """The text of a cell."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def exercise_of(cell: dict) -> tuple[str, str]:
    """Id and role of an exercise cell; two empty strings for any other cell."""
    return cell["metadata"].get("exercise", ""), cell["metadata"].get("role", "")


def exercise_ids(notebook: dict) -> list[str]:
    """The exercises of a notebook, in order."""
    return list(dict.fromkeys(id for id, _ in map(exercise_of, notebook["cells"]) if id))


def synchronised(notebook: dict) -> dict:
    """The notebook with its exercise cells as their source has them; outputs stay.

    Raises
    ------
    ValueError
        If the cells of an exercise are not all there, together and in order.
    """
    cells: list[dict] = []
    old = iter(notebook["cells"])
    for cell in old:
        id, _ = exercise_of(cell)
        if not id:
            cells.append(cell)
            continue
        group = [cell, *(next(old, {"metadata": {}}) for _ in ROLES[1:])]
        if [exercise_of(member) for member in group] != [(id, role) for role in ROLES]:
            raise ValueError(f"the cells of {id} should be together, in the order {ROLES}")
        for new, member in zip(exercise_cells(find(id)), group, strict=True):
            kept = {key: member[key] for key in ("outputs", "execution_count") if key in member}
            cells.append(new | kept)
    return notebook | {"cells": cells}


def differences(notebook: dict) -> list[str]:
    """The ids of exercise cells that are not as their source has them."""
    pairs = zip(notebook["cells"], synchronised(notebook)["cells"], strict=True)
    return [new["id"] for old, new in pairs if old != new]
