"""Measure the library against its speed goals: `make bench`, or `python tests/benchmarks/run.py`.

Each line is a ratio of two things measured in turn on the same machine, in the same run. A goal
that is missed is an error.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from comparing import MISSED, Line, middle_half
from lines import groups

from tinydata.printing import say

ROOT = Path(__file__).parents[2]
PACKAGES = ("numpy", "pillow", "torch", "torchvision")
LESSONS, LESSONS_SECONDS = "all lessons under nbval, two processes", 180
THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Result:
    """A line and the ratios measured for it."""

    line: Line
    ratios: list[float]

    @property
    def missed(self) -> bool:
        return self.line.verdict(self.ratios) == MISSED

    def __str__(self) -> str:
        low, high = middle_half(self.ratios)
        spread = f"({low:.2f} to {high:.2f})"
        return (
            f"{self.line.work:<74} {self.line.against:<42} {median(self.ratios):>7.2f} "
            f"{spread:<18} {self.line.goal:<7} {self.line.verdict(self.ratios)}"
        ).rstrip()

    def as_dict(self) -> dict:
        return {
            "work": self.line.work,
            "against": self.line.against,
            "ratio": median(self.ratios),
            "ratios": self.ratios,
            "goal": self.line.goal,
            "verdict": self.line.verdict(self.ratios),
        }


def main() -> None:
    arguments = parse()
    report = say if not arguments.json else lambda text: None
    report("Each line: the median ratio (half of the repeats lie between these), the goal.")
    report("Lines with workers are timed by the wall clock, others by the thread's own time.\n")
    results, missing = [], set()
    for line in (line for group in groups for line in group()):
        if not is_named(line, arguments.only):
            continue
        if find_spec(line.needs) is None:
            missing.add(line.needs)
            continue
        results.append(Result(line, line.measure()))
        report(results[-1])
    if missing:
        names = " ".join(sorted(missing))
        report(f"\nLines that need {names} are left out; to see them: pip install {names}")
    seconds = lessons() if arguments.lessons else None
    if seconds:
        report(f"\n{LESSONS}: {seconds:.0f} s (goal: below {LESSONS_SECONDS} s)")
    report(f"\n{machine()}")
    if arguments.json:
        whole = {
            "lines": [result.as_dict() for result in results],
            "lessons_seconds": seconds,
            "machine": machine().splitlines(),
        }
        say(json.dumps(whole, indent=1))
    missed = [f"{r.line.work}, against {r.line.against}" for r in results if r.missed]
    if seconds and seconds >= LESSONS_SECONDS:
        missed.append(LESSONS)
    if missed:
        sys.exit("\n".join(("", f"{len(missed)} of the goals missed:", *missed)))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="WORD", default="", help="lines that contain WORD")
    parser.add_argument("--json", action="store_true", help="print JSON with every repeat")
    parser.add_argument("--lessons", action="store_true", help="also time the notebooks' tests")
    return parser.parse_args()


def is_named(line: Line, word: str) -> bool:
    return word.lower() in f"{line.work} {line.against}".lower()


def lessons() -> float:
    """Test all notebooks and return the seconds it took."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "notebooks"]
    started = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, stdout=sys.stderr)
    return time.perf_counter() - started


def machine() -> str:
    """Return what a reader of the numbers needs to know about the machine."""
    threads = [f"{name}={os.environ[name]}" for name in THREAD_SETTINGS if name in os.environ]
    packages = [f"{name} {installed}" for name in PACKAGES if (installed := version_of(name))]
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return "\n".join(
        (
            f"processor  {processor()}, {cores()} cores{busy}",
            f"system     {platform.platform()}",
            f"python     {platform.python_implementation()} {platform.python_version()}",
            f"packages   {', '.join(packages)}",
            f"threads    {', '.join(threads) or 'not set for BLAS and OpenMP'}",
        )
    )


def processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def cores() -> int:
    # Those that this process may use, where the system tells.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    main()
