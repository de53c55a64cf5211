"""What tests of the course's machinery share."""

import pytest
import samples

import tinydata.course


@pytest.fixture
def sample_course(monkeypatch):
    """The made-up lesson as the whole course, in a session in which nothing has been checked."""
    samples.install(monkeypatch)
    monkeypatch.setattr(tinydata.course, "lessons", lambda: {"sample": samples.PACKAGE})
    for state in ("_status", "_hints_shown", "_last", "_handed_out"):
        monkeypatch.setattr(tinydata.course, state, {})
