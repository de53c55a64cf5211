"""Lesson 7: one image, changed at random by numbers that somebody else draws."""

ORDER = ["flip", "crop", "compose"]
