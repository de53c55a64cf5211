"""Right answers to the exercises of lesson 9, other than the solutions."""

import statistics
import tracemalloc
from time import perf_counter


def throughput_counted_first(loader, repeats=5, clock=perf_counter):
    samples = sum(len(images) for images, labels in loader)
    seconds = []
    for _ in range(repeats):
        begin = clock()
        for _batch in loader:
            pass
        end = clock()
        seconds.append(end - begin)
    return samples / statistics.median(seconds)


def throughput_with_helper(loader, repeats=5, clock=perf_counter):
    def one_epoch():
        begin = clock()
        count = sum(batch[1].shape[0] for batch in loader)
        return count / (clock() - begin)

    one_epoch_rate = [one_epoch() for _ in range(repeats + 1)][1:]
    return sorted(one_epoch_rate)[repeats // 2]


def throughput_with_list(loader, repeats=5, clock=perf_counter):
    rates = []
    for epoch in range(repeats + 1):
        begin = clock()
        batches = list(loader)
        took = clock() - begin
        if epoch > 0:
            rates.append(sum(len(labels) for _, labels in batches) / took)
    return statistics.median(rates)


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


def peak_memory_after_warm_up(loader):
    for _batch in loader:
        pass
    del _batch
    tracemalloc.start()
    for number, _batch in enumerate(loader):  # noqa: B007
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


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
    "systems.throughput": [throughput_counted_first, throughput_with_helper, throughput_with_list],
    "systems.peak-memory": [peak_memory_by_index, peak_memory_with_next, peak_memory_after_warm_up],
    "systems.diagnose": [
        diagnose_by_ratio,
        diagnose_balanced_first,
        diagnose_by_limits,
        diagnose_by_factors,
    ],
}
SUM = "Compare loading with `1.25` times the sum"
WRONG = {
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
