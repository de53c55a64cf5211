"""Known mistakes as edits of the solution, and cases, written as blocks at any indentation."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.notebook.stubs import mistake_source

SOLUTION = """
def total(rows):
    result = 0

    for row in rows:
        if row:
            result += sum(row)
    return result
"""

EXERCISE = Exercise(
    id="sample.total",
    title="Total",
    goal="Write `total`.",
    minutes=1,
    difficulty=1,
    solution=SOLUTION,
    name="total",
    stub="def total(rows):\n    ...  # YOUR CODE HERE",
    hints=["Add."],
    cases=[Case("total([[1]])", "1")],
    mistakes=[],
)

margins = st.integers(0, 24).map(lambda count: " " * count)


def edited(*edits):
    code = edits[0] if len(edits) == 1 else list(edits)
    return mistake_source(EXERCISE, Mistake(code, "why"))


def block(margin, *lines):
    """The lines as a triple-quoted string in a file that is indented by `margin`."""
    return "\n" + "".join(f"{margin}{line}\n" if line else "\n" for line in lines) + margin[:-4]


def test_a_part_of_a_line():
    assert edited(("sum(row)", "row[0]")) == SOLUTION.strip().replace("sum(row)", "row[0]")


@given(margins, margins)
def test_a_block_of_lines_at_any_indentation(old_margin, new_margin):
    old = block(old_margin, "result = 0", "", "for row in rows:", "    if row:")
    new = block(new_margin, "result = 1", "", "for row in rows:", "    if not row:")
    expected = SOLUTION.replace("= 0", "= 1").replace("if row", "if not row").strip()
    assert edited((old, new)) == expected


@given(margins)
def test_one_line_becomes_several_and_several_become_none(margin):
    new = block(margin, "for value in row:", "    result += value")
    assert edited(("result += sum(row)", new)) == SOLUTION.strip().replace(
        "            result += sum(row)",
        "            for value in row:\n                result += value",
    )
    gone = edited((block(margin, "return result"), ""))
    assert gone == SOLUTION.replace("    return result\n", "").strip()


def test_several_edits():
    source = edited(("= 0", "= 1"), ("sum(row)", "len(row)"))
    assert source == SOLUTION.strip().replace("= 0", "= 1").replace("sum(row)", "len(row)")


@pytest.mark.parametrize(
    "old", ["row", "column", "\nif row:\n    pass\n", "\nsum(row)\n", "\nif\n"]
)
def test_an_edit_has_to_say_where(old):
    with pytest.raises(ValueError, match="should occur once"):
        edited((old, "x"))


@given(margins)
def test_a_case_is_dedented(margin):
    call = block(margin, "rows = [[1]]", "for row in rows:", "    row.append(2)", "total(rows)")
    assert Case(call, "3").call == textwrap.dedent(call).strip()
    assert Case(call, "3").call.startswith("rows = [[1]]\nfor row in rows:\n    row")
