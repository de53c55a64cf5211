"""Transforms: one image and a batch alike, inputs untouched, every window as likely as another."""

import random
import re

import numpy as np
import pytest
from comparison import assert_same
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tinydata import (
    Compose,
    DataLoader,
    RandomCrop,
    RandomHorizontalFlip,
    TensorDataset,
    Transform,
)
from tinydata.transforms import PIECE, as_transform, transform_batch

DTYPES = ["u1", "i8", "f4", "f8", "?", "c8", "f2"]

batches = hnp.arrays(
    st.sampled_from([np.uint8, np.int64, np.float32, np.bool_, np.complex64]),
    hnp.array_shapes(min_dims=3, max_dims=4, min_side=1, max_side=5),
)
seeds = st.integers(0, 2**32)


def numbered(*shape, dtype=np.int64):
    """An array in which no two pixels are equal, and none is zero."""
    return np.arange(1, np.prod(shape) + 1).reshape(shape).astype(dtype)


def invert(image):
    return 16 - image


def write(image):
    image[:] = 0
    return image


def rows(transform, count, seed=0):
    """A row of random numbers for each image, as a loader draws them."""
    return np.random.default_rng(seed).random((count, transform.numbers_per_image))


def augmentations():
    return [
        RandomHorizontalFlip(generator=0),
        RandomCrop((3, 4), padding=2, generator=1),
        RandomCrop(2, generator=3),
        Compose([RandomHorizontalFlip(generator=0), RandomCrop(4, padding=1, generator=1), invert]),
        Compose([RandomCrop(4, 1, 0), Compose([invert, RandomHorizontalFlip(0.3, 1)])]),
        as_transform(invert),
        as_transform(write),
        Compose([]),
    ]


@pytest.mark.parametrize("shape", [(6, 4, 4), (6, 3, 4, 5), (6, 2, 3, 4, 4)])
@pytest.mark.parametrize("dtype", DTYPES[:4])
@pytest.mark.parametrize("which", range(8))
def test_one_by_one_and_batch_are_equal_for_equal_seeds(which, dtype, shape):
    images = numbered(*shape, dtype=dtype)
    one_by_one, batch = augmentations()[which], augmentations()[which]
    expected = np.array([one_by_one(image) for image in images])
    assert_same(batch.batch(images), expected)


@given(batches, seeds)
@settings(max_examples=40)
def test_one_by_one_and_batch_are_equal_for_equal_numbers(images, seed):
    for transform in (
        RandomHorizontalFlip(),
        RandomCrop((1, 1)),
        RandomCrop(2, padding=1),
        Compose([RandomHorizontalFlip(), RandomCrop(1, padding=1), RandomCrop(1)]),
    ):
        numbers = rows(transform, len(images), seed)
        one_by_one = [transform.apply(*pair) for pair in zip(images, numbers, strict=True)]
        assert_same(transform.apply_batch(images, numbers), np.array(one_by_one))


@pytest.mark.parametrize("which", range(8))
def test_inputs_are_never_modified_and_results_never_alias(which):
    transform = augmentations()[which]
    images = numbered(20, 4, 4)
    before = images.copy()
    images.flags.writeable = True
    for image in images:
        result = transform(image)
        assert not np.shares_memory(result, images)
        result[...] = -1
    result = transform.batch(images)
    assert not np.shares_memory(result, images)
    result[...] = -1
    assert_same(images, before)


@pytest.mark.parametrize("which", range(8))
def test_read_only_and_strided_inputs_are_fine(which):
    images = np.asfortranarray(numbered(6, 8, 8))[:, ::-2, ::2]
    images.flags.writeable = False
    one, other = augmentations()[which], augmentations()[which]
    assert_same(one.batch(images), other.batch(np.ascontiguousarray(images)))


@pytest.mark.parametrize("dtype", DTYPES)
def test_dtypes_stay(dtype):
    images = numbered(3, 4, 4).astype(dtype)
    for transform in augmentations()[:3]:
        assert transform(images[0]).dtype == dtype
        assert transform.batch(images).dtype == dtype


@given(batches)
def test_flipping_twice_is_the_identity(images):
    flip = RandomHorizontalFlip(p=1)
    assert_same(flip.batch(flip.batch(images)), images)
    assert_same(flip(flip(images[0])), images[0])
    assert_same(flip.batch(images), images[..., ::-1].copy())
    assert_same(RandomHorizontalFlip(p=0).batch(images), images)


def test_flip_probability():
    images = np.broadcast_to(np.array([[0, 1]]), (10_000, 1, 2))
    for p in (0.1, 0.5, 0.8):
        flipped = RandomHorizontalFlip(p, generator=0).batch(images)[:, 0, 0].mean()
        assert abs(flipped - p) < 0.02  # four standard deviations of at most 0.005
    # the p an image is flipped with is strict: a draw equal to p is not below it
    half = np.full((1, 1), 0.5, np.float32)
    assert RandomHorizontalFlip(0.5).apply_batch(images[:1], half)[0, 0, 0] == 0
    assert RandomHorizontalFlip(0.5).apply(images[0], half[0])[0, 0] == 0


def test_each_image_gets_its_own_draw_and_all_channels_the_same():
    images = np.broadcast_to(numbered(1, 4, 4), (60, 3, 4, 4))
    for transform in (RandomHorizontalFlip(generator=0), RandomCrop(4, padding=2, generator=0)):
        result = transform.batch(images)
        assert np.array_equal(result[:, 0], result[:, 1])
        assert np.array_equal(result[:, 0], result[:, 2])
        assert len({image.tobytes() for image in result}) > 1
        one_by_one = np.array([transform(image) for image in images])
        assert np.array_equal(one_by_one[:, 0], one_by_one[:, 2])


def windows(image, size, padding):
    """All windows of the padded image, by upper left corner."""
    outer = [(0, 0)] * (image.ndim - 2)
    padded = np.pad(image, [*outer, (padding, padding), (padding, padding)])
    rows, columns = (padded.shape[axis] - size[axis] + 1 for axis in (-2, -1))
    return {
        (top, left): padded[..., top : top + size[0], left : left + size[1]]
        for top in range(rows)
        for left in range(columns)
    }


@given(batches, st.integers(0, 3), st.data())
def test_a_crop_is_a_window_of_the_padded_image(images, padding, data):
    size = tuple(data.draw(st.integers(1, side + 2 * padding)) for side in images.shape[-2:])
    crop = RandomCrop(size, padding, generator=data.draw(seeds))
    for image, batched in zip(images, crop.batch(images), strict=True):
        possible = {window.tobytes() for window in windows(image, size, padding).values()}
        assert batched.shape == (*image.shape[:-2], *size)
        assert batched.tobytes() in possible
        assert crop(image).tobytes() in possible


def test_numbers_stand_for_the_window_they_name():
    image = numbered(3, 5)
    crop = RandomCrop((2, 3), padding=1)
    places = (3 + 2 - 2 + 1, 5 + 2 - 3 + 1)
    for (top, left), window in windows(image, (2, 3), 1).items():
        for shift in (0, 0.99):  # the first and nearly the last number that stand for this corner
            numbers = np.array([(top + shift) / places[0], (left + shift) / places[1]])
            assert_same(crop.apply(image, numbers), window.copy())
            assert_same(crop.apply_batch(image[None], numbers[None])[0], window.copy())


@pytest.mark.parametrize("padding", [1, 2])
def test_all_offsets_occur_and_equally_often(padding):
    images = np.broadcast_to(numbered(8, 8), (10_000, 8, 8))
    names = {w.tobytes(): i for i, w in enumerate(windows(images[0], (8, 8), padding).values())}
    cells = (2 * padding + 1) ** 2
    assert len(names) == cells
    crop, batch = (RandomCrop(8, padding, generator=seed) for seed in (1, 2))
    for cropped in (batch.batch(images), [crop(image) for image in images]):
        counts = np.bincount([names[image.tobytes()] for image in cropped], minlength=cells)
        expected = len(images) / cells
        chi_square = ((counts - expected) ** 2 / expected).sum()
        # mean cells - 1, variance twice that: five standard deviations are left
        assert chi_square < cells - 1 + 5 * np.sqrt(2 * (cells - 1))


def test_the_largest_number_stays_inside():
    largest = np.nextafter(np.float32(1), np.float32(0))
    for side in range(1, 40):
        numbers = np.full((1, 2), largest, np.float32)
        image = numbered(side, side)
        crop = RandomCrop(1)
        assert crop.apply(image, numbers[0]).item() == image[-1, -1]
        assert crop.apply_batch(image[None], numbers).item() == image[-1, -1]


def test_crop_sizes():
    assert RandomCrop(3)(np.ones((5, 7))).shape == (3, 3)
    assert RandomCrop((3, 6))(np.ones((2, 5, 7))).shape == (2, 3, 6)
    assert RandomCrop((5, 7))(numbered(5, 7)).tolist() == numbered(5, 7).tolist()
    assert RandomCrop((9, 11), padding=2)(np.ones((5, 7))).sum() == 35
    assert RandomCrop(8, np.int64(1)).padding == 1


@pytest.mark.parametrize("size", [(6, 5), (5, 6), 9])
def test_a_crop_larger_than_the_padded_image_is_refused(size):
    pair = size if isinstance(size, tuple) else (size, size)
    message = f"size should fit into the padded image of (5, 5) pixels, but got {pair}"
    crop = RandomCrop(size, padding=1)
    with pytest.raises(ValueError, match=re.escape(message)):
        crop(np.ones((4, 3, 3)))
    with pytest.raises(ValueError, match=re.escape(message)):
        crop.batch(np.ones((4, 3, 3)))


def test_what_is_no_image_is_refused():
    message = re.escape("image should have shape (..., H, W), but got ")
    with pytest.raises(ValueError, match=message + r"\(5,\)"):
        RandomCrop(2)(np.ones(5))
    with pytest.raises(ValueError, match=r"image.* should have shape .*, but got \(4, 5\)"):
        RandomCrop(2).batch(np.ones((4, 5)))


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (lambda: RandomHorizontalFlip(1.1), ValueError, "p should be a number .* got 1.1"),
        (lambda: RandomHorizontalFlip(-0.1), ValueError, "p should be a number .* got -0.1"),
        (lambda: RandomHorizontalFlip(float("nan")), ValueError, "p should be .* got nan"),
        (lambda: RandomHorizontalFlip("0.5"), TypeError, "p should be a number .* got '0.5'"),
        (lambda: RandomHorizontalFlip(generator="x"), TypeError, "generator should be .* 'x'"),
        (lambda: RandomCrop(0), ValueError, "size should be a positive integer, but got 0"),
        (lambda: RandomCrop(1.5), TypeError, "size should be a positive integer, but got 1.5"),
        (lambda: RandomCrop((1, 2, 3)), ValueError, r"size should be .* got \(1, 2, 3\)"),
        (lambda: RandomCrop(8, -1), ValueError, "padding should be .* got -1"),
        (lambda: RandomCrop(8, True), TypeError, "padding should be .* got True"),
        (lambda: RandomCrop(8, generator=1.5), TypeError, "generator should be .* got 1.5"),
        (lambda: Compose([3]), TypeError, "transform should be a Transform or a function.* got 3"),
        (lambda: as_transform(None), TypeError, "transform should be .* got None"),
        (lambda: Compose([RandomCrop]), TypeError, r"got the class RandomCrop; RandomCrop\(...\)"),
    ],
)
def test_bad_arguments_are_refused(make, kind, message):
    with pytest.raises(kind, match=message):
        make()


def test_compose_applies_in_order_and_hands_each_its_own_numbers():
    images = numbered(50, 2, 4, 4)
    flip, crop = RandomHorizontalFlip(), RandomCrop(3)
    both = Compose([flip, np.negative, crop])
    assert both.numbers_per_image == 3
    numbers = rows(both, 50)
    assert numbers.shape == (50, 3)
    steps = crop.apply_batch(-flip.apply_batch(images, numbers[:, :1]), numbers[:, 1:])
    assert_same(both.apply_batch(images, numbers), steps)
    twice = Compose([lambda x: x + 1, lambda x: x * 2])
    assert twice(np.ones((1, 1))).item() == 4
    assert twice.batch(np.ones((1, 1, 1))).item() == 4


def test_seeds_repeat_and_differ():
    image = numbered(8, 8)
    runs = []
    for seed in (1, 1, 2):
        crop = RandomCrop(8, padding=4, generator=seed)
        runs.append([crop(image).tobytes() for _ in range(20)])
    assert runs[0] == runs[1] != runs[2]
    assert len(set(runs[0])) > 1


def test_global_random_state_is_neither_used_nor_touched():
    image = numbered(8, 8)
    np.random.seed(0)  # noqa: NPY002
    random.seed(0)
    states = repr(np.random.get_state()), random.getstate()  # noqa: NPY002
    results = set()
    for _ in range(5):
        np.random.seed(0)  # noqa: NPY002
        random.seed(0)
        results.add(Compose([RandomHorizontalFlip(), RandomCrop(8, 4)])(image).tobytes())
    assert len(results) > 1
    assert states == (repr(np.random.get_state()), random.getstate())  # noqa: NPY002


def test_a_function_may_write_to_what_it_gets():
    image = numbered(2, 2)
    assert Compose([write])(image).sum() == 0
    assert Compose([write]).batch(image[None]).sum() == 0
    assert image.all()


def test_a_transform_of_ones_own():
    class Brighten(Transform):
        numbers_per_image = 1

        def apply(self, image, numbers):
            return image + numbers[0]

    images = np.zeros((4, 2, 2), np.float32)
    assert_same(
        Brighten(generator=0).batch(images),
        np.array([one(image) for one in [Brighten(generator=0)] for image in images]),
    )
    with pytest.raises(NotImplementedError, match="Unfinished should define apply"):
        type("Unfinished", (Transform,), {})()(images[0])


def test_what_functions_give_is_collated():
    images = numbered(4, 2, 3)
    first, second = as_transform(lambda image: (image, image[:, ::-1])).batch(images)
    assert_same(first, images)
    assert_same(second, images[..., ::-1].copy())
    with pytest.raises(TypeError, match="sample 0 is None"):
        Compose([RandomHorizontalFlip(), lambda image: None]).batch(images)


class Counting(Transform):
    """Note how many images come at a time."""

    numbers_per_image = 1

    def apply_batch(self, images, numbers):
        assert len(images) == len(numbers)
        self.sizes = [*getattr(self, "sizes", []), len(images)]
        return images + numbers[:, :1]


def test_pieces_together_are_the_whole():
    transform = Counting()
    images = np.arange(1001 * 1000, dtype=np.float64).reshape(1001, 1000)
    numbers = rows(transform, 1001)
    expected = images + numbers
    assert_same(transform_batch(transform, images, numbers, may_overwrite=False), expected)
    assert sum(transform.sizes) == 1001
    assert len(transform.sizes) > 10
    assert max(transform.sizes) * 1000 <= PIECE


def test_results_take_the_place_of_the_batch_where_they_may_and_fit():
    images = np.ones((8, PIECE // 2), np.float64)
    numbers = np.zeros((8, 1))
    assert transform_batch(Counting(), images, numbers, may_overwrite=True) is images
    assert transform_batch(Counting(), images, numbers, may_overwrite=False) is not images
    small = images.astype(np.uint8)
    assert transform_batch(Counting(), small, numbers, may_overwrite=True).dtype == np.float64
    assert small.all()


@pytest.mark.parametrize(
    ("count", "pixels", "pieces"), [(5, 10, [5]), (3, 2 * PIECE, [1, 1, 1]), (0, 10, [0])]
)
def test_small_and_huge_images_in_pieces(count, pixels, pieces):
    transform = Counting()
    images = np.ones((count, pixels), np.uint8)
    result = transform_batch(transform, images.copy(), np.zeros((count, 1), np.uint8), True)
    assert transform.sizes == pieces
    assert_same(result, images)


LAYOUTS = [
    np.ascontiguousarray,
    np.asfortranarray,
    lambda images: np.repeat(images, 2, -1)[..., ::2],
    lambda images: images[..., ::-1],
]


@given(batches, st.sampled_from(LAYOUTS), st.integers(1, 200), st.data())
def test_in_place_and_not_are_equal_bit_for_bit(images, layout, piece, data):
    padding, (height, width) = data.draw(st.integers(0, 3)), images.shape[-2:]
    size = tuple(data.draw(st.integers(1, side + 2 * padding)) for side in (height, width))
    same, other = RandomCrop((height, width), padding), RandomCrop(size, padding)
    flip, images = RandomHorizontalFlip(), layout(images)
    before = images.copy()
    for transform in (flip, same, other, Inverted(), Compose([flip, Compose([same, flip]), other])):
        numbers = rows(transform, len(images), data.draw(seeds))
        expected = transform.apply_batch(images, numbers)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tinydata.transforms.PIECE", piece)
            for order in "CK":
                assert_same(transform.overwrite(images.copy(order), numbers), expected)
            assert_same(transform_batch(transform, images, numbers, may_overwrite=False), expected)
        assert_same(images, before)


@pytest.mark.parametrize("transform", [RandomHorizontalFlip(1), RandomCrop(64, padding=1)])
def test_a_large_batch_of_ours_is_changed_where_it_is(transform):
    images = numbered(PIECE // 64**2 + 1, 64, 64)
    numbers = rows(transform, len(images))
    assert transform_batch(transform, images, numbers, may_overwrite=True) is images


class Kept(Transform):
    """It keeps what it returns: the transforms after it may not write there."""

    def apply_batch(self, images, numbers):
        self.results = [*getattr(self, "results", []), images + 1]
        return self.results[-1]


@pytest.mark.parametrize("piece", [PIECE, 30])
def test_what_a_transform_keeps_is_not_overwritten(piece, monkeypatch):
    monkeypatch.setattr("tinydata.transforms.PIECE", piece)
    kept, images = Kept(), numbered(10, 4, 5)
    chain = Compose([kept, RandomHorizontalFlip(1), RandomCrop((4, 5), padding=1)])
    list(DataLoader(TensorDataset(images), 10, transform=chain))
    assert_same(np.concatenate(kept.results), images + 1)


class TwoViews(Transform):
    """More than an array comes of the images."""

    def apply_batch(self, images, numbers):
        return images, -images


@pytest.mark.parametrize("piece", [PIECE, 30])
def test_results_that_are_no_array_do_not_hang_on_the_size_of_a_batch(piece, monkeypatch):
    monkeypatch.setattr("tinydata.transforms.PIECE", piece)
    images = numbered(10, 4, 5)
    ((views,),) = DataLoader(TensorDataset(images), 10, transform=TwoViews())
    for view, expected in zip(views, (images, -images), strict=True):
        assert_same(view, expected)


def test_an_own_way_to_overwrite_goes_with_the_methods_of_its_class():
    class Darker(Transform):
        def apply_batch(self, images, numbers):
            return images // 2

        def overwrite(self, images, numbers):
            images //= 2
            return images

    class Darkest(Darker):
        def apply(self, image, numbers):
            return image * 0

    images = np.full((PIECE, 2, 2), 5)
    for transform, value in ((Darker(), 2), (Darkest(), 0)):
        (batch,) = next(iter(DataLoader(TensorDataset(images), PIECE, transform=transform)))
        assert (batch == value).all()
    assert (images == 5).all()


def two_kinds(blank_first):
    images = np.zeros((8, PIECE // 2), np.uint8)
    chosen = slice(4, None) if blank_first else slice(4)
    images[chosen] = 3
    images[chosen, 0] = 4
    return images


@pytest.mark.parametrize("blank_first", [True, False])
def test_pieces_do_not_decide_the_dtype(blank_first):
    """A function that scales all images but the blank ones, which stay integers."""

    def scale(image):
        return image / image.max() if image.any() else image

    images = two_kinds(blank_first)
    expected = np.array([scale(image) for image in images])
    assert_same(next(iter(DataLoader(TensorDataset(images), 8, transform=scale))), (expected,))


@pytest.mark.parametrize("blank_first", [True, False])
def test_pieces_do_not_hide_shapes_that_differ(blank_first):
    def trim(image):
        return image if image.any() else image[:1]

    with pytest.raises(ValueError, match="shape"):
        list(DataLoader(TensorDataset(two_kinds(blank_first)), 8, transform=trim))


def test_reprs_say_what_a_transform_does():
    both = Compose([RandomHorizontalFlip(0.25), RandomCrop(8, padding=1), invert])
    expected = "Compose([RandomHorizontalFlip(p=0.25), RandomCrop(size=(8, 8), padding=1), invert])"
    assert repr(both) == expected


def test_a_flip_never_turns_the_batch_itself():
    flip = RandomHorizontalFlip(1)
    with pytest.raises(ValueError, match=r"images should have shape \(N, ..., W\), but got \(4,\)"):
        flip.batch(np.arange(4))
    with pytest.raises(ValueError, match="image should have shape"):
        flip(np.array(4))
    with pytest.raises(TypeError, match="image should be an array .* but got list"):
        flip([[1, 2]])
    for transform in (flip, RandomCrop(1)):
        with pytest.raises(TypeError, match="images should hold numbers, but got object"):
            transform.batch(np.full((2, 2, 2), None))


@pytest.mark.parametrize("shape", [(2, 5, 7), (3, 20, 30), (40, 33)])
@pytest.mark.parametrize("padding", [0, 1, 9])
@pytest.mark.parametrize("size", [(3, 4), (5, 7), (20, 30), (33, 40), (38, 41)])
def test_small_and_large_images_are_cropped_alike(shape, padding, size):
    if any(s > n + 2 * padding for s, n in zip(size, shape[-2:], strict=True)):
        pytest.skip("the window is larger than the image")
    crop = RandomCrop(size, padding)
    images = numbered(5, *shape, dtype=np.float32)
    numbers = np.array([[0, 0], [0.999, 0.999], [0, 0.999], [0.5, 0.5], [0.3, 0.8]])
    expected = np.array([crop.apply(*pair) for pair in zip(images, numbers, strict=True)])
    assert_same(crop.apply_batch(images, numbers), expected)


class Inverted(RandomHorizontalFlip):
    def apply(self, image, numbers):
        return 255 - super().apply(image, numbers)


class InvertedBatch(RandomHorizontalFlip):
    def apply_batch(self, images, numbers):
        return 255 - super().apply_batch(images, numbers)


class InvertedBoth(RandomHorizontalFlip):
    def apply(self, image, numbers):
        return 255 - super().apply(image, numbers)

    def apply_batch(self, images, numbers):
        return 255 - super().apply_batch(images, numbers)


class OnTop(Inverted):
    """Batches over a class that wrote images: super() must not come back to this class."""

    def apply_batch(self, images, numbers):
        return super().apply_batch(images, numbers)


class Mixin:
    def apply(self, image, numbers):
        return 255 - super().apply(image, numbers)


class Mixed(Mixin, RandomHorizontalFlip):
    pass


class Twice(Mixin, InvertedBatch):
    def apply(self, image, numbers):
        return 255 - super().apply(image, numbers)


class NoBase:
    """A transform that a learner wrote, without our base class."""

    numbers_per_image = 1

    def apply(self, image, numbers):
        return 255 - (image[..., ::-1] if numbers[0] < 0.5 else image)


@pytest.mark.parametrize(
    "transform",
    [Inverted(), InvertedBatch(), InvertedBoth(), OnTop(), Mixed(), Twice(), NoBase()],
    ids=lambda t: type(t).__name__,
)
@pytest.mark.parametrize("piece", [PIECE, 50])
def test_whatever_a_subclass_writes_images_and_batches_agree(transform, piece, monkeypatch):
    monkeypatch.setattr("tinydata.transforms.PIECE", piece)
    images = numbered(40, 4, 5, dtype=np.uint8)
    for outer in (
        as_transform(transform),
        Compose([transform]),
        Compose([transform, RandomCrop(3)]),
    ):
        numbers = rows(outer, 40)
        one_by_one = np.array([outer.apply(*pair) for pair in zip(images, numbers, strict=True)])
        assert_same(outer.apply_batch(images, numbers), one_by_one)
        for data in (TensorDataset(images), list(images), [(image,) for image in images]):
            for size in (1, 7, 40):
                loader = DataLoader(data, size, transform=outer, generator=0)
                batches = [batch[0] if isinstance(batch, tuple) else batch for batch in loader]
                seeded = np.random.default_rng(np.random.default_rng(0).integers(2**63, size=2))
                numbers = seeded.random((40, outer.numbers_per_image))
                pairs = zip(images, numbers, strict=True)
                expected = np.array([outer.apply(*pair) for pair in pairs])
                assert_same(np.concatenate(batches), expected)
