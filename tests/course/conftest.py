"""What tests of the course's machinery share."""

import pytest
import samples

import tinydata.course
from tinydata.course.workbook.session import Session


@pytest.fixture
def sample_course(monkeypatch):
    """The made-up lesson as the whole course, in a session in which nothing has been checked."""
    samples.install(monkeypatch)
    monkeypatch.setattr(tinydata.course, "lessons", lambda: {"sample": samples.PACKAGE})
    monkeypatch.setattr(tinydata.course, "_session", Session())
    monkeypatch.setattr(tinydata.course, "_hints_shown", {})
