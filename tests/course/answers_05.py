"""Right answers to the exercises of lesson 5, other than the solutions."""

import copy
from itertools import islice

import numpy as np

import tinydata
from tinydata.arguments import positive_int, true_or_false
from tinydata.course.exercises.lesson_04_batching.collate import collate
from tinydata.course.exercises.lesson_04_batching.index_chunks import index_chunks
from tinydata.course.exercises.lesson_05_shuffling.reproducible import RandomSampler


def permutation_by_inserting(n, generator):
    order = []
    for index in range(n):
        order.insert(generator.integers(index + 1), index)
    return order


def permutation_by_drawing_from_a_bag(n, generator):
    bag = list(range(n))
    order = []
    while bag:
        order.append(bag.pop(generator.integers(len(bag))))
    return order


def permutation_from_the_front(n, generator):
    order = np.arange(n)
    for i in range(n):
        j = int(generator.integers(i, n))
        order[[i, j]] = order[[j, i]]
    return order


def permutation_by_random_keys(n, generator):
    return np.argsort(generator.random(n))


def permutation_down_to_place_0(n, generator):
    order = list(range(n))
    for i in reversed(range(n)):
        j = int(generator.integers(0, i, endpoint=True))
        first, second = order[i], order[j]
        order[i] = second
        order[j] = first
    return order


def together_by_take(images, labels, generator):
    order = np.arange(len(labels))
    generator.shuffle(order)
    return images.take(order, axis=0), labels.take(order)


def together_as_pairs(images, labels, generator):
    pairs = list(zip(images, labels, strict=True))
    order = generator.permutation(len(pairs))
    new_images, new_labels = np.empty_like(images), np.empty_like(labels)
    for place, i in enumerate(order):
        new_images[place], new_labels[place] = pairs[i]
    return new_images, new_labels


def together_on_shuffled_copies(images, labels, generator):
    """Two copies, both shuffled from the same state on."""
    new_images, new_labels = images.copy(), labels.copy()
    state = generator.bit_generator.state
    generator.shuffle(new_images)
    generator.bit_generator.state = state
    generator.shuffle(new_labels)
    return new_images, new_labels


def together_as_shuffled_pairs_that_are_stacked(images, labels, generator):
    pairs = list(zip(images, labels, strict=True))
    generator.shuffle(pairs)
    new_images, new_labels = zip(*pairs, strict=True)
    return np.stack(new_images), np.stack(new_labels)


def together_by_random_keys(images, labels, generator):
    order = generator.random(len(images)).argsort()
    return images[order].copy(), labels[order].copy()


def together_with_a_twin_generator(images, labels, generator):
    twin = copy.deepcopy(generator)
    return images[generator.permutation(len(images))], labels[twin.permutation(len(labels))]


class SamplerThatYields:
    def __init__(self, data_source, generator=None):
        self.count = len(data_source)
        if isinstance(generator, np.random.Generator):
            self.rng = generator
        else:
            self.rng = np.random.default_rng(seed=generator)

    def __iter__(self):
        yield from self.rng.permutation(self.count)

    def __len__(self):
        return self.count


class SamplerThatShufflesAList:
    def __init__(self, data_source, generator=None):
        self.source = data_source
        self.generator = np.random.default_rng(generator)

    def __iter__(self):
        order = list(range(len(self.source)))
        self.generator.shuffle(order)
        position = 0
        while position < len(order):
            yield order[position]
            position += 1

    def __len__(self):
        return len(self.source)


class SamplerWithTheLearnersPermutation:
    def __init__(self, data_source, generator=None):
        self.data_source = data_source
        self.generator = np.random.default_rng(generator)

    def __iter__(self):
        return iter(permutation_from_the_front(len(self.data_source), self.generator))

    def __len__(self):
        return len(self.data_source)


class SamplerThatPopsFromAList:
    def __init__(self, data_source, generator=None):
        self.data_source, self.generator = data_source, np.random.default_rng(generator)

    def __iter__(self):
        keys = self.generator.random(len(self))
        left = sorted(range(len(self)), key=keys.tolist().__getitem__)
        while left:
            yield left.pop()

    def __len__(self):
        return len(self.data_source)


class LoaderThatDrawsWhenIterCalls:
    """The order is drawn by `iter`, and not by the first `next`."""

    def __init__(
        self, dataset, batch_size=1, shuffle=False, sampler=None, *, drop_last=False, generator=None
    ):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)
        if sampler is None:
            sampler = RandomSampler(dataset, generator) if shuffle else None
        elif shuffle:
            raise ValueError("either shuffle or a sampler")
        self.sampler = sampler

    def order(self):
        return range(len(self.dataset)) if self.sampler is None else self.sampler

    def __len__(self):
        full, left = divmod(len(self.order()), self.batch_size)
        return full + (left > 0 and not self.drop_last)

    def __iter__(self):
        order = [*self.order()]
        chunks = index_chunks(order[: len(self) * self.batch_size], self.batch_size)
        return map(self.load, chunks)

    def load(self, chunk):
        return collate([self.dataset[i] for i in chunk])


class LoaderThatTakesIndicesOneByOne:
    """It never holds a list of the whole order."""

    def __init__(
        self, dataset, batch_size=1, shuffle=False, sampler=None, *, drop_last=False, generator=None
    ):
        if shuffle and sampler is not None:
            raise ValueError("sampler, or shuffle?")
        if shuffle:
            sampler = RandomSampler(dataset, generator=generator)
        elif sampler is None:
            sampler = tinydata.SequentialSampler(dataset)
        self.dataset, self.sampler = dataset, sampler
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)

    def __len__(self):
        n = len(self.sampler)
        if not self.drop_last:
            n += self.batch_size - 1
        return n // self.batch_size

    def __iter__(self):
        indices = iter(self.sampler)
        while chunk := list(islice(indices, self.batch_size)):
            if len(chunk) < self.batch_size and self.drop_last:
                return
            yield collate([self.dataset[i] for i in chunk])


class LoaderAroundABatchSampler:
    def __init__(
        self, dataset, batch_size=1, shuffle=False, sampler=None, *, drop_last=False, generator=None
    ):
        match sampler, bool(shuffle):
            case None, False:
                sampler = tinydata.SequentialSampler(dataset)
            case None, True:
                sampler = tinydata.RandomSampler(dataset, generator)
            case _, True:
                raise ValueError("sampler goes without shuffle")
        self.dataset = dataset
        self.batches = tinydata.BatchSampler(sampler, batch_size, drop_last)

    def __len__(self):
        return len(self.batches)

    def __iter__(self):
        for group in self.batches:
            yield collate([self.dataset[int(i)] for i in group])


class LoaderThatDrawsByItself:
    """Without a RandomSampler, and with an array of indices."""

    def __init__(
        self, dataset, batch_size=1, shuffle=False, sampler=None, *, drop_last=False, generator=None
    ):
        self.dataset = dataset
        self.batch_size = positive_int("batch_size", batch_size)
        self.drop_last = true_or_false("drop_last", drop_last)
        self.shuffle, self.sampler = shuffle, sampler
        self.generator = np.random.default_rng(generator)
        if self.shuffle and self.sampler is not None:
            raise ValueError("sampler and shuffle=True cannot go together")

    def __len__(self):
        count = len(self.dataset if self.sampler is None else self.sampler)
        batches = count / self.batch_size
        return int(np.floor(batches) if self.drop_last else np.ceil(batches))

    def __iter__(self):
        if self.sampler is not None:
            order = np.fromiter(self.sampler, int)
        elif self.shuffle:
            order = self.generator.permutation(len(self.dataset))
        else:
            order = np.arange(len(self.dataset))
        size = self.batch_size
        for start in range(0, len(self) * size, size):
            yield collate([self.dataset[int(i)] for i in order[start : start + size]])


RIGHT = {
    "shuffling.permutation": [
        permutation_by_inserting,
        permutation_by_drawing_from_a_bag,
        permutation_from_the_front,
        permutation_by_random_keys,
        permutation_down_to_place_0,
    ],
    "shuffling.misaligned": [
        together_by_take,
        together_as_pairs,
        together_on_shuffled_copies,
        together_by_random_keys,
        together_as_shuffled_pairs_that_are_stacked,
        together_with_a_twin_generator,
    ],
    "shuffling.reproducible": [
        SamplerThatYields,
        SamplerThatShufflesAList,
        SamplerWithTheLearnersPermutation,
        SamplerThatPopsFromAList,
    ],
    "shuffling.loader": [
        LoaderThatDrawsWhenIterCalls,
        LoaderThatTakesIndicesOneByOne,
        LoaderAroundABatchSampler,
        LoaderThatDrawsByItself,
    ],
}
EQUIVALENT = {}
UNCAUGHT = {
    "shuffling.misaligned": {
        f"inputs: {name} is never empty": "pairs of nothing cannot be stacked, rightly so"
        for name in ["images", "labels"]
    },
}
ORDER = "indices = list(self.sampler)[: len(self) * self.batch_size]"
WRONG = {
    "shuffling.permutation": [
        (
            ("generator.integers(last + 1)", "int(generator.integers(256)) % (last + 1)"),
            "indices are not mixed",
        ),
        (
            ("for last in range(n - 1, 0, -1)", "for last in range(n - 1, max(0, n - 101), -1)"),
            "indices are not mixed",
        ),
        (("return order", "return np.array(order).astype(np.uint16)"), "which ends at 65,535"),
        (("return order", "return tuple(order)"), "neither a list nor an array"),
        (
            ("range(n - 1, 0, -1)", "range(n - 1 if n < 100 else n - 2, 0, -1)"),
            "some indices come too often to some of the places",
        ),
        (
            (
                "order = list(range(n))",
                "order = permutation.__dict__.setdefault(n, list(range(n)))",
            ),
            "Two generators with the same seed should give the same order.",
        ),
    ],
    "shuffling.misaligned": [
        (
            ("return images[order], labels[order]", "return [images[order], labels[order]]"),
            "expected a tuple",
        ),
        (("labels[order]", "labels[order].astype(np.int64)"), "samples of any shape and dtype"),
        (
            (
                "order = generator.permutation(len(images))",
                """
                if len(images) < 2:
                    return images[:], labels[:]
                order = generator.permutation(len(images))
                """,
            ),
            "share memory with `images`",
        ),
        (
            (
                "order = generator.permutation(len(images))",
                """
                order = np.arange(len(images))
                for i in range(len(order)):
                    j = generator.integers(len(order))
                    order[[i, j]] = order[[j, i]]
                """,
            ),
            "some indices come too often to some of the places",
        ),
    ],
    "shuffling.reproducible": [
        (
            (
                "self.generator = np.random.default_rng(generator)",
                """
                seed = generator % 2 if isinstance(generator, int) else generator
                self.generator = np.random.default_rng(seed)
                """,
            ),
            "Another seed should give another order.",
        ),
        (
            (
                "self.generator = np.random.default_rng(generator)",
                """
                if isinstance(generator, np.random.Generator):
                    generator = generator.integers(2**31)
                self.generator = np.random.default_rng(generator)
                """,
            ),
            "A Generator is used as it is",
        ),
        (
            ("generator=None", "generator=np.random.default_rng()"),
            "Where nothing is said, `generator` should be None",
        ),
        ((".tolist()", ".astype(np.uint16).tolist()"), "expected 70000"),
        (
            [
                ("self.data_source = data_source", "RandomSampler.data_source = data_source"),
                ("len(self.data_source)).tolist()", "len(RandomSampler.data_source)).tolist()"),
            ],
            "should come once",
        ),
    ],
    "shuffling.loader": [
        (("len(self.sampler)", "len(list(self.sampler))"), "ask the sampler for its order once"),
        (("self.sampler = sampler", "DataLoader.sampler = sampler"), "the same seed"),
        (
            (
                ORDER,
                """
                order = list(self.sampler)
                end = len(order) - self.drop_last * (len(self.dataset) % self.batch_size)
                indices = order[:end]
                """,
            ),
            "The length differs",
        ),
        (
            (
                "RandomSampler(dataset, generator)",
                "RandomSampler(dataset, np.random.default_rng(generator).integers(2**31))",
            ),
            "A Generator is used as it is",
        ),
        (
            (ORDER, ORDER.replace("list(", "list(dict.fromkeys(", 1).replace(")", "))", 1)),
            "differs",
        ),
        (
            (ORDER, ORDER.replace("list(self.sampler)", "np.array(list(self.sampler), np.uint8)")),
            "OverflowError",
        ),
        (
            (
                ORDER,
                """
                indices = self.sampler if isinstance(self.sampler, list) else list(self.sampler)
                del indices[len(self) * self.batch_size :]
                """,
            ),
            "Your code changed `sampler` in place.",
        ),
        (
            [
                ("self.sampler = sampler", "self.sampler, self.count = sampler, len(sampler)"),
                ("count = len(self.sampler)", "count = self.count"),
            ],
            "The length differs",
        ),
    ],
}
