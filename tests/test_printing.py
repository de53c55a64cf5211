"""Whatever the encoding of the output: what is printed arrives, and nothing ends in a traceback."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinydata.printing import TYPED, spelled

ENCODINGS = ("utf-8", "ascii", "cp1252", "cp932", "latin-1", "utf-16")
TINY = ["--shape", "3x4x4", "--samples", "40", "--batch-sizes", "4,16", "--repeats", "1"]
ANALYZE = ["-m", "tinydata.analyze_dataloader_performance"]


def output_of(arguments, encoding, path):
    """The bytes that a command writes into a file, as a shell redirects it."""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, *arguments]
    with path.open("wb") as file:
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    return path.read_bytes()


@given(st.text(), st.sampled_from(ENCODINGS))
def test_every_text_can_be_written_in_every_encoding(text, encoding):
    written = spelled(text, encoding)
    assert written.encode(encoding).decode(encoding) == written


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_that_the_encoding_knows_stays_as_it_is(text):
    assert spelled(text, "utf-8") == text


def test_signs_are_typed_and_the_rest_is_escaped():
    text = "8×8 in 2.50 µs, ≥ 3: é ☃"
    assert spelled(text, "ascii") == "8x8 in 2.50 us, >= 3: \\xe9 \\u2603"
    assert spelled(text, "cp1252") == "8×8 in 2.50 µs, >= 3: é \\u2603"
    assert all(typed.isascii() for typed in TYPED.values())


@pytest.mark.parametrize("encoding", ENCODINGS[:4])
def test_the_report_is_json_in_utf8(encoding, tmp_path):
    written = output_of([*ANALYZE, *TINY, "--json"], encoding, tmp_path / "report.json")
    assert "3×4×4" in json.loads(written.decode("utf-8"))["setup"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_tables_arrive(encoding, tmp_path):
    text = output_of([*ANALYZE, *TINY], encoding, tmp_path / "report.txt").decode(encoding)
    shape = spelled("3×4×4", encoding)
    assert text.startswith(f"40 random images of shape {shape}, float32")
    assert "4. Training steps" in text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_command_describes_itself(encoding, tmp_path):
    for module in ("tinydata.analyze_dataloader_performance", "tinydata.course"):
        assert output_of(["-m", module, "--help"], encoding, tmp_path / "help.txt")


COURSE = r"""
from tinydata.course import check, hint, progress, solution
from tinydata.course.exercise import exercises_of, lessons
for lesson in lessons():
    for exercise in exercises_of(lesson):
        hint(exercise.id)
        solution(exercise.id)
        progress(lesson)
check("images.render", lambda image: "\N{SNOWMAN}\udc80\N{MULTIPLICATION SIGN}\n" * 8)
"""


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_the_course_says_arrives(encoding, tmp_path):
    text = output_of(["-c", COURSE], encoding, tmp_path / "said.txt").decode(encoding)
    assert "Hint 1 of " in text
    assert spelled("Wrong: images.render", encoding) in text
    assert spelled("\N{SNOWMAN}", encoding) in text
