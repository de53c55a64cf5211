"""Lesson 3: datasets over arrays in memory, parts of a dataset, several datasets as one."""

ORDER = ["tensor_dataset", "subset", "split_sizes", "concat"]
