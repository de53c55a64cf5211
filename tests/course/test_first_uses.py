"""Nothing is used before it is explained: functions in the text, terms in the glossary."""

import re

import pytest
from first_uses import CODE, called, singular, terms, told_by, unexplained

from tinydata.course.notebook.files import FOLDER, read

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
ROOT = FOLDER.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
MAP = (FOLDER / "README.md").read_text("utf-8")
ROW = re.compile(r"(?m)^\| (?P<term>[^|]+) \| (?P<lessons>[^|]+) \| (?P<sentence>[^|]+) \|$")


def taken_for_granted() -> set[str]:
    """The names in code font of the course map's table of what one should know before."""
    section = MAP.partition("## What you should know")[2].partition("\n## ")[0]
    rows = "".join(re.findall(r"(?m)^\|.*$", section))
    return set(re.findall(r"\w+", " ".join(re.findall(CODE, rows)))) - {"np"}


@pytest.fixture(scope="module")
def missing():
    """For each lesson, the functions that it uses and that nobody has explained by then.

    Lesson 0 shows what is to come, and says that its lines need not be understood yet. The map
    has the names of what every exercise needs, such as `check`.
    """
    known = taken_for_granted() | set(re.findall(r"\w+", " ".join(re.findall(CODE, MAP))))
    known |= set().union(*(told_by(cell) for cell in read(NOTEBOOKS[0])["cells"]))
    return {path.stem: unexplained(read(path)["cells"], known) for path in NOTEBOOKS[1:]}


@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS[1:]])
def test_every_function_is_told_of_where_it_is_first_used(name, missing):
    assert missing[name] == []


def test_nothing_is_taken_for_granted_in_vain():
    """Without the rows that no lesson needs, the table stays short."""
    code = [c.source for p in NOTEBOOKS for c in read(p)["cells"] if c["cell_type"] == "code"]
    assert taken_for_granted() <= {name for source in code for name in called(source)}


def test_every_term_stands_in_the_glossary_with_its_lessons():
    in_bold = {}
    for path in NOTEBOOKS:
        for term in terms(read(path)["cells"]):
            in_bold.setdefault(term, []).append(int(path.stem[:2]))
    rows = [row.groupdict() for row in ROW.finditer(GLOSSARY)][1:]
    listed = {singular(row["term"]): row["lessons"] for row in rows}
    assert {
        t: [int(n) for n in re.findall(r"\[(\d+)\]", ls)] for t, ls in listed.items()
    } == in_bold
    assert len(rows) == len(listed)


def test_the_glossary_is_a_list_in_order_of_sentences_with_links_that_lead():
    rows = [row.groupdict() for row in ROW.finditer(GLOSSARY)][1:]
    assert len(rows) == len(re.findall(r"(?m)^\|", GLOSSARY)) - 2
    names = [row["term"].lower() for row in rows]
    assert names == sorted(names)
    for row in rows:
        assert re.fullmatch(r"[A-Z].+\.", row["sentence"]), row["term"]
        for number, link in re.findall(r"\[(\d+)\]\(([^)]+)\)", row["lessons"]):
            assert (ROOT / "docs" / link).is_file() and f"/{int(number):02}_" in link
