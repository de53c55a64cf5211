"""Collect what the modules `answers_NN` list: right answers, and equivalent mutants."""

import importlib
from pathlib import Path


def collect(what: str) -> dict:
    """The entries of `RIGHT` or `EQUIVALENT` of all lessons, by exercise."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("answers_*.py")):
        found |= getattr(importlib.import_module(path.stem), what)
    return found
