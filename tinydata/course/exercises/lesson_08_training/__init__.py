"""Lesson 8: an epoch of training, an evaluation, and samples that are in both parts of a split."""

ORDER = ["epoch", "evaluate", "leak"]
