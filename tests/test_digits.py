"""The digits arrive as scikit-learn has them, and split without loss."""

import numpy as np
import pytest
from sklearn import datasets

from tinydata.dataset import TensorDataset
from tinydata.digits import digits_datasets, load_digits


def test_arrays_are_those_of_scikit_learn():
    images, labels = load_digits()
    theirs = datasets.load_digits()
    np.testing.assert_array_equal(images, theirs.images, strict=True)
    np.testing.assert_array_equal(labels, theirs.target)
    assert (images.shape, images.dtype) == ((1797, 8, 8), np.float64)
    assert (labels.shape, labels.dtype) == ((1797,), np.int64)
    assert (images.min(), images.max()) == (0, 16)


def test_arrays_are_fresh_and_own_their_memory():
    images, labels = load_digits()
    assert images.base is None
    assert labels.base is None
    assert images.flags.c_contiguous
    images[:], labels[:] = -1, -1
    again, again_labels = load_digits()
    assert again.min() == 0
    assert again_labels.min() == 0


def test_datasets_hold_scaled_images():
    parts = digits_datasets()
    assert [len(part) for part in parts] == [1438, 359]
    for part in parts:
        assert isinstance(part, TensorDataset)
        images, labels = part.arrays
        assert (images.dtype, labels.dtype) == (np.float32, np.int64)
        assert images.shape == (len(part), 8, 8)
        assert (images.min(), images.max()) == (0, 1)


def test_the_split_keeps_every_pair_once():
    def pairs(images, labels):
        return sorted(
            (image.tobytes(), int(label)) for image, label in zip(images, labels, strict=True)
        )

    images, labels = load_digits()
    train, test = digits_datasets(0.3, generator=5)
    joined = (np.concatenate(both) for both in zip(train.arrays, test.arrays, strict=True))
    assert pairs(*joined) == pairs((images / 16).astype(np.float32), labels)


def test_the_generator_decides_the_split():
    def test_labels(generator):
        return digits_datasets(generator=generator)[1].arrays[1].tolist()

    assert test_labels(0) == digits_datasets()[1].arrays[1].tolist()
    assert test_labels(0) == test_labels(np.random.default_rng(0))
    assert test_labels(0) != test_labels(1)
    assert test_labels(None) != test_labels(None)


def test_both_parts_have_every_class():
    for part in digits_datasets():
        assert np.unique(part.arrays[1]).tolist() == list(range(10))


@pytest.mark.parametrize(
    ("fraction", "sizes"), [(0, (1797, 0)), (1, (0, 1797)), (0.1, (1618, 179)), (0.5, (899, 898))]
)
def test_sizes(fraction, sizes):
    assert tuple(len(part) for part in digits_datasets(fraction)) == sizes


@pytest.mark.parametrize(
    ("fraction", "error"), [(1.2, ValueError), (-0.1, ValueError), ("0.2", TypeError)]
)
def test_wrong_fractions(fraction, error):
    with pytest.raises(error, match="test_fraction should be a number from 0 to 1, but got"):
        digits_datasets(fraction)
