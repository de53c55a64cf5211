"""The functions that lessons use: `check`, `use`, `hint`, `solution` and `progress`."""

import pytest
from samples import brighter

import tinydata.course
from tinydata.course import check, hint, progress, solution, use
from tinydata.course.workbook import record, session

pytestmark = pytest.mark.usefixtures("sample_course")


def test_use(capsys):
    def mine(images, step):
        return images + step

    def wrong(images, step):
        return images

    assert use("sample.brighter", mine) is mine
    assert use("sample.brighter", wrong) is brighter
    assert use("sample.brighter") is brighter
    assert capsys.readouterr().out == (
        "Going on with your brighter.\n"
        + "Going on with our brighter; yours has not passed yet.\n" * 2
    )


def test_what_use_handed_out_is_not_the_learner_s(capsys):
    ours = use("sample.brighter", lambda images, step: images)
    capsys.readouterr()
    assert not check("sample.brighter", ours)
    assert "That is our brighter" in capsys.readouterr().out
    assert use("sample.brighter", ours) is ours
    assert "Going on with our brighter" in capsys.readouterr().out
    assert check("sample.brighter", lambda images, step: images + step)


def test_use_right_after_a_check_does_not_judge_again(capsys, monkeypatch):
    calls = []

    def mine(images, step):
        calls.append(step)
        return images + step

    inputs = tinydata.course._session.inputs
    inputs.watching = True
    inputs.begin('check("sample.brighter", mine)', {})
    check("sample.brighter", mine)
    count = len(calls)
    inputs.begin('use("sample.brighter", mine)', {})
    assert use("sample.brighter", mine) is mine
    assert len(calls) == count
    inputs.begin("helper = something_else", {})
    inputs.begin('use("sample.brighter", mine)', {})
    use("sample.brighter", mine)
    assert len(calls) == 2 * count


def test_hints_come_one_by_one(capsys):
    for _ in range(4):
        hint("sample.brighter")
    assert capsys.readouterr().out == (
        "Hint 1 of 2: Add.\n"
        "Hint 2 of 2: Add `step`.\n"
        + 'No more hints. solution("sample.brighter") prints a solution.\n'
        * 2
    )


def test_solution(capsys):
    solution("sample.brighter")
    assert capsys.readouterr().out.endswith("    return images + step\n")


def test_progress(capsys):
    check("sample.brighter", brighter)
    check("sample.answer", 41)
    capsys.readouterr()
    progress()
    assert capsys.readouterr().out == (
        "99  sample  █░░  1 of 3\n"
        "1 of 3 solved. Next: sample.counter, in lesson 99.\n"
        "Counted since this notebook was started; in a workbook it would last.\n"
    )
    progress("sample")
    assert capsys.readouterr().out.splitlines()[:4] == [
        "sample.brighter  solved",
        "sample.counter   not tried yet",
        "sample.answer    tried",
        "1 of 3 solved. Next: sample.counter, in lesson 99.",
    ]
    progress("none")
    assert "There is no lesson 'none'" in capsys.readouterr().out


@pytest.mark.parametrize("id", ["sample.brigther", "smaple.x", "", "nothing", 3, None, brighter])
def test_unknown_ids(capsys, id):
    assert not check(id, brighter)
    assert use(id, brighter) is brighter
    hint(id)
    solution(id)
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 4 and err == ""


def test_check_without_an_answer_and_outside_of_a_notebook(capsys):
    assert not check("sample.counter")
    assert "There is no `Counter` here." in capsys.readouterr().out


@pytest.mark.parametrize("refused", ["open", "replace"])
def test_a_workbook_that_cannot_be_written_costs_a_sentence(monkeypatch, tmp_path, capsys, refused):
    def read_only(*arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.delenv("TINYDATA_RECORD", raising=False)
    monkeypatch.setattr(session, "STARTED_IN", tmp_path)
    file = session.ProgressFile(tmp_path / record.FILE)
    file.update(lambda progress: None)
    before = file.path.read_bytes()
    tinydata.course._session.inputs.watching = True
    monkeypatch.setattr(record.os, refused, read_only)
    for times in (1, 0):
        assert check("sample.brighter", brighter)
        out, err = capsys.readouterr()
        assert out.count("cannot be written: Permission denied.") == times, "it is said once"
        assert out.startswith("Right: sample.brighter") and err == ""
    assert file.path.read_bytes() == before
