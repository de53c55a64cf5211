"""Resuming: what an epoch's order is drawn from and how far it has come, as plain values."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Any
from zlib import crc32

import numpy as np

from tinydata.arguments import positive_int
from tinydata.sampler import (
    WRAPPED,
    BatchSampler,
    DistributedSampler,
    IndexShuffleSampler,
    RandomSampler,
    SequentialSampler,
    SubsetRandomSampler,
    WeightedRandomSampler,
)
from tinydata.stream import ArrayShards, IterableDataset, ShuffleBuffer, StreamBatches

# What these do is known, and what decides it stands in their attributes. Of a subclass it is not.
OURS = {
    ArrayShards,
    BatchSampler,
    DistributedSampler,
    IndexShuffleSampler,
    RandomSampler,
    SequentialSampler,
    ShuffleBuffer,
    StreamBatches,
    SubsetRandomSampler,
    WeightedRandomSampler,
}
LISTS = {list, tuple, range, np.ndarray}


class Place:
    """How far an epoch has come, and what its order was drawn from."""

    __slots__ = ("batches", "drawn_from", "ended", "first")

    def __init__(self, drawn_from: dict, batches: int = 0) -> None:
        self.drawn_from = drawn_from
        self.first = batches
        self.batches = batches  # handed over
        self.ended = False

    def groups(self, batch_sampler: Any) -> Iterator:
        """Begin the epoch: its groups, of which a stream's need not be read if they were once."""
        if self.first and isinstance(batch_sampler, StreamBatches):
            return batch_sampler.after(self.first)
        return iter(batch_sampler)

    def rest(self, jobs: Iterator) -> Iterator:
        """Leave out what was handed over before the state was taken."""
        return islice(jobs, self.first, None) if self.first else jobs

    def counted(self, batches: Iterator) -> Iterator:
        """Count the batches where they are handed over: loading may be further."""
        for batch in batches:
            self.batches += 1
            yield batch
        self.ended = True


class Epoch:
    """Where a loader is: the place of the iterator begun last, and of a state to begin with."""

    def __init__(self) -> None:
        self.place: Place | None = None
        self.loaded: Place | None = None


def drawn_from(order: Any, lent: np.random.Generator) -> dict:
    """What the next order of a sampler or stream is drawn from, beside the loader's generator."""
    if type(order) not in OURS:
        if hasattr(order, "state_dict"):
            return {"state": order.state_dict()}
        if not isinstance(order, IterableDataset):
            return {}
    own = vars(order)
    state: dict[str, Any] = {}
    generator = own.get("generator")
    if not (generator is None or generator is lent) and isinstance(generator, np.random.Generator):
        state["generator"] = generator.bit_generator.state
    if "epoch" in own:
        state["epoch"] = own["epoch"]
    for name in WRAPPED:
        if name in own and (inner := drawn_from(own[name], lent)):
            state[name] = inner
    return state


def set_back(order: Any, state: dict) -> None:
    """Let a sampler or stream draw its next order from what `drawn_from` returned."""
    if "state" in state:
        order.load_state_dict(state["state"])
    if "generator" in state:
        order.generator.bit_generator.state = state["generator"]
    if "epoch" in state:
        order.epoch = state["epoch"]
    for name in WRAPPED:
        if name in state:
            set_back(getattr(order, name), state[name])


def settings(order: Any, name: str) -> list:
    """What has to be equal where an epoch goes on, as pairs of a name and a plain value.

    Raises
    ------
    TypeError
        If it cannot be known where this sampler, or one inside of it, goes on.
    """
    kind = type(order)
    if kind in LISTS and name != "source":
        return [[name, _summary(order)]]
    if kind not in OURS:
        own_state = hasattr(order, "state_dict") and hasattr(order, "load_state_dict")
        if not own_state and name in ("sampler", "batch_sampler"):
            raise _not_known(order, name)
        return [[name, kind.__name__]]
    pairs: list = [[name, kind.__name__]]
    for attribute, value in vars(order).items():
        if attribute in WRAPPED:
            inner = "source" if kind is StreamBatches else attribute
            pairs += settings(value, inner)
        elif isinstance(value, np.ndarray | tuple):
            pairs.append([attribute, _summary(value)])
        elif isinstance(value, bool | int) and attribute != "epoch":
            pairs.append([attribute, value])
    return pairs


def plain(value: Any) -> Any:
    """The same with lists for arrays, so that `json` can write it."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def checked(state: Any, own: dict, most: int | None) -> dict:
    """Return the state of a loader like the one whose own state is `own`, or refuse it.

    `most` is how many batches an epoch has, if that is known.
    """
    if (
        not isinstance(state, dict)
        or state.keys() != own.keys()
        or not isinstance(state["loader"], list)
    ):
        raise TypeError(
            f"state should be what a loader's state_dict() returned, but got {state!r:.60}"
        )
    for theirs, ours in zip_longest(state["loader"], own["loader"]):
        if theirs != ours:
            raise ValueError(
                f"state should be of a loader with {_named(ours)}, but got one of a loader with "
                f"{_named(theirs)}; make the loader as it was when the state was taken"
            )
    batches = positive_int("state['batches']", state["batches"], minimum=0)
    if most is not None and batches > most:
        raise ValueError(
            f"state['batches'] should be at most the {most} of an epoch, but got {batches}"
        )
    _check_drawn_from(state["drawn_from"], own["drawn_from"], "state['drawn_from']")
    return state


def _named(pair: Any) -> str:
    if isinstance(pair, list | tuple) and len(pair) == 2:
        return f"{pair[0]}={pair[1]}"
    return "nothing more" if pair is None else f"{pair!r:.60}"


def _check_drawn_from(state: Any, own: Any, name: str) -> None:
    """Refuse what could not be set: other names, or the state of another kind of generator."""
    if not isinstance(state, dict) or state.keys() != own.keys():
        raise ValueError(f"{name} should have the names {list(own)}, but got {state!r:.60}")
    for key, value in own.items():
        if key == "generator":
            kind = getattr(np.random, value["bit_generator"])
            try:
                kind(0).state = state[key]
            except (TypeError, ValueError, KeyError, OverflowError) as error:
                raise ValueError(
                    f"{name}[{key!r}] should be the state of a {kind.__name__}, but got "
                    f"{state[key]!r:.60}; give the loader a generator of the kind that it had"
                ) from error
        elif key == "epoch":
            positive_int(f"{name}[{key!r}]", state[key], minimum=0)
        elif key != "state":
            _check_drawn_from(state[key], value, f"{name}[{key!r}]")


def _not_known(order: Any, name: str) -> TypeError:
    return TypeError(
        f"{name} should be a list, tuple, range or array, or one of tinydata's, for an epoch to go "
        f"on, but got {type(order).__name__}; give it state_dict and load_state_dict"
    )


def _summary(order: Any) -> str:
    """A few characters that differ where the values do; groups of indices are values, too."""
    if isinstance(order, range):
        return repr(order)
    parts = order if len(order) and np.ndim(order[0]) else [order]
    checksum = 0
    for part in parts:
        values = np.asarray(part)
        if values.dtype.kind in "iu":
            values = values.astype(np.int64)
        checksum = crc32(values.tobytes(), crc32(b"%d" % len(values), checksum))
    return f"{len(order)} values, checksum {checksum:08x}"
