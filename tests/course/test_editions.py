"""The commands: `sync` brings exercise cells up to date, `export` writes editions for a class."""

import sys

import pytest
import samples
from samples import BRIGHTER, COUNTER

from tinydata.course.__main__ import main
from tinydata.course.notebook.cells import exercise_cells
from tinydata.course.notebook.files import (
    differences,
    exercise_of,
    read,
    source,
    synchronised,
    write,
)
from tinydata.course.notebook.stubs import solution_source, stub_source


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A folder with one lesson of two exercises, executed."""
    samples.install(monkeypatch)
    text = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": ["Some text"]}
    cells = [text, *exercise_cells(BRIGHTER), *exercise_cells(COUNTER)]
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 1
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": ["run\n"]}]
    write(tmp_path / "99_sample.ipynb", {"cells": cells, "metadata": {}, "nbformat": 4})
    return tmp_path


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["tinydata.course", *map(str, arguments)])
    main()


def roles(notebook):
    return {exercise_of(cell): source(cell) for cell in notebook["cells"] if exercise_of(cell)[0]}


def test_sync_replaces_what_differs_and_keeps_outputs(monkeypatch, capsys, folder):
    path = folder / "99_sample.ipynb"
    before = path.read_bytes()
    notebook = read(path)
    notebook["cells"][2]["source"] = ["print('an answer that was left in')"]
    write(path, notebook)
    assert differences(read(path)) == ["sample-brighter-stub"]
    run(monkeypatch, "--notebooks", folder, "sync")
    assert capsys.readouterr().out == "99_sample.ipynb: sample-brighter-stub\n"
    assert path.read_bytes() == before
    run(monkeypatch, "--notebooks", folder, "sync")
    assert capsys.readouterr().out == ""


def test_cells_of_an_exercise_have_to_be_together(folder):
    notebook = read(folder / "99_sample.ipynb")
    del notebook["cells"][3]
    with pytest.raises(ValueError, match=r"the cells of sample\.brighter should be together"):
        synchronised(notebook)


def test_editions(monkeypatch, folder):
    (folder / "figures").mkdir()
    (folder / "figures" / "strip.svg").write_text("<svg/>")
    run(monkeypatch, "--notebooks", folder, "export", "--to", folder / "out")
    teacher = read(folder / "out" / "source" / "99_sample" / "99_sample.ipynb")
    solved = roles(read(folder / "out" / "solved" / "99_sample.ipynb"))
    handout = roles(read(folder / "out" / "handout" / "99_sample.ipynb"))
    assert (folder / "out" / "source" / "99_sample" / "figures" / "strip.svg").exists()

    assert (
        "### BEGIN SOLUTION\n    return images + step\n    ### END"
        in (roles(teacher)["sample.brighter", "stub"])
    )
    assert roles(teacher)["sample.brighter", "check"].startswith("assert check(")
    points = [cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in teacher["cells"]]
    assert sum(points) == BRIGHTER.difficulty + COUNTER.difficulty
    assert solved["sample.brighter", "stub"] == solution_source(BRIGHTER)
    assert handout["sample.counter", "stub"] == stub_source(COUNTER)
    for edition in (roles(teacher), handout):
        text = edition["sample.brighter", "help"]
        assert "Hint 2" in text and "Solution" not in text
    for cell in teacher["cells"]:
        assert not cell.get("outputs") and not cell.get("execution_count")
