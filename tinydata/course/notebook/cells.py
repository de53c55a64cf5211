"""The five notebook cells of an exercise, generated from its source."""

from typing import TYPE_CHECKING

from tinydata.course.exercise import Exercise
from tinydata.course.notebook.stubs import solution_source, stub_source

if TYPE_CHECKING:
    from nbformat import NotebookNode

ROLES = ("task", "stub", "check", "help", "use")
TAGS = {"stub": ["exercise"], "help": ["help"]}


def exercise_cells(exercise: Exercise) -> "list[NotebookNode]":
    """Task, stub, check, hints with solution, and the cell that goes on."""
    sources = {
        "task": task(exercise),
        "stub": stub_source(exercise),
        "check": f'check("{exercise.id}")',
        "help": help_text(exercise),
        "use": f'{exercise.name} = use("{exercise.id}")',
    }
    return [_cell(exercise, role, sources[role]) for role in ROLES]


def task(exercise: Exercise) -> str:
    """What is asked, in Markdown."""
    dots = "●" * exercise.difficulty + "○" * (3 - exercise.difficulty)
    parts = [
        f"### Exercise: {exercise.title}",
        exercise.goal.strip(),
        f"*{exercise.minutes} minutes · difficulty {dots}*",
    ]
    if exercise.predict:
        parts.append(f"**Predict first.** {exercise.predict.strip()}")
    return "\n\n".join(parts)


def help_text(exercise: Exercise, with_solution: bool = True) -> str:
    """Hints, one below the other, and the solution, all folded away."""
    folded = [(f"Hint {i}", hint.strip()) for i, hint in enumerate(exercise.hints, 1)]
    if with_solution:
        folded.append(("Solution", f"```python\n{solution_source(exercise)}\n```"))
    return "\n\n".join(
        f"<details>\n<summary>{title}</summary>\n\n{text}\n\n</details>" for title, text in folded
    )


def cell_id(exercise: Exercise, role: str) -> str:
    """A stable id, in the characters that the format allows."""
    return f"{exercise.id.replace('.', '-')}-{role}"


def _cell(exercise, role, source) -> "NotebookNode":
    from nbformat.v4 import new_code_cell, new_markdown_cell  # see notebook.files

    make = new_markdown_cell if role in ("task", "help") else new_code_cell
    metadata = {"exercise": exercise.id, "role": role}
    if role in TAGS:
        metadata["tags"] = TAGS[role]
    return make(source, id=cell_id(exercise, role), metadata=metadata)
