"""A learner at work: the lessons of a workbook in real kernels, with answers put into the stubs."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from kernel import Kernel, Shown

from tinydata.course.exercise import find
from tinydata.course.notebook.files import exercise_of, read
from tinydata.course.notebook.stubs import solution_source
from tinydata.course.workbook.answers import statements

ROOT = Path(__file__).parents[2]


def recording() -> dict[str, str]:
    """The environment of a learner, whose progress is recorded."""
    search = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {k: v for k, v in os.environ.items() if k != "TINYDATA_RECORD"} | {"PYTHONPATH": search}


def command(folder: Path, *arguments: str) -> str:
    """What a command of the course prints, typed in a folder."""
    run = [sys.executable, "-m", "tinydata.course", *arguments]
    options = {"capture_output": True, "text": True, "encoding": "utf-8"}
    done = subprocess.run(run, cwd=folder, env=recording() | {"PYTHONUTF8": "1"}, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Sitting(Kernel):
    """A kernel in a workbook, as JupyterLab starts one for a notebook."""

    def __init__(self, workbook: Path):
        super().__init__(cwd=str(workbook), env=recording())
        self.workbook = workbook

    def lesson(self, number: int, answers: dict[str, str], skip: str = "") -> dict[str, Shown]:
        """Run the exercises of a lesson, and what they build on; what their cells showed, by id.

        `answers` are texts for stubs, by exercise, in place of our solutions; `skip` is the role of
        cells that the learner passes over.
        """
        (path,) = self.workbook.glob(f"{number:02d}_*.ipynb")
        shown = {}
        for cell in read(path).cells:
            id, role = exercise_of(cell)
            if cell.cell_type != "code" or (role and role == skip):
                continue
            text = cell.source
            if role == "stub":
                text = answers.get(id) or solution_source(find(id))
            elif not role and not cell.id.endswith("-imports"):
                text = "\n".join(s.text for s in statements(text) if _is_built_on(s))
            one = self.run(text) if text else None
            if one and role:
                shown[cell.id] = one
        return shown


def _is_built_on(statement) -> bool:
    """Whether it is an import, an earlier answer or a class that the lesson gives."""
    return statement.imports or bool(statement.fetches) or isinstance(statement.node, ast.ClassDef)
