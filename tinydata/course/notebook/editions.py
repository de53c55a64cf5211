"""Editions of the course: the learner's, and those for a class: nbgrader's source, and solved."""

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING

from tinydata.course.exercise import find
from tinydata.course.notebook.cells import help_text
from tinydata.course.notebook.files import (
    FOLDER,
    Refusal,
    about,
    as_bytes,
    differences,
    exercise_ids,
    exercise_of,
    lesson_files,
    read,
    write_all,
)
from tinydata.course.notebook.stubs import marked_source, solution_source
from tinydata.course.workbook.record import FILE as PROGRESS
from tinydata.course.workbook.record import as_json, digest, new_progress

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOR_THE_LEARNER = Path(__file__).parents[1] / "workbook" / "for_the_learner"
RECORD = ".tinydata-export.json"  # what was written, so that a later export sees what was edited


def export(notebooks: Path, to: Path) -> list[Path]:
    """Write the editions of the lessons; the graded ones of those that have exercises.

    `source/LESSON/LESSON.ipynb` is what `nbgrader generate_assignment` starts from,
    `solved/LESSON.ipynb` has the solutions put in. `handout` is a workbook: all lessons, without
    solutions.

    Raises
    ------
    Refusal
        If it cannot be done whole, or would write over what was edited. Nothing is written then.
    """
    lessons = lesson_files(notebooks)
    contents = _editions(lessons, to)
    if any(to.resolve().is_relative_to(own.resolve()) for own in (notebooks, FOLDER)):
        raise Refusal(f"{to} belongs to the lessons themselves: export into another folder")
    overwritten = {path.resolve() for path in contents} & {path.resolve() for path in lessons}
    if overwritten:
        raise Refusal(f"{to} would write over the lessons it reads: export into another folder")
    _refuse_edited(contents, to)
    hashes = {path.relative_to(to).as_posix(): digest(text) for path, text in contents.items()}
    record = _record(to) | hashes
    write_all(contents | {to / RECORD: json.dumps(record, indent=1, sort_keys=True).encode()})
    return [path for path in contents if path.suffix == ".ipynb"]


def source_edition(notebook: "NotebookNode") -> "NotebookNode":
    """Solutions between marks, checks that assert and carry points."""

    def change(exercise, role, cell):
        if role == "help":
            cell.source = help_text(exercise, with_solution=False)
        if role == "stub":
            cell.source = marked_source(exercise)
            _grade(cell, solution=True)
        if role == "task":
            _grade(cell, locked=True)
        if role == "check":
            cell.source = f"assert {cell.source}"
            _grade(cell, grade=True, locked=True, points=exercise.difficulty)

    return _changed(notebook, change)


def solved_edition(notebook: "NotebookNode") -> "NotebookNode":
    """As a learner who solved everything would hand it in."""

    def change(exercise, role, cell):
        if role == "stub":
            cell.source = solution_source(exercise)

    return _changed(source_edition(notebook), change)


def learners_edition(notebook: "NotebookNode", with_solutions: bool = True) -> "NotebookNode":
    """Without outputs, so that no answer stands below a prediction; solutions folded, or none."""

    def change(exercise, role, cell):
        if role == "help" and not with_solutions:
            cell.source = help_text(exercise, with_solution=False)

    return _changed(notebook, change)


def workbook_files(lessons: Path, with_solutions: bool = True) -> dict[str, bytes]:
    """What a learner gets, but for the record: each file's name in the workbook, and content."""
    contents = {}
    for path in lesson_files(lessons):
        with about(path):
            contents[path.name] = as_bytes(learners_edition(read(path), with_solutions))
    contents |= {path.name: path.read_bytes() for path in sorted(FOR_THE_LEARNER.glob("*.md"))}
    contents |= _map_and_glossary(lessons)
    contents |= {f"figures/{path.name}": path.read_bytes() for path in _figures(lessons)}
    return contents


def _map_and_glossary(lessons) -> dict[str, bytes]:
    """Two pages of the course, whose links lead to the lessons and to each other."""
    # In a wheel the glossary lies with the lessons, in a clone with the documents.
    pages = {
        "MAP.md": [lessons / "README.md"],
        "GLOSSARY.md": [lessons / "glossary.md", lessons.parent / "docs" / "glossary.md"],
    }
    contents = {}
    for name, places in pages.items():
        for path in filter(Path.is_file, places):
            text = path.read_text(encoding="utf-8").replace("](../notebooks/", "](")
            contents[name] = text.replace("](../docs/glossary.md)", "](GLOSSARY.md)").encode()
    return contents


def _editions(lessons, to) -> dict[Path, bytes]:
    """What to write: the editions of the lessons, and the figures beside them."""
    figures = {path.name: path.read_bytes() for path in _figures(lessons[0].parent)}
    editions = {"source": source_edition, "solved": solved_edition}
    contents = {}
    for path in lessons:
        with about(path):
            notebook = read(path)
            if changed := differences(notebook):
                raise Refusal(
                    f"exercise cells are not as their source has them: {', '.join(changed)}. "
                    "Run `python -m tinydata.course sync` first"
                )
        if not exercise_ids(notebook):
            continue
        for name, edition in editions.items():
            folder = to / name / path.stem if name == "source" else to / name
            contents[folder / path.name] = as_bytes(edition(notebook))
            contents |= {folder / "figures" / name: data for name, data in figures.items()}
    if not contents:
        raise Refusal(f"there are no exercises in the notebooks of {lessons[0].parent}")
    handout = workbook_files(lessons[0].parent, with_solutions=False)
    progress = new_progress(handout)
    progress["lessons"] = _handed_out_before(to) | progress["lessons"]
    handout[PROGRESS] = as_json(progress)
    return contents | {to / "handout" / name: content for name, content in handout.items()}


def _handed_out_before(to) -> dict[str, str]:
    """The hashes of lessons that an earlier export put into the handout, and that are there."""
    within = "handout/"
    return {
        name.removeprefix(within): digest
        for name, digest in _record(to).items()
        if name.startswith(within) and name != within + PROGRESS and (to / name).is_file()
    }


def _figures(lessons) -> list[Path]:
    return sorted(lessons.glob("figures/*.*"))


def _refuse_edited(contents, to) -> None:
    """Refuse to write over a file that is neither ours, as it was exported, nor equal anyway."""
    exported = _record(to)
    edited = []
    for path, content in contents.items():
        if path.exists() and (not path.is_file() or path.read_bytes() != content):
            name = path.relative_to(to).as_posix()
            if not path.is_file() or digest(path.read_bytes()) != exported.get(name):
                edited.append(name)
    if edited:
        raise Refusal(
            f"{to} holds files that were edited, or that no export wrote: {', '.join(edited)}. "
            "Move them away, or export into another folder"
        )


def _record(to) -> dict[str, str]:
    try:
        return json.loads((to / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _changed(notebook, change) -> "NotebookNode":
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        id, role = exercise_of(cell)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if id:
            change(find(id), role, cell)
    return notebook


def _grade(cell, grade=False, solution=False, locked=False, points=None) -> None:
    """Write into the cell what nbgrader wants to know about it."""
    cell.metadata.nbgrader = {
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
        "grade_id": cell.id,
        "schema_version": 3,
    }
    if points is not None:
        cell.metadata.nbgrader["points"] = points
