"""Lesson 6: nested samples, an error that names the sample, and sequences padded with a mask."""

ORDER = ["nested", "misfit", "pad"]
