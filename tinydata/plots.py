"""The figures that lessons share, in one style.

Each function draws one figure, leaves matplotlib's settings as they were and returns the axes.
Nothing is shown: a cell ends with `plt.show()`. Titles are the caller's, since a title states
what to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.patches import Rectangle
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from tinydata.arguments import positive_int
from tinydata.profiling import StepBreakdown, three_digits

# From the palette of M. Okabe and K. Ito, "Color Universal Design" (2008).
STAGE_COLORS = {
    "storage": "#E69F00",
    "dataset": "#009E73",
    "loader": "#0072B2",
    "model": "#CC79A7",
}
# Series are no stages and get none of their colours. They differ in dashes and markers as well.
SERIES_STYLES = (
    {"color": "#000000", "linestyle": "-", "marker": "o"},
    {"color": "#D55E00", "linestyle": "--", "marker": "s"},
    {"color": "#56B4E9", "linestyle": "-.", "marker": "^"},
    {"color": "#999999", "linestyle": ":", "marker": "D"},
)

WIDTH = 7.0  # inches
TEXT_SIZE = 10  # points: the least that can be read when projected
LARGEST_TILE = 1.2  # inches: few images are not blown up to the whole width


def style() -> AbstractContextManager[None]:
    """Return a context in which new figures have the style of the course.

    Examples
    --------
    >>> with style():
    ...     figure, axes = plt.subplots()
    >>> float(figure.get_figwidth())
    7.0
    >>> plt.close(figure)
    """
    return plt.rc_context(
        {
            "font.size": TEXT_SIZE,
            "axes.titlesize": TEXT_SIZE + 2,
            "axes.labelsize": TEXT_SIZE,
            "xtick.labelsize": TEXT_SIZE,
            "ytick.labelsize": TEXT_SIZE,
            "legend.fontsize": TEXT_SIZE,
            "figure.figsize": (WIDTH, 3.6),
            "figure.dpi": 100,
            "figure.constrained_layout.use": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "lines.linewidth": 2,
            # Labels and names are the caller's: a $ in them is no formula.
            "text.parse_math": False,
            "text.usetex": False,
            "hatch.linewidth": 0.8,
        }
    )


def show_images(
    images: np.ndarray,
    labels: Sequence | np.ndarray | None = None,
    columns: int = 8,
    title: str | None = None,
) -> Axes:
    """Draw images side by side with a label above each: ink is black, paper is white.

    Parameters
    ----------
    images : array of shape (N, H, W), (N, 1, H, W) or (N, 3, H, W)
        The largest grey value of all images is drawn black; 0, or what is below, white. Colours
        are uint8, or floats from 0 to 1.
    labels : sequence of length N, optional
        What to write above each image.
    columns : int
        Images in a row.

    Raises
    ------
    TypeError, ValueError
        If `images` are no such array, or there is not one label an image.

    Examples
    --------
    >>> axes = show_images(np.eye(8)[None], labels=["diagonal"])
    >>> axes.texts[0].get_text()
    'diagonal'
    >>> plt.close(axes.figure)
    """
    pictures = _pictures(images)
    columns = min(positive_int("columns", columns), len(pictures))
    if labels is not None and len(labels) != len(pictures):
        raise ValueError(
            f"labels should have one entry for each of {len(pictures)} images, "
            f"but got {len(labels)}"
        )
    height, width = pictures.shape[1:3]
    gap = 0.1 * width
    inch = (width + gap) / min(WIDTH / columns, LARGEST_TILE)  # in pixels of the images
    label_height = 0.0 if labels is None else 0.22 * inch * max(map(_lines, labels))
    row_height = label_height + height + gap
    rows = -(-len(pictures) // columns)
    title_height = 0.2 + 0.2 * _lines(title) if title else 0.0  # inches
    white, black = min(0, pictures.min()), max(0, pictures.max())
    ink = {"cmap": "gray_r", "vmin": white, "vmax": black if black > white else 1}
    with style():
        _, axes = plt.subplots(figsize=(WIDTH, rows * row_height / inch + title_height))
        for position, picture in enumerate(pictures):
            row, column = divmod(position, columns)
            left, top = column * (width + gap), row * row_height + label_height
            axes.imshow(
                picture,
                extent=(left, left + width, top + height, top),
                interpolation="nearest",
                **(ink if picture.ndim == 2 else {}),
            )
            # Without a frame the white margin of a digit would be lost on a white page.
            axes.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor="#999999"))
            if labels is not None:
                axes.text(left + width / 2, top, labels[position], ha="center", va="bottom")
        axes.set_axis_off()
        axes.set(
            title=title,
            xlim=(-gap / 2, columns * (width + gap) - gap / 2),
            ylim=(rows * row_height, -gap / 2),
        )
    return axes


def show_batch(batch: Any, columns: int = 8, at_most: int = 32, title: str | None = None) -> Axes:
    """Draw the images of a batch with their labels, and say so if these are not all.

    Parameters
    ----------
    batch : (images, labels), or an array of images
        Images as in `show_images`.
    columns, at_most : int
        Images in a row, and in all.

    Raises
    ------
    ValueError
        If the batch is a tuple or list of other than two parts.

    Examples
    --------
    >>> axes = show_batch((np.zeros((40, 8, 8)), np.arange(40)))
    >>> len(axes.images), axes.texts[-1].get_text()
    (32, 'the first 32 of 40')
    >>> plt.close(axes.figure)
    """
    if not isinstance(batch, (tuple, list)):
        batch = (batch, None)
    if len(batch) != 2:
        raise ValueError(
            f"batch should be (images, labels) or an array of images, but got {len(batch)} parts"
        )
    images, labels = batch
    if labels is not None and len(labels) != len(images):
        raise ValueError(
            f"labels should have one entry for each of {len(images)} images, but got {len(labels)}"
        )
    at_most = positive_int("at_most", at_most)
    shown = None if labels is None else labels[:at_most]
    axes = show_images(images[:at_most], shown, columns, title)
    if len(images) > at_most:
        note = f"the first {at_most} of {len(images)}"
        axes.text(1, 0, note, size=TEXT_SIZE, ha="right", va="top", transform=axes.transAxes)
    return axes


def plot_step_breakdown(breakdowns: Mapping[str, StepBreakdown], title: str | None = None) -> Axes:
    """Draw a bar for each breakdown, divided into the parts of a training step.

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> slow = StepBreakdown(loading=0.040, forward=0.025, backward=0.035)
    >>> axes = plot_step_breakdown({"slow loader": slow})
    >>> [text.get_text() for text in axes.texts if text.get_text()]
    ['40.0', '25.0', '35.0', '100 ms']
    >>> plt.close(axes.figure)
    """
    _refuse_empty("breakdowns", breakdowns)
    bars = {  # colour and hatch
        "loading": (STAGE_COLORS["loader"], ""),
        "forward": (STAGE_COLORS["model"], ""),
        "backward": (STAGE_COLORS["model"], "//"),
        "update": (STAGE_COLORS["model"], "xx"),
    }
    longest = max(breakdown.step for breakdown in breakdowns.values())
    scale, unit = (1e3, "ms") if longest >= 1e-3 else (1e6, "µs")
    with style():
        _, axes = plt.subplots(figsize=(WIDTH, 1.5 + 0.5 * len(breakdowns)))
        places = range(len(breakdowns))
        ends = np.zeros(len(breakdowns))
        for part, (color, hatch) in bars.items():
            widths = np.array([scale * breakdown.parts[part] for breakdown in breakdowns.values()])
            drawn = axes.barh(
                places, widths, left=ends, label=part, edgecolor="white", color=color, hatch=hatch
            )
            axes.bar_label(
                drawn,
                # A number needs room: narrow parts go without.
                [three_digits(w) if w > 0.1 * scale * longest else "" for w in widths],
                label_type="center",
                color="white" if part == "loading" else "black",
                bbox={"facecolor": color, "edgecolor": "none", "pad": 1.5},
            )
            ends += widths
        axes.bar_label(drawn, [f"{three_digits(end)} {unit}" for end in ends], padding=4)
        axes.set(xlabel=f"{unit} a step", xlim=(0, 1.15 * scale * longest))
        axes.set_yticks(places, list(breakdowns))
        axes.invert_yaxis()  # the first one on top
        _finish(axes, title)
    return axes


def plot_throughput(
    batch_sizes: Sequence[int], series: Mapping[str, Sequence[float]], title: str | None = None
) -> Axes:
    """Draw samples per second against the batch size, both on logarithmic axes.

    Parameters
    ----------
    batch_sizes : sequence of int
    series : dict of str to sequence of float
        Samples per second at each batch size, by name: at most four series.

    Raises
    ------
    ValueError
        If a series does not have one value for each batch size.

    Examples
    --------
    >>> axes = plot_throughput([8, 32], {"one by one": [8e5, 1e6], "index array": [6e6, 2e7]})
    >>> axes.get_ylabel()
    'samples per second (log scale)'
    >>> plt.close(axes.figure)
    """
    looks = _looks(series)
    for name, values in series.items():
        if len(values) != len(batch_sizes):
            raise ValueError(
                f"series {name!r} should have a value for each of {len(batch_sizes)} batch sizes, "
                f"but got {len(values)}"
            )
    with style():
        _, axes = plt.subplots()
        for values, look in zip(series.values(), looks, strict=True):
            axes.plot(batch_sizes, values, **look)
        axes.set(
            xscale="log",
            yscale="log",
            xlabel="batch size (log scale)",
            ylabel="samples per second (log scale)",
        )
        axes.set_xticks(batch_sizes, [str(size) for size in batch_sizes])
        axes.xaxis.set_minor_locator(NullLocator())
        # Whole numbers, since the small exponents of powers of ten cannot be read when projected.
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.yaxis.set_minor_locator(NullLocator())
        axes.grid(color="#DDDDDD")
        _finish(axes, title)
    return axes


def plot_curves(
    curves: Mapping[str, Sequence[float]],
    xlabel: str = "epoch",
    ylabel: str = "accuracy",
    title: str | None = None,
) -> Axes:
    """Draw learning curves: one value after each epoch, counted from 1.

    Parameters
    ----------
    curves : dict of str to sequence of float
        At most four, by name.

    Raises
    ------
    ValueError
        If there are no curves, or more than four.

    Examples
    --------
    >>> axes = plot_curves({"training": [0.8, 0.9, 0.95], "test": [0.75, 0.85, 0.9]})
    >>> axes.get_xlabel(), axes.get_ylabel()
    ('epoch', 'accuracy')
    >>> plt.close(axes.figure)
    """
    looks = _looks(curves)
    with style():
        _, axes = plt.subplots()
        for values, look in zip(curves.values(), looks, strict=True):
            axes.plot(range(1, len(values) + 1), values, **look)
        axes.set(xlabel=xlabel, ylabel=ylabel)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(color="#DDDDDD")
        _finish(axes, title)
    return axes


def show_confusion(
    matrix: np.ndarray, classes: Sequence | None = None, title: str | None = None
) -> Axes:
    """Draw a confusion matrix: a row for each true class, a column for each predicted one.

    Parameters
    ----------
    matrix : integer array of shape (classes, classes)
        Counts. Zeros are left blank, so that mistakes stand out.
    classes : sequence, optional
        Short names of the classes; 0, 1, 2 and so on by default.

    Raises
    ------
    ValueError
        If the matrix is not square, or there is not one name a class.

    Examples
    --------
    >>> axes = show_confusion(np.array([[9, 1], [0, 8]]))
    >>> [text.get_text() for text in axes.texts]
    ['9', '1', '8']
    >>> plt.close(axes.figure)
    """
    matrix = np.asarray(matrix)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise ValueError(f"matrix should be square, but got shape {matrix.shape}")
    classes = range(len(matrix)) if classes is None else classes
    if len(classes) != len(matrix):
        raise ValueError(
            f"classes should have one name for each of {len(matrix)} rows, but got {len(classes)}"
        )
    with style():
        _, axes = plt.subplots(figsize=(WIDTH, min(WIDTH, 1.2 + 0.4 * len(matrix))))
        # A square root makes single mistakes visible beside the many right answers.
        axes.imshow(matrix, cmap="Blues", norm=PowerNorm(0.5, 0, max(matrix.max(), 1)))
        for row, column in np.argwhere(matrix):
            count = matrix[row, column]
            ink = "white" if count > matrix.max() / 3 else "black"
            axes.text(column, row, str(count), ha="center", va="center", color=ink)
        axes.set(xlabel="predicted class", ylabel="true class")
        names = [str(name) for name in classes]
        axes.set_xticks(range(len(matrix)), names)
        axes.set_yticks(range(len(matrix)), names)
        axes.spines[:].set_visible(True)
        _finish(axes, title)
    return axes


def _lines(text: object) -> int:
    return str(text).count("\n") + 1


def _pictures(images: np.ndarray) -> np.ndarray:
    # Grey as (N, H, W), colour as (N, H, W, 3): the shapes that matplotlib knows.
    images = np.asarray(images)
    if images.dtype.kind not in "biuf":
        raise TypeError(f"images should be numbers, but got dtype {images.dtype}")
    colored = images.ndim == 4 and images.shape[1] == 3
    grey = images.ndim == 3 or (images.ndim == 4 and images.shape[1] == 1)
    if not (colored or grey) or not images.size:
        hint = "; one image is a batch as image[None]" if images.ndim == 2 else ""
        raise ValueError(
            "images should have shape (N, H, W), (N, 1, H, W) or (N, 3, H, W) with at least one "
            f"image, but got {images.shape}{hint}"
        )
    if grey:
        return images.reshape(len(images), *images.shape[-2:]).astype(np.float64)
    if images.dtype != np.uint8 and (images.min() < 0 or images.max() > 1):
        raise ValueError(
            "colour images should be uint8, or floats from 0 to 1, "
            f"but got {images.dtype} from {images.min()} to {images.max()}"
        )
    return np.moveaxis(images, 1, -1)


def _looks(series: Mapping[str, Sequence]) -> list[dict]:
    _refuse_empty("a figure", series)
    if len(series) > len(SERIES_STYLES):
        raise ValueError(
            f"a figure should have at most {len(SERIES_STYLES)} series, but got {len(series)}"
        )
    return [{**look, "label": name} for name, look in zip(series, SERIES_STYLES, strict=False)]


def _refuse_empty(name: str, series: Mapping) -> None:
    if not series:
        raise ValueError(f"{name} should have at least one entry, but got none")


def _finish(axes: Axes, title: str | None) -> None:
    if title:
        axes.set_title(title)
    axes.tick_params(labelsize=TEXT_SIZE)  # ticks are made when drawn, and would ask the settings
    drawn: list[Any] = [*axes.containers, *axes.lines]
    if len(drawn) > 1:
        names = [str(one.get_label()) for one in drawn]
        one_row = sum(map(len, names)) + 6 * len(names) < 80
        legend = axes.figure.legend(
            drawn,
            [""] * len(names),
            loc="outside lower center",
            ncols=len(names) if one_row else 1,
            frameon=False,
            handlelength=3,
        )
        # Not handed to the legend, which would leave out a name that begins with an underscore.
        for text, name in zip(legend.get_texts(), names, strict=True):
            text.set_text(name)
