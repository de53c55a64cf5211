"""Checks are calm: whatever an answer is or does, one plain report comes out, and nothing else."""

import random
import subprocess
import sys
import threading
import time
import warnings

import numpy as np
import pytest
import samples
from samples import ANSWER, BRIGHTER, COUNTER, Counter, Mistake, brighter

from tinydata import TensorDataset
from tinydata.course import check, hint, learner, progress, solution, use
from tinydata.course.checker import sandbox
from tinydata.course.checker.judge import judge
from tinydata.course.checker.sandbox import Capture, limited
from tinydata.course.exercise import Exercise
from tinydata.course.notebook.stubs import build, marked_source, stub_source


@pytest.fixture(autouse=True)
def sample_course(monkeypatch):
    samples.install(monkeypatch)
    monkeypatch.setattr(learner, "lessons", lambda: {"sample": samples.PACKAGE})
    for state in ("_status", "_hints_shown", "_last", "_handed_out"):
        monkeypatch.setattr(learner, state, {})


def told(capsys, answer, exercise=BRIGHTER):
    """What a check prints, as one line of words; it is falsy, and silent on stderr."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = check(exercise.id, answer)
    out, err = capsys.readouterr()
    assert err == ""
    assert not result
    return " ".join(out.split())


# What a learner is told


def test_right(capsys):
    result = check("sample.brighter", lambda images, step: step + images)
    assert result and repr(result) == "right"
    assert capsys.readouterr().out == "Right: sample.brighter\n"


def test_wrong_in_full(capsys):
    check("sample.brighter", lambda images, step: images - step)
    assert capsys.readouterr().out == (
        "Wrong: sample.brighter\n"
        "  asked     brighter(np.array([1.0, 2.0]), 1)\n"
        "  yours     array([0., 1.], dtype=float64)\n"
        "  expected  array([2., 3.], dtype=float64)\n"
        "  2 of 2 values differ, first at position [0]: yours 0.0, expected 2.0.\n"
        "  Likely reason: You subtract.\n"
    )


def test_the_reason_of_the_case_when_no_mistake_fits(capsys):
    assert "Likely reason: Add the step." in told(capsys, lambda images, step: images + step + 1)


def test_images_are_drawn(capsys):
    out = told(capsys, lambda images, step: images + min(step, 1))
    assert "given images = a float64 array of shape (2, 8, 8)" in out
    assert "yours expected" in out and "@@" in out


def test_not_attempted(capsys):
    for exercise in (BRIGHTER, COUNTER, ANSWER):
        stub = build(exercise, stub_source(exercise))
        assert told(capsys, stub, exercise).startswith(f"Not attempted yet: {exercise.id}")


def test_a_leftover_in_a_branch(capsys):
    def answer(images, step):
        if step == 2:
            raise NotImplementedError()
        return images + step

    out = told(capsys, answer)
    assert "A `raise NotImplementedError` is left in your code, in line" in out
    assert "`raise NotImplementedError()`" in out


def test_a_leftover_method(capsys):
    class Half(Counter):
        def step(self):
            self.value += 1
            return self.value

        @property
        def half(self):
            raise NotImplementedError()

    out = told(capsys, Half, COUNTER)
    assert out.startswith("Wrong") and "is left in your code" in out


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        (3, "an int"),
        (None, "None"),
        (np.zeros(3), "a float64 array of shape (3,)"),
        (Counter, "the class Counter"),
    ],
)
def test_something_else_than_a_function(capsys, answer, got):
    out = told(capsys, answer)
    assert f'itself, as in check("sample.brighter", brighter), but got {got}.' in out


def test_an_object_instead_of_the_class(capsys):
    assert "but got an object made with it" in told(capsys, Counter(1), COUNTER)


def test_none_and_printed(capsys):
    def nothing(images, step):
        images + step

    def printing(images, step):
        print(images + step)

    assert "Your code returned None. Is a `return` missing?" in told(capsys, nothing)
    out = told(capsys, printing)
    assert "Your code printed something and returned None" in out
    assert "Your code printed: [2. 3.]" in out


def test_an_exception(capsys):
    def answer(images, step):
        return images / np.zeros(step).sum() + undefined  # noqa: F821

    out = told(capsys, answer)
    assert "Your code raised NameError: name 'undefined' is not defined, in line" in out
    assert "`return images / np.zeros(step).sum() + undefined" in out


def test_wrong_number_of_arguments(capsys):
    assert "raised TypeError" in told(capsys, lambda images: images)


def test_changed_in_place(capsys):
    def answer(images, step):
        images += step
        return images.copy()

    assert "Your code changed `images` in place." in told(capsys, answer)


def test_an_alias(capsys):
    def answer(images, step):
        return images + step if step else images

    assert "share memory with `images`" in told(capsys, answer)


def test_global_random_state(capsys):
    def with_numpy(images, step):
        np.random.seed(0)  # noqa: NPY002
        return images + step

    def with_random(images, step):
        random.random()
        return images + step

    np.random.seed(0)  # noqa: NPY002 - the state in which the learner's seed changes nothing
    before = np.random.get_state()[1].copy(), random.getstate()  # noqa: NPY002
    assert "global random state of NumPy" in told(capsys, with_numpy)
    assert "global random state of the `random` module" in told(capsys, with_random)
    assert np.array_equal(before[0], np.random.get_state()[1])  # noqa: NPY002
    assert before[1] == random.getstate()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda images: (images).tolist(), "Yours is a list of 2 items, expected an array."),
        (lambda images: images.astype(np.float32), "The dtype differs: yours is float32"),
        (lambda images: images[:, None], "The shape differs: yours is (2, 1), expected (2,)."),
        (lambda images: images[::-1], "The values are right, but in another order."),
    ],
)
def test_differences_are_named(capsys, wrong, sentence):
    assert sentence in told(capsys, lambda images, step: wrong(images + step))


def test_value_exercise(capsys):
    assert check("sample.answer", np.int64(42))
    assert "Likely reason: Nearly." in told(capsys, 41, ANSWER)
    assert "expected an integer" in told(capsys, 42.0, ANSWER)


# Hostile answers


def endless_loop(images, step):
    while True:
        pass


def stubborn_loop(images, step):
    while True:
        try:
            time.sleep(0.001)
        except BaseException:
            pass


def endless_recursion(images, step):
    return endless_recursion(images, step)


def exits(images, step):
    sys.exit(1)


def interrupts(images, step):
    raise KeyboardInterrupt


def makes_noise(images, step):
    print("x" * 10**6)
    print("y" * 10**6, file=sys.stderr)
    warnings.warn("careful", stacklevel=1)
    warnings.simplefilter("error")
    sys.stdout.flush()
    return images + step + 1


def starts_threads(images, step):
    thread = threading.Thread(target=print, args=("from a thread",))
    thread.start()
    thread.join()
    return images


class Hostile:
    def __repr__(self):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None

    def __getattr__(self, name):
        return Hostile()


class HostileError(Exception):
    def __str__(self):
        raise RuntimeError("no")


def raises_hostile_error(images, step):
    raise HostileError


def cyclic(images, step):
    items = []
    items.append(items)
    return items


HOSTILE = [
    endless_loop,
    stubborn_loop,
    endless_recursion,
    exits,
    interrupts,
    makes_noise,
    starts_threads,
    raises_hostile_error,
    cyclic,
    lambda images, step: Hostile(),
    lambda images, step: [Hostile()],
    lambda images, step: np.array([Hostile(), None], dtype=object),
    lambda images, step: (i for i in iter(int, 1)),
    lambda images, step: np.ma.masked_array(images + step, images > 1),
    lambda images, step: "z" * 10**7,
    lambda images, step: list(range(10**6)),
    Hostile(),
    Hostile,
    type("Called", (), {"__call__": lambda self, images, step: Hostile()})(),
]


@pytest.mark.parametrize("answer", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_answers(capsys, monkeypatch, answer):
    monkeypatch.setattr(BRIGHTER, "seconds", 0.3)
    before = threading.active_count()
    out = told(capsys, answer)
    assert out.startswith("Wrong: sample.brighter")
    assert len(out) < 2000 and " at 0x" not in out
    assert threading.active_count() == before


@pytest.mark.parametrize("answer", [Hostile(), Hostile, np.zeros(3), "answer"])
def test_hostile_values(capsys, answer):
    assert told(capsys, answer, ANSWER).startswith("Wrong: sample.answer")


def test_stopped_loops_say_where(capsys, monkeypatch):
    monkeypatch.setattr(BRIGHTER, "seconds", 0.2)
    out = told(capsys, endless_loop)
    assert "Your code had not finished after 0.2 seconds, and was stopped. It was in line" in out
    assert "Does its loop come to an end?" in out


def test_a_known_endless_loop_gets_its_message(capsys, monkeypatch):
    monkeypatch.setattr(BRIGHTER, "id", "sample.endless")
    monkeypatch.setattr(BRIGHTER, "seconds", 0.6)
    source = "def brighter(images, step):\n    while True:\n        step += 1"
    monkeypatch.setattr(BRIGHTER, "mistakes", [Mistake(source, "Nothing ends the loop.")])
    assert "Likely reason: Nothing ends the loop." in told(capsys, endless_loop)


def test_interrupting_the_kernel_ends_the_check(capsys, monkeypatch):
    def interrupted(thread, seconds):
        return "you"

    monkeypatch.setattr(sandbox, "_wait", interrupted)
    assert "You stopped the check before your code had finished." in told(capsys, endless_loop)


def test_a_loop_that_cannot_be_stopped_is_abandoned(monkeypatch):
    monkeypatch.setattr(sandbox, "GRACE", 0.05)
    release = threading.Event()
    run = limited(lambda printed: release.wait(10), 0.05)
    assert run.abandoned and run.stopped == "time"
    release.set()


def test_memory_is_watched(monkeypatch):
    monkeypatch.setattr(sandbox, "MEMORY_LIMIT", 2**26)
    pytest.importorskip("psutil")

    def fill(printed):
        kept = []
        while True:
            kept.append(bytes(10**5))

    assert limited(fill, 20).stopped == "memory"


def test_endless_iterators_are_stopped_before_they_fill_the_memory(capsys, monkeypatch):
    case = samples.Case("list(brighter(1, 1))", "[1]")
    monkeypatch.setattr(BRIGHTER, "cases", [case])
    out = told(capsys, lambda images, step: iter(int, 1))
    assert "Your iterator does not end: more than 100,000 items came out" in out


def test_capture_keeps_the_beginning():
    capture = Capture(limit=5)
    assert capture.write("abcdefg") == 7
    capture.write("h")
    assert (capture.getvalue(), capture.count) == ("abcde", 8)


def test_no_import_of_the_display_tools_before_they_are_needed():
    code = (
        "import sys, tinydata.course; tinydata.course.hint('start.warm-up');"
        "print([m for m in ('matplotlib', 'IPython') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# The learner's code is judged, not the package


def test_right_learner_with_a_broken_package(monkeypatch, capsys):
    monkeypatch.setattr(samples, "brighter", lambda images, step: None)
    monkeypatch.setattr(BRIGHTER, "solution", lambda images, step: None)
    assert judge(BRIGHTER, lambda images, step: images + step).status == "right"


def test_wrong_learner_with_a_right_package():
    assert judge(BRIGHTER, lambda images, step: images).status == "wrong"
    assert judge(BRIGHTER, brighter).status == "right"


# The other four


def test_use(capsys):
    def mine(images, step):
        return images + step

    def wrong(images, step):
        return images

    assert use("sample.brighter", mine) is mine
    assert use("sample.brighter", wrong) is brighter
    assert use("sample.brighter") is brighter
    assert capsys.readouterr().out == (
        "Going on with your brighter.\n"
        + "Going on with our brighter; yours has not passed yet.\n" * 2
    )


def test_what_use_handed_out_is_not_the_learner_s(capsys):
    ours = use("sample.brighter", lambda images, step: images)
    capsys.readouterr()
    assert not check("sample.brighter", ours)
    assert "That is our brighter" in capsys.readouterr().out
    assert use("sample.brighter", ours) is ours
    assert "Going on with our brighter" in capsys.readouterr().out
    assert check("sample.brighter", lambda images, step: images + step)


def test_use_does_not_check_again(capsys, monkeypatch):
    calls = []

    def mine(images, step):
        calls.append(step)
        return images + step

    check("sample.brighter", mine)
    count = len(calls)
    assert use("sample.brighter", mine) is mine
    assert len(calls) == count


def test_hints_come_one_by_one(capsys):
    for _ in range(4):
        hint("sample.brighter")
    assert capsys.readouterr().out == (
        "Hint 1 of 2: Add.\n"
        "Hint 2 of 2: Add `step`.\n"
        + 'No more hints. solution("sample.brighter") prints a solution.\n'
        * 2
    )


def test_solution(capsys):
    solution("sample.brighter")
    assert capsys.readouterr().out.endswith("    return images + step\n")


def test_progress(capsys):
    check("sample.brighter", brighter)
    check("sample.answer", 41)
    capsys.readouterr()
    progress()
    assert capsys.readouterr().out == (
        "99  sample.brighter  right\n"
        "99  sample.counter   not attempted\n"
        "99  sample.answer    wrong\n"
        "1 of 3 right in this session\n"
    )
    progress("none")
    assert "There is no lesson 'none'" in capsys.readouterr().out


@pytest.mark.parametrize("id", ["sample.brigther", "smaple.x", "", "nothing", 3, None, brighter])
def test_unknown_ids(capsys, id):
    assert not check(id, brighter)
    assert use(id, brighter) is brighter
    hint(id)
    solution(id)
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 4 and err == ""


def test_check_without_an_answer(capsys):
    assert not check("sample.brighter")
    assert 'Write check("sample.brighter", brighter)' in capsys.readouterr().out


# Stubs


def test_stub_of_a_class_keeps_the_given_methods():
    assert stub_source(COUNTER) == (
        "class Counter:\n"
        '    """Counts."""\n\n'
        "    def __init__(self, start):\n"
        '        """Begin at `start`."""\n'
        "        self.value = start\n\n"
        "    def step(self):\n"
        '        """Count one more."""\n'
        "        # YOUR CODE HERE\n"
        "        raise NotImplementedError()\n\n"
        "    @property\n"
        "    def half(self):\n"
        '        """Half of it."""\n'
        "        # YOUR CODE HERE\n"
        "        raise NotImplementedError()"
    )


def test_marked_solution():
    assert marked_source(BRIGHTER).splitlines()[2:] == [
        "    ### BEGIN SOLUTION",
        "    return images + step",
        "    ### END SOLUTION",
    ]


def test_docstrings_of_the_package_are_shortened_or_replaced():
    options = {"title": "", "goal": "", "minutes": 1, "difficulty": 1, "hints": []}
    options |= {"id": "sample.package", "cases": [], "mistakes": []}
    stub = stub_source(Exercise(solution=TensorDataset, write=["__getitem__"], **options))
    assert "Parameters" not in stub and "def __len__" in stub
    assert stub.count("raise NotImplementedError()") == 1
    own = stub_source(Exercise(solution=TensorDataset, doc="Arrays, aligned.", **options))
    assert own.splitlines()[1] == '    """Arrays, aligned."""'
