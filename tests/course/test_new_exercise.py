"""`python -m tinydata.course new`: an exercise that runs at once, and is not taken for finished."""

import sys

import pytest
import test_exercises
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tinydata.course import check, exercises
from tinydata.course.__main__ import main
from tinydata.course.exercise import exercises_of, find
from tinydata.course.notebook.cells import ROLES
from tinydata.course.notebook.files import differences, exercise_ids, read, write
from tinydata.course.notebook.stubs import build, mistake_object, solution_object, stub_source

NOTEBOOK = "98_toy_things.ipynb"


@pytest.fixture
def course(monkeypatch, tmp_path):
    """A course of one lesson that has no exercise yet."""
    lesson = tmp_path / "exercises" / "lesson_98_toy_things"
    lesson.mkdir(parents=True)
    (lesson / "__init__.py").write_text('"""Lesson 98: toys."""\n\nORDER = []\n')
    cells = [new_markdown_cell("# 98 · Toys", id="title"), new_code_cell("1 + 1", id="code")]
    write(tmp_path / "notebooks" / NOTEBOOK, new_notebook(cells=cells))
    monkeypatch.setattr(exercises, "__path__", [str(tmp_path / "exercises")])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield tmp_path
    forget()


def forget():
    """What is imported next is read from its file, as in a process of its own."""
    for name in [name for name in sys.modules if "lesson_98" in name]:
        del sys.modules[name]


@pytest.fixture
def new(monkeypatch, course):
    """Run the command; the sentence it ends with is returned, "" for success."""

    def command(id):
        words = ["tinydata.course", "--notebooks", str(course / "notebooks"), "new", id]
        monkeypatch.setattr(sys, "argv", words)
        forget()
        try:
            main()
        except SystemExit as ended:
            return ended.code
        finally:
            forget()
        return ""

    return command


def tree(folder) -> dict:
    files = [path for path in folder.rglob("*") if path.suffix in (".py", ".ipynb")]
    return {path: path.read_bytes() for path in files}


def test_file_order_and_five_cells(capsys, course, new):
    assert new("toy-things.first") == ""
    assert new("toy-things.second-one") == ""
    out = capsys.readouterr().out
    for written in ["second_one.py", "__init__.py", NOTEBOOK]:
        assert f"{written}\n" in out
    assert [exercise.name for exercise in exercises_of("toy-things")] == ["first", "second_one"]
    notebook = read(course / "notebooks" / NOTEBOOK)
    assert exercise_ids(notebook) == ["toy-things.first", "toy-things.second-one"]
    assert [cell.id for cell in notebook.cells[:2]] == ["title", "code"]
    assert len(notebook.cells) == 2 + 2 * len(ROLES)
    assert differences(notebook) == []


def test_it_comes_behind_the_last_exercise_not_behind_the_lesson(course, new):
    new("toy-things.first")
    path = course / "notebooks" / NOTEBOOK
    notebook = read(path)
    notebook.cells.append(new_markdown_cell("## What you know now", id="end"))
    write(path, notebook)
    new("toy-things.second")
    cells = read(path).cells
    assert cells[-1].id == "end" and cells[-2].id == "toy-things-second-use"


def test_a_long_order_stays_formatted(course, new):
    for i in range(12):
        assert new(f"toy-things.exercise-number-{i}") == ""
    text = (course / "exercises" / "lesson_98_toy_things" / "__init__.py").read_text()
    assert '\nORDER = [\n    "exercise_number_0",\n' in text and text.endswith(",\n]\n")


def test_it_runs_at_once_and_is_recognised_as_unfinished(capsys, new):
    new("toy-things.first")
    exercise = find("toy-things.first")
    assert check(exercise.id, solution_object(exercise))
    assert not check(exercise.id, build(exercise, stub_source(exercise)))
    assert not check(exercise.id, lambda values: list(values[:100]))  # right for all cases
    for mistake in exercise.mistakes:
        assert not check(exercise.id, mistake_object(exercise, mistake))
    told = capsys.readouterr().out
    assert "Not attempted yet" in told and "Likely reason: TODO" in told
    with pytest.raises(AssertionError, match="unfinished"):
        test_exercises.test_exercise_is_complete(exercise)


@pytest.mark.parametrize(
    ("id", "sentence"),
    [
        ("toy-things.taken", "taken.py already"),
        ("toy-things.fixtures", "fixtures.py already"),
        ("toys.first", "the lessons are toy-things"),
        ("toy-things", "LESSON.NAME"),
        ("toy-things.", "LESSON.NAME"),
        ("toy-things.First", "LESSON.NAME"),
        ("toy-things.first_one", "LESSON.NAME"),
        ("toy-things.first.second", "LESSON.NAME"),
        ("toy-things.../first", "LESSON.NAME"),
        ("toy-things.2nd", "LESSON.NAME"),
        ("toy-things.first-", "LESSON.NAME"),
        ("toy-things.première", "LESSON.NAME"),
        ("toy-things.first\n", "LESSON.NAME"),
        ("toy-things.lambda", "word of Python"),
    ],
)
def test_what_exists_and_bad_names_are_refused(course, new, id, sentence):
    new("toy-things.taken")
    (course / "exercises" / "lesson_98_toy_things" / "fixtures.py").write_text("")
    before = tree(course)
    assert sentence in new(id)
    assert tree(course) == before


def test_a_notebook_that_is_missing_or_not_whole_is_refused(course, new):
    path = course / "notebooks" / NOTEBOOK
    new("toy-things.first")
    notebook = read(path)
    del notebook.cells[3]
    write(path, notebook)
    before = tree(course)
    assert "was one split" in new("toy-things.second")
    assert tree(course) == before
    path.rename(path.with_name("97_other.ipynb"))
    assert "one notebook 98_" in new("toy-things.second")
    write(path.with_name("98_a.ipynb"), new_notebook())
    write(path.with_name("98_b.ipynb"), new_notebook())
    assert "one notebook 98_" in new("toy-things.second")


def test_a_failure_halfway_leaves_nothing(monkeypatch, course, new):
    before = tree(course)
    monkeypatch.setattr("tinydata.course.notebook.new_exercise.exercise_cells", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        new("toy-things.first")
    assert tree(course) == before
