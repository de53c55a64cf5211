"""Lesson 1: an image as text, its bytes, the image nearest to it, and a fair split."""

ORDER = ["render", "batch_bytes", "nearest", "split"]
