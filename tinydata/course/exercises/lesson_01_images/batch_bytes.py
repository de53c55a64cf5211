"""Exercise images.batch-bytes: Bytes of a batch."""

import math

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def batch_bytes(batch_size, shape, dtype):
    """Return how many bytes a batch takes, without making it.

    Parameters
    ----------
    batch_size : int
        Samples in the batch.
    shape : tuple of int
        Of one sample, such as (28, 28), (224, 224, 3) in colour, or () for a label.
    dtype : str or NumPy type
        Type of each number, such as "uint8" or np.float32.

    Returns
    -------
    int
    """
    return batch_size * math.prod(shape) * np.dtype(dtype).itemsize


DTYPES = "uint8 int8 bool float16 int16 float32 uint32 int64 float64 complex64 complex128".split()


def batch(draw):
    """No samples, some, or more than any memory holds; up to five axes, one of them perhaps long.

    The samples alone fit into an int64, a batch need not; nor does a float count all its bytes.
    """
    batch_size = draw.choice(
        [draw.size(), draw.integer(2, 99), draw.integer(2, 99), 3**35]
    )
    shape = list(draw.shape(0, 5))
    if shape and draw.chance(0.2):
        shape[draw.place(len(shape))] = 10**15 + 1
    name = draw.choice(DTYPES)
    dtype = name if draw.chance(0.5) else getattr(np, name)
    return {"batch_size": batch_size, "shape": tuple(shape), "dtype": dtype}


EXERCISE = Exercise(
    id="images.batch-bytes",
    title="Bytes of a batch",
    goal="Write `batch_bytes(batch_size, shape, dtype)`, which returns how many bytes the "
    "numbers of a batch take. It works this out without making the batch, so it can be asked "
    "about batches that would not fit into memory.",
    predict="32 digits of shape `(8, 8)` in float32: more or less than ten thousand bytes?",
    minutes=3,
    difficulty=1,
    solution=batch_bytes,
    hints=[
        "Bytes = samples × numbers in a sample × bytes of a number.",
        "`math.prod(shape)` multiplies the sizes of all axes. Of `()` it is 1: a label is "
        "one number.",
        "`np.dtype(dtype).itemsize` is the number of bytes, for a name as well as for a type.",
    ],
    cases=[
        Case(
            'batch_bytes(1, (8, 8), "uint8")',
            "64",
            why="One image of 64 numbers, one byte each.",
        ),
        Case(
            'batch_bytes(10, (2, 3), "uint8")',
            "60",
            why="Ten samples of 2 × 3 numbers, one byte each.",
        ),
        Case(
            "batch_bytes(8, (28, 28), np.float32)",
            "25088",
            why="8 × 28 × 28 numbers, four bytes each.",
        ),
        Case(
            'batch_bytes(32, (), "int64")',
            "256",
            why="A label has no axes: it is one number, and 32 of them are 32 numbers.",
        ),
        Case(
            '[batch_bytes(3, (2,), name) for name in ["float16", "bool"]]',
            "[12, 6]",
            why="A float16 takes two bytes, a bool takes one. `np.dtype` knows this for all "
            "types, a list of your own only for some.",
        ),
        Case(
            'batch_bytes(10**15, (224, 224, 3), "float32")',
            "602112000000000000000",
            why="All three axes count, and the batch is only worked out, never made. So many bytes "
            "are more than NumPy's int64 can count; Python's own integers have no limit.",
        ),
    ],
    examples=[
        Examples(
            batch,
            ["batch_bytes(batch_size, shape, dtype)"],
            why="Samples, times the size of each axis, times the bytes of one number: an integer, "
            "exact however large it is.",
        )
    ],
    mistakes=[
        Mistake(
            ("batch_size * math", "math"),
            "That is one sample. A batch has `batch_size` of them.",
        ),
        Mistake(
            (" * np.dtype(dtype).itemsize", ""),
            "You count numbers, not bytes. How many bytes has one number of this dtype?",
        ),
        Mistake(
            (".itemsize", ".itemsize * 8"),
            "You count bits. Eight bits are one byte, and `itemsize` is in bytes already.",
        ),
        Mistake(
            ("math.prod(shape)", "sum(shape)"),
            "You add the sizes of the axes. An 8×8 image has 8 times 8 numbers, not 8 plus 8.",
        ),
        Mistake(
            ("np.dtype(dtype).itemsize", "8"),
            "You always count eight bytes a number. That is float64: other dtypes take less.",
        ),
        Mistake(
            ("np.dtype(dtype).itemsize", "4"),
            "You always count four bytes a number. That is float32: look at the dtype.",
        ),
        Mistake(
            ("math.prod(shape)", "shape[0] * shape[1]"),
            "You count two axes. A colour image has a third one, and a label has none.",
        ),
        Mistake(
            ("np.dtype(dtype).itemsize", "dtype.itemsize"),
            'The dtype may be a name, such as "uint8", and a name has no `itemsize`. '
            "`np.dtype(...)` makes a dtype of either.",
        ),
        Mistake(
            ("math.prod(shape)", "np.prod(shape)"),
            "`np.prod` of an empty shape is the float 1.0, and bytes are counted in "
            "integers. `math.prod(())` is the integer 1.",
        ),
        Mistake(
            (
                "batch_size * math.prod(shape) * np.dtype(dtype).itemsize",
                "np.zeros((batch_size, *shape), dtype).nbytes",
            ),
            "You make the batch to measure it. A large one does not fit into memory: multiply "
            "instead.",
        ),
        Mistake(
            (
                "batch_size * math.prod(shape) * np.dtype(dtype).itemsize",
                "int(np.prod((batch_size, *shape, np.dtype(dtype).itemsize)))",
            ),
            "NumPy's integers have 64 bits, and start again from below when these are used up, "
            "without a word. Python's integers have no limit: `math.prod` works with those.",
        ),
        Mistake(
            (
                "np.dtype(dtype).itemsize",
                '{"uint8": 1, "float32": 4, np.float32: 4, "float64": 8, "int64": 8}[dtype]',
            ),
            "Your list of types has gaps. `np.dtype(dtype).itemsize` knows all of them.",
        ),
        Mistake(
            ("np.dtype(dtype).itemsize", "np.dtype(dtype).itemsize / 1"),
            "Bytes are counted: return an integer. A division with `/` makes a float.",
        ),
    ],
)
