"""The rules for numbers in prose, on small texts."""

import json

import pytest
from prose import Mark, bare_numbers, disagreements, marks, probe


@pytest.mark.parametrize(
    "text",
    [
        "no number at all, five words",
        "1,797<!--= len(images) --> images",
        "**97.0**<!--= accuracy * 100 :.1f --> %",
        "5 to 10 times<!--~ 5 <= ratio <= 10 --> faster",
        "code `x[3]` and\n```\n4 + 5\n```\n",
        "# 4 · Batching\n1. first\n2. second\n\n**3. Third?**",
        "lesson 8, lessons 2–6 and Lessons 3, 4 and 5",
        "8×8 pixels, 32×32×3, float32, Python 3.11, $(2p+1)^2$, 2-D",
        "stages 1 to 3, step 2",
        "[next](05_shuffling.ipynb) <img width=300>",
    ],
)
def test_nothing_to_complain_about(text):
    assert bare_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("there are 1797 images", ["1797"]),
        ("97 % of 1,797<!--= n --> images", ["97"]),
        ("In 3 of 4 cases. It is 5 times<!--~ ratio > 5 --> faster", ["3", "4"]),
        ("about 7 times<!--~ ratio > 5 --> faster", ["7"]),
        ("$32 \\times 64$", ["32", "64"]),
        ("25 minutes", ["25"]),
    ],
)
def test_bare_numbers_are_found(text, found):
    assert bare_numbers(text) == found


def test_minutes_are_free_in_the_first_cell():
    assert bare_numbers("25 minutes. *Minutes*: 10.", first_cell=True) == []


def test_marks_are_read():
    text = "1,797<!--= len(x) -->, 9.1<!--= y[1:2] :.1f --> %, fast<!--~ a > 1 -->"
    assert marks(text) == [
        Mark("=", "1,797", "len(x)", None),
        Mark("=", "9.1", "y[1:2]", ".1f"),
        Mark("~", "", "a > 1", None),
    ]


def test_what_is_not_known_yet_is_compared_at_the_end():
    found = marks("1,797<!--= n -->")
    unknown = json.dumps(["NameError: n"])
    assert disagreements(found, unknown, '["1797"]') == []
    assert disagreements(found, unknown, unknown)


def test_a_number_that_has_changed_is_noticed(capsys):
    text = "1,797<!--= n -->, 97.0<!--= a :.1f -->, 12<!--= n -->, 5<!--~ a > 100 -->, x<!--= n -->"
    exec(probe(marks(text)), {"n": 1797, "a": 97.04})
    assert disagreements(marks(text), capsys.readouterr().out) == [
        "the text says 12, but n is 1797",
        "a > 100 is False",
        "no number in front of <!--= n -->",
    ]
