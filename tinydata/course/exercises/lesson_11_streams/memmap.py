"""Exercise streams.memmap: Arrays that stay in their files."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_11_streams.fixtures import (
    add_one,
    peak_bytes,
    save,
)
from tinydata.dataset import Dataset


class MemmapDataset(Dataset):
    """Samples from arrays in `.npy` files, each read when it is asked for.

    `len(dataset)` is the number of samples. `dataset[index]` is a tuple: row `index` of
    the array in each file, as a copy that stays as it is when the file changes.

    Parameters
    ----------
    *paths : Path
        Files that hold arrays of shapes (N, ...), all of the same length.
    """

    def __init__(self, *paths):
        self.arrays = [np.load(path, mmap_mode="r") for path in paths]

    def __len__(self):
        return len(self.arrays[0])

    def __getitem__(self, index):
        return tuple(array[index].copy() for array in self.arrays)

    def get_batch(self, indices):
        """Return a tuple: for each file, the rows of these indices in their order."""
        return tuple(array[indices] for array in self.arrays)


def three_files():
    """Images and labels in memory, the paths of both as files, and what changes the files."""
    images = np.arange(12).reshape(3, 2, 2)
    labels = np.array([7, 1, 4])
    return {
        "images": images,
        "labels": labels,
        "save": save,
        "add_one": add_one,
        "peak_bytes": peak_bytes,
    }


def files_and_indices(draw):
    """One to three arrays of numbers, of any shape and type; an index, and several."""
    n = draw.size(1)
    arrays = [
        draw.array(n, *draw.shape(0, 3), dtype=draw.dtype("iuf").newbyteorder("="))
        for _ in range(draw.integer(1, 3))
    ]
    many = 300 if draw.chance(0.1) else draw.integer(0, 5)
    indices = draw.integers(many, -n, n - 1)
    return {
        "save": save,
        "arrays": arrays,
        "index": draw.index(n),
        "indices": draw.choice([indices, np.array(indices, int)]),
    }


def files_that_change(draw):
    """The same in new files, and what writes into them."""
    return {**files_and_indices(draw), "add_one": add_one}


FILES = "paths = save([images, labels])\n"
LOAD = 'np.load(path, mmap_mode="r")'
SAMPLE = "return tuple(array[index].copy() for array in self.arrays)"
BATCH = "return tuple(array[indices] for array in self.arrays)"

EXERCISE = Exercise(
    id="streams.memmap",
    title="Arrays that stay in their files",
    goal="Write `MemmapDataset(*paths)`. It maps the files when it is made, and reads no sample "
    "before it is asked for it. A sample is a tuple with a copy of one row of each array. "
    "`get_batch` answers for several indices with one question to each array.",
    predict="Somebody writes new numbers into the file while your dataset is in use. Which "
    "samples are the new ones?",
    minutes=5,
    difficulty=2,
    solution=MemmapDataset,
    given=three_files,
    hints=[
        '`np.load(path, mmap_mode="r")` is an array that is not there yet. Keep one for each '
        "path in `self.arrays`.",
        "A row of a map is a view: it is read when somebody looks at it, and changes with the "
        "file. `.copy()` reads it now.",
        "A sample: `tuple(array[index].copy() for array in self.arrays)`. With a list or an "
        "array of indices in the brackets, NumPy copies by itself: `array[indices]`.",
    ],
    cases=[
        Case(
            FILES + "len(MemmapDataset(*paths))",
            "3",
            why="The length is the number of rows of any of the arrays.",
        ),
        Case(
            FILES + "MemmapDataset(*paths)[1]",
            "(images[1], 1)",
            why="A sample is a tuple: row 1 of the array in each file.",
        ),
        Case(
            FILES + "MemmapDataset(paths[0])[2]",
            "(images[2],)",
            why="There may be any number of files. One file gives a tuple of one row.",
        ),
        Case(
            FILES + "MemmapDataset(*paths).get_batch([2, 0])",
            "(images[[2, 0]], np.array([4, 7]))",
            why="A batch is a tuple of arrays: the rows that were asked for, in that order.",
        ),
        Case(
            """
            paths = save([images, labels])
            dataset = MemmapDataset(*paths)
            add_one(paths)
            dataset[0]
            """,
            "(images[0] + 1, 8)",
            why="The file was changed after the dataset had been made and before the sample was "
            "asked for, so the sample is a new one. Nothing should be read earlier.",
        ),
        Case(
            """
            paths = save([images, labels])
            dataset = MemmapDataset(*paths)
            sample, batch = dataset[1], dataset.get_batch([0, 1])
            add_one(paths)
            sample, batch
            """,
            "((images[1], 1), (images[:2], labels[:2]))",
            why="The file was changed after the samples had been asked for. They should stay what "
            "they were: copies, not views of the map.",
        ),
        Case(
            """
            paths = save([np.zeros((1000, 2000), np.uint8)])
            dataset = MemmapDataset(*paths)
            sample = peak_bytes(lambda: dataset[7])
            batch = peak_bytes(lambda: dataset.get_batch([7, 8]))
            [sample < 500_000, batch < 500_000]
            """,
            "[True, True]",
            why="The file has two million bytes, and a row two thousand. To answer, only the rows "
            "that were asked for should be copied.",
        ),
        Case(
            FILES + "MemmapDataset(*paths)[3]",
            raises=IndexError,
            why="Three samples are numbered from 0 to 2. The array knows it.",
        ),
    ],
    examples=[
        Examples(
            files_and_indices,
            [
                "dataset[index]",
                "len(dataset)",
                "dataset.get_batch(indices)",
                "list(dataset)",
            ],
            make="dataset = MemmapDataset(*save(arrays))",
            why="Samples are the rows of all arrays, batches the rows in the order asked for.",
            number=85,
        ),
        Examples(
            files_that_change,
            [
                "[dataset[0], dataset.get_batch(indices), add_one(paths), dataset[0], dataset[-1]]"
            ],
            make="paths = save(arrays)\ndataset = MemmapDataset(*paths)",
            why="Samples are read when they are asked for, and stay what they were when the file "
            "changes.",
            number=15,
        ),
    ],
    mistakes=[
        Mistake(
            (LOAD, "np.load(path)"),
            "`np.load(path)` reads the whole file when the dataset is made. With "
            '`mmap_mode="r"` it reads nothing yet.',
        ),
        Mistake(
            (SAMPLE, "return tuple(array[index] for array in self.arrays)"),
            "A sample is a view of the map, and changes when the file does. Copy each row.",
        ),
        Mistake(
            (SAMPLE, "return [array[index].copy() for array in self.arrays]"),
            "A sample should be a tuple, not a list.",
        ),
        Mistake(
            (BATCH, "return [array[indices] for array in self.arrays]"),
            "A batch should be a tuple of arrays, not a list.",
        ),
        Mistake(
            (BATCH, "return [self[index] for index in indices]"),
            "You return a list of samples. A batch has one array for each file.",
        ),
        Mistake(
            (BATCH, "return tuple(array[np.sort(indices)] for array in self.arrays)"),
            "You sort the indices. That reads the file in order, and the rows then come in "
            "another order than they were asked for.",
        ),
        Mistake(
            ("len(self.arrays[0])", "len(self.arrays)"),
            "`len(self.arrays)` is the number of files, not of samples.",
        ),
        Mistake(
            (SAMPLE, "return self.arrays[index].copy()"),
            "`self.arrays[index]` picks one of the arrays. Take row `index` of each of them.",
        ),
    ],
)
