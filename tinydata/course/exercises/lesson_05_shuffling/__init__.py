"""Lesson 5: a fair order, labels that stay with their images, samplers, a loader with one."""

ORDER = ["permutation", "misaligned", "reproducible", "loader"]
