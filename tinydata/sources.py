"""Datasets over real storage: image files, a database, arrays in files, and no storage at all.

The writers further down make such files, so that there is something to read.

The loader's worker threads ask one dataset at the same time. So these keep nothing open that reads
from a position of its own: each read opens its file, takes a connection that no other thread is
using, or copies out of a map. One open file that all threads `seek` and `read` gives wrong samples.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import numpy as np

from tinydata.arguments import index_in_range, indices_in_range, positive_int
from tinydata.collate import default_collate
from tinydata.dataset import Dataset, TensorDataset, answers_many
from tinydata.digits import load_digits

IMAGE_ENDINGS = (".bmp", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLUMNS = ("id", "height", "width", "image", "label")


class ImageFolder(Dataset):
    """Image files in one folder for each class, each opened when it is asked for.

    Parameters
    ----------
    root : path
        Holds one folder for each class, and these the images: `root/3/0003.png`. Images are the
        files that end in .bmp, .jpeg, .jpg, .pgm, .png, .ppm, .tif, .tiff or .webp, in capitals
        too, in folders within a class's folder as well. Hidden ones count like any other.

    Attributes
    ----------
    classes : list of str
        The folders' names, sorted. A label is a position in this list.
    paths, labels : list of Path, list of int
        Of each sample: by class, then by folder, then by file name. The order is the same on every
        system.

    Raises
    ------
    FileNotFoundError
        If there is no such folder, no class in it, or a class without images.
    ValueError
        When read, if an image is grey with more than 8 bits. A file that is no image raises what
        Pillow raises, with the path.

    Notes
    -----
    After `torchvision.datasets.ImageFolder`, which finds the same files. A sample is (image,
    label): uint8 from 0 to 255, of shape (H, W) if the file is grey and (3, H, W) if it has
    colours; and an int. As in torchvision, transparency is dropped, and so is the turn that a
    camera notes beside the pixels (EXIF orientation); of several pictures in a file the first
    counts; colours of 16 bits come in 8, as Pillow reads them. Grey of more than 8 bits is refused.
    Links are followed, but not back to a folder that they stand in.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> images, labels = np.zeros((3, 8, 8), np.uint8), [1, 0, 1]
    >>> with TemporaryDirectory() as root:
    ...     dataset = ImageFolder(write_image_folder(root, images, labels))
    ...     image, label = dataset[2]
    >>> dataset.classes, image.shape, label
    (['0', '1'], (8, 8), 1)
    """

    def __init__(self, root: str | os.PathLike) -> None:
        self.root = Path(root)
        if not self.root.is_dir():
            raise FileNotFoundError(f"root should be a folder, but there is none at {root}")
        self.classes = sorted(folder.name for folder in self.root.iterdir() if folder.is_dir())
        if not self.classes:
            raise FileNotFoundError(
                f"root should hold a folder for each class, but {root} has none"
            )
        self.paths: list[Path] = []
        self.labels: list[int] = []
        for label, name in enumerate(self.classes):
            images = _images_below(self.root / name)
            if not images:
                raise FileNotFoundError(
                    f"every folder in root should hold images ({', '.join(IMAGE_ENDINGS)}), "
                    f"but {self.root / name} has none"
                )
            self.paths += images
            self.labels += [label] * len(images)

    def __len__(self) -> int:
        return len(self.paths)

    @answers_many
    def __getitem__(self, index: int) -> tuple[np.ndarray, int]:
        index = index_in_range(index, len(self))
        return _read_image(self.paths[index]), self.labels[index]

    def __repr__(self) -> str:
        return f"ImageFolder({len(self)} images, {len(self.classes)} classes, {str(self.root)!r})"


def _images_below(root: Path) -> list[Path]:
    found = []
    for folder, inner, names in os.walk(root, onerror=_raise, followlinks=True):
        inner[:] = [name for name in inner if not _leads_back(Path(folder, name), root)]
        place = Path(folder).as_posix()
        found += [(place, name) for name in names if name.lower().endswith(IMAGE_ENDINGS)]
    return [Path(*pair) for pair in sorted(found)]  # as text: Windows compares paths otherwise


def _raise(error: OSError) -> None:
    raise error  # os.walk would pass over a folder that cannot be read


def _leads_back(folder: Path, root: Path) -> bool:
    """Whether this is a link to a folder that it stands in: following it would never end."""
    target = folder.resolve()
    above = (parent.resolve() for parent in folder.parents if parent.is_relative_to(root))
    return any(parent.is_relative_to(target) for parent in above)


def _read_image(path: Path) -> np.ndarray:
    from PIL import Image

    with _named_in_errors(path), Image.open(path) as image:
        if image.mode.startswith(("I", "F")):
            raise ValueError(
                f"expected 8 bits for each value, but got an image of mode {image.mode}"
            )
        if image.mode in ("L", "LA", "1"):
            return np.array(image.convert("L"))
        return np.ascontiguousarray(np.array(image.convert("RGB")).transpose(2, 0, 1))


class SQLiteDataset(Dataset):
    """Images in a table of a database file: a query for each sample, or one for a whole batch.

    Parameters
    ----------
    path : path
        An SQLite file. It is opened for reading only.
    table : str
        A table or view. Its columns: `id` (an integer, another one in each row), `height` and
        `width` in pixels, `image` (height × width bytes, row by row; of one size in all rows) and
        `label` (an integer). Samples are in the order of `id`.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If `table` is not a plain name, the database has no such table, or the table lacks a column
        or has no rows, or two of one `id`. When read, if an image has not height × width bytes.
    TypeError
        If an `id` is not an integer. When read, if another column holds what it should not.
    LookupError
        When read, if the row has been deleted.

    Notes
    -----
    A sample is (image, label): uint8 of shape (height, width), and an int. Worker threads read at
    the same time, each over a connection of its own. `close()`, or the end of a `with` block,
    closes the connections; the next read opens another.

    SQLite checks no types: NumPy's integers, for one, are stored as bytes. So each row that is
    read is checked. A database with a write-ahead log in a folder that cannot be written is read
    as one that nobody changes.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> images = np.zeros((3, 8, 8), np.uint8)
    >>> with TemporaryDirectory() as root:
    ...     with SQLiteDataset(write_sqlite(f"{root}/digits.sqlite", images, [5, 3, 8])) as dataset:
    ...         batch, labels = dataset.get_batch([2, 0])
    >>> batch.shape, labels
    ((2, 8, 8), array([8, 5]))
    """

    def __init__(self, path: str | os.PathLike, table: str = "digits") -> None:
        self.path = Path(path)
        self.table = _plain_name(table)
        self._unused: dict[int, list] = {}  # process id: open connections that no thread is using
        if not self.path.is_file():
            raise FileNotFoundError(f"path should be an SQLite file, but there is none at {path}")
        query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        with self._connection() as connection:
            tables = [name for (name,) in connection.execute(query)]
            if table not in tables:
                raise ValueError(f"table should be one of {tables}, but got {table!r}")
            columns = connection.execute(f'SELECT * FROM "{table}" LIMIT 0').description
            missing = set(COLUMNS).difference(column[0].lower() for column in columns)
            if missing:
                raise ValueError(
                    f"table {table!r} should have the columns {', '.join(COLUMNS)}, "
                    f"but it lacks {', '.join(sorted(missing))}; make a view that has them"
                )
            rows = connection.execute(f'SELECT id FROM "{table}" ORDER BY id')
            self._ids = np.fromiter((_integer("id", row_id) for (row_id,) in rows), np.int64)
            if not len(self._ids):
                raise ValueError(f"table {table!r} should hold at least one row, but it is empty")
            _refuse_repeated(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    @answers_many
    def __getitem__(self, index: int) -> tuple[np.ndarray, int]:
        return self._read([index_in_range(index, len(self))])[0]

    def get_batch(self, indices: Sequence[int] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return default_collate(self._read(indices_in_range(indices, len(self)).tolist()))

    def _read(self, positions: list[int]) -> list[tuple[np.ndarray, int]]:
        ids = [int(self._ids[position]) for position in positions]
        query = f"""SELECT {", ".join(COLUMNS)} FROM "{self.table}"
                    WHERE id IN (SELECT value FROM json_each(?))"""
        with self._connection() as connection:
            found = connection.execute(query, [json.dumps(ids)]).fetchall()
            # The rows come in any order, and once each: look them up in the order asked for.
            rows = {row[0]: row for row in found}
            if len(rows) < len(found):
                _refuse_repeated([row[0] for row in found])
        samples = []
        for position, row_id in zip(positions, ids, strict=True):
            try:
                if row_id not in rows:
                    raise LookupError(
                        f"row {row_id} should be in table {self.table!r}, but it is gone; "
                        "make the dataset anew after changing the database"
                    )
                samples.append(_decode_row(*rows[row_id]))
            except Exception as error:
                error.add_note(f"raised by sample {position} of {self.path}")
                raise
        return samples

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        # Connections are kept by process: a forked one must not use those of its parent.
        unused = self._unused.setdefault(os.getpid(), [])
        with _named_in_errors(self.path):
            try:
                connection = unused.pop()
            except IndexError:
                connection = _connect_read_only(self.path)
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
        unused.append(connection)

    def close(self) -> None:
        """Close the connections that are not in use."""
        unused = self._unused.get(os.getpid(), [])
        while unused:
            unused.pop().close()

    def __enter__(self) -> "SQLiteDataset":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_unused"):
            self.close()

    def __reduce__(self) -> tuple:
        return type(self), (self.path, self.table)  # connections cannot be pickled

    def __repr__(self) -> str:
        return f"SQLiteDataset({len(self)} rows of {self.table!r}, {str(self.path)!r})"


def _plain_name(table: str) -> str:
    # A table's name cannot be passed to a query as a value, so nothing but a name may get there.
    if not (isinstance(table, str) and table.isidentifier()):
        raise ValueError(f"table should be a plain name such as 'digits', but got {table!r}")
    return table


def _connect_read_only(path: Path) -> Any:
    import sqlite3

    path = path.resolve()  # SQLite keeps its other files beside the file itself, not beside a link
    try:
        return _connect(_sqlite_uri(path, "mode=ro"))
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise
        for log in (Path(f"{path}-wal"), Path(f"{path}-journal")):
            if log.exists() and log.stat().st_size:
                raise sqlite3.OperationalError(
                    f"{error}: some changes are still in {log.name}, and SQLite can read them only "
                    "where it can write; copy both files to a folder of your own"
                ) from error
        # In WAL mode SQLite makes a log when it opens the file. Where it cannot, and there is none
        # to read, it may be told that it needs none.
        return _connect(_sqlite_uri(path, "immutable=1"))


def _connect(uri: str) -> Any:
    import sqlite3

    # Threads take turns with a connection, so the check that one thread owns it is switched off.
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    try:
        connection.execute("SELECT 1 FROM sqlite_master")  # connecting alone reads nothing
    except BaseException:
        connection.close()
        raise
    return connection


def _sqlite_uri(path: PurePath, option: str) -> str:
    uri = path.as_uri()
    if not uri.startswith("file:///"):  # a Windows share, file://server/…: SQLite wants no server
        uri = uri.replace("file:", "file://", 1)
    return f"{uri}?{option}"


def _decode_row(
    row_id: int, height: int, width: int, image: bytes, label: int
) -> tuple[np.ndarray, int]:
    if not (
        type(height) is type(width) is type(label) is int
        and type(image) is bytes
        and 0 < height
        and 0 < width
        and height * width == len(image)
    ):
        _refuse_row(f"of row {row_id}", height, width, image, label)
    # A bytearray can be written to: what is handed out may be changed.
    return np.frombuffer(bytearray(image), np.uint8).reshape(height, width), label


def _refuse_row(of: str, height: Any, width: Any, image: Any, label: Any) -> None:
    positive_int(f"height {of}", _integer(f"height {of}", height))
    positive_int(f"width {of}", _integer(f"width {of}", width))
    _integer(f"label {of}", label)
    if not isinstance(image, bytes):
        raise TypeError(f"image {of} should be bytes, but got {image!r:.60}")
    raise ValueError(f"image {of} should be {height} × {width} bytes, but got {len(image)} bytes")


def _integer(name: str, value: Any) -> int:
    if not isinstance(value, int):
        hint = "; insert int(…), for NumPy's integers are stored as bytes"
        raise TypeError(
            f"{name} should be an integer, but got {value!r:.60}"
            f"{hint if isinstance(value, bytes) else ''}"
        )
    return value


def _refuse_repeated(ids: Sequence[int] | np.ndarray) -> None:
    values, counts = np.unique(ids, return_counts=True)
    if len(values) < len(ids):
        repeated = counts.argmax()
        raise ValueError(
            f"id should differ from row to row, but {counts[repeated]} rows have {values[repeated]}"
        )


class MemmapDataset(TensorDataset):
    """Arrays in `.npy` files, of which only the samples asked for are read.

    Parameters
    ----------
    *paths : path
        Files of arrays of shapes (N, ...), aligned by their first axis, in C order.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If no path is given, the arrays' lengths differ, or a file is no such array.

    Notes
    -----
    A sample is a tuple of copies, and so is a batch: both stay what they are when the file changes.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as root:
    ...     dataset = MemmapDataset(*write_arrays(root, np.zeros((3, 8, 8)), [5, 3, 8]))
    ...     images, labels = dataset.get_batch([2, 0])
    ...     del dataset  # Windows deletes no file that is in use
    >>> images.shape, labels
    ((2, 8, 8), array([8, 5]))
    """

    def __init__(self, *paths: str | os.PathLike) -> None:
        if not paths:
            raise ValueError("paths should name at least one .npy file, but got none")
        self.paths = tuple(Path(path) for path in paths)
        super().__init__(*(_map_array(path) for path in self.paths))

    @answers_many
    def __getitem__(self, index: int) -> tuple:
        index = index_in_range(index, len(self))
        return tuple(array[index].copy() for array in self.arrays)

    get_batch = TensorDataset.get_batch  # still the same samples: only copies instead of views

    def __reduce__(self) -> tuple:
        return type(self), self.paths  # a map would be pickled with all that it maps

    def __repr__(self) -> str:
        files = zip(self.paths, self.arrays, strict=True)
        return (
            f"MemmapDataset({', '.join(f'{p.name}: {a.dtype}{list(a.shape)}' for p, a in files)})"
        )


def _map_array(path: Path) -> np.ndarray:
    with _named_in_errors(path):
        array = np.lib.format.open_memmap(path, mode="r")
        if not array.flags.c_contiguous:  # gathering samples would read the whole file
            raise ValueError("expected an array in C order; save np.ascontiguousarray(array)")
        return array


class GeneratedDataset(Dataset):
    """Samples that are computed when they are asked for.

    Parameters
    ----------
    length : int
    generate : function of the index, 0 to length - 1
        It should return the same sample whenever it gets the same index. What it draws at random
        should come from a generator that is seeded with the index.

    Raises
    ------
    TypeError, ValueError
        If `length` is not a positive integer, or `generate` not a function.

    Examples
    --------
    >>> def noisy_stripe(index):
    ...     generator = np.random.default_rng([0, index])
    ...     image = generator.random((8, 8), dtype=np.float32)
    ...     column = generator.integers(8)
    ...     image[:, column] += 1
    ...     return image, column
    >>> dataset = GeneratedDataset(1000, noisy_stripe)
    >>> images, columns = dataset.get_batch([0, 999])
    >>> images.shape, bool(columns[0] == dataset[0][1])
    ((2, 8, 8), True)
    """

    def __init__(self, length: int, generate: Callable[[int], Any]) -> None:
        self.length = positive_int("length", length)
        if not callable(generate):
            raise TypeError(f"generate should be a function of the index, but got {generate!r}")
        self.generate = generate

    def __len__(self) -> int:
        return self.length

    @answers_many
    def __getitem__(self, index: int) -> Any:
        return self.generate(index_in_range(index, self.length))

    def __repr__(self) -> str:
        name = getattr(self.generate, "__name__", repr(self.generate))
        return f"GeneratedDataset({self.length} samples of {name})"


def write_image_folder(
    root: str | os.PathLike, images: np.ndarray, labels: Sequence[int] | np.ndarray
) -> Path:
    """Write images as PNG files for `ImageFolder`, and return the folder.

    Sample 42 with label 3 becomes `root/3/0042.png`. Numbers are padded with zeros to equal width,
    so that names sort as the numbers do. Writing again replaces the files.

    Parameters
    ----------
    root : path
        The folder. It is made if need be.
    images : uint8 array of shape (N, H, W), or (N, 3, H, W) for colours
    labels : N integers from 0

    Raises
    ------
    FileExistsError
        If the folder holds other files: they would become samples too.
    TypeError, ValueError
        If images or labels are not as described, or differ in number.
    """
    from PIL import Image

    root = Path(root)
    images, labels = _checked(images, labels)
    if images.ndim == 4 and images.shape[1] == 3:
        images = images.transpose(0, 2, 3, 1)
    elif images.ndim != 3:
        raise ValueError(f"images should be (N, H, W) or (N, 3, H, W), but got {images.shape}")
    digits_in_label, digits_in_index = len(str(labels.max())), len(str(len(labels) - 1))
    paths = [
        root / f"{label:0{digits_in_label}}" / f"{index:0{digits_in_index}}.png"
        for index, label in enumerate(labels.tolist())
    ]
    refuse_other_files(root, paths)
    for path, image in zip(paths, images, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(path)
    return root


def write_sqlite(
    path: str | os.PathLike,
    images: np.ndarray,
    labels: Sequence[int] | np.ndarray,
    table: str = "digits",
) -> Path:
    """Write images to a table for `SQLiteDataset`, and return the database's path.

    Writing again replaces the table; other tables stay. The change is made as a whole or not at
    all.

    Parameters
    ----------
    path : path
        The SQLite file. It is made if need be, its folder too.
    images : uint8 array of shape (N, H, W)
    labels : N integers from 0
    table : str
        A plain name. Row i gets the id i.

    Raises
    ------
    FileExistsError
        If the database has a table of this name with other columns.
    TypeError, ValueError
        If images or labels are not as described, or differ in number.
    """
    import sqlite3

    path = Path(path)
    images, labels = _checked(images, labels)
    if images.ndim != 3:
        raise ValueError(f"images should be (N, H, W), but got {images.shape}")
    create = f"""CREATE TABLE "{_plain_name(table)}" (id INTEGER PRIMARY KEY, height INTEGER,
                 width INTEGER, image BLOB, label INTEGER)"""
    rows = (
        (index, *image.shape, image.tobytes(), label)
        for index, (image, label) in enumerate(zip(images, labels.tolist(), strict=True))
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with _named_in_errors(path), closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")
        query = "SELECT sql FROM sqlite_master WHERE name = ?"
        for (there,) in connection.execute(query, [table]).fetchall():
            if there != create:
                raise FileExistsError(f"table {table!r} should be new, but there is one: {there}")
            connection.execute(f'DROP TABLE "{table}"')
        connection.execute(create)
        connection.executemany(f'INSERT INTO "{table}" VALUES (?, ?, ?, ?, ?)', rows)
    return path


def write_arrays(
    root: str | os.PathLike, images: np.ndarray, labels: Sequence[int] | np.ndarray
) -> tuple[Path, Path]:
    """Write images and labels as `.npy` files for `MemmapDataset`, and return their paths.

    They are `root/images.npy` and `root/labels.npy`. Writing again replaces them; a dataset that
    has the old files open keeps reading those (on Windows it has to be deleted first).

    Parameters
    ----------
    root : path
        The folder. It is made if need be.
    images, labels : arrays of equal length, of any dtype

    Raises
    ------
    ValueError
        If they differ in length.
    """
    root = Path(root)
    arrays = TensorDataset(images, labels).arrays
    root.mkdir(parents=True, exist_ok=True)
    paths = root / "images.npy", root / "labels.npy"
    for path, array in zip(paths, arrays, strict=True):
        # A second file takes the first one's place: shortening a mapped file crashes its readers.
        unfinished = path.with_suffix(".unfinished")
        with open(unfinished, "wb") as file:
            np.save(file, np.ascontiguousarray(array))
        unfinished.replace(path)
    return paths


class DigitsFiles(NamedTuple):
    """Where `write_digits` put the digits.

    Attributes
    ----------
    folder : Path
        For `ImageFolder(folder)`.
    database : Path
        For `SQLiteDataset(database)`.
    images, labels : Path
        For `MemmapDataset(images, labels)`.
    """

    folder: Path
    database: Path
    images: Path
    labels: Path


def write_digits(root: str | os.PathLike) -> DigitsFiles:
    """Write the 1797 digits as image files, as a database and as arrays, and return the paths.

    All three hold the same uint8 images: pixels times 15, so that 16 (ink) becomes 240 and the
    image files can be looked at. Ink is bright. Writing again replaces the files.

    Parameters
    ----------
    root : path
        The folder for all of it. It is made if need be.

    Raises
    ------
    FileExistsError
        If `root/images` holds other files.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as root:
    ...     files = write_digits(root)
    ...     image, label = ImageFolder(files.folder)[0]
    >>> label, image[0]
    (0, array([  0,   0,  75, 195, 135,  15,   0,   0], dtype=uint8))
    """
    root = Path(root)
    images, labels = load_digits()
    images = (images * 15).astype(np.uint8)
    return DigitsFiles(
        write_image_folder(root / "images", images, labels),
        write_sqlite(root / "digits.sqlite", images, labels),
        *write_arrays(root / "arrays", images, labels),
    )


@contextmanager
def _named_in_errors(path: Path) -> Iterator[None]:
    """Add the path to an error, whose type stays as it is."""
    try:
        yield
    except Exception as error:
        error.add_note(f"while working on {path}")
        raise


def _checked(images: Any, labels: Any) -> tuple[np.ndarray, np.ndarray]:
    images, labels = TensorDataset(images, labels).arrays
    if images.dtype != np.uint8:
        raise TypeError(
            f"images should be uint8, from 0 to 255, but got {images.dtype}; "
            "scale and convert them first: (images * 15).astype(np.uint8) for digits from 0 to 16"
        )
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise TypeError(
            f"labels should be one integer for each image, but got {labels.dtype} of shape "
            f"{labels.shape}"
        )
    if not len(images):
        raise ValueError("images should hold at least one image, but got none")
    if labels.min() < 0:
        raise ValueError(f"labels should be integers from 0, but got {labels.min()}")
    return images, labels


def refuse_other_files(root: Path, expected: Iterable[Path]) -> None:
    expected = set(expected)
    for path in root.rglob("*"):
        ignored = path.name.startswith(".") and not path.name.lower().endswith(IMAGE_ENDINGS)
        if path.is_file() and path not in expected and not ignored:
            raise FileExistsError(
                f"root should be a new or empty folder, but it holds {path}; "
                "choose another folder, or delete this one"
            )
