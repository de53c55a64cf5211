"""Right answers to the exercises of lesson 3, other than the solution."""

from bisect import bisect_right
from itertools import accumulate
from math import floor

import numpy as np


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


class SubsetOfChecked:
    def __init__(self, dataset, indices):
        if any(isinstance(index, (bool, np.bool_, float)) for index in indices):
            raise TypeError("indices should be integers")
        for index in indices:
            if index >= len(dataset) or index < -len(dataset):
                raise IndexError(f"no sample {index}")
        self.dataset = dataset
        self.indices = list(indices)

    def __len__(self):
        return len(self.indices)

    def __getitem__(self, index):
        number_in_dataset = self.indices[index]
        return self.dataset[number_in_dataset]


class SubsetWithArray:
    def __init__(self, dataset, indices):
        self.dataset = dataset
        indices = np.array(indices)
        if indices.dtype == bool:
            raise TypeError("indices should not be a mask")
        self.indices = indices.astype(int)
        out = np.flatnonzero((self.indices < -len(dataset)) | (self.indices >= len(dataset)))
        if len(out):
            raise IndexError(f"index {self.indices[out[0]]} is out of range")

    def __len__(self):
        return self.indices.size

    def __getitem__(self, index):
        return self.dataset[int(self.indices[index])]


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


RIGHT = {
    "tensor-dataset.tensor-dataset": [TensorDatasetWithLoops, TensorDatasetWithSet],
    "tensor-dataset.subset": [SubsetOfChecked, SubsetWithArray],
    "tensor-dataset.split-sizes": [split_sizes_by_floor, split_sizes_with_numpy],
    "tensor-dataset.concat": [ConcatByBisection, ConcatByPairs],
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
