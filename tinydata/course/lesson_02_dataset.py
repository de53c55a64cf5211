"""Lesson 2: what a dataset is, over arrays and over files, and a cache around any of them."""

import atexit
import builtins
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from unittest.mock import patch

import numpy as np
from PIL import Image

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.dataset import Dataset


class DigitsDataset(Dataset):
    """Images in memory, each with its label.

    `len(dataset)` is the number of samples. `dataset[index]` is one sample: the tuple
    (image, label).

    Parameters
    ----------
    images : array of shape (N, 8, 8)
    labels : array of int, shape (N,)
    """

    def __init__(self, images, labels):
        self.images = images
        self.labels = labels

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index], self.labels[index]


class FolderDataset(Dataset):
    """PNG files in one folder for each class, each opened when it is asked for.

    `len(dataset)` is the number of files. `dataset[index]` is the tuple (image, label):
    the pixels of file `paths[index]` as a uint8 array of shape (H, W), and the position
    of its class in `classes`, an int.

    Parameters
    ----------
    root : Path
        Holds one folder for each class, and these hold the files: `root/cat/0001.png`.

    Attributes
    ----------
    classes : list of str
        The names of the folders, sorted.
    paths : list of Path
        All files: class by class in the order of `classes`, and sorted within each class.
    """

    def __init__(self, root):
        self.classes = sorted(folder.name for folder in root.iterdir())
        self.paths = []
        for name in self.classes:
            self.paths += sorted((root / name).iterdir())

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        path = self.paths[index]
        return np.array(Image.open(path)), self.classes.index(path.parent.name)


class CachedDataset(Dataset):
    """A dataset around another one that reads each sample once and keeps it in memory.

    `len(cached)` and `cached[index]` are those of `dataset`. A sample is read from
    `dataset` when it is asked for the first time, and never again. Nothing is read before.

    Parameters
    ----------
    dataset : anything with `__len__` and `__getitem__`
    """

    def __init__(self, dataset):
        self.dataset = dataset
        self.samples = {}

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        if index not in self.samples:
            self.samples[index] = self.dataset[index]
        return self.samples[index]


class RecordingDataset:
    """A dataset around another one that notes in `reads` which samples were read."""

    def __init__(self, dataset):
        self.dataset = dataset
        self.reads = []

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        sample = self.dataset[index]
        self.reads.append(index)
        return sample


def pictures():
    """Four images that can be told apart at a glance: no need to read the digits for a check."""
    image = np.zeros((8, 8), np.uint8)
    image[2] = 240
    return np.array([image, image.T, np.eye(8, dtype=np.uint8) * 240, image[::-1]])


def few_digits():
    return {"images": pictures()[1:] / 15, "labels": np.array([3, 4, 5])}


def folders():
    """Folders of PNG files, whose opening is counted."""
    with _listed_backwards(), _opened() as opened:
        yield {
            "images": pictures(),
            "make_folder": lambda images, names: _folder(images.tobytes(), tuple(names)),
            "files_opened": lambda: len(opened),
        }


@cache
def _folder(pixels: bytes, names: tuple[str, ...]) -> Path:
    # Kept until Python ends: making and deleting one for each case would take most of the time.
    folder = TemporaryDirectory(ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    for name, image in zip(names, np.frombuffer(pixels, np.uint8).reshape(-1, 8, 8), strict=True):
        path = Path(folder.name, name)
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(image).save(path)
    return Path(folder.name)


class _Entries:
    """What `os.scandir` gives: an iterator that can be closed."""

    def __init__(self, entries):
        self.entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self.entries = iter(())


@contextmanager
def _listed_backwards() -> Iterator[None]:
    # Most systems list a folder in any order, and some sort it: an answer that forgets to sort
    # should fail on all of them.
    listdir, scandir = os.listdir, os.scandir

    def backwards(*path):
        with scandir(*path) as entries:
            return _Entries(sorted(entries, key=lambda entry: entry.name, reverse=True))

    with (
        patch("os.listdir", lambda *path: sorted(listdir(*path), reverse=True)),
        patch("os.scandir", backwards),
    ):
        yield


@contextmanager
def _opened() -> Iterator[list[IO]]:
    # Counted where all libraries open files, not in Pillow: there are several ways to read one.
    opened, real = [], io.open

    def counted(file, mode="r", *args, **options):
        stream = real(file, mode, *args, **options)
        if str(file).endswith(".png") and "r" in mode:
            opened.append(stream)
        return stream

    with patch.object(builtins, "open", counted), patch.object(io, "open", counted):
        yield opened
    for stream in opened:
        stream.close()


def letters():
    return {"RecordingDataset": RecordingDataset}


FOUR_FILES = 'root = make_folder(images, ["dog/0.png", "cat/1.png", "dog/2.png", "cat/3.png"])\n'

EXERCISES = [
    Exercise(
        id="dataset.digits",
        title="A dataset over arrays",
        goal="Write the two methods of `DigitsDataset`. `__len__` says how many samples there are; "
        "`__getitem__` returns sample `index` as the tuple `(image, label)`. `__init__` is given.",
        predict="Will a `for` loop over your dataset come to an end, although you never say where?",
        minutes=3,
        difficulty=1,
        solution=DigitsDataset,
        write=["__len__", "__getitem__"],
        given=few_digits,
        hints=[
            "In a method, the arrays are `self.images` and `self.labels`.",
            "Both arrays are aligned: image `index` and label `index` belong together. What is the "
            "length of either?",
            "`self.images[index]` is the image. `return a, b` returns a tuple.",
        ],
        cases=[
            Case(
                "len(DigitsDataset(images, labels))",
                "3",
                why="The length is the number of samples, of this dataset's own images.",
            ),
            Case(
                "DigitsDataset(images, labels)[0]",
                "(images[0], labels[0])",
                why="A sample is the tuple (image, label): item `index` of `self.images` and item "
                "`index` of `self.labels`, as they are.",
            ),
            Case(
                "image, label = DigitsDataset(images, labels)[2]\nimage",
                "images[2]",
                why="The image should be the one at `index`.",
            ),
            Case(
                "[DigitsDataset(images, labels)[index][1] for index in range(3)]",
                "[3, 4, 5]",
                why="The label should be the one at `index`.",
            ),
            Case(
                "len(DigitsDataset(images[:1], labels[:1]))",
                "1",
                why="The length should follow from the arrays that the dataset was made with.",
            ),
            Case(
                "DigitsDataset(images, labels)[3]",
                raises=IndexError,
                why="There is no sample 3 among three: an IndexError is what ends a `for` loop. "
                "The arrays raise it by themselves.",
            ),
        ],
        mistakes=[
            Mistake(
                ("return self.images[index], self.labels[index]", "return self.images[index]"),
                "You return the image alone. Whoever trains a model needs its label too.",
            ),
            Mistake(
                (
                    "return self.images[index], self.labels[index]",
                    "return self.labels[index], self.images[index]",
                ),
                "Image and label are in the wrong order: the image comes first.",
            ),
            Mistake(
                (
                    "return self.images[index], self.labels[index]",
                    "return self.images[index], self.labels",
                ),
                "You return all labels with each image. Take the one at `index`.",
            ),
            Mistake(
                (
                    "return self.images[index], self.labels[index]",
                    "return self.images, self.labels",
                ),
                "You return the whole arrays, whatever the index.",
            ),
            Mistake(
                ("len(self.images)", "1797"),
                "The length is fixed at that of all digits. Ask the arrays that you were given: "
                "another dataset may hold fewer.",
            ),
            Mistake(
                ("len(self.images)", "self.images.size"),
                "`size` counts all pixels. The number of samples is the length of the first axis.",
            ),
            Mistake(
                ("len(self.images)", "len(self.images) - 1"),
                "The length is one too small. The last index is the length minus one; the length "
                "itself is not.",
            ),
            Mistake(
                (
                    "return self.images[index], self.labels[index]",
                    "return self.images[index - 1], self.labels[index - 1]",
                ),
                "Samples are counted from 0, as lists are: no need to subtract 1.",
            ),
            Mistake(
                (
                    "return self.images[index], self.labels[index]",
                    "return self.images[index % len(self)], self.labels[index % len(self)]",
                ),
                "You answer beyond the last sample too. Without an IndexError there, a loop over "
                "the dataset never ends.",
            ),
            Mistake(
                (
                    "return self.images[index], self.labels[index]",
                    "labels = np.arange(10)  # as all the digits begin\n"
                    "        return self.images[index], labels[index]",
                ),
                "Your label is not from the array that the dataset was made with. Use "
                "`self.labels`: `labels` alone is a variable of the notebook.",
            ),
            Mistake(
                (
                    "return self.images[index], self.labels[index]",
                    "return [self.images[index], self.labels[index]]",
                ),
                "You return a list. A sample is a tuple: `return image, label`.",
            ),
        ],
    ),
    Exercise(
        id="dataset.folder",
        title="A dataset over files",
        goal="Write `FolderDataset(root)`, with the same two methods over a folder of PNG files. "
        "`__init__` notes the names of the classes and the paths of the files, and opens none of "
        "them. `__getitem__` opens one file. The label is the position of the class in `classes`: "
        "with the folders `cat` and `dog`, all cats have label `0` and all dogs label `1`.",
        predict="Must `__init__` know how large the images are?",
        minutes=10,
        difficulty=2,
        solution=FolderDataset,
        given=folders,
        hints=[
            "In `__init__`: the names are `folder.name` of each folder in `root.iterdir()`. Sort "
            "them. Then go through them in this order and collect the files of `root / name`.",
            "`sorted((root / name).iterdir())` is a sorted list of paths; `self.paths += ...` "
            "appends all of them to a list.",
            "In `__getitem__`: `np.array(Image.open(path))` is the image. The name of the class is "
            "`path.parent.name`, and `self.classes.index(name)` its position.",
        ],
        cases=[
            Case(
                FOUR_FILES + "FolderDataset(root).classes",
                "['cat', 'dog']",
                why="`classes` should be the sorted list of the folders' names.",
            ),
            Case(
                'names = [f"{letter}/0.png" for letter in "hgfedcba"]\n'
                "root = make_folder(np.tile(images, (2, 1, 1)), names)\n"
                "FolderDataset(root).classes",
                "list('abcdefgh')",
                why="The names should be sorted: a folder lists them in any order, and a set has "
                "none.",
            ),
            Case(
                FOUR_FILES + "len(FolderDataset(root))",
                "4",
                why="The length is the number of files in all classes.",
            ),
            Case(
                FOUR_FILES + "[path.name for path in FolderDataset(root).paths]",
                "['1.png', '3.png', '0.png', '2.png']",
                why="The files of the first class come first, then those of the next. A folder "
                "lists its files in any order, so sort them.",
            ),
            Case(
                FOUR_FILES + "FolderDataset(root)[1]",
                "(images[3], 0)",
                why="A sample is the tuple (image, label): the pixels as they are in the file at "
                "`index`, as uint8 of shape (H, W), and the position of the class.",
            ),
            Case(
                FOUR_FILES + "image, label = FolderDataset(root)[2]\nimage",
                "images[0]",
                why="The image should be the pixels of the file at `index`.",
            ),
            Case(
                FOUR_FILES + "[label for image, label in list(FolderDataset(root))]",
                "[0, 0, 1, 1]",
                why="The label is the position of the sample's own class in `classes`.",
            ),
            Case(
                'root = make_folder(images[:3], ["8/0.png", "3/1.png", "8/2.png"])\n'
                "[label for image, label in list(FolderDataset(root))]",
                "[0, 1, 1]",
                why="The label is the position of the class in `classes`, even if its name is a "
                "number.",
            ),
            Case(
                FOUR_FILES + "dataset = FolderDataset(root)\nfiles_opened()",
                "0",
                why="No file should be opened before a sample is asked for.",
            ),
            Case(
                FOUR_FILES + "dataset = FolderDataset(root)\ndataset[2]\nfiles_opened()",
                "1",
                why="One sample is in one file: no other should be opened for it.",
            ),
            Case(
                FOUR_FILES + "FolderDataset(root)[4]",
                raises=IndexError,
                why="There is no sample 4 among four: an IndexError is what ends a `for` loop. "
                "The list of paths raises it by itself.",
            ),
        ],
        mistakes=[
            Mistake(
                """
                class FolderDataset(Dataset):
                    def __init__(self, root):
                        self.classes = sorted(folder.name for folder in root.iterdir())
                        self.paths = []
                        for name in self.classes:
                            self.paths += sorted((root / name).iterdir())
                        self.images = [np.array(Image.open(path)) for path in self.paths]

                    def __len__(self):
                        return len(self.paths)

                    def __getitem__(self, index):
                        label = self.classes.index(self.paths[index].parent.name)
                        return self.images[index], label
                """,
                "You open every file when the dataset is made. Keep the paths, and open a file in "
                "`__getitem__`: then a folder larger than the memory works too.",
            ),
            Mistake(
                ("sorted(folder.name for folder in root.iterdir())", "os.listdir(root)"),
                "Folders are listed in any order, and on another machine in another one: a cat "
                "could be 0 here and 1 there. Sort the names.",
            ),
            Mistake(
                (
                    "self.paths += sorted((root / name).iterdir())",
                    "self.paths += (root / name).iterdir()",
                ),
                "Files are listed in any order, and on another machine in another one: sample 7 "
                "would not be the same image there. Sort the paths.",
            ),
            Mistake(
                (
                    "            self.paths += sorted((root / name).iterdir())",
                    "            self.paths += (root / name).iterdir()\n"
                    "        self.paths.sort(key=lambda path: path.name)",
                ),
                "You sort all files by name, so that the classes are mixed. The files of one class "
                "come first, then those of the next.",
            ),
            Mistake(
                (
                    "self.paths += sorted((root / name).iterdir())",
                    "self.paths.append(sorted((root / name).iterdir()))",
                ),
                "`append` puts a whole list of files into `paths` as one item. `+=` appends the "
                "files themselves.",
            ),
            Mistake(
                """
                class FolderDataset(Dataset):
                    def __init__(self, root):
                        self.classes = sorted(os.listdir(root))
                        self.paths = sorted(str(path) for path in root.glob("*/*.png"))

                    def __len__(self):
                        return len(self.paths)

                    def __getitem__(self, index):
                        path = Path(self.paths[index])
                        return np.array(Image.open(path)), self.classes.index(path.parent.name)
                """,
                "Your `paths` holds strings. It should hold paths, as `iterdir` gives them: they "
                "know their name and their folder.",
            ),
            Mistake(
                ("self.paths += sorted", "self.paths = sorted"),
                "Each class replaces the files of the one before, so that only the last class is "
                "left. Append with `+=`.",
            ),
            Mistake(
                ("self.classes.index(path.parent.name)", "path.parent.name"),
                "The label is the name of the class, a string. A model wants its position in "
                "`classes`.",
            ),
            Mistake(
                ("self.classes.index(path.parent.name)", "int(path.parent.name)"),
                "You make a number of the folder's name. That fails for `cat`, and gives 8 instead "
                "of 1 for the second of the classes 3 and 8. The label is the position in "
                "`classes`.",
            ),
            Mistake(
                ("np.array(Image.open(path))", "Image.open(path)"),
                "You return Pillow's image, which is no array and may not have been read yet. "
                "`np.array(...)` reads the pixels.",
            ),
            Mistake(
                ("np.array(Image.open(path))", "path"),
                "You return the path of the image. Open the file and return its pixels.",
            ),
            Mistake(
                ("np.array(Image.open(path))", "np.array(Image.open(path)) / 255"),
                "You changed the pixels. Return them as they are in the file, as uint8: how to "
                "scale them is not for the storage to decide.",
            ),
            Mistake(
                (
                    "np.array(Image.open(path))",
                    "(np.array(Image.open(path)) / 255).astype(np.float32)",
                ),
                "Your pixels are floats from 0 to 1. `plt.imread` gives such, for example. Return "
                "those of the file, as uint8: `np.array(Image.open(path))`.",
            ),
            Mistake(
                ("return len(self.paths)", "return len(self.classes)"),
                "You count the classes. The length is the number of samples, that is of files.",
            ),
            Mistake(
                (
                    "return np.array(Image.open(path)), self.classes.index(path.parent.name)",
                    "return np.array(Image.open(path))",
                ),
                "You return the image alone. Its label is missing.",
            ),
        ],
    ),
    Exercise(
        id="dataset.cache",
        title="A cache around any dataset",
        goal="Write `CachedDataset(dataset)`: a dataset around another one which reads each sample "
        "when it is asked for the first time, keeps it, and answers from memory from then on. It "
        "must work for every dataset, so use nothing of `dataset` but `len(dataset)` and "
        "`dataset[index]`.",
        predict="Three passes over `1797` samples: how many reads with your cache, and how many "
        "without?",
        minutes=7,
        difficulty=2,
        solution=CachedDataset,
        given=letters,
        hints=[
            "Keep a dict in `self`: index → sample. When the cache is made, it is empty.",
            "In `__getitem__`: is the index in the dict? If not, read the sample and put it there. "
            "Then return what is in the dict.",
            "`if index not in self.samples:` asks for the key. Do not ask whether the sample is "
            "true: a sample may be `0`.",
        ],
        cases=[
            Case(
                'cached = CachedDataset(RecordingDataset("abcde"))\n'
                "[cached[1], cached[4], cached[1]]",
                "['b', 'e', 'b']",
                why="The samples should be those of the dataset inside, also the second time.",
            ),
            Case(
                'len(CachedDataset(RecordingDataset("abcde")))',
                "5",
                why="The length is that of the dataset inside.",
            ),
            Case(
                'dataset = RecordingDataset("abcde")\n'
                "cached = CachedDataset(dataset)\n"
                "len(cached)\n"
                "dataset.reads",
                "[]",
                why="Nothing should be read before a sample is asked for.",
            ),
            Case(
                'dataset = RecordingDataset("abcde")\n'
                "cached = CachedDataset(dataset)\n"
                "cached[1], cached[1], cached[1]\n"
                "dataset.reads",
                "[1]",
                why="Only the sample that is asked for should be read, and only once.",
            ),
            Case(
                'dataset = RecordingDataset("abcde")\n'
                "cached = CachedDataset(dataset)\n"
                "cached[3], cached[0], cached[3], cached[0]\n"
                "dataset.reads",
                "[3, 0]",
                why="Every sample that was read should be kept, not only some.",
            ),
            Case(
                "dataset = RecordingDataset([0, 0.5, 1])\n"
                "cached = CachedDataset(dataset)\n"
                "cached[0], cached[0]\n"
                "dataset.reads",
                "[0]",
                why="The sample 0 is a sample like any other, although it counts as false.",
            ),
            Case(
                "cached = CachedDataset(RecordingDataset(np.eye(3)))\ncached[1], cached[1]",
                "(np.array([0.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0]))",
                why="A sample may be an array, which cannot be compared with `==` or be true. Ask "
                "whether the index is in the dict, not what the sample is.",
            ),
            Case(
                'first, second = CachedDataset("abc"), CachedDataset("xyz")\n[first[0], second[0]]',
                "['a', 'x']",
                why="Two caches should not share what they keep.",
            ),
            Case(
                "dataset = RecordingDataset(range(200))\n"
                "cached = CachedDataset(dataset)\n"
                "list(cached) == list(cached), len(dataset.reads)",
                "(True, 200)",
                why="Two passes over the cache should read each sample once.",
            ),
            Case(
                'CachedDataset("abc")[3]',
                raises=IndexError,
                why="The IndexError of the dataset inside should come through: it ends a loop.",
            ),
        ],
        mistakes=[
            Mistake(
                ("self.samples = {}", "self.samples = dict(enumerate(dataset))"),
                "You read everything when the cache is made. That takes as long as an epoch, and "
                "samples which nobody asks for are read too.",
            ),
            Mistake(
                (
                    "if index not in self.samples:\n"
                    "            self.samples[index] = self.dataset[index]\n"
                    "        return self.samples[index]",
                    "return self.dataset[index]",
                ),
                "Every question goes on to the dataset inside, also for a sample that was read "
                "before. Keep each sample, and read only what is missing: `setdefault` and `get` "
                "read their second argument before they look.",
            ),
            Mistake(
                (
                    "self.samples[index] = self.dataset[index]",
                    "self.samples = {index: self.dataset[index]}",
                ),
                "You keep only the sample that was read last. An epoch comes back to a sample "
                "after all the others.",
            ),
            Mistake(
                """
                class CachedDataset(Dataset):
                    samples = {}

                    def __init__(self, dataset):
                        self.dataset = dataset

                    def __len__(self):
                        return len(self.dataset)

                    def __getitem__(self, index):
                        if index not in self.samples:
                            self.samples[index] = self.dataset[index]
                        return self.samples[index]
                """,
                "All your caches share one dict, so one hands out the samples of another. Make it "
                "in `__init__`, as `self.samples = {}`: not in the class, not in the notebook, not "
                "as a default argument.",
            ),
            Mistake(
                ("len(self.dataset)", "len(self.samples)"),
                "You count what has been read so far. Whoever asks for the length wants to know "
                "how many samples there are.",
            ),
            Mistake(
                (
                    "self.samples[index] = self.dataset[index]\n        return self.samples[index]",
                    "self.samples[index] = self.dataset[index]\n"
                    "            return self.samples[index]",
                ),
                "Your `return` is inside the `if`: a sample that is already there is not returned.",
            ),
            Mistake(
                (
                    "return self.samples[index]",
                    "return self.samples.get(index) or self.dataset[index]",
                ),
                "You ask whether the sample counts as true. The sample 0 does not, and is read "
                "again. Ask whether the index is in the dict.",
            ),
            Mistake(
                """
                class CachedDataset(Dataset):
                    def __init__(self, dataset):
                        self.dataset = dataset
                        self.samples = []

                    def __len__(self):
                        return len(self.dataset)

                    def __getitem__(self, index):
                        if index >= len(self.samples):
                            self.samples.append(self.dataset[index])
                        return self.samples[index]
                """,
                "You append samples to a list, so that they lie in the order in which they were "
                "asked for, which need not be that of their index. A dict finds them by index.",
            ),
            Mistake(
                (
                    "        return self.samples[index]",
                    "            return self.dataset[index]\n        return self.samples[index]",
                ),
                "The first time, you read the sample twice: once to keep it and once to return it.",
            ),
            Mistake(
                """
                from functools import lru_cache

                class CachedDataset(Dataset):
                    def __init__(self, dataset):
                        self.dataset = dataset

                    def __len__(self):
                        return len(self.dataset)

                    @lru_cache
                    def __getitem__(self, index):
                        return self.dataset[index]
                """,
                "Your cache forgets samples once it holds many. `lru_cache`, for one, keeps 128 "
                "results unless told otherwise: an epoch over more samples finds none of them when "
                "it comes round again.",
            ),
        ],
    ),
]
