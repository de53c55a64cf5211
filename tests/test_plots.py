"""Figures: what is drawn, in which style, and what is refused."""

import io

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from tinydata.digits import load_digits
from tinydata.plots import (
    SERIES_STYLES,
    STAGE_COLORS,
    TEXT_SIZE,
    WIDTH,
    plot_curves,
    plot_step_breakdown,
    plot_throughput,
    show_batch,
    show_confusion,
    show_images,
    style,
)
from tinydata.profiling import StepBreakdown

SLOW = StepBreakdown(loading=0.040, forward=0.025, backward=0.035, update=0.002)
FAST = StepBreakdown(loading=0.004, forward=0.025, backward=0.035, update=0.002)


@pytest.fixture(scope="module")
def digits():
    return load_digits()


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def words(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


def every_figure(digits):
    images, labels = digits
    matrix = np.diag(np.arange(30, 40))
    matrix[3, 8] = 2
    return {
        "images": show_images(images[:8], labels[:8], title="The first eight digits"),
        "batch": show_batch((images[:40], labels[:40])),
        "steps": plot_step_breakdown({"slow files": SLOW, "arrays": FAST}, title="Starved"),
        "throughput": plot_throughput(
            [8, 32, 128, 512],
            {"one by one": [8e5, 9e5, 1e6, 1e6], "index array": [6e6, 2e7, 4e7, 6e7]},
            title="One index array pays off",
        ),
        "curves": plot_curves({"training": [0.7, 0.8, 0.9], "test": [0.6, 0.7, 0.8]}, title="Up"),
        "confusion": show_confusion(matrix, title="A 3 was taken for an 8 twice"),
    }


# What holds for every figure


def test_every_figure_is_small_readable_and_shows_nothing(digits, monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: pytest.fail("the caller shows figures"))
    before = dict(plt.rcParams)
    for name, axes in every_figure(digits).items():
        figure = axes.figure
        file = io.BytesIO()
        figure.savefig(file, format="png", bbox_inches="tight")  # as notebooks store it
        assert file.tell() < 60_000, name
        assert figure.get_figwidth() <= WIDTH, name
        visible = [
            text
            for text in figure.findobj(matplotlib.text.Text)
            if text.get_text() and text.get_visible()
        ]
        assert min(text.get_fontsize() for text in visible) >= TEXT_SIZE, name
    assert dict(plt.rcParams) == before


def test_the_style_does_not_depend_on_the_users_settings():
    with plt.rc_context({"font.size": 4, "xtick.labelsize": 4, "ytick.labelsize": 4}):
        axes = plot_curves({"test": [0.1, 0.2]})
        axes.figure.canvas.draw()
    assert {label.get_fontsize() for label in axes.get_xticklabels()} == {TEXT_SIZE}
    with style():
        assert plt.rcParams["font.size"] == TEXT_SIZE


AS_WRITTEN = (
    "$5 to $10",
    "a_b^c{d}",
    r"\alpha $\alpha$",
    r"C:\new\$",
    "_train",
    "two\nlines",
    "$ $",
)


@pytest.mark.parametrize("name", AS_WRITTEN)
@pytest.mark.parametrize("settings", [{}, {"text.parse_math": True}, {"text.usetex": True}])
def test_names_are_drawn_as_they_are_written(name, settings):
    other = f"not {name}"
    with plt.rc_context(settings):
        figures = [
            show_images(np.zeros((2, 8, 8)), [name, other], title=name),
            show_confusion(np.eye(2, dtype=int), [name, other], title=name),
            plot_curves({name: [1, 2], other: [1, 2]}, xlabel=name, ylabel=name, title=name),
            plot_throughput([8, 32], {name: [1, 2], other: [1, 2]}, title=name),
            plot_step_breakdown({name: SLOW, other: FAST}, title=name),
        ]
        for axes in figures:
            axes.figure.canvas.draw()
            texts = axes.figure.findobj(matplotlib.text.Text)
            written = [text for text in texts if text.get_text() in (name, other)]
            assert {text.get_text() for text in written} == {name, other}
            for text in written:
                assert not text.get_parse_math() and not text.get_usetex()


def test_labels_of_several_lines_leave_the_image_above_alone():
    axes = show_images(np.zeros((2, 8, 8)), ["a\nb\nc", "d"], columns=1, title="one\ntwo")
    figure = axes.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    above, below = (text.get_window_extent(renderer) for text in axes.texts)
    tops = [image.get_window_extent(renderer) for image in axes.images]
    assert below.y1 < tops[0].y0
    assert above.y1 < axes.title.get_window_extent(renderer).y0
    assert axes.title.get_window_extent(renderer).y1 <= figure.bbox.y1


def test_colors_are_told_apart():
    series = [look["color"] for look in SERIES_STYLES]
    assert len({*STAGE_COLORS.values(), *series}) == len(STAGE_COLORS) + len(series)
    assert len({look["marker"] for look in SERIES_STYLES}) == len(SERIES_STYLES)


# Images


def test_digits_are_drawn_crisp_in_ink_on_paper(digits):
    images, labels = digits
    axes = show_images(images[:3], labels[:3])
    assert words(axes) == ["0", "1", "2"]
    for drawn, image in zip(axes.images, images, strict=False):
        assert np.array_equal(drawn.get_array(), image)
        assert drawn.get_interpolation() == "nearest"
        assert drawn.get_clim() == (0, images[:3].max())
        assert to_hex(drawn.cmap(0.0)) == "#ffffff"
        assert to_hex(drawn.cmap(1.0)) == "#000000"


def test_images_share_one_scale_and_keep_their_place():
    images = np.stack([np.full((4, 4), value) for value in (1, 2, 8)])
    axes = show_images(images, columns=2)
    assert {image.get_clim() for image in axes.images} == {(0, 8)}
    lefts = [image.get_extent()[0] for image in axes.images]
    tops = [image.get_extent()[3] for image in axes.images]
    assert lefts[0] == lefts[2] < lefts[1]
    assert tops[0] == tops[1] < tops[2]


@pytest.mark.parametrize("value", [0, -1])
def test_images_of_one_value_are_drawn(value):
    drawn = show_images(np.full((1, 8, 8), value)).images[0]
    low, high = drawn.get_clim()
    assert low <= value <= high
    assert low < high


def test_images_are_not_modified(digits):
    images = digits[0][:2].copy()
    show_images(images)
    assert np.array_equal(images, digits[0][:2])


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_color_images_have_their_channels_first(dtype):
    images = np.zeros((2, 3, 4, 5), dtype)
    images[:, 0] = 1
    axes = show_images(images)
    assert axes.images[0].get_array().shape == (4, 5, 3)
    assert np.array_equal(axes.images[0].get_array()[..., 0], np.ones((4, 5)))
    left, right, bottom, top = axes.images[0].get_extent()
    assert (right - left, bottom - top) == (5, 4)


def test_one_channel_is_grey():
    assert show_images(np.ones((2, 1, 4, 5), bool)).images[0].get_array().shape == (4, 5)


@pytest.mark.parametrize("shape", [(8, 8), (2, 2, 8, 8), (0, 8, 8), (8,), (1, 1, 1, 8, 8)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match=r"images should have shape .*but got"):
        show_images(np.zeros(shape))


def test_one_image_gets_a_hint():
    with pytest.raises(ValueError, match=r"got \(8, 8\); one image is a batch as image\[None\]"):
        show_images(np.zeros((8, 8)))


def test_images_that_cannot_be_drawn_are_refused():
    with pytest.raises(TypeError, match="images should be numbers, but got dtype"):
        show_images(np.full((1, 8, 8), "ink"))
    with pytest.raises(ValueError, match=r"floats from 0 to 1, but got float64 from 0.0 to 16.0"):
        show_images(np.linspace(0, 16, 192).reshape(1, 3, 8, 8))
    with pytest.raises(ValueError, match="each of 2 images, but got 3"):
        show_images(np.zeros((2, 8, 8)), labels=[1, 2, 3])
    with pytest.raises(ValueError, match="columns should be a positive integer, but got 0"):
        show_images(np.zeros((2, 8, 8)), columns=0)


def test_a_batch_says_if_it_is_not_all_shown(digits):
    images, labels = digits
    axes = show_batch((images[:10], labels[:10]), at_most=4)
    assert words(axes) == ["0", "1", "2", "3", "the first 4 of 10"]
    assert words(show_batch((images[:4], labels[:4]), at_most=4)) == ["0", "1", "2", "3"]


def test_a_batch_may_be_images_alone(digits):
    axes = show_batch(digits[0][:5])
    assert len(axes.images) == 5
    assert words(axes) == []


def test_a_batch_of_other_parts_is_refused(digits):
    images, labels = digits
    with pytest.raises(ValueError, match=r"batch should be .* but got 3 parts"):
        show_batch((images[:4], labels[:4], labels[:4]))
    # Cut to what is shown, both would have the same length.
    with pytest.raises(ValueError, match="each of 40 images, but got 39"):
        show_batch((images[:40], labels[:39]), at_most=8)


# Measurements


def test_a_step_is_stacked_from_its_parts():
    axes = plot_step_breakdown({"slow": SLOW, "fast": FAST})
    loading, forward, backward, update = axes.containers
    assert [bar.get_width() for bar in loading] == pytest.approx([40, 4])
    assert [bar.get_x() for bar in forward] == pytest.approx([40, 4])
    assert [bar.get_x() for bar in update] == pytest.approx([100, 64])
    assert to_hex(loading[0].get_facecolor()).upper() == STAGE_COLORS["loader"]
    assert to_hex(forward[0].get_facecolor()).upper() == STAGE_COLORS["model"]
    assert len({part[0].get_hatch() for part in (forward, backward, update)}) == 3
    assert words(axes) == ["40.0", "25.0", "25.0", "35.0", "35.0", "102 ms", "66.0 ms"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["slow", "fast"]
    assert axes.yaxis_inverted()


def test_short_steps_are_drawn_in_microseconds():
    axes = plot_step_breakdown({"digits": StepBreakdown(4e-6, 30e-6, 50e-6, 8e-6)})
    assert axes.get_xlabel() == "µs a step"
    assert words(axes)[-1] == "92.0 µs"


def test_throughput_is_drawn_on_two_log_scales_that_say_so():
    axes = plot_throughput([8, 32], {"one by one": [1e5, 2e5], "index array": [1e6, 4e6]})
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    assert axes.get_xlabel() == "batch size (log scale)"
    assert axes.get_ylabel() == "samples per second (log scale)"
    assert [label.get_text() for label in axes.get_xticklabels()] == ["8", "32"]
    assert [line.get_label() for line in axes.lines] == ["one by one", "index array"]
    assert axes.lines[1].get_ydata().tolist() == [1e6, 4e6]
    (legend,) = axes.figure.legends
    assert [t.get_text() for t in legend.get_texts()] == ["one by one", "index array"]


def test_curves_count_epochs_from_one():
    axes = plot_curves({"training": [0.5, 0.6, 0.7], "test": [0.4]}, ylabel="loss (nats)")
    assert list(axes.lines[0].get_xdata()) == [1, 2, 3]
    assert list(axes.lines[1].get_xdata()) == [1]
    assert axes.get_ylabel() == "loss (nats)"


def test_a_confusion_matrix_has_true_classes_in_rows():
    axes = show_confusion(np.array([[9, 1], [0, 8]]), classes=["cat", "dog"])
    assert {text.get_position(): text.get_text() for text in axes.texts} == {
        (0, 0): "9",
        (1, 0): "1",
        (1, 1): "8",
    }
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("predicted class", "true class")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["cat", "dog"]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plot_step_breakdown({}), "breakdowns should have at least one entry"),
        (lambda: plot_curves({}), "at least one entry"),
        (lambda: plot_throughput([8], {"a": [1, 2]}), "'a' should have a value for each of 1"),
        (lambda: plot_curves({str(i): [1] for i in range(5)}), "at most 4 series, but got 5"),
        (lambda: show_confusion(np.zeros((2, 3), int)), r"square, but got shape \(2, 3\)"),
        (lambda: show_confusion(np.eye(2, dtype=int), ["a"]), "one name for each of 2 rows"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
    assert plt.get_fignums() == []  # no empty figure is left for the notebook to show
