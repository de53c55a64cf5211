"""Lesson 7: one image, changed at random by an explicit generator, and when its label stays."""

ORDER = ["flip", "crop", "compose", "keeps"]
