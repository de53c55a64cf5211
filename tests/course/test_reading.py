"""How a lesson reads: predictions, lines that fit, minutes that are true."""

import re

import pytest
from minutes import minutes

from tinydata.course.notebook.files import FOLDER, exercise_of, read

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
FOLD = "<details><summary>After you have run it</summary>\n\n"
LONGEST = 45
WIDTH = 88

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each_notebook
def test_the_answer_to_a_prediction_is_folded(path):
    """In a cell of its own, so that headings, terms and the next prediction stay in sight."""
    cells = read(path)["cells"]
    for i, cell in enumerate(cells):
        if cell["cell_type"] != "markdown" or exercise_of(cell)[0]:
            continue
        if "**Predict" in cell.source:
            code, *rest = cells[i + 1 : i + 5]
            assert code["cell_type"] == "code", f"{cell['id']}: nothing to run"
            assert "hide-output" in code["metadata"].get("tags", []), code["id"]
            folds = [c for c in rest if c.source.startswith(FOLD)]
            assert folds, f"{cell['id']}: no fold with the answer behind it"
        if "<summary>After" in cell.source:
            inside = cell.source.removeprefix(FOLD)
            assert inside != cell.source and inside.endswith("\n\n</details>"), cell["id"]
            assert not re.search(r"(?m)^#|\*\*Predict|<details>", inside), cell["id"]


@each_notebook
def test_code_in_texts_fits_a_projector(path):
    """That in cells is the matter of `notebooks/ruff.toml`."""
    texts = "".join(c.source for c in read(path)["cells"] if c["cell_type"] == "markdown")
    lines = "".join(re.findall(r"(?s)```.*?```", texts)).splitlines()
    assert [line for line in lines if len(line) > WIDTH] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_all_pages_state_the_same_minutes(path):
    number, stated = int(path.stem[:2]), minutes_stated(read(path)["cells"])
    root = FOLDER.parent
    for page in (root / "README.md", FOLDER / "README.md"):
        (row,) = [line for line in page.read_text("utf-8").splitlines() if f"{path.name})" in line]
        assert f"| {stated} |" in row, page.name
    teaching = (root / "TEACHING.md").read_text("utf-8")
    (line,) = re.findall(rf"(?s)## Lesson {number} ·[^#]*?(\*\*Minutes.*?)\n", teaching)
    total, *parts = map(int, re.findall(r"(?<=\()\d+(?=\))|\d+(?=\*{0,2}(?: ·|$))", line))
    assert (total, sum(parts)) == (stated, stated), "TEACHING.md"
    (row,) = re.findall(r"\| minutes alone \|(.*)\|", teaching)
    assert int(row.split("|")[number]) == stated


def minutes_stated(cells) -> int:
    (stated,) = map(int, re.findall(r"\*Minutes\*: (\d+)", cells[0].source))
    return stated


@each_notebook
def test_minutes_are_what_a_reader_needs(path):
    cells = read(path)["cells"]
    stated = minutes_stated(cells)
    assert abs(stated - minutes(cells)) <= 2.5, f"{minutes(cells):.1f} minutes"
    assert stated <= LONGEST
