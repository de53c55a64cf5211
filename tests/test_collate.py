"""Collation: equal structure in, one fresh array for each place in it out."""

import re
from collections import OrderedDict, namedtuple
from decimal import Decimal

import numpy as np
import pytest
from comparison import assert_same
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tinydata import Padded, TensorDataset, default_collate, pad_collate

Point = namedtuple("Point", "x y")

DTYPES = ["u1", "i1", "i4", "i8", "u8", "f2", "f4", "f8", "c8", "c16", "?", "M8[D]", "m8[s]", "U5"]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3), (0,), (2, 0, 3)])
def test_arrays_keep_their_dtype(dtype, shape):
    arrays = [np.full(shape, n).astype(dtype) for n in (0, 1, 1)]
    batch = default_collate(arrays)
    assert batch.dtype == dtype
    assert_same(batch, np.stack(arrays))


@pytest.mark.parametrize("dtype", [dtype for dtype in DTYPES if dtype != "U5"])
def test_numpy_scalars_keep_their_dtype(dtype):
    values = np.array([0, 1, 1]).astype(dtype)
    assert_same(default_collate(list(values)), values)
    assert_same(default_collate([np.array(value) for value in values]), values)


@pytest.mark.parametrize(
    ("samples", "dtype"),
    [([1, 2], np.int64), ([1.0, 2.5], np.float64), ([True, False], bool), ([1j, 2], np.complex128)],
)
def test_python_numbers(samples, dtype):
    assert_same(default_collate(samples), np.array(samples, dtype))


def test_strings_become_an_array_and_bytes_a_list():
    assert_same(default_collate(["a", "bcd"]), np.array(["a", "bcd"]))
    assert_same(default_collate([np.str_("a"), "bcd"]), np.array(["a", "bcd"]))
    assert_same(default_collate([b"a\x00", b"bcd"]), [b"a\x00", b"bcd"])


def test_tuples_lists_named_tuples_and_dicts_keep_their_type():
    assert_same(default_collate([(1, "a"), (2, "b")]), (np.array([1, 2]), np.array(["a", "b"])))
    assert_same(default_collate([[1, 2.5], [3, 4.5]]), [np.array([1, 3]), np.array([2.5, 4.5])])
    points = default_collate([Point(1, 2), Point(3, 4)])
    assert_same(points, Point(np.array([1, 3]), np.array([2, 4])))
    assert_same(
        default_collate([{"b": 1, "a": (2,)}, {"b": 3, "a": (4,)}]),
        {"b": np.array([1, 3]), "a": (np.array([2, 4]),)},
    )
    assert_same(default_collate([(), ()]), ())


def test_dicts_with_the_same_keys_in_another_order_fit_together():
    batch = default_collate([{"a": 1, "b": 2}, {"b": 4, "a": 3}])
    assert_same(batch, {"a": np.array([1, 3]), "b": np.array([2, 4])})


def test_what_numpy_can_read_becomes_an_array():
    class Tensor:
        def __array__(self, dtype=None, copy=None):
            return np.arange(3, dtype=np.float32)

    assert_same(default_collate([Tensor(), Tensor()]), np.array([[0, 1, 2]] * 2, np.float32))
    assert_same(
        pad_collate([Tensor(), Tensor()]),
        Padded(np.array([[0, 1, 2]] * 2, np.float32), np.ones((2, 3), bool)),
    )


leaves = st.sampled_from(["int", "float", "bool", "str", "bytes", "array"])
structures = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.tuples(inner, inner).map(lambda pair: Point(*pair)),
        st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    ),
    max_leaves=6,
)


def fill(structure, position):
    """A sample of this structure; `position` tells it from the others."""
    if isinstance(structure, dict):
        return {key: fill(inner, position) for key, inner in structure.items()}
    if isinstance(structure, Point):
        return Point(*(fill(inner, position) for inner in structure))
    if isinstance(structure, list | tuple):
        return type(structure)(fill(inner, position) for inner in structure)
    return {
        "int": position,
        "float": position / 2,
        "bool": position % 2 == 0,
        "str": "x" * position,
        "bytes": b"\x00" * position,
        "array": np.arange(6, dtype=np.uint8).reshape(2, 3) + np.uint8(position),
    }[structure]


def pick(batch, position):
    """What a batch holds of one sample: the way back."""
    if isinstance(batch, dict):
        return {key: pick(inner, position) for key, inner in batch.items()}
    if isinstance(batch, Point):
        return Point(*(pick(inner, position) for inner in batch))
    if isinstance(batch, tuple) or (isinstance(batch, list) and not is_bytes(batch)):
        return type(batch)(pick(inner, position) for inner in batch)
    return batch[position]


def is_bytes(batch):
    return bool(batch) and isinstance(batch[0], bytes)


def plain(sample):
    """NumPy scalars as Python's, so that samples compare by `assert_same`."""
    if isinstance(sample, dict):
        return {key: plain(inner) for key, inner in sample.items()}
    if isinstance(sample, Point):
        return Point(*map(plain, sample))
    if isinstance(sample, list | tuple):
        return type(sample)(map(plain, sample))
    return sample.item() if isinstance(sample, np.generic) else sample


@given(structures, st.integers(1, 4))
def test_round_trip_on_nested_structures(structure, count):
    samples = [fill(structure, position) for position in range(count)]
    batch = default_collate(samples)
    assert_same([plain(pick(batch, i)) for i in range(count)], samples)


@pytest.mark.parametrize("collate", [default_collate, pad_collate])
def test_a_batch_is_a_copy(collate):
    image = np.zeros((2, 3))
    for samples in ([image], [image, image], [(image, 1)], [{"image": image}]):
        batch = collate(samples)
        while not isinstance(batch, np.ndarray):
            batch = next(iter(batch.values())) if isinstance(batch, dict) else batch[0]
        batch[:] = 7
        assert not image.any()


RAGGED = [
    ([np.zeros((2, 3)), np.zeros((2, 3)), np.zeros((2, 4))], 2, (2, 4), (2, 3)),
    ([np.zeros((2, 3)), np.zeros((2, 1))], 1, (2, 1), (2, 3)),
    ([np.zeros((1, 3)), np.zeros((2, 3))], 1, (2, 3), (1, 3)),
    ([np.zeros((0, 3)), np.zeros((0, 4))], 1, (0, 4), (0, 3)),
    ([np.zeros(1), 5.0], 1, (), (1,)),
    ([5, np.array([5])], 1, (1,), ()),
]


@pytest.mark.parametrize(("samples", "position", "shape", "first"), RAGGED)
def test_ragged_samples_are_refused_with_shapes_and_position(samples, position, shape, first):
    message = f"sample {position} has {shape} where sample 0 has {first}"
    with pytest.raises(ValueError, match=re.escape(message)):
        default_collate(samples)
    with pytest.raises(ValueError, match=re.escape(f"sample {position} at ['x'][1] has {shape}")):
        default_collate([{"x": (0, sample)} for sample in samples])


@given(st.lists(hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=2), min_size=2))
def test_arrays_stack_only_if_all_shapes_are_equal(shapes):
    arrays = [np.zeros(shape, np.float32) for shape in shapes]
    if len(set(shapes)) == 1:
        assert default_collate(arrays).shape == (len(shapes), *shapes[0])
    else:
        position = next(i for i, shape in enumerate(shapes) if shape != shapes[0])
        with pytest.raises(ValueError, match=rf"sample {position} has .* where sample 0 has"):
            default_collate(arrays)


def test_lengths_and_keys_that_differ_are_refused():
    with pytest.raises(ValueError, match="equal lengths, but sample 1 has 3 where sample 0 has 2"):
        default_collate([(1, 2), (1, 2, 3)])
    with pytest.raises(ValueError, match=r"equal lengths, but sample 2 at \[1\] has 0 where"):
        default_collate([(1, [2]), (1, [2]), (1, [])])
    with pytest.raises(ValueError, match=r"equal keys, but sample 1 .*'b'.* sample 0 .*'a'"):
        default_collate([{"a": 1}, {"b": 1}])
    with pytest.raises(ValueError, match="equal keys, but sample 1"):
        default_collate([{"a": 1}, {"a": 1, "b": 1}])
    with pytest.raises(ValueError, match="equal keys, but sample 1"):
        default_collate([{"a": 1, "b": 1}, {"a": 1}])


def test_no_samples_are_refused():
    for collate in (default_collate, pad_collate):
        with pytest.raises(ValueError, match="samples should hold at least one sample"):
            collate([])


# What no batch can hold is blamed wherever it stands; what is unlike the others, beside sample 0.

PLACES = pytest.mark.parametrize(
    ("put", "at"),
    [
        (lambda value: value, ""),
        (lambda value: (0, value), r" at \[1\]"),
        (lambda value: {"x": ["a", (value,)]}, r" at \['x'\]\[1\]\[0\]"),
    ],
    ids=["alone", "in a tuple", "nested"],
)

MIXED = [
    [1, "a"],
    ["a", 1],
    ["a", b"a"],
    [(1,), [1]],
    [(1,), 1],
    [{"a": 1}, ("a",)],
    [np.array(["a"]), np.array([1.0])],
    [np.array([1.0]), np.array(["a"])],
    [np.array(["a"]), np.array([b"a"])],
    [np.datetime64("2020-01-01"), 5],
    [5, np.timedelta64(1, "D")],
    [np.zeros(1, [("a", "u1")]), np.zeros(1, [("a", "u2")])],
]


@PLACES
@pytest.mark.parametrize("position", [1, 2, 5])
@pytest.mark.parametrize("samples", MIXED, ids=repr)
def test_mixed_kinds_are_refused_with_position(samples, position, put, at):
    many = [put(samples[position == i]) for i in range(6)]
    with pytest.raises(TypeError, match=rf"like sample 0{at}, .* but sample {position}{at} is "):
        default_collate(many)


@PLACES
@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize(
    ("value", "beside"),
    [
        (None, 1),
        (None, "a"),
        (None, (1, 2)),
        (None, {"a": 1}),
        (object(), 0.5),
        ({1, 2}, [1, 2]),
        (Decimal(1), 1),
        (np.array([None]), np.array([1.0])),
        (np.array(["a"], np.dtypes.StringDType()), np.array(["a"])),
        (2**64, 1),
        (-(2**63) - 1, 1),
        (2**70, 0.5),
        (np.ma.masked, 1.0),
        (np.ma.array([1, 2], mask=[True, False]), np.array([1, 2])),
        (np.ma.array([1, 2]), np.array([1, 2])),
        (np.zeros(1, [("a", object)]), np.zeros(1, [("a", object)])),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_no_batch_can_hold_is_blamed_wherever_it_stands(value, beside, position, put, at):
    samples = [put(beside)] * 3
    samples[position] = put(value)
    blamed = 0 if getattr(getattr(beside, "dtype", None), "hasobject", False) else position
    message = "every (sample|value) should be .* but sample"
    with pytest.raises(TypeError, match=f"{message} {blamed}{at} is "):
        default_collate(samples)
    with pytest.raises(TypeError, match=f"{message} 0{at} is "):
        default_collate([put(value)])
    sequences = [(beside,)] * 3
    sequences[position] = (value,)
    with pytest.raises(TypeError, match=rf"{message} {blamed} at \[0\] is "):
        pad_collate(sequences)


def test_the_message_names_none_and_shortens_what_is_long():
    with pytest.raises(TypeError, match="but sample 1 is None; convert"):
        default_collate([1, None])
    with pytest.raises(TypeError) as caught:
        default_collate([1, "x" * 1000])
    assert len(str(caught.value)) < 300


# Every value is still what it was, or refused: one rule for all that joins values.


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2.5], np.array([1.0, 2.5])),
        ([True, 2], np.array([1, 2])),
        ([2**63 + 1, 1], np.array([2**63 + 1, 1], np.uint64)),
        ([1, True, 2**64 - 1], np.array([1, 1, 2**64 - 1], np.uint64)),
        ([2**53, 0.5], np.array([2.0**53, 0.5])),
        ([np.int8(-1), np.uint8(255)], np.array([-1, 255], np.int16)),
        ([np.float32(0.5), np.int32(2**31 - 1)], np.array([0.5, 2**31 - 1])),
        ([-1, np.uint64(1), 0.5], np.array([-1, 1, 0.5])),
        ([float("inf"), 1], np.array([np.inf, 1])),
        (["a", "bcd", ""], np.array(["a", "bcd", ""])),
        ([np.datetime64(1, "D"), np.datetime64(1, "s")], np.array([86400, 1], "M8[s]")),
        ([np.datetime64("NaT"), np.datetime64(1, "s")], np.array(["NaT", 1], "M8[s]")),
    ],
    ids=repr,
)
def test_values_are_joined_as_numpy_joins_them(values, expected):
    assert_same(default_collate(values), expected)
    assert_same(default_collate([[value] for value in values]), [expected])
    assert_same(TensorDataset(values).arrays[0], expected)
    assert_same(TensorDataset([values, values]).arrays[0], np.array([expected, expected]))


@pytest.mark.parametrize(
    ("values", "position", "message"),
    [
        ([2**53 + 1, 0.5], 0, "every value should survive as float64"),
        ([0.5, 1, -(2**53) - 1], 2, "every value should survive as float64"),
        ([0.5, np.int64(2**62 + 1)], 1, "every value should survive as float64"),
        ([np.uint64(2**64 - 1), np.float32(1)], 0, "every value should survive as float64"),
        ([1j, 2**53 + 1], 1, "every value should survive as complex128"),
        ([2**63, -1], 0, "integers should fit one dtype"),
        ([-1, 1, 2**63], 2, "integers should fit one dtype"),
        ([np.int64(1), np.uint64(2)], 1, "integers should fit one dtype"),
        ([1, np.uint64(2)], 1, "integers should fit one dtype"),
        (["a", "b\0"], 1, "every value should survive as <U2"),
        ([np.datetime64("9999-01-01"), np.datetime64(1, "ns")], 0, "survive as datetime64"),
        ([np.timedelta64(1, "ns"), np.timedelta64(2**40, "D")], 1, "survive as timedelta64"),
    ],
    ids=repr,
)
@PLACES
def test_values_that_numpy_would_change_are_refused(values, position, message, put, at):
    with pytest.raises(ValueError, match=rf"{message}.* sample {position}{at}, .* beforehand"):
        default_collate([put(value) for value in values])
    with pytest.raises(ValueError, match=rf"{message}.* array 1 at \[{position}\], .* beforehand"):
        TensorDataset(range(len(values)), values)
    with pytest.raises(ValueError, match=rf"array 0 at \[0\]\[{position}\], .* beforehand"):
        TensorDataset([values, values])


def test_an_array_is_taken_as_it_is(tmp_path):
    np.save(tmp_path / "dates.npy", np.arange(1000).astype("M8[D]"))
    dates = np.lib.format.open_memmap(tmp_path / "dates.npy", mode="r")
    for array in (dates, np.arange(3.0), np.arange(3, dtype=">i4"), np.zeros(2, [("a", "u1")])):
        assert np.shares_memory(TensorDataset(array).arrays[0], array)
        assert TensorDataset(array).arrays[0].dtype == array.dtype


def test_arrays_are_joined_as_their_values_are():
    large, small = np.array([2**63 + 1], np.uint64), np.array([1])
    for values in ([large, small], [small, large], [small + 2**53, small + 0.5]):
        for collate in (default_collate, pad_collate):
            with pytest.raises(
                ValueError, match=r"sample [01], an array of shape \(1,\) and dtype"
            ):
                collate(values)
    assert_same(default_collate([small, small + 0.5]), np.array([[1.0], [1.5]]))
    assert_same(default_collate([large, large.astype(np.uint8)]), np.stack([large, large * 0 + 1]))


numbers = st.one_of(
    st.integers(-(2**65), 2**65),
    st.integers(-3, 300),
    st.sampled_from([n + d for n in (0, 2**53, 2**63, 2**64, -(2**63)) for d in (-1, 0, 1)]),
    st.floats(),
    st.booleans(),
    st.complex_numbers(),
    hnp.arrays(
        st.sampled_from(["?", "u1", "i1", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8"]), ()
    ).map(lambda array: array[()]),
)
values = st.one_of(
    st.lists(numbers, min_size=1, max_size=4),
    st.lists(st.integers(-2, 2**64 - 1), min_size=1, max_size=4),
    st.lists(
        st.one_of(numbers, st.text(max_size=3), st.binary(max_size=3)), min_size=1, max_size=4
    ),
)


def family(value):
    return type(value) if isinstance(value, str | bytes) else "number"


def equal(left, right):
    """As Python compares them: an integer with a float exactly."""
    return left == right or (left != left and right != right)


def joined(values):
    """What NumPy makes of the values, or None if it changes one: said in Python's numbers."""
    if len(set(map(family, values))) > 1:
        return None
    if any(isinstance(value, int) and not -(2**63) <= value < 2**64 for value in values):
        return None
    array = np.array(values)
    whole = all(isinstance(value, int | np.bool_ | np.integer) for value in values)
    if whole and array.dtype.kind == "f":
        from_python = all(isinstance(value, int) for value in values)
        return np.array(values, np.uint64) if from_python and min(values) >= 0 else None
    originals = [value.item() if isinstance(value, np.generic) else value for value in values]
    return array if all(map(equal, array.tolist(), originals)) else None


@given(values)
@settings(max_examples=500)
def test_every_value_is_what_it_was_or_refused(values):
    expected = joined(values)
    bytes_only = all(isinstance(value, bytes) for value in values)
    ways = {
        "collate": lambda: default_collate(values) if not bytes_only else expected,
        "nested": lambda: default_collate([{"x": (v,)} for v in values])["x"][0],
        "tensor": lambda: TensorDataset(values).arrays[0],
        "rows": lambda: TensorDataset([[value, value] for value in values]).arrays[0][:, 1],
        "padded": lambda: pad_collate([[value] * (i + 1) for i, value in enumerate(values)])[0][
            :, 0
        ],
    }
    if isinstance(values[0], str | bytes):
        del ways["padded"]  # takes numbers alone
    if bytes_only:
        del ways["nested"], ways["collate"]  # a list
    for name, way in ways.items():
        if expected is None:
            with pytest.raises((TypeError, ValueError), match="beforehand|convert it"):
                way()
        else:
            assert_same(way(), expected, name)


sequences = st.lists(
    hnp.arrays(
        st.sampled_from([np.uint8, np.int64, np.float32]),
        st.tuples(st.integers(0, 5), st.just(2)),
        elements=st.integers(0, 9),
    ),
    min_size=1,
    max_size=5,
)


@given(sequences, st.integers(0, 9))
def test_masks_reconstruct_the_sequences(arrays, padding_value):
    padded, positions = pad_collate([(array, i) for i, array in enumerate(arrays)], padding_value)
    assert isinstance(padded, Padded)
    longest = max(map(len, arrays))
    assert padded.values.shape == (len(arrays), longest, 2)
    assert padded.mask.shape == (len(arrays), longest)
    assert padded.mask.dtype == bool
    for values, mask, array in zip(padded.values, padded.mask, arrays, strict=True):
        np.testing.assert_array_equal(values[mask], array)
        assert np.all(values[~mask] == padding_value)
        assert mask.tolist() == [True] * len(array) + [False] * (longest - len(array))
    np.testing.assert_array_equal(positions, np.arange(len(arrays)))


@pytest.mark.parametrize("dtype", ["u1", "i8", "f4", "?", "c8"])
def test_padding_keeps_the_dtype(dtype):
    values, _ = pad_collate([np.ones(1, dtype), np.ones(3, dtype), np.ones(0, dtype)])
    assert_same(values, np.array([[1, 0, 0], [1, 1, 1], [0, 0, 0]], dtype))


def test_an_empty_list_has_no_vote_on_the_dtype():
    assert pad_collate([[], [1, 2]]).values.dtype == np.int64
    assert pad_collate([[1], [2.5, 1]]).values.dtype == np.float64
    assert pad_collate([[], []]).values.shape == (2, 0)


def test_padding_takes_numbers_strings_and_dicts_as_default_collate_does():
    batch = pad_collate([{"tokens": [1], "name": "a", "n": 1}, {"tokens": [], "name": "b", "n": 2}])
    assert_same(
        batch,
        {
            "tokens": Padded(np.array([[1], [0]]), np.array([[True], [False]])),
            "name": np.array(["a", "b"]),
            "n": np.array([1, 2]),
        },
    )


@pytest.mark.parametrize(
    ("dtype", "padding_value"),
    [
        *[("u1", -1), ("u1", 256), ("i8", 0.5), ("?", 2), ("i4", float("nan")), ("f4", 1j)],
        *[("i4", "x"), ("f4", "x"), ("i4", None), ("f4", None)],
        *[("f4", [0]), ("i8", [0, 1])],
        *[("f4", 2**24 + 1), ("f8", 2**53 + 1), ("c8", -(2**24) - 1), ("f2", 70_000)],
        *[("i8", 2**63), ("u8", -1), ("f4", 2**70)],
        *[("f2", 70_000.0), ("f2", -1e6), ("f4", 1e39), ("c8", 1e39j), ("f4", np.float64(-1e300))],
    ],
)
@pytest.mark.filterwarnings("error")
def test_a_padding_value_that_does_not_fit_is_refused(dtype, padding_value):
    message = f"padding_value should .* got {re.escape(repr(padding_value))}"
    with pytest.raises((ValueError, TypeError), match=message):
        pad_collate([np.zeros(1, dtype), np.zeros(2, dtype)], padding_value)


def test_padding_with_nan_and_minus_one_where_they_fit():
    assert np.isnan(pad_collate([np.zeros(0, "f4"), np.zeros(1, "f4")], np.nan).values[0, 0])
    assert pad_collate([[], [5]], -1).values.tolist() == [[-1], [5]]


def test_sequences_that_differ_beyond_the_first_axis_are_refused():
    message = r"beyond the first axis, but sample 1 at \[0\] has \(3,\) where sample 0 has \(2,\)"
    with pytest.raises(ValueError, match=message):
        pad_collate([(np.zeros((4, 2)),), (np.zeros((4, 3)),)])


def test_a_number_among_sequences_is_refused_with_its_position():
    for samples in ([np.arange(2), np.array(3)], [np.array(3), np.arange(2)]):
        with pytest.raises((ValueError, TypeError), match=r"sample 1 .*sample 0"):
            pad_collate(samples)


@pytest.mark.parametrize(
    "samples",
    [[["a"], ["b", "c"]], [[{"a": 1}], [{"a": 2}, {"a": 3}]], [[None], [1, 2]]],
    ids=["strings", "dicts", "None"],
)
def test_padding_does_not_invent_strings_or_objects(samples):
    with pytest.raises((ValueError, TypeError), match=r"sample|padding_value"):
        pad_collate(samples)


def test_lists_of_strings_are_refused_even_if_the_padding_would_fit():
    with pytest.raises(TypeError, match="a list should hold numbers, but sample 0"):
        pad_collate([["a"], ["b", "c"]], padding_value="")


def test_a_list_that_is_ragged_in_itself_is_named():
    with pytest.raises((ValueError, TypeError), match="sample 1"):
        pad_collate([[[1, 2]], [[1, 2], [3]]])


@pytest.mark.parametrize("collate", [default_collate, pad_collate])
@pytest.mark.parametrize("dtype", ["i8", "u8", "f4", "?", "M8[D]", "U2", "S2"])
def test_samples_may_come_in_any_sequence(collate, dtype):
    array = np.arange(3).astype(dtype)
    for samples in (array, tuple(array), list(array)):
        assert_same(collate(samples), array)
    expected = Padded(array[:, None], np.ones((3, 1), bool))
    if collate is default_collate:
        assert_same(collate(array[:, None]), array[:, None])
    elif dtype[0] not in "MUS":
        assert_same(collate(array[:, None]), expected)


def test_mapping_types_collate_like_dicts():
    assert dict(default_collate([OrderedDict(a=1), {"a": 2}]))["a"].tolist() == [1, 2]
