"""CONTRIBUTING.md names commands and files that exist, and every test file says what it proves."""

import ast
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [line.partition("#")[0].strip() for block in BLOCKS for line in block.splitlines()]
PYTHON = [command for command in COMMANDS if command.startswith("python ")]


def run(*arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def test_every_command_is_of_make_or_python():
    assert [command for command in COMMANDS if not re.match(r"make |python -m ", command)] == []


def test_every_make_target_exists():
    mentioned = set(re.findall(r"(?:^|`)make ([a-z]+)", PAGE, re.MULTILINE))
    assert {"lint", "notebooks", "test"} <= mentioned
    assert mentioned <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_every_part_of_the_tests_that_is_named_has_tests():
    parts = [shlex.split(command)[3:] for command in PYTHON if " -m pytest " in command]
    assert len(parts) > 4
    paths = {path for path, *_ in parts}
    found = run("-m", "pytest", *paths, "--collect-only", "-q", "-p", "no:cacheprovider")
    collected = found.stdout.splitlines()
    for path, *selection in parts:
        assert selection[:1] in ([], ["-k"])
        word = selection[1] if selection else ""
        assert any(test.startswith(path) and word in test for test in collected), (path, word)


@pytest.mark.parametrize("command", [c for c in PYTHON if " -m tinydata.course " in c])
def test_a_command_of_the_course_exists(command):
    asked = run(*shlex.split(command)[1:], "--help")
    assert asked.returncode == 0 and "usage: python -m tinydata.course" in asked.stdout


def test_every_file_that_is_named_exists():
    paths = re.findall(r"\]\(([^)]+)\)", PAGE)
    paths += re.findall(r"`((?:tests|tinydata|notebooks)/[^` ]*)`", PAGE)
    to_be_made = ("NN", "NAME", "reverse_chunks")
    known = [path for path in paths if not any(word in path for word in to_be_made)]
    assert len(known) > 10
    assert [path for path in known if not list(ROOT.glob(path))] == []


def test_every_file_of_the_library_s_tests_has_its_module():
    """The page says that `tests/test_NAME.py` is for `tinydata/NAME.py`, and names the others."""
    for path in (ROOT / "tests").glob("test_*.py"):
        module = path.name.removeprefix("test_")
        of_a_module = list((ROOT / "tinydata").glob(f"{module.removesuffix('.py')}*.py"))
        assert of_a_module or f"`tests/{path.name}`" in PAGE, path.name


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda path: path.stem
)
def test_a_test_file_says_what_it_proves(path):
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert re.fullmatch(r'""".+\."""', first), first
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
