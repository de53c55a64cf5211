"""The solved course: solutions in all stubs, notebooks run, checks right, numbers recomputed."""

import asyncio
import functools
import os

import nbformat
import pytest
from nbclient import NotebookClient
from prose import disagreements, marks, probe

from tinydata.course.exercise import find
from tinydata.course.notebook.files import FOLDER, exercise_of, read
from tinydata.course.notebook.stubs import solution_source

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@functools.cache
def run_solved(path):
    """The cells of the solved notebook after a run, and its probes.

    A probe is the id of a Markdown cell, its marks, what they gave there, and at the end.
    """
    cells, probes = [], []
    for cell in read(path)["cells"]:
        id, role = exercise_of(cell)
        text = solution_source(find(id)) if role == "stub" else cell.source
        if cell["cell_type"] == "code":
            cells.append(nbformat.v4.new_code_cell(text, metadata=cell["metadata"]))
        elif found := marks(text):
            cells.append(nbformat.v4.new_code_cell(probe(found)))
            probes.append((cell["id"], found, cells[-1], nbformat.v4.new_code_cell(probe(found))))
    cells += [late for *_, late in probes]
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": FOLDER}}
    )
    root = str(FOLDER.parent)
    search = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    quiet = {"PYTHONPATH": search, "MPLBACKEND": "agg"}  # figures are made, but not drawn
    asyncio.run(client.async_execute(env=os.environ | quiet))
    return cells, [(id, found, printed(here), printed(late)) for id, found, here, late in probes]


def printed(cell) -> str:
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


@each_notebook
def test_solutions_pass_in_their_notebook(path):
    for cell in run_solved(path)[0]:
        id, role = exercise_of(cell)
        if role == "check":
            told = [output.metadata["tinydata"] for output in cell.outputs if "metadata" in output]
            assert told == [{"exercise": id, "status": "right", "mistake": None}], cell.outputs
        if role == "use":
            assert printed(cell) == f"Going on with your {find(id).name}.\n"


@each_notebook
def test_numbers_in_prose_are_what_the_notebook_says(path):
    wrong = {id: disagreements(*probed) for id, *probed in run_solved(path)[1]}
    assert not any(wrong.values()), {id: sentences for id, sentences in wrong.items() if sentences}
