"""What a learner reads after a check: the same in text and in HTML, whatever the answer returns."""

import base64
import io
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from html_page import Page
from hypothesis import given
from hypothesis import strategies as st
from kernel import Kernel
from kinds_of_answers import ANSWERS
from PIL import Image
from samples import BRIGHTER, told

from tinydata.course import check
from tinydata.course.checker.judge import Verdict, judge
from tinydata.course.checker.pictures import Pictures
from tinydata.course.checker.report import as_html, parts, plain
from tinydata.course.checker.run_case import Outcome
from tinydata.course.checker.short_repr import show_named
from tinydata.course.checker.verdict_parts import LOOKS

pytestmark = pytest.mark.usefixtures("sample_course")

WICKED = ["</pre>", "<script>alert(1)</script>", "&lt;", "]]>", "<!--", "`a` < `b`", "$x$"]
HOSTILE = (
    st.sampled_from(WICKED)
    | st.text(
        st.sampled_from("<>&\"'`$\\_*\n\t\r\0 ab0\x1b\x85\u2028\u202e\ud800é█")
        | st.characters(exclude_categories=[]),
        max_size=40,
    )
    | st.sampled_from(
        ["</pre>", "<script>alert(1)</script>", "&lt;", "]]>", "<!--", "`a` < `b`", "$x$"]
    )
)
TAGS = {"div", "span", "strong", "pre", "code", "img", "br"}


def test_right(capsys):
    result = check("sample.brighter", lambda images, step: step + images)
    assert result and repr(result) == "right"
    assert capsys.readouterr().out == "Right: sample.brighter\n"


def test_wrong_in_full(capsys):
    check("sample.brighter", lambda images, step: images - step)
    assert capsys.readouterr().out == (
        "Wrong: sample.brighter\n"
        "  asked     brighter(np.array([1.0, 2.0]), 1)\n"
        "  yours     array([0., 1.], dtype=float64)\n"
        "  expected  array([2., 3.], dtype=float64)\n"
        "  2 of 2 values differ, first at position [0]: yours 0.0, expected 2.0.\n"
        "  Likely reason: You subtract.\n"
    )


def test_the_reason_of_the_case_when_no_mistake_fits(capsys):
    assert "Likely reason: Add the step." in told(capsys, lambda images, step: images + step + 1)


def test_only_a_known_mistake_is_a_mistake():
    assert judge(BRIGHTER, lambda images, step: images - step).mistake == "You subtract."
    assert judge(BRIGHTER, lambda images, step: images + step + 1).mistake is None
    assert judge(BRIGHTER, lambda images, step: images + step).mistake is None


def test_images_are_drawn(capsys):
    out = told(capsys, lambda images, step: images + min(step, 1))
    assert "given images = a float64 array of shape (2, 8, 8)" in out
    assert "yours [0] expected [0]" in out and "@@" in out


def test_further_lines_of_a_value_stand_below_its_first():
    array = np.array([[1, 2], [3, 4]])
    assert show_named("x", [(array, 0), {"a": array}]) == (
        "x = [(array([[1, 2],\n"
        "             [3, 4]], dtype=int64), 0), {'a': array([[1, 2],\n"
        "                                                     [3, 4]], dtype=int64)}]"
    )


def test_no_import_of_the_display_tools_before_they_are_needed():
    code = (
        "import sys, tinydata.course; tinydata.course.hint('start.warm-up');"
        "print([m for m in ('matplotlib', 'IPython', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def bare(text) -> str:
    """Without what text and HTML set in ways of their own: spaces, line ends, marks of code."""
    return re.sub(r"[\s`]", "", text)


def assert_shown_alike(exercise, verdict):
    """Text and HTML say the same; the HTML is well-formed and holds nothing but its own tags."""
    found = parts(exercise, verdict)
    page = Page(as_html(found))
    in_words = [part for part in found if not isinstance(part, Pictures)]
    assert bare(Page(as_html(in_words)).text) == bare(plain(in_words))
    assert {tag for tag, _ in page.tags} <= TAGS
    for tag, attributes in page.tags:
        wanted = {"img": {"style", "src", "alt"}}.get(tag, {"style", "class", "aria-hidden"})
        assert attributes.keys() <= wanted
        assert "var(" not in attributes.get("style", "")
    assert page.all("div")[0]["class"] == "tex2jax_ignore mathjax_ignore"
    for text in (plain(found), as_html(found)):
        assert all(one.isprintable() or one in "\n\t" for one in text)
        assert text.encode()


@given(
    st.sampled_from(list(LOOKS)),
    st.lists(HOSTILE, min_size=6, max_size=6),
    st.lists(HOSTILE, max_size=3),
    st.none() | HOSTILE,
)
def test_whatever_the_texts_are(status, texts, names, mistake):
    asked, yours, expected, sentence, reason, printed = texts
    outcome = Outcome("value", sentence, yours, expected) if status == "wrong" else None
    verdict = Verdict(status, asked, names, outcome, reason, printed, mistake)
    assert_shown_alike(BRIGHTER, verdict)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_kind_of_verdict(name):
    exercise, answer = ANSWERS[name]
    verdict = judge(exercise, answer)
    assert_shown_alike(exercise, verdict)
    page = Page(as_html(parts(exercise, verdict)))
    assert page.text.strip().startswith(f"{LOOKS[verdict.status].word}: {exercise.id}")


def test_every_process_writes_the_same():
    code = (
        "import sys; sys.path.insert(0, 'tests/course')\n"
        "from kinds_of_answers import ANSWERS\n"
        "from tinydata.course.checker.judge import judge\n"
        "from tinydata.course.checker.report import as_html, parts, plain\n"
        "del ANSWERS['no end']  # it takes its time, and says where it was then\n"
        "for exercise, answer in ANSWERS.values():\n"
        "    found = parts(exercise, judge(exercise, answer))\n"
        "    print(plain(found), as_html(found))"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
    written = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(written) == 1 and b"Wrong" in written.pop()


def drawn(html) -> list[tuple[str, np.ndarray]]:
    """The pictures on a page: what each is called, and its pixels."""
    found = []
    for image in Page(html).all("img"):
        head, data = image["src"].split(",")
        assert head == "data:image/png;base64"
        pixels = np.array(Image.open(io.BytesIO(base64.b64decode(data))))
        found.append((image["alt"], pixels))
    return found


def test_pictures_are_crisp_and_yours_stand_above_the_expected():
    expected = np.array([np.eye(8) * 5, np.zeros((8, 8)), np.ones((8, 8)) * 4])
    yours = expected.copy()
    yours[[0, 2], 0, 1] = 99
    pictures = drawn(Pictures.of(yours, expected).html())
    assert [alt.split(":")[0] for alt, _ in pictures] == [
        "yours [0]",
        "expected [0]",
        "yours [2]",
        "expected [2]",
    ]
    (_, mine), (_, other) = pictures[:2]
    assert mine.shape == other.shape == (160, 160)
    assert set(np.unique(mine)) == {0, 255}
    assert (other[10::20, 10::20] == 255 - 255 * np.eye(8)).all()
    assert mine[10, 30] == 0 and other[10, 30] == 255


shapes = st.tuples(st.integers(5, 16), st.integers(5, 16)).flatmap(
    lambda size: st.sampled_from([size, (1, *size), (3, *size), (6, *size)])
)
specials = st.sampled_from([0.0, 1.0, -1.0, 255.0, 1e-12, 1e308, np.nan, np.inf, -np.inf])


@given(shapes, shapes, st.lists(specials, min_size=1, max_size=9), st.booleans())
def test_whatever_the_images_are(one, other, values, alike):
    yours = np.resize(np.array(values), one)
    expected = np.resize(np.array(values[::-1]), one if alike else other)
    verdict = Verdict(
        "wrong", "x", outcome=Outcome("value", "", "1", "2", images=(yours, expected))
    )
    with np.errstate(all="raise"):
        assert_shown_alike(BRIGHTER, verdict)
        found = Pictures.of(yours, expected)
        pictures = drawn(found.html())
    assert len(pictures) == 2 * len(found.pairs) <= 8
    assert all(max(pixels.shape) <= 160 for _, pixels in pictures)
    if alike and one == expected.shape:
        assert bool(found.pairs) == (not np.array_equal(yours, expected, equal_nan=True))


def test_numbers_that_are_none_are_neither_a_difference_nor_a_measure():
    expected = np.eye(8)
    expected[0, 7], expected[7, 0] = np.nan, np.inf
    assert Pictures.of(expected.copy(), expected).pairs == []
    (_, pixels), _ = drawn(Pictures.of(expected + np.eye(8, k=1), expected).html())
    assert pixels[10, 10] == 0 and pixels[10, 50] == 255


@pytest.fixture(scope="module")
def kernel():
    with Kernel("import os; os.environ['TINYDATA_RECORD'] = '0'") as kernel:
        yield kernel


MISTAKE = """
from tinydata.course.exercise import find
from tinydata.course.notebook.stubs import mistake_object
exercise = find("images.batch-bytes")
batch_bytes = mistake_object(exercise, exercise.mistakes[0])
"""
STATES = {
    "right": ("def count_label(labels, digit):\n    return int((labels == digit).sum())", "right"),
    "mistake": (MISTAKE, "wrong"),
    "syntax": ("def batch_bytes(n, shape, dtype)\n    return 3", "not attempted"),
}


@pytest.mark.parametrize("name", STATES)
def test_one_output_with_metadata(kernel, name):
    source, status = STATES[name]
    id = "start.warm-up" if name == "right" else "images.batch-bytes"
    kernel.run(source)
    shown = kernel.run(f'check("{id}")')
    assert (shown.stdout, shown.stderr, shown.error) == ("", "", "")
    (output,) = shown.displays
    text, html = output["data"].pop("text/plain"), output["data"].pop("text/html")
    assert output["data"] == {}
    mistake = kernel.value("exercise.mistakes[0].why") if name == "mistake" else None
    told = {"exercise": id, "status": status, "mistake": mistake}
    assert output["metadata"] == {"tinydata": told}
    assert bare(mistake or "") in bare(text)
    assert bare(Page(html).text) == bare(text)


def test_a_verdict_that_is_captured_or_kept_is_not_shown(kernel):
    assert kernel.run('%%capture seen\ncheck("start.warm-up")').displays == []
    texts = "[output.data['text/plain'] for output in seen.outputs if output.data]"
    assert kernel.value(f"{texts}, seen.stdout") == "(['Right: start.warm-up'], '')"
    assert len(kernel.run('result = check("start.warm-up")\nresult').displays) == 1


def test_lone_surrogates_arrive(kernel):
    kernel.run("def batch_bytes(batch_size, image_shape, dtype):\n    return '\\ud800'")
    (output,) = kernel.run('check("images.batch-bytes")').displays
    assert r"'\ud800'" in output["data"]["text/plain"]


def test_ipython_in_a_terminal_prints_text_in_any_encoding():
    code = "from tinydata.course import check; check('images.render', lambda image: '½')"
    command = [sys.executable, "-m", "IPython", "--no-banner", "--no-confirm-exit", "-c", code]
    ascii = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=ascii, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Wrong: images.render\n") and "<" not in done.stdout
    assert r"'\xbd'" in done.stdout and done.stderr == ""
