"""Every exercise: its stub, right answers, known mistakes, and mutants of its solution."""

import inspect
import re
import sys
import time

import pytest
from answers import collect
from inputs import hidden_faults
from mutants import mutants
from narrow import narrow_answers

from tinydata.course import check
from tinydata.course.checker.differences import same
from tinydata.course.checker.examples import examples_of
from tinydata.course.checker.judge import judge, passes
from tinydata.course.checker.run_case import expectation
from tinydata.course.exercise import Mistake, all_exercises, find
from tinydata.course.notebook.stubs import (
    build,
    mistake_object,
    solution_object,
    solution_source,
    stub_source,
)

EXERCISES = all_exercises()
MISTAKES = [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes]
RIGHT = collect("RIGHT")
WRONG = [(find(id), *answer) for id, answers in collect("WRONG").items() for answer in answers]
EQUIVALENT = collect("EQUIVALENT")
UNCAUGHT = collect("UNCAUGHT")

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)


def printed_by_check(capsys, exercise, answer) -> str:
    """What the learner sees; nothing may go to stderr."""
    result = check(exercise.id, answer)
    out, err = capsys.readouterr()
    assert err == ""
    assert bool(result) == out.startswith("Right")
    return out


def words(text) -> str:
    return " ".join(text.split())


def test_ids_are_unique():
    ids = [exercise.id for exercise in EXERCISES]
    assert len(ids) == len(set(ids))


@each_exercise
def test_stub_is_not_attempted(capsys, exercise):
    stub = build(exercise, stub_source(exercise))
    assert printed_by_check(capsys, exercise, stub).startswith("Not attempted")


@each_exercise
def test_solution_is_right(capsys, exercise):
    out = printed_by_check(capsys, exercise, solution_object(exercise))
    assert out.splitlines()[0] == f"Right: {exercise.id}", out
    built = build(exercise, solution_source(exercise))
    assert passes(exercise, built), "the source that is shown is not right"


@each_exercise
def test_right_answers_are_right(capsys, exercise):
    answers = RIGHT.get(exercise.id, [])
    assert len(answers) >= 2, "answers_NN.py should have two right answers besides the solution"
    for answer in answers:
        out = printed_by_check(capsys, exercise, answer)
        assert out.startswith("Right"), f"{answer}:\n{out}"


@each_exercise
def test_exercise_is_complete(exercise):
    assert "TODO" not in inspect.getsource(exercise.module), f"{exercise.id} is unfinished"
    assert len(exercise.mistakes) >= 4
    folder, name = re.search(r"lesson_\d+_(\w+)\.(\w+)", exercise.module.__name__).groups()
    assert exercise.id == f"{folder}.{name}".replace("_", "-")
    assert exercise.hints and 1 <= exercise.difficulty <= 3 and exercise.minutes >= 1
    for text in [exercise.goal, *exercise.hints, *(mistake.why for mistake in exercise.mistakes)]:
        assert text and "!" not in re.sub(r"`[^`]*`", "", text)


@pytest.mark.parametrize(
    ("exercise", "mistake"), MISTAKES, ids=[f"{e.id}: {m.why}"[:70] for e, m in MISTAKES]
)
def test_mistake_gets_its_message(capsys, exercise, mistake):
    """So no two mistakes are alike everywhere: the first of them would give both its message."""
    out = printed_by_check(capsys, exercise, mistake_object(exercise, mistake))
    assert out.startswith("Wrong"), out
    assert words(f"Likely reason: {mistake.why}") in words(out), out
    assert "NameError" not in out, f"the mistake itself cannot run: {out}"


@pytest.mark.parametrize(
    ("exercise", "code", "said"), WRONG, ids=[f"{e.id}: {said}" for e, _, said in WRONG]
)
def test_wrong_answer_gets_its_message(capsys, exercise, code, said):
    out = printed_by_check(capsys, exercise, mistake_object(exercise, Mistake(code, said)))
    assert out.startswith("Wrong"), out
    assert words(said) in words(out), out


@each_exercise
def test_mutants_are_caught(exercise):
    source = solution_source(exercise)
    start = time.monotonic()
    assert passes(exercise, build(exercise, source))
    limit = max(0.3, 10 * (time.monotonic() - start))
    survivors = set()
    for change, mutant in mutants(source, exercise.name, exercise.write).items():
        try:
            answer = build(exercise, mutant)
        except Exception:
            continue  # it does not even run
        if passes(exercise, answer, limit):
            survivors.add(change)
    known = EQUIVALENT.get(exercise.id, {})
    missed = survivors - set(known)
    assert not missed, "no case catches:\n" + "\n".join(f"{change!r}" for change in sorted(missed))
    stale = set(known) - survivors
    assert not stale, f"listed as equivalent, but caught or not there: {stale}"


@each_exercise
def test_narrow_answers_are_caught(exercise):
    if not exercise.examples:
        pytest.skip("no examples")
    known = {key for key in UNCAUGHT.get(exercise.id, {}) if not key.startswith("inputs: ")}
    survivors = set()
    for name, answer, has_shown in narrow_answers(exercise):
        if passes(exercise, answer) and has_shown():
            survivors.add(name)
    missed = survivors - known
    assert not missed, f"no question catches: {sorted(missed)}"
    assert not known - survivors, f"listed, but caught: {sorted(known - survivors)}"


@each_exercise
def test_examples_hide_no_fault(exercise):
    if not exercise.examples:
        pytest.skip("no examples")
    assert len(examples_of(exercise)) >= 100
    known = {key for key in UNCAUGHT.get(exercise.id, {}) if key.startswith("inputs: ")}
    found = {f"inputs: {fault}" for fault in hidden_faults(exercise)}
    assert not found - known, sorted(found - known)
    assert not known - found, f"listed, but not so: {sorted(known - found)}"


@each_exercise
def test_the_solution_changes_no_input(exercise):
    for example in examples_of(exercise):
        inputs = example.fresh_inputs()
        assert all(same(example.names[name], inputs[name]) for name in example.watched)


@each_exercise
def test_expectations_do_not_see_the_answer(exercise):
    for case in exercise.cases:
        if case.expect is not None:
            expectation(exercise, case)
            assert not re.search(rf"\b{exercise.name}\b", case.expect)


@each_exercise
def test_right_learner_passes_with_a_broken_package(monkeypatch, exercise):
    if exercise.kind == "value":
        pytest.skip("nothing in the package to break")

    def broken(*args, **kwargs):
        raise AssertionError("the check used the package's own component")

    expectation.cache_clear()
    original = exercise.solution
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "tinydata":
            for attribute, value in list(vars(module).items()):
                if value is original:
                    monkeypatch.setattr(module, attribute, broken)
    for answer in RIGHT.get(exercise.id, []):
        verdict = judge(exercise, answer)
        assert verdict.status == "right", verdict


@each_exercise
@pytest.mark.parametrize("body", ["pass", "print('a try')"])
def test_nothing_returned_is_said_in_plain_words(capsys, exercise, body):
    """The commonest slips, a forgotten `return` and a `print` in its place."""
    if exercise.kind != "function":
        pytest.skip("a class returns something in any case, and a value is no code")
    stub = stub_source(exercise).replace("raise NotImplementedError()", body)
    out = printed_by_check(capsys, exercise, build(exercise, stub))
    assert "gave None" in out, out
