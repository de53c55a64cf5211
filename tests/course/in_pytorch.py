"""What the lessons say of PyTorch: each paragraph and bullet of *In PyTorch*, and its code."""

import re

from tinydata.course.notebook.files import FOLDER, read


def section(lesson: str) -> str:
    """The text of *In PyTorch* in the lesson of this number."""
    (path,) = FOLDER.glob(f"{lesson}_*.ipynb")
    text = "\n\n".join(c.source for c in read(path)["cells"] if c["cell_type"] == "markdown")
    return re.search(r"(?ms)^## In PyTorch\n(.*?)(?=^## |\Z)", text)[1]


def code(lesson: str) -> str:
    """The code of the section."""
    return "\n".join(re.findall(r"```python\n(.*?)```", section(lesson), flags=re.S))


def statements(lesson: str) -> list[str]:
    """The paragraphs and bullets of the section, in plain type.

    Sentences that only announce some say nothing: "Where it differs:".
    """
    text = re.sub(r"```.*?```", "", section(lesson), flags=re.S)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S).replace("`", "")
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\n(?=- )", text)]
    parts = [re.sub(r"(Where it differs|(The|Two) differences):$", "", part) for part in parts]
    return [part.removeprefix("- ").strip() for part in parts if part]
