"""Exercise streams.buffer: A shuffle buffer."""

import numpy as np

from tinydata.course.checker.chance import about, all_alike
from tinydata.course.exercise import Case, Examples, Exercise, Mistake
from tinydata.course.exercises.lesson_11_streams.fixtures import Stream
from tinydata.stream import IterableDataset


class ShuffleBuffer(IterableDataset):
    """The samples of a stream in a random order, as far as a buffer can mix them.

    Parameters
    ----------
    source : anything that a loop can go over, once for each epoch
    buffer_size : int
        At most so many samples are held back at a time. With 1, the order stays.
    generator : None, int or numpy.random.Generator
        Draws which of them comes next.
    """

    def __init__(self, source, buffer_size, generator=None):
        self.source = source
        self.buffer_size = buffer_size
        self.generator = np.random.default_rng(generator)

    def __iter__(self):
        """Fill the buffer; for each new sample, hand out one of it at random.

        The new sample takes its place.

        When the source has ended, hand out the rest in random order.
        """
        buffer = []
        for sample in self.source:
            if len(buffer) < self.buffer_size:
                buffer.append(sample)
            else:
                place = self.generator.integers(self.buffer_size)
                yield buffer[place]
                buffer[place] = sample
        self.generator.shuffle(buffer)
        yield from buffer


def stream_and_size(draw):
    """So many samples, of any kind, and a buffer of one, of all, or of something between."""
    n = draw.size()
    samples = [(i, draw.choice([None, 0, "a", 0.5])) for i in range(n)]
    sizes = [1, n or 1, n + 1, draw.integer(1, max(n, 1)), draw.integer(1, 9)]
    size = draw.choice(sizes)
    return {
        "source": draw.choice([Stream, list])(samples),
        "buffer_size": size,
        "seed": draw.choice([0, draw.integer(1, 99)]),
    }


def mixed_within_the_buffer(passes, inputs):
    """Whether each pass has each sample once, and none earlier than the buffer allows."""
    size = inputs["buffer_size"]
    samples = list(getattr(inputs["source"], "samples", inputs["source"]))
    place = {sample: i for i, sample in enumerate(samples)}
    for one in passes:
        if not all(sample in place for sample in one) or sorted(
            map(place.get, one)
        ) != list(range(len(samples))):
            return f"Each of the {len(samples):,} samples should come once, and nothing else."
        early = max((place[sample] - i for i, sample in enumerate(one)), default=0)
        if early >= size:
            return (
                f"A sample came {early} places early. With {size} in the buffer, it can be at "
                f"most {size - 1}."
            )
    return True


def a_few(draw):
    """Few samples, so that each comes to each place often; a buffer smaller, equal or larger."""
    return {
        "n": 6,
        "buffer_size": draw.choice([2, 3, 6, 9]),
        "seed": draw.integer(0, 999),
    }


def as_likely_as_the_buffer_allows(orders, inputs):
    """Whether the first and the last place have all samples that can come there equally often."""
    n, size = inputs["n"], min(inputs["buffer_size"], inputs["n"])
    if any(sorted(order) != list(range(n)) for order in orders):
        return f"Each of the {n} samples should come once, and nothing else."
    orders = np.array(orders)
    first = np.bincount(orders[:, 0], minlength=n)
    if not all_alike([first[:size]]):
        return (
            "Each sample that is in the buffer should be equally likely to come first."
        )
    if 2 * size <= n:
        late = np.count_nonzero(np.argmin(orders, axis=1) >= size)
        if not about(late, len(orders), (1 - 1 / size) ** size):
            return "A sample should stay in the buffer as long as it is not drawn."
    if size == n:  # the buffer holds all, so that any order can come
        between = (np.argmin(orders, axis=1) - np.argmax(orders, axis=1)) % n
        if not all_alike([np.bincount(between, minlength=n)[1:]]):
            return "What is left should be mixed, not only begin at another place."
    last = np.array([np.flatnonzero(order == n - 1)[0] for order in orders])
    if not all_alike([np.bincount(last, minlength=n)[n - size :]]):
        return (
            "When the source has ended, the samples that are left should come in any order, "
            "each equally likely."
        )
    return True


def letters():
    return {"Stream": Stream}


FILL = """
            if len(buffer) < self.buffer_size:
                buffer.append(sample)
            else:
                place = self.generator.integers(self.buffer_size)
                yield buffer[place]
                buffer[place] = sample
"""
PLACE = "place = self.generator.integers(self.buffer_size)"
REST = "self.generator.shuffle(buffer)"

EXERCISE = Exercise(
    id="streams.buffer",
    title="A shuffle buffer",
    goal="Write `__iter__` of `ShuffleBuffer`. It keeps `buffer_size` samples. For each new "
    "sample of the source it hands out one of those at random, and the new one takes its place. "
    "When the source has ended, it hands out the rest in random order. Draw from "
    "`self.generator`, and read the source only as far as you have to.",
    predict="With a buffer of 10: which sample can be the first to come out? Which the last?",
    minutes=7,
    difficulty=2,
    solution=ShuffleBuffer,
    write=["__iter__"],
    given=letters,
    hints=[
        "Begin with an empty list, and loop over the source. As long as the list is shorter than "
        "`buffer_size`, append.",
        "Otherwise draw a place, `self.generator.integers(self.buffer_size)`. `yield` what is "
        "there, then put the new sample there.",
        "Behind the loop: `self.generator.shuffle(buffer)` mixes what is left, and "
        "`yield from buffer` hands it out.",
    ],
    cases=[
        Case(
            'list(ShuffleBuffer("abcde", 1, generator=0))',
            "['a', 'b', 'c', 'd', 'e']",
            why="A buffer of one has nothing to choose from: the order stays.",
        ),
        Case(
            'sorted(ShuffleBuffer("abcde", 3, generator=0))',
            "['a', 'b', 'c', 'd', 'e']",
            why="Each sample should come once: none twice, and none left in the buffer at the end.",
        ),
        Case(
            'sorted(ShuffleBuffer("abc", 10, generator=0))',
            "['a', 'b', 'c']",
            why="The source may end before the buffer is full.",
        ),
        Case(
            'sorted(ShuffleBuffer("abab", 3, generator=0))',
            "['a', 'a', 'b', 'b']",
            why="Samples may be equal, and each should come out.",
        ),
        Case(
            "list(ShuffleBuffer([0, None, 1], 1, generator=0))",
            "[0, None, 1]",
            why="A sample may be anything, `None` as well. It is not the end.",
        ),
        Case(
            """
            mixed = ShuffleBuffer("abcdefgh", 3, generator=0)
            first = next(iter(mixed))
            sorted(mixed)
            """,
            "list('abcdefgh')",
            why="A loop that was left after its first sample has nothing to do with the next one: "
            "each epoch begins with an empty buffer.",
        ),
        Case(
            """
            source = Stream(range(1000))
            samples = iter(ShuffleBuffer(source, 10, generator=0))
            for _ in range(20):
                next(samples)
            source.reads <= 10 + 20
            """,
            "True",
            why="The source has a thousand samples, and twenty were asked for. Ten may wait in "
            "the buffer; the others should not have been read yet.",
        ),
        Case(
            """
            mixed = ShuffleBuffer(range(100), 50, generator=0)
            [list(mixed) == list(range(100)), list(mixed) == list(mixed)]
            """,
            "[False, False]",
            why="A buffer of fifty mixes, and the second epoch has another order than the first.",
        ),
        Case(
            "len({next(iter(ShuffleBuffer(range(40), 4, generator=k))) for k in range(99)})",
            "4",
            why="Each of the four samples in the buffer should come first for some of 99 seeds.",
        ),
        Case(
            """
            passes = [list(ShuffleBuffer(range(40), 4, generator=seed)) for seed in range(150)]
            max(samples.index(0) for samples in passes) > 7
            """,
            "True",
            why="A sample should stay in the buffer as long as it is not drawn. For some of 150 "
            "seeds the first one should stay for eight draws and more.",
        ),
        Case(
            """
            one, two = (ShuffleBuffer(range(100), 50, generator=7) for _ in range(2))
            [list(one) == list(two), list(one) == list(two)]
            """,
            "[True, True]",
            why="With the same seed, two buffers should give the same epochs. Draw from "
            "`self.generator`, and make no other.",
        ),
    ],
    examples=[
        Examples(
            stream_and_size,
            ["[list(mixed) for _ in 'ab']"],
            make="mixed = ShuffleBuffer(source, buffer_size, generator=seed)",
            right=mixed_within_the_buffer,
            why="Each pass has each sample once, and none comes earlier than the buffer allows.",
            number=95,
        ),
        Examples(
            a_few,
            [
                "[list(ShuffleBuffer(range(n), buffer_size, generator)) for _ in range(600)]"
            ],
            make="generator = np.random.default_rng(seed)",
            right=as_likely_as_the_buffer_allows,
            in_a_row=False,
            number=5,
        ),
    ],
    mistakes=[
        Mistake(
            (REST + "\n", "\n"),
            "What is left at the end comes in the order in which it lies in the buffer. Shuffle "
            "it first.",
        ),
        Mistake(
            ("yield from buffer", "pass"),
            "What is in the buffer when the source ends never comes out. Hand it out, too.",
        ),
        Mistake(
            (PLACE, "place = 0"),
            "You always hand out the first one, and the order stays as it is. Draw the place.",
        ),
        Mistake(
            (PLACE, "place = self.generator.integers(self.buffer_size - 1)"),
            "`integers(k)` draws from 0 to k − 1 already, so the last place is never drawn.",
        ),
        Mistake(
            (PLACE, "place = np.random.randint(self.buffer_size)"),
            "You draw from the random state that all code shares. Draw from `self.generator`.",
        ),
        Mistake(
            ("buffer = []", "buffer, self.generator = [], np.random.default_rng(0)"),
            "You make a generator anew in each epoch, and every epoch has the same order.",
        ),
        Mistake(
            (
                """
        buffer = []
        for sample in self.source:
                """,
                """
        buffer = []
        for sample in list(self.source):
                """,
            ),
            "You read the whole source before the first sample goes out. It may not fit into "
            "memory: that is what the buffer is for.",
        ),
        Mistake(
            (
                """
                yield buffer[place]
                buffer[place] = sample
                """,
                """
                yield buffer[place]
                buffer.append(sample)
                """,
            ),
            "The sample that was handed out stays in the buffer, and may come again. The new one "
            "should take its place.",
        ),
        Mistake(
            (
                FILL,
                """
            buffer.append(sample)
            if len(buffer) == self.buffer_size:
                self.generator.shuffle(buffer)
                yield from buffer
                buffer = []
                """,
            ),
            "You shuffle one block after the other. A sample then stays in its block; in a buffer "
            "a new one takes the place of each that goes, so that it may come much later.",
        ),
    ],
)
