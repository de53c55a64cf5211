"""nbgrader itself grades the exported lessons: all points if solved, none if left blank."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from tinydata.course.exercise import find
from tinydata.course.notebook.editions import export
from tinydata.course.notebook.files import FOLDER, exercise_ids, exercise_of, read
from tinydata.course.notebook.stubs import stub_source

pytestmark = pytest.mark.grading

LESSONS = [path for path in sorted(FOLDER.glob("*.ipynb")) if exercise_ids(read(path))]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course directory with the exported editions, and nbgrader's interface to it."""
    pytest.importorskip("nbgrader")
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    folder = tmp_path_factory.mktemp("class")
    export(FOLDER, folder)
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.ExecutePreprocessor.timeout = 300
    with pytest.MonkeyPatch.context() as patch:
        search = os.pathsep.join(filter(None, [str(FOLDER.parent), os.environ.get("PYTHONPATH")]))
        patch.setenv("PYTHONPATH", search)
        programs = Path(sys.executable).parent  # nbgrader starts one of its environment by name
        patch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
        yield folder, NbGraderAPI(config=config)


def released(api, folder, path):
    """The notebook that nbgrader hands out, which it makes when it is first asked for."""
    notebook = folder / "release" / path.stem / path.name
    if not notebook.exists():
        done = api.generate_assignment(path.stem)
        assert done["success"], done["log"]
    return notebook


def score(api, folder, lesson, student, notebook):
    """Points that nbgrader gives to a notebook that a student hands in."""
    submitted = folder / "submitted" / student / lesson
    shutil.copytree(folder / "release" / lesson, submitted)
    shutil.copy(notebook, submitted / f"{lesson}.ipynb")
    done = api.autograde(lesson, student)
    assert done["success"], done["log"]
    submission = api.get_submission(lesson, student)
    return submission["score"], submission["max_score"]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_points(course, path):
    folder, api = course
    lesson = path.stem
    blank = released(api, folder, path)
    points = sum(find(id).difficulty for id in exercise_ids(read(path)))
    assert score(api, folder, lesson, "blank", blank) == (0, points)
    solved = folder / "solved" / path.name
    assert score(api, folder, lesson, "solved", solved) == (points, points)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_release_has_the_stubs_of_the_course(course, path):
    folder, api = course
    for cell in read(released(api, folder, path))["cells"]:
        id, role = exercise_of(cell)
        if role == "stub" and not find(id).stub:
            assert cell.source == stub_source(find(id))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_handout_has_no_solutions(course, path):
    folder, _ = course
    for cell in read(folder / "handout" / path.name)["cells"]:
        id, role = exercise_of(cell)
        assert "<summary>Solution" not in cell.source
        if role == "stub":
            assert cell.source == stub_source(find(id))
