"""Exercise batching.index-chunks: Indices in chunks."""

import numpy as np

from tinydata.course.exercise import Case, Examples, Exercise, Mistake


def index_chunks(indices, batch_size):
    """Yield `indices` in chunks, in their order. The last chunk may be shorter.

    Parameters
    ----------
    indices : list, range or array of N integers
    batch_size : int
        How many indices make a chunk: 1 or more.
    """
    for start in range(0, len(indices), batch_size):
        yield indices[start : start + batch_size]


class CountedList(list):
    """A list that counts how often square brackets were put behind it."""

    asked = 0

    def __getitem__(self, index):
        self.asked += 1
        return super().__getitem__(index)


def indices_and_size(draw):
    """Indices of every kind, in no order and some twice, and chunks shorter and longer than all."""
    n = draw.size()
    indices = draw.container(draw.integers(n, 0, 999))
    if draw.chance(0.25):
        indices = range(7, 7 + n)
    batch_size = draw.choice([int, np.int64])(draw.choice([1, draw.size(1, 10), n + 1]))
    return {"indices": indices, "batch_size": batch_size}


CHUNK = "yield indices[start : start + batch_size]"

EXERCISE = Exercise(
    id="batching.index-chunks",
    title="Indices in chunks",
    goal="Write the generator function `index_chunks(indices, batch_size)`. It yields the "
    "first `batch_size` indices, then the next ones, until all were handed out. The last chunk "
    "holds what is left: it may be shorter, but it is never empty. A chunk may be a slice of "
    "`indices`, or a list, tuple or array of them.",
    predict="5 indices in chunks of 2: how many chunks, and how long is the last? And 6 "
    "indices in chunks of 2?",
    minutes=4,
    difficulty=1,
    solution=index_chunks,
    given=lambda: {"CountedList": CountedList},
    hints=[
        "At which positions does a chunk begin? With chunks of 2: at 0, 2, 4 and so "
        "on. `range` takes a step as its third argument.",
        "The chunk that begins at `start` is the slice `indices[start : start + batch_size]`. "
        "A slice that reaches beyond the end is cut off there, so the last chunk needs no "
        "extra care.",
        "Two lines: `for start in range(0, len(indices), batch_size):` and, in the loop, the "
        "slice behind `yield`.",
    ],
    cases=[
        Case(
            "[list(chunk) for chunk in index_chunks([0, 1, 2, 3], 2)]",
            "[[0, 1], [2, 3]]",
            why="Each chunk should hold the next `batch_size` indices.",
        ),
        Case(
            "[list(chunk) for chunk in index_chunks(range(5), 2)]",
            "[[0, 1], [2, 3], [4]]",
            why="What is left at the end is a chunk too, a shorter one.",
        ),
        Case(
            """
            indices = [7, 2, 9, 4, 0]
            [list(chunk) for chunk in index_chunks(indices, 2)]
            """,
            "[[7, 2], [9, 4], [0]]",
            why="The chunks should hold the indices that were given, in their order.",
        ),
        Case(
            "[list(chunk) for chunk in index_chunks(range(3), 5)]",
            "[[0, 1, 2]]",
            why="With fewer indices than `batch_size` there is one chunk, a shorter one.",
        ),
        Case(
            "[list(chunk) for chunk in index_chunks(np.array([3, 1, 2]), 2)]",
            "[[3, 1], [2]]",
            why="The indices may come as an array. A chunk of one index is a chunk as well.",
        ),
        Case(
            "[list(chunk) for chunk in index_chunks([], 4)]",
            "[]",
            why="No indices, no chunks.",
        ),
        Case(
            "list(next(index_chunks(range(5), 2)))",
            "[0, 1]",
            why="`next` should give the first chunk. A generator function has a `yield`.",
        ),
        Case(
            """
            indices = CountedList(range(100))
            chunk = next(index_chunks(indices, 2))
            indices.asked < 10
            """,
            "True",
            why="A chunk should be made when it is asked for, and not all of them at once.",
        ),
    ],
    examples=[
        Examples(
            indices_and_size,
            [
                "[list(chunk) for chunk in index_chunks(indices, batch_size)]",
                "[list(chunk) for chunk in list(index_chunks(indices, batch_size))]",
                "[len(chunk) for chunk in index_chunks(indices, batch_size)]",
            ],
            number=60,
        ),
        Examples(
            indices_and_size,
            ["[list(chunk) for chunk in chunks]", "[*next(chunks, [])]"],
            make="chunks = index_chunks(indices, batch_size)",
            number=60,
        ),
    ],
    mistakes=[
        Mistake(
            (
                "range(0, len(indices), batch_size)",
                "range(0, len(indices) - 1, batch_size)",
            ),
            "You stop one index too early: a last chunk of one index is missing. `range` "
            "leaves out its end already.",
        ),
        Mistake(
            (
                "range(0, len(indices), batch_size)",
                "range(0, len(indices) - batch_size + 1, batch_size)",
            ),
            "The last chunk is missing where it is shorter. Its samples would never be seen.",
        ),
        Mistake(
            (
                "range(0, len(indices), batch_size)",
                "range(0, len(indices) + 1, batch_size)",
            ),
            "Where nothing is left over, you yield an empty chunk at the end. A batch cannot "
            "be made of no samples.",
        ),
        Mistake(
            ("range(0, len(indices), batch_size)", "range(len(indices))"),
            "Your chunks overlap, since each begins one index after the last one. Go on in "
            "steps of `batch_size`.",
        ),
        Mistake(
            (CHUNK, "yield indices[start:batch_size]"),
            "The end of your slice stays at `batch_size`. A slice goes from one position to "
            "another: the second one moves along with `start`.",
        ),
        Mistake(
            (CHUNK, "yield list(range(start, min(start + batch_size, len(indices))))"),
            "You yield positions, 0 and 1 and so on, and not the indices that lie there. It is "
            "the same until the indices come in another order.",
        ),
        Mistake(
            (CHUNK, "yield list(range(start, start + batch_size))"),
            "You count on, whatever `indices` holds, and beyond its end. Cut the chunk out of "
            "`indices` with a slice.",
        ),
        Mistake(
            (CHUNK, "yield indices[start]"),
            "You yield a single index where a chunk of them is wanted. Cut out a slice.",
        ),
        Mistake(
            (CHUNK, "return indices[start : start + batch_size]"),
            "`return` ends the function at the first chunk. `yield` hands a chunk over and "
            "goes on from there.",
        ),
        Mistake(
            """
            def index_chunks(indices, batch_size):
                starts = range(0, len(indices), batch_size)
                return [indices[start : start + batch_size] for start in starts]
            """,
            "You make all chunks and return them in a list. A generator function hands them "
            "over one at a time: put `yield` into a loop.",
        ),
        Mistake(
            """
            def index_chunks(indices, batch_size):
                chunk = []
                for index in indices:
                    chunk.append(index)
                    if len(chunk) == batch_size:
                        yield chunk
                        chunk.clear()
                if chunk:
                    yield chunk
            """,
            "You hand over the same list again and again, and `clear` empties it for those who "
            "have it already. Begin a new list: `chunk = []`.",
        ),
        Mistake(
            """
            def index_chunks(indices, batch_size):
                start = 0
                while indices[start : start + batch_size]:
                    yield indices[start : start + batch_size]
                    start += batch_size
            """,
            "You ask whether a chunk is true. A list is, unless it is empty, but an array of "
            "several numbers is neither. Compare `start` with `len(indices)`.",
        ),
        Mistake(
            """
            def index_chunks(indices, batch_size):
                for start in range(batch_size):
                    yield indices[start::batch_size]
            """,
            "You deal the indices out like cards: every chunk gets each `batch_size`-th index. "
            "A chunk holds indices that follow one another.",
        ),
        Mistake(
            """
            def index_chunks(indices, batch_size):
                yield from np.array_split(indices, batch_size)
            """,
            "You make as many chunks as `batch_size` says. It says how long a chunk is.",
        ),
        Mistake(
            """
            def index_chunks(indices, batch_size):
                if len(indices):
                    yield from np.array_split(indices, -(-len(indices) // batch_size))
            """,
            "The number of chunks is right, but `array_split` makes them about equally long. "
            "All should be full, except for the last.",
        ),
    ],
)
