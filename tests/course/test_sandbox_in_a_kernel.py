"""What only a real kernel has: interrupts, displays, figures, a keyboard, and memory to fill."""

import sys

import pytest
from kernel import Kernel

ID = '"batching.index-chunks"'
SETUP = """
import getpass, itertools, logging, os, pdb, sys, threading
import matplotlib.pyplot as plt
from IPython.display import clear_output
from tinydata.course.exercise import find

count = 0

def count_up():
    global count
    while True:
        count += 1

def loop(indices, batch_size, drop_last=False):
    count_up()

def stubborn(indices, batch_size, drop_last=False):
    while True:
        try:
            count_up()
        except BaseException:
            pass

def right(indices, batch_size, drop_last=False):
    stop = len(indices) - len(indices) % batch_size if drop_last else len(indices)
    return (indices[i : i + batch_size] for i in range(0, stop, batch_size))

def fills_memory(indices, batch_size, drop_last=False):
    return list(itertools.permutations(range(20)))

def types(indices, batch_size, drop_last=False):
    return input("How many? ")

def types_a_secret(indices, batch_size, drop_last=False):
    return getpass.getpass()

def leaves(indices, batch_size, drop_last=False):
    exit()

def debugs(indices, batch_size, drop_last=False):
    breakpoint()
    pdb.set_trace()
    return right(indices, batch_size, drop_last)

def draws(indices, batch_size, drop_last=False):
    plt.plot(list(indices))
    plt.subplots()
    plt.show()
    plt.pause(10)
    plt.savefig("drawn.png")
    display(plt.gcf())
    return right(indices, batch_size, drop_last)

def shows(indices, batch_size, drop_last=False):
    display("seen")
    clear_output()
    logging.warning("logged")
    print("printed", file=sys.stderr)
    return right(indices, batch_size, drop_last)

def checks_itself(indices, batch_size, drop_last=False):
    check("batching.index-chunks", checks_itself)
    use("batching.index-chunks", checks_itself)
    return right(indices, batch_size, drop_last)

left = []

def leaves_a_thread(indices, batch_size, drop_last=False):
    if not left:  # one: a hundred that count would take the time from the check itself
        left.append(threading.Thread(target=count_up, daemon=True))
        left[0].start()
    return right(indices, batch_size, drop_last)
"""


@pytest.fixture(scope="module")
def kernel():
    with Kernel() as kernel:
        assert not kernel.run(SETUP).error
        yield kernel


def told(kernel, answer, **options):
    """What a check shows, as one line of words: never an error, nothing on stderr."""
    shown = kernel.run(f"check({ID}, {answer})", **options)
    assert (shown.error, shown.stderr) == ("", "")
    return " ".join((shown.stdout + shown.plain).split())


def assert_nothing_runs_on(kernel):
    before = kernel.value("count")
    assert kernel.value("time.sleep(0.05), count") == f"(None, {before})"


@pytest.mark.parametrize("answer", ["loop", "stubborn"])
def test_an_interrupt_ends_the_loop_for_good(kernel, answer):
    for seconds in (0.05, 0.12, 0.2, 0.3):
        out = told(kernel, answer, interrupt_after=(seconds,))
        assert "You stopped the check before your code had finished." in out
        assert_nothing_runs_on(kernel)


def test_more_interrupts_neither_escape_nor_hang(kernel):
    for pause in (0.0, 0.005, 0.02):
        out = told(kernel, "stubborn", interrupt_after=(0.2, pause, pause))
        assert "You stopped the check before your code had finished." in out
        assert_nothing_runs_on(kernel)


@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits memory")
def test_a_loop_inside_c_that_fills_the_memory(kernel):
    limits = "__import__('resource').getrlimit(__import__('resource').RLIMIT_AS)"
    before = kernel.value(limits)
    kernel.run(
        f"find({ID}).seconds = 60"
    )  # a machine that has much to do takes long for a gigabyte
    out = told(kernel, "fills_memory")
    kernel.run(f"find({ID}).seconds = 5")
    assert "Your code needs more than a gigabyte of memory, and was stopped. It was in line" in out
    assert kernel.value(limits) == before


def test_drawing_makes_no_answer_wrong_and_shows_nothing(kernel):
    shown = kernel.run(f"check({ID}, draws)")
    assert "Right" in shown.stdout + shown.plain
    assert not any("image/png" in display["data"] for display in shown.displays)
    assert kernel.value("plt.get_fignums(), os.path.exists('drawn.png')") == "([], False)"
    shown = kernel.run("plt.plot([1, 2]); plt.show()")  # the learner's own figures are shown again
    assert any("image/png" in display["data"] for display in shown.displays)


def test_what_is_displayed_is_told_as_printed(kernel):
    out = told(kernel, "shows")
    assert "Right" in out and "seen" in out and "logged" not in out
    assert kernel.value("logging.root.handlers, logging.root.manager.disable") == "([], 0)"
    assert kernel.run("display('again')").plain == "'again'"


def test_a_keyboard_that_nobody_types_on(kernel):
    for answer in ("types", "types_a_secret"):
        out = told(kernel, answer)
        assert "Nobody sits at the keyboard" in out and "NotImplementedError" not in out


def test_an_answer_that_exits_ends_itself_alone(kernel):
    assert "Your code asked Python to exit, in line" in told(kernel, "leaves")
    assert "Right" in told(kernel, "debugs")
    assert kernel.value("'alive'") == "alive"


def test_a_check_in_an_answer_leaves_the_notebook_its_voice(kernel):
    out = told(kernel, "checks_itself")
    assert "Right" in out and "Inside of your code, a check does nothing." in out
    assert kernel.value("'heard'") == "heard"


def test_threads_left_behind_are_ended(kernel):
    assert "Right" in told(kernel, "leaves_a_thread")
    assert_nothing_runs_on(kernel)
