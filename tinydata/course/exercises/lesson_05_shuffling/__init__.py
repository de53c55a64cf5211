"""Lesson 5: a fair order of the indices, labels that stay with their images, and samplers."""

ORDER = ["permutation", "misaligned", "reproducible"]
