"""prefetch: the same items in order, a bounded number ahead, and nothing left running."""

import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinydata.prefetch import prefetch

SECONDS = 10  # how long a test waits for another thread before it fails


@pytest.fixture(autouse=True)
def no_threads_are_left():
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


class Counted:
    """Numbers, one after the other; how many were asked for is counted."""

    def __init__(self, length, fails_at=None):
        self.length = length
        self.fails_at = fails_at
        self.asked = 0
        self.threads = set()

    def __iter__(self):
        for number in range(self.length):
            self.asked += 1
            self.threads.add(threading.get_ident())
            if number == self.fails_at:
                raise LookupError(number)
            yield number

    def wait_until_asked_for(self, count):
        end = time.monotonic() + SECONDS
        while self.asked < count and time.monotonic() < end:
            time.sleep(0.001)
        assert self.asked == count


@given(items=st.lists(st.integers() | st.none()), limit=st.integers(1, 9))
@settings(max_examples=40)
def test_the_items_come_in_order(items, limit):
    assert list(prefetch(items, limit)) == items
    assert list(prefetch(iter(items), limit)) == items


@given(length=st.integers(1, 20), fails_at=st.integers(0, 19), limit=st.integers(1, 9))
@settings(max_examples=40)
def test_an_error_arrives_in_its_place(length, fails_at, limit):
    ahead, taken = prefetch(Counted(length, fails_at), limit), []
    if fails_at < length:
        with pytest.raises(LookupError):
            taken.extend(ahead)
        assert next(ahead, None) is None
    else:
        taken.extend(ahead)
    assert taken == list(range(min(length, fails_at)))


@pytest.mark.parametrize("limit", [1, 3])
def test_the_number_of_items_ahead_is_bounded(limit):
    source = Counted(50)
    ahead = prefetch(source, limit)
    assert source.asked == 0  # nothing begins before the first is asked for
    for taken in range(1, 20):
        assert next(ahead) == taken - 1
        source.wait_until_asked_for(taken + limit)
    time.sleep(0.02)
    assert source.asked == 19 + limit
    ahead.close()
    assert len(source.threads) == 1
    assert threading.get_ident() not in source.threads


@given(taken=st.integers(0, 5), limit=st.integers(1, 4))
@settings(max_examples=20)
def test_leaving_early_leaves_no_thread(taken, limit):
    before = set(threading.enumerate())
    source = Counted(1000)
    ahead = prefetch(source, limit)
    for _ in range(taken):
        next(ahead)
    del ahead
    assert set(threading.enumerate()) == before
    assert source.asked <= taken + limit


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((5, 1), TypeError, "iterable should be an iterable of items, but got 5"),
        (([1], 0), ValueError, "limit should be a positive integer, but got 0"),
        (([1], 1.5), TypeError, "limit should be a positive integer, but got 1.5"),
        (([1], None), TypeError, "limit should be a positive integer, but got None"),
    ],
)
def test_bad_arguments_are_refused_where_they_enter(arguments, kind, message):
    with pytest.raises(kind, match=message):
        prefetch(*arguments)
