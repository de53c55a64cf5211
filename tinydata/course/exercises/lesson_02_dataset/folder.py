"""Exercise dataset.folder: A dataset over files."""

import numpy as np
from PIL import Image

from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_02_dataset.watched_folders import (
    folders,
    make_folder,
)
from tinydata.dataset import Dataset


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
        The names of the folders, sorted, whether anything is in them or not.
    paths : list of Path
        All files: class by class as in `classes`, and sorted within each class.
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


CLASSES = ["cat", "10", "9", "cat 2", "cat-1", "Zebra", "c", "cat.x", "3"]
FILES = ["2.png", "10.png", "0001.png", "a.png", "a-b.png", "b.png"]


def files_and_index(draw):
    """Images of any size in a few classes, whose names begin alike, or are numbers; in no order.

    Now and then there is a folder with nothing in it.

    Now and then a file cannot be read.
    """
    classes = draw.shuffled(CLASSES)[: draw.size(1, 4)]
    n = draw.size(0, 6)
    names = [f"{draw.choice(classes)}/{file}" for file in draw.shuffled(FILES)[:n]]
    images = [draw.array(*draw.shape(2, 2), dtype=np.uint8) for _ in names]
    images = [np.tile(image, draw.choice([1, (3, 1), (2, 5)])) for image in images]
    images = [image if image.size else np.ones((1, 2), np.uint8) for image in images]
    empty = [draw.choice(CLASSES)] if draw.chance(0.3) else []
    if n and draw.fault():
        images[draw.place(n)] = None
    index = draw.integer(0, n if draw.fault() else max(n - 1, 0))
    folder = {
        "make_folder": make_folder,
        "images": images,
        "names": names,
        "empty": empty,
    }
    return {**folder, "index": index}


FOUR_FILES = (
    'root = make_folder(images, ["dog/0.png", "cat/1.png", "dog/2.png", "cat/3.png"])\n'
)

EXERCISE = Exercise(
    id="dataset.folder",
    title="A dataset over files",
    goal="Write `FolderDataset(root)`, with the same two methods over a folder of PNG files. "
    "`__init__` notes the names of the classes and the paths of the files, and opens none of "
    "them. `__getitem__` opens one file. The label is the position of the class in `classes`: "
    "with the folders `cat` and `dog`, all cats have label 0 and all dogs label 1.",
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
            """
            names = [f"{letter}/0.png" for letter in "hgfedcba"]
            root = make_folder([*images, *images], names)
            FolderDataset(root).classes
            """,
            "list('abcdefgh')",
            why="The names should be sorted: a folder lists them in any order, and a set has none.",
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
            """
            root = make_folder(images[:3], ["8/0.png", "3/1.png", "8/2.png"])
            [label for image, label in list(FolderDataset(root))]
            """,
            "[0, 1, 1]",
            why="The label is the position of the class in `classes`, even if its name is a "
            "number.",
        ),
        Case(
            """
            root = make_folder(images[:1], ["dog/0.png"], empty=["cat"])
            dataset = FolderDataset(root)
            dataset.classes, dataset[0][1]
            """,
            "(['cat', 'dog'], 1)",
            why="A folder with nothing in it is a class all the same: its name is in `classes`, "
            "and the dogs behind it have label 1.",
        ),
        Case(
            """
            root = make_folder([images[0]] * 300, [f"{i:03}/0.png" for i in range(300)])
            dataset = FolderDataset(root)
            len(dataset), dataset[299][1], files_opened()
            """,
            "(300, 299, 1)",
            why="One sample is in one file: no other should be opened for it, and none before, "
            "not even for the length.",
        ),
        Case(
            FOUR_FILES
            + "dataset = FolderDataset(root)\ndataset[2], dataset[2]\nfiles_opened()",
            "2",
            why="Each question should open the file anew, and keep nothing: a folder may be larger "
            "than the memory. (Whoever wants to keep samples puts a cache around the dataset.)",
        ),
        Case(
            FOUR_FILES
            + """
dataset = FolderDataset(root)
listed = folders_listed()
len(dataset), dataset[1]
folders_listed() - listed
""",
            "0",
            why="List the folders once, in `__init__`. A file that somebody adds later would move "
            "all samples behind it.",
        ),
        Case(
            FOUR_FILES + "FolderDataset(root)[4]",
            raises=IndexError,
            why="There is no sample 4 among four: an IndexError is what ends a `for` loop. "
            "The list of paths raises it by itself.",
        ),
    ],
    examples=[
        Examples(
            files_and_index,
            [
                "dataset[index]",
                "len(dataset)",
                "[path.parts[-2:] for path in dataset.paths]",
                "list(dataset)",
                "dataset.classes",
            ],
            make="dataset = FolderDataset(make_folder(images, names, empty))",
            why="Files come class by class, sorted by name as Python sorts text; the label is the "
            "position of the class. What Pillow raises for a broken file comes through.",
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
            (
                "sorted(folder.name for folder in root.iterdir())",
                "[folder.name for folder in root.iterdir()]",
            ),
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
                """
                for name in self.classes:
                    self.paths += sorted((root / name).iterdir())
                """,
                """
                for name in self.classes:
                    self.paths += (root / name).iterdir()
                self.paths.sort(key=lambda path: path.name)
                """,
            ),
            "You sort all files by name, so that the classes are mixed. The files of one class "
            "come first, then those of the next.",
        ),
        Mistake(
            (
                """
                for name in self.classes:
                    self.paths += sorted((root / name).iterdir())
                """,
                """
                for name in self.classes:
                    self.paths += (root / name).iterdir()
                self.paths.sort(key=str)
                """,
            ),
            "You sort the paths as text, in which `cat 2/` comes before `cat/`. Go through the "
            "classes in their order, or sort paths, which are compared folder by folder.",
        ),
        Mistake(
            [
                (
                    "sorted(folder.name for folder in root.iterdir())",
                    "sorted(root.iterdir())",
                ),
                (
                    "self.classes.index(path.parent.name)",
                    "self.classes.index(path.parent)",
                ),
            ],
            "Your `classes` holds paths. The name of a class is the last part: `folder.name`.",
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
            import os
            from pathlib import Path

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
            """
            class FolderDataset(Dataset):
                def __init__(self, root):
                    self.paths = sorted(root.glob("*/*"))
                    self.classes = sorted({path.parent.name for path in self.paths})

                def __len__(self):
                    return len(self.paths)

                def __getitem__(self, index):
                    path = self.paths[index]
                    return np.array(Image.open(path)), self.classes.index(path.parent.name)
            """,
            "You find the classes by way of the files, so that a folder with nothing in it is "
            "none. Its name should be in `classes` all the same.",
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
)
