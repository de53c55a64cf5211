"""Lesson 1: an image as text, its bytes, the image nearest to it, and a split at random."""

ORDER = ["render", "batch_bytes", "nearest", "split"]
