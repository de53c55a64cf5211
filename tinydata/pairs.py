"""One rule for two methods that must agree: whichever a subclass wrote last decides.

A dataset answers one index or many, a sampler gives its order one by one or at once, a transform
changes one image or many. A subclass writes either of the two and gets the other from it; who
writes both keeps both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Make = Callable[[Callable], Callable]


def agree(cls: type, one: str, many: str, one_from: Make, many_from: Make) -> None:
    """Make the methods `one` and `many` of a new class agree: for `__init_subclass__`.

    `one_from` and `many_from` make a method out of the other one as its class wrote it. To look
    that up on `self` would not do: where a class writes both, and its `many` asks
    `super().many`, the answer would come back to itself.
    """
    newest = next(c for c in cls.__mro__ if _wrote(c, one) or _wrote(c, many))
    for name, other, make in ((one, many, one_from), (many, one, many_from)):
        if _wrote(newest, name):
            method = origin = vars(newest)[name]
        else:
            origin = vars(newest)[other]
            method = made_from(origin)(make(origin))
        inherited = getattr(cls, name)
        if inherited is not method and _origin(inherited) is not origin:
            setattr(cls, name, method)


def made_from(origin: Callable) -> Callable[[Callable], Callable]:
    """Mark a method as made from the other one of its pair."""

    def mark(method: Any) -> Callable:
        method.made_from = origin
        return method

    return mark


def is_written(cls: type, name: str) -> bool:
    """Whether somebody wrote the method that a class has, instead of the other of the pair."""
    return _origin(getattr(cls, name)) is None


def _wrote(cls: type, name: str) -> bool:
    return name in vars(cls) and _origin(vars(cls)[name]) is None


def _origin(method: Any) -> Any:
    return getattr(method, "made_from", None)
