"""Four kinds of storage answer alike, read only what is asked for, and name what is wrong."""

import os
import pickle
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from comparison import assert_same
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, UnidentifiedImageError

from tinydata import sources
from tinydata.collate import default_collate
from tinydata.dataloader import DataLoader
from tinydata.digits import load_digits
from tinydata.sources import (
    GeneratedDataset,
    ImageFolder,
    MemmapDataset,
    SQLiteDataset,
    write_arrays,
    write_digits,
    write_image_folder,
    write_sqlite,
)

COUNT = 40
KINDS = ("folder", "database", "arrays", "generated")


@pytest.fixture(scope="module")
def pairs():
    """Some digits, sorted by label as an image folder sorts them."""
    images, labels = load_digits()
    images, labels = (images[:COUNT] * 15).astype(np.uint8), labels[:COUNT]
    order = np.argsort(labels, kind="stable")
    return images[order], labels[order]


@pytest.fixture(scope="module")
def storage(pairs, tmp_path_factory):
    """The same samples in the same order in each kind of storage."""
    root = tmp_path_factory.mktemp("storage")
    images, labels = pairs
    with SQLiteDataset(write_sqlite(root / "some.sqlite", images, labels)) as database:
        yield {
            "folder": ImageFolder(write_image_folder(root / "images", images, labels)),
            "database": database,
            "arrays": MemmapDataset(*write_arrays(root / "arrays", images, labels)),
            "generated": GeneratedDataset(COUNT, lambda i: (images[i].copy(), labels[i])),
        }


def assert_equal_batches(batch, expected):
    assert len(batch) == len(expected)
    for array, other in zip(batch, expected, strict=True):
        assert type(array) is np.ndarray
        np.testing.assert_array_equal(array, other, strict=True)


# What holds for all of them


@pytest.mark.parametrize("kind", KINDS)
def test_samples_are_the_digits(kind, storage, pairs):
    dataset = storage[kind]
    samples = list(dataset)  # ends by IndexError
    assert len(samples) == len(dataset) == COUNT
    assert_equal_batches(default_collate(samples), pairs)
    image, label = dataset[np.int64(7)]
    np.testing.assert_array_equal(image, pairs[0][7], strict=True)
    assert label == pairs[1][7]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15)
@given(indices=st.lists(st.integers(-COUNT, COUNT - 1), min_size=1, max_size=12))
def test_a_batch_is_its_samples_collated(kind, storage, pairs, indices):
    dataset = storage[kind]
    expected = pairs[0][indices], pairs[1][indices]
    assert_equal_batches(default_collate([dataset[index] for index in indices]), expected)
    assert_equal_batches(dataset.get_batch(indices), expected)
    assert_equal_batches(dataset.get_batch(np.array(indices)), expected)


@pytest.mark.parametrize("kind", KINDS)
def test_indices_out_of_range(kind, storage):
    for index in (COUNT, -COUNT - 1):
        with pytest.raises(IndexError, match=f"index {index} is out of range .* of 40 samples"):
            storage[kind][index]
        with pytest.raises(IndexError, match=f"index {index} is out of"):
            storage[kind].get_batch([0, index])
    with pytest.raises(TypeError, match=r"index should be an integer, but got 1\.5"):
        storage[kind][1.5]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15)
@given(part=st.slices(COUNT).filter(lambda part: range(COUNT)[part]), data=st.data())
def test_slices_and_lists_of_indices_are_batches(kind, storage, pairs, part, data):
    indices = data.draw(st.lists(st.integers(-COUNT, COUNT - 1), min_size=1, max_size=5))
    for index in (part, indices, np.array(indices)):
        assert_equal_batches(storage[kind][index], (pairs[0][index], pairs[1][index]))


NO_INDICES = [
    [True, False],
    np.arange(COUNT) < 3,
    [0, np.True_],
    [0.5],
    np.array([[1]]),
    np.array([1, 2], object),
    {1, 2},
    "12",
    5,
    None,
]


@pytest.mark.parametrize("indices", NO_INDICES, ids=repr)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_sequence_of_integers_is_refused(kind, storage, indices):
    with pytest.raises(TypeError, match="indices should be a sequence of integers, but got"):
        storage[kind].get_batch(indices)


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_beyond_int64_names_no_sample(kind, storage):
    for beyond in ([2**63], np.array([2**64 - 1], np.uint64)):
        with pytest.raises(IndexError, match=f"got {int(beyond[0])}"):
            storage[kind].get_batch(beyond)


@pytest.mark.parametrize("kind", ["folder", "database", "generated"])
def test_a_batch_of_nothing(kind, storage):
    with pytest.raises(ValueError, match="at least one sample, but got "):
        storage[kind].get_batch([])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_handed_out_can_be_changed(kind, storage, pairs):
    image, _ = storage[kind][3]
    batch, labels = storage[kind].get_batch([3, 3])
    image[:], batch[:], labels[:] = 255, 255, 9
    np.testing.assert_array_equal(storage[kind][3][0], pairs[0][3])
    np.testing.assert_array_equal(storage[kind].get_batch([3, 3])[0], pairs[0][[3, 3]])


@pytest.mark.parametrize("kind", KINDS)
def test_workers_load_the_same_batches(kind, storage):
    def epoch(num_workers):
        return list(DataLoader(storage[kind], 3, True, num_workers=num_workers, generator=0))

    for batch, expected in zip(epoch(4), epoch(0), strict=True):
        assert_equal_batches(batch, expected)


@pytest.mark.parametrize("kind", ["folder", "database", "arrays"])
def test_pickling_keeps_the_paths_and_none_of_the_data(kind, storage, pairs):
    storage[kind][0]  # something is open
    pickled = pickle.dumps(storage[kind])
    assert len(pickled) < 10_000
    assert pairs[0][1].tobytes() not in pickled
    copy = pickle.loads(pickled)
    assert_equal_batches(copy.get_batch([1, 5]), storage[kind].get_batch([1, 5]))


@pytest.mark.parametrize(
    ("kind", "vectorized", "text"),
    [
        ("folder", False, r"ImageFolder\(40 images, 10 classes, '.*images'\)"),
        ("database", True, r"SQLiteDataset\(40 rows of 'digits', '.*some\.sqlite'\)"),
        (
            "arrays",
            True,
            r"MemmapDataset\(images\.npy: uint8\[40, 8, 8\], labels\.npy: int64\[40\]\)",
        ),
        ("generated", False, r"GeneratedDataset\(40 samples of <lambda>\)"),
    ],
)
def test_each_tells_what_it_is(kind, vectorized, text, storage):
    assert storage[kind].is_vectorized is vectorized
    assert re.fullmatch(text, repr(storage[kind]))


@contextmanager
def without_a_right(bits, *paths):
    """Take a right from everybody on these paths, and from whoever has all rights."""
    administrator = os.geteuid() == 0
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(modes[path] & ~bits)
    if administrator:
        os.seteuid(65534)
    try:
        yield
    finally:
        if administrator:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)


@pytest.fixture
def public_folder():
    before = os.umask(0o022)  # what the test makes is open to other users
    with TemporaryDirectory() as folder:  # pytest's own are closed to them
        Path(folder).chmod(0o755)
        yield Path(folder)
    os.umask(before)


@pytest.mark.parametrize("workers", [0, 4])
@pytest.mark.parametrize("position", [0, 3, 7])
def test_an_error_keeps_its_type_and_names_sample_and_storage(position, workers, tmp_path):
    class NotToday(Exception):
        pass

    def fail_at_one(index):
        if index == position:
            raise NotToday("not today")
        return index

    folder = ImageFolder(write_image_folder(tmp_path / "a", np.zeros((8, 2, 2), np.uint8), [0] * 8))
    folder.paths[position].unlink()
    table = table_of(tmp_path / "a.sqlite", rows_of(8))
    database = SQLiteDataset(table)
    table_of(table, [row for i, row in enumerate(rows_of(8)) if i != position])
    for dataset, error, storage in (
        (GeneratedDataset(8, fail_at_one), NotToday, "GeneratedDataset"),
        (folder, FileNotFoundError, str(folder.paths[position])),
        (database, LookupError, str(table)),
    ):
        with pytest.raises(error) as caught:
            list(DataLoader(dataset, 3, num_workers=workers))
        notes = "\n".join(caught.value.__notes__)
        assert f"sample {position} of " in notes
        assert storage in notes
    database.close()


# Image folders


def test_images_are_opened_when_they_are_asked_for(storage, monkeypatch):
    opened = []
    original = Image.open
    monkeypatch.setattr(Image, "open", lambda path: opened.append(path.name) or original(path))
    dataset = ImageFolder(storage["folder"].root)
    assert len(dataset) == COUNT
    assert not opened
    dataset[0], dataset[-1]
    assert opened == [dataset.paths[0].name, dataset.paths[-1].name]
    next(iter(DataLoader(dataset, batch_size=8)))
    assert len(opened) == 2 + 8


def make_files(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def names_of(dataset):
    return [path.relative_to(dataset.root).as_posix() for path in dataset.paths]


def test_files_are_sorted_by_class_folder_and_name(tmp_path):
    make_files(tmp_path, "b/10.png", "b/9.png", "b/a.JPG", "B/1.jpeg", "a/2.png", "top.png")
    make_files(tmp_path, "a/more/1.png", "a/more-still/0.png", "a/more/deep/0.png", "a/notes.txt")
    dataset = ImageFolder(tmp_path)
    assert dataset.classes == ["B", "a", "b"]
    assert names_of(dataset) == [
        "B/1.jpeg",
        "a/2.png",
        "a/more/1.png",
        "a/more-still/0.png",
        "a/more/deep/0.png",
        "b/10.png",
        "b/9.png",
        "b/a.JPG",
    ]
    assert dataset.labels == [0, 1, 1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize("ending", sources.IMAGE_ENDINGS)
def test_every_ending_is_found_in_any_case_and_read(ending, tmp_path):
    pixels = np.full((8, 8), 240, np.uint8)
    folder = tmp_path / "a"
    folder.mkdir()
    for name in ("1" + ending, "2" + ending.upper(), ".3" + ending.title(), ending):
        Image.fromarray(pixels).save(folder / "new.png")
        with Image.open(folder / "new.png") as image:
            image.save(folder / name, format=Image.registered_extensions()[ending])
    (folder / "new.png").unlink()
    (folder / f"4{ending}~").touch()
    (folder / f"5{ending}").mkdir()  # a folder is no sample, whatever it is called
    (folder / f"6{ending[1:]}").touch()
    dataset = ImageFolder(tmp_path)
    assert len(dataset) == 4
    for image, label in dataset:
        assert (image.dtype, image.shape[-2:], label) == (np.uint8, (8, 8), 0)
        assert abs(image.astype(int) - 240).max() < 3  # JPEG and WebP round


def test_links_are_followed_but_not_back_up(tmp_path):
    make_files(
        tmp_path, "root/cats/1.png", "root/dogs/2.png", "elsewhere/3.png", "elsewhere/in/4.png"
    )
    links = {
        "root/cats/far": "elsewhere",
        "root/cats/self": "root/cats",
        "root/cats/up": "root",
        "root/cats/down": "root/cats/down",  # a link to itself: no folder
        "elsewhere/in/back": "elsewhere",
        "root/birds": "elsewhere/in",
        "root/cats/gone.png": "nowhere",
    }
    try:
        for link, target in links.items():
            (tmp_path / link).symlink_to(tmp_path / target)
    except OSError:
        pytest.skip("this system does not let everybody make links")
    dataset = ImageFolder(tmp_path / "root")
    assert names_of(dataset) == [
        "birds/4.png",
        "cats/1.png",
        "cats/gone.png",
        "cats/far/3.png",
        "cats/far/in/4.png",
        "dogs/2.png",
    ]
    with pytest.raises(FileNotFoundError, match=r"gone\.png"):
        dataset[2]


@pytest.mark.skipif(os.name == "nt", reason="a folder on Windows has no such mode")
def test_a_folder_that_cannot_be_read_is_named(public_folder):
    make_files(public_folder, "cats/1.png", "cats/more/2.png")
    closed = public_folder / "cats/more"
    mode = closed.stat().st_mode
    with without_a_right(0o444, closed), pytest.raises(PermissionError, match="more"):
        ImageFolder(public_folder)
    assert closed.stat().st_mode == mode


def test_colours_come_first(tmp_path):
    images = np.random.default_rng(0).integers(256, size=(3, 3, 5, 4), dtype=np.uint8)
    dataset = ImageFolder(write_image_folder(tmp_path, images, [0, 1, 2]))
    assert_equal_batches(dataset.get_batch([0, 1, 2]), (images, np.array([0, 1, 2])))
    assert dataset[0][0].flags.c_contiguous


@pytest.mark.parametrize(
    ("mode", "shape"),
    [
        ("L", (5, 4)),
        ("RGB", (3, 5, 4)),
        ("RGBA", (3, 5, 4)),
        ("P", (3, 5, 4)),
        ("1", (5, 4)),
        ("LA", (5, 4)),
    ],
)
def test_other_kinds_of_files_become_grey_or_rgb(mode, shape, tmp_path):
    (tmp_path / "a").mkdir()
    Image.new(mode, (4, 5), 1).save(tmp_path / "a/1.png")
    image, _ = ImageFolder(tmp_path)[0]
    assert (image.shape, image.dtype) == (shape, np.uint8)


def test_what_is_dropped_of_a_file(tmp_path):
    pixels = np.random.default_rng(0).integers(256, size=(4, 6, 4), dtype=np.uint8)
    image, other = Image.fromarray(pixels), Image.fromarray(255 - pixels[..., :3])
    (tmp_path / "a").mkdir()
    image.save(tmp_path / "a/transparent.png")
    turned = Image.Exif()
    turned[0x0112] = 6  # to be shown turned by 90 degrees
    image.convert("RGB").save(tmp_path / "a/turned.png", exif=turned)
    image.convert("RGB").save(tmp_path / "a/two.tiff", save_all=True, append_images=[other])
    wide = (pixels[..., :3].astype(int) * 256 + 255).astype(">u2")
    (tmp_path / "a/wide.ppm").write_bytes(b"P6 6 4 65535 " + wide.tobytes())
    images, _ = ImageFolder(tmp_path).get_batch([0, 1, 2, 3])
    for found in images[:3]:
        np.testing.assert_array_equal(found, pixels[..., :3].transpose(2, 0, 1))
    assert abs(images[3] - pixels[..., :3].transpose(2, 0, 1).astype(int)).max() <= 1


def test_sixteen_bits_are_refused_not_clipped(tmp_path):
    (tmp_path / "a").mkdir()
    Image.fromarray(np.full((4, 4), 300, np.uint16)).save(tmp_path / "a/1.png")
    with pytest.raises(ValueError, match=r"expected 8 bits for each value, but got .* mode I;16"):
        ImageFolder(tmp_path)[0]


def test_folders_without_what_is_needed(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"root should be a folder, but there is none at .*no"
    ):
        ImageFolder(tmp_path / "no")
    with pytest.raises(FileNotFoundError, match="root should hold a folder for each class, but"):
        ImageFolder(tmp_path)
    (tmp_path / "cats").mkdir()
    (tmp_path / "cats/one.gif").touch()
    with pytest.raises(FileNotFoundError, match=r"images \(\.bmp, .*\), but .*cats has none"):
        ImageFolder(tmp_path)


def test_a_broken_image_is_named(tmp_path, pairs):
    write_image_folder(tmp_path, *pairs)
    dataset = ImageFolder(tmp_path)
    dataset.paths[3].write_bytes(b"not an image")
    with pytest.raises(UnidentifiedImageError) as caught:
        dataset[3]
    assert str(dataset.paths[3]) in caught.value.__notes__[0]

    complete = dataset.paths[4].read_bytes()
    dataset.paths[4].write_bytes(complete[: len(complete) // 2])
    with pytest.raises((OSError, SyntaxError, ValueError)) as caught:
        list(DataLoader(dataset, num_workers=2, sampler=[4]))
    assert any(str(dataset.paths[4]) in note for note in caught.value.__notes__)


# Databases


@pytest.fixture
def counted(storage, monkeypatch):
    """A dataset, the connections it opened and the statements that were run on them."""
    connections, statements = [], []

    def connect(path, original=sources._connect_read_only):
        connections.append(original(path))
        connections[-1].set_trace_callback(statements.append)
        return connections[-1]

    monkeypatch.setattr(sources, "_connect_read_only", connect)
    with SQLiteDataset(storage["database"].path) as dataset:
        yield dataset, connections, statements


def test_a_batch_is_one_query(counted):
    dataset, _, statements = counted
    assert not any("image" in statement for statement in statements)  # nothing is loaded yet
    statements.clear()
    dataset.get_batch([5, 5, -1, 0])
    assert len(statements) == 1
    dataset[0], dataset[1]
    assert len(statements) == 3


def test_one_thread_uses_one_connection_and_many_use_their_own(counted):
    dataset, connections, _ = counted
    for index in range(10):
        dataset[index]
    assert len(connections) == 1
    for _ in range(3):  # threads of later epochs take over the connections of earlier ones
        list(DataLoader(dataset, batch_size=2, num_workers=4))
    assert len(connections) <= 4


def test_a_connection_is_never_used_by_two_threads_at_once(counted):
    dataset, connections, _ = counted
    with dataset._connection() as first, dataset._connection() as second:
        assert first is not second
    with ThreadPoolExecutor(8) as pool:
        lengths = list(pool.map(lambda i: len(dataset.get_batch([i, 0])[0]), range(COUNT)))
    assert lengths == [2] * COUNT
    assert len(connections) <= 8


def test_a_forked_process_opens_its_own_connections(counted, monkeypatch):
    dataset, connections, _ = counted
    assert len(connections) == 1
    with monkeypatch.context() as child:
        child.setattr(os, "getpid", lambda: -1)
        dataset[0]
        assert len(connections) == 2
        dataset.close()
    dataset[0]
    assert len(connections) == 2


def test_close_closes_and_the_next_read_opens(counted):
    dataset, connections, _ = counted
    with dataset._connection(), dataset._connection():
        pass
    dataset.close()
    assert len(connections) == 2
    for connection in connections:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
    assert dataset[0][0].shape == (8, 8)
    assert len(connections) == 3


def test_a_dataset_that_nobody_closes_closes_itself(storage, monkeypatch, counted):
    _, connections, _ = counted
    dataset = SQLiteDataset(storage["database"].path)
    dataset[0]
    del dataset
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connections[-1].execute("SELECT 1")


def test_more_indices_than_a_query_has_variables(storage, pairs):
    indices = np.random.default_rng(0).integers(COUNT, size=33_000)
    _, labels = storage["database"].get_batch(indices)
    np.testing.assert_array_equal(labels, pairs[1][indices])


def test_ids_need_not_count_from_zero(tmp_path, pairs):
    path = write_sqlite(tmp_path / "gaps.sqlite", *pairs)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM digits WHERE id < 3 OR id = 10")
    kept = [i for i in range(COUNT) if i >= 3 and i != 10]
    with SQLiteDataset(path) as dataset:
        assert_equal_batches(dataset.get_batch(range(len(dataset))), [a[kept] for a in pairs])
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DELETE FROM digits WHERE id = 4")
        with pytest.raises(LookupError, match="row 4 should be in .*, but it is gone") as caught:
            dataset.get_batch([0, 1])
        assert caught.value.__notes__ == [f"raised by sample 1 of {path}"]


def table_of(path, rows, columns="id, height, width, image, label"):
    """A table without any types, as somebody else may have made it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE IF EXISTS digits")
        connection.execute(f"CREATE TABLE digits ({columns})")
        values = ", ".join("?" * len(columns.split(", ")))
        connection.executemany(f"INSERT INTO digits VALUES ({values})", rows)
    return path


def rows_of(count):
    return [[10 * i, 2, 3, bytes(range(i, i + 6)), i % 3] for i in range(count)]


NO_INTEGER = [None, "7", "seven", 7.0, 1.5, np.int64(7), np.uint8(7), b""]
WRONG_CELLS = [
    *[(column, value, TypeError) for column in (1, 2, 4) for value in NO_INTEGER],
    *[(column, value, ValueError) for column in (1, 2) for value in (0, -1, -3, 7, 2**62)],
    *[(3, value, TypeError) for value in (None, 4, 6, 2.5, "abcdef")],
    *[(3, value, ValueError) for value in (b"", b"12345", b"1234567", bytes(12))],
]


@pytest.mark.parametrize(("column", "value", "error"), WRONG_CELLS, ids=repr)
@pytest.mark.parametrize("position", [0, 3, 6])
def test_a_cell_that_holds_something_else_is_refused_with_its_row(
    column, value, error, position, tmp_path
):
    rows = rows_of(7)
    rows[position][column] = value
    path = table_of(tmp_path / "a.sqlite", rows)
    name = "image" if column == 3 else "(image|" + sources.COLUMNS[column] + ")"
    with SQLiteDataset(path) as dataset:
        for read in (
            lambda: dataset[position],
            lambda: dataset.get_batch([1, position]),
            lambda: list(DataLoader(dataset, 2, num_workers=4)),
        ):
            with pytest.raises(error, match=f"{name} of row {10 * position} should be") as caught:
                read()
            assert f"raised by sample {position} of {path}" in caught.value.__notes__
        image, label = dataset[1]
    assert (image.tolist(), label) == ([[1, 2, 3], [4, 5, 6]], 1)


def test_integers_of_numpy_are_told_apart_from_bytes(tmp_path):
    rows = rows_of(1)
    rows[0][4] = np.int64(7)
    with (
        SQLiteDataset(table_of(tmp_path / "a.sqlite", rows)) as dataset,
        pytest.raises(TypeError, match=r"label of row 0 .* NumPy's integers are stored as bytes"),
    ):
        dataset[0]


@pytest.mark.parametrize("position", [0, 2, 4])
@pytest.mark.parametrize("row_id", [None, "12", "x", 1.5, 20.0, np.int64(7), b"1"], ids=repr)
def test_ids_that_are_no_integers_are_refused(row_id, position, tmp_path):
    rows = rows_of(5)
    rows[position][0] = row_id
    with pytest.raises(TypeError, match="id should be an integer, but got ") as caught:
        SQLiteDataset(table_of(tmp_path / "a.sqlite", rows))
    assert str(tmp_path) in caught.value.__notes__[0]


def test_a_column_of_text_gives_text(tmp_path):
    columns = "id TEXT, height INTEGER, width INTEGER, image BLOB, label INTEGER"
    with pytest.raises(TypeError, match="id should be an integer, but got '0'"):
        SQLiteDataset(table_of(tmp_path / "a.sqlite", rows_of(3), columns))


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=6), st.data())
@settings(max_examples=30)
def test_any_ids_that_differ(tmp_path_factory, ids, data):
    path = tmp_path_factory.getbasetemp() / "ids.sqlite"
    table_of(path, [[row_id, 1, 1, bytes([i]), i] for i, row_id in enumerate(ids)])
    if len(set(ids)) < len(ids):
        with pytest.raises(ValueError, match=r"id should differ .* but \d rows have") as caught:
            SQLiteDataset(path)
        assert str(path) in caught.value.__notes__[0]
        return
    order = sorted(range(len(ids)), key=ids.__getitem__)
    indices = data.draw(st.lists(st.integers(-len(ids), len(ids) - 1), min_size=1))
    with SQLiteDataset(path) as dataset:
        expected = [order[i] for i in indices]
        assert dataset.get_batch(indices)[1].tolist() == expected
        assert [dataset[i][1] for i in indices] == expected


def test_rows_that_come_twice_later_are_refused(tmp_path):
    path = table_of(tmp_path / "a.sqlite", rows_of(3))
    with SQLiteDataset(path) as dataset:
        table_of(path, rows_of(3) + rows_of(2)[1:])
        dataset.get_batch([0, 2])
        with pytest.raises(ValueError, match="id should differ .* but 2 rows have 10") as caught:
            dataset.get_batch([0, 1])
        assert str(path) in caught.value.__notes__[0]


@pytest.mark.parametrize("missing", ["id", "height", "width", "image", "label"])
def test_a_column_that_is_missing_is_named(missing, tmp_path):
    columns = ["id", "height", "width", "image", "label"]
    columns[columns.index(missing)] = "other"
    path = table_of(tmp_path / "a.sqlite", rows_of(2), ", ".join(columns))
    with pytest.raises(
        ValueError, match=f"have the columns id, .*, but it lacks {missing};"
    ) as caught:
        SQLiteDataset(path)
    assert str(path) in caught.value.__notes__[0]


def test_a_table_without_rows(tmp_path):
    with pytest.raises(ValueError, match="'digits' should hold at least one row, but it is empty"):
        SQLiteDataset(table_of(tmp_path / "a.sqlite", []))


def test_a_view_and_columns_in_another_order_and_case(tmp_path):
    path = tmp_path / "a.sqlite"
    table_of(
        path, [[label, *rest] for *rest, label in rows_of(5)], "LABEL, Id, height, width, image"
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE VIEW ones AS SELECT *, 0 AS more FROM digits WHERE label = 1")
    with SQLiteDataset(path, "ones") as dataset:
        batch = dataset.get_batch([0, -1])
    pixels = np.arange(6, dtype=np.uint8).reshape(2, 3)
    assert_equal_batches(batch, (np.stack([pixels + 1, pixels + 4]), np.array([1, 1])))


@pytest.mark.skipif(os.name == "nt", reason="a folder on Windows has no such mode")
@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_database_in_a_folder_that_cannot_be_written(mode, public_folder, pairs):
    path = write_sqlite(public_folder / "a #1.sqlite", *pairs)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)
    with without_a_right(0o222, path, public_folder), SQLiteDataset(path) as dataset:
        for batch in DataLoader(dataset, COUNT, num_workers=2):
            assert_equal_batches(batch, pairs)
    assert [file.name for file in public_folder.iterdir()] == [path.name]


@pytest.mark.skipif(os.name == "nt", reason="a folder on Windows has no such mode")
def test_changes_that_only_a_writer_can_read_are_not_passed_over(public_folder, pairs):
    path = write_sqlite(public_folder / "there" / "a.sqlite", *pairs)
    copy = public_folder / "copy" / "a.sqlite"
    copy.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        with connection:
            connection.execute("UPDATE digits SET label = 99")
        for file in (path, path.with_name("a.sqlite-wal")):
            shutil.copy(file, copy.with_name(file.name))
    with (
        without_a_right(0o222, copy, copy.parent),
        pytest.raises(
            sqlite3.OperationalError, match=r"still in a\.sqlite-wal, .* copy both files"
        ),
    ):
        SQLiteDataset(copy)
    with SQLiteDataset(copy) as dataset:  # where it can be written, they are read
        assert dataset[0][1] == 99


def test_a_locked_database_says_that_it_is_locked(tmp_path, pairs, monkeypatch):
    path = write_sqlite(tmp_path / "a.sqlite", *pairs)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: connect(*args, **more, timeout=0))
    with closing(connect(path)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="database is locked") as caught:
            SQLiteDataset(path)
    assert str(path) in caught.value.__notes__[0]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (
            PureWindowsPath("C:/my data/50% #1?.sqlite"),
            "file:///C:/my%20data/50%25%20%231%3F.sqlite",
        ),
        (PureWindowsPath("//server/share/a.sqlite"), "file:////server/share/a.sqlite"),
        (PurePosixPath("/data/ä&b.sqlite"), "file:///data/%C3%A4%26b.sqlite"),
    ],
)
def test_the_address_of_a_database_names_no_server(path, uri):
    assert sources._sqlite_uri(path, "mode=ro") == f"{uri}?mode=ro"


def test_the_database_cannot_be_changed_through_a_dataset(storage):
    with (
        pytest.raises(sqlite3.OperationalError, match="readonly"),
        storage["database"]._connection() as connection,
    ):
        connection.execute("DELETE FROM digits")


def test_paths_with_special_characters(tmp_path, pairs):
    path = write_sqlite(tmp_path / "50% ?mode=rwc #ö.sqlite", *pairs)
    with SQLiteDataset(path) as dataset:
        assert len(dataset) == COUNT


def test_a_missing_database_is_not_created(tmp_path):
    path = tmp_path / "no.sqlite"
    with pytest.raises(FileNotFoundError, match=r"path should be an SQLite file, .*no\.sqlite"):
        SQLiteDataset(path)
    assert not path.exists()


def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "text.sqlite"
    path.write_text("hello " * 200)
    with pytest.raises(sqlite3.DatabaseError, match="not a database") as caught:
        SQLiteDataset(path)
    assert str(path) in caught.value.__notes__[0]


@pytest.mark.parametrize("table", ["digits; DROP TABLE digits", 'a"b', "", "1a", None])
def test_names_that_are_no_names(table, storage, tmp_path, pairs):
    with pytest.raises(ValueError, match="table should be a plain name such as 'digits', but got"):
        SQLiteDataset(storage["database"].path, table)
    with pytest.raises(ValueError, match="table should be a plain name such as 'digits', but got"):
        write_sqlite(tmp_path / "new.sqlite", *pairs, table)


def test_a_table_that_is_not_there(storage):
    with pytest.raises(ValueError, match=r"table should be one of \['digits'\], but got 'letters'"):
        SQLiteDataset(storage["database"].path, "letters")


def test_a_keyword_is_a_table_like_any_other(tmp_path, pairs):
    with SQLiteDataset(write_sqlite(tmp_path / "a.sqlite", *pairs, "order"), "order") as dataset:
        assert len(dataset) == COUNT


# Memory-mapped arrays


def test_arrays_stay_in_their_files(tmp_path, pairs):
    paths = write_arrays(tmp_path, *pairs)
    dataset = MemmapDataset(*paths)
    for array in dataset.arrays:
        assert isinstance(array.base, np.memmap)
    image, _ = dataset[2]
    batch, _ = dataset.get_batch([2])
    for copy in (image, batch):
        assert type(copy) is np.ndarray
        assert copy.flags.owndata
    np.load(paths[0], mmap_mode="r+")[2] = 77  # seen by the next read, not by those before
    np.testing.assert_array_equal(image, pairs[0][2])
    np.testing.assert_array_equal(batch[0], pairs[0][2])
    assert (dataset[2][0] == 77).all()


@pytest.mark.parametrize("array", [np.arange(3.0), np.array(["a", "ccc", "bb"]), np.eye(3) > 0])
def test_any_dtype(array, tmp_path):
    np.save(tmp_path / "a.npy", array)
    dataset = MemmapDataset(tmp_path / "a.npy")
    assert_same(dataset.get_batch([0, 2]), default_collate([dataset[0], dataset[2]]))


def test_arrays_that_cannot_serve(tmp_path):
    def saved(name, array, **options):
        np.save(tmp_path / name, array, **options)
        return tmp_path / name

    three, four = saved("3.npy", np.zeros((3, 8))), saved("4.npy", np.zeros(4))
    with pytest.raises(ValueError, match=r"first axis, but got shapes \(3, 8\), \(4,\)"):
        MemmapDataset(three, four)
    with pytest.raises(ValueError, match="paths should name at least one"):
        MemmapDataset()
    with pytest.raises(FileNotFoundError, match=r"no\.npy"):
        MemmapDataset(tmp_path / "no.npy")
    columns = saved("columns.npy", np.asfortranarray(np.zeros((3, 8))))
    with pytest.raises(ValueError, match="array in C order") as caught:
        MemmapDataset(columns)
    assert str(columns) in caught.value.__notes__[0]
    (tmp_path / "text.npy").write_text("no array at all")
    with pytest.raises(ValueError, match="magic string") as caught:
        MemmapDataset(tmp_path / "text.npy")
    assert "text.npy" in caught.value.__notes__[0]
    objects = saved("objects.npy", np.array([None, 1]), allow_pickle=True)
    with pytest.raises(ValueError, match="Python objects"):
        MemmapDataset(objects)


# Generated samples


def test_samples_are_generated_when_they_are_asked_for():
    calls = []
    dataset = GeneratedDataset(5, lambda index: calls.append(index) or index * 10)
    assert not calls
    assert (dataset[-1], dataset[np.int32(2)]) == (40, 20)
    assert calls == [4, 2]
    assert all(type(call) is int for call in calls)
    assert list(dataset) == [0, 10, 20, 30, 40]
    np.testing.assert_array_equal(dataset.get_batch([1, -1, 1]), [10, 40, 10])


def test_arguments_of_generated_samples():
    with pytest.raises(ValueError, match="length should be a positive integer, but got 0"):
        GeneratedDataset(0, str)
    with pytest.raises(TypeError, match="generate should be a function of the index, but got 'x'"):
        GeneratedDataset(3, "x")


# Writers


def test_the_digits_are_written_in_all_forms(tmp_path):
    def contents():
        found = (path for path in tmp_path.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in found if path.suffix != ".sqlite"}

    files = write_digits(tmp_path / "new" / "folder")
    before = contents()
    images, labels = load_digits()
    with SQLiteDataset(files.database) as database:
        size = files.database.stat().st_size
        assert write_digits(tmp_path / "new" / "folder") == files  # with a reader still there
        assert files.database.stat().st_size == size
        for dataset in (database, MemmapDataset(files.images, files.labels)):
            batch = dataset.get_batch(np.arange(1797))
            assert_equal_batches(batch, ((images * 15).astype(np.uint8), labels))
    assert contents() == before
    folder = ImageFolder(files.folder)
    assert len(folder) == 1797
    np.testing.assert_array_equal(np.sort(labels), folder.labels)
    last = np.flatnonzero(labels == 9)[-1]
    assert folder.paths[-1] == files.folder / "9" / f"{last}.png"
    np.testing.assert_array_equal(folder[-1][0], images[last] * 15)


def test_names_of_files_sort_as_numbers(tmp_path):
    labels = np.arange(12)
    dataset = ImageFolder(write_image_folder(tmp_path, np.zeros((12, 2, 2), np.uint8), labels))
    assert dataset.classes[2] == "02"
    assert [path.stem for path in dataset.paths] == [f"{i:02}" for i in range(12)]


def test_a_folder_with_other_files_is_left_alone(tmp_path, pairs):
    write_image_folder(tmp_path, *pairs)
    stray = tmp_path / "3" / "mine.png"
    stray.write_bytes(b"precious")
    with pytest.raises(FileExistsError, match=r"new or empty folder, but it holds .*mine\.png"):
        write_image_folder(tmp_path, pairs[0] * 0, pairs[1])
    assert stray.read_bytes() == b"precious"
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "0" / "00.png")), pairs[0][0])


def test_a_table_of_another_kind_is_left_alone(tmp_path, pairs):
    path = tmp_path / "mine.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE digits (precious TEXT)")
        connection.execute("INSERT INTO digits VALUES ('mine')")
    with pytest.raises(FileExistsError, match="table 'digits' should be new, but there is one"):
        write_sqlite(path, *pairs)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM digits").fetchall() == [("mine",)]
    write_sqlite(path, *pairs, table="others")  # beside it
    with SQLiteDataset(path, "others") as dataset:
        assert len(dataset) == COUNT


def test_writing_arrays_again_leaves_open_datasets_whole(tmp_path, pairs):
    dataset = MemmapDataset(*write_arrays(tmp_path, *pairs))
    paths = write_arrays(tmp_path, pairs[0][:2], pairs[1][:2])
    assert_equal_batches(dataset.get_batch(np.arange(COUNT)), pairs)
    assert len(MemmapDataset(*paths)) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["images.npy", "labels.npy"]


@pytest.mark.parametrize("write", [write_image_folder, write_sqlite])
@pytest.mark.parametrize(
    ("images", "labels", "error", "message"),
    [
        (np.zeros((2, 8, 8)), [0, 1], TypeError, "uint8, from 0 to 255, but got float64; scale"),
        (np.zeros((2, 8, 8), np.uint8), [0.0, 1.0], TypeError, r"got float64 of shape \(2,\)"),
        (np.zeros((2, 8, 8), np.uint8), [[0], [1]], TypeError, r"got int64 of shape \(2, 1\)"),
        (np.zeros((2, 8, 8), np.uint8), [0, -1], ValueError, "integers from 0, but got -1"),
        (np.zeros((2, 8, 8), np.uint8), [0], ValueError, r"shapes \(2, 8, 8\), \(1,\)"),
        (np.zeros((0, 8, 8), np.uint8), np.zeros(0, int), ValueError, "at least one image"),
        (np.zeros((2, 64), np.uint8), [0, 1], ValueError, r"\(N, H, W\).*, but got \(2, 64\)"),
        (np.zeros((2, 2, 8, 8), np.uint8), [0, 1], ValueError, r"but got \(2, 2, 8, 8\)"),
    ],
)
def test_writers_refuse_what_they_cannot_write(write, images, labels, error, message, tmp_path):
    with pytest.raises(error, match=message):
        write(tmp_path / "new", images, labels)
    assert not list(tmp_path.iterdir())
