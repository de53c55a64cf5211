"""The commands for learners: what programs read of them, and how fast they answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sittings import command, recording

from tinydata.course.checker.judge import Verdict
from tinydata.course.exercise import all_exercises
from tinydata.course.workbook.record import FILE, ProgressFile
from tinydata.course.workbook.session import note

ROOT = Path(__file__).parents[2]


@pytest.fixture
def workbook(tmp_path):
    """A workbook without lessons, in which one exercise was solved and one tried twice."""
    record = ProgressFile(tmp_path / FILE)
    for id, status, text in [
        ("start.warm-up", "right", "a"),
        ("batching.collate", "wrong", "b"),
        ("batching.collate", "wrong", "c"),
    ]:
        answer = {"source": text, "needs": []}
        verdict = Verdict(status)
        record.update(lambda p, i=id, v=verdict, a=answer: note(p["exercises"], i, v, a))
    return tmp_path


def test_progress_for_programs(workbook):
    """The fields that `--json` promises: names, types, order, and what they count."""
    data = json.loads(command(workbook, "progress", "--json"))
    assert list(data) == ["workbook", "solved", "of", "next", "exercises"]
    assert Path(data["workbook"]) == workbook.resolve()
    ids = [exercise.id for exercise in all_exercises()]
    assert (data["solved"], data["of"], data["next"]) == (1, len(ids), ids[1])
    assert [one["id"] for one in data["exercises"]] == ids
    for one, exercise in zip(data["exercises"], all_exercises(), strict=True):
        assert list(one) == ["id", "lesson", "passed", "tries"]
        assert one["lesson"] == exercise.lesson
        tries = {"start.warm-up": 1, "batching.collate": 2}.get(exercise.id, 0)
        assert (one["passed"], one["tries"]) == (exercise.id == "start.warm-up", tries)


def test_progress_for_programs_when_all_is_solved(tmp_path):
    record = ProgressFile(tmp_path / FILE)
    for exercise in all_exercises():
        record.update(lambda p, id=exercise.id: note(p["exercises"], id, Verdict("right"), None))
    data = json.loads(command(tmp_path, "progress", "--json"))
    assert (data["solved"], data["next"]) == (data["of"], None)


def test_progress_of_a_workbook_of_a_newer_course(workbook):
    """Exercises and fields that this course does not know are passed over."""
    record = ProgressFile(workbook / FILE)
    newer = {"passed": True, "tries": 1, "last": {"digest": ""}, "colour": "red"}
    record.update(lambda p: p["exercises"].update({"juggling.three-balls": newer}))
    data = json.loads(command(workbook, "progress", "--json"))
    assert data["solved"] == 1 and data["of"] == len(all_exercises())
    assert "1 of" in command(workbook, "progress")


@pytest.mark.parametrize("arguments", [["progress"], ["progress", "--json"], ["mine"], ["--help"]])
def test_what_reads_no_notebook_does_not_wait_for_nbformat(workbook, arguments):
    """To import nbformat takes longer than all that such a command does."""
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['tinydata.course', *{arguments}]\n"
        "try:\n    runpy.run_module('tinydata.course', run_name='__main__')\n"
        "except SystemExit:\n    pass\n"
        "print(*sorted({'nbformat', 'matplotlib', 'sklearn', 'IPython'} & set(sys.modules)))"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=workbook, env=recording(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == ""
