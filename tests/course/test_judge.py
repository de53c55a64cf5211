"""What is found wrong with an answer, and whose code is judged."""

from time import process_time

import numpy as np
import pytest
import samples
from samples import ANSWER, BRIGHTER, Mistake, brighter, told

from tinydata.course import check
from tinydata.course.checker.judge import judge

pytestmark = pytest.mark.usefixtures("sample_course")


def test_none_and_printed(capsys):
    def nothing(images, step):
        images + step

    def printing(images, step):
        print(images + step)

    assert "There is no `return` with a value in `nothing`." in told(capsys, nothing)
    out = told(capsys, printing)
    assert "Your code printed something, and gave None." in out
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


@pytest.mark.parametrize(
    ("call", "given"),
    [
        ("brighter(images, 2)", True),
        ("images = images + 0\nbrighter(images, 2)", True),
        ("more = [images for i in range(2)]\nbrighter(more[0], 2)", True),
        ("images = np.ones(3)\nbrighter(images, 2)", False),
        ("images, step = np.ones(3), 2\nbrighter(images, step)", False),
        ("[brighter(images, 2) for images in np.ones((2, 3))]", False),
        ("(lambda images: brighter(images, 2))(np.ones(3))", False),
        ("def images():\n    return np.ones(3)\nbrighter(images(), 2)", False),
    ],
)
def test_what_a_case_takes_is_shown_and_what_it_makes_is_not(monkeypatch, call, given):
    monkeypatch.setattr(BRIGHTER, "cases", [samples.Case(call, "3", why="No.")])
    shown = judge(BRIGHTER, lambda images, step: images).given
    assert shown == ["images = a float64 array of shape (2, 8, 8)"] * given


def test_value_exercise(capsys):
    assert check("sample.answer", np.int64(42))
    assert "Likely reason: Nearly." in told(capsys, 41, ANSWER)
    assert "expected an integer" in told(capsys, 42.0, ANSWER)


def test_a_known_endless_loop_gets_its_message(capsys, monkeypatch):
    def endless_loop(images, step):
        while True:
            pass

    monkeypatch.setattr(BRIGHTER, "id", "sample.endless")
    monkeypatch.setattr(BRIGHTER, "seconds", 0.6)
    source = "def brighter(images, step):\n    while True:\n        step += 1"
    monkeypatch.setattr(BRIGHTER, "mistakes", [Mistake(source, "Nothing ends the loop.")])
    assert "Likely reason: Nothing ends the loop." in told(capsys, endless_loop)


def test_what_is_asked_for_the_reason_alone_does_not_take_long(capsys, monkeypatch):
    def wrong_and_then_endless(images, step):
        while step == 2:
            pass
        return images

    monkeypatch.setattr(BRIGHTER, "seconds", 60.0)
    start = process_time()
    assert "Likely reason: Add the step." in told(capsys, wrong_and_then_endless)
    assert process_time() - start < 10


def test_endless_iterators_are_stopped_before_they_fill_the_memory(capsys, monkeypatch):
    case = samples.Case("list(brighter(1, 1))", "[1]")
    monkeypatch.setattr(BRIGHTER, "cases", [case])
    out = told(capsys, lambda images, step: iter(int, 1))
    assert "Your iterator does not end: more than 100,000 items came out" in out


def test_right_learner_with_a_broken_package(monkeypatch, capsys):
    monkeypatch.setattr(samples, "brighter", lambda images, step: None)
    monkeypatch.setattr(BRIGHTER, "solution", lambda images, step: None)
    assert judge(BRIGHTER, lambda images, step: images + step).status == "right"


def test_wrong_learner_with_a_right_package():
    assert judge(BRIGHTER, lambda images, step: images).status == "wrong"
    assert judge(BRIGHTER, brighter).status == "right"
