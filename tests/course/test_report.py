"""What a learner reads after a check."""

import subprocess
import sys

import pytest
from samples import told

from tinydata.course import check

pytestmark = pytest.mark.usefixtures("sample_course")


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


def test_no_import_of_the_display_tools_before_they_are_needed():
    code = (
        "import sys, tinydata.course; tinydata.course.hint('start.warm-up');"
        "print([m for m in ('matplotlib', 'IPython') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
