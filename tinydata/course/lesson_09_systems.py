"""Lesson 9: samples a second, the peak of memory, and what limits a training step."""

import tracemalloc
from time import perf_counter

import numpy as np

from tinydata.course.exercise import Case, Exercise, Mistake


def throughput(loader, repeats=5, clock=perf_counter):
    """Return how many samples a second a loader delivers when nothing is done with them.

    One epoch runs before anything is timed, to warm up. Then `repeats` epochs follow, each timed
    from before its loop begins until after its last batch.

    Parameters
    ----------
    loader : delivers batches, each a pair (images, labels)
        Each `for` loop over it is one epoch. Batches may differ in size.
    repeats : int
        How many epochs are timed: 1 or more.
    clock : function without arguments
        Returns the time in seconds.

    Returns
    -------
    float
        The median of the epochs' samples per second. Samples that really arrive are counted.
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


def peak_memory(loader):
    """Return the most memory that one epoch holds at a time.

    `tracemalloc` does the counting. It is off when the function is called, and off again when the
    function returns. As in a training loop, each batch stays in memory until the next one is there.

    Parameters
    ----------
    loader : delivers batches, of any form
        A `for` loop over it is one epoch.

    Returns
    -------
    int
        Bytes: all that is allocated for the epoch, at the moment when it is most.
    """
    tracemalloc.start()
    for _batch in loader:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def diagnose(loading, forward, backward, update=0.0):
    """Say what limits a training step.

    Parameters
    ----------
    loading : float
        Seconds until a batch has arrived.
    forward, backward, update : float
        Seconds of what the network does with it. Together they are the computing.

    Returns
    -------
    str
        "data-starved" if loading takes more than 1.25 times as long as computing, "compute-bound"
        if computing takes more than 1.25 times as long as loading, and otherwise "balanced".
    """
    computing = forward + backward + update
    if loading > 1.25 * computing:
        return "data-starved"
    if computing > 1.25 * loading:
        return "compute-bound"
    return "balanced"


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def move(self, seconds):
        self.now += seconds


class ClockedLoader:
    """Batches of these sizes. Epoch i moves the clock on by `seconds[i]`, or by the last of them.

    A part of that passes when the epoch begins, as if an order were drawn, and as much before each
    batch. What is slow the first time is so batch by batch, as with a cache. The data set is larger
    than what is delivered, as with `drop_last`.
    """

    def __init__(self, clock, sizes, seconds):
        self.clock = clock
        self.sizes = sizes
        self.seconds = seconds
        self.epochs = 0
        self.visits = [0] * len(sizes)
        self.dataset = range(len(sizes) * max(sizes) + 1)

    def __len__(self):
        return len(self.sizes)

    def __iter__(self):
        self._pass(self.epochs)
        self.epochs += 1
        return self._batches()

    def _batches(self):
        for number, size in enumerate(self.sizes):
            self._pass(self.visits[number])
            self.visits[number] += 1
            yield np.zeros((size, 8, 8)), np.zeros(size, np.int64)

    def _pass(self, visit):
        seconds = self.seconds[min(visit, len(self.seconds) - 1)]
        self.clock.move(seconds / (len(self.sizes) + 1))


def clocked():
    return {"clock": HandClock(), "ClockedLoader": ClockedLoader}


class MegabyteLoader:
    """Batches of so many megabytes each.

    `order` megabytes are there during the whole epoch, and `working` ones while a batch is made.
    """

    def __init__(self, batches, order=0, working=0):
        self.batches = batches
        self.order = order
        self.working = working

    def __len__(self):
        return len(self.batches)

    def __iter__(self):
        return self._epoch(_megabytes(self.order))

    def _epoch(self, order):
        for size in self.batches:
            yield self._made(size)
        del order

    def _made(self, size):
        working = _megabytes(self.working)
        batch = _megabytes(size)
        del working
        return batch


def _megabytes(count):
    return np.ones(count * 1_000_000, np.uint8)


def traced():
    """Each case begins without tracing, whatever the one before has left behind."""
    tracemalloc.stop()
    yield {"MegabyteLoader": MegabyteLoader}
    tracemalloc.stop()


COUNTED = """for _images, labels in loader:
            samples += len(labels)"""
WARMED = """for _batch in loader:
        pass
    rates"""
TIMED = """for _ in range(repeats):
        samples = 0
        start = clock()
        for _images, labels in loader:
            samples += len(labels)
        rates.append(samples / (clock() - start))
    return float(np.median(rates))"""
EPOCH = """for _batch in loader:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak"""
VERDICTS = """if loading > 1.25 * computing:
        return "data-starved"
    if computing > 1.25 * loading:
        return "compute-bound"
    return "balanced\""""

EXERCISES = [
    Exercise(
        id="systems.throughput",
        title="Samples a second",
        goal="Write `throughput(loader, repeats, clock)`. Run one epoch to warm up. Then time "
        "`repeats` epochs one by one, count the samples that arrive in each, and return the median "
        "of the samples per second. Read the time with `clock()`, so that the check can hand you a "
        "clock of its own.",
        predict="A loader delivers batches of `4`, `4` and `2` samples in `2` seconds. What is its "
        "throughput?",
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
                "loader = ClockedLoader(clock, sizes=[4, 4, 4], seconds=[2, 2, 2, 2])\n"
                "throughput(loader, 3, clock)",
                "6.0",
                why="Twelve samples arrive in two seconds of `clock`. Read the time with `clock()` "
                "just before and just after the loop over the loader, and divide the samples by "
                "the difference.",
                close=1e-9,
            ),
            Case(
                "loader = ClockedLoader(clock, sizes=[4, 4, 2], seconds=[2, 2, 2, 2])\n"
                "throughput(loader, 3, clock)",
                "5.0",
                why="The last batch is smaller. Add up the samples that really arrive.",
                close=1e-9,
            ),
            Case(
                "loader = ClockedLoader(clock, sizes=[4, 4, 2], seconds=[8, 2])\n"
                "throughput(loader, 1, clock)",
                "5.0",
                why="The first epoch is slow and should not be timed: it is there to warm up.",
                close=1e-9,
            ),
            Case(
                "loader = ClockedLoader(clock, sizes=[4, 4, 2], seconds=[8, 2, 1, 4, 3, 6])\n"
                "throughput(loader, 5, clock)",
                "10 / 3",
                why="The epochs differ. The answer is the median of the samples per second of "
                "those that are timed.",
                close=1e-9,
            ),
            Case(
                "loader = ClockedLoader(clock, sizes=[4, 4, 2], seconds=[2])\n"
                "throughput(loader, 4, clock)\n"
                "loader.epochs",
                "5",
                why="With four repeats there should be five epochs: one to warm up and four timed "
                "ones.",
            ),
            Case(
                "loader = ClockedLoader(clock, sizes=[4, 4, 2], seconds=[2])\n"
                "throughput(loader, clock=clock)\n"
                "loader.epochs",
                "6",
                why="Without `repeats` there should be five timed epochs, as the signature says.",
            ),
        ],
        mistakes=[
            Mistake(
                (WARMED, "rates"),
                "You time the first epoch too. It may do work that no later one has to do: open "
                "files, fill a cache. Run one epoch before the clock starts.",
            ),
            Mistake(
                (WARMED, "next(iter(loader))\n    rates"),
                "You warm up with one batch only. What an epoch does for the first time, it does "
                "in each of its batches: run a whole one.",
            ),
            Mistake(
                (
                    "for _batch in loader:\n        pass\n    rates = []\n"
                    "    for _ in range(repeats):\n",
                    "rates = []\n    for _ in range(repeats):\n"
                    "        for _batch in loader:\n            pass\n",
                ),
                "You warm up before each repeat. Once, before all of them, is enough.",
            ),
            Mistake(
                ("range(repeats)", "range(repeats - 1)"),
                "You time one epoch too few. The first one warms up, and `repeats` more are timed.",
            ),
            Mistake(
                ("    return float(np.median(rates))", "        return float(np.median(rates))"),
                "Your `return` is inside the loop, so only one epoch is timed. Move it to the "
                "left.",
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
                    """samples = 0
    start = clock()
    for _ in range(repeats):
        for _images, labels in loader:
            samples += len(labels)
    return samples / (clock() - start)""",
                ),
                "You time all epochs together, which is a mean: one slow epoch spoils it, and "
                "nothing shows it. Time each epoch by itself and take the median.",
            ),
            Mistake(
                ("        samples = 0\n        start = clock()", "        start = clock()"),
                "`samples` is never set to zero. Do it for each epoch, just before the clock "
                "starts.",
            ),
            Mistake(
                (TIMED, "samples = 0\n    " + TIMED.replace("        samples = 0\n", "")),
                "`samples` is set to zero only once, so each epoch also counts the samples of "
                "those before it.",
            ),
            Mistake(
                (TIMED, "start = clock()\n    " + TIMED.replace("        start = clock()\n", "")),
                "The clock is started only once, so each epoch is charged for those before it. "
                "Read `start` anew for each.",
            ),
            Mistake(
                (
                    "        start = clock()\n        " + COUNTED,
                    "        for _images, labels in loader:\n            start = clock()\n"
                    "            samples += len(labels)",
                ),
                "The batches were there before you started the clock, so no time passes until you "
                "read it again. Start it just before the loop over the loader.",
            ),
            Mistake(
                (
                    "        start = clock()\n        for _images, labels in loader:",
                    "        batches = iter(loader)\n        start = clock()\n"
                    "        for _images, labels in batches:",
                ),
                "You start the clock after `iter(loader)`. There a loader draws the order of the "
                "epoch, which takes time as well: start before it.",
            ),
            Mistake(
                (
                    "for _batch in loader:\n        pass\n    rates = []",
                    "for _batch in loader:\n        pass\n    loader = iter(loader)\n"
                    "    rates = []",
                ),
                "You call `iter` once for all epochs, and an iterator is empty after the first. "
                "Loop over the loader itself: each loop starts a new epoch.",
            ),
            Mistake(
                ("samples += len(labels)", "samples += 1"),
                "You count batches. Each holds `len(labels)` samples.",
            ),
            Mistake(
                (COUNTED, "for batch in loader:\n            samples += len(batch)"),
                "`len(batch)` is 2, the images and the labels. The number of samples is the length "
                "of either.",
            ),
            Mistake(
                (COUNTED, "for images, _labels in loader:\n            samples += images.size"),
                "`images.size` counts pixels. A sample is a whole image: `len(images)`.",
            ),
            Mistake(
                (
                    COUNTED,
                    COUNTED + "\n        samples = len(loader) * len(next(iter(loader))[1])",
                ),
                "You multiply the number of batches by the size of one, and start another epoch "
                "to find it. The last batch may be smaller: add up what arrives.",
            ),
            Mistake(
                (COUNTED, "for _batch in loader:\n            samples = len(loader.dataset)"),
                "You take the length of the data set. A loader may leave samples out, as with "
                "`drop_last`, or take a part of them: count what arrives.",
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
    ),
    Exercise(
        id="systems.peak-memory",
        title="The peak of an epoch",
        goal="Write `peak_memory(loader)`. Start `tracemalloc`, run one epoch, ask for the peak, "
        "stop `tracemalloc`, and return the peak in bytes.",
        predict="A loader makes batches of one megabyte and keeps nothing. A `for` loop goes "
        "through `100` of them. Will the peak be nearer to one, two or `100` megabytes?",
        minutes=6,
        difficulty=2,
        solution=peak_memory,
        given=traced,
        hints=[
            "The functions are those of the cell above: `tracemalloc.start()`, "
            "`tracemalloc.get_traced_memory()`, `tracemalloc.stop()`.",
            "The epoch is `for batch in loader: pass`. The name `batch` keeps each batch alive "
            "until the next one takes its place, as a training loop does.",
            "`current, peak = tracemalloc.get_traced_memory()` comes after the loop and before "
            "`stop`, which forgets everything.",
        ],
        cases=[
            Case(
                "loader = MegabyteLoader([1])\nround(peak_memory(loader), -5)  # to 100,000 bytes",
                "1_000_000",
                why="The only batch is an array of one megabyte. Start tracing before the loop, "
                "ask for the peak after it, and return it in bytes.",
            ),
            Case(
                "loader = MegabyteLoader([1, 1, 1])\nround(peak_memory(loader) / 1_000_000, 1)",
                "2.0",
                why="While a batch is made, the one before it is still there, and none of the "
                "earlier ones.",
            ),
            Case(
                "loader = MegabyteLoader([1, 4, 1, 2])\nround(peak_memory(loader) / 1_000_000, 1)",
                "5.0",
                why="The peak is in the middle of the epoch, where a batch of four megabytes "
                "follows or precedes one of one.",
            ),
            Case(
                "loader = MegabyteLoader([1, 1, 1], order=2)\n"
                "round(peak_memory(loader) / 1_000_000, 1)",
                "4.0",
                why="The loader keeps two megabytes during the epoch, beside the batches.",
            ),
            Case(
                "loader = MegabyteLoader([1, 1, 1], working=3)\n"
                "round(peak_memory(loader) / 1_000_000, 1)",
                "5.0",
                why="While it makes a batch, the loader needs three megabytes more, and gives them "
                "back before the batch arrives. They count too.",
            ),
            Case(
                "peak_memory(MegabyteLoader([5, 5]))\n"
                "loader = MegabyteLoader([1, 1])\n"
                "round(peak_memory(loader) / 1_000_000, 1)",
                "2.0",
                why="The second measurement should know nothing of the first.",
            ),
            Case(
                "import tracemalloc\npeak_memory(MegabyteLoader([1]))\ntracemalloc.is_tracing()",
                "False",
                why="Tracing should be off afterwards: it slows down everything that follows.",
            ),
        ],
        mistakes=[
            Mistake(
                ("_, peak =", "peak, _ ="),
                "You return what is in memory at the end. The first of the two numbers is the "
                "current one, the second is the peak.",
            ),
            Mistake(
                ("    tracemalloc.stop()\n", ""),
                "You never stop tracing. It would slow down all that follows, and the next "
                "measurement would start with the peak of this one.",
            ),
            Mistake(
                (
                    "_, peak = tracemalloc.get_traced_memory()\n    tracemalloc.stop()",
                    "tracemalloc.stop()\n    _, peak = tracemalloc.get_traced_memory()",
                ),
                "Your peak is zero, so nothing was traced. Start before the epoch, and ask before "
                "`stop`, which forgets everything.",
            ),
            Mistake(
                ("for _batch in loader:\n        pass", "batches = list(loader)"),
                "You keep all batches in a list, so that the epoch is in memory as a whole. A "
                "training loop holds one and gets the next.",
            ),
            Mistake(
                (EPOCH, EPOCH.replace("pass", "del _batch")),
                "You drop each batch before you ask for the next one. In a training loop the "
                "variable still holds it at that time, so let it.",
            ),
            Mistake(
                (EPOCH, EPOCH.replace("for _batch in loader:\n        pass", "next(iter(loader))")),
                "You look at the first batch only. The peak may come at any time of the epoch.",
            ),
            Mistake(
                (
                    EPOCH,
                    "peak = 0\n    for _batch in loader:\n"
                    "        peak = max(peak, tracemalloc.get_traced_memory()[0])\n"
                    "    tracemalloc.stop()\n    return peak",
                ),
                "You look when a batch has arrived. By then the batch before it has gone, and so "
                "has what was needed to make it. `tracemalloc` knows the peak in between.",
            ),
            Mistake(
                (
                    "tracemalloc.start()\n    " + EPOCH,
                    "return max(_batch.nbytes for _batch in loader)",
                ),
                "You work out the bytes of the largest batch. What else an epoch needs, only a "
                "measurement can tell.",
            ),
            Mistake(
                (
                    "tracemalloc.start()\n    " + EPOCH,
                    "return sum(_batch.nbytes for _batch in loader)",
                ),
                "You add up the bytes of all batches, as if they were in memory together. Let "
                "`tracemalloc` measure what is there at a time.",
            ),
            Mistake(
                (
                    "tracemalloc.start()\n    for _batch in loader:",
                    "batches = iter(loader)\n    tracemalloc.start()\n    for _batch in batches:",
                ),
                "You start tracing after `iter(loader)`. There a loader makes the order of the "
                "epoch, which takes memory as well: start before it.",
            ),
            Mistake(
                ("return peak", "return peak / 1_000_000"),
                "You return megabytes. Return the bytes as `tracemalloc` gives them; whoever "
                "prints them may divide.",
            ),
            Mistake(
                (
                    "_, peak = tracemalloc.get_traced_memory()",
                    "peak = tracemalloc.get_traced_memory()",
                ),
                "You return two numbers, the current one and the peak. Return the second.",
            ),
        ],
    ),
    Exercise(
        id="systems.diagnose",
        title="What limits a step?",
        goal="Write `diagnose(loading, forward, backward, update)`, which returns one of "
        '`"data-starved"`, `"compute-bound"` and `"balanced"`. Computing is forward, backward and '
        "update together. Loading and computing are balanced as long as neither takes more than "
        "`1.25` times as long as the other.",
        predict="Loading takes `40` ms, forward `25` ms and backward `35` ms. Which is it?",
        minutes=4,
        difficulty=1,
        solution=diagnose,
        hints=[
            "First add up the computing. Then there are two comparisons, and what is left is "
            "balanced.",
            '`if loading > 1.25 * computing:` is the first one, and returns `"data-starved"`. The '
            "second is the same with the two exchanged.",
        ],
        cases=[
            Case(
                "diagnose(loading=0.090, forward=0.010, backward=0.030)",
                "'data-starved'",
                why="Loading takes more than twice as long as computing. Spell the verdict as the "
                "docstring does. Without `update`, it is zero.",
            ),
            Case(
                "diagnose(loading=0.010, forward=0.010, backward=0.015, update=0.008)",
                "'compute-bound'",
                why="Computing takes more than three times as long as loading.",
            ),
            Case(
                "diagnose(loading=0.040, forward=0.025, backward=0.035)",
                "'compute-bound'",
                why="Forward and backward together take one and a half times as long as loading.",
            ),
            Case(
                "diagnose(loading=0.011, forward=0.004, backward=0.005, update=0.001)",
                "'balanced'",
                why="Loading takes a tenth more than computing. Measured times move by more than "
                "that, so it is balanced.",
            ),
            Case(
                "diagnose(loading=0.009, forward=0.004, backward=0.005, update=0.001)",
                "'balanced'",
                why="Computing takes a ninth more than loading. Measured times move by more than "
                "that, so it is balanced.",
            ),
            Case(
                "diagnose(loading=5, forward=1, backward=2, update=1)",
                "'balanced'",
                why="Loading takes exactly 1.25 times as long as computing. Only more than that "
                "counts.",
            ),
            Case(
                "diagnose(loading=4, forward=1, backward=2, update=2)",
                "'balanced'",
                why="Computing takes exactly 1.25 times as long as loading. Only more than that "
                "counts.",
            ),
            Case(
                "diagnose(loading=0.010, forward=0.003, backward=0.004, update=0.009)",
                "'compute-bound'",
                why="The update belongs to the computing.",
            ),
            Case(
                "diagnose(loading=0.013, forward=0.003, backward=0.006, update=0.001)",
                "'data-starved'",
                why="Loading takes 1.3 times as long as computing, which is more than 1.25.",
            ),
            Case(
                "diagnose(loading=0.010, forward=0.004, backward=0.008, update=0.001)",
                "'compute-bound'",
                why="Computing takes 1.3 times as long as loading, which is more than 1.25.",
            ),
            Case(
                "diagnose(loading=0.000014, forward=0.000003, backward=0.000005, update=0.000002)",
                "'data-starved'",
                why="Microseconds are compared as milliseconds are: what counts is how many times "
                "as long one takes as the other.",
            ),
        ],
        mistakes=[
            Mistake(
                ("forward + backward + update", "forward + backward"),
                "You leave out the update. It is short for small networks, and long for large "
                "ones.",
            ),
            Mistake(
                ("forward + backward + update", "backward + update"),
                "You leave out the forward pass. It is a part of the computing.",
            ),
            Mistake(
                ("forward + backward + update", "forward + update"),
                "You leave out the backward pass, which usually takes longest.",
            ),
            Mistake(
                ("forward + backward + update", "max(forward, backward, update)"),
                "You compare with the longest part. All three have to be done, one after the "
                "other: add them up.",
            ),
            Mistake(
                ("forward + backward + update", "(forward + backward + update) / 3"),
                "You compare with the mean of the three parts. All of them have to be done: add "
                "them up.",
            ),
            Mistake(
                (
                    VERDICTS,
                    VERDICTS.replace("data-starved", "?")
                    .replace("compute-bound", "data-starved")
                    .replace("?", "compute-bound"),
                ),
                "The two verdicts are exchanged. Data-starved means that the network waits for "
                "data: loading takes longer.",
            ),
            Mistake(
                (VERDICTS, VERDICTS.replace("1.25 * ", "")),
                "You call it balanced only if both take equally long, or never. Measured times "
                "always differ a little: allow for a factor of 1.25.",
            ),
            Mistake(
                (VERDICTS, VERDICTS.replace("1.25", "0.25")),
                "You compare with a quarter of the other. A quarter longer is `1.25` times as "
                "long.",
            ),
            Mistake(
                (
                    VERDICTS,
                    VERDICTS.replace(
                        "loading > 1.25 * computing", "1.25 * loading > computing"
                    ).replace("computing > 1.25 * loading", "1.25 * computing > loading"),
                ),
                "The factor is on the wrong side. It makes the shorter one longer, and not the "
                "one that may be too long.",
            ),
            Mistake(
                ("if computing > 1.25 * loading", "if loading < 0.75 * computing"),
                "Loading below 0.75 times computing is not the same as computing above 1.25 times "
                "loading: 1 / 1.25 is 0.8.",
            ),
            Mistake(
                (
                    VERDICTS,
                    "if abs(loading - computing) <= 0.25 * max(loading, computing):\n"
                    '        return "balanced"\n'
                    '    return "data-starved" if loading > computing else "compute-bound"',
                ),
                "You compare the difference with a quarter of the longer one. A quarter of the "
                "shorter one is the limit.",
            ),
            Mistake(
                ("if computing > 1.25 * loading", "if computing > loading"),
                "You allow for a factor of 1.25 on one side only.",
            ),
            Mistake(
                (
                    VERDICTS,
                    "if abs(loading - computing) <= 0.25:\n"
                    '        return "balanced"\n'
                    '    return "data-starved" if loading > computing else "compute-bound"',
                ),
                "You compare the difference with 0.25, which is a quarter of a second here. "
                "Compare how many times as long one takes as the other.",
            ),
            Mistake(
                ("if loading > 1.25 * computing", "if loading >= 1.25 * computing"),
                "Exactly 1.25 times as long is still balanced: use `>`, not `>=`.",
            ),
            Mistake(
                ('return "data-starved"', 'return "data starved"'),
                'The word is spelt with a hyphen: `"data-starved"`.',
            ),
        ],
    ),
]
