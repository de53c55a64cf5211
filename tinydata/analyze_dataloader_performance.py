"""Where a pipeline spends time and memory, measured on this machine: a command.

python -m tinydata.analyze_dataloader_performance --help
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np

from tinydata.arguments import positive_int
from tinydata.dataloader import DataLoader
from tinydata.dataset import TensorDataset
from tinydata.digits import load_digits
from tinydata.network import TwoLayerNetwork
from tinydata.printing import say
from tinydata.profiling import (
    Timing,
    bytes_in,
    diagnose,
    peak_memory,
    readable_seconds,
    shuffle_cost,
    step_breakdown,
    three_digits,
    throughput,
)

CLASSES = 10
DTYPES = ("uint8", "float32", "float64")
PICTURES = (".png", ".svg", ".pdf")
USUAL_BYTES = 64 * 10**6  # of random images, unless --samples says otherwise
MOST_BYTES = 2 * 10**9  # more would make a small machine swap, and that would be measured

EXAMPLES = """examples:
  the digits, in a few seconds
    python -m tinydata.analyze_dataloader_performance
  colour images
    python -m tinydata.analyze_dataloader_performance --shape 3x32x32 --dtype uint8 --samples 5000
  other batch sizes, and a figure of the throughput
    python -m tinydata.analyze_dataloader_performance --batch-sizes 1,16,256 --plot sweep.png
  for another program: JSON and nothing else on the standard output
    python -m tinydata.analyze_dataloader_performance --json > report.json
"""


class OneByOne:
    """The same data without `get_batch`, so that a loader asks for one sample at a time."""

    def __init__(self, dataset: TensorDataset) -> None:
        self.dataset = dataset

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, index: int) -> tuple:
        return self.dataset[index]


@dataclass(frozen=True)
class Setup:
    """What is measured, and how often."""

    name: str
    dataset: TensorDataset
    batch_sizes: tuple[int, ...]
    repeats: int
    hidden: int

    @property
    def paths(self) -> dict[str, Any]:
        return {"one by one": OneByOne(self.dataset), "index array": self.dataset}

    def __str__(self) -> str:
        images = self.dataset.arrays[0]
        return (
            f"{len(images):,} {self.name} of shape {'×'.join(map(str, images.shape[1:]))}, "
            f"{images.dtype}: {bytes_in(self.dataset.arrays):,} B with their labels. "
            f"Python {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} cores. "
            f"Times are medians of {self.repeats}."
        )


class Report:
    """Tables that are printed row by row, as soon as a row is measured, and kept for JSON.

    A column is (heading, unit, function that prints a value), by the key of its values in a row.
    """

    def __init__(self, setup: Setup, quiet: bool) -> None:
        self.quiet = quiet
        self.sections: dict[str, dict] = {}
        self.setup = str(setup)
        self._say_text("", self.setup)

    def section(self, key: str, sentence: str, columns: dict[str, tuple]) -> None:
        self.columns = columns
        self.current = self.sections[key] = {"measures": sentence, "rows": [], "conclusions": []}
        self.say("")
        self._say_text(f"{len(self.sections)}. ", sentence)
        self.say("")
        self._say_cells(heading for heading, _, _ in columns.values())
        self._say_cells(unit for _, unit, _ in columns.values())

    def row(self, **values: Any) -> None:
        self.current["rows"].append(values)
        self._say_cells(show(values[key]) for key, (_, _, show) in self.columns.items())

    def conclude(self, *sentences: str) -> None:
        self.current["conclusions"] += sentences
        self.say("")
        for sentence in sentences:
            self._say_text("", sentence)

    def as_json(self) -> str:
        # Pure ASCII, which every output can write and every reader takes for UTF-8.
        return json.dumps({"setup": self.setup, **self.sections}, indent=2)

    def _say_cells(self, cells: Iterable[str]) -> None:
        self.say("  ".join(f"{cell:>15}" for cell in cells).rstrip())

    def _say_text(self, start: str, text: str) -> None:
        for line in text.splitlines():
            indent = "  " if line.startswith("- ") else " " * len(start)
            self.say(fill(line, 100, initial_indent=start, subsequent_indent=indent))

    def say(self, text: str) -> None:
        if not self.quiet:
            say(text)


def analyze_throughput(setup: Setup, report: Report) -> None:
    """Sweep the batch size on both ways to fetch a batch."""
    report.section(
        "throughput",
        "Throughput: how many samples arrive in a second when nothing is done with them. "
        "'One by one' asks the data set for each sample, 'index array' for the whole batch.",
        {
            "batch_size": ("batch size", "samples", str),
            "one_by_one": ("one by one", "samples/s", _rate),
            "index_array": ("index array", "samples/s", _rate),
            "ratio": ("ratio", "times", three_digits),
        },
    )
    for size in setup.batch_sizes:
        slow, fast = (
            throughput(_loader(dataset, size), setup.repeats).median
            for dataset in setup.paths.values()
        )
        report.row(batch_size=size, one_by_one=slow, index_array=fast, ratio=fast / slow)
    first, last = report.current["rows"][0], report.current["rows"][-1]
    if last is not first:
        slow, fast = (last[key] / first[key] for key in ("one_by_one", "index_array"))
        report.conclude(
            f"From batch size {first['batch_size']} to {last['batch_size']}, one by one becomes "
            f"{three_digits(slow)} times as fast and index array {three_digits(fast)} times."
        )


def analyze_shuffling(setup: Setup, report: Report) -> None:
    """Compare epochs in order with shuffled ones."""
    report.section(
        "shuffling",
        "Shuffling: the same throughput in the order of the data set and in a new random order "
        "each epoch (index array).",
        {
            "batch_size": ("batch size", "samples", str),
            "in_order": ("in order", "samples/s", _rate),
            "shuffled": ("shuffled", "samples/s", _rate),
            "extra_seconds": ("shuffling adds", "an epoch", _seconds_or_noise),
        },
    )
    for size in setup.batch_sizes:
        ordered, shuffled = (
            throughput(_loader(setup.dataset, size, shuffle), setup.repeats)
            for shuffle in (False, True)
        )
        report.row(
            batch_size=size,
            in_order=ordered.median,
            shuffled=shuffled.median,
            extra_seconds=_extra_seconds(len(setup.dataset), ordered, shuffled),
        )
    cost = shuffle_cost(len(setup.dataset), repeats=setup.repeats)
    report.conclude(
        f"The order alone, {cost.length:,} shuffled indices: "
        f"{cost.array_bytes:,} B and {readable_seconds(cost.array_time.median)} as an array, "
        f"{cost.list_bytes:,} B and {readable_seconds(cost.list_time.median)} as a list."
    )


def analyze_memory(setup: Setup, report: Report) -> None:
    """Set the peak memory of an epoch beside the bytes of a batch."""
    report.section(
        "memory",
        "Memory: the most that one shuffled epoch allocates at a time, beside the data set that "
        "is there already (index array).",
        {
            "batch_size": ("batch size", "samples", str),
            "batch_bytes": ("one batch", "B", "{:,}".format),
            "peak_bytes": ("peak", "B", "{:,}".format),
            "ratio": ("peak / batch", "times", three_digits),
        },
    )
    for size in setup.batch_sizes:
        loader = _loader(setup.dataset, size)
        batch = bytes_in(next(iter(loader)))  # the first epoch also pays for what is made once
        peak = peak_memory(loader)
        report.row(batch_size=size, batch_bytes=batch, peak_bytes=peak, ratio=peak / batch)
    report.conclude(
        "A batch is alive while the next one is made: that is twice its bytes. "
        f"The shuffled order adds {8 * len(setup.dataset):,} B, whatever the batch size."
    )


def analyze_steps(setup: Setup, report: Report) -> None:
    """Divide a training step into loading and computing, and say what limits it."""
    report.section(
        "steps",
        "Training steps: the time until a batch has arrived against the time that a network of "
        f"{setup.hidden} hidden units computes with it.",
        {
            "path": ("path", "", str),
            "batch_size": ("batch size", "samples", str),
            "loading": ("loading", "a step", readable_seconds),
            "computing": ("computing", "a step", readable_seconds),
            "loading_share": ("loading", "of the step", _percent),
            "verdict": ("verdict", "", str),
        },
    )
    inputs = prod(setup.dataset.arrays[0].shape[1:])
    found: dict[str, tuple] = {}  # one example of each verdict is explained
    for path, dataset in setup.paths.items():
        for size in setup.batch_sizes:
            network = TwoLayerNetwork(inputs, setup.hidden, CLASSES, generator=0)
            # What is learnt does not matter here. A small rate keeps uint8 images from overflowing.
            breakdown = step_breakdown(
                _loader(dataset, size), network, 1e-6, steps=5, repeats=setup.repeats
            )
            diagnosis = diagnose(breakdown)
            found.setdefault(diagnosis.verdict, (path, size, diagnosis))
            report.row(
                path=path,
                batch_size=size,
                **breakdown.parts,
                computing=breakdown.computing,
                loading_share=breakdown.shares["loading"],
                verdict=diagnosis.verdict,
            )
    report.conclude(
        *(f"{path}, batch size {size}, is {diagnosis}" for path, size, diagnosis in found.values())
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and report, as the command line asks."""
    parser = _parser()
    options = parser.parse_args(arguments)
    setup = _setup(parser, options)
    report = Report(setup, quiet=options.json == "-")
    analyze_throughput(setup, report)
    if options.plot:
        _plot_throughput(report, options.plot)
    analyze_shuffling(setup, report)
    analyze_memory(setup, report)
    analyze_steps(setup, report)
    if options.json == "-":
        say(report.as_json())
    elif options.json:
        Path(options.json).write_text(report.as_json() + "\n", encoding="utf-8")
        report.say(f"\nWritten to {options.json}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tinydata.analyze_dataloader_performance",
        description="Measure where a pipeline spends time and memory, on the handwritten digits or "
        "on random images:\nthroughput, shuffling, memory, and loading against computing.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--shape",
        type=_shape,
        metavar="CxHxW",
        help="random images of this shape (or HxW) in place of the digits",
    )
    parser.add_argument(
        "--samples",
        type=_positive,
        metavar="N",
        help=f"how many random images (default: 2000, or what fits in {USUAL_BYTES // 10**6} MB)",
    )
    parser.add_argument("--dtype", choices=DTYPES, help="of the random images (default: float32)")
    parser.add_argument(
        "--batch-sizes",
        type=_batch_sizes,
        default=(8, 32, 128, 512),
        metavar="N,N,...",
        help="which to compare, in any order (default: 8,32,128,512)",
    )
    parser.add_argument(
        "--repeats",
        type=_positive,
        default=10,
        metavar="N",
        help="how often each time is measured; medians are reported (default: %(default)s)",
    )
    parser.add_argument(
        "--hidden",
        type=_positive,
        default=32,
        metavar="N",
        help="hidden units of the network: more of them compute longer (default: %(default)s)",
    )
    parser.add_argument(
        "--json",
        nargs="?",
        const="-",
        type=_writable,
        metavar="FILE",
        help="print JSON in place of the tables, or write it to FILE beside them; times in seconds",
    )
    parser.add_argument(
        "--plot",
        type=_picture,
        metavar="FILE",
        help=f"draw the throughput into FILE, which ends in {', '.join(PICTURES)}",
    )
    return parser


def _setup(parser: argparse.ArgumentParser, options: argparse.Namespace) -> Setup:
    outputs = [Path(name).resolve() for name in (options.json, options.plot) if name]
    if len(set(outputs)) < len(outputs):
        parser.error(f"--json and --plot should be two files, but both are {options.plot!r}")
    if options.shape is None:
        for name in ("samples", "dtype"):
            if getattr(options, name):
                parser.error(f"--{name} is for random images: give their --shape as well")
        images, labels = load_digits()
        images, name = (images / 16).astype(np.float32), "digits"
    else:
        images, labels = _random_images(parser, options)
        name = "random images"
    if max(options.batch_sizes) > len(images):
        parser.error(
            f"--batch-sizes: {max(options.batch_sizes)} is more than the {len(images)} samples"
        )
    dataset = TensorDataset(images, labels)
    return Setup(name, dataset, options.batch_sizes, options.repeats, options.hidden)


def _random_images(
    parser: argparse.ArgumentParser, options: argparse.Namespace
) -> tuple[np.ndarray, np.ndarray]:
    dtype = np.dtype(options.dtype or "float32")
    bytes_each = dtype.itemsize * prod(options.shape)
    usual = max(1, min(2000, USUAL_BYTES // bytes_each), *options.batch_sizes)
    samples = options.samples or usual
    if samples * bytes_each > MOST_BYTES:
        parser.error(
            f"{samples:,} images of {bytes_each:,} B would take {samples * bytes_each / 1e9:.1f} "
            f"GB, but at most {MOST_BYTES / 1e9:.0f} GB are taken: choose fewer --samples, smaller "
            "--batch-sizes or a smaller --shape"
        )
    generator, shape = np.random.default_rng(0), (samples, *options.shape)
    labels = generator.integers(0, CLASSES, samples)
    if dtype == np.uint8:
        return generator.integers(0, 256, shape, dtype), labels
    return generator.random(shape, dtype), labels


def _loader(dataset: Any, batch_size: int, shuffle: bool = True) -> DataLoader:
    return DataLoader(dataset, batch_size, shuffle=shuffle, generator=0)


def _plot_throughput(report: Report, path: str) -> None:
    from matplotlib import pyplot

    pyplot.switch_backend("agg")  # a file is wanted, no window
    from tinydata.plots import plot_throughput

    rows = report.sections["throughput"]["rows"]
    series = {
        "one by one": [row["one_by_one"] for row in rows],
        "index array": [row["index_array"] for row in rows],
    }
    ratios = sorted(row["ratio"] for row in rows)
    title = f"Index array: {three_digits(ratios[0])} to {three_digits(ratios[-1])} times as fast"
    plot_throughput([row["batch_size"] for row in rows], series, title)
    pyplot.savefig(path)
    report.say(f"\nDrawn into {path}.")


def _positive(text: str) -> int:
    return _parsed(text, lambda: positive_int("value", int(text)), "a positive integer")


def _batch_sizes(text: str) -> tuple[int, ...]:
    sizes = _parsed(
        text,
        lambda: {positive_int("batch size", int(size)) for size in text.split(",")},
        "positive integers with commas, such as 8,32,128",
    )
    return tuple(sorted(sizes))


def _shape(text: str) -> tuple[int, ...]:
    expected = "HxW or CxHxW, such as 28x28 or 3x32x32"
    shape = _parsed(text, lambda: [positive_int("size", int(n)) for n in text.split("x")], expected)
    if len(shape) not in (2, 3):
        raise argparse.ArgumentTypeError(f"should be {expected}, but got {text!r}")
    return tuple(shape)


def _parsed(text: str, parse: Callable[[], Any], expected: str) -> Any:
    try:
        return parse()
    except ValueError:
        raise argparse.ArgumentTypeError(f"should be {expected}, but got {text!r}") from None


def _writable(text: str) -> str:
    # Refused before the measuring, not after it.
    path = Path(text)
    if text == "-":
        return text
    if os.path.isdir(path):  # Path.is_dir raises for names that are too long
        raise argparse.ArgumentTypeError(f"should be a file, but {text!r} is a folder")
    if not os.path.isdir(path.parent):
        raise argparse.ArgumentTypeError(f"there is no folder {str(path.parent)!r}")
    if os.path.isfile(path) or not os.path.exists(path):  # a pipe would take the trial for the end
        _try_to_write(path)
    return text


def _try_to_write(path: Path) -> None:
    # Rights, read-only disks and impossible names: only opening the file tells them all.
    was_there = os.path.exists(path)
    try:
        path.open("ab").close()
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{path} cannot be written: {error.strerror}") from None
    if not was_there:
        path.unlink()


def _picture(text: str) -> str:
    if Path(text).suffix.lower() not in PICTURES:
        raise argparse.ArgumentTypeError(
            f"should end in one of {', '.join(PICTURES)}, but got {text!r}"
        )
    return _writable(text)


def _extra_seconds(samples: int, ordered: Timing, shuffled: Timing) -> float | None:
    # Told only where the middle halves of the repeats lie apart: what is less may be noise.
    if np.quantile(shuffled.values, 0.75) >= np.quantile(ordered.values, 0.25):
        return None
    return samples / shuffled.median - samples / ordered.median


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _rate(value: float) -> str:
    return f"{float(f'{value:.3g}'):,.0f}"


def _seconds_or_noise(seconds: float | None) -> str:
    return "less than noise" if seconds is None else readable_seconds(seconds)


if __name__ == "__main__":
    main()
