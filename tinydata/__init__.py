"""tinydata: how data reaches a model, in NumPy."""

from tinydata.collate import Padded, default_collate, pad_collate
from tinydata.dataloader import DataLoader
from tinydata.dataset import (
    ConcatDataset,
    Dataset,
    Subset,
    TensorDataset,
    random_split,
)
from tinydata.sampler import (
    BatchSampler,
    DistributedSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    SubsetRandomSampler,
    WeightedRandomSampler,
)
from tinydata.stream import IterableDataset, ShuffleBuffer
from tinydata.transforms import Compose, RandomCrop, RandomHorizontalFlip, Transform

__all__ = [
    "BatchSampler",
    "Compose",
    "ConcatDataset",
    "DataLoader",
    "Dataset",
    "DistributedSampler",
    "IterableDataset",
    "Padded",
    "RandomCrop",
    "RandomHorizontalFlip",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "ShuffleBuffer",
    "Subset",
    "SubsetRandomSampler",
    "TensorDataset",
    "Transform",
    "WeightedRandomSampler",
    "default_collate",
    "pad_collate",
    "random_split",
]
