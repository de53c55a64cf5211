"""Fixtures that exercises of this lesson share."""

import functools

from tinydata.digits import load_digits


@functools.cache
def some_digits():
    return load_digits()[0][:120]


def digits():
    return {"images": some_digits().copy()}
