"""Loading ahead: threads that get ready what the loop will ask for next."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Any

from tinydata.arguments import an_iterable, positive_int


def load_ahead(load: Callable[[Any], Any], jobs: Iterator, workers: int, limit: int) -> Iterator:
    """Load batches in threads, at most `limit` of them ahead, and hand them over in order."""
    from concurrent.futures import Future, ThreadPoolExecutor  # late: `import tinydata` stays light

    ahead: deque[Future] = deque()
    pool = ThreadPoolExecutor(workers)
    wait = True
    try:
        for job in jobs:
            ahead.append(pool.submit(load, job))
            if len(ahead) > limit:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    except KeyboardInterrupt:  # whoever interrupts does not want to wait for a batch
        wait = False
        raise
    finally:  # where the loop was left early or a batch raised, what has not begun never will
        pool.shutdown(wait, cancel_futures=True)


_END = object()


def prefetch(iterable: Iterable, limit: int) -> Iterator[Any]:
    """Go through `iterable` in a thread, at most `limit` items ahead of the loop.

    Parameters
    ----------
    iterable : iterable
        One thread alone goes through it, so it may be a generator.
    limit : int
        How many items may be ready and not yet asked for.

    Yields
    ------
    Its items, in order. An error arrives in its place, with its own type, and ends the loop. Who
    leaves early waits for the item under way, and leaves no thread behind.

    Raises
    ------
    TypeError, ValueError
        If `iterable` is none, or `limit` is not a positive integer.

    Notes
    -----
    After `tf.data.Dataset.prefetch(buffer_size)`. It pays where the items wait (for a disk, a
    network) or are computed by what runs beside Python, as decoding and most of NumPy do.

    Examples
    --------
    >>> list(prefetch((number**2 for number in range(5)), limit=2))
    [0, 1, 4, 9, 16]
    """
    an_iterable("iterable", "an iterable of items", iterable)
    return _prefetched(iterable, positive_int("limit", limit))


def _prefetched(iterable: Iterable, limit: int) -> Iterator[Any]:
    items = iter(iterable)
    for item in load_ahead(lambda _: next(items, _END), repeat(None), 1, limit):
        if item is _END:
            return
        yield item
