"""tinydata: how data reaches a model, in NumPy."""

from tinydata.collate import Padded, default_collate, pad_collate
from tinydata.dataloader import DataLoader
from tinydata.dataset import (
    ConcatDataset,
    Dataset,
    Subset,
    TensorDataset,
    TransformedDataset,
    random_split,
)
from tinydata.sampler import (
    BatchSampler,
    DistributedSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
)
from tinydata.transforms import Compose, RandomCrop, RandomHorizontalFlip, Transform

__all__ = [
    "BatchSampler",
    "Compose",
    "ConcatDataset",
    "DataLoader",
    "Dataset",
    "DistributedSampler",
    "Padded",
    "RandomCrop",
    "RandomHorizontalFlip",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "Subset",
    "TensorDataset",
    "Transform",
    "TransformedDataset",
    "default_collate",
    "pad_collate",
    "random_split",
]
