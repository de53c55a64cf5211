"""The names of exercises: who may bind them, and how answers of one name are told apart."""

import re

import pytest

import tinydata
from tinydata.course.exercise import all_exercises, exercises_of, find, lessons
from tinydata.course.notebook.files import FOLDER, exercise_ids, exercise_of, lesson_files, read
from tinydata.course.notebook.stubs import solution_source, stub_source
from tinydata.course.workbook.answers import statements


@pytest.mark.parametrize("topic", lessons())
def test_exercises_of_one_name_say_what_tells_them_apart(topic):
    earlier = {}
    for exercise in exercises_of(topic):
        for word in exercise.brings:
            assert re.search(rf"\b{word}\b", stub_source(exercise)), word
        for other in earlier.get(exercise.name, []):
            assert exercise.brings, f"{exercise.id} and {other.id} both ask for {exercise.name}"
            for word in exercise.brings:
                assert not re.search(rf"\b{word}\b", solution_source(other)), word
        earlier.setdefault(exercise.name, []).append(exercise)


@pytest.mark.parametrize("path", lesson_files(FOLDER), ids=lambda path: path.stem)
def test_no_given_cell_binds_the_name_of_an_exercise(path):
    notebook = read(path)
    names = {find(id).name for id in exercise_ids(notebook)}
    for cell in notebook.cells:
        if cell.cell_type == "code" and not exercise_of(cell)[0]:
            bound = {name for s in statements(cell.source) for name in s.names}
            assert not bound & names, cell.id


def test_what_a_lesson_gives_is_in_the_package():
    for exercise in all_exercises():
        assert all(hasattr(tinydata, name) for name in exercise.gives), exercise.id
