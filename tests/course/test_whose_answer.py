"""Checks by name, in a real kernel: it is the learner's newest answer that is judged, or none."""

import pytest
from kernel import Kernel

PAD = """
def pad(arrays):
    lengths = [len(array) for array in arrays]
    places = len(arrays), max(lengths)
    batch = np.zeros((*places, *arrays[0].shape[1:]), arrays[0].dtype)
    mask = np.zeros(places, bool)
    for row, array in enumerate(arrays):
        batch[row, : len(array)] = array
        mask[row, : len(array)] = True
    return batch, mask
"""
CHUNKS = """
def index_chunks(indices, batch_size):
    for start in range(0, len(indices), batch_size):
        yield indices[start : start + batch_size]
"""
COLLATE = "def collate(samples):\n    return tuple(map(np.stack, zip(*samples, strict=True)))"
LOADER = """
class DataLoader:
    def __init__(self, dataset, batch_size=1):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)
    def __iter__(self):
        for chunk in index_chunks(range(len(self.dataset)), self.batch_size):
            yield collate([self.dataset[i] for i in chunk])
"""


@pytest.fixture(scope="module")
def shared():
    with Kernel() as kernel:
        kernel.run("import tinydata\nfrom tinydata.arguments import positive_int")
        yield kernel


@pytest.fixture
def kernel(shared):
    """The one kernel, as if nothing had been written in it."""
    shared.run(
        "tinydata.course._session.inputs.all.clear()\n"
        "for name in 'pad collate index_chunks DataLoader TensorDataset scale'.split():\n"
        "    globals().pop(name, None)"
    )
    return shared


def checked(kernel, id):
    """The check's text."""
    shown = kernel.run(f'check("{id}")')
    assert not shown.error and not shown.stderr
    return shown.stdout + shown.plain


def test_a_cell_that_never_ran_costs_its_own_exercise_only(kernel):
    assert "The cell with your `pad` has not run yet." in checked(kernel, "collation.pad")
    shown = kernel.run('pad = use("collation.pad")')
    assert shown.stdout == "Going on with our pad; yours has not passed yet.\n"
    assert kernel.run("pad([np.ones(2)])").error == ""
    kernel.run(CHUNKS)
    assert checked(kernel, "batching.index-chunks").startswith("Right")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("def pad(arrays:\n    return 1", "has not run: SyntaxError"),
        ("%%time\ndef pad(arrays) return 1", "has not run: SyntaxError"),
        ("def pad(arrays):\nreturn 1", "has not run: IndentationError"),
        ("pad = lambda arrays: arrays]", "has not run: SyntaxError"),
        ("pad = paddings[0]", "ended with NameError before"),
        (
            "class Helper:\n    size = undefined\ndef pad(arrays):\n    return 1",
            "ended with NameError",
        ),
        ("%%capture\npad = 1 / 0", "ended with ZeroDivisionError before"),
    ],
)
def test_a_right_version_from_before_does_not_count_for_a_broken_one(kernel, broken, said):
    kernel.run(PAD)
    assert checked(kernel, "collation.pad").startswith("Right")
    assert kernel.run(broken).error
    assert said in checked(kernel, "collation.pad")
    assert "our pad" in kernel.run('pad = use("collation.pad")').stdout
    kernel.run(PAD)
    assert checked(kernel, "collation.pad").startswith("Right")


@pytest.mark.parametrize(
    "given",
    [
        "from tinydata import TensorDataset",
        "from tinydata import TensorDataset as TensorDataset, Subset",
        "TensorDataset = tinydata.TensorDataset",
        'TensorDataset = use("tensor-dataset.tensor-dataset")',
    ],
)
def test_what_is_given_is_no_answer(kernel, given):
    kernel.run(given)
    assert checked(kernel, "tensor-dataset.tensor-dataset").startswith("Not attempted yet")
    shown = kernel.run('TensorDataset = use("tensor-dataset.tensor-dataset")')
    assert "our TensorDataset" in shown.stdout


def test_what_use_handed_out_is_no_answer_until_the_own_cell_runs_again(kernel):
    kernel.run("def pad(arrays):\n    return arrays")
    assert checked(kernel, "collation.pad").startswith("Wrong")
    kernel.run('pad = use("collation.pad")')
    assert "That is our pad" in checked(kernel, "collation.pad")


def test_another_exercise_s_answer_of_the_same_name(kernel):
    for cell in (CHUNKS, COLLATE, LOADER):
        kernel.run(cell)
    assert checked(kernel, "batching.iter").startswith("Right")
    assert "The cell with your `DataLoader` has not run yet" in checked(kernel, "batching.length")
    kernel.run(LOADER.replace("batch_size=1):", "batch_size=1, drop_last=False:"))
    assert "has not run: SyntaxError" in checked(kernel, "batching.length")


@pytest.mark.parametrize(
    "cell",
    [
        "%%time" + PAD,
        "%%capture" + PAD,
        PAD.replace("def pad", "def _padded") + "pad = lambda arrays: _padded(arrays)",
        PAD.replace("pad(arrays)", "_padded(fill, arrays)")
        + "from functools import partial\npad = partial(_padded, 0)",
        PAD + "print(pad([np.ones(2)]))\nassert False",
        "if True:" + PAD.replace("\n", "\n    "),
        "print('x')\n" + PAD + "!true",
        "class Padder:\n    "
        + PAD.replace("pad(arrays)", "__call__(self, arrays)").strip().replace("\n", "\n    ")
        + "\npad: object = Padder()",
    ],
)
def test_right_answers_of_every_form(kernel, cell):
    kernel.run(cell)
    assert checked(kernel, "collation.pad").startswith("Right")
    assert kernel.run('pad = use("collation.pad")').stdout == "Going on with your pad.\n"


def test_a_scratch_cell_that_only_mentions_the_name(kernel):
    kernel.run(PAD)
    kernel.run("# def pad(\n'''\ndef pad(\n'''\nother = pad\nx = 'pad ='")
    kernel.run("%%bash\npad=3")
    assert kernel.run("# pad(\ny = (").error
    assert checked(kernel, "collation.pad").startswith("Right")


def test_a_scratch_cell_that_binds_the_name_again_is_the_new_answer(kernel):
    kernel.run(PAD)
    assert checked(kernel, "collation.pad").startswith("Right")
    kernel.run("pad = 3")
    assert checked(kernel, "collation.pad").startswith("Wrong")
    assert "our pad" in kernel.run('pad = use("collation.pad")').stdout


def test_a_helper_that_changes_is_judged_anew(kernel):
    kernel.run(
        "scale = 2\ndef collate(samples):\n    made = tuple(map(np.stack, zip(*samples, "
        "strict=True)))\n    return made * scale"
    )
    assert checked(kernel, "batching.collate").startswith("Wrong")
    kernel.run("scale = 1")
    assert "your collate" in kernel.run('collate = use("batching.collate")').stdout
    kernel.run("scale = 2")
    assert "our collate" in kernel.run('collate = use("batching.collate")').stdout


def test_an_object_may_still_be_passed(kernel):
    kernel.run(PAD.replace("def pad", "def mine"))
    assert kernel.run('check("collation.pad", mine)').plain.startswith("Right")
    assert "your pad" in kernel.run('pad = use("collation.pad", mine)').stdout


def test_the_course_may_be_imported_after_the_answer_has_run():
    with Kernel(first=PAD) as kernel:
        assert checked(kernel, "collation.pad").startswith("Right")
        kernel.run("def pad(arrays): return 3\ncheck('collation.pad')")
        assert checked(kernel, "collation.pad").startswith("Wrong")
