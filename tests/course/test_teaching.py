"""TEACHING.md says what the course says: minutes, points, messages, cells; its plans add up."""

import re

import numpy as np
import pytest
from test_reading import minutes_stated

from tinydata.course import check
from tinydata.course.exercise import exercises_of, lessons
from tinydata.course.notebook.files import FOLDER, read

PAGE = (FOLDER.parent / "TEACHING.md").read_text("utf-8")
NOTEBOOKS = {int(path.stem[:2]): path for path in sorted(FOLDER.glob("*.ipynb"))}
TOPICS = dict(enumerate(lessons()))


def row(name: str) -> list[int]:
    """The numbers of a row of a table, one a lesson and then their sum."""
    (line,) = re.findall(rf"(?m)^\| {name} \|(.*)\|$", PAGE)
    return [int(cell) for cell in line.split("|")]


def in_class() -> dict[int, int]:
    """A third more than the minutes that a notebook states."""
    alone = {number: minutes_stated(read(path)["cells"]) for number, path in NOTEBOOKS.items()}
    return {number: round(4 / 3 * minutes) for number, minutes in alone.items()}


def page_of(number: int) -> str:
    """The half page about a lesson."""
    return re.search(rf"(?ms)^## Lesson {number} ·.*?(?=^## |\Z)", PAGE)[0]


def test_minutes_in_class_are_a_third_more():
    assert row("minutes in class")[:-1] == list(in_class().values())
    for name in ("minutes alone", "minutes in class", "points"):
        *each, total = row(name)
        assert total == sum(each), name


def test_the_plans_add_up():
    """`| 1 | 0, 1, 2 | 128 |`: a meeting, its lessons, and their minutes in class."""
    minutes, planned = in_class(), []
    for lessons_, stated in re.findall(r"(?m)^\| \d+ \| (\d[\d, ]*) \| (\d+) \|$", PAGE):
        numbers = [int(number) for number in lessons_.split(", ")]
        assert int(stated) == sum(minutes[number] for number in numbers), lessons_
        planned += numbers
    assert planned == 2 * list(minutes)  # in five meetings, and in ten


def test_an_exercise_gives_as_many_points_as_its_difficulty():
    sums = [sum(e.difficulty for e in exercises_of(topic)) for topic in lessons()]
    assert row("points")[:-1] == sums


@pytest.mark.parametrize("number", NOTEBOOKS)
def test_what_the_check_says_is_what_it_says(number):
    """Each sentence of the tables is a known mistake's, or the reason of a case."""
    table = page_of(number).partition("| they write |")[2]
    said = [line.split(" | ")[-1].rstrip(" |") for line in re.findall(r"(?m)^\| .*", table)]
    known = []
    for exercise in exercises_of(TOPICS[number]):
        known += [mistake.why for mistake in exercise.mistakes]
        known += [case.why for case in exercise.cases]
    assert len(said) >= 3
    assert [sentence for sentence in said if sentence not in known] == []


@pytest.mark.parametrize("number", NOTEBOOKS)
def test_every_exercise_has_its_minutes_and_every_cell_exists(number):
    page, cells = page_of(number), read(NOTEBOOKS[number])["cells"]
    named = dict(re.findall(r"\*\*`([\w.-]+)` (\d+)\*\*", page))
    minutes = {e.id: str(e.minutes) for e in exercises_of(TOPICS[number])}
    assert named.items() <= minutes.items()
    assert {id for id in minutes if f"`{id}`" not in page} == set()
    ids = set(re.findall(rf"`(l{number:02}-[\w-]+)`", page))
    assert ids <= {cell["id"] for cell in cells}


def test_the_verdict_that_is_shown(capsys):
    (shown,) = re.findall(r"(?s)```\n(Wrong: .*?)```", PAGE)

    def batch_bytes(batch_size, shape, dtype):
        return batch_size * sum(shape) * np.dtype(dtype).itemsize

    check("images.batch-bytes", batch_bytes)
    assert capsys.readouterr().out.strip() == shown.strip()
