"""Where the time and the memory of a pipeline go, measured.

Three habits make a measurement worth believing: warm up before the clock starts, repeat, and
report the median together with how far the other measurements lie from it.
"""

from __future__ import annotations

import random
import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import get_clock_info, perf_counter
from typing import Any, Literal

import numpy as np

from tinydata.arguments import positive_int

# Loading and computing are balanced while the larger is at most a quarter above the smaller:
# measured times move by about as much from run to run.
BALANCE = 1.25

# A thread takes 12 to 25 µs to hand over a batch: overlap is worth it if it may save several times
# that, and a tenth of the step.
WORTH_SECONDS = 100e-6
WORTH_SPEEDUP = 1.1

# Seconds that the clock tells to a twentieth: on Windows it ticks ten million times a second.
SHORTEST = 20 * get_clock_info("perf_counter").resolution


def three_digits(value: float) -> str:
    """Return a number with the decimals that make three digits.

    Examples
    --------
    >>> three_digits(1.234), three_digits(12.34), three_digits(1234)
    ('1.23', '12.3', '1234')
    """
    return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f}"


def readable_seconds(seconds: float) -> str:
    """Return a duration with three digits and the unit that fits.

    Examples
    --------
    >>> readable_seconds(2.5), readable_seconds(0.04), readable_seconds(0.0000123)
    ('2.50 s', '40.0 ms', '12.3 µs')
    """
    if not seconds:
        return "0 s"
    for scale, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= 0.9995 * scale:  # what would be printed as 1000 moves up to the next unit
            return f"{three_digits(seconds / scale)} {unit}"
    return f"{three_digits(seconds / 1e-9)} ns"


@dataclass(frozen=True, repr=False)
class Timing:
    """Repeated measurements of one quantity.

    Parameters
    ----------
    values : tuple of float
        The measurements, in the order in which they were taken.
    unit : str
        "s" for seconds, or "samples/s".

    Examples
    --------
    >>> timing = Timing((0.003, 0.001, 0.002))
    >>> timing
    Timing: 2.00 ms (1.00 ms to 3.00 ms in 3 repeats)
    >>> timing.median
    0.002
    """

    values: tuple[float, ...]
    unit: Literal["s", "samples/s"] = "s"

    @property
    def median(self) -> float:
        return float(np.median(self.values))

    @property
    def lowest(self) -> float:
        return min(self.values)

    @property
    def highest(self) -> float:
        return max(self.values)

    @property
    def repeats(self) -> int:
        return len(self.values)

    def __str__(self) -> str:
        middle, low, high = (self._readable(v) for v in (self.median, self.lowest, self.highest))
        repeats = "1 repeat" if self.repeats == 1 else f"{self.repeats} repeats"
        return f"{middle} ({low} to {high} in {repeats})"

    def __repr__(self) -> str:
        return f"Timing: {self}"

    def _readable(self, value: float) -> str:
        if self.unit == "s":
            return readable_seconds(value)
        return f"{float(f'{value:.3g}'):,.0f} {self.unit}"


def measure(function: Callable[[], Any], repeats: int = 5, warmup: int = 1) -> Timing:
    """Time a function that takes no arguments.

    Parameters
    ----------
    function : callable
        What to time; what it returns is dropped.
    repeats : int
        How many calls are timed.
    warmup : int
        How many calls run before the clock starts: the first one pays for cold caches.

    Returns
    -------
    Timing
        Seconds of each timed call.

    Examples
    --------
    >>> measure(lambda: sorted(range(1000)), repeats=3).repeats
    3
    """
    if not callable(function):
        raise TypeError(
            f"function should be callable without arguments, but got {function!r}; "
            "write `lambda:` before the call to time"
        )
    repeats = positive_int("repeats", repeats)
    for _ in range(positive_int("warmup", warmup, minimum=0)):
        function()
    return Timing(tuple(_seconds(function) for _ in range(repeats)))


def throughput(loader: Iterable, repeats: int = 5, warmup: int = 1) -> Timing:
    """Measure how many samples a second a loader delivers when nothing else is done.

    Parameters
    ----------
    loader : iterable
        Starts an epoch each time it is iterated. Batches are arrays, or tuples, lists or dicts
        of arrays.
    repeats : int
        How many epochs are timed.
    warmup : int
        How many epochs run before the clock starts. At least one: the last of them counts the
        samples that really arrive, so that counting takes no time later.

    Returns
    -------
    Timing
        Samples per second of each timed epoch.

    Raises
    ------
    TypeError
        If `loader` is an iterator, which has one epoch only.
    ValueError
        If an epoch delivers nothing.

    Examples
    --------
    >>> loader = [np.zeros((32, 8, 8)), np.zeros((18, 8, 8))]
    >>> throughput(loader, repeats=3).unit
    'samples/s'
    """
    repeats = positive_int("repeats", repeats)
    warmup = positive_int("warmup", warmup)
    _refuse_iterator(loader)
    for _ in range(warmup):
        samples = sum(samples_in(batch) for batch in loader)
    if not samples:
        raise _nothing_delivered()

    def epoch() -> None:
        for _ in loader:
            pass

    rates = tuple(samples / _seconds_each(epoch) for _ in range(repeats))
    return Timing(rates, unit="samples/s")


def peak_memory(loader: Iterable) -> int:
    """Measure the most memory that one epoch holds at a time, beyond what was there before.

    Only allocations after the start count: a data set already in memory adds nothing. As in a
    training loop, a batch stays alive while the next one is made, so that two batches are the
    least to expect.

    A first batch is asked for, and dropped, before the counting starts: it pays for what is made
    once, such as the modules that decode an image. What a later batch is the first to need counts.
    An iterator has no batch to spare, so that all of its only epoch counts.

    Python's `tracemalloc` does the counting, and NumPy reports its arrays to it. It sees neither
    memory-mapped files nor what other libraries allocate by themselves. It slows code down, so
    never time anything meanwhile. If it was on before it stays on, but its peak starts anew.

    Returns
    -------
    int
        Bytes.

    Raises
    ------
    ValueError
        If the epoch delivers nothing.

    Examples
    --------
    >>> image = np.zeros((1000, 1000), np.uint8)
    >>> peak = peak_memory(image.copy() for _ in range(5))
    >>> round(peak / image.nbytes)
    2
    """
    if not isinstance(loader, Iterator):
        next(iter(loader), None)
    was_tracing = tracemalloc.is_tracing()
    if not was_tracing:
        tracemalloc.start()
    try:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        batches = 0
        for _batch in loader:
            batches += 1
        _, peak = tracemalloc.get_traced_memory()
    finally:
        if not was_tracing:
            tracemalloc.stop()
    if not batches:
        raise _nothing_delivered()
    return peak - before


def samples_in(batch: Any) -> int:
    """Count the samples of a batch: the length of the first axis, which all its parts share.

    Raises
    ------
    ValueError
        If the parts disagree, or there is no first axis.

    Examples
    --------
    >>> samples_in((np.zeros((32, 8, 8)), np.zeros(32, np.int64)))
    32
    >>> samples_in({"image": np.zeros((32, 8, 8)), "name": ["five.png"] * 32})
    32
    """
    if getattr(batch, "shape", ()):
        return int(batch.shape[0])
    parts = _parts(batch)
    if isinstance(batch, list) and not any(getattr(p, "shape", ()) or _parts(p) for p in parts):
        return len(batch)  # strings or numbers, one a sample
    counts = {samples_in(part) for part in parts}
    if len(counts) != 1:
        got = f"parts with {sorted(counts)} samples" if counts else f"{batch!r:.60}"
        raise ValueError(
            "batch should be an array with a sample a row, or a tuple, list or dict of arrays "
            f"that are equally long, but got {got}"
        )
    return counts.pop()


def bytes_in(batch: Any) -> int:
    """Add up the bytes of the arrays in a batch.

    Examples
    --------
    >>> bytes_in((np.zeros((32, 8, 8), np.float32), np.zeros(32, np.int64)))
    8448
    """
    nbytes = getattr(batch, "nbytes", None)
    return int(nbytes) if nbytes is not None else sum(bytes_in(part) for part in _parts(batch))


@dataclass(frozen=True, repr=False)
class StepBreakdown:
    """What each part of one training step takes.

    Parameters
    ----------
    loading : float
        Seconds of waiting until the loader has delivered a batch.
    forward, backward, update : float
        Seconds of what the network does with it.

    Examples
    --------
    >>> breakdown = StepBreakdown(loading=0.040, forward=0.025, backward=0.035)
    >>> breakdown
    StepBreakdown: 100 ms a step: loading 40.0 ms (40 %), forward 25.0 ms (25 %),
    backward 35.0 ms (35 %), update 0 s (0 %)
    >>> breakdown.overlapped_step
    0.06
    """

    loading: float
    forward: float
    backward: float
    update: float = 0.0

    def __post_init__(self) -> None:
        for name, seconds in self.parts.items():
            if not 0 <= seconds < float("inf"):
                raise ValueError(f"{name} should be a duration in seconds, but got {seconds}")
        if not self.step:
            raise ValueError("a step should take longer than 0 s, but every part is 0")

    @property
    def parts(self) -> dict[str, float]:
        """Seconds by part, in the order in which they happen."""
        return {name: getattr(self, name) for name in ("loading", "forward", "backward", "update")}

    @property
    def shares(self) -> dict[str, float]:
        """Fraction of the step by part; they sum to one."""
        return {name: seconds / self.step for name, seconds in self.parts.items()}

    @property
    def computing(self) -> float:
        """Seconds of forward, backward and update together."""
        return self.forward + self.backward + self.update

    @property
    def step(self) -> float:
        """Seconds of a step that loads first and computes then: the sum of the two."""
        return self.loading + self.computing

    @property
    def overlapped_step(self) -> float:
        """Seconds of a step that loads the next batch meanwhile: at best the larger of the two."""
        return max(self.loading, self.computing)

    @property
    def speedup_from_overlap(self) -> float:
        """How many times as fast the overlapped step is, at best: from 1 to 2."""
        return self.step / self.overlapped_step

    def __str__(self) -> str:
        parts = (
            f"{name} {readable_seconds(seconds)} ({100 * self.shares[name]:.0f} %)"
            for name, seconds in self.parts.items()
        )
        return f"{readable_seconds(self.step)} a step: {', '.join(parts)}"

    def __repr__(self) -> str:
        return f"StepBreakdown: {self}"


def step_breakdown(
    loader: Iterable,
    network: Any,
    learning_rate: float = 0.1,
    steps: int = 20,
    warmup: int = 3,
    repeats: int = 5,
) -> StepBreakdown:
    """Measure how a training step divides into loading, forward, backward and update.

    The network is really trained. An epoch that ends is followed by the next one, and to start it
    counts as loading. With workers, loading is the waiting that their overlap has left over.

    Parameters
    ----------
    loader : iterable
        Delivers pairs (images, labels).
    network : object
        Has `forward(images)`, `backward(labels)` and `step(learning_rate)`.
    learning_rate : float
        Handed to `network.step`.
    steps : int
        Training steps in a repeat. A repeat is their mean, not their median: a loader that gathers
        several batches at once has one slow step among fast ones, which a median would hide.
    warmup : int
        Training steps before the clock starts.
    repeats : int
        The result is the median of so many repeats, part by part.

    Raises
    ------
    TypeError
        If a batch is not a pair, or `loader` is an iterator, which has one epoch only.
    ValueError
        If an epoch delivers nothing.

    Examples
    --------
    >>> from tinydata.network import TwoLayerNetwork
    >>> loader = [(np.ones((32, 8, 8), np.float32), np.zeros(32, np.int64))]
    >>> breakdown = step_breakdown(loader, TwoLayerNetwork(generator=0), steps=2)
    >>> list(breakdown.parts)
    ['loading', 'forward', 'backward', 'update']
    """
    steps = positive_int("steps", steps)
    repeats = positive_int("repeats", repeats)
    warmup = positive_int("warmup", warmup, minimum=0)
    _refuse_iterator(loader)
    batches = _endless(loader)
    for _ in range(warmup):
        _timed_step(batches, network, learning_rate)
    means = [
        np.mean([_timed_step(batches, network, learning_rate) for _ in range(steps)], axis=0)
        for _ in range(repeats)
    ]
    return StepBreakdown(*(float(seconds) for seconds in np.median(means, axis=0)))


@dataclass(frozen=True, repr=False)
class Diagnosis:
    """What limits a training step, why, and what to try."""

    verdict: Literal["data-starved", "compute-bound", "balanced"]
    reason: str
    advice: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((f"{self.verdict}: {self.reason}", *(f"- {line}" for line in self.advice)))

    def __repr__(self) -> str:
        return f"Diagnosis: {self}"


def diagnose(breakdown: StepBreakdown) -> Diagnosis:
    """Say what limits a training step.

    Data-starved: loading takes more than 1.25 times as long as computing. Compute-bound: the other
    way round. Balanced: neither.

    A loop without overlap pays for both, whatever the verdict. Balanced is then no aim in itself,
    but the case in which overlap has most to give.

    Examples
    --------
    >>> print(diagnose(StepBreakdown(loading=0.040, forward=0.025, backward=0.035)))
    compute-bound: computing takes 60.0 ms a step, 1.50 times as long as loading (40.0 ms).
    - Compute less or faster: a smaller network, a faster device. No loader, however fast, makes a
      step more than 1.67 times as fast.
    - Overlap the two: load the next batch while this one is computed (num_workers=1). At best a
      step then takes the larger, 60.0 ms, not the sum, 100 ms: 1.67 times as fast. A thread comes
      close when loading waits or decodes; when it runs Python code, only while computing waits.
    """
    loading, computing = breakdown.loading, breakdown.computing
    if loading > BALANCE * computing:
        return Diagnosis(
            "data-starved",
            _comparison("loading", loading, "computing", computing),
            (
                "Load faster: fetch a batch with one index array (get_batch), augment a batch at "
                "once, decode once and keep the arrays. If nothing but computing were left, a step "
                f"would be {_times(breakdown.step, computing)} as fast.",
                "If the loader waits for a disk or a network, let several reads wait together "
                "(num_workers).",
                _overlap_advice(breakdown),
            ),
        )
    if computing > BALANCE * loading:
        return Diagnosis(
            "compute-bound",
            _comparison("computing", computing, "loading", loading),
            (
                "Compute less or faster: a smaller network, a faster device. No loader, however "
                f"fast, makes a step more than {_times(breakdown.step, computing)} as fast.",
                _overlap_advice(breakdown),
            ),
        )
    return Diagnosis(
        "balanced",
        f"loading takes {readable_seconds(loading)} a step and computing "
        f"{readable_seconds(computing)}: neither is more than {BALANCE} times the other.",
        (_overlap_advice(breakdown), "Without overlap a step pays for both: shorten either."),
    )


@dataclass(frozen=True, repr=False)
class ShuffleCost:
    """What a shuffled order costs as a list of Python integers, and as one int64 array."""

    length: int
    list_bytes: int
    array_bytes: int
    list_time: Timing
    array_time: Timing

    def __str__(self) -> str:
        return (
            f"{self.length:,} shuffled indices: "
            f"a list takes {self.list_bytes:,} B and {self.list_time}, "
            f"an array {self.array_bytes:,} B and {self.array_time}"
        )

    def __repr__(self) -> str:
        return f"ShuffleCost: {self}"


def shuffle_cost(length: int, seed: int = 0, repeats: int = 5) -> ShuffleCost:
    """Measure the bytes and the time of a shuffled order, from nothing to shuffled.

    The list, shuffled by `random.shuffle`, is counted together with its integers as `sys.getsizeof`
    reports them: 8 bytes for each reference and 28 for most integers (32 once the allocator has
    rounded up). The array is made by `Generator.permutation`.

    Parameters
    ----------
    length : int
        How many indices.
    seed : int
        For both generators.
    repeats : int
        How often each is timed.

    Examples
    --------
    >>> cost = shuffle_cost(50_000, repeats=1)
    >>> cost.array_bytes
    400000
    >>> cost.list_bytes > 4 * cost.array_bytes
    True
    """
    length = positive_int("length", length)
    shuffle, generator = random.Random(seed).shuffle, np.random.default_rng(seed)

    def shuffled_list() -> list[int]:
        indices = list(range(length))
        shuffle(indices)
        return indices

    def shuffled_array() -> np.ndarray:
        return generator.permutation(length)

    indices = shuffled_list()
    return ShuffleCost(
        length,
        list_bytes=sys.getsizeof(indices) + sum(map(sys.getsizeof, indices)),
        array_bytes=shuffled_array().nbytes,
        list_time=measure(shuffled_list, repeats),
        array_time=measure(shuffled_array, repeats),
    )


def _seconds(function: Callable[[], Any], calls: int = 1) -> float:
    started = perf_counter()
    for _ in range(calls):
        function()
    return perf_counter() - started


def _seconds_each(function: Callable[[], Any]) -> float:
    # What is too short for the clock is called 2, 4, 8 times in a row, until it is long enough.
    calls = 1
    while (seconds := _seconds(function, calls)) < SHORTEST:
        calls *= 2
    return seconds / calls


def _times(larger: float, smaller: float) -> str:
    return f"{three_digits(larger / smaller)} times" if smaller else "infinitely many times"


def _parts(batch: Any) -> tuple:
    # A string is one value, not a container of letters.
    if isinstance(batch, Mapping):
        return tuple(batch.values())
    return tuple(batch) if isinstance(batch, (tuple, list)) else ()


def _refuse_iterator(loader: Iterable) -> None:
    if isinstance(loader, Iterator):
        raise TypeError(
            "loader should start an epoch each time it is iterated, but got "
            f"{type(loader).__name__}, which has one epoch only; pass the loader itself"
        )


def _nothing_delivered() -> ValueError:
    return ValueError("loader should deliver at least one sample, but got an epoch without any")


def _endless(loader: Iterable) -> Iterator:
    while True:
        delivered = False
        for batch in loader:
            delivered = True
            yield batch
        if not delivered:
            raise _nothing_delivered()


def _timed_step(batches: Iterator, network: Any, learning_rate: float) -> tuple[float, ...]:
    asked = perf_counter()
    batch = next(batches)
    loading = perf_counter() - asked
    if not (isinstance(batch, (tuple, list)) and len(batch) == 2):
        got = f"{type(batch).__name__} of shape {batch.shape}" if hasattr(batch, "shape") else batch
        raise TypeError(f"each batch should be a pair (images, labels), but got {got!s:.60}")
    images, labels = batch
    started = perf_counter()
    network.forward(images)
    forwarded = perf_counter()
    network.backward(labels)
    returned = perf_counter()
    network.step(learning_rate)
    return loading, forwarded - started, returned - forwarded, perf_counter() - returned


def _comparison(larger: str, more: float, smaller: str, less: float) -> str:
    return (
        f"{larger} takes {readable_seconds(more)} a step, "
        f"{_times(more, less)} as long as {smaller} ({readable_seconds(less)})."
    )


def _overlap_advice(breakdown: StepBreakdown) -> str:
    step, overlapped = breakdown.step, breakdown.overlapped_step
    if step - overlapped < WORTH_SECONDS or breakdown.speedup_from_overlap < WORTH_SPEEDUP:
        return (
            "Leave out overlap (num_workers=0): at best it would save "
            f"{readable_seconds(step - overlapped)} of {readable_seconds(step)} a step, and to "
            "hand a batch over from a thread costs tens of microseconds of that."
        )
    return (
        "Overlap the two: load the next batch while this one is computed (num_workers=1). At best "
        f"a step then takes the larger, {readable_seconds(overlapped)}, not the sum, "
        f"{readable_seconds(step)}: {_times(step, overlapped)} as fast. A thread comes close when "
        "loading waits or decodes; when it runs Python code, only while computing waits."
    )
