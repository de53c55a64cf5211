"""A new exercise: a file that runs and says what is missing, and its cells in the notebook."""

import ast
import importlib
import keyword
import re
from pathlib import Path

from tinydata.course.exercise import exercises_of, lessons
from tinydata.course.notebook.cells import exercise_cells
from tinydata.course.notebook.files import (
    Refusal,
    about,
    as_bytes,
    exercise_of,
    lesson_files,
    read,
    synchronised,
    write_all,
)

SKELETON = '''"""Exercise {id}: TODO."""

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def {name}(values):
    """TODO: say what it returns.

    Parameters
    ----------
    values : list of N int
    """
    return list(values)


def few_or_many(draw):
    """TODO: say what varies from one example to the next."""
    return {"values": draw.integers(draw.size(), -99, 99)}


EXERCISE = Exercise(
    id="{id}",
    title="TODO",
    goal="TODO: write `{name}(values)`, which returns ...",
    minutes=5,
    difficulty=1,
    solution={name},
    hints=[
        "TODO: the first is a nudge.",
        "TODO: the last is nearly all of it.",
    ],
    cases=[
        Case(
            """
            values = [1, 2]
            {name}(values)
            """,
            "[1, 2]",
            why="TODO: the likely reason when this case fails.",
        ),
    ],
    examples=[
        Examples(
            few_or_many,
            ["{name}(values)"],
            why="TODO: the likely reason when an example fails and no case does.",
        ),
    ],
    mistakes=[
        Mistake(
            ("list(values)", "values[:1]"),
            "TODO: what somebody did who wrote this. At least four of these.",
        ),
    ],
)
'''


def new_exercise(id: str, notebooks: Path) -> list[Path]:
    """Write the file of a new exercise, its place in the order, and its cells in the notebook.

    It comes last in its lesson. The paths that were written are returned.

    Raises
    ------
    Refusal
        If the lesson is unknown, the name is taken or cannot name a file. Nothing is written then.
    """
    topic, package = _lesson(id)
    folder = Path(*importlib.import_module(package).__path__)
    name = _file_name(id, folder)
    notebook_path = _notebook_of(package, notebooks)
    file, order = folder / f"{name}.py", folder / "__init__.py"
    with about(notebook_path):
        notebook = synchronised(read(notebook_path))
    place = _behind([exercise.id for exercise in exercises_of(topic)], notebook)
    write_all({file: SKELETON.replace("{id}", id).replace("{name}", name).encode()})
    try:
        importlib.invalidate_caches()
        exercise = importlib.import_module(f"{package}.{name}").EXERCISE
        notebook.cells[place:place] = exercise_cells(exercise)
        contents = {order: _with_name(order, name), notebook_path: as_bytes(notebook)}
        write_all(contents)
    except BaseException:
        file.unlink()
        raise
    return [file, *contents]


def _lesson(id) -> tuple[str, str]:
    topic, dot, name = id.partition(".")
    if not dot or not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise Refusal(
            f"an exercise is named LESSON.NAME, in small letters and hyphens such as "
            f"batching.index-chunks, but got {id!r}"
        )
    if topic not in lessons():
        raise Refusal(f"there is no lesson {topic!r}; the lessons are {', '.join(lessons())}")
    return topic, lessons()[topic]


def _file_name(id, folder) -> str:
    name = id.partition(".")[2].replace("-", "_")
    if keyword.iskeyword(name):
        raise Refusal(f"{name!r} is a word of Python, which cannot name a function")
    if (folder / f"{name}.py").exists():
        raise Refusal(f"there is a file {folder / name}.py already")
    return name


def _notebook_of(package, notebooks) -> Path:
    number = package.partition("lesson_")[2][:2]
    found = [path for path in lesson_files(notebooks) if path.name.startswith(f"{number}_")]
    if len(found) != 1:
        raise Refusal(
            f"{notebooks} should hold one notebook {number}_….ipynb, but got {len(found)}"
        )
    return found[0]


def _behind(ids, notebook) -> int:
    """Where the last exercise of the lesson ends; the end of a notebook that has none."""
    places = [i for i, cell in enumerate(notebook.cells, 1) if exercise_of(cell)[0] in ids]
    return max(places, default=len(notebook.cells))


def _with_name(path, name) -> bytes:
    """The text of a lesson's `__init__.py`, with one more name at the end of `ORDER`."""
    text = path.read_text(encoding="utf-8")
    [node] = [node for node in ast.parse(text).body if isinstance(node, ast.Assign)]
    names = [f'"{known}"' for known in [*ast.literal_eval(node.value), name]]
    line = f"ORDER = [{', '.join(names)}]"
    if len(line) > 88:  # as in exercises/ruff.toml
        line = "\n".join(["ORDER = [", *(f"    {known}," for known in names), "]"])
    lines = text.splitlines()
    lines[node.lineno - 1 : node.end_lineno] = line.splitlines()
    return ("\n".join(lines) + "\n").encode()
