"""Lesson 9: samples a second, the peak of memory, and what limits a training step."""

ORDER = ["throughput", "peak_memory", "diagnose"]
