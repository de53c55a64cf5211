"""A wheel is all that a learner needs: installed alone, started in an empty folder, and updated."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from tinydata.course.exercise import all_exercises, find
from tinydata.course.notebook.files import exercise_of, read, write
from tinydata.course.notebook.stubs import solution_source
from tinydata.course.workbook.record import FILE

ROOT = Path(__file__).parents[2]
LESSON, OTHER = "00_start_here.ipynb", "04_batching.ipynb"
EXERCISE = "start.warm-up"
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
where = {"metadata": {"path": "workbook"}}  # as JupyterLab does
NotebookClient(notebook, kernel_name="python3", resources=where).execute()
nbformat.write(notebook, sys.argv[1])
"""


class Learner:
    """Somebody with an environment of their own, in which nothing of this clone is to be found."""

    def __init__(self, folder: Path):
        self.folder = folder / "learner"
        self.folder.mkdir()
        self.workbook = self.folder / "workbook"
        environment = folder / "environment"
        venv.create(environment, with_pip=False)
        self.python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
        # What the wheel requires would take minutes to install: it is borrowed from this Python,
        # by a path that makes nothing of what is linked there, the clone least of all.
        paths = {"base": str(environment), "platbase": str(environment)}
        self.site = Path(sysconfig.get_path("purelib", "venv", vars=paths))
        borrowed = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
        (self.site / "borrowed.pth").write_text("\n".join(borrowed))
        kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "TINYDATA_RECORD")}
        own = {"JUPYTER_DATA_DIR": str(folder / "data"), "IPYTHONDIR": str(folder / "ipython")}
        self.environment = kept | own | {"PYTHONUTF8": "1"}

    def run(self, *arguments) -> str:
        done = subprocess.run(
            [self.python, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def course(self, *arguments) -> str:
        return self.run("-m", "tinydata.course", *arguments)

    def install(self, wheel: Path) -> None:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", self.python]
        install = [*pip, "install", "--quiet", "--no-deps", "--no-index", "--upgrade", wheel]
        subprocess.run(install, check=True, capture_output=True, env=self.environment)


def wheel_of(course: Path, version: str) -> Path:
    """The wheel of a copy of the course."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    text = text.replace('version = "0.1.0"', f'version = "{version}"')
    (course / "pyproject.toml").write_text(text, encoding="utf-8")
    build = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    run = [sys.executable, "-c", build, "dist"]
    done = subprocess.run(run, cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return course / "dist" / done.stdout.split()[-1]


@pytest.fixture
def course(tmp_path):
    pytest.importorskip("hatchling")
    folder = tmp_path / "course"
    ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in ("tinydata", "notebooks", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


def test_a_wheel_from_the_first_start_to_an_update(tmp_path, course):
    learner = Learner(tmp_path)
    learner.install(wheel_of(course, "1.0"))
    where = learner.run("-c", "import tinydata; print(tinydata.__file__)")
    assert Path(where.strip()).is_relative_to(learner.site)

    assert "made: " in learner.course("start", "--no-lab")
    assert len(list(learner.workbook.glob("*.ipynb"))) == len(
        list(course.glob("notebooks/*.ipynb"))
    )
    assert {path.name for path in learner.workbook.glob("figures/*")} == {
        path.name for path in course.glob("notebooks/figures/*.*")
    }
    assert {"MAP.md", "GLOSSARY.md"} <= {path.name for path in learner.workbook.glob("*.md")}
    assert not list(learner.site.rglob("ruff.toml"))
    lesson = learner.workbook / LESSON
    notebook = read(lesson)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    for cell in notebook.cells:
        if exercise_of(cell) == (EXERCISE, "stub"):
            cell.source = solution_source(find(EXERCISE))
    write(lesson, notebook)
    learner.run("-c", RUN, lesson)
    outputs = [output for cell in read(lesson).cells for output in cell.get("outputs", [])]
    assert outputs and not any(o.output_type == "error" for o in outputs)
    assert not any(output.get("name") == "stderr" for output in outputs)

    progress = json.loads(learner.course("progress", "--json"))
    assert (progress["solved"], progress["of"]) == (1, len(all_exercises()))
    assert "my_tinydata: 1 answer in 1 module\n" in learner.course("mine")
    name = find(EXERCISE).name
    asked = f"import sys; sys.path.append('workbook'); from my_tinydata import {name} as it"
    assert learner.run("-c", f"{asked}; print(it.__module__)") == "my_tinydata.start\n"

    # A newer wheel, in which both lessons have changed, and only one was touched by the learner.
    for changed in (LESSON, OTHER):
        newer = nbformat.read(course / "notebooks" / changed, 4)
        newer.cells.append(new_markdown_cell("A new last word.", id="last-word"))
        write(course / "notebooks" / changed, newer)
    before = {path: path.read_bytes() for path in learner.workbook.rglob("*") if path.is_file()}
    learner.install(wheel_of(course, "2.0"))
    said = learner.course("start", "--no-lab")
    assert f"kept as you changed them: {LESSON}\n" in said
    assert f"brought up to date: {OTHER}\n" in said
    assert f"newer in the course than here: {LESSON} " in said
    after = {path: path.read_bytes() for path in learner.workbook.rglob("*") if path.is_file()}
    own = {learner.workbook / name for name in (OTHER, FILE)}
    assert {path for path in after if after[path] != before.get(path)} <= own
    assert before.keys() == after.keys()
    assert json.loads(learner.course("progress", "--json")) == progress

    learner.course("start", "--no-lab", "--fresh", "00")
    assert (learner.workbook / "00_start_here.old-1.ipynb").read_bytes() == before[lesson]
    cells = {exercise_of(cell): cell.source for cell in read(lesson).cells}
    assert cells[EXERCISE, "stub"] == solution_source(find(EXERCISE)).strip()
    assert "A new last word." in lesson.read_text(encoding="utf-8")
