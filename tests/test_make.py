"""`make` in a copy of the Makefile: what it makes, what it uses, and what it leaves alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = ("Makefile", "make_environment.py", "constraints.txt")
# In place of the package with its requirements, which would take minutes.
PYPROJECT = """
[build-system]
requires = []
build-backend = "nothing"
backend-path = ["."]

[project]
name = "nothing"
version = "1"
optional-dependencies = {test = []}
"""
# A build backend that needs no other: it writes an empty wheel.
BACKEND = """
from pathlib import Path
from zipfile import ZipFile

NAME = "nothing-1-py3-none-any.whl"
METADATA = "Metadata-Version: 2.1\\nName: nothing\\nVersion: 1\\nProvides-Extra: test\\n"
WHEEL = "Wheel-Version: 1.0\\nGenerator: nothing\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"

def build_editable(folder, settings=None, metadata=None):
    with ZipFile(Path(folder) / NAME, "w") as wheel:
        wheel.writestr("nothing-1.dist-info/METADATA", METADATA)
        wheel.writestr("nothing-1.dist-info/WHEEL", WHEEL)
        wheel.writestr("nothing-1.dist-info/RECORD", "")
    return NAME

def get_requires_for_build_editable(settings=None):
    return []
"""

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "a course"
    folder.mkdir()
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "nothing.py").write_text(BACKEND)
    return folder


def make(course, *arguments):
    """Run make with this Python; its output, and whether it succeeded."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL")}
    done = subprocess.run(
        ["make", f"PYTHON={sys.executable}", *arguments],
        cwd=course,
        env=inherited,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode == 0, done.stdout


def venv(path, *options):
    subprocess.run([sys.executable, "-m", "venv", *options, path], check=True)
    (path / "mine.txt").write_text("kept")
    return path


def test_an_environment_is_made_once_and_kept(course):
    done, said = make(course, "environment")
    assert done, said
    assert said.startswith("Installing into ")
    (course / ".venv" / "mine.txt").write_text("kept")
    assert make(course, "environment") == (True, "")
    (course / "pyproject.toml").touch()
    assert "Installing into " in make(course, "environment")[1]
    assert (course / ".venv" / "mine.txt").exists()


@pytest.mark.parametrize("harm", ["python", ".installed"])
def test_what_make_made_and_what_no_longer_works_is_made_anew(course, harm):
    make(course, "environment")
    (course / ".venv" / "mine.txt").write_text("goes")
    harmed = course / ".venv" / ("bin/python" if harm == "python" else harm)
    harmed.unlink()
    done, said = make(course, "environment")
    assert done, said
    assert harmed.exists()
    assert not (course / ".venv" / "mine.txt").exists()
    assert make(course, "environment") == (True, "")


@pytest.mark.parametrize("name", [".venv", "../my results/env"])
def test_an_environment_made_by_hand_is_used_and_kept(course, name):
    folder = venv(course / name)
    done, said = make(course, "environment", f"VENV={name}")
    assert done, said
    assert list(folder.glob("lib/*/site-packages/nothing-1.dist-info"))
    assert make(course, "environment", f"VENV={name}") == (True, "")
    done, said = make(course, "clean", f"VENV={name}")
    assert done and "was not made by make: it is left as it is" in said
    assert (folder / "mine.txt").read_text() == "kept"


@pytest.mark.parametrize("name", [".venv", "../results", "../two words", "."])
def test_a_folder_with_something_else_in_it_is_refused_and_kept(course, name):
    folder = course / name
    folder.mkdir(exist_ok=True)
    (folder / "mine.txt").write_text("kept")
    done, said = make(course, "environment", f"VENV={name}")
    assert not done
    assert "is not empty, and no environment whose Python and pip run. Move it away, or" in said
    assert make(course, "clean", f"VENV={name}")[0]
    assert (folder / "mine.txt").read_text() == "kept"


def test_an_environment_without_pip_or_python_is_refused_and_kept(course):
    folder = venv(course / ".venv", "--without-pip")
    assert "whose Python and pip run" in make(course, "environment")[1]
    (folder / "bin" / "python").unlink()
    assert "whose Python and pip run" in make(course, "environment")[1]
    assert (folder / "mine.txt").read_text() == "kept"


def test_a_file_in_the_place_is_refused_and_kept(course):
    (course / ".venv").write_text("kept")
    assert "is not empty, and no environment" in make(course, "environment")[1]
    assert (course / ".venv").read_text() == "kept"


def test_the_environment_of_another_copy_is_refused_and_kept(course):
    make(course, "environment")
    other = course.parent / "other"
    shutil.copytree(course, other, symlinks=True)
    linked = course.parent / "linked"
    shutil.copytree(course, linked, ignore=shutil.ignore_patterns(".venv"))
    (linked / ".venv").symlink_to(course / ".venv")
    for copy in (other, linked):
        done, said = make(copy, "environment")
        assert not done
        assert "was made by make in another place or under another name. Move it away" in said
        assert "was not made by make" in make(copy, "clean")[1]
    assert (course / ".venv" / ".installed").exists()
    assert make(course, "environment") == (True, "")


def test_a_link_to_an_empty_place_is_followed(course):
    place = course.parent / "place"
    (course / ".venv").symlink_to(place)
    assert make(course, "environment")[0]
    assert (place / "pyvenv.cfg").exists()
    (place / ".installed").unlink()
    assert make(course, "environment")[0]
    assert (course / ".venv").is_symlink()


def test_clean_removes_what_make_made(course):
    make(course, "environment")
    assert make(course, "clean")[0]
    assert not (course / ".venv").exists()
    assert make(course, "clean")[0]  # nothing is there


def test_help_lists_every_target_that_has_a_sentence(course):
    done, said = make(course, "help")
    listed = {line.split()[1] for line in said.splitlines()}
    assert done and {"lab", "check", "test", "lint", "frameworks", "grading"} <= listed
