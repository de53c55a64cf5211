"""Fixtures that several lessons share. Each call gives arrays of their own."""

import functools

from tinydata.digits import load_digits


def digits() -> dict:
    """`images` and `labels`: all the digits."""
    images, labels = _loaded()
    return {"images": images.copy(), "labels": labels.copy()}


@functools.cache
def _loaded():
    return load_digits()
