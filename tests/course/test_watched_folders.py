"""Whatever way an answer opens a file or lists a folder, it is counted."""

import io
import os
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from IPython.core.interactiveshell import _modified_open as open_in_a_cell
from PIL import Image

from tinydata.course.exercises.lesson_02_dataset.watched_folders import folders


@pytest.mark.parametrize(
    "read",
    [
        plt.imread,
        Path.read_bytes,
        lambda path: Image.open(path).load(),
        lambda path: open(path, "rb").close(),
        lambda path: io.open(str(path), "rb").close(),  # noqa: UP020
        lambda path: open_in_a_cell(path, "rb").close(),
    ],
)
def test_every_way_to_open_a_file_is_counted(read):
    for names in folders():
        root = names["make_folder"](names["images"][:2], ["cat/0.png", "cat/1.png"])
        assert names["files_opened"]() == 0
        read(root / "cat" / "1.png")
        assert names["files_opened"]() == 1


@pytest.mark.parametrize(
    "names_in",
    [
        lambda folder: os.listdir(folder),  # as it is when it is called
        lambda folder: [entry.name for entry in os.scandir(folder)],
        lambda folder: [path.name for path in folder.iterdir()],
        lambda folder: [path.name for path in folder.glob("*.png")],
    ],
)
def test_a_folder_is_listed_in_no_helpful_order_and_counted(names_in):
    for names in folders():
        root = names["make_folder"](names["images"][:3], ["cat/1.png", "cat/0.png", "cat/2.png"])
        before = names["folders_listed"]()
        assert names_in(root / "cat") == ["2.png", "1.png", "0.png"]
        assert names["folders_listed"]() == before + 1
