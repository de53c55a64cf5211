"""Fixtures that exercises of this lesson share."""


class Letters:
    """A stand-in for slow storage: it remembers what it was asked for."""

    def __init__(self):
        self.asked = []

    def __len__(self):
        return 6

    def __getitem__(self, index):
        self.asked.append(index)
        return "abcdef"[index]

    def __repr__(self):
        return "six samples, 'a' to 'f'; letters.asked is the list of indices it was asked for"


def letters():
    """One dataset that counts."""
    return {"letters": Letters()}
