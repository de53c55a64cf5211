"""Exercise speed.prefetch: Load ahead."""

import contextlib
import queue
import sys
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from time import sleep

from tinydata.course.exercise import Case, Examples, Exercise, Mistake

POLLS, POLL = 40, 0.002  # what a thread does at once may take long on a busy machine


def prefetch(iterable, limit):
    """Yield the items of `iterable`, in order, while a thread loads the next ones.

    Parameters
    ----------
    iterable : anything with a `for` loop over it
        To ask it for an item takes long. It may never end.
    limit : int, at least 1
        How many items to load ahead of the one that is handed over.
    """
    iterator, end = iter(iterable), object()
    pool = ThreadPoolExecutor(1)
    try:
        ahead = deque(pool.submit(next, iterator, end) for _ in range(limit))
        while True:
            item = ahead.popleft().result()
            if item is end:
                return
            ahead.append(pool.submit(next, iterator, end))
            yield item
    finally:
        pool.shutdown(cancel_futures=True)


def soon(is_so):
    """Whether something is so, now or in a while: looks are counted, as a clock runs in pauses."""
    for _ in range(POLLS):
        if is_so():
            return True
        sleep(POLL)
    return False


class Source:
    """Items that a thread may ask for: how many were asked for, by which threads, one at a time?"""

    def __init__(self, items, broken_at=None, takes=0):
        self.items = items
        self.takes = takes
        self.broken_at = broken_at
        self.asked = 0
        self.threads = set()
        self.together = False
        self.inside = 0

    def __iter__(self):
        return SourceIterator(self)

    def has_asked(self, count):
        """Whether so many items were asked for, now or soon: never, where the caller has to ask."""
        if self.threads == {threading.current_thread()}:
            return False
        return soon(lambda: self.asked >= count)

    def __repr__(self):
        broken = "" if self.broken_at is None else f", broken_at={self.broken_at}"
        return f"Source({self.items!r:.60}{broken})"


class SourceIterator:
    """One pass over a source; it ends for good, with an error or without."""

    def __init__(self, source):
        self.source = source
        self.place = 0

    def __iter__(self):
        return self

    def __next__(self):
        source = self.source
        source.inside += (
            1  # and no lock: a thread that is stopped would keep it for ever
        )
        source.together |= source.inside > 1
        try:
            source.asked += 1
            source.threads.add(threading.current_thread())
            if source.takes:
                sleep(source.takes)
            place, self.place = self.place, self.place + 1
            if place == source.broken_at:
                self.place = len(source.items)
                raise OSError(f"item {place} cannot be read")
            if place >= len(source.items):
                raise StopIteration
            return source.items[place]
        finally:
            source.inside -= 1


def quiet_soon(before):
    """Whether no thread is left that was not there before, now or soon."""
    return soon(lambda: set(threading.enumerate()) <= before)


def sources():
    """What may be loaded ahead, and how to look at it. Threads that are left behind end."""
    before, made = set(threading.enumerate()), []

    def source(*args, **named):
        made.append(Source(*args, **named))
        return made[-1]

    try:
        yield {
            "Source": source,
            "quiet_soon": quiet_soon,
            "threads": lambda: set(threading.enumerate()),
            "this_thread": threading.current_thread,
            "sleep": sleep,
        }
    finally:
        for one in made:
            one.broken_at, one.items = None, ()
        soon(
            lambda: (
                not any(
                    [let_go(thread) for thread in set(threading.enumerate()) - before]
                )
            )
        )


def let_go(thread):
    """Empty the queue that a thread waits to put something into; whether there is one."""
    frame = sys._current_frames().get(thread.ident)
    while frame and not isinstance(frame.f_locals.get("self"), queue.Queue):
        frame = frame.f_back
    if not frame:
        return False
    with contextlib.suppress(queue.Empty):
        while True:
            frame.f_locals["self"].get_nowait()
    return True


def items_and_limit(draw):
    """None or many items, some of which `if` takes for nothing; an error at any place."""
    n = draw.size(0, 300)
    items = draw.values(n, draw.choice([int, float, bool, "<U5"]))
    for _ in range(draw.integer(0, 2) if n else 0):
        items[draw.place(n)] = draw.choice([None, (), 0, StopIteration, ValueError])
    broken_at = draw.integer(0, n) if draw.fault() else None
    return {"source": Source(items, broken_at), "limit": draw.choice([1, 2, 3, 5, 40])}


AHEAD = "ahead = deque(pool.submit(next, iterator, end) for _ in range(limit))"
SUBMIT = "ahead.append(pool.submit(next, iterator, end))"
LOOP = f"""
while True:
    item = ahead.popleft().result()
    if item is end:
        return
    {SUBMIT}
    yield item
"""
ALL = f"""
iterator, end = iter(iterable), object()
pool = ThreadPoolExecutor(1)
try:
    {AHEAD}
    while True:
        item = ahead.popleft().result()
        if item is end:
            return
        {SUBMIT}
        yield item
finally:
    pool.shutdown(cancel_futures=True)
"""
END = """
finally:
    pool.shutdown(cancel_futures=True)
"""

EXERCISE = Exercise(
    id="speed.prefetch",
    title="Load ahead",
    goal="Write the generator `prefetch(iterable, limit)`. It yields the items of `iterable`, in "
    "order. While the caller works with one of them, one thread loads the `limit` items after it, "
    "and no more. (One more, in the hands of the thread, is fine.) An error of `iterable` reaches "
    "the caller, with its own type, after the items before it. And when the caller leaves the "
    "loop early, no more is loaded, and no thread stays behind.",
    predict="With `limit=2`, the caller has just got item 0. How many items may the thread have "
    "asked for?",
    minutes=8,
    difficulty=3,
    solution=prefetch,
    given=sources,
    seconds=3.0,
    hints=[
        "Make `iterator = iter(iterable)` and a pool of one thread. Each `pool.submit(next, "
        "iterator, end)` loads one more item; `end = object()` is what `next` gives where there "
        "is none left. Keep the futures in a deque.",
        "Submit `limit` of them before the loop. Then again and again: take the first future, "
        "wait for its result, stop if it `is end`, submit one more, and yield the result.",
        "Put it all into `try:`, with `finally: pool.shutdown(cancel_futures=True)`. A generator "
        "that is left early, and not kept, runs its `finally`, too. What `next` raises, "
        "`result()` raises again.",
    ],
    cases=[
        Case(
            "list(prefetch([3, 1, 4], 2))",
            "[3, 1, 4]",
            why="All items should come, in order.",
        ),
        Case(
            """
            source = Source([3, 1, 4])
            items = list(prefetch(source, 2))
            this_thread() in source.threads
            """,
            "False",
            why="The items are loaded in the thread that asks for them: it waits for each one. "
            "Loading ahead takes another thread.",
        ),
        Case(
            """
            source = Source(range(100))
            items = prefetch(source, 3)
            five = [next(items) for _ in range(5)]
            sleep(0.015)
            most = source.asked
            items.close()
            most <= 9
            """,
            "True",
            why="With `limit=3` and five items handed over, eight are asked for, or nine. A thread "
            "that loads ever further ahead fills the memory.",
        ),
        Case(
            """
            source = Source(range(10), broken_at=2)
            list(prefetch(source, 3))
            """,
            raises=OSError,
            mentions=["item 2"],
            why="An error of `iterable` should reach the caller as it is. An error in a thread "
            "is otherwise printed, and lost.",
        ),
        Case(
            """
            source = Source(range(10), broken_at=2)
            items, got = prefetch(source, 3), []
            try:
                for item in items:
                    got.append(item)
            except OSError:
                got.append("error")
            got
            """,
            '[0, 1, "error"]',
            why="The items before the error are loaded already: they come first.",
        ),
        Case(
            """
            before = threads()
            items = prefetch(Source(range(1000)), 3)
            next(items)
            items.close()
            quiet_soon(before)
            """,
            "True",
            why="When the caller leaves the loop early, the generator is closed, and your thread "
            "waits for ever. A `finally` runs then, too: let it end the thread.",
        ),
        Case(
            """
            before = threads()
            list(prefetch(Source([1, 2]), 3))
            quiet_soon(before)
            """,
            "True",
            why="When all items have come, the thread should end.",
        ),
        Case(
            """
            source = Source(range(12), takes=0.002)
            list(prefetch(source, 4)) == list(range(12)), source.together
            """,
            "(True, False)",
            why="Two threads ask `iterable` at the same time. Most cannot stand that, and the "
            "order is left to chance. One thread is enough.",
        ),
        Case(
            """
            error = ValueError("an item")
            [item is error for item in prefetch([error, error], 2)]
            """,
            "[True, True]",
            why="An item may be anything, an exception too. It was not raised: hand it over.",
        ),
        Case(
            """
            source = Source(range(50))
            list(prefetch(source, 2)) == list(range(50)), len(source.threads)
            """,
            "(True, 1)",
            why="All fifty items should come, and one thread load them: a new one for each costs "
            "more than many a batch.",
        ),
        Case(
            """
            source = Source(range(100))
            items = prefetch(source, 3)
            first = next(items)
            source.has_asked(4)
            asked = min(source.asked, 4)
            items.close()
            first, asked
            """,
            "(0, 4)",
            why="While the caller holds item 0, three more should be loaded. They are not, however "
            "long it waits.",
        ),
        Case(
            """
            source = Source(range(100))
            items = prefetch(source, 2)
            five = [next(items) for _ in range(5)]
            source.has_asked(7)
            asked = min(source.asked, 7)
            items.close()
            five, asked
            """,
            "([0, 1, 2, 3, 4], 7)",
            why="After five items, two more should be loaded: each item that is handed over makes "
            "room for one.",
        ),
        Case(
            """
            before, source = threads(), Source(range(30), takes=0.015)
            items = prefetch(source, 25)
            next(items)
            items.close()
            quiet_soon(before) and source.asked < 20
            """,
            "True",
            why="When the caller leaves the loop early, your thread goes on loading what was "
            "planned, for nobody. `pool.shutdown(cancel_futures=True)` drops what has not begun. "
            "Put it into a `finally`: lines after the loop are not reached then.",
        ),
    ],
    examples=[
        Examples(
            items_and_limit,
            ["list(prefetch(source, limit))"],
            mentions=lambda inputs, error: [f"item {inputs['source'].broken_at}"],
            why="Every item should come, in order, whatever it is; and an error of `iterable` as "
            "it is.",
            in_a_row=False,
        ),
    ],
    mistakes=[
        Mistake(
            (ALL, "yield from iterable"),
            "Nothing is loaded ahead: your generator asks for an item when the caller does. A "
            "thread has to ask for it before.",
        ),
        Mistake(
            (
                ALL,
                """
                ahead = deque()
                for item in iterable:
                    ahead.append(item)
                    if len(ahead) > limit:
                        yield ahead.popleft()
                yield from ahead
                """,
            ),
            "You keep items in a deque, and load them in the caller's own thread: it waits for "
            "each of them, only earlier.",
        ),
        Mistake(
            (
                ALL,
                """
                with ThreadPoolExecutor(1) as pool:
                    yield from pool.map(lambda item: item, iterable)
                """,
            ),
            "All items are asked for at once, in the caller's own thread, before the first one is "
            "handed over. (`pool.map` does so, too.) What your thread does then is nothing.",
        ),
        Mistake(
            ("range(limit))", "range(limit - 1))"),
            "One too few is loaded ahead. Before the loop `limit` items are asked for, and one "
            "more for each that is handed over.",
        ),
        Mistake(
            ("range(limit))", "range(limit + 2))"),
            "Too many are loaded ahead. Before the loop `limit` items are asked for, and one more "
            "for each that is handed over.",
        ),
        Mistake(
            (
                LOOP,
                """
                while (item := ahead.popleft().result()) is not end:
                    yield item
                    ahead.append(pool.submit(next, iterator, end))
                """,
            ),
            "You ask for the next item when the caller comes back. Ask before you `yield`: while "
            "the caller works, the thread then has something to do.",
        ),
        Mistake(
            (
                LOOP,
                """
                while (future := ahead.popleft()).result() is not end:
                    ahead.append(pool.submit(next, iterator, end))
                    yield future
                """,
            ),
            "You yield the future. The caller wants the item: `result()` gives it.",
        ),
        Mistake(
            ("iter(iterable), object()", "iter(iterable), None"),
            "None ends your loop, and an item may be None. `object()` makes a sign that is nothing "
            "else: stop at that alone.",
        ),
        Mistake(
            ("item = ahead.popleft()", "item = ahead.pop()"),
            "`pop()` takes the item that was asked for last. `popleft()` takes the first one.",
        ),
        Mistake(
            (
                END,
                """
                except Exception:
                    pass
                finally:
                    pool.shutdown(cancel_futures=True)
                """,
            ),
            "You catch the error, and say nothing. To the caller it looks like the end of the "
            "items.",
        ),
        Mistake(
            (
                END,
                """
                except Exception as error:
                    raise RuntimeError("loading failed") from error
                finally:
                    pool.shutdown(cancel_futures=True)
                """,
            ),
            "You raise an error of your own in place of that of `iterable`. The caller may wait "
            "for that type: let it pass.",
        ),
        Mistake(
            """
            def prefetch(iterable, limit):
                import queue

                waiting, end = queue.Queue(limit), object()

                def work():
                    try:
                        for item in iterable:
                            waiting.put((item, None))
                        waiting.put((end, None))
                    except Exception as error:
                        waiting.put((end, error))

                threading.Thread(target=work, daemon=True).start()
                while True:
                    item, error = waiting.get()
                    if error:
                        raise error
                    if item is end:
                        return
                    yield item
            """,
            "When the caller leaves the loop early, nobody takes items out of your queue any more: "
            "the thread stays in `put` for ever. In a `finally`, tell it to stop, and make room.",
        ),
    ],
)
