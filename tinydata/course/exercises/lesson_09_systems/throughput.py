"""Exercise systems.throughput: Samples a second."""

import time
from time import perf_counter

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def throughput(loader, repeats=5, clock=perf_counter):
    """Return how many samples a second a loader delivers.

    Nothing is done with them. One epoch runs before anything is timed, to warm up. Then
    `repeats` epochs follow, each timed from before its loop begins until it has ended.

    Parameters
    ----------
    loader : delivers batches, each a pair (images, labels)
        Each `for` loop over it is one epoch. Batches and epochs may differ in size.
    repeats : int
        How many epochs are timed: 1 or more.
    clock : function without arguments
        Returns the time in seconds.

    Returns
    -------
    float
        The median of the epochs' samples per second. Samples that arrive are counted.
    """
    for _batch in loader:
        pass
    rates = []
    for _ in range(repeats):
        samples = 0
        start = clock()
        for _images, labels in loader:
            samples += len(labels)
        rates.append(samples / (clock() - start))
    return float(np.median(rates))


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now=0.0):
        self.now = now

    def __call__(self):
        return self.now

    def move(self, seconds):
        self.now += seconds


class ClockedLoader:
    """Batches of these sizes. Epoch i moves the clock on by `seconds[i]`; after the last, again.

    A part of that passes when the epoch begins, as if an order were drawn, and as much before each
    batch and after the last. What is slow the first time is so until an epoch has run to its end.
    Where epochs differ, `sizes` is a list for each of them. The data set is larger than what is
    delivered, as with `drop_last`.
    """

    def __init__(self, clock, sizes, seconds):
        self.dataset = range(1 + 10 * len(sizes) * np.max(sizes))
        self.epochs = 0
        self._clock = clock
        self._sizes = sizes
        self._seconds = seconds
        self._finished = 0

    def __len__(self):
        return len(self._sizes_now())

    def __repr__(self):
        return f"ClockedLoader(clock, {self._sizes}, {self._seconds})"

    def __iter__(self):
        sizes = self._sizes_now()
        part = self._seconds[self._finished % len(self._seconds)] / (len(sizes) + 2)
        self.epochs += 1
        self._clock.move(part)
        return self._batches(sizes, part)

    def _sizes_now(self):
        sizes = self._sizes
        return (
            sizes[self._finished % len(sizes)] if isinstance(sizes[0], list) else sizes
        )

    def _batches(self, sizes, part):
        for size in sizes:
            self._clock.move(part)
            yield np.empty((size, 2, 3), np.float32), np.empty(size, np.int32)
        self._clock.move(part)
        self._finished += 1


class SleepingLoader:
    """Ten samples, two thousandths of a second after they were asked for."""

    def __iter__(self):
        time.sleep(0.002)
        yield np.zeros((10, 64)), np.zeros(10, np.int64)


def clocked():
    """A clock, and what takes time by it; and something that takes time by any other."""
    return {
        "clock": HandClock(),
        "ClockedLoader": ClockedLoader,
        "SleepingLoader": SleepingLoader,
        "time": time,
    }


def clock_and_loader(draw):
    """Few or many batches, small or large ones, as many in each epoch or not; any time of day."""
    batches = draw.size(1, draw.choice([1900, 4]))
    sizes = [
        [draw.size(1, 400) for _ in range(batches)] for _ in range(draw.integer(1, 3))
    ]
    seconds = [
        (batches + 2) * draw.integer(1, 99) / 8 for _ in range(draw.integer(1, 7))
    ]  # sums are exact, so that a timed epoch can begin at 0
    clock = HandClock(draw.choice([draw.integer(0, 999) / 4, -seconds[0]]))
    return {
        "clock": clock,
        "loader": ClockedLoader(clock, sizes[0] if len(sizes) == 1 else sizes, seconds),
        "repeats": draw.choice([1, 2, 3, 4, 5, 5, 6]),
    }


COUNTED = """
for _images, labels in loader:
    samples += len(labels)
"""
WARMED = """
for _batch in loader:
    pass
rates = []
"""
TIMED = """
for _ in range(repeats):
    samples = 0
    start = clock()
    for _images, labels in loader:
        samples += len(labels)
    rates.append(samples / (clock() - start))
return float(np.median(rates))
"""

EXERCISE = Exercise(
    id="systems.throughput",
    title="Samples a second",
    goal="Write `throughput(loader, repeats, clock)`. Run one epoch to warm up. Then time "
    "`repeats` epochs one by one, count the samples that arrive in each, and return the median "
    "of the samples per second. Read the time with `clock()`, so that the check can hand you a "
    "clock of its own.",
    predict="A loader delivers batches of 4, 4 and 2 samples in 2 seconds. What is its throughput?",
    minutes=8,
    difficulty=2,
    solution=throughput,
    given=clocked,
    hints=[
        "An epoch is a `for` loop over the loader. The first one does nothing but run: "
        "`for batch in loader: pass`.",
        "For each timed epoch set `samples = 0` and `start = clock()`. Inside the loop, "
        "`samples += len(labels)`. After the loop, `clock() - start` is the time it took.",
        "Collect `samples / (clock() - start)` in a list, one a repeat. `np.median` of that "
        "list is the answer.",
    ],
    cases=[
        Case(
            """
            loader = ClockedLoader(clock, sizes=[4, 4, 4], seconds=[2])
            throughput(loader, 3, clock)
            """,
            "6.0",
            why="Twelve samples arrive in two seconds of `clock`. Read the time with `clock()` "
            "just before and just after the loop over the loader, and divide the samples by "
            "the difference.",
            close=1e-9,
        ),
        Case(
            """
            loader = ClockedLoader(clock, sizes=[4, 4, 2], seconds=[8, 2])
            throughput(loader, 1, clock)
            """,
            "5.0",
            why="The last batch is smaller, and the first epoch is slow: it is there to warm up. "
            "In the second, ten samples arrive in two seconds.",
            close=1e-9,
        ),
        Case(
            """
            loader = ClockedLoader(clock, sizes=[4, 4, 2], seconds=[8, 2, 1, 4, 3, 6])
            throughput(loader, 5, clock)
            """,
            "10 / 3",
            why="The epochs differ. The answer is the median of the samples per second of "
            "those that are timed.",
            close=1e-9,
        ),
        Case(
            """
            loader = ClockedLoader(clock, sizes=[4, 4, 2], seconds=[2])
            throughput(loader, clock=clock)
            loader.epochs
            """,
            "6",
            why="Without `repeats` there should be six epochs: one to warm up and five timed "
            "ones, as the signature says.",
        ),
        Case(
            "0 < throughput(SleepingLoader(), 1) <= 5000",
            "True",
            why="Without `clock` the time is that of `perf_counter`. Ten samples in two "
            "thousandths of a second are never more than 5,000 in a second.",
        ),
        Case(
            """
            import inspect
            inspect.signature(throughput).parameters["clock"].default is time.time
            """,
            "False",
            why="Somebody can set the clock of `time.time` while you measure. Leave "
            "`perf_counter` in the signature.",
        ),
    ],
    examples=[
        Examples(
            clock_and_loader,
            ["throughput(loader, repeats, clock)"],
            close=1e-6,
            why="The answer is the median of the samples per second, of `repeats` epochs after "
            "one to warm up. Batches and epochs may differ in size.",
        ),
    ],
    mistakes=[
        Mistake(
            (WARMED, "rates = []"),
            "You time the first epoch too. It may do work that no later one has to do: open "
            "files, fill a cache. Run one epoch before the clock starts.",
        ),
        Mistake(
            (
                WARMED,
                """
                next(iter(loader))
                rates = []
                """,
            ),
            "You warm up with one batch only. What an epoch does for the first time, it does "
            "in each of its batches: run a whole one.",
        ),
        Mistake(
            (
                """
                for _batch in loader:
                    pass
                rates = []
                for _ in range(repeats):
                """,
                """
                rates = []
                for _ in range(repeats):
                    for _batch in loader:
                        pass
                """,
            ),
            "You warm up before each repeat. Once, before all of them, is enough.",
        ),
        Mistake(
            ("range(repeats)", "range(repeats - 1)"),
            "You time one epoch too few. The first one warms up, and `repeats` more are timed.",
        ),
        Mistake(
            (
                "    return float(np.median(rates))",
                "        return float(np.median(rates))",
            ),
            "Your `return` is inside the loop, so only one epoch is timed. Move it to the left.",
        ),
        Mistake(
            ("np.median(rates)", "np.mean(rates)"),
            "You return the mean. A single epoch that something disturbed would move it; the "
            "median stays.",
        ),
        Mistake(
            ("np.median(rates)", "max(rates)"),
            "You return the best epoch. It shows what is possible, not what to expect: use the "
            "median.",
        ),
        Mistake(
            ("np.median(rates)", "rates[len(rates) // 2]"),
            "The median is the one in the middle after sorting. `np.median` sorts for you.",
        ),
        Mistake(
            ("np.median(rates)", "rates[-1]"),
            "You return the last epoch alone, and the other repeats are for nothing. Collect "
            "all of them and take the median.",
        ),
        Mistake(
            (
                TIMED,
                """
                samples = 0
                start = clock()
                for _ in range(repeats):
                    for _images, labels in loader:
                        samples += len(labels)
                return samples / (clock() - start)
                """,
            ),
            "You time all epochs together, which is a mean: one slow epoch spoils it, and "
            "nothing shows it. Time each epoch by itself and take the median.",
        ),
        Mistake(
            (
                TIMED,
                """
                seconds = []
                for _ in range(repeats):
                    samples = 0
                    start = clock()
                    for _images, labels in loader:
                        samples += len(labels)
                    seconds.append(clock() - start)
                return float(samples / np.median(seconds))
                """,
            ),
            "You take the median of the seconds, and divide the samples of one epoch by it. Each "
            "epoch has samples and seconds of its own: divide them, and take the median of that.",
        ),
        Mistake(
            ("np.median(rates)", "sorted(rates)[len(rates) // 2]"),
            "Of an even number there are two in the middle, and the median lies between them. "
            "`np.median` knows that.",
        ),
        Mistake(
            ("np.median(rates)", "min(rates)"),
            "You return the worst epoch: the one that was disturbed most. Use the median.",
        ),
        Mistake(
            (
                """
                samples = 0
                start = clock()
                """,
                "start = clock()",
            ),
            "`samples` is never set to zero. Do it for each epoch, just before the clock starts.",
        ),
        Mistake(
            (
                TIMED,
                """
                samples = 0
                for _ in range(repeats):
                    start = clock()
                    for _images, labels in loader:
                        samples += len(labels)
                    rates.append(samples / (clock() - start))
                return float(np.median(rates))
                """,
            ),
            "`samples` is set to zero only once, so each epoch also counts the samples of "
            "those before it.",
        ),
        Mistake(
            (
                TIMED,
                """
                start = clock()
                for _ in range(repeats):
                    samples = 0
                    for _images, labels in loader:
                        samples += len(labels)
                    rates.append(samples / (clock() - start))
                return float(np.median(rates))
                """,
            ),
            "The clock is started only once, so each epoch is charged for those before it. "
            "Read `start` anew for each.",
        ),
        Mistake(
            (
                """
                start = clock()
                for _images, labels in loader:
                """,
                """
                for _images, labels in loader:
                    start = clock()
                """,
            ),
            "The batches were there before you started the clock, so no time passes until you "
            "read it again. Start it just before the loop over the loader.",
        ),
        Mistake(
            (
                """
                start = clock()
                for _images, labels in loader:
                """,
                """
                batches = iter(loader)
                start = clock()
                for _images, labels in batches:
                """,
            ),
            "You start the clock after `iter(loader)`. There a loader draws the order of the "
            "epoch, which takes time as well: start before it.",
        ),
        Mistake(
            (
                "rates = []",
                """
                loader = iter(loader)
                rates = []
                """,
            ),
            "You call `iter` once for all epochs, and an iterator is empty after the first. "
            "Loop over the loader itself: each loop starts a new epoch.",
        ),
        Mistake(
            ("samples += len(labels)", "samples += 1"),
            "You count batches. Each holds `len(labels)` samples.",
        ),
        Mistake(
            (
                COUNTED,
                """
                for batch in loader:
                    samples += len(batch)
                """,
            ),
            "`len(batch)` is 2, the images and the labels. The number of samples is the length "
            "of either.",
        ),
        Mistake(
            (
                COUNTED,
                """
                for images, _labels in loader:
                    samples += images.size
                """,
            ),
            "`images.size` counts pixels. A sample is a whole image: `len(images)`.",
        ),
        Mistake(
            (
                COUNTED,
                """
                for _images, labels in loader:
                    samples += len(labels)
                samples = len(loader) * len(next(iter(loader))[1])
                """,
            ),
            "You multiply the number of batches by the size of one, and start another epoch "
            "to find it. The last batch may be smaller: add up what arrives.",
        ),
        Mistake(
            (
                COUNTED,
                """
                for _batch in loader:
                    samples = len(loader.dataset)
                """,
            ),
            "You take the length of the data set. A loader may leave samples out, as with "
            "`drop_last`, or take a part of them: count what arrives.",
        ),
        Mistake(
            (
                """
                for _images, labels in loader:
                    samples += len(labels)
                rates.append(samples / (clock() - start))
                """,
                """
                for _images, labels in loader:
                    samples += len(labels)
                    end = clock()
                rates.append(samples / (end - start))
                """,
            ),
            "You read the clock when the last batch arrives. The loop may go on for a while "
            "behind it: read it once more after the loop.",
        ),
        Mistake(
            ("samples / (clock() - start)", "(clock() - start) / samples"),
            "That is seconds per sample. Samples per second is the other way round.",
        ),
        Mistake(
            ("samples / (clock() - start)", "clock() - start"),
            "You return the seconds of an epoch. Divide the samples by them.",
        ),
    ],
)
