"""Tell a learner what a check found: text, and a drawing where the answer is an image."""

import io
import itertools
import sys
import textwrap

import numpy as np

from tinydata.course.checker.judge import Verdict
from tinydata.course.exercise import Exercise
from tinydata.printing import say

SHADES = " .:-=+*#%@"
PRINTED = 300


class Result:
    """What `check` returns: true only if the answer is right. It shows nothing by itself."""

    def __init__(self, status: str):
        self.status = status

    def __bool__(self):
        return self.status == "right"

    def __repr__(self):
        return self.status

    def _ipython_display_(self):
        """The check has printed all there is to say."""


def report(exercise: Exercise, verdict: Verdict) -> None:
    """Print the verdict, and draw yours and expected side by side if they are images."""
    say(text(exercise, verdict))
    if verdict.outcome and verdict.outcome.images:
        _draw(*verdict.outcome.images)


def text(exercise: Exercise, verdict: Verdict) -> str:
    """The verdict in words."""
    if verdict.status == "right":
        return "\n".join([f"Right: {exercise.id}", *_printed(verdict)])
    if verdict.status == "not attempted":
        gap = "the `...`" if exercise.kind == "value" else "`raise NotImplementedError()`"
        todo = verdict.reason or f"Replace {gap} in the cell above, run that cell, then this one."
        return "\n".join([f"Not attempted yet: {exercise.id}", *_wrapped(todo)])
    lines = [f"Wrong: {exercise.id}"]
    outcome = verdict.outcome
    if verdict.asked:
        asked = verdict.asked.splitlines()
        lines += _field("given", verdict.given) + _field("asked", asked)
    if outcome.expected:
        lines += _field("yours", outcome.yours.splitlines())
        lines += _field("expected", outcome.expected.splitlines())
    if outcome.sentence != f"Yours is {outcome.yours}, expected {outcome.expected}.":
        lines += _wrapped(outcome.sentence)
    if verdict.reason:
        lines += _wrapped(f"Likely reason: {verdict.reason}")
    return "\n".join(lines + _printed(verdict))


def _printed(verdict) -> list[str]:
    """What the learner's code printed meanwhile, shortened; each case may print the same."""
    runs = itertools.groupby(verdict.printed.strip().splitlines())
    counted = [(line, len(list(times))) for line, times in runs]
    printed = "\n".join(f"{line} ({n} times)" if n > 1 else line for line, n in counted)
    more = " ..." if len(printed) > PRINTED else ""
    return _field("Your code printed:", (printed[:PRINTED] + more).splitlines()) if printed else []


def _wrapped(sentence) -> list[str]:
    return textwrap.wrap(sentence, 92, initial_indent="  ", subsequent_indent="  ")


def _field(label, lines) -> list[str]:
    width = max(9, len(label))
    return [f"  {label if i == 0 else '':{width}} {line}" for i, line in enumerate(lines)]


def _draw(yours, expected) -> None:
    """Up to four images that differ, or the whole answer where the shapes do not agree."""
    if yours.ndim == 2:
        yours = yours[None]
    if expected.ndim == 2:
        expected = expected[None]
    which = np.arange(min(len(yours), len(expected), 4))
    if yours.shape == expected.shape:
        which = np.flatnonzero((yours != expected).any(axis=(1, 2)))[:4]
    yours, expected = yours[which], expected[which]
    if not len(which):
        return
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
        _figure(yours, expected)
    else:
        say(_characters(yours[0], expected[0]))


def _figure(yours, expected) -> None:
    from IPython.display import Image, display
    from matplotlib.figure import Figure

    top = max(np.nanmax(expected), 1e-9)
    figure = Figure(figsize=(2 * len(yours) + 0.5, 4.2), layout="constrained", dpi=80)
    axes = figure.subplots(2, len(yours), squeeze=False)
    for row, (label, images) in enumerate([("yours", yours), ("expected", expected)]):
        for column, image in enumerate(images):
            axes[row, column].imshow(image, cmap="gray_r", vmin=0, vmax=top)
            axes[row, column].set(xticks=[], yticks=[])
        axes[row, 0].set_ylabel(label, fontsize=12)
    png = io.BytesIO()
    figure.savefig(png, format="png", metadata={"Software": None})
    alt = "Your images in the upper row, the expected ones in the lower row"
    display(Image(data=png.getvalue(), alt=alt))


def _characters(yours, expected) -> str:
    """Two images side by side, one character pair a pixel."""
    top = max(np.nanmax(expected), 1e-9)

    def rows(image):
        levels = np.nan_to_num(image / top * (len(SHADES) - 1)).clip(0, len(SHADES) - 1)
        return ["".join(SHADES[int(level)] * 2 for level in row) for row in levels]

    left, right = rows(yours), rows(expected)
    height, width = max(len(left), len(right)), len(left[0])
    left += [" " * width] * (height - len(left))
    right += [""] * (height - len(right))
    width = max(width, 5)
    lines = [f"  {'yours':{width}}   expected"]
    lines += [f"  {a:{width}}   {b}".rstrip() for a, b in zip(left, right, strict=True)]
    return "\n".join(lines)
