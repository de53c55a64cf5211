"""What an answer does on the side is noticed, and set back."""

import random

import numpy as np
import pytest
from samples import BRIGHTER, told

from tinydata.course.checker.judge import passes
from tinydata.course.checker.side_effects import shares_memory
from tinydata.course.exercise import Examples

pytestmark = pytest.mark.usefixtures("sample_course")


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


def test_an_array_of_the_callers_is_not_locked(capsys, monkeypatch):
    def locking(images, step):
        images.flags.writeable = False
        return images + step

    assert "forbids to write to `images`" in told(capsys, locking)
    monkeypatch.setattr(BRIGHTER, "cases", [])
    in_a_list = Examples(
        lambda draw: {"parts": [draw.array(3, dtype="int64")]}, ["brighter(parts[0], 0)"]
    )
    monkeypatch.setattr(BRIGHTER, "examples", [in_a_list])
    assert passes(BRIGHTER, lambda images, step: images)
    assert "forbids to write to `parts`" in told(capsys, locking)


def test_shared_memory_is_found_in_whatever_holds_it():
    one, other, many = np.arange(6), np.arange(6), [np.arange(3) for _ in range(1000)]
    for value in [one, [one], (other, {"a": [one[2:4]]}), [*many, one[::-1]]]:
        for where in [one, (one,), {"b": [one[3:]]}, [other[1:2], one[3:4].reshape(1, 1)]]:
            assert shares_memory(value, where) and shares_memory(where, value)
    for where in [one[4:], [many, [one[4:]]], {"a": one[:2]}, one[:0], (), None, 3]:
        assert not shares_memory([one[2:4], other], where)
    assert shares_memory([], []) is False
    assert shares_memory(one[:0], one[:0]) is False, "there is nothing to change"
    assert shares_memory(many, many[:0]) is False
    kept = [1, 2]
    assert shares_memory((kept,), {"a": kept}) and not shares_memory(kept, [1, 2])
