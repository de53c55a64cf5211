"""What a lesson arrives at is what the package has, and every public name has its lesson."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from comparison import assert_same

import tinydata
from tinydata import collate, dataset, profiling
from tinydata.course.checker.judge import judge
from tinydata.course.exercise import find
from tinydata.course.notebook.files import read
from tinydata.course.notebook.stubs import solution_object
from tinydata.prefetch import prefetch

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
IMAGES = np.arange(7 * 4 * 4, dtype=np.float32).reshape(7, 4, 4)
LABELS = np.array([3, 1, 4, 1, 5, 9, 2])
NAMES = np.array([f"image_{i}.jpg" for i in range(7)])
RAGGED = [np.arange(n, dtype=np.int32) for n in (2, 0, 3)]
NESTED = [{"image": IMAGES[i], "meta": (LABELS[i], f"{i}.png")} for i in range(3)]


def pairs(count):
    return [(IMAGES[i], LABELS[i]) for i in range(count)]


SIX = np.array([0.4, 0.9, 0.1, 0.6, 0.0, 0.99])


ROWS = np.random.default_rng(0).random((7, 3))


def package_parts():
    return [tinydata.RandomHorizontalFlip(), tinydata.RandomCrop((3, 4), padding=1)]


FLIP_AND_CROP = tinydata.Compose(
    [tinydata.RandomHorizontalFlip(), tinydata.RandomCrop((4, 4), padding=1)]
)


def window(crop):
    """Which windows of the padded image a crop can give, as a set."""
    return {crop().tobytes() for _ in range(400)}


# Exercise, the package's component, and questions that both have to answer alike.
COMPONENTS = {
    "tensor-dataset.tensor-dataset": (
        tinydata.TensorDataset,
        [
            lambda new: len(new(IMAGES, LABELS, NAMES)),
            lambda new: new(IMAGES, LABELS, NAMES)[5],
            lambda new: new(IMAGES)[-1],
            lambda new: new(IMAGES)[7],
            lambda new: np.shares_memory(new(IMAGES, LABELS)[2][0], IMAGES),
            lambda new: new(IMAGES, LABELS[:-1]),
            lambda new: new(),
            lambda new: list(new(LABELS)),
        ],
    ),
    "tensor-dataset.subset": (
        tinydata.Subset,
        [
            lambda new: list(new("abcdef", [4, 0])),
            lambda new: len(new("abcdef", np.array([4, 0, 4]))),
            lambda new: new("abcdef", [4, 0])[-1],
            lambda new: new("abcdef", [4, 0])[2],
            lambda new: list(new(new("abcdef", [5, 3, 1]), [0, 2])),
        ],
    ),
    "tensor-dataset.concat": (
        tinydata.ConcatDataset,
        [
            lambda new: list(new(["abc", "de", "f"])),
            lambda new: len(new(["abc", "de"])),
            lambda new: new(["abc", "de"])[-2],
            lambda new: new(["abc", "de"])[5],
        ],
    ),
    "tensor-dataset.split-sizes": (
        dataset._sizes,
        [
            lambda sizes: sizes([0.8, 0.2], 1797),
            lambda sizes: sizes([1000, 797], 1797),
            lambda sizes: sizes([0.5, 0.3, 0.2], 11),
            lambda sizes: sizes([1], 10),
            lambda sizes: sizes([0.8, 0.3], 10),
        ],
    ),
    "batching.length": (
        tinydata.DataLoader,
        [
            lambda new: list(new(pairs(7), batch_size=3)),
            lambda new: list(new(pairs(7), batch_size=3, drop_last=True)),
            lambda new: len(new(pairs(7), batch_size=3)),
            lambda new: len(new(pairs(7), batch_size=3, drop_last=True)),
            lambda new: len(new(pairs(6), batch_size=3)),
            lambda new: list(new(pairs(2), batch_size=3, drop_last=True)),
            lambda new: new(pairs(7), batch_size=0),
            lambda new: new(pairs(7), batch_size=1.5),
        ],
    ),
    "shuffling.reproducible": (
        tinydata.RandomSampler,
        [
            lambda new: len(new("abcdef")),
            lambda new: sorted(new("abcdef", generator=3)),
            lambda new: list(new(range(50), generator=3)),
            lambda new: [list(epochs) for epochs in [new(range(50), generator=3)] for _ in "ab"],
            lambda new: list(new(range(50), generator=np.random.default_rng(3))),
        ],
    ),
    "shuffling.loader": (
        tinydata.DataLoader,
        [
            lambda new: list(new(pairs(7), 3)),
            lambda new: list(new(pairs(7), 3, sampler=[6, 0, 6, 2])),
            lambda new: list(new(pairs(7), 3, False, range(1, 6), drop_last=True)),
            lambda new: len(new(pairs(7), 3, sampler=np.array([6, 0, 6, 2]))),
            lambda new: len(new(pairs(7), 3, sampler=[6, 0, 6, 2], drop_last=True)),
            lambda new: list(new(pairs(7), 3, sampler=[])),
            lambda new: [
                list(epochs) for epochs in [new(pairs(7), 3, True, generator=5)] for _ in "abc"
            ],
            lambda new: list(new(pairs(7), 3, True, generator=np.random.default_rng(5))),
            lambda new: list(new(pairs(7), 3, sampler=tinydata.RandomSampler(range(7), 5))),
            lambda new: new(pairs(7), 3, True, [6, 0]),
            lambda new: new(pairs(7), 0),
        ],
    ),
    "collation.nested": (
        collate.default_collate,
        [
            lambda collate: collate(NESTED),
            lambda collate: collate(pairs(3)),
            lambda collate: collate(["a", "bcd"]),
            lambda collate: collate([{"a": 1}, {"b": 1}]),
            lambda collate: collate([(1, 2), (1,)]),
            lambda collate: collate([np.zeros(2), np.zeros(3)]),
        ],
    ),
    "collation.pad": (
        collate.pad_collate,
        [
            lambda pad: tuple(pad(RAGGED)),
            lambda pad: tuple(pad([np.ones((2, 2)), np.ones((1, 2))])),
        ],
    ),
    "augmentation.compose": (
        tinydata.Compose,
        [
            lambda new: new(package_parts()).numbers_per_image,
            lambda new: new([]).numbers_per_image,
            lambda new: new(package_parts()).apply(IMAGES[1], np.array([0.4, 0.9, 0.1])),
            lambda new: new(package_parts()[::-1]).apply(IMAGES[1], np.array([0.4, 0.9, 0.1])),
            lambda new: new([new(package_parts()), *package_parts()]).apply(IMAGES[1], SIX),
            lambda new: new([]).apply(IMAGES[1], SIX[:0]),
        ],
    ),
    "systems.peak-memory": (
        profiling.peak_memory,
        [lambda peak: peak(tinydata.DataLoader(pairs(6), batch_size=3)) > 2 * IMAGES[:3].nbytes],
    ),
    "speed.get-batch": (
        tinydata.TensorDataset,
        [
            lambda new: new(IMAGES, LABELS).get_batch([5, 0, 5]),
            lambda new: new(IMAGES, LABELS).get_batch(np.array([-1, 3])),
            lambda new: new(IMAGES, LABELS).get_batch([]),
            lambda new: new(IMAGES, LABELS).get_batch([7]),
        ],
    ),
    "speed.crop-batch": (
        lambda images, size, padding, numbers: tinydata.RandomCrop(size, padding).apply_batch(
            images, numbers
        ),
        [
            lambda crop: crop(IMAGES, (4, 4), 1, ROWS[:, :2]),
            lambda crop: crop(IMAGES, (3, 5), 2, ROWS[:, :2]),
            lambda crop: crop(np.stack([IMAGES, -IMAGES], 1), (2, 4), 0, ROWS[:, :2]),
            lambda crop: crop(IMAGES[:0], (4, 4), 1, ROWS[:0, :2]),
        ],
    ),
    "speed.prefetch": (
        prefetch,
        [
            lambda ahead: list(ahead("abcde", 1)),
            lambda ahead: list(ahead([], 3)),
            lambda ahead: list(ahead((1 // n for n in [2, 1, 0, 3]), 2)),
            lambda ahead: next(iter(ahead(itertools.count(), 4))),
        ],
    ),
    "speed.loader": (
        tinydata.DataLoader,
        [
            lambda new: list(new(pairs(7), 3, sampler=[6, 0, 6, 2])),
            lambda new: list(new(pairs(7), 3, transform=FLIP_AND_CROP, generator=4)),
            lambda new: [
                list(epochs)
                for epochs in [new(pairs(7), 2, True, transform=FLIP_AND_CROP, generator=5)]
                for _ in "abc"
            ],
            lambda new: [
                batches
                for loader in [new(pairs(7), 2, True, transform=FLIP_AND_CROP, generator=5)]
                for batches in zip(loader, loader, strict=True)
            ],
            lambda new: list(new(pairs(7), 3, True, [6], transform=FLIP_AND_CROP)),
        ],
    ),
}


def answer(question, component):
    try:
        return question(component)
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("id", COMPONENTS)
def test_a_lesson_arrives_at_the_package(id):
    package, questions = COMPONENTS[id]
    for number, question in enumerate(questions):
        ours, learnt = answer(question, package), answer(question, solution_object(find(id)))
        assert_same(learnt, ours, where=f"question {number} to {id}")


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_the_flip_of_the_lesson_is_the_package_s(p):
    flip = solution_object(find("augmentation.flip"))
    learnt = flip(IMAGES[1], p, np.random.default_rng(0))
    assert_same(learnt, tinydata.RandomHorizontalFlip(p)(IMAGES[1]))


def test_the_crop_of_the_lesson_gives_the_package_s_windows():
    generator, crop = np.random.default_rng(0), solution_object(find("augmentation.crop"))
    ours = tinydata.RandomCrop((3, 4), padding=1, generator=0)
    learnt = window(lambda: crop(IMAGES[1], (3, 4), 1, generator))
    assert learnt == window(lambda: ours(IMAGES[1]))
    assert len(learnt) == 4 * 3


def test_the_package_s_prefetch_is_a_right_answer():
    assert judge(find("speed.prefetch"), prefetch).status == "right"


# A class of the package is built or introduced in the lesson that bears this number.
LESSONS = {
    "Dataset": 2,
    "TensorDataset": 3,
    "Subset": 3,
    "ConcatDataset": 3,
    "random_split": 3,
    "DataLoader": 4,
    "Sampler": 5,
    "SequentialSampler": 5,
    "RandomSampler": 5,
    "BatchSampler": 5,
    "default_collate": 6,
    "pad_collate": 6,
    "Padded": 6,
    "Transform": 7,
    "RandomHorizontalFlip": 7,
    "RandomCrop": 7,
    "Compose": 7,
    "IterableDataset": 11,
    "ShuffleBuffer": 11,
}
BEYOND = {  # the lessons
    "DistributedSampler",
    "SubsetRandomSampler",
    "WeightedRandomSampler",
}


def test_every_public_name_has_its_lesson():
    assert set(LESSONS) | BEYOND == set(tinydata.__all__)


@pytest.mark.parametrize("name", LESSONS)
def test_a_public_name_is_introduced_in_its_lesson(name):
    [path] = NOTEBOOKS.glob(f"{LESSONS[name]:02d}_*.ipynb")
    text = "\n".join(cell.source for cell in read(path)["cells"])
    assert re.search(rf"\b{name}\b", text), f"{path.name} does not mention {name}"
