"""Right answers to the exercises of lesson 3, other than the solutions, and wrong ones."""

from bisect import bisect_right
from itertools import accumulate, cycle
from math import floor, fsum, isclose

import numpy as np

from tinydata.course.exercises.lesson_03_tensor_dataset.concat import SEARCH, ConcatDataset
from tinydata.course.exercises.lesson_03_tensor_dataset.subset import Subset


class TensorDatasetWithLoops:
    def __init__(self, *arrays):
        if len(arrays) == 0:
            raise ValueError("no arrays")
        kept = []
        for array in arrays:
            kept.append(np.asarray(array))
        lengths = [len(array) for array in kept]
        for length in lengths:
            if length != lengths[0]:
                raise ValueError(f"lengths differ: {lengths}")
        self.arrays = tuple(kept)

    def __len__(self):
        return self.arrays[0].shape[0]

    def __getitem__(self, index):
        sample = ()
        for array in self.arrays:
            sample += (array[index],)
        return sample


class TensorDatasetWithSet:
    def __init__(self, *arrays):
        lengths = {len(array) for array in arrays}
        if len(lengths) != 1:
            raise ValueError(f"expected arrays of one length, but got {sorted(lengths)}")
        (self.length,) = lengths
        self.arrays = tuple(map(np.asarray, arrays))

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        if not -self.length <= index < self.length:
            raise IndexError(index)
        return tuple([array[index, ...][()] for array in self.arrays])


class TensorDatasetWithEnds:
    def __init__(self, *arrays):
        self.arrays = tuple(map(np.asarray, arrays))
        lengths = tuple(array.shape[0] for array in self.arrays)
        if len(lengths) == 0:
            raise ValueError("no arrays")
        if min(lengths) != max(lengths):
            raise ValueError("lengths: " + ", ".join(map(str, lengths)))

    def __len__(self):
        return self.arrays[-1].shape[0]

    def __getitem__(self, index):
        return tuple(map(lambda array: array[index], self.arrays))


class TensorDatasetWithItsOwnLength:
    def __init__(self, *arrays):
        self.arrays = ()
        for array in arrays:
            self.arrays += (array if isinstance(array, np.ndarray) else np.array(array),)
        try:
            self.length = len(self.arrays[0])
        except IndexError:
            raise ValueError("arrays should be at least one, but got none") from None
        if [len(array) for array in self.arrays] != [self.length] * len(arrays):
            raise ValueError("lengths differ: %s" % [len(array) for array in self.arrays])

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        if index < -self.length or index >= self.length:
            raise IndexError(f"no sample {index} of {self.length}")
        sample = ()
        while len(sample) < len(self.arrays):
            sample = (*sample, self.arrays[len(sample)][index])
        return sample


class SubsetOfChecked:
    def __init__(self, dataset, indices):
        if any(isinstance(index, (bool, np.bool_, float)) for index in indices):
            raise TypeError("indices should be integers")
        for index in indices:
            if index >= len(dataset) or index < -len(dataset):
                raise IndexError(f"no sample {index}")
        self.dataset = dataset
        self.indices = [int(index) for index in indices]

    def __len__(self):
        return len(self.indices)

    def __getitem__(self, index):
        number_in_dataset = self.indices[index]
        return self.dataset[number_in_dataset]


class SubsetWithArray:
    def __init__(self, dataset, indices):
        self.dataset = dataset
        indices = np.array(indices)
        if len(indices) and indices.dtype.kind not in "iu":
            raise TypeError("indices should be neither a mask nor floats")
        self.indices = indices.astype(int)
        out = np.flatnonzero((self.indices < -len(dataset)) | (self.indices >= len(dataset)))
        if len(out):
            raise IndexError(f"index {self.indices[out[0]]} is out of range")

    def __len__(self):
        return self.indices.size

    def __getitem__(self, index):
        return self.dataset[int(self.indices[index])]


class SubsetWithTwoErrors(Subset):
    def __len__(self):
        return sum(1 for _ in self.indices)

    def __getitem__(self, index):
        try:
            chosen = self.indices[index]
        except IndexError as error:
            raise IndexError(f"{index} of {len(self)}") from error
        return self.dataset[chosen]


class SubsetByMapping(Subset):
    def __len__(self):
        return self.indices.__len__()

    def __getitem__(self, index):
        n = len(self)
        places = dict(enumerate(self.indices)) | {i - n: k for i, k in enumerate(self.indices)}
        if index not in places:
            raise IndexError(index)
        return self.dataset[places[index]]


def split_sizes_by_floor(lengths, total):
    if any(length < 0 for length in lengths):
        raise ValueError("negative")
    if all(isinstance(length, int) for length in lengths):
        if sum(lengths) == total:
            return lengths
        raise ValueError("wrong sum")
    if abs(sum(lengths) - 1) > 1e-9:
        raise ValueError("wrong sum")
    sizes = [floor(fraction * total) for fraction in lengths]
    part = 0
    while sum(sizes) < total:
        sizes[part % len(sizes)] += 1
        part += 1
    return sizes


def split_sizes_with_numpy(lengths, total):
    lengths = np.array(lengths)
    if (lengths < 0).any():
        raise ValueError("negative")
    if lengths.dtype.kind == "f":
        if not np.isclose(lengths.sum(), 1):
            raise ValueError("fractions should sum to 1")
        sizes = np.floor(lengths * total).astype(int)
        sizes[: total - sizes.sum()] += 1
        return list(sizes)
    if lengths.sum() != total:
        raise ValueError("lengths should sum to the total")
    return lengths.tolist()


def split_sizes_in_turn(lengths, total):
    for length in lengths:
        if length < 0:
            raise ValueError(f"{length} is negative")
    if all(isinstance(length, int) for length in lengths):
        if sum(lengths) == total:
            return list(lengths)
        raise ValueError(f"{lengths} do not sum to {total}")
    if abs(sum(lengths) - 1) > 1e-9:
        raise ValueError("not all of the samples")
    sizes, turn = [int(total * length // 1) for length in lengths], cycle(range(len(lengths)))
    while sum(sizes) < total:
        sizes[next(turn)] += 1
    return sizes


def split_sizes_by_comparing(lengths, total):
    fractions = any(type(length) is float for length in lengths)
    good = isclose(fsum(lengths), 1) if fractions else sum(lengths) == total
    if not good or any(length < 0 for length in lengths):
        raise ValueError(f"lengths {lengths} do not divide {total} samples")
    if not fractions:
        return lengths[:]
    down = [floor(total * length) for length in lengths]
    left = total - sum(down)
    return [size + (part < left) for part, size in enumerate(down)]


class ConcatByBisection:
    def __init__(self, datasets):
        if not datasets:
            raise ValueError("no datasets")
        self.datasets = datasets
        self.ends = list(accumulate(map(len, datasets)))

    def __len__(self):
        return self.ends[-1]

    def __getitem__(self, index):
        if index < 0:
            index += len(self)
        if index < 0 or index >= len(self):
            raise IndexError("out of range")
        which = bisect_right(self.ends, index)
        start = self.ends[which - 1] if which else 0
        return self.datasets[which][index - start]


class ConcatByPairs:
    def __init__(self, datasets):
        self.places = [(dataset, i) for dataset in datasets for i in range(len(dataset))]
        if len(datasets) == 0:
            raise ValueError("no datasets")

    def __len__(self):
        return len(self.places)

    def __getitem__(self, index):
        dataset, place = self.places[index]
        return dataset[place]


class ConcatBySum(ConcatDataset):
    def __len__(self):
        return int(np.sum([len(dataset) for dataset in self.datasets], dtype=int))

    def __getitem__(self, index):
        place = range(len(self))[index]
        ends = np.cumsum([len(dataset) for dataset in self.datasets])
        which = int(np.searchsorted(ends, place, side="right"))
        return self.datasets[which][place - int(ends[which]) + len(self.datasets[which])]


class ConcatFromTheEnd(ConcatDataset):
    def __len__(self):
        return len([0 for dataset in self.datasets for _ in range(len(dataset))])

    def __getitem__(self, index):
        if not -len(self) <= index < len(self):
            raise IndexError(f"{index} of {len(self)}")
        rest, which = index % len(self), 0
        while rest >= len(self.datasets[which]):
            rest, which = rest - len(self.datasets[which]), which + 1
        return self.datasets[which][rest]


RIGHT = {
    "tensor-dataset.tensor-dataset": [
        TensorDatasetWithLoops,
        TensorDatasetWithSet,
        TensorDatasetWithEnds,
        TensorDatasetWithItsOwnLength,
    ],
    "tensor-dataset.subset": [
        SubsetOfChecked,
        SubsetWithArray,
        SubsetWithTwoErrors,
        SubsetByMapping,
    ],
    "tensor-dataset.split-sizes": [
        split_sizes_by_floor,
        split_sizes_with_numpy,
        split_sizes_in_turn,
        split_sizes_by_comparing,
    ],
    "tensor-dataset.concat": [ConcatByBisection, ConcatByPairs, ConcatBySum, ConcatFromTheEnd],
}
ONE_READ = "One sample was asked for"
KEEP = """
kept = self.__dict__.setdefault("kept", {})
if index not in kept:
    kept[index] = self.dataset[self.indices[index]]
return kept[index]
"""
TRY = """
if position < 0:
    raise IndexError(index)
for dataset in self.datasets:
    try:
        return dataset[position]
    except ERROR:
        position -= len(dataset)
"""
COPY = """
import copy
return copy.copy(dataset[position])
"""
WRONG = {
    "tensor-dataset.subset": [
        (("len(self.indices)", "len(self.indices) % 256"), "Sample `index` is the one"),
        (("self.indices[index]", "self.indices[:1000][index]"), "Sample `index` is the one"),
        (("len(self.indices)", "len([self.dataset[i] for i in self.indices])"), ONE_READ),
        (("return self.dataset[self.indices[index]]", KEEP), ONE_READ),
        (
            ("self.indices[index]", "self.indices[index % len(self) if index < 0 else index]"),
            "Sample `index` is the one",
        ),
        (("self.indices[index]", "np.asarray(self.indices)[index]"), "should be an int"),
        (("self.indices[index]", "self.indices[index]:][0], self.dataset[0"), "'a'"),
    ],
    "tensor-dataset.split-sizes": [
        *(
            ((old, new), "Integers are the sizes themselves")
            for old, new in [
                ("min(lengths) < 0", "lengths[0] < 0 or lengths[-1] < 0"),
                (
                    "if min(lengths) < 0:",
                    "\nlengths = [*map(abs, lengths)]\nif min(lengths) < 0:\n",
                ),
                ("if sum(lengths) != total:", "if sum(lengths) % 256 != total % 256:"),
            ]
        ),
        *(
            ((old, new), "Fractions that sum to 1 are rounded down")
            for old, new in [
                ("min(lengths) < 0", "lengths[-1] < 0"),
                ("int(total * fraction)", "int(np.float32(total * fraction))"),
                ("math.isclose(sum(lengths), 1)", "abs(sum(lengths) - 1) < 5e-4"),
                ("range(total - sum(sizes))", "range(min(total - sum(sizes), 3))"),
                ("int(total * fraction)", "int(total * (total * fraction) / total)"),
            ]
        ),
        (("math.isclose(sum(lengths), 1)", "sum(lengths) <= 1"), "0.999 is too far"),
    ],
    "tensor-dataset.concat": [
        (
            (
                "sum(len(dataset) for dataset in self.datasets)",
                "sum(len(dataset) for dataset in self.datasets) % 256",
            ),
            "All samples of the first dataset come first",
        ),
        *(
            ((SEARCH, TRY.replace("ERROR", error)), "may answer beyond")
            for error in ["Exception", "IndexError"]
        ),
        (
            ("return dataset[position]", COPY),
            "nothing is copied",
        ),
        (("self.datasets = list(datasets)", "type(self).datasets = list(datasets)"), "come first"),
    ],
}
EQUIVALENT = {
    "tensor-dataset.tensor-dataset": {},
    "tensor-dataset.subset": {},
    "tensor-dataset.split-sizes": {
        "if not math.isclose(sum(lengths), 1): -> if not math.isclose(1, sum(lengths)):": (
            "isclose treats its two arguments alike"
        ),
    },
    "tensor-dataset.concat": {},
}
UNCAUGHT = {
    "tensor-dataset.tensor-dataset": {
        "inputs: arrays has mostly one value only": "each row of a list counts, and rows are short"
    },
    "tensor-dataset.split-sizes": {"inputs: lengths is never empty": "a split has parts"},
}
