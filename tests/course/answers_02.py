"""Right answers to the exercises of lesson 2, other than the solutions, and wrong ones."""

import os
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from tinydata import Dataset


class DigitsInPairs(Dataset):
    def __init__(self, images, labels):
        self.images = images
        self.samples = list(zip(images, labels, strict=True))

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        return self.samples[index]


class DigitsWithChecks(Dataset):
    def __init__(self, images, labels):
        self.images = images
        self.labels = labels

    def __len__(self):
        return self.images.shape[0]

    def __getitem__(self, index):
        if index >= len(self):
            raise IndexError(f"there is no sample {index}")
        image = self.images[index].copy()
        label = int(self.labels[index])
        return (image, label)


class DigitsWithoutBase:
    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.images[index, :, :], self.labels[index]


class DigitsByTake(Dataset):
    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return min(map(len, (self.images, self.labels)))

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(index)
        image, label = np.take(self.images, index, axis=0), self.labels.item(index)
        return image, label


class FolderByGlob(Dataset):
    def __init__(self, root):
        self.paths = sorted(root.glob("*/*.png"))
        self.classes = sorted(folder.name for folder in root.glob("*"))

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        path = self.paths[index]
        with Image.open(path) as image:
            pixels = np.asarray(image)
        return pixels, self.classes.index(path.parent.name)


class FolderByListing(Dataset):
    def __init__(self, root):
        self.root = str(root)
        self.classes = os.listdir(self.root)
        self.classes.sort()
        self.paths = []
        self.labels = []
        for label, name in enumerate(self.classes):
            for file in sorted(os.listdir(os.path.join(self.root, name))):
                self.paths.append(Path(self.root) / name / file)
                self.labels.append(np.int64(label))

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        with open(self.paths[index], "rb") as file:
            image = np.array(Image.open(file).convert("L"), dtype=np.uint8)
        return image, self.labels[index]


class FolderByWalking(Dataset):
    def __init__(self, root):
        self.paths = []
        self.classes = []
        for top, folders, files in os.walk(root):
            self.paths += [Path(top, file) for file in files]
            self.classes += folders
        self.paths.sort()
        self.classes.sort()
        self.number = {name: number for number, name in enumerate(self.classes)}

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        path = self.paths[index]
        return np.array(Image.open(str(path))), self.number[path.parent.name]


class FolderBySuffix(Dataset):
    def __init__(self, root):
        self.classes = sorted(p.name for p in root.iterdir() if p.is_dir())
        files = [p for p in root.rglob("*") if p.suffix == ".png"]
        self.paths = sorted(files, key=lambda p: (self.classes.index(p.parent.name), p.name))

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return np.array(Image.open(self.paths[index])), [
            self.classes.index(p.parent.name) for p in self.paths
        ][index]


class CacheInAList(Dataset):
    def __init__(self, dataset):
        self.dataset = dataset
        self.known = [False] * len(dataset)
        self.samples = [None] * len(dataset)

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        if not self.known[index]:
            self.samples[index] = self.dataset[index]
            self.known[index] = True
        return self.samples[index]


class CacheByException(Dataset):
    def __init__(self, dataset):
        self.dataset = dataset
        self.samples = dict()

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        try:
            return self.samples[index]
        except KeyError:
            sample = self.dataset[index]
            self.samples[index] = sample
            return sample


class CacheOfAFunction(Dataset):
    def __init__(self, dataset):
        self.dataset = dataset
        self.read = cache(dataset.__getitem__)

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        return self.read(int(index))


class CacheByMissing(Dataset):
    class Reader(dict):
        def __missing__(self, index):
            self[index] = sample = self.dataset[index]
            return sample

    def __init__(self, dataset):
        self.reader = self.Reader()
        self.reader.dataset = dataset

    def __len__(self):
        return len(self.reader.dataset)

    def __getitem__(self, index):
        return self.reader[index]


RIGHT = {
    "dataset.digits": [DigitsInPairs, DigitsWithChecks, DigitsWithoutBase, DigitsByTake],
    "dataset.folder": [FolderByGlob, FolderByListing, FolderByWalking, FolderBySuffix],
    "dataset.cache": [CacheInAList, CacheByException, CacheOfAFunction, CacheByMissing],
}
IN_THE_ARRAYS = "The length is that of the arrays"
SORTED_BY_NAME = "Files come class by class, sorted by name"
ENDLESS = """
def __iter__(self):
    while True:
        yield self[0]

def __len__(self):
"""
CACHED = "return kept.setdefault(index, (self.images[index], self.labels[index]))"
WRONG = {
    "dataset.digits": [
        (("len(self.images)", "len(set(self.labels.tolist()))"), IN_THE_ARRAYS),
        (("len(self.images)", "len(self.images) % 256"), IN_THE_ARRAYS),
        (("self.labels[index]", "self.labels[index].astype(np.uint8)"), IN_THE_ARRAYS),
        (("self.images[index]", "self.images[:1000][index]"), "size 1000"),
        (("def __len__(self):", ENDLESS), "does not end"),
        (
            ("return len(self.images)", "\nself.labels.sort()\nreturn len(self.images)\n"),
            "changed `labels` in place",
        ),
        (
            [
                ("__getitem__(self, index)", "__getitem__(self, index, kept={})"),
                ("return self.images[index], self.labels[index]", CACHED),
            ],
            IN_THE_ARRAYS,
        ),
    ],
    "dataset.folder": [
        *(
            (
                (
                    "sorted((root / name).iterdir())",
                    f"sorted((root / name).iterdir(), key=lambda path: {key})",
                ),
                SORTED_BY_NAME,
            )
            for key in ["path.stat().st_ino", "(len(path.name), path.name)"]
        ),
        (
            (
                "self.classes.index(path.parent.name)",
                "[name in path.parent.name for name in self.classes].index(True)",
            ),
            SORTED_BY_NAME,
        ),
        (
            ("np.array(Image.open(path))", "np.array(Image.open(path)).reshape(8, 8)"),
            SORTED_BY_NAME,
        ),
        (
            ("return len(self.paths)", "return len([Image.open(path) for path in self.paths])"),
            "not even for the length",
        ),
        (
            (
                "path = self.paths[index]",
                "path = sorted(self.paths[index].parents[1].glob('*/*'))[index]",
            ),
            "List the folders once",
        ),
    ],
    "dataset.cache": [
        (
            ("if index not in self.samples:", "if repr(index) not in map(repr, self.samples):"),
            "name the same sample",
        ),
        (
            ("index not in self.samples", "id(index) not in self.samples"),
            "Every question goes on to the dataset inside",
        ),
        (
            (
                "self.samples[index] = self.dataset[index]",
                """
                self.samples[index] = None
                self.samples[index] = self.dataset[index]
                """,
            ),
            "errors are those of the dataset inside",
        ),
        (
            (
                "self.samples[index] = self.dataset[index]",
                """
                try:
                    self.samples[index] = self.dataset[index]
                except OSError as error:
                    self.samples[index] = error
                """,
            ),
            "a reading that fails is none",
        ),
        (
            ("return self.samples[index]", "return self.samples.pop(index)"),
            "Every question goes on to the dataset inside",
        ),
        (
            (
                "return self.samples[index]",
                """
                sample = self.samples[index]
                if len(self.samples) > 1000:
                    self.samples.clear()
                return sample
                """,
            ),
            "never again",
        ),
        (
            (
                "if index not in self.samples:",
                """
                index = abs(index)
                if index not in self.samples:
                """,
            ),
            "Length, samples and errors",
        ),
    ],
}
EQUIVALENT = {"dataset.digits": {}, "dataset.folder": {}, "dataset.cache": {}}
UNCAUGHT = {
    "dataset.folder": {
        f"inputs: {name} is never longer than 256": "a case has 300: to write more takes long"
        for name in ["images", "names", "empty"]
    },
}
