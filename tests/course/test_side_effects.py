"""What an answer does on the side is noticed, and set back."""

import random

import numpy as np
import pytest
from samples import told

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
