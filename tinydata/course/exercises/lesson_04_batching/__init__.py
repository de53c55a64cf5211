"""Lesson 4: indices in chunks, samples as arrays, and a loader that makes one batch at a time."""

ORDER = ["index_chunks", "collate", "iter", "length"]
