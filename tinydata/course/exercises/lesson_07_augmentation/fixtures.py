"""Fixtures that exercises of this lesson share."""

import numpy as np


def small_images():
    """A small image, in one channel and in three."""
    image = np.array([[1, 2, 3], [4, 5, 6]])
    return {
        "image": image,
        "photo": np.stack([image, 10 * image, 100 * image]),
    }
