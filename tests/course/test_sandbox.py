"""Whatever an answer is or does, one plain report comes out, and nothing else."""

import _thread
import gc
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest
import samples
from samples import ANSWER, BRIGHTER, told

from tinydata.course.checker import memory_limit, sandbox
from tinydata.course.checker.sandbox import Capture, limited

pytestmark = pytest.mark.usefixtures("sample_course")


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
    before = set(threading.enumerate())
    out = told(capsys, answer)
    assert out.startswith("Wrong: sample.brighter")
    assert len(out) < 2000 and " at 0x" not in out
    deadline = time.monotonic() + 5  # a thread that is about to end may take a while to do so
    while (left := set(threading.enumerate()) - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not left


@pytest.mark.parametrize("answer", [Hostile(), Hostile, np.zeros(3), "answer"])
def test_hostile_values(capsys, answer):
    assert told(capsys, answer, ANSWER).startswith("Wrong: sample.answer")


def test_stopped_loops_say_where(capsys, monkeypatch):
    monkeypatch.setattr(BRIGHTER, "seconds", 0.2)
    out = told(capsys, endless_loop)
    assert "Your code had not finished after 0.2 seconds, and was stopped. It was in line" in out
    assert "Does the loop in line" in out


@pytest.mark.parametrize(("share", "is_stopped"), [(0.2, False), (1, True), (0, True)])
def test_time_that_a_busy_machine_gives_to_others_does_not_count(monkeypatch, share, is_stopped):
    """Who gets no time on the processor at all waits for something, and that counts."""
    start = time.monotonic()
    monkeypatch.setattr(sandbox, "process_time", lambda: share * (time.monotonic() - start))

    def work(printed):
        for _ in range(1000 if is_stopped else 50):  # far too long, or little longer than allowed
            time.sleep(0.012)

    assert limited(work, seconds=0.5).stopped == ("time" if is_stopped else "")


@pytest.mark.parametrize("loop", [endless_loop, stubborn_loop])
def test_interrupts_end_the_check_and_nothing_else(capsys, loop):
    before, handler = threading.active_count(), lambda *_: None  # for those that come later
    signal.signal(signal.SIGINT, handler)
    for times in (1, 2, 50):
        for i in range(times):
            threading.Timer(0.1 + i / 1000, _thread.interrupt_main).start()
        assert "You stopped the check before your code had finished." in told(capsys, loop)
        assert signal.getsignal(signal.SIGINT) is handler
        while threading.active_count() > before:
            time.sleep(0.01)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_a_loop_that_cannot_be_stopped_is_abandoned(monkeypatch):
    monkeypatch.setattr(sandbox, "GRACE", 0.05)
    release = threading.Event()
    run = limited(lambda printed: release.wait(10), 0.05)
    assert run.abandoned and run.stopped == "time"
    release.set()


def test_memory_is_watched(monkeypatch):
    monkeypatch.setattr(memory_limit, "LIMIT", 2**26)
    pytest.importorskip("psutil")

    def fill(printed):
        kept = []
        while True:
            kept.append(bytes(10**5))

    assert limited(fill, 20).stopped == "memory"


def test_the_next_check_is_not_held_up_by_a_thread_that_sleeps(capsys, monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(sandbox, "GRACE", 0.05)
    with monkeypatch.context() as quickly:
        quickly.setattr(BRIGHTER, "seconds", 0.1)
        out = told(capsys, lambda images, step: release.wait(20))
    assert "had not finished after 0.1 seconds. It was in line" in out
    assert "It could not be stopped, and still runs or waits: restart the kernel." in out
    monkeypatch.setattr(BRIGHTER, "cases", [samples.Case("len(brighter([1], 2))", "1")])
    start = time.monotonic()
    assert "NoneType" in told(capsys, lambda images, step: None) or sys.version_info >= (3, 12)
    assert time.monotonic() - start < BRIGHTER.seconds
    release.set()


@pytest.fixture
def pyplot():
    found = pytest.importorskip("matplotlib.pyplot")
    found.close("all")  # what another test has left
    return found


def test_drawing_takes_no_time_from_an_answer(monkeypatch, pyplot):
    def draws(printed):
        for _ in range(30):
            pyplot.figure()
            time.sleep(0.01)
        return pyplot.get_fignums()

    mine = pyplot.figure()
    run = limited(draws, 0.1)
    assert run.finished and run.printed.figures == 30
    assert len(run.value) == 22, "twenty of the answer's, the newest, and the learner's own"
    assert pyplot.get_fignums() == [mine.number]
    pyplot.close(mine)
    assert limited(lambda printed: time.sleep(1), 0.1).stopped == "time"


def test_a_loop_that_draws_comes_to_an_end(monkeypatch, pyplot):
    monkeypatch.setattr(sandbox, "FIGURES", 5)

    def draws(printed):
        while True:
            pyplot.figure()

    assert limited(draws, 0.1).stopped == "time"
    assert not pyplot.get_fignums()


def test_capture_keeps_the_beginning():
    capture = Capture(limit=5)
    assert capture.write("abcdefg") == 7
    capture.write("h")
    assert (capture.getvalue(), capture.count) == ("abcde", 8)


async def later(images, step):
    return images + step


def forgets_to_await(images, step):
    later(images, step)
    return images


def hands_out_coroutines(images, step):
    return [later(images, step)]


def fails_with_a_coroutine(images, step):
    waiting = later(images, step)
    return images + waiting


@pytest.mark.parametrize("answer", [forgets_to_await, hands_out_coroutines, fails_with_a_coroutine])
def test_no_warning_of_what_nobody_awaited_comes_later(capsys, answer):
    told(capsys, answer)
    with warnings.catch_warnings(record=True) as later_on:
        warnings.simplefilter("always")
        gc.collect()
    assert not later_on
