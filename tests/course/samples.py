"""A made-up exercise, for testing the machinery apart from the course."""

import sys
import types
import warnings

import numpy as np

from tinydata.course import check
from tinydata.course import exercise as catalogue
from tinydata.course.exercise import Case, Exercise, Mistake

PACKAGE = "tinydata.course.exercises.lesson_99_sample"


def brighter(images, step):
    """Return the images with `step` added."""
    return images + step


class Counter:
    """Counts."""

    def __init__(self, start):
        """Begin at `start`."""
        self.value = start

    def step(self):
        """Count one more."""
        self.value += 1
        return self.value

    @property
    def half(self):
        """Half of it."""
        return self.value / 2


def fixtures():
    return {"images": np.arange(128.0).reshape(2, 8, 8), "numbers": [1, 2, 3]}


BRIGHTER = Exercise(
    id="sample.brighter",
    title="Brighter",
    goal="Write `brighter`.",
    minutes=2,
    difficulty=1,
    solution=brighter,
    hints=["Add.", "Add `step`."],
    given=fixtures,
    cases=[
        Case("brighter(np.array([1.0, 2.0]), 1)", "np.array([2.0, 3.0])", why="Add the step."),
        Case("brighter(images, 0)", "images", why="Nothing is added.", fresh=["images"]),
        Case("brighter(images, 2)", "images + 2", why="Two is added."),
    ],
    mistakes=[
        Mistake(("images + step", "images - step"), "You subtract."),
        Mistake(("images + step", "images * step"), "You multiply."),
    ],
    seconds=2.0,
)

COUNTER = Exercise(
    id="sample.counter",
    title="Counter",
    goal="Write `Counter`.",
    minutes=2,
    difficulty=1,
    solution=Counter,
    write=["step", "half"],
    hints=["Count."],
    cases=[
        Case("counter = Counter(1)\ncounter.step()", "2", why="One more."),
        Case("Counter(3).half", "1.5", why="Half.", close=1e-9),
    ],
    mistakes=[],
)

ANSWER = Exercise(
    id="sample.answer",
    title="Answer",
    goal="Give `answer`.",
    minutes=1,
    difficulty=1,
    solution="answer = 6 * 7",
    name="answer",
    stub="answer = ...  # YOUR CODE HERE",
    hints=["Guess."],
    cases=[Case("answer", "42", why="It is well known.")],
    mistakes=[Mistake("answer = 41", "Nearly.")],
)


def install(monkeypatch):
    """Make the sample a lesson of the course, for one test."""
    made = {"brighter": BRIGHTER, "counter": COUNTER, "answer": ANSWER}
    package = types.ModuleType(PACKAGE)
    package.ORDER = list(made)
    monkeypatch.setitem(sys.modules, PACKAGE, package)
    for name, exercise in made.items():
        module = types.ModuleType(f"{PACKAGE}.{name}")
        module.EXERCISE = exercise
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(catalogue, "lessons", lambda: {"sample": PACKAGE})


def told(capsys, answer, exercise=BRIGHTER):
    """What a check prints, as one line of words; it is falsy, and silent on stderr."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = check(exercise.id, answer)
    out, err = capsys.readouterr()
    assert err == ""
    assert not result
    return " ".join(out.split())
