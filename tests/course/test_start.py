"""`start`: a workbook is made and brought up to date, and no byte of the learner's is lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import samples
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from samples import BRIGHTER, COUNTER

from tinydata.course.__main__ import main
from tinydata.course.checker.judge import Verdict
from tinydata.course.notebook.cells import exercise_cells
from tinydata.course.notebook.files import Refusal, as_bytes, exercise_of, read, write
from tinydata.course.workbook.record import FILE, ProgressFile
from tinydata.course.workbook.session import note
from tinydata.course.workbook.start import start

LESSON, OTHER = "99_sample.ipynb", "98_text.ipynb"
ROOT = Path(__file__).parents[2]
MINE = b"what the learner wrote"


@pytest.fixture
def lessons(monkeypatch, tmp_path):
    """A course of two notebooks, executed, with a figure and a map."""
    samples.install(monkeypatch)
    folder = tmp_path / "notebooks"
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "strip.svg").write_text("<svg/>")
    (folder / "README.md").write_text("the map")
    cells = [new_code_cell("1 + 1", id="sum"), *exercise_cells(BRIGHTER), *exercise_cells(COUNTER)]
    for cell in cells:
        if cell.cell_type == "code":
            cell |= {"execution_count": 1, "outputs": [new_output("stream", text="an answer")]}
    write(folder / LESSON, new_notebook(cells=cells))
    edition(folder, "first")
    return folder


def edition(folder, text):
    """Another edition of the lesson without exercises."""
    write(folder / OTHER, new_notebook(cells=[new_markdown_cell(text, id="text")]))


@pytest.fixture
def workbook(lessons):
    folder = lessons.parent / "workbook"
    start(folder, lessons)
    return folder


def tree(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()
    }


def test_what_is_in_a_workbook(lessons, workbook):
    assert set(tree(workbook)) == {
        LESSON,
        OTHER,
        FILE,
        "README.md",
        "MAP.md",
        "AGENTS.md",
        "figures/strip.svg",
    }
    cells = read(workbook / LESSON).cells
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
    assert "Solution" in cells[4].source
    record = ProgressFile(workbook / FILE).read()
    assert record["exercises"] == {} and set(record["lessons"]) == set(tree(workbook)) - {FILE}


def test_without_solutions(lessons):
    folder = lessons.parent / "other"
    start(folder, lessons, with_solutions=False)
    text = (folder / LESSON).read_text()
    assert "Hint 2" in text and "Solution" not in text


def test_a_second_start_does_nothing(lessons, workbook):
    before = {p: p.stat().st_mtime_ns for p in workbook.rglob("*.ipynb")}
    assert start(workbook, lessons).lines() == ["everything is in place"]
    assert {p: p.stat().st_mtime_ns for p in workbook.rglob("*.ipynb")} == before


@pytest.mark.parametrize("seconds", [-1e6, 0, 1e6], ids=["older", "same", "newer"])
@pytest.mark.parametrize("changed", [False, True])
def test_a_newer_course_over_a_workbook(lessons, workbook, changed, seconds):
    """Times of files say nothing: a checkout or a copy sets them anew."""
    path = workbook / OTHER
    if changed:
        path.write_bytes(MINE)
    edition(lessons, "second")
    new = path.stat().st_mtime + seconds
    os.utime(path, (new, new))
    done = start(workbook, lessons)
    if changed:
        assert (done.kept, done.newer_in_the_course) == ([OTHER], [OTHER])
        assert path.read_bytes() == MINE
    else:
        assert done.brought_up_to_date == [OTHER]
        assert "second" in path.read_text()


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_other_commits_of_the_course(lessons):
    """A workbook stands in the clone, and git neither sees nor touches it."""
    clone = lessons.parent
    shutil.copy(ROOT / ".gitignore", clone)

    def git(*words):
        who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        run = ["git", *who, "-C", clone, *words]
        return subprocess.run(run, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    for text in ("first", "second", "third"):
        edition(lessons, text)
        git("add", "-A")
        git("commit", "-qm", text)
        git("tag", text)
    workbook = clone / "workbook"
    git("checkout", "-q", "second")
    start(workbook, lessons)
    (workbook / LESSON).write_bytes(MINE)
    (workbook / "notes.md").write_bytes(MINE)
    assert git("status", "--porcelain") == ""
    for text in ("first", "third", "second"):
        before = tree(workbook)
        git("checkout", "-q", "--force", text)
        git("clean", "-qfd")
        git("stash", "--include-untracked")
        assert tree(workbook) == before
        done = start(workbook, lessons)
        assert done.kept == [LESSON] and done.brought_up_to_date == [OTHER]
        assert text in (workbook / OTHER).read_text()
        assert (workbook / LESSON).read_bytes() == (workbook / "notes.md").read_bytes() == MINE


@pytest.mark.parametrize("name", [OTHER, "README.md", "AGENTS.md", "MAP.md", "figures/strip.svg"])
def test_what_the_learner_changed_or_deleted(lessons, workbook, name):
    original = (workbook / name).read_bytes()
    (workbook / name).write_bytes(MINE)
    assert start(workbook, lessons).kept == [name]
    assert (workbook / name).read_bytes() == MINE
    (workbook / name).unlink()
    assert start(workbook, lessons).brought_back == [name]
    assert (workbook / name).read_bytes() == original


def test_files_of_the_learner_s_own_stay(lessons, workbook):
    for name in ["notes.md", "03_my_own.ipynb", "figures/mine.png"]:
        (workbook / name).write_bytes(MINE)
    before = tree(workbook)
    edition(lessons, "second")
    start(workbook, lessons)
    assert {n: c for n, c in tree(workbook).items() if c == MINE} == {
        n: c for n, c in before.items() if c == MINE
    }


def test_a_renamed_lesson_is_the_learner_s(lessons, workbook):
    (workbook / OTHER).write_bytes(MINE)
    (workbook / OTHER).rename(workbook / "my lesson.ipynb")
    assert start(workbook, lessons).brought_back == [OTHER]
    assert (workbook / "my lesson.ipynb").read_bytes() == MINE


def test_a_folder_that_was_there_before(lessons):
    folder = lessons.parent / "documents"
    folder.mkdir()
    (folder / OTHER).write_bytes(MINE)
    assert start(folder, lessons).kept == [OTHER]
    assert (folder / OTHER).read_bytes() == MINE


def test_without_hashes_every_file_counts_as_changed(lessons, workbook):
    (workbook / FILE).write_bytes(b"{")
    edition(lessons, "second")
    done = start(workbook, lessons)
    assert done.kept == [OTHER] and done.damaged == f"{FILE}.damaged"
    assert "first" in (workbook / OTHER).read_text()


def test_fresh_sets_the_old_one_aside_and_puts_answers_in(lessons, workbook):
    answer = {"source": "def brighter(images, step):\n    return step + images", "needs": []}
    ProgressFile(workbook / FILE).update(
        lambda p: note(p["exercises"], "sample.brighter", Verdict("right"), answer)
    )
    for number in (1, 2):
        (workbook / LESSON).write_bytes(MINE)
        done = start(workbook, lessons, fresh="99")
        assert done.set_aside == [(LESSON, f"99_sample.old-{number}.ipynb")]
        assert (workbook / f"99_sample.old-{number}.ipynb").read_bytes() == MINE
        stubs = {
            exercise_of(c)[0]: c.source
            for c in read(workbook / LESSON).cells
            if exercise_of(c)[1] == "stub"
        }
        assert stubs["sample.brighter"] == answer["source"]
        assert "YOUR CODE HERE" in stubs["sample.counter"]
    assert start(workbook, lessons).kept == [LESSON], "the answers in it are the learner's"


@pytest.mark.parametrize("solved", [False, True])
def test_fresh_sets_nothing_aside_where_nothing_was_edited(lessons, workbook, solved):
    if solved:
        answer = {"source": "def brighter(images, step):\n    return step + images", "needs": []}
        ProgressFile(workbook / FILE).update(
            lambda p: note(p["exercises"], "sample.brighter", Verdict("right"), answer)
        )
    for _ in range(2):
        said = start(workbook, lessons, fresh="99").lines()
        assert said == [f"begun afresh; nothing in it was yours to set aside: {LESSON}"]
        assert ("return step + images" in (workbook / LESSON).read_text()) == solved
    (workbook / LESSON).unlink()
    assert start(workbook, lessons, fresh="99").lines() == [f"brought back: {LESSON}"]
    assert not list(workbook.glob("*.old-*"))
    before = (workbook / OTHER).read_bytes()
    edition(lessons, "second")
    assert start(workbook, lessons, fresh="98").lines() == [
        f"brought up to date: {OTHER}",
        *([f"kept as you changed them: {LESSON}"] if solved else []),
    ]
    assert (workbook / OTHER).read_bytes() != before and not list(workbook.glob("*.old-*"))


@pytest.mark.parametrize("name", ["99", "99_sample", "99_sample.ipynb", "sample"])
def test_names_of_a_lesson(lessons, workbook, name):
    (workbook / LESSON).write_bytes(MINE)
    assert start(workbook, lessons, fresh=name).set_aside


@pytest.mark.parametrize("name", ["7", "README", "", "9", "../99"])
def test_unknown_lessons(lessons, workbook, name):
    before = tree(workbook)
    if name:
        with pytest.raises(Refusal, match="--fresh takes one of 98, 99"):
            start(workbook, lessons, fresh=name)
    assert tree(workbook) == before


def test_what_is_refused(lessons):
    with pytest.raises(Refusal, match="holds the lessons themselves"):
        start(lessons, lessons)
    empty = lessons.parent / "empty"
    empty.mkdir()
    with pytest.raises(Refusal, match="there are no notebooks"):
        start(lessons.parent / "w", empty)
    assert not (lessons.parent / "w").exists()
    (lessons.parent / "file").write_text("")
    with pytest.raises(Refusal, match="cannot be made"):
        start(lessons.parent / "file" / "w", lessons)


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["tinydata.course", *map(str, arguments)])
    main()


def test_commands_find_the_workbook(monkeypatch, capsys, lessons):
    folder = lessons.parent
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit, match="is no workbook"):
        run(monkeypatch, "progress")
    run(monkeypatch, "--notebooks", lessons, "start", "--no-lab")
    for place in (folder, folder / "workbook", folder / "workbook" / "figures"):
        monkeypatch.chdir(place)
        capsys.readouterr()
        run(monkeypatch, "progress")
        assert capsys.readouterr().out.startswith(f"Workbook {folder / 'workbook'}\n")
    monkeypatch.chdir("/")
    run(monkeypatch, "--notebooks", lessons, "start", "--no-lab", "--workbook", folder / "second")
    capsys.readouterr()
    run(monkeypatch, "progress", "--workbook", folder / "second")
    assert capsys.readouterr().out.startswith(f"Workbook {folder / 'second'}\n")


def test_an_answer_in_a_fresh_lesson_is_a_valid_notebook(lessons, workbook):
    start(workbook, lessons, fresh="99")
    nbformat.validate(read(workbook / LESSON))
    assert as_bytes(read(workbook / LESSON)) == (workbook / LESSON).read_bytes()
