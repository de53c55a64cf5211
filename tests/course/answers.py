"""Collect what the modules `answers_NN` list: right answers, and what no question tells from one.

`EQUIVALENT` has mutants of the solution, `UNCAUGHT` narrow answers and what inputs never are, each
with the reason. These lists may only become shorter.
"""

import importlib
from pathlib import Path


def collect(what: str) -> dict:
    """The entries of `RIGHT`, `EQUIVALENT` or `UNCAUGHT` of all lessons, by exercise."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("answers_*.py")):
        found |= getattr(importlib.import_module(path.stem), what, {})
    return found
