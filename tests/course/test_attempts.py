"""Stubs, leftovers of stubs, and what is no answer at all."""

import numpy as np
import pytest
from samples import ANSWER, BRIGHTER, COUNTER, Counter, told

from tinydata.course.notebook.stubs import build, stub_source

pytestmark = pytest.mark.usefixtures("sample_course")


def test_not_attempted(capsys):
    for exercise in (BRIGHTER, COUNTER, ANSWER):
        stub = build(exercise, stub_source(exercise))
        assert told(capsys, stub, exercise).startswith(f"Not attempted yet: {exercise.id}")


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


def test_async_def_is_told_before_anything_is_called(capsys):
    async def answer(images, step):
        return images + step

    async def answers(images, step):
        yield images + step

    class Later(Counter):
        async def step(self):
            return self.value

        @property
        def half(self):
            return self.value / 2

    told_of = "is written with `async def`, so that calling it runs nothing yet. Write `def`."
    assert f"`brighter` {told_of}" in told(capsys, answer)
    assert f"`brighter` {told_of}" in told(capsys, answers)
    assert f"`step` {told_of}" in told(capsys, Later, COUNTER)
