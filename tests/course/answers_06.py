"""Right answers to the exercises of lesson 6, other than the solutions."""

import functools

import numpy as np


def collate_with_array(samples):
    kind = type(samples[0])
    if kind is dict:
        for sample in samples:
            if set(sample) != set(samples[0]):
                raise ValueError("keys differ")
        batch = {}
        for key in samples[0]:
            batch[key] = collate_with_array([sample.get(key, None) for sample in samples])
        return batch
    if kind is tuple:
        columns = []
        for column in zip(*samples, strict=True):
            columns.append(collate_with_array(column))
        return tuple(columns)
    return np.array(samples)


def collate_by_position(samples):
    first = samples[0]
    if isinstance(first, tuple):
        for sample in samples:
            if len(sample) != len(first):
                raise ValueError("samples differ in length")
        parts = range(len(first))
        return tuple(collate_by_position([sample[k] for sample in samples]) for k in parts)
    if isinstance(first, dict):
        for sample in samples[1:]:
            if sorted(sample) != sorted(first):
                raise ValueError(f"expected keys {sorted(first)}, but got {sorted(sample)}")
        columns = {key: [sample[key] for sample in samples] for key in first}
        return {key: collate_by_position(column) for key, column in columns.items()}
    return np.stack([np.asarray(sample) for sample in samples])


def collate_dicts_as_tuples(samples):
    match samples[0]:
        case dict() as first:
            if not all(sample.keys() == first.keys() for sample in samples):
                raise ValueError("keys differ")
            rows = [tuple(sample[key] for key in first) for sample in samples]
            return dict(zip(first, collate_dicts_as_tuples(rows), strict=True))
        case tuple():
            return tuple(map(collate_dicts_as_tuples, zip(*samples, strict=True)))
        case _:
            return np.stack(samples, axis=0)


def collate_with_helpers(samples):
    def of_key(key):
        return collate_with_helpers([sample[key] for sample in samples])

    first = samples[0]
    if isinstance(first, dict):
        if {frozenset(sample) for sample in samples} != {frozenset(first)}:
            raise ValueError("every sample should have the keys of the first")
        return dict([(key, of_key(key)) for key in first])
    if isinstance(first, tuple):
        if any(len(sample) != len(first) for sample in samples):
            raise ValueError("every tuple should be as long as the first")
        return tuple([of_key(place) for place in range(len(first))])
    rows = [np.asarray(sample)[np.newaxis] for sample in samples]
    return np.concatenate(rows)


def stack_after_looking(arrays):
    shapes = [array.shape for array in arrays]
    for i in range(1, len(shapes)):
        if shapes[i] != shapes[0]:
            raise ValueError(f"Sample {i} has {shapes[i]} where sample 0 has {shapes[0]}.")
    return np.array(arrays)


def stack_after_failing(arrays):
    try:
        return np.stack(arrays)
    except ValueError as error:
        first = np.shape(arrays[0])
        position = next(i for i, array in enumerate(arrays) if np.shape(array) != first)
        shape = np.shape(arrays[position])
        message = f"shapes differ: sample {position} has {shape} where sample 0 has {first}"
        raise ValueError(message) from error


def stack_by_filling(arrays):
    dtype = functools.reduce(np.promote_types, [array.dtype for array in arrays])
    batch = np.empty((len(arrays), *arrays[0].shape), dtype)
    for position, array in enumerate(arrays):
        if array.shape != batch.shape[1:]:
            text = "sample {} has {} where sample 0 has {}"
            raise ValueError(text.format(position, array.shape, arrays[0].shape))
        batch[position] = array
    return batch


def stack_by_concatenating(arrays):
    position, sound = 0, arrays[0].shape
    while position < len(arrays) and arrays[position].shape == sound:
        position += 1
    if position < len(arrays):
        other = arrays[position].shape
        raise ValueError(f"sample {position} has {other} where sample 0 has {sound}")
    return np.concatenate([np.expand_dims(array, 0) for array in arrays])


def pad_by_comparing(arrays):
    lengths = np.array([len(array) for array in arrays])
    mask = np.arange(lengths.max()) < lengths[:, None]
    values = np.zeros(mask.shape + arrays[0].shape[1:], arrays[0].dtype)
    for row, array in zip(values, arrays, strict=True):
        row[: len(array)] = array
    return values, mask


def pad_with_np_pad(arrays):
    longest = max(map(len, arrays))
    values, mask = [], []
    for array in arrays:
        missing = longest - len(array)
        widths = [(0, missing)] + [(0, 0)] * (array.ndim - 1)
        values.append(np.pad(array, widths))
        mask.append([True] * len(array) + [False] * missing)
    return np.stack(values), np.array(mask, bool)


def pad_by_concatenating(arrays):
    longest = max(array.shape[0] for array in arrays)
    values = []
    for array in arrays:
        zeros = np.zeros((longest - len(array), *array.shape[1:]), dtype=array.dtype)
        values.append(np.concatenate([array, zeros]))
    mask = np.stack([np.arange(longest) < len(array) for array in arrays])
    return np.stack(values), mask


def pad_at_once(arrays):
    lengths = [len(array) for array in arrays]
    rows = [[place < n for place in range(max(lengths))] for n in lengths]
    mask = np.array(rows, bool)
    values = np.zeros((*mask.shape, *arrays[0].shape[1:]), arrays[0].dtype)
    values[mask] = np.concatenate(arrays)
    return values, mask


RIGHT = {
    "collation.nested": [
        collate_with_array,
        collate_by_position,
        collate_dicts_as_tuples,
        collate_with_helpers,
    ],
    "collation.misfit": [
        stack_after_looking,
        stack_after_failing,
        stack_by_filling,
        stack_by_concatenating,
    ],
    "collation.pad": [pad_by_comparing, pad_with_np_pad, pad_by_concatenating, pad_at_once],
}
FITTING = "The batch has the structure of a sample"
ONE_SHAPE = "Otherwise name the first one that has another shape"
IN_ROWS = "The values have a row for each sequence"
WRONG = {
    "collation.nested": [
        (("for sample in samples):", "for sample in samples[:2]):"), FITTING),
        (("zip(*samples, strict=True)", "zip(*samples[:1000], strict=True)"), FITTING),
        (("for key in first}", "for key in first if first[key] is not False}"), FITTING),
        (("{key: collate", "{str(key): collate"), FITTING),
        (("np.stack(samples)", "np.stack(samples).astype(np.asarray(first).dtype)"), FITTING),
    ],
    "collation.misfit": [
        (("array.shape != first", "array.shape[:2] != first[:2]"), ONE_SHAPE),
        (("array.shape != first", "sorted(array.shape) != sorted(first)"), ONE_SHAPE),
        (("np.stack(arrays)", "np.stack(arrays).astype(arrays[0].dtype)"), "The dtype differs"),
        (("np.stack(arrays)", "np.stack([arrays.pop(0) for _ in range(len(arrays))])"), "changed"),
        (("enumerate(arrays)", "enumerate(arrays[:1000])"), ONE_SHAPE),
        (
            (
                'f"sample {i} has {array.shape} where sample 0 has {first}"',
                '[f"sample {i} has {a.shape} where sample 0 has {first}" '
                "for i, a in enumerate(arrays)]",
            ),
            "name one sample",
        ),
    ],
    "collation.pad": [
        (("max(len(array) for array in arrays)", "max(1, *map(len, arrays))"), "The shape of"),
        (("len(array)] = array", "len(array)] = np.maximum(array, 0)"), IN_ROWS),
        (("len(array)] = array", "len(array)] = array.astype(float)"), IN_ROWS),
        (("return values, mask", "\narrays.clear()\nreturn values, mask\n"), "changed"),
        (("return values, mask", "return np.nan_to_num(values), mask"), "so can NaN"),
    ],
}
EQUIVALENT = {}
