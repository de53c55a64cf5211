"""Exercises that check themselves: `check`, `hint`, `solution`, `use` and `progress`."""

from tinydata.course.learner import check, hint, progress, solution, use

__all__ = ["check", "hint", "progress", "solution", "use"]
