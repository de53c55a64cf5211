"""The solved course: later cells and numbers agree, with solutions or other right answers."""

# Of the other right answers, run k takes the k-th one of each exercise; where a run disagrees with
# its notebook, halves of its answers are run until the fewest are found that disagree.

import asyncio
import functools
import os
from pathlib import Path

import nbformat
import pytest
from answers import collect
from nbclient import NotebookClient
from prose import disagreements, marks, probe

from tinydata.course.exercise import find
from tinydata.course.notebook.files import FOLDER, exercise_of, read
from tinydata.course.notebook.stubs import solution_source

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
RIGHT = collect("RIGHT")
TESTS = Path(__file__).parent
# Readings of a clock; what the text calls one of many right outcomes; what is compared by itself.
MAY_DIFFER = {"nbval-ignore-output", "yours-may-differ", "probe"}
PROBE = {"tags": ["probe"]}

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def ids_in(path) -> list[str]:
    """The exercises of a notebook, in order."""
    found = map(exercise_of, read(path)["cells"])
    return [id for id, role in found if role == "stub"]


RUNS = [
    (path, k)
    for path in NOTEBOOKS
    for k in range(max((len(RIGHT[id]) for id in ids_in(path)), default=0))
]


def other_answer(id, k) -> str:
    """A cell that binds the exercise's name to the k-th of the other right answers."""
    name, brings = find(id).name, " ".join(find(id).brings)
    return f"{name} = __import__('answers').right_answer({id!r}, {k}, {name!r})  # {brings}"


def run(path, texts: dict[str, str]):
    """The cells of the notebook after a run with these stubs, and its probes.

    A probe is the id of a Markdown cell, its marks, what they gave there, and at the end.
    """
    cells, probes = [], []
    for cell in read(path)["cells"]:
        id, role = exercise_of(cell)
        text = texts[id] if role == "stub" else cell.source
        if cell["cell_type"] == "code":
            cells.append(nbformat.v4.new_code_cell(text, metadata=cell["metadata"]))
        elif found := marks(text):
            here, late = (nbformat.v4.new_code_cell(probe(found), metadata=PROBE) for _ in range(2))
            cells.append(here)
            probes.append((cell["id"], found, here, late))
    cells += [late for *_, late in probes]
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": FOLDER}}
    )
    root = str(FOLDER.parent)
    search = os.pathsep.join(filter(None, [root, str(TESTS), os.environ.get("PYTHONPATH")]))
    quiet = {"PYTHONPATH": search, "MPLBACKEND": "agg"}  # figures are made, but not drawn
    asyncio.run(client.async_execute(env=os.environ | quiet))
    return cells, [(id, found, printed(here), printed(late)) for id, found, here, late in probes]


@functools.cache
def run_solved(path):
    return run(path, {id: solution_source(find(id)) for id in ids_in(path)})


def printed(cell) -> str:
    """All text that a cell shows."""
    texts = (output.get("text") or output.data["text/plain"] for output in cell.outputs)
    return "".join(text for text in texts if not text.startswith("<Figure"))


def disagreement(path, chosen: dict[str, int]) -> str:
    """What the notebook shows otherwise with these right answers, and our solutions elsewhere."""
    texts = {id: solution_source(find(id)) for id in ids_in(path)}
    texts |= {id: other_answer(id, k) for id, k in chosen.items()}
    try:
        cells, probes = run(path, texts)
    except Exception as error:
        return str(error)
    for stored, cell in zip(run_solved(path)[0], cells, strict=True):
        if not MAY_DIFFER & {*cell.metadata.get("tags", [])} and printed(cell) != printed(stored):
            return f"{cell.source}\n\nshows\n{printed(cell)}\ninstead of\n{printed(stored)}"
    return "\n".join(sentence for _, *probed in probes for sentence in disagreements(*probed))


def fewest(path, chosen: dict[str, int]) -> tuple[dict[str, int], str]:
    """Those of the answers that disagree with the notebook, and how."""
    for half in halves(chosen):
        if disagreement(path, half):
            return fewest(path, half)
    return chosen, disagreement(path, chosen)


def halves(chosen: dict) -> list[dict]:
    entries = list(chosen.items())
    middle = len(entries) // 2
    return [dict(entries[:middle]), dict(entries[middle:])] if middle else []


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


@pytest.mark.parametrize(("path", "k"), RUNS, ids=[f"{path.stem}-{k}" for path, k in RUNS])
def test_other_right_answers_carry_their_lesson(path, k):
    """Nothing after an exercise assumes how our solution is written."""
    chosen = {id: k % len(RIGHT[id]) for id in ids_in(path)}
    if disagreement(path, chosen):
        found, shown = fewest(path, chosen)
        pytest.fail(f"with {[RIGHT[id][k] for id, k in found.items()]}:\n{shown}")
