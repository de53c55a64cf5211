"""The handwritten digits of scikit-learn: 1797 grey images of 8×8 pixels, ten classes."""

import numpy as np

from tinydata.arguments import probability
from tinydata.dataset import TensorDataset, random_split


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return the digits as scikit-learn has them, in arrays of their own.

    Returns
    -------
    images : float64 array of shape (1797, 8, 8)
        Whole numbers from 0 (paper) to 16 (ink): how many pixels of a 4×4 block were inked.
    labels : int64 array of shape (1797,)
        The digit, from 0 to 9.

    Notes
    -----
    Test part of "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak,
    UCI Machine Learning Repository (1998), as shipped with `sklearn.datasets.load_digits`.

    Examples
    --------
    >>> images, labels = load_digits()
    >>> images.shape, images.dtype, labels.dtype
    ((1797, 8, 8), dtype('float64'), dtype('int64'))
    >>> labels[:10]
    array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    from sklearn import datasets

    digits = datasets.load_digits()
    # scikit-learn's arrays are two views of one table: copies can be changed and measured alone.
    return digits.images.copy(), digits.target.astype(np.int64)


def digits_datasets(
    test_fraction: float = 0.2, generator: int | np.random.Generator | None = 0
) -> tuple[TensorDataset, TensorDataset]:
    """Return the digits as a training and a test set, split at random.

    Parameters
    ----------
    test_fraction : float
        Part of the 1797 samples that is kept for the test.
    generator : None, int or numpy.random.Generator
        Draws the split: an int gives the same one every time, None another one.

    Returns
    -------
    train, test : TensorDataset
        Samples are (image, label): float32 of shape (8, 8) from 0 to 1, and an int64. The arrays
        themselves are `train.arrays` and `test.arrays`.

    Raises
    ------
    TypeError, ValueError
        If `test_fraction` is not a number from 0 to 1.

    Examples
    --------
    >>> train, test = digits_datasets()
    >>> len(train), len(test)
    (1438, 359)
    >>> image, label = train[0]
    >>> image.shape, image.dtype
    ((8, 8), dtype('float32'))
    """
    test_fraction = probability("test_fraction", test_fraction)
    images, labels = load_digits()
    digits = TensorDataset((images / 16).astype(np.float32), labels)
    # Each part gets arrays of its own, in the order of the split: one `take` answers a batch.
    train, test = (
        TensorDataset(*part.get_batch(np.arange(len(part))))
        for part in random_split(digits, [1 - test_fraction, test_fraction], generator)
    )
    return train, test
