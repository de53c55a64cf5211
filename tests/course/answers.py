"""Collect what the modules `answers_NN` list: right answers, wrong ones, and what passes as right.

`WRONG` has wrong answers, written like known mistakes, each with words of the message that it has
to get. `EQUIVALENT` has mutants of the solution, `UNCAUGHT` narrow answers and what inputs never
are, each with the reason. These two may only become shorter.
"""

import importlib
from pathlib import Path


def collect(what: str) -> dict:
    """The entries of `RIGHT`, `WRONG`, `EQUIVALENT` or `UNCAUGHT` of all lessons, by exercise."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("answers_*.py")):
        found |= getattr(importlib.import_module(path.stem), what, {})
    return found


def right_answer(id: str, k: int, name: str):
    """The k-th right answer to an exercise, under the name that a learner gives it."""
    answer = collect("RIGHT")[id][k]
    if hasattr(answer, "__qualname__"):
        answer.__name__ = answer.__qualname__ = name
    return answer
