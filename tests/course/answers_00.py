"""Right and wrong answers to the exercises of lesson 0, other than the solution."""

from collections import Counter

import numpy as np


def count_with_a_loop(labels, digit):
    count = 0
    for label in labels:
        if label == digit:
            count += 1
    return count


def count_with_while(labels, digit):
    i = found = 0
    while i < len(labels):
        found += labels[i] == digit
        i += 1
    return found


def count_in_a_list(labels, digit):
    return labels.tolist().count(digit)


def count_with_numpy(labels, digit):
    return np.count_nonzero(labels == digit)


def count_by_halves(labels, digit):
    if len(labels) < 2:
        return sum(1 for label in labels if label == digit)
    middle = len(labels) // 2
    return count_by_halves(labels[:middle], digit) + count_by_halves(labels[middle:], digit)


def count_all_classes(labels, digit):
    return Counter(labels.tolist())[digit]


def count_in_one_byte(labels, digit):
    return int((labels == digit).sum(dtype=np.uint8))


def count_a_thousand(labels, digit):
    return int((labels[:1000] == digit).sum())


def count_one_by_one(labels, digit):
    if len(labels) == 0:
        return 0
    return int(labels[0] == digit) + count_one_by_one(labels[1:], digit)


def count_some_labels(labels, digit):
    return round((labels == digit).mean() * len(labels))


def count_and_mark(labels, digit):
    count = 0
    while digit in labels:
        labels[(labels == digit).argmax()] = -1
        count += 1
    return count


def count_true_ones(labels, digit):
    return np.count_nonzero(labels * (labels == digit))


RIGHT = {
    "start.warm-up": [
        count_with_a_loop,
        count_with_while,
        count_in_a_list,
        count_with_numpy,
        count_by_halves,
        count_all_classes,
    ]
}
WRONG = {
    "start.warm-up": [
        (count_in_one_byte, "however many there are"),
        (count_a_thousand, "however many there are"),
        (count_one_by_one, "RecursionError"),
        (count_some_labels, "cannot convert float NaN to integer"),
        (count_and_mark, "Your code changed `few` in place"),
        (count_true_ones, "Zero is a digit like the others"),
    ]
}
EQUIVALENT = {"start.warm-up": {}}
UNCAUGHT = {
    "start.warm-up": {
        "all arrays are of floats": "as floats the same labels are equal to the digit",
    }
}
