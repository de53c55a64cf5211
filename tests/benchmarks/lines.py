"""The lines of the table, in the order in which they are printed."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from comparing import PASSING, Line, compare

from tinydata import (
    Compose,
    DataLoader,
    RandomCrop,
    RandomHorizontalFlip,
    TensorDataset,
)
from tinydata.course.checker.judge import judge
from tinydata.course.exercise import Exercise, all_exercises
from tinydata.course.notebook.stubs import mistake_object, solution_object
from tinydata.digits import load_digits
from tinydata.sources import GeneratedDataset, ImageFolder, write_image_folder

SAMPLES = 4_000

Lines = Iterator[Line]
groups: list[Callable[[], Lines]] = []


def lines(group: Callable[[], Lines]) -> Callable[[], Lines]:
    """Register a function that yields lines; they are printed in the order of registration."""
    groups.append(group)
    return group


def visit(loader: Iterable) -> None:
    for _ in loader:
        pass


def random_images(shape: tuple[int, ...], dtype: str) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    images = generator.integers(256, size=(SAMPLES, *shape), dtype=np.uint8)
    return images.astype(dtype), generator.integers(10, size=SAMPLES)


DATA = {
    "digits 8×8 float64": load_digits,
    "28×28 float32": partial(random_images, (28, 28), "float32"),
    "28×28 uint8": partial(random_images, (28, 28), "uint8"),
    "3×32×32 uint8": partial(random_images, (3, 32, 32), "uint8"),
    "3×32×32 float32": partial(random_images, (3, 32, 32), "float32"),
}


@lines
def in_memory_against_the_limit() -> Lines:
    large = {32: 0.87, 512: 0.95}
    goals = {
        "digits 8×8 float64": {32: 0.7, 512: 0.7},
        "28×28 float32": large,
        "3×32×32 uint8": large,
        "3×32×32 float32": large,
    }
    for name, by_size in goals.items():
        for size, goal in by_size.items():
            yield Line(
                f"epoch in memory, {name}, batches of {size}",
                "limit: a bare loop of `take`",
                partial(against_the_limit, DATA[name], size),
                at_least=goal,
            )


def against_the_limit(make: Callable, size: int) -> list[float]:
    images, labels = make()
    loader = DataLoader(TensorDataset(images, labels), size, shuffle=True, generator=0)
    generator = np.random.default_rng(0)

    def limit() -> None:
        order = generator.permutation(len(images))
        for start in range(0, len(order), size):
            indices = order[start : start + size]
            _batch = images.take(indices, 0), labels.take(indices, 0)  # kept until the next one is

    return compare(partial(visit, loader), limit)


@lines
def in_memory_against_pytorch() -> Lines:
    goals = dict(zip(DATA, (30, 10, 10, 10, 4), strict=True))
    for name, make in DATA.items():
        yield Line(
            f"epoch in memory, {name}, batches of 32",
            "PyTorch DataLoader, TensorDataset",
            partial(in_memory_against_torch, make),
            at_least=goals[name],
            needs="torch",
        )


def in_memory_against_torch(make: Callable) -> list[float]:
    import torch

    images, labels = make()
    tensors = torch.from_numpy(images), torch.from_numpy(labels)
    theirs = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(*tensors), 32, shuffle=True)
    ours = DataLoader(TensorDataset(images, labels), 32, shuffle=True)
    return compare(partial(visit, ours), partial(visit, theirs))


@lines
def sample_by_sample() -> Lines:
    kinds: dict[str, Callable[[str], Any]] = {
        "digits 8×8 float64": lambda root: list(zip(*load_digits(), strict=True)),
        "3×32×32 uint8": lambda root: list(zip(*DATA["3×32×32 uint8"](), strict=True)),
        "3×32×32 float32": lambda root: list(zip(*DATA["3×32×32 float32"](), strict=True)),
        "dicts of digit, label, name": lambda root: dict_samples(),
        "plain numbers": lambda root: range(SAMPLES),
        "ImageFolder of 8×8 PNG files": small_image_files,  # to open them is the same work
    }
    for name, make in kinds.items():
        yield Line(
            f"sample by sample, {name}, batches of 32",
            "PyTorch DataLoader, same data set",
            partial(sample_by_sample_against_torch, make),
            at_least=None if make is small_image_files else 2,
            needs="torch",
        )


def dict_samples() -> list[dict]:
    return [
        {"image": image, "label": int(label), "name": f"{position:04}.png"}
        for position, (image, label) in enumerate(zip(*load_digits(), strict=True))
    ]


def small_image_files(root: str) -> ImageFolder:
    images, labels = load_digits()
    return ImageFolder(write_image_folder(root, (images * 15).astype(np.uint8), labels))


def sample_by_sample_against_torch(make: Callable[[str], Any]) -> list[float]:
    import torch

    with tempfile.TemporaryDirectory() as root:
        dataset = make(root)
        ours = DataLoader(dataset, 32, shuffle=True)
        theirs = torch.utils.data.DataLoader(dataset, 32, shuffle=True)
        return compare(partial(visit, ours), partial(visit, theirs))


@lines
def flip_and_crop() -> Lines:
    # Batches of 32, where the page faults of a fresh batch weigh more, were measured at 8.1 to 8.8
    # and 11.1 to 11.5: their goals lie a tenth below the least.
    goals = {"float32": {32: 7.3, 128: 9}, "uint8": {32: 9.9, 128: 11}}
    for dtype in goals:
        for size, goal in goals[dtype].items():
            yield Line(
                f"flip + crop by 4 through the loader, 3×32×32 {dtype}, batches of {size}",
                "torchvision, v1 on tensors, image by image",
                partial(flip_and_crop_against_torchvision, dtype, size),
                at_least=goal,
                needs="torchvision",
            )


def flip_and_crop_against_torchvision(dtype: str, size: int) -> list[float]:
    import torch
    from torchvision import transforms

    images, labels = (array[:512] for array in random_images((3, 32, 32), dtype))
    augment = Compose([RandomHorizontalFlip(), RandomCrop(32, padding=4)])
    ours = DataLoader(TensorDataset(images, labels), size, True, transform=augment)
    tensors = torch.from_numpy(images), torch.from_numpy(labels)
    transform = transforms.Compose(
        [transforms.RandomHorizontalFlip(), transforms.RandomCrop(32, padding=4)]
    )

    def image_by_image() -> None:
        for indices in torch.randperm(len(images)).split(size):
            _batch = torch.stack([transform(tensors[0][i]) for i in indices]), tensors[1][indices]

    return compare(partial(visit, ours), image_by_image)


@lines
def digits_crop() -> Lines:
    yield Line(
        "crop by 1 through the loader, digits, batches of 32",
        "`np.pad` image by image",
        digits_crop_against_pad,
        at_least=28,
    )


def digits_crop_against_pad() -> list[float]:
    images, labels = load_digits()
    crop_by_one = RandomCrop(8, padding=1)
    generator = np.random.default_rng(0)

    def crop(image: np.ndarray) -> np.ndarray:
        top, left = generator.integers(3, size=2)
        return np.pad(image, 1)[top : top + 8, left : left + 8]

    def image_by_image() -> None:
        order = generator.permutation(len(images))
        for start in range(0, len(order), 32):
            indices = order[start : start + 32]
            _batch = np.array([crop(images[i]) for i in indices]), labels.take(indices)

    loader = DataLoader(TensorDataset(images, labels), 32, shuffle=True, transform=crop_by_one)
    return compare(partial(visit, loader), image_by_image)


@lines
def workers_for_waiting() -> Lines:
    for workers, goal in ((4, 3.5), (8, 7)):
        yield Line(
            f"reads that wait 1 ms each, batches of 8, {workers} workers",
            "no workers",
            partial(waiting_with, workers),
            at_least=goal,
        )


def waiting_with(workers: int) -> list[float]:
    def read(index: int) -> int:
        time.sleep(0.001)
        return index

    return workers_against_none(GeneratedDataset(512, read), workers)


def workers_against_none(dataset: Any, workers: int) -> list[float]:
    ours = DataLoader(dataset, 8, shuffle=True, num_workers=workers)
    theirs = DataLoader(dataset, 8, shuffle=True)
    return compare(partial(visit, ours), partial(visit, theirs), repeats=7, clock=PASSING)


@lines
def workers_for_decoding() -> Lines:
    yield Line(
        "decoding 256-pixel JPEG files, batches of 8, 2 workers",
        "no workers",
        decoding_with_two,
        at_least=1.3,
    )


def decoding_with_two() -> list[float]:
    with tempfile.TemporaryDirectory() as root:
        return workers_against_none(ImageFolder(write_photos(Path(root), 128)), 2)


def write_photos(root: Path, count: int) -> Path:
    """Write JPEG files that are about as detailed as photographs: smooth patches and some noise."""
    from PIL import Image

    generator = np.random.default_rng(0)
    (root / "photos").mkdir()
    for position in range(count):
        patches = Image.fromarray(generator.integers(256, size=(16, 16, 3), dtype=np.uint8))
        photo = np.asarray(patches.resize((256, 256), Image.Resampling.BICUBIC))
        noisy = np.clip(photo + generator.normal(0, 8, photo.shape), 0, 255).astype(np.uint8)
        Image.fromarray(noisy).save(root / "photos" / f"{position:03}.jpg", quality=85)
    return root


@lines
def importing() -> Lines:
    yield Line(
        "time of `import tinydata`, interpreter running already",
        "`import numpy`",
        import_against_numpy,
        at_most=1.2,
    )


def import_against_numpy() -> list[float]:
    # Both find their modules compiled, whatever the environment says of keeping those.
    with tempfile.TemporaryDirectory() as cache:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = cache
        seconds = partial(import_seconds, environment)
        seconds("tinydata")
        return [seconds("tinydata") / seconds("numpy") for _ in range(15)]


def import_seconds(environment: dict[str, str], module: str) -> float:
    """Import a module in a new interpreter, which keeps the time itself."""
    code = f"from time import perf_counter as t; t0 = t(); import {module}; print(t() - t0)"
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)


@lines
def checking() -> Lines:
    yield Line(
        "the slowest check of a right answer",
        "a second",
        slowest_right_check,
        at_most=0.1,
    )
    yield Line(
        "the slowest check of a first wrong answer",
        "a second",
        slowest_wrong_check,
        at_most=0.5,
    )


def slowest_right_check() -> list[float]:
    exercises = all_exercises()
    return [max(seconds_to_judge(e, solution_object(e)) for e in exercises) for _ in range(3)]


def slowest_wrong_check() -> list[float]:
    # Once: what is known of an exercise's mistakes is kept for the next wrong answer.
    first = [(e, mistake_object(e, e.mistakes[0])) for e in all_exercises() if e.mistakes]
    return [max(seconds_to_judge(exercise, wrong) for exercise, wrong in first)]


def seconds_to_judge(exercise: Exercise, answer: Any) -> float:
    started = time.perf_counter()
    judge(exercise, answer)
    return time.perf_counter() - started
