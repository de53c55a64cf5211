"""Check the answers of a package once more: `python -m tinydata.course.workbook.recheck`.

That is run in the folder of the package, in an interpreter of its own, so that nothing counts but
the text of the package. What to check comes in as JSON, and which exercises fail goes out.
"""

import importlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType

from tinydata.course.checker.judge import passes
from tinydata.course.checker.sandbox import limited
from tinydata.course.exercise import Exercise, find
from tinydata.course.notebook.stubs import solution_object
from tinydata.course.workbook.answers import loaded
from tinydata.course.workbook.record import Answer


def failing_in(
    package: str, wanted: Mapping[str, Sequence[str]], answers: Mapping[str, Answer]
) -> list[str]:
    """The exercises that fail.

    `wanted` are the exercises by the module of the package that has to hold their answers.
    """
    failing: list[str] = []
    for module, ids in wanted.items():
        exercises = [find(id) for id in ids]
        seconds = sum(exercise.seconds for exercise in exercises)
        imported = limited(_importing(f"{package}.{module}"), seconds)
        if imported.finished:
            failing += [e.id for e in exercises if not passes(e, getattr(imported.value, e.name))]
            continue
        alone = [e.id for e in exercises if not _loads_alone(e, answers)]
        failing += alone or ids
    return failing


def _importing(name: str) -> Callable[[object], ModuleType]:
    return lambda printed: importlib.import_module(name)


def _loads_alone(exercise: Exercise, answers: Mapping[str, Answer]) -> bool:
    def fetch(id: str):
        exercise = find(id)
        return loaded(exercise, answers[id], fetch) if id in answers else solution_object(exercise)

    made = limited(lambda printed: loaded(exercise, answers[exercise.id], fetch), exercise.seconds)
    return made.finished


if __name__ == "__main__":
    print(json.dumps(failing_in(*json.load(sys.stdin))))
