"""Exceptions of a learner's code are told as what they are."""

import numpy as np
import pytest

from tinydata import DataLoader, Dataset
from tinydata.course.checker.exceptions import is_leftover, raised
from tinydata.course.checker.held_back import Capture, held_back


class Misspelt(Dataset):
    def __lenght__(self):
        return 3

    def __getitem__(self, index):
        return index


class Without(Dataset):
    def __len__(self):
        return 3


class Unfinished(Dataset):
    def __len__(self):
        # YOUR CODE HERE
        raise NotImplementedError()

    def __getitem__(self, index):
        raise NotImplementedError  # later


class Inherits(Unfinished):
    pass


def asks():
    with held_back(Capture()):
        input("how many? ")


def names_what_is_missing():
    raise NotImplementedError("no video")


def leaves():
    raise SystemExit(3)


def of(action):
    with pytest.raises(BaseException) as caught:
        action()
    return caught.value


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (lambda: len(Unfinished()), "A `raise NotImplementedError` is left in your code, in line"),
        (lambda: Unfinished()[0], "A `raise NotImplementedError` is left in your code, in line"),
        (lambda: len(Misspelt()), "Your Misspelt has no `__len__`, so that of Dataset was called"),
        (lambda: len(Misspelt()), "Is `__lenght__` meant to be it?"),
        (lambda: list(DataLoader(Misspelt(), 2)), "Is `__lenght__` meant to be it?"),
        (lambda: Without()[0], "Your Without has no `__getitem__`, so that of Dataset was called"),
        (lambda: len(Inherits()), "Your Inherits has no `__len__`, so that of Unfinished was"),
        (asks, "Your code waits for something to be typed, in line"),
        (names_what_is_missing, "Your code raised NotImplementedError: no video, in line"),
        (leaves, "Your code asked Python to exit, in line"),
        (lambda: np.zeros(3)[5], "Your code raised IndexError: index 5 is out of bounds"),
    ],
)
def test_told(action, told):
    assert told in raised(of(action))


def test_only_the_stub_s_own_line_is_a_leftover():
    assert is_leftover(of(lambda: len(Unfinished())))
    assert is_leftover(of(lambda: Unfinished()[0]))
    for action in (lambda: len(Misspelt()), lambda: len(Inherits()), names_what_is_missing, asks):
        assert not is_leftover(of(action))


def test_no_guess_where_no_name_is_near():
    error = of(lambda: Without()[0])
    assert "Is `" not in raised(error)
