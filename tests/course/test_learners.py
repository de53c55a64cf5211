"""Learners with a workbook, in real kernels: verdicts, progress, and a package of their own."""

import json
import re
import subprocess
import sys

from sittings import Sitting, command, recording

from tinydata.course.exercise import all_exercises, find
from tinydata.course.notebook.stubs import solution_source
from tinydata.course.workbook.record import FILE

HELPED = {  # helpers of one name in two lessons, with different meanings
    "batching.collate": """
def helper(part):
    return np.stack(list(part))

def collate(samples):
    return tuple(helper(part) for part in zip(*samples, strict=True))

print(collate([(1, 2), (3, 4)]))
""",
    "shuffling.permutation": """
%%time
def helper(generator, last):
    return int(generator.integers(last + 1))

def permutation(n, generator):
    order = list(range(n))
    for last in reversed(range(1, n)):
        j = helper(generator, last)
        order[last], order[j] = order[j], order[last]
    return order
""".strip(),
}
BROKEN = {  # the last stub of each lesson does not compile
    id: solution_source(find(id)).replace(":\n", "\n", 1)
    for id in ["dataset.cache", "batching.length", "shuffling.loader"]
}


def workbook_in(folder):
    command(folder, "start", "--no-lab")
    return folder / "workbook"


def passed(workbook):
    data = json.loads(command(workbook, "progress", "--json"))
    return {one["id"] for one in data["exercises"] if one["passed"]}


def ids_of(*lessons):
    return {exercise.id for exercise in all_exercises() if exercise.lesson in lessons}


def attend(workbook, lessons, answers, skip=""):
    """Take lessons, each in a kernel of its own; what each cell showed."""
    shown = {}
    for number in lessons:
        with Sitting(workbook) as sitting:
            shown |= sitting.lesson(number, answers, skip)
    assert not any(one.stderr for one in shown.values())
    return {id: one.stdout + one.plain for id, one in shown.items()}


def program(workbook, code):
    """What a program in the workbook prints, without the course's own code around it."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workbook, env=recording(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_who_has_helpers_and_solves_lessons_1_to_8(tmp_path):
    workbook = workbook_in(tmp_path)
    for lessons in ([1, 2, 3], [4, 5], [6, 7, 8]):
        shown = attend(workbook, lessons, HELPED)
        assert not {i: t for i, t in shown.items() if i.endswith("-check") and t[:5] != "Right"}
        assert all("your" in text for id, text in shown.items() if id.endswith("-use"))
        assert passed(workbook) >= ids_of(*lessons)
    assert passed(workbook) == ids_of(*range(1, 9))
    said = command(workbook, "mine")
    count = len(ids_of(*range(1, 9)))
    assert f"{count} answers in 8 modules" in said
    assert "left out" not in said and "missing" not in said
    assert "as lessons give them: BatchSampler" in said and "DataLoader" not in said

    trained = """
from my_tinydata import DataLoader, TensorDataset, evaluate, train_epoch
from tinydata.digits import digits_datasets
from tinydata.network import TwoLayerNetwork

train, test = [TensorDataset(*part.arrays) for part in digits_datasets()]
loader, network = DataLoader(train, 32, shuffle=True, generator=0), TwoLayerNetwork(generator=0)
for epoch in range(20):
    train_epoch(network, loader, learning_rate=0.1)
print(evaluate(network, DataLoader(test, 32)))
"""
    assert float(program(workbook, trained)) > 0.97
    own = """
import sys
from my_tinydata.batching import DataLoader
from my_tinydata import RandomSampler, Subset, TensorDataset, evaluate, train_epoch
from tinydata.digits import digits_datasets
from tinydata.network import TwoLayerNetwork

train, test = [TensorDataset(*part.arrays) for part in digits_datasets()]
network, sampler = TwoLayerNetwork(generator=0), RandomSampler(train, generator=0)
for epoch in range(20):
    train_epoch(network, DataLoader(Subset(train, list(sampler)), 32), learning_rate=0.1)
print(evaluate(network, DataLoader(test, 32)), "tinydata.course" in sys.modules)
"""
    accuracy, course = program(workbook, own).split()
    assert float(accuracy) > 0.97 and course == "False"


def test_one_whose_last_stub_has_a_syntax_error(tmp_path):
    workbook = workbook_in(tmp_path)
    shown = attend(workbook, [2, 4, 5], BROKEN)
    for id in BROKEN:
        cell = id.replace(".", "-")
        assert "has not run: SyntaxError" in shown[f"{cell}-check"]
        assert "Going on with our" in shown[f"{cell}-use"]
    assert passed(workbook) == ids_of(2, 4, 5) - set(BROKEN)
    said = command(workbook, "mine")
    assert "left out" not in said and "missing for a whole pipeline: a dataset" in said
    code = "from my_tinydata import DataLoader; print(len(list(DataLoader([(1,)] * 5, 2))))"
    assert program(workbook, code) == "3\n"


def test_one_who_skips_the_checks_and_comes_back(tmp_path):
    workbook = workbook_in(tmp_path)
    attend(workbook, [4], HELPED, skip="check")
    assert passed(workbook) == ids_of(4)
    with Sitting(workbook) as later:
        for name, id in [("collate", "batching.collate"), ("DataLoader", "batching.length")]:
            shown = later.run(f'{name} = use("{id}")')
            assert shown.stdout == f"Going on with your {name}, as it passed before.\n"
        assert later.run("[batch] = DataLoader([(1, 2), (3, 4)], 2)").error == ""
        assert later.value("collate.__module__, len(batch)") == "('my_tinydata.batching', 2)"
        assert later.run('TensorDataset = use("tensor-dataset.tensor-dataset")').stdout == (
            "Going on with our TensorDataset; yours has not passed yet.\n"
        )
        shown = later.run("from tinydata.course import progress\nprogress()").stdout
        assert re.search(r"(?m)^ *4  batching +████ +4 of 4$", shown)
        assert "Next: start.warm-up" in shown

        # A broken edit costs nothing that has passed; what is said, used and recorded agree.
        later.run("import numpy as np")
        later.run("def collate(samples):\n    return samples")
        assert later.run('check("batching.collate")').plain.startswith("Wrong")
        shown = later.run('collate = use("batching.collate")').stdout
        assert shown == "Going on with your collate, as it passed before.\n"
        assert "batching.collate" in passed(workbook)
    said = command(workbook, "mine")
    assert "4 answers in 1 module\n" in said and "left out" not in said


def test_a_notebook_renamed_and_a_kernel_started_elsewhere(tmp_path):
    workbook = workbook_in(tmp_path)
    (workbook / "figures" / "deeper").mkdir()
    answer = solution_source(find("start.warm-up"))
    with Sitting(workbook / "figures" / "deeper") as inside:  # names of notebooks play no part
        inside.run(f"import os\nos.chdir('/')\n{answer}")
        assert inside.run('check("start.warm-up")').plain == "Right: start.warm-up"
        assert passed(workbook) == {"start.warm-up"}
        (workbook / FILE).write_bytes(b"{")
        shown = inside.run('check("start.warm-up")').stdout
        assert f"The record could not be read. It is now {FILE}.damaged" in shown
        assert inside.run('check("start.warm-up")').plain == "Right: start.warm-up"
        assert passed(workbook) == {"start.warm-up"}
    with Sitting(tmp_path) as outside:
        shown = outside.run('check("start.warm-up")')
        assert shown.plain.startswith("Not attempted yet") and not shown.stdout
        outside.run(answer)
        shown = outside.run('check("start.warm-up")').stdout
        assert f"Nothing is recorded: {tmp_path} is in no workbook." in shown
        shown = outside.run('check("start.warm-up")')
        assert (shown.plain, shown.stdout) == ("Right: start.warm-up", "")  # it is said once
    assert not (tmp_path / FILE).exists()


def test_a_scratch_cell_that_binds_the_name_again(tmp_path):
    id = "batching.collate"
    workbook = workbook_in(tmp_path)
    with Sitting(workbook) as sitting:
        sitting.run(solution_source(find(id)))
        assert sitting.run(f'check("{id}")').plain.startswith("Right")
        sitting.run("collate = 3")
        assert sitting.run(f'collate = use("{id}")').stdout.endswith("as it passed before.\n")
    command(workbook, "mine")
    code = "from my_tinydata import collate; print(collate([(1,), (2,)]))"
    assert program(workbook, code) == "(array([1, 2]),)\n"
