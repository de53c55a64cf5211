"""Lesson 2: what a dataset is, over arrays and over files, and a cache around any of them."""

ORDER = ["digits", "folder", "cache"]
