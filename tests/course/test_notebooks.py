"""Notebooks as files: executed, clean, and in step with the exercises."""

import re

import pytest
from prose import bare_numbers, constants, in_plain_type

from tinydata.course.exercise import exercises_of, lessons
from tinydata.course.notebook.cells import exercise_cells
from tinydata.course.notebook.files import (
    FOLDER,
    differences,
    exercise_ids,
    exercise_of,
    read,
    write,
)

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
}

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]


def outputs(cell, kind):
    return [output for output in cell["outputs"] if output["output_type"] == kind]


@each_notebook
def test_executed_in_order(path):
    counts = [cell["execution_count"] for cell in code_cells(path) if cell.source.strip()]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_no_errors_and_nothing_on_stderr(path):
    for cell in code_cells(path):
        assert not outputs(cell, "error"), cell.source
        assert not [o for o in outputs(cell, "stream") if o["name"] == "stderr"], cell.source


@each_notebook
def test_written_the_normal_way(path, tmp_path):
    notebook = read(path)
    assert notebook["metadata"] == METADATA
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    write(tmp_path / path.name, notebook)
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    for cell in notebook["cells"]:
        extra = set(cell["metadata"]) - {"tags", "exercise", "role"}
        assert not extra, f"{cell['id']} has {extra}"
        assert cell.source.strip(), f"{cell['id']} is empty"


@each_notebook
def test_ids_are_unique(path):
    ids = [cell["id"] for cell in read(path)["cells"]]
    assert len(ids) == len(set(ids))


@each_notebook
def test_no_cell_ends_with_a_semicolon(path):
    assert not [cell["id"] for cell in code_cells(path) if cell.source.rstrip().endswith(";")]


@each_notebook
def test_exercise_cells_are_in_step(path):
    changed = differences(read(path))
    assert not changed, f"run `python -m tinydata.course sync` for {changed}"


@each_notebook
def test_stubs_hold_no_answers(path):
    for cell in code_cells(path):
        id, role = exercise_of(cell)
        if role == "stub":
            assert "YOUR CODE HERE" in cell.source, id
        if role == "check":
            (verdict,) = outputs(cell, "display_data")
            text = verdict["data"]["text/plain"]
            assert text.startswith(f"Not attempted yet: {id}"), text
            told = {"exercise": id, "status": "not attempted", "mistake": None}
            assert verdict["metadata"] == {"tinydata": told}


@each_notebook
def test_every_exercise_of_the_lesson_is_there(path):
    number = int(path.stem[:2])
    here = exercise_ids(read(path))
    topics = [topic for topic, module in lessons().items() if f"lesson_{number:02d}_" in module]
    assert here == [exercise.id for topic in topics for exercise in exercises_of(topic)]


@each_notebook
def test_no_bare_numbers(path):
    cells = read(path)["cells"]
    found = {}
    for i, cell in enumerate(cells):
        # The numbers of a task are given, not measured.
        if cell["cell_type"] == "markdown" and not exercise_of(cell)[0]:
            text, around = in_plain_type(cell.source), constants_around(cells, i)
            found[cell["id"]] = bare_numbers(text, first_cell=i == 0, known=around)
    assert not any(found.values()), {id: words for id, words in found.items() if words}


def constants_around(cells, i) -> set[str]:
    """The numbers in the code before and after a Markdown cell, which it speaks of."""
    sides = reversed(cells[:i]), iter(cells[i + 1 :])
    nearest = [next((c for c in side if c["cell_type"] == "code"), None) for side in sides]
    return {number for cell in nearest if cell for number in constants(cell.source)}


@each_notebook
def test_figures_are_backed_by_facts(path):
    cells = code_cells(path)
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if any(any("image/" in kind for kind in o.get("data", ())) for o in cell["outputs"]):
            facts = [c for c in (cell, following) if c is not None and states_a_fact(c)]
            assert facts, f"{cell['id']} shows a figure: print or assert what it shows"


def states_a_fact(cell) -> bool:
    texts = outputs(cell, "stream") or outputs(cell, "execute_result")
    asserts = re.search(r"(?m)^\s*assert\b", cell.source)
    return not exercise_of(cell)[0] and bool(texts or asserts)


def test_every_exercise_has_a_notebook():
    if not NOTEBOOKS:
        pytest.skip("no notebooks yet")
    found = [id for path in NOTEBOOKS for id in exercise_ids(read(path))]
    wanted = [exercise.id for topic in lessons() for exercise in exercises_of(topic)]
    assert found == wanted


def test_folded_cells_show_hints_and_solution():
    help_cell = exercise_cells(exercises_of("start")[0])[3]
    text = help_cell.source
    assert text.count("<details>") == text.count("</details>") == 4
    assert "def count_label" in text
