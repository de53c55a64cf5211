"""An answer of every kind that a verdict tells apart, to the made-up exercises."""

import numpy as np
from samples import ANSWER, BRIGHTER, COUNTER, Counter


def never_ends(images, step):
    while True:
        step += 1


ANSWERS = {
    "right": (BRIGHTER, lambda images, step: images + step),
    "arrays": (BRIGHTER, lambda images, step: images - step),
    "images": (BRIGHTER, lambda images, step: images + min(step, 1)),
    "an error": (BRIGHTER, lambda images, step: images["<b>"]),
    "printed": (BRIGHTER, lambda images, step: print(f"<{step}> & $x$")),
    "several lines": (COUNTER, type("Counter", (Counter,), {"step": lambda self: 0})),
    "a value": (ANSWER, "<script>`1`</script>"),
    "strings in a set": (ANSWER, {"a", "b", "c", "d", 1, None}),
    "an object": (ANSWER, object()),
    "an array": (ANSWER, np.arange(6.0).reshape(2, 3)),
    "not written": (ANSWER, ...),
    "no function": (BRIGHTER, 3),
    "no end": (BRIGHTER, never_ends),
}
