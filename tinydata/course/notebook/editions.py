"""Editions of the course for a class: nbgrader source, solved, and handout without solutions."""

import shutil
from pathlib import Path

from tinydata.course.exercise import find
from tinydata.course.notebook.cells import help_text
from tinydata.course.notebook.files import exercise_of, read, source, write
from tinydata.course.notebook.stubs import marked_source, solution_source


def export(notebooks: Path, to: Path) -> list[Path]:
    """Write the three editions of each lesson that has exercises.

    `source/LESSON/LESSON.ipynb` is what `nbgrader generate_assignment` starts from,
    `solved/LESSON.ipynb` has the solutions put in, `handout/LESSON.ipynb` has none.
    """
    editions = {"source": source_edition, "solved": solved_edition, "handout": handout}
    written = []
    for path in sorted(notebooks.glob("*.ipynb")):
        notebook = read(path)
        if not any(exercise_of(cell)[0] for cell in notebook["cells"]):
            continue
        for name, edition in editions.items():
            folder = to / name / path.stem if name == "source" else to / name
            folder.mkdir(parents=True, exist_ok=True)
            if (notebooks / "figures").is_dir():
                shutil.copytree(notebooks / "figures", folder / "figures", dirs_exist_ok=True)
            write(folder / path.name, edition(notebook))
            written.append(folder / path.name)
    return written


def source_edition(notebook: dict) -> dict:
    """Solutions between marks, checks that assert and carry points."""

    def change(exercise, role, cell):
        if role == "help":
            return _with_text(cell, help_text(exercise, with_solution=False))
        if role == "stub":
            cell = _with_text(cell, marked_source(exercise))
            return _graded(cell, solution=True)
        if role == "task":
            return _graded(cell, locked=True)
        if role == "check":
            cell = _with_text(cell, f"assert {source(cell)}")
            return _graded(cell, grade=True, locked=True, points=exercise.difficulty)
        return cell

    return _changed(notebook, change)


def solved_edition(notebook: dict) -> dict:
    """As a learner who solved everything would hand it in."""

    def change(exercise, role, cell):
        if role == "stub":
            return _with_text(cell, solution_source(exercise))
        return cell

    return _changed(source_edition(notebook), change)


def handout(notebook: dict) -> dict:
    """Hints, but no solutions."""

    def change(exercise, role, cell):
        if role == "help":
            return _with_text(cell, help_text(exercise, with_solution=False))
        return cell

    return _changed(notebook, change)


def _changed(notebook, change) -> dict:
    cells = []
    for cell in notebook["cells"]:
        id, role = exercise_of(cell)
        if cell["cell_type"] == "code":
            cell = cell | {"outputs": [], "execution_count": None}
        cells.append(change(find(id), role, cell) if id else cell)
    return notebook | {"cells": cells}


def _with_text(cell, text) -> dict:
    return cell | {"source": text.splitlines(keepends=True)}


def _graded(cell, grade=False, solution=False, locked=False, points=None) -> dict:
    """The cell with what nbgrader wants to know about it."""
    settings = {
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
        "grade_id": cell["id"],
        "schema_version": 3,
    }
    if points is not None:
        settings["points"] = points
    return cell | {"metadata": cell["metadata"] | {"nbgrader": settings}}
