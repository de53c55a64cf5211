"""The most memory that an epoch holds, counted in batches: however many samples there are."""

import numpy as np
import pytest

from tinydata.dataloader import DataLoader
from tinydata.dataset import TensorDataset
from tinydata.profiling import bytes_in, peak_memory
from tinydata.transforms import Compose, RandomCrop, RandomHorizontalFlip

BATCH, SHAPE = 128, (3, 32, 32)
ORDER = 8  # bytes a sample: the shuffled indices


def peak_in_batches(count, dtype, **options):
    """Peak of a shuffled epoch beside its order, divided by the bytes of a batch."""
    dataset = TensorDataset(np.zeros((count, *SHAPE), dtype), np.zeros(count, np.int64))
    loader = DataLoader(dataset, BATCH, shuffle=True, generator=0, **options)
    batch = bytes_in(next(iter(loader)))
    return (peak_memory(loader) - ORDER * count) / batch


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize("count", [5_000, 50_000])
def test_a_batch_and_the_next_one(count, dtype):
    assert 1.9 < peak_in_batches(count, dtype) <= 2.5


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize(("workers", "ahead"), [(1, 1), (2, 1), (2, 3)])
def test_workers_add_what_they_prefetch(dtype, workers, ahead):
    peak = peak_in_batches(5_000, dtype, num_workers=workers, prefetch_factor=ahead)
    assert peak <= 2.5 + workers * ahead


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize("count", [5_000, 50_000])
@pytest.mark.parametrize("workers", [0, 2])
def test_augmentation_adds_a_few_images_at_most(count, dtype, workers):
    augment = Compose([RandomHorizontalFlip(), RandomCrop(32, padding=4)])
    options = {"num_workers": workers, "prefetch_factor": 1} if workers else {}
    peak = peak_in_batches(count, dtype, transform=augment, **options)
    # Each worker holds a batch, and what the few images that it is changing need.
    assert 1.9 < peak <= 2.5 + 1.25 * workers
