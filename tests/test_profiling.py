"""Measurements: what is counted, on a clock that the tests turn by hand."""

import random
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

from tinydata import profiling
from tinydata.dataloader import DataLoader
from tinydata.dataset import TensorDataset
from tinydata.profiling import (
    StepBreakdown,
    Timing,
    bytes_in,
    diagnose,
    measure,
    peak_memory,
    readable_seconds,
    samples_in,
    shuffle_cost,
    step_breakdown,
    three_digits,
    throughput,
)
from tinydata.sources import write_image_folder


class Clock:
    now = 100.0

    def spend(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still unless it is told how much time has passed."""
    clock = Clock()
    monkeypatch.setattr(profiling, "perf_counter", lambda: clock.now)
    return clock


class Loader:
    """Batches that take a given time to arrive, epoch after epoch."""

    def __init__(self, clock, batches, seconds):
        self.clock, self.batches, self.seconds = clock, batches, seconds
        self.epochs = 0

    def __iter__(self):
        self.epochs += 1
        for batch, seconds in zip(self.batches, self.seconds, strict=True):
            self.clock.spend(seconds)
            yield batch


class Network:
    """Computes for a given time, and notes what it was asked."""

    def __init__(self, clock, forward=3.0, backward=5.0, update=2.0):
        self.clock, self.seconds, self.calls = clock, (forward, backward, update), []

    def forward(self, images):
        self.clock.spend(self.seconds[0])
        self.calls.append("forward")

    def backward(self, labels):
        self.clock.spend(self.seconds[1])
        self.calls.append("backward")

    def step(self, learning_rate):
        self.clock.spend(self.seconds[2])
        self.calls.append(learning_rate)


def pairs(*sizes):
    return [(np.zeros((size, 8, 8)), np.zeros(size, np.int64)) for size in sizes]


# Timing and measure


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 s"),
        (61.25, "61.2 s"),
        (0.99949, "999 ms"),
        (0.9996, "1.00 s"),
        (0.01, "10.0 ms"),
        (9.996e-6, "10.0 µs"),
        (3e-9, "3.00 ns"),
    ],
)
def test_readable_seconds(seconds, expected):
    assert readable_seconds(seconds) == expected


def test_three_digits_at_the_borders():
    assert [three_digits(x) for x in (9.994, 9.996, 99.94, 99.96)] == [
        "9.99",
        "10.0",
        "99.9",
        "100",
    ]


def test_timing_reports_the_median_and_the_spread():
    timing = Timing((4.0, 1.0, 2.0, 9.0))
    assert (timing.median, timing.lowest, timing.highest, timing.repeats) == (3.0, 1.0, 9.0, 4)
    assert str(timing) == "3.00 s (1.00 s to 9.00 s in 4 repeats)"
    assert str(Timing((1234567.0,), "samples/s")) == (
        "1,230,000 samples/s (1,230,000 samples/s to 1,230,000 samples/s in 1 repeat)"
    )


def test_measure_times_each_repeat_and_not_the_warmup(clock):
    durations = iter([50.0, 60.0, 1.0, 2.0, 4.0])
    timing = measure(lambda: clock.spend(next(durations)), repeats=3, warmup=2)
    assert timing.values == (1.0, 2.0, 4.0)
    assert next(durations, None) is None


@pytest.mark.parametrize("repeats", [0, -1, 1.5, True, "2"])
def test_measure_refuses_repeats(repeats):
    with pytest.raises((TypeError, ValueError), match="repeats should be a positive integer"):
        measure(lambda: None, repeats=repeats)


def test_measure_refuses_a_result_in_place_of_a_function():
    with pytest.raises(TypeError, match=r"function should be callable .* got 3; write `lambda:`"):
        measure(3)
    with pytest.raises(ValueError, match="warmup should be an integer of at least 0"):
        measure(lambda: None, warmup=-1)


# throughput


def test_throughput_is_samples_over_seconds(clock):
    loader = Loader(clock, pairs(32, 18), seconds=(0.25, 0.25))
    timing = throughput(loader, repeats=3, warmup=2)
    assert timing.values == (100.0, 100.0, 100.0)
    assert timing.unit == "samples/s"
    assert loader.epochs == 5


def test_throughput_counts_what_arrives(clock):
    dataset = TensorDataset(np.zeros((50, 8, 8)))
    loader = DataLoader(dataset, 32, drop_last=True)
    slow = Loader(clock, list(loader), seconds=(1,))
    assert throughput(slow, repeats=1).median == 32


@pytest.mark.parametrize("seconds", [0.001, 0.01, 0.25, 1.0, 7.0])
def test_throughput_on_a_clock_that_ticks_once_a_second(clock, monkeypatch, seconds):
    monkeypatch.setattr(profiling, "perf_counter", lambda: float(int(clock.now)))
    monkeypatch.setattr(profiling, "SHORTEST", 20.0)
    timing = throughput(Loader(clock, pairs(32), seconds=(seconds,)), repeats=3)
    assert timing.repeats == 3
    assert 0.95 <= timing.lowest * seconds / 32 <= timing.highest * seconds / 32 <= 1.06


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        (np.zeros((32, 8, 8)), 32),
        ([np.zeros((32, 8, 8)), np.zeros(32)], 32),
        ({"image": np.zeros((5, 8, 8)), "more": {"label": np.zeros(5)}}, 5),
        ((np.zeros((3, 2)), ["a.png", "b.png", "c.png"]), 3),
        (["one", "two"], 2),
        ([np.int64(1), np.int64(2)], 2),
        (np.zeros((0, 8)), 0),
    ],
)
def test_samples_in(batch, expected):
    assert samples_in(batch) == expected


@pytest.mark.parametrize(
    ("batch", "got"),
    [
        ((np.zeros((32, 8)), np.zeros(31)), r"parts with \[31, 32\] samples"),
        (7, "7"),
        (np.float64(7), "7"),
        ("five", "'five'"),
        ((), r"\(\)"),
    ],
)
def test_samples_in_refuses_what_has_no_common_length(batch, got):
    with pytest.raises(ValueError, match=f"batch should be an array .* but got .*{got}"):
        samples_in(batch)


def test_bytes_in_adds_up_arrays_only():
    assert bytes_in({"image": np.zeros((2, 8), np.uint8), "rest": [np.zeros(3), "name", 1]}) == 40


@pytest.mark.parametrize("function", [throughput, lambda x: step_breakdown(x, None), peak_memory])
def test_an_epoch_without_batches_is_refused(function):
    with pytest.raises(ValueError, match="loader should deliver at least one sample"):
        function([])


def test_batches_without_samples_are_refused():
    with pytest.raises(ValueError, match="loader should deliver at least one sample"):
        throughput([np.zeros((0, 8, 8))])


@pytest.mark.parametrize("function", [throughput, lambda x: step_breakdown(x, None)])
def test_an_iterator_has_only_one_epoch_and_is_refused(function):
    with pytest.raises(TypeError, match=r"loader should start an epoch .* got list_iterator"):
        function(iter(pairs(4)))


@pytest.mark.parametrize("name", ["repeats", "warmup"])
def test_throughput_refuses_zero(name):
    with pytest.raises(ValueError, match=f"{name} should be a positive integer, but got 0"):
        throughput(pairs(4), **{name: 0})


def test_throughput_on_a_clock_that_is_coarser_than_it_says(clock, monkeypatch):
    monkeypatch.setattr(profiling, "perf_counter", lambda: float(int(clock.now)))
    assert throughput(Loader(clock, pairs(32), seconds=(0.25,)), repeats=3).highest <= 128


# peak_memory


def test_peak_memory_of_fresh_batches_is_two_batches():
    class Fresh:
        def __iter__(self):
            return (np.zeros(100_000, np.uint8) for _ in range(5))

    assert 200_000 <= peak_memory(Fresh()) < 210_000


def test_peak_memory_sees_what_a_batch_needs_on_the_way():
    def batches():
        for _ in range(3):
            yield np.zeros(100_000, np.uint8)[::2].astype(np.float64)  # 100 kB, then 400 kB

    assert 900_000 <= peak_memory(batches()) < 920_000


def test_peak_memory_does_not_count_what_was_there():
    batches = pairs(1000, 1000)
    assert peak_memory(batches) < 1000


def test_peak_memory_of_a_loader_does_not_grow_with_the_data():
    peaks = []
    for samples in (1_000, 4_000):
        dataset = TensorDataset(np.zeros((samples, 3, 32, 32), np.float32))
        peaks.append(peak_memory(DataLoader(dataset, 100)))
    batch = 100 * 3 * 32 * 32 * 4
    assert all(1.9 * batch < peak < 2.5 * batch for peak in peaks)


def test_peak_memory_does_not_count_what_the_first_batch_makes_once():
    class ImportsLate:
        kept = None

        def __iter__(self):
            for _ in range(3):
                if self.kept is None:
                    self.kept = np.zeros(1_000_000, np.uint8)
                yield np.zeros(10_000, np.uint8)

    assert 20_000 <= peak_memory(ImportsLate()) < 25_000


def test_peak_memory_counts_what_an_epoch_keeps():
    class Keeps:
        def __init__(self):
            self.kept = []

        def __iter__(self):
            for _ in range(5):
                self.kept.append(np.zeros(100_000, np.uint8))
                yield self.kept[-1]

    assert 500_000 <= peak_memory(Keeps()) < 510_000


def test_the_first_epoch_of_an_image_folder_peaks_like_the_second(tmp_path):
    # In an interpreter of its own: here the decoder of PNG files has long been imported.
    code = """
import sys
import numpy as np
from tinydata.dataloader import DataLoader
from tinydata.profiling import peak_memory
from tinydata.sources import ImageFolder
loader = DataLoader(ImageFolder(sys.argv[1]), 32)
print(peak_memory(loader), peak_memory(loader))
"""
    write_image_folder(tmp_path, np.zeros((64, 8, 8), np.uint8), np.arange(64) % 2)
    run = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    first, second = map(int, done.stdout.split())
    assert max(first, second) < 2 * min(first, second)  # importing late, the first held 20 times


def test_peak_memory_leaves_tracing_as_it_was():
    assert not tracemalloc.is_tracing()
    peak_memory(pairs(4))
    assert not tracemalloc.is_tracing()
    with pytest.raises(ZeroDivisionError):
        peak_memory(1 // 0 for _ in range(3))
    assert not tracemalloc.is_tracing()

    tracemalloc.start()
    try:
        kept = np.zeros(1_000_000, np.uint8)
        assert 50_000 <= peak_memory(np.zeros(50_000, np.uint8) for _ in range(1)) < 60_000
        assert tracemalloc.is_tracing()
        assert tracemalloc.get_traced_memory()[0] >= kept.nbytes
    finally:
        tracemalloc.stop()


# step_breakdown


def test_step_breakdown_measures_each_part(clock):
    loader = Loader(clock, pairs(4, 4), seconds=(10.0, 10.0))
    network = Network(clock)
    breakdown = step_breakdown(loader, network, learning_rate=0.5, steps=3, warmup=1, repeats=2)
    assert breakdown.parts == {"loading": 10.0, "forward": 3.0, "backward": 5.0, "update": 2.0}
    assert network.calls == ["forward", "backward", 0.5] * 7


def test_step_breakdown_starts_new_epochs_and_counts_that_as_loading(clock):
    class SlowStart(Loader):
        def __iter__(self):
            self.clock.spend(100.0)
            return super().__iter__()

    loader = SlowStart(clock, pairs(4, 4), seconds=(1.0, 1.0))
    breakdown = step_breakdown(loader, Network(clock), steps=4, warmup=0, repeats=1)
    assert loader.epochs == 2
    assert breakdown.loading == (2 * 100 + 4) / 4


def test_step_breakdown_does_not_hide_a_rare_slow_batch(clock):
    loader = Loader(clock, pairs(4, 4, 4, 4), seconds=(80.0, 0.0, 0.0, 0.0))
    breakdown = step_breakdown(loader, Network(clock), steps=8, warmup=0, repeats=3)
    assert breakdown.loading == 20.0


def test_step_breakdown_takes_the_median_of_repeats(clock):
    network = Network(clock)
    seconds = (1.0, 1.0, 70.0, 2.0, 2.0)
    loader = Loader(clock, pairs(*[4] * 5), seconds)
    assert step_breakdown(loader, network, steps=1, warmup=0, repeats=5).loading == 2.0


def test_step_breakdown_leaves_warmup_out(clock):
    loader = Loader(clock, pairs(4, 4, 4), seconds=(500.0, 1.0, 1.0))
    assert step_breakdown(loader, Network(clock), steps=1, warmup=1, repeats=2).loading == 1.0


@pytest.mark.parametrize(
    ("batch", "got"),
    [
        (np.zeros((2, 8, 8)), r"ndarray of shape \(2, 8, 8\)"),
        ({"image": 1}, "{'image': 1}"),
        ((1, 2, 3), r"\(1, 2, 3\)"),
    ],
)
def test_step_breakdown_wants_pairs(clock, batch, got):
    message = rf"each batch should be a pair \(images, labels\), but got {got}"
    with pytest.raises(TypeError, match=message):
        step_breakdown([batch], Network(clock))


@pytest.mark.parametrize("name", ["steps", "repeats"])
def test_step_breakdown_refuses_zero(clock, name):
    with pytest.raises(ValueError, match=f"{name} should be a positive integer, but got 0"):
        step_breakdown(pairs(4), Network(clock), **{name: 0})


def test_a_breakdown_with_and_without_overlap():
    breakdown = StepBreakdown(loading=40, forward=25, backward=30, update=5)
    assert breakdown.computing == 60
    assert breakdown.step == 100
    assert breakdown.overlapped_step == 60
    assert breakdown.speedup_from_overlap == pytest.approx(100 / 60)
    assert breakdown.shares == {"loading": 0.4, "forward": 0.25, "backward": 0.3, "update": 0.05}


def test_overlap_gives_most_when_balanced():
    assert StepBreakdown(1, 1, 0).speedup_from_overlap == 2
    assert StepBreakdown(0, 1, 0).speedup_from_overlap == 1
    assert StepBreakdown(1, 0, 0).speedup_from_overlap == 1


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_a_breakdown_refuses_what_is_no_duration(value):
    with pytest.raises(ValueError, match="backward should be a duration in seconds, but got"):
        StepBreakdown(1, 1, value)


def test_a_breakdown_refuses_a_step_without_time():
    with pytest.raises(ValueError, match="a step should take longer than 0 s"):
        StepBreakdown(0, 0, 0)


# diagnose


@pytest.mark.parametrize(
    ("loading", "computing", "verdict"),
    [
        (40, 60, "compute-bound"),
        (60, 40, "data-starved"),
        (50, 50, "balanced"),
        (50, 40, "balanced"),  # exactly a quarter more
        (40, 50, "balanced"),
        (50.1, 40, "data-starved"),
        (40, 50.1, "compute-bound"),
        (0, 1, "compute-bound"),
        (1, 0, "data-starved"),
    ],
)
def test_the_verdict(loading, computing, verdict):
    assert diagnose(StepBreakdown(loading, computing, 0)).verdict == verdict


def test_the_reason_has_the_numbers():
    diagnosis = diagnose(StepBreakdown(loading=0.060, forward=0.010, backward=0.005))
    assert diagnosis.reason == (
        "loading takes 60.0 ms a step, 4.00 times as long as computing (15.0 ms)."
    )
    assert "5.00 times as fast" in diagnosis.advice[0]  # 75 ms become 15 ms
    assert str(diagnosis).startswith("data-starved: loading takes 60.0 ms a step")


def test_the_advice_follows_from_the_numbers():
    worthwhile = diagnose(StepBreakdown(0.040, 0.025, 0.035)).advice[-1]
    assert "larger, 60.0 ms, not the sum, 100 ms: 1.67 times as fast" in worthwhile
    too_short = diagnose(StepBreakdown(20e-6, 30e-6, 40e-6)).advice[-1]
    assert too_short.startswith("Leave out overlap (num_workers=0): at best it would save 20.0 µs")
    too_little = diagnose(StepBreakdown(1e-3, 50e-3, 50e-3)).advice[-1]
    assert too_little.startswith("Leave out overlap (num_workers=0): at best it would save 1.00 ms")


def test_balanced_still_pays_for_both():
    diagnosis = diagnose(StepBreakdown(0.050, 0.020, 0.030))
    assert "larger, 50.0 ms, not the sum, 100 ms: 2.00 times as fast" in diagnosis.advice[0]


def test_a_diagnosis_without_any_computing_or_loading():
    assert "infinitely many times" in diagnose(StepBreakdown(1, 0, 0)).reason
    assert "infinitely many times" in diagnose(StepBreakdown(0, 1, 0)).reason


# shuffle_cost


def test_shuffle_cost_counts_the_integers_of_a_list():
    cost = shuffle_cost(1000, repeats=2)
    assert cost.array_bytes == 8000
    indices = list(range(1000))
    assert cost.list_bytes == sys.getsizeof(indices) + sum(sys.getsizeof(i) for i in indices)
    assert cost.list_time.repeats == cost.array_time.repeats == 2
    assert "1,000 shuffled indices" in str(cost)


def test_shuffle_cost_leaves_global_random_state_alone():
    before = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    shuffle_cost(10, repeats=1)
    assert before == (random.getstate(), np.random.get_state()[1].tolist())  # noqa: NPY002


def test_shuffle_cost_refuses_no_samples():
    with pytest.raises(ValueError, match="length should be a positive integer, but got 0"):
        shuffle_cost(0)
