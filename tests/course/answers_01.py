"""Right and wrong answers to the exercises of lesson 1, other than the solutions."""

import copy
import math

import numpy as np


def render_with_ifs(image, shades="·░▒▓█"):
    text = ""
    for i in range(image.shape[0]):
        if i > 0:
            text += "\n"
        for j in range(image.shape[1]):
            value = image[i, j]
            if value == 0:
                shade = shades[0]
            elif value <= 4:
                shade = shades[1]
            elif value <= 8:
                shade = shades[2]
            elif value <= 12:
                shade = shades[3]
            else:
                shade = shades[4]
            text += shade + shade
    return text


def render_with_numpy(image, shades="·░▒▓█"):
    levels = (np.asarray(image).astype(int) + 3) // 4
    characters = np.array(list(shades))[levels].repeat(2, axis=1)
    return "\n".join("".join(row) for row in characters)


def render_one_line(image, shades="·░▒▓█"):
    return "\n".join("".join(2 * shades[int(-(-v // 4))] for v in row) for row in image)


def render_with_while(image, shades="·░▒▓█"):
    text, i = "", 0
    while i < len(image):
        text += "\n" if i else ""
        j = 0
        while j < len(image[i]):
            text += 2 * shades[(int(image[i][j]) + 3) // 4]
            j += 1
        i += 1
    return text


def render_by_bins(image, shades="·░▒▓█"):
    def lines():
        for levels in np.digitize(image, [1, 5, 9, 13]):
            yield "".join(shades[level] * 2 for level in levels)

    return "\n".join(lines())


def render_rows_once(image, shades="·░▒▓█"):
    lines = []
    for row in image:
        line = "".join(shades[math.ceil(value / 4)] * 2 for value in row)
        if line not in lines:
            lines.append(line)
    return "\n".join(lines)


def render_a_square(image, shades="·░▒▓█"):
    n = len(image)
    return "\n".join(
        "".join(shades[math.ceil(image[i, j] / 4)] * 2 for j in range(n)) for i in range(n)
    )


def render_without_spaces_at_the_end(image, shades="·░▒▓█"):
    text = ""
    for row in image:
        text += "".join(shades[math.ceil(value / 4)] * 2 for value in row) + "\n"
    return text.rstrip()


def render_in_place(image, shades="·░▒▓█"):
    image += 3
    image //= 4
    return "\n".join("".join(shades[int(value)] * 2 for value in row) for row in image)


def bytes_with_a_loop(batch_size, shape, dtype):
    count = batch_size
    for size in shape:
        count = count * size
    return count * np.dtype(dtype).itemsize


def bytes_of_a_number(batch_size, shape, dtype):
    return math.prod((batch_size, *shape)) * np.zeros(1, dtype=dtype).nbytes


def bytes_axis_by_axis(batch_size, shape, dtype):
    if shape:
        return batch_size * bytes_axis_by_axis(shape[0], shape[1:], dtype)
    return batch_size * np.dtype(dtype).itemsize


def bytes_by_numpy(batch_size, shape, dtype):
    """Right as long as one sample has fewer than 2**63 numbers."""
    return batch_size * int(np.prod(shape)) * np.array([], dtype).itemsize


def bytes_of_a_broadcast(batch_size, shape, dtype):
    return np.broadcast_to(np.zeros((), dtype), (batch_size, *shape)).nbytes


def bytes_as_numpy_integer(batch_size, shape, dtype):
    return np.int64(batch_size) * np.prod(shape, dtype=np.int64) * np.array([], dtype).itemsize


def bytes_as_float(batch_size, shape, dtype):
    return int(batch_size * float(math.prod(shape)) * np.dtype(dtype).itemsize)


def bytes_of_one_sample(batch_size, shape, dtype):
    return batch_size * np.ones(shape, dtype).nbytes


def bytes_or_one(batch_size, shape, dtype):
    return batch_size * (math.prod(shape) or 1) * np.dtype(dtype).itemsize


def bytes_of_three_axes(batch_size, shape, dtype):
    return batch_size * math.prod(shape[:3]) * np.dtype(dtype).itemsize


def bytes_from_the_name(batch_size, shape, dtype):
    name = np.dtype(dtype).name
    bits = int(name[-2:]) if name[-2:].isdigit() else 8
    return batch_size * math.prod(shape) * bits // 8


def bytes_with_labels_of_eight(batch_size, shape, dtype):
    return batch_size * math.prod(shape) * (np.dtype(dtype).itemsize if shape else 8)


def nearest_with_a_loop(image, images):
    best, smallest = 0, None
    for i, other in enumerate(images):
        distance = np.abs(other.astype(int) - image.astype(int)).sum()
        if smallest is None or distance < smallest:
            best, smallest = i, distance
    return best


def nearest_without_negatives(image, images):
    distances = (np.maximum(images, image) - np.minimum(images, image)).sum(axis=(1, 2))
    return np.argmin(distances)


def nearest_flattened(image, images):
    rows = images.reshape(len(images), -1).astype(np.int32)
    return np.abs(rows - image.astype(np.int32).ravel()).sum(1).argmin()


def nearest_by_sorting(image, images):
    return min(range(len(images)), key=lambda i: np.abs(images[i] * 1.0 - image * 1.0).sum())


def nearest_in_a_sorted_order(image, images):
    rows = (images.astype(float) - image).reshape(len(images), -1)
    return int(np.argsort(np.linalg.norm(rows, ord=1, axis=1), kind="stable")[0])


def nearest_in_any_sorted_order(image, images):
    return int(np.argsort(np.abs(images.astype(float) - image).sum(axis=(1, 2)))[0])


def nearest_in_float32(image, images):
    return int(np.abs(images.astype(np.float32) - image).sum(axis=(1, 2)).argmin())


def nearest_in_two_bytes(image, images):
    differences = np.maximum(images, image) - np.minimum(images, image)
    return int(differences.sum(axis=(1, 2), dtype=np.uint16).argmin())


def nearest_with_a_loop_in_int16(image, images):
    best, smallest = 0, np.inf
    for i, other in enumerate(images.astype(np.int16)):
        distance = np.abs(other - image.astype(np.int16)).sum(dtype=np.int16)
        if distance < smallest:
            best, smallest = i, distance
    return best


def nearest_to_an_int8(image, images):
    return int(np.abs(images.astype(float) - image.astype(np.int8)).sum(axis=(1, 2)).argmin())


def nearest_of_a_thousand(image, images):
    return nearest_flattened(image, images[:1000])


def nearest_but_not_equal(image, images):
    distances = np.abs(images.astype(float) - image).sum(axis=(1, 2))
    distances[distances == 0] = np.inf
    return int(distances.argmin())


def nearest_in_a_square(image, images):
    n = len(image)
    return nearest_flattened(image[:, :n], images[:, :, :n])


def nearest_on_average(image, images):
    return int(np.abs(images.astype(float) - image).mean(axis=(1, 2)).astype(int).argmin())


def nearest_in_eight_rows(image, images):
    return nearest_flattened(image[:8], images[:, :8])


def split_by_choice(count, test_count, generator):
    test = generator.choice(count, size=test_count, replace=False)
    return np.setdiff1d(np.arange(count), test), test


def split_by_shuffling(count, test_count, generator):
    indices = np.arange(count)
    generator.shuffle(indices)
    return indices[: count - test_count], indices[count - test_count :]


def split_by_sorting(count, test_count, generator):
    order = np.argsort(generator.random(count))
    test, train = np.split(order, [test_count])
    return train, test


def split_by_drawing_from_a_hat(count, test_count, generator):
    hat, test = list(range(count)), []
    while len(test) < test_count:
        test.append(hat.pop(int(generator.integers(len(hat)))))
    return np.array(hat, dtype=int), np.array(test, dtype=int)


def split_by_mask(count, test_count, generator):
    mask = np.arange(count) < test_count
    generator.shuffle(mask)
    return [np.flatnonzero(~mask), np.flatnonzero(mask)]


def split_by_any_swap(count, test_count, generator):
    order = np.arange(count)
    for i in range(count):
        j = generator.integers(count)
        order[[i, j]] = order[[j, i]]
    return order[test_count:], order[:test_count]


def split_by_any_swap_from_the_end(count, test_count, generator):
    test, train = split_by_any_swap(count, count - test_count, generator)
    return train, test


def split_into_lists(count, test_count, generator):
    order = list(range(count))
    generator.shuffle(order)
    return order[test_count:], order[:test_count]


def split_into_two_bytes(count, test_count, generator):
    order = generator.permutation(count).astype(np.int16)
    return order[test_count:], order[:test_count]


def split_by_few_seeds(count, test_count, generator):
    order = np.random.default_rng(generator.integers(1000)).permutation(count)
    return order[test_count:], order[:test_count]


def split_a_copy(count, test_count, generator):
    order = copy.deepcopy(generator).permutation(count)
    return order[test_count:], order[:test_count]


def split_with_a_seed(count, test_count, generator):
    order = np.random.default_rng(42).permutation(count)
    return order[test_count:], order[:test_count]


def split_with_one_for_training(count, test_count, generator):
    order = generator.permutation(count)
    test_count = min(test_count, max(count - 1, 0))
    return order[test_count:], order[:test_count]


def split_in_order_where_small(count, test_count, generator):
    order = generator.permutation(count) if count > 4 else np.arange(count)
    return order[test_count:], order[:test_count]


def split_without_the_first(count, test_count, generator):
    order = [*generator.permutation(np.arange(1, count)), 0][:count]
    return np.array(order[test_count:], int), np.array(order[:test_count], int)


RIGHT = {
    "images.render": [
        render_with_ifs,
        render_with_numpy,
        render_one_line,
        render_with_while,
        render_by_bins,
    ],
    "images.batch-bytes": [
        bytes_with_a_loop,
        bytes_of_a_number,
        bytes_axis_by_axis,
        bytes_by_numpy,
    ],
    "images.nearest": [
        nearest_with_a_loop,
        nearest_without_negatives,
        nearest_flattened,
        nearest_by_sorting,
        nearest_in_a_sorted_order,
    ],
    "images.split": [
        split_by_choice,
        split_by_shuffling,
        split_by_sorting,
        split_by_drawing_from_a_hat,
        split_by_mask,
    ],
}
WRONG = {
    "images.render": [
        (render_rows_once, "Every row is a line"),
        (render_a_square, "One row of two pixels"),
        (render_without_spaces_at_the_end, "Every row is a line"),
        (render_in_place, "Your code changed `image` in place"),
    ],
    "images.batch-bytes": [
        (bytes_of_a_broadcast, "the batch is only worked out, never made"),
        (bytes_as_numpy_integer, "NumPy's integers have 64 bits"),
        (bytes_as_float, "exact however large it is"),
        (bytes_of_one_sample, "Your code needs more than a gigabyte of memory"),
        (bytes_or_one, "times the size of each axis"),
        (bytes_of_three_axes, "times the size of each axis"),
        (bytes_from_the_name, "times the bytes of one number"),
        (bytes_with_labels_of_eight, "times the bytes of one number"),
    ],
    "images.nearest": [
        (nearest_in_any_sorted_order, "of the first one if there are several"),
        (nearest_in_float32, "is your dtype too coarse"),
        (nearest_in_two_bytes, "is your dtype too coarse or too small"),
        (nearest_with_a_loop_in_int16, "is your dtype too coarse or too small"),
        (nearest_to_an_int8, "smallest sum of differences"),
        (nearest_of_a_thousand, "wherever it is"),
        (nearest_but_not_equal, "smallest sum of differences"),
        (nearest_in_a_square, "smallest sum of differences"),
        (nearest_on_average, "smallest sum of differences"),
        (nearest_in_eight_rows, "smallest sum of differences"),
    ],
    "images.split": [
        (split_by_any_swap, "each of them should come about 250 times"),
        (split_by_any_swap_from_the_end, "each of them should come about 250 times"),
        (split_into_lists, "You return lists"),
        (split_into_two_bytes, "a dtype that is too small"),
        (split_by_few_seeds, "some of 500 random ones were equal"),
        (split_a_copy, "Draw from `generator` anew in each call"),
        (split_with_a_seed, "Every split is the same"),
        (split_with_one_for_training, "The test part has 0 indices, expected 1"),
        (split_in_order_where_small, "One of 2, 3, 4 or 5 samples is for the test"),
        (split_without_the_first, "One of 2, 3, 4 or 5 samples is for the test"),
    ],
}
EQUIVALENT = {
    "images.render": {},
    "images.batch-bytes": {},
    "images.nearest": {},
    "images.split": {},
}
WHOLE_NUMBERS = "the pixels are whole numbers, few enough for any float"
UNCAUGHT = {
    "images.render": {
        "all arrays are of floats": WHOLE_NUMBERS,
        "arguments in float32": WHOLE_NUMBERS,
        "inputs: image has only whole floats": WHOLE_NUMBERS,
        "inputs: image is never empty": "what a picture of no pixels is, is not said",
    },
    "images.batch-bytes": {
        "inputs: shape is never longer than 256": "NumPy's arrays have 64 axes at most",
    },
    "images.nearest": {
        "all arrays are of floats": WHOLE_NUMBERS,
        "arguments in float32": WHOLE_NUMBERS,
        "inputs: image has only whole floats": WHOLE_NUMBERS,
        "inputs: images has only whole floats": WHOLE_NUMBERS,
        "inputs: image is never empty": "all images would be equally near",
        "inputs: images is never empty": "none of no images is nearest",
    },
}
