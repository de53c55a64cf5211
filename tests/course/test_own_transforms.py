"""What a learner has after lesson 7 works in the package's loader, and the package's in theirs."""

import numpy as np
import pytest
from answers_07 import RIGHT

import tinydata
from tinydata.course.exercise import find
from tinydata.course.notebook.files import FOLDER, read
from tinydata.course.notebook.stubs import solution_object

COMPOSE = find("augmentation.compose")
IMAGES = np.arange(7 * 4 * 4, dtype=np.float32).reshape(7, 4, 4)


def packaged():
    return [tinydata.RandomHorizontalFlip(), tinydata.RandomCrop((3, 4), padding=1)]


def classes_given_in_lesson_7():
    [path] = FOLDER.glob("07_*.ipynb")
    [given] = [cell.source for cell in read(path)["cells"] if cell["id"] == "l07-classes"]
    names = {"np": np}
    exec(given, names)
    return names["RandomHorizontalFlip"], names["RandomCrop"]


def in_a_plain_loop(images, transform, seed):
    """Two epochs as the loader goes through them, by the two names of a transform alone."""
    generator = np.random.default_rng(seed)
    for _ in range(2):
        order = generator.permutation(len(images))
        of_this_epoch = np.random.default_rng(generator.integers(2**63, size=2))
        for i in order:
            yield transform.apply(images[i], of_this_epoch.random(transform.numbers_per_image))


def in_the_loader(images, transform, seed):
    dataset = tinydata.TensorDataset(images)
    loader = tinydata.DataLoader(dataset, 3, shuffle=True, transform=transform, generator=seed)
    return (image for _ in range(2) for (batch,) in loader for image in batch)


@pytest.mark.parametrize("new", [solution_object(COMPOSE), *RIGHT[COMPOSE.id]])
@pytest.mark.parametrize("seed", range(3))
def test_a_learner_s_transforms_and_the_package_s_are_one(new, seed):
    """In our loader and in a loop of one's own, mixed or not, equal for one seed."""
    flip, crop = classes_given_in_lesson_7()
    own = [flip(), crop((3, 4), padding=1)]
    photos = np.stack([IMAGES, IMAGES * 2], axis=1)
    for images in (IMAGES, photos):
        expected = np.array(list(in_the_loader(images, tinydata.Compose(packaged()), seed)))
        for compose in (tinydata.Compose, new):
            for parts in (own, packaged(), [own[0], packaged()[1]]):
                for run in (in_the_loader, in_a_plain_loop):
                    found = np.array(list(run(images, compose(parts), seed)))
                    assert found.dtype == expected.dtype
                    assert np.array_equal(found, expected)
