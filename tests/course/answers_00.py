"""Right answers to the exercises of lesson 0, other than the solution."""

import numpy as np


def count_with_a_loop(labels, digit):
    count = 0
    for label in labels:
        if label == digit:
            count += 1
    return count


def count_with_numpy(labels, digit):
    return np.count_nonzero(labels == digit)


RIGHT = {"start.warm-up": [count_with_a_loop, count_with_numpy]}
EQUIVALENT = {"start.warm-up": {}}
