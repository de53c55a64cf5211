"""The commands `sync` and `export`: what they do, and that they do it whole or not at all."""

import copy
import json
import re
import sys
from pathlib import Path

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from samples import BRIGHTER, COUNTER

from tinydata.course.__main__ import main
from tinydata.course.notebook.cells import exercise_cells
from tinydata.course.notebook.editions import workbook_files
from tinydata.course.notebook.files import FOLDER, Refusal, differences, exercise_of, read, write
from tinydata.course.notebook.stubs import solution_source, stub_source
from tinydata.course.workbook.record import FILE as PROGRESS
from tinydata.course.workbook.record import digest

LESSON = "99_sample.ipynb"


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A folder with one lesson of two exercises, executed."""
    samples.install(monkeypatch)
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    text, code = new_markdown_cell("Some text", id="text"), new_code_cell("1 + 1", id="code")
    cells = [text, *exercise_cells(BRIGHTER), code, *exercise_cells(COUNTER)]
    for cell in cells:
        if cell.cell_type == "code":
            cell.execution_count = 1
            cell.outputs = [new_output("stream", name="stdout", text="run\n")]
    write(lessons / LESSON, new_notebook(cells=cells))
    return lessons


@pytest.fixture
def run(monkeypatch, folder):
    """Run a command on that folder; the sentence it ends with is returned, "" for success."""

    def command(*arguments, notebooks=folder):
        words = ["tinydata.course", "--notebooks", notebooks, *arguments]
        monkeypatch.setattr(sys, "argv", list(map(str, words)))
        try:
            main()
        except SystemExit as ended:
            assert isinstance(ended.code, str), "argparse ended it"  # a sentence: exit code 1
            return ended.code
        return ""

    return command


def tree(folder) -> dict:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change(folder, edit):
    """Let `edit` change the list of the lesson's cells."""
    notebook = read(folder / LESSON)
    edit(notebook.cells)
    write(folder / LESSON, notebook)


def roles(notebook):
    return {exercise_of(cell): cell.source for cell in notebook.cells if exercise_of(cell)[0]}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_written_as_jupyter_does(path, tmp_path):
    write(tmp_path / "again.ipynb", read(path))
    assert (tmp_path / "again.ipynb").read_bytes() == path.read_bytes()


def test_sync_replaces_what_differs_and_keeps_outputs(capsys, folder, run):
    before = tree(folder)

    def leave_an_answer(cells):
        cells[2].source = "print('an answer that was left in')"

    change(folder, leave_an_answer)
    assert differences(read(folder / LESSON)) == ["sample-brighter-stub"]
    assert run("sync") == ""
    assert capsys.readouterr().out == f"{LESSON}: sample-brighter-stub\n"
    assert tree(folder) == before
    assert run("sync") == ""
    assert capsys.readouterr().out == ""


def renamed(cell, id):
    cell = copy.deepcopy(cell)
    cell.id = id
    return cell


def deleted(cells, i):
    del cells[i]


def copied(cells, i):
    cells.insert(i + 1, renamed(cells[i], "copy"))


def split(cells, i):
    copied(cells, i)
    middle = len(cells[i].source) // 2
    cells[i].source, cells[i + 1].source = cells[i].source[:middle], cells[i].source[middle:]


def merged_with_the_next(cells, i):
    cells[i].source += "\n\n" + cells.pop(i + 1).source


def merged_with_the_one_before(cells, i):
    cells[i].source = cells[i - 1].source + "\n\n" + cells[i].source
    del cells[i - 1]


def swapped_with_the_next(cells, i):
    cells[i], cells[i + 1] = cells[i + 1], cells[i]


def moved_to_the_end(cells, i):
    cells.append(cells.pop(i))


def without_its_role(cells, i):
    del cells[i].metadata["role"]


def unknown(cells, i):
    for cell in cells[1:6]:
        cell.metadata["exercise"] = "sample.bright"


EDITS = [deleted, copied, split, merged_with_the_next, merged_with_the_one_before]
EDITS += [swapped_with_the_next, moved_to_the_end, without_its_role, unknown]


@pytest.mark.parametrize("place", range(1, 6), ids=["task", "stub", "check", "help", "use"])
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_cells_that_are_not_whole_are_refused(folder, run, capsys, edit, place):
    change(folder, lambda cells: edit(cells, place))
    before = tree(folder.parent)
    for command in ["sync"], ["export", "--to", folder.parent / "class"]:
        refused = run(*command)
        assert refused.startswith(f"{LESSON}: ") and "sample" in refused
        assert tree(folder.parent) == before
        assert capsys.readouterr().out == ""


def test_an_exercise_that_is_there_twice_is_refused(folder, run):
    change(folder, lambda cells: cells.extend(renamed(cell, f"{cell.id}2") for cell in cells[1:6]))
    assert "the cells of sample.brighter are there twice" in run("sync")


def lesson(format=4, minor=5, cells=()):
    return {"nbformat": format, "nbformat_minor": minor, "metadata": {}, "cells": list(cells)}


TEXT = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": []}
NO_NOTEBOOKS = {
    "nothing": b"",
    "no JSON": b"{",
    "no object": b"[1]",
    "no format": b"{}",
    "not UTF-8": json.dumps(lesson(), ensure_ascii=False).encode("utf-16"),
    "format 3": json.dumps({"nbformat": 3, "nbformat_minor": 0, "worksheets": []}).encode(),
    "cells without ids": json.dumps(lesson(minor=4)).encode(),
    "a format to come": json.dumps(lesson(format=5)).encode(),
    "a cell without source": json.dumps(lesson(cells=[TEXT | {"source": None}])).encode(),
    "an id twice": json.dumps(lesson(cells=[TEXT, TEXT])).encode(),
    "no id": json.dumps(lesson(cells=[{k: TEXT[k] for k in TEXT if k != "id"}])).encode(),
}


@pytest.mark.parametrize("content", NO_NOTEBOOKS.values(), ids=NO_NOTEBOOKS)
def test_what_is_no_notebook_is_refused(folder, run, content):
    (folder / "98_bad.ipynb").write_bytes(content)
    before = tree(folder)
    for command in ["sync"], ["export", "--to", folder.parent / "class"]:
        refused = run(*command)
        assert refused.startswith("98_bad.ipynb: ") and "Corrected" not in refused
    assert tree(folder) == before


@given(st.binary(max_size=40) | st.recursive(st.none() | st.integers() | st.text(), st.lists))
def test_whatever_a_file_holds_reading_ends_in_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(Refusal, match="cannot be read"):
        read(path)


def test_one_lesson_that_is_not_whole_keeps_all_from_being_written(folder, run):
    good = read(folder / LESSON)
    good.cells[2].source = "old"
    write(folder / "98_good.ipynb", good)
    change(folder, lambda cells: deleted(cells, 3))
    (folder / "97_bad.ipynb").write_text("{}")
    before = tree(folder)
    refused = run("sync")
    assert refused.startswith("97_bad.ipynb: this cannot be read as a notebook")
    assert f"\n{LESSON}: the cells of sample.brighter should be" in refused
    assert refused.endswith("\nNothing was written.")
    assert tree(folder) == before


@pytest.mark.parametrize("command", ["sync", "export"])
@pytest.mark.parametrize("name", ["missing", "empty", LESSON])
def test_a_folder_without_lessons_is_refused(folder, run, command, name):
    (folder / "empty").mkdir()
    to = ["--to", folder.parent / "class"] if command == "export" else []
    refused = run(command, *to, notebooks=folder / name)
    assert refused.startswith("there ") and str(folder / name) in refused
    assert not (folder.parent / "class").exists()


def test_editions(folder, run):
    (folder / "figures").mkdir()
    (folder / "figures" / "strip.svg").write_text("<svg/>")
    out = folder.parent / "class"
    assert run("export", "--to", out) == ""
    teacher = read(out / "source" / "99_sample" / LESSON)
    solved = roles(read(out / "solved" / LESSON))
    handout = roles(read(out / "handout" / LESSON))
    assert (out / "source" / "99_sample" / "figures" / "strip.svg").exists()

    assert (
        "### BEGIN SOLUTION\n    return images + step\n    ### END"
        in (roles(teacher)["sample.brighter", "stub"])
    )
    assert roles(teacher)["sample.brighter", "check"].startswith("assert check(")
    points = [cell.metadata.get("nbgrader", {}).get("points", 0) for cell in teacher.cells]
    assert sum(points) == BRIGHTER.difficulty + COUNTER.difficulty
    assert solved["sample.brighter", "stub"] == solution_source(BRIGHTER)
    assert handout["sample.counter", "stub"] == stub_source(COUNTER)
    for edition in (roles(teacher), handout):
        text = edition["sample.brighter", "help"]
        assert "Hint 2" in text and "Solution" not in text
    for cell in teacher.cells:
        assert not cell.get("outputs") and not cell.get("execution_count")


def test_an_export_replaces_its_own_files_and_no_others(folder, run):
    out = folder.parent / "class"
    mine = out / "handout" / "notes.txt"
    assert run("export", "--to", out) == ""
    mine.write_text("mine")
    first = tree(out)
    change(folder, lambda cells: cells.append(new_markdown_cell("More text", id="more")))
    assert run("export", "--to", out) == ""
    assert "More text" in (out / "handout" / LESSON).read_text()
    assert tree(out).keys() == first.keys() and mine.read_text() == "mine"


def test_an_export_of_one_lesson_remembers_the_others(folder, run):
    out, other = folder.parent / "class", folder.parent / "other"
    write(other / "98_other.ipynb", read(folder / LESSON))
    assert run("export", "--to", out) == ""
    assert run("export", "--to", out, notebooks=other) == ""
    change(folder, lambda cells: cells.append(new_markdown_cell("More text", id="more")))
    assert run("export", "--to", out) == ""


def test_the_handout_s_record_names_all_that_is_in_it(folder, run):
    out, other = folder.parent / "class", folder.parent / "other"
    write(other / "98_other.ipynb", read(folder / LESSON))
    run("export", "--to", out)
    run("export", "--to", out, notebooks=other)
    handout = out / "handout"
    record = json.loads((handout / PROGRESS).read_text())
    there = {p.relative_to(handout).as_posix(): p.read_bytes() for p in tree(handout)}
    del there[PROGRESS]
    assert record["lessons"] == {name: digest(content) for name, content in there.items()}
    (handout / LESSON).unlink()
    run("export", "--to", out, notebooks=other)
    record = json.loads((handout / PROGRESS).read_text())
    assert set(record["lessons"]) == set(there) - {LESSON}


@pytest.mark.parametrize("edition", ["handout", "solved", "source/99_sample"])
def test_an_edited_file_is_not_written_over(folder, run, edition):
    out = folder.parent / "class"
    run("export", "--to", out)
    edited = out / edition / LESSON
    edited.write_text(edited.read_text().replace("Some text", "Our text"))
    change(folder, lambda cells: cells.append(new_markdown_cell("More text", id="more")))
    before = tree(out)
    refused = run("export", "--to", out)
    assert f"{edition}/{LESSON}" in refused and "Move them away" in refused
    assert refused.count(LESSON) == 1, "only what was edited is named"
    assert tree(out) == before


def test_a_file_that_no_export_wrote_is_not_written_over(folder, run):
    theirs = folder.parent / "class" / "solved" / LESSON
    theirs.parent.mkdir(parents=True)
    theirs.write_text("{}")
    assert f"solved/{LESSON}" in run("export", "--to", folder.parent / "class")
    assert theirs.read_text() == "{}"


def test_cells_out_of_date_are_not_exported(folder, run):
    def leave_an_answer(cells):
        cells[2].source = "def brighter(images, step):\n    return images + step"

    change(folder, leave_an_answer)
    refused = run("export", "--to", folder.parent / "class")
    assert "sample-brighter-stub. Run `python -m tinydata.course sync` first" in refused
    assert not (folder.parent / "class").exists()


def test_lessons_without_exercises_are_not_exported(folder, run):
    change(folder, lambda cells: cells.__delitem__(slice(1, None)))
    assert "there are no exercises" in run("export", "--to", folder.parent / "class")


def test_an_export_stays_out_of_the_lessons(folder, run):
    own, link = FOLDER / "class", folder.parent / "link"
    link.symlink_to(folder)
    for to in (folder, folder / "class", folder / "deeper" / "..", link, FOLDER, own):
        assert "belongs to the lessons" in run("export", "--to", to)
    assert not own.exists() and len(tree(folder)) == 1
    out = folder.parent / "class"
    write(out / "handout" / LESSON, read(folder / LESSON))
    before = tree(out)
    assert "write over the lessons" in run("export", "--to", out, notebooks=out / "handout")
    assert tree(out) == before


@pytest.mark.parametrize("to", ["file", "file/below"])
def test_a_place_that_cannot_be_written_is_said(folder, run, to):
    (folder.parent / "file").write_text("")
    assert "cannot be written" in run("export", "--to", folder.parent / to)


def test_a_full_disk_leaves_nothing_half_written(monkeypatch, folder, run):
    out = folder.parent / "class"
    run("export", "--to", out)
    change(folder, lambda cells: cells.append(new_markdown_cell("More text", id="more")))
    before = tree(out)
    write_bytes = Path.write_bytes
    for files in range(4):  # three editions and the record of what was written
        written = []

        def fill(path, data, written=written, files=files):
            if len(written) == files:
                write_bytes(path, data[: len(data) // 2])
                raise OSError(28, "No space left on device")
            written.append(path)
            return write_bytes(path, data)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "write_bytes", fill)
            assert "No space left on device" in run("export", "--to", out)
        assert tree(out) == before


def test_links_of_a_workbook_lead_within_it():
    contents = workbook_files(FOLDER)
    assert {"README.md", "MAP.md", "GLOSSARY.md"} <= set(contents)
    for name, content in contents.items():
        text = content.decode()
        if name.endswith(".ipynb"):
            cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
            text = "\n".join("".join(cell["source"]) for cell in cells)
        elif not name.endswith(".md"):
            continue
        links = re.findall(r"\]\(([^)#\s]+)", re.sub(r"(?s)```.*?```|`[^`\n]+`", "", text))
        assert [x for x in links if "://" not in x and x not in contents] == [], name
