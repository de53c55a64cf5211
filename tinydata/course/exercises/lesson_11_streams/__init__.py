"""Lesson 11: arrays in files, streams and their order, the share of a rank, and going on."""

ORDER = ["memmap", "buffer", "ranks", "resume", "computed"]
