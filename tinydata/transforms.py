"""Transforms: what changes an image on its way from the dataset to the batch."""

from __future__ import annotations  # NumPy loads numpy.random when it is first named

import sys
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import lru_cache, partial
from typing import Any

import numpy as np

from tinydata.arguments import (
    an_iterable,
    as_generator,
    height_and_width,
    positive_int,
    probability,
)
from tinydata.collate import default_collate
from tinydata.pairs import agree, is_written, made_from


class Transform:
    """A change to an image that may depend on random numbers.

    The randomness is kept apart from the change: somebody else draws `numbers_per_image` uniform
    random numbers in [0, 1) for each image, and `apply` turns an image and its numbers into a new
    image. That way one image and a batch, one thread and four, give equal results for equal
    numbers. A loader draws them from its own generator, in the order of the epoch.

    A subclass defines `apply`, or `apply_batch` where one step can change many. A loader takes any
    object with `numbers_per_image` and `apply`; this base class is not needed. What needs a number
    for each pixel draws one as a seed, and makes its own generator in `apply` (about 15 µs).

    Parameters
    ----------
    generator : None, int or numpy.random.Generator
        Where the numbers come from when the transform is called directly. In a worker process of
        PyTorch's loader that worker's seed decides in its place: the process would otherwise draw
        what its twins draw.
    """

    numbers_per_image = 0

    def __init__(self, generator: int | np.random.Generator | None = None) -> None:
        self.generator = as_generator(generator)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        agree(cls, "apply", "apply_batch", one_from=_apply_from, many_from=_apply_batch_from)
        changing = {"apply", "apply_batch", "overwrite"}
        newest = next(c for c in cls.__mro__ if changing & vars(c).keys())
        if "overwrite" not in vars(newest):  # an inherited one knows nothing of the new method
            cls.overwrite = Transform.overwrite  # type: ignore[method-assign]

    def __call__(self, image: np.ndarray) -> np.ndarray:
        """Return one image of shape (..., H, W), changed at random. The input stays as it is."""
        return self.apply(image, self._generator().random(self.numbers_per_image))

    def batch(self, images: np.ndarray) -> np.ndarray:
        """Return N images of shape (N, ..., H, W), each changed by random numbers of its own."""
        numbers = self._generator().random((len(images), self.numbers_per_image))
        return self.apply_batch(images, numbers)

    def apply(self, image: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """Return the image that these numbers stand for: a new array."""
        raise NotImplementedError(f"{type(self).__name__} should define apply")

    @made_from(apply)
    def apply_batch(self, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """Return N images changed by N rows of numbers."""
        return _one_by_one(self.apply, images, numbers)

    def overwrite(self, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """Return what `apply_batch` returns, in place of the images where it fits: a loader's own.

        A few at a time: what lies between needs little memory, however large the batch. A class
        that needs no copies of its own writes this method beside the other two.
        """
        first, *others = _pieces(images)
        few = self.apply_batch(images[first], numbers[first])
        if not isinstance(few, np.ndarray):
            return self.apply_batch(images, numbers)  # no array, so nothing that fits in one
        fits = few.shape[1:] == images.shape[1:] and few.dtype == images.dtype
        result = images if fits else np.empty((len(images), *few.shape[1:]), few.dtype)
        result[first] = few
        for piece in others:
            result[piece] = self.apply_batch(images[piece], numbers[piece])
        return result

    @property
    def is_vectorized(self) -> bool:
        """Whether many images are changed in one step."""
        return is_written(type(self), "apply_batch")

    def _generator(self) -> np.random.Generator:
        return _of_this_worker() or self.generator


def _apply_from(apply_batch: Callable) -> Callable:
    def apply(self: Transform, image: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        return apply_batch(self, image[None], numbers[None])[0]

    return apply


def _apply_batch_from(apply: Callable) -> Callable:
    def apply_batch(self: Transform, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        return _one_by_one(partial(apply, self), images, numbers)

    return apply_batch


def _one_by_one(apply: Callable, images: np.ndarray, numbers: np.ndarray) -> Any:
    return default_collate([apply(*pair) for pair in zip(images, numbers, strict=True)])


def _of_this_worker() -> np.random.Generator | None:
    """In a worker process of PyTorch's loader, the one generator of all transforms there."""
    torch_data = sys.modules.get("torch.utils.data")
    worker = torch_data and torch_data.get_worker_info()
    return _seeded(worker.seed) if worker else None


@lru_cache(maxsize=1)
def _seeded(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


class RandomHorizontalFlip(Transform):
    """Mirror an image left to right, with probability `p`.

    Parameters
    ----------
    p : float from 0 to 1
    generator : None, int or numpy.random.Generator

    Notes
    -----
    After `torchvision.transforms.RandomHorizontalFlip`. Acts on the last axis.

    Examples
    --------
    >>> RandomHorizontalFlip(p=1)(np.array([[1, 2, 3]]))
    array([[3, 2, 1]])
    """

    numbers_per_image = 1

    def __init__(self, p: float = 0.5, generator: int | np.random.Generator | None = None) -> None:
        super().__init__(generator)
        self.p = probability("p", p)

    def apply(self, image: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        _refuse_non_images("image", image, "..., W")
        return image[..., ::-1].copy() if numbers[0] < self.p else image.copy()

    def apply_batch(self, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        _refuse_non_images("images", images, "N, ..., W")
        flipped = images.copy()
        chosen = np.flatnonzero(numbers[:, 0] < self.p)
        flipped[chosen] = images.take(chosen, 0)[..., ::-1]
        return flipped

    def overwrite(self, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        _refuse_non_images("images", images, "N, ..., W")
        mirrored = images[..., ::-1]
        for i in np.flatnonzero(numbers[:, 0] < self.p).tolist():
            mirrored[i] = images[i]
        return images

    def __repr__(self) -> str:
        return f"RandomHorizontalFlip(p={self.p})"


class RandomCrop(Transform):
    """Surround an image with zeros, then cut a window of `size` out of it at a random place.

    Parameters
    ----------
    size : int or (height, width)
        The window, in pixels.
    padding : int
        How many rows and columns of zeros to add on each of the four sides.
    generator : None, int or numpy.random.Generator

    Raises
    ------
    ValueError
        When applied, if the window is larger than the padded image.

    Notes
    -----
    After `torchvision.transforms.RandomCrop`. Acts on the last two axes, (H, W): all channels of
    an image are cut at the same place. Each place is equally likely.

    Examples
    --------
    >>> crop = RandomCrop(8, padding=1)
    >>> crop(np.ones((8, 8))).shape, crop.batch(np.ones((32, 3, 8, 8))).shape
    ((8, 8), (32, 3, 8, 8))
    """

    numbers_per_image = 2

    def __init__(
        self,
        size: int | tuple[int, int],
        padding: int = 0,
        generator: int | np.random.Generator | None = None,
    ) -> None:
        super().__init__(generator)
        self.size = height_and_width("size", size)
        self.padding = positive_int("padding", padding, minimum=0)

    def apply(self, image: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        _refuse_non_images("image", image, "..., H, W")
        height, width = self.size
        frame, inside = self._frame(image.shape, image.dtype)
        inside[...] = _rows(np.ascontiguousarray(image))
        top, left = self._corners(frame, numbers).tolist()
        return frame[..., top : top + height, left : left + width].copy()

    def apply_batch(self, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        _refuse_non_images("images", images, "N, ..., H, W")
        frame, inside = self._frame(images.shape, images.dtype)
        inside[...] = _rows(np.ascontiguousarray(images))
        tops, lefts = self._corners(frame, numbers).T
        cut = _windows(frame, self.size)[np.arange(len(images)), tops, lefts]
        return cut.view(images.dtype)

    def overwrite(self, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        _refuse_non_images("images", images, "N, ..., H, W")
        if images.shape[-2:] != self.size or not images.flags.c_contiguous:
            return super().overwrite(images, numbers)
        pieces = _pieces(images)
        frame, inside = self._frame(images[pieces[0]].shape, images.dtype)
        tops, lefts = self._corners(frame, numbers).T
        windows, rows = _windows(frame, self.size), _rows(images)
        for piece in pieces:  # one frame for all: its border stays zero
            few = rows[piece]
            inside[: len(few)] = few
            rows[piece] = windows[np.arange(len(few)), tops[piece], lefts[piece]]
        return images

    def _frame(self, shape: tuple[int, ...], dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
        """Zeros for images of this shape and the padding around; in it, the rows of the images."""
        *outer, height, width = shape
        pad = self.padding
        frame = np.zeros((*outer, height + 2 * pad, width + 2 * pad), dtype)
        inside = frame[..., pad : pad + height, pad : pad + width]
        return frame, _rows(inside)

    def _corners(self, frame: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """The upper left corners that numbers in [0, 1) stand for."""
        tops = frame.shape[-2] - self.size[0] + 1
        lefts = frame.shape[-1] - self.size[1] + 1
        if tops < 1 or lefts < 1:
            raise ValueError(
                f"size should fit into the padded image of {frame.shape[-2:]} pixels, but got "
                f"{self.size}; choose a smaller size or more padding"
            )
        return (numbers * (float(tops), float(lefts))).astype(np.int64)

    def __repr__(self) -> str:
        return f"RandomCrop(size={self.size}, padding={self.padding})"


def _refuse_non_images(name: str, images: Any, shape: str) -> None:
    axes = shape.count(",") + 1 - shape.count("...")
    if not isinstance(images, np.ndarray):
        raise TypeError(
            f"{name} should be an array of shape ({shape}), but got {type(images).__name__}; "
            "np.asarray makes one"
        )
    if images.dtype.hasobject:
        raise TypeError(
            f"{name} should hold numbers, but got {images.dtype}; convert it beforehand"
        )
    if images.ndim < axes:
        raise ValueError(f"{name} should have shape ({shape}), but got {images.shape}")


def _rows(images: np.ndarray) -> np.ndarray:
    """Images of shape (..., H, W) as (..., H, 1): a row of bytes, which NumPy copies in one go."""
    return np.asarray(images).view(f"V{images.shape[-1] * images.itemsize}")


def _windows(images: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """All windows of each image as one view: their rows, (N, tops, lefts, ..., height, 1)."""
    count, *channels, height, width = images.shape
    step, *channel_steps, row_step, column_step = images.strides
    return np.ndarray(
        (count, height - size[0] + 1, width - size[1] + 1, *channels, size[0], 1),
        f"V{size[1] * images.itemsize}",
        images,
        strides=(step, row_step, column_step, *channel_steps, row_step, column_step),
    )


class Compose(Transform):
    """Several transforms, one after the other.

    Parameters
    ----------
    transforms : sequence of Transform or function
        A function takes one image and returns one; it gets a copy that it may write to.

    Notes
    -----
    After `torchvision.transforms.Compose`.

    Examples
    --------
    >>> augment = Compose([RandomHorizontalFlip(), RandomCrop(8, padding=1), lambda x: x / 16])
    >>> print(augment(np.full((8, 8), 16)).max())
    1.0
    """

    def __init__(self, transforms: Sequence[Callable[[Any], Any]]) -> None:
        transforms = an_iterable("transforms", "a sequence of them", transforms)
        self.transforms = [as_transform(transform) for transform in transforms]
        self.numbers_per_image = sum(t.numbers_per_image for t in self.transforms)

    def __call__(self, image: np.ndarray) -> np.ndarray:
        changed = image
        for transform in self.transforms:  # each draws from its own generator
            changed = transform(changed)
        return copy(image) if changed is image else changed  # the result is never the input

    def batch(self, images: np.ndarray) -> np.ndarray:
        changed = images
        for transform in self.transforms:
            changed = transform.batch(changed)
        return copy(images) if changed is images else changed

    def apply(self, image: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        changed = image
        for transform, own in self._with_numbers(numbers):
            changed = transform.apply(changed, own)
        return copy(image) if changed is image else changed

    def apply_batch(self, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        changed = images
        for transform, own in self._with_numbers(numbers):
            changed = transform.apply_batch(changed, own)
        return copy(images) if changed is images else changed

    def overwrite(self, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        for transform, own in self._with_numbers(numbers):
            images = transform.overwrite(images, own)
        return images

    @property
    def is_vectorized(self) -> bool:
        return super().is_vectorized and all(t.is_vectorized for t in self.transforms)

    def _with_numbers(self, numbers: np.ndarray) -> Iterator[tuple[Transform, np.ndarray]]:
        """Each transform with its own columns of `numbers`."""
        start = 0
        for transform in self.transforms:
            stop = start + transform.numbers_per_image
            yield transform, numbers[..., start:stop]
            start = stop

    def __repr__(self) -> str:
        return f"Compose({self.transforms!r})"


class _Function(Transform):
    """A plain function of one image as a transform. It gets a copy, which it may write to."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__()
        self.function = function

    def apply(self, image: Any, numbers: np.ndarray) -> Any:
        return self.function(copy(image))

    def __repr__(self) -> str:
        return getattr(self.function, "__name__", repr(self.function))


class _Foreign(Transform):
    """Any object with `numbers_per_image` and `apply` as a Transform, used by these two alone."""

    def __init__(self, transform: Any) -> None:
        super().__init__()
        self.transform = transform
        self.numbers_per_image = positive_int(
            "numbers_per_image", transform.numbers_per_image, minimum=0
        )

    def apply(self, image: Any, numbers: np.ndarray) -> Any:
        return self.transform.apply(image, numbers)

    def __repr__(self) -> str:
        return repr(self.transform)


def as_transform(transform: Any) -> Transform:
    """Return a Transform as it is; around a function of one image, or what has `apply`, make one.

    Raises
    ------
    TypeError
        If it is neither, or the class of a transform in place of one made with it.
    """
    if isinstance(transform, type) and hasattr(transform, "apply"):
        raise TypeError(
            f"transform should be a Transform or a function of one image, but got the class "
            f"{transform.__name__}; {transform.__name__}(...) makes one"
        )
    if isinstance(transform, Transform):
        return transform
    if hasattr(transform, "numbers_per_image") and hasattr(transform, "apply"):
        return _Foreign(transform)
    if not callable(transform):
        raise TypeError(
            f"transform should be a Transform or a function of one image, but got {transform!r}"
        )
    return _Function(transform)


PIECE = 3 * 2**14  # values at a time: they stay in the processor's cache from step to step


def _pieces(images: np.ndarray) -> list[slice]:
    """Slices of a few images each; one slice where there are none."""
    count = max(1, PIECE * len(images) // max(1, images.size))
    return [slice(start, start + count) for start in range(0, max(1, len(images)), count)]


def transform_image(transform: Transform, image: Any, numbers: np.ndarray) -> Any:
    """Do `transform.apply` with a copy: it may be a view of the data set, and written to."""
    return transform.apply(copy(image), numbers)


def transform_batch(
    transform: Transform, images: np.ndarray, numbers: np.ndarray, may_overwrite: bool
) -> np.ndarray:
    """Do `transform.apply_batch`, for a large batch in place.

    Unless `may_overwrite` tells that nobody else has the images, it is a copy that is changed: by
    us, or by a learner's `apply_batch` that writes to what it is given.
    """
    own = images if may_overwrite else images.copy()
    change = transform.apply_batch if images.size <= PIECE else transform.overwrite
    return change(own, numbers)
