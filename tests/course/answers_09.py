"""Right answers to the exercises of lesson 9, other than the solutions."""

import collections
import contextlib
import statistics
import tracemalloc
from time import perf_counter

import numpy as np


def throughput_with_helper(loader, repeats=5, clock=perf_counter):
    def one_epoch():
        begin = clock()
        count = sum(batch[1].shape[0] for batch in loader)
        return count / (clock() - begin)

    return statistics.median([one_epoch() for _ in range(repeats + 1)][1:])


def throughput_with_list(loader, repeats=5, clock=perf_counter):
    rates = []
    for epoch in range(repeats + 1):
        begin = clock()
        batches = list(loader)
        took = clock() - begin
        if epoch > 0:
            rates.append(sum(len(labels) for _, labels in batches) / took)
    return statistics.median(rates)


def throughput_with_next(loader, repeats=5, clock=perf_counter):
    collections.deque(loader, maxlen=0)
    rates = np.zeros(repeats)
    while not rates.all():
        count, begin = 0, clock()
        batches = iter(loader)
        while batch := next(batches, None):
            count += len(batch[0])
        rates[np.count_nonzero(rates)] = count / (clock() - begin)
    return np.sort(rates)[[(repeats - 1) // 2, repeats // 2]].mean()


def throughput_with_two_lists(loader, repeats=5, clock=perf_counter):
    times, counts = [], []
    for _ in range(repeats + 1):
        times.append(clock())
        counts.append(len(np.concatenate([labels for _images, labels in loader])))
    times.append(clock())
    return float(np.median(np.array(counts)[1:] / np.diff(times)[1:]))


def peak_memory_by_index(loader):
    tracemalloc.start()
    try:
        for batch in loader:  # noqa: B007
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def peak_memory_with_next(loader):
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    batches = iter(loader)
    batch = next(batches, None)
    while batch is not None:
        batch = next(batches, None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return int(peak - before)


def peak_memory_with_deque(loader):
    tracemalloc.start(5)
    last = collections.deque(loader, maxlen=1)
    peak = max(tracemalloc.get_traced_memory())
    last.clear()
    tracemalloc.stop()
    return peak


def peak_memory_with_context(loader):
    @contextlib.contextmanager
    def tracing():
        tracemalloc.start()
        try:
            yield
        finally:
            tracemalloc.stop()

    with tracing():
        for batch in loader:  # noqa: B007
            pass
        return tracemalloc.get_traced_memory()[1]


def diagnose_by_ratio(loading, forward, backward, update=0.0):
    ratio = loading / (forward + backward + update)
    if ratio > 1.25:
        return "data-starved"
    elif ratio < 1 / 1.25:
        return "compute-bound"
    else:
        return "balanced"


def diagnose_balanced_first(loading, forward, backward, update=0):
    computing = sum([forward, backward, update])
    shorter, longer = sorted([loading, computing])
    if longer <= 1.25 * shorter:
        return "balanced"
    return "data-starved" if loading == longer else "compute-bound"


def diagnose_by_limits(loading, forward, backward, update=0.0):
    computing = forward + (backward + update)
    too_long, too_short = computing + computing / 4, computing / 1.25
    if too_short <= loading <= too_long:
        return "balanced"
    return "compute-bound" if loading < too_short else "data-starved"


def diagnose_by_factors(loading, forward, backward, update=0.0):
    computing = sum((forward, backward, update))
    verdicts = {"data-starved": loading / computing, "compute-bound": computing / loading}
    longest = max(verdicts, key=verdicts.get)
    return longest if verdicts[longest] > 5 / 4 else "balanced"


RIGHT = {
    "systems.throughput": [
        throughput_with_helper,
        throughput_with_list,
        throughput_with_next,
        throughput_with_two_lists,
    ],
    "systems.peak-memory": [
        peak_memory_by_index,
        peak_memory_with_next,
        peak_memory_with_deque,
        peak_memory_with_context,
    ],
    "systems.diagnose": [
        diagnose_by_ratio,
        diagnose_balanced_first,
        diagnose_by_limits,
        diagnose_by_factors,
    ],
}
SUM = "Compare loading with 1.25 times the sum"
MEDIAN = "The answer is the median of the samples per second"
WRONG = {
    "systems.throughput": [
        (("np.median(rates)", "sorted(rates)[(len(rates) - 1) // 2]"), MEDIAN),
        (("np.median(rates)", "1 / np.median(1 / np.array(rates))"), MEDIAN),
        (("samples += len(labels)", "samples = (samples + len(labels)) % 256"), MEDIAN),
        (("labels in loader", "labels in list(loader)[:1000]"), MEDIAN),
        (
            [
                (
                    "for _batch in loader:\n    pass",
                    "every = sum(len(batch[1]) for batch in loader)",
                ),
                ("samples / (clock", "every / (clock"),
            ],
            MEDIAN,
        ),
        (("clock=perf_counter", "clock=time.time"), "Leave `perf_counter` in the signature."),
        (("clock=perf_counter", "clock=None"), "Without `clock` the time is that of"),
    ],
    "systems.peak-memory": [
        (("tracemalloc.start()", "len(loader)\ntracemalloc.start()"), "has no len()"),
        (("return peak", "return round(peak, -6)"), "and return it in bytes"),
        (
            [
                ("    pass", "    _, peak = tracemalloc.get_traced_memory()"),
                (
                    "_, peak = tracemalloc.get_traced_memory()\ntracemalloc.stop()",
                    "tracemalloc.stop()",
                ),
            ],
            "a batch with the one before",
        ),
        (
            ("for _batch in loader:\n    pass", "sum(_batch.nbytes for _batch in loader)"),
            "'nbytes'",
        ),
        (("tracemalloc.stop()", "peak > 10_000 and tracemalloc.stop()"), "Tracing should be off"),
        (("return peak", "return peak // 1024"), "and return it in bytes"),
    ],
    "systems.diagnose": [
        (("if loading > 1.25 * computing:", "if loading > 1.26 * computing:"), SUM),
        (("if loading > 1.25 * computing:", "if round(loading / computing, 2) > 1.25:"), SUM),
        (("if computing > 1.25 * loading:", "if loading < 0.79 * computing:"), SUM),
        (
            ("backward, update=0.0", "update, backward=0.0"),
            "missing 1 required positional argument: 'update'",
        ),
        (
            ("if loading > 1.25 * computing:", "if loading - 0.001 > 1.25 * computing:"),
            "Microseconds are compared as milliseconds are",
        ),
        (
            ("forward + backward + update", "forward + max(backward, update)"),
            "The update belongs to the computing.",
        ),
    ],
}
EQUIVALENT = {"systems.throughput": {}, "systems.peak-memory": {}, "systems.diagnose": {}}
