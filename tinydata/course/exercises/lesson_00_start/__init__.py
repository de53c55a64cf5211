"""Lesson 0: one exercise to warm up, so that checks, hints and solutions are no news later."""

ORDER = ["warm_up"]
