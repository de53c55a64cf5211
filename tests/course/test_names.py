"""The names of exercises: who may bind them, and how answers of one name are told apart."""

import ast
import inspect
import re
from inspect import signature

import pytest

import tinydata
from tinydata.course.exercise import all_exercises, exercises_of, find, lessons
from tinydata.course.notebook.files import FOLDER, exercise_ids, exercise_of, lesson_files, read
from tinydata.course.notebook.stubs import solution_object, solution_source, stub_source
from tinydata.course.workbook.answers import global_names, statements


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


def test_a_later_loader_starts_from_the_whole_earlier_one():
    earlier, later = find("batching.length"), find("shuffling.loader")
    old, new = (ast.parse(text).body[0] for text in [solution_source(earlier), stub_source(later)])
    methods, kept = [{f.name: f for f in n.body if hasattr(f, "name")} for n in (old, new)]
    assert methods.keys() <= kept.keys()
    assert ast.unparse(methods["__iter__"]) == ast.unparse(kept["__iter__"])
    given = [ast.unparse(line) for line in methods["__init__"].body]
    assert [ast.unparse(line) for line in kept["__init__"].body][: len(given)] == given
    before, after = [signature(e.solution).parameters for e in (earlier, later)]
    assert before.items() <= after.items()


def test_what_a_lesson_gives_is_in_the_package():
    for exercise in all_exercises():
        assert all(hasattr(tinydata, name) for name in exercise.gives), exercise.id


def needs(exercise):
    """The names of other exercises that a solution uses: what `mine` has to bring along."""
    names = {other.name for other in all_exercises()} - {exercise.name}
    used = [global_names(statement) for statement in statements(solution_source(exercise))]
    return names & set().union(*(now | later for now, later in used))


@pytest.mark.parametrize("path", lesson_files(FOLDER), ids=lambda path: path.stem)
def test_what_a_solution_needs_is_fetched_above_it(path):
    """So the record of a learner's cells says what an answer needs: the text itself is asked."""
    fetched = set()
    for cell in read(path).cells:
        id, role = exercise_of(cell)
        if cell.cell_type == "code" and role != "stub":
            fetched |= {min(s.names) for s in statements(cell.source) if s.fetches}
        elif role == "stub":
            assert needs(find(id)) <= fetched, id


def test_something_is_needed():
    assert needs(find("batching.iter")) == {"collate", "index_chunks"}


def test_a_later_version_of_a_name_takes_the_arguments_of_the_earlier_one():
    earlier = {}
    for exercise in all_exercises():
        if exercise.kind == "value":
            continue
        taken = inspect.signature(solution_object(exercise)).parameters
        for name, parameter in earlier.get(exercise.name, {}).items():
            assert name in taken and taken[name].default == parameter.default, (exercise.id, name)
        earlier[exercise.name] = taken
    assert len(earlier) < len(all_exercises())
