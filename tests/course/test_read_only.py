"""A workbook that may really not be written: what reads goes on, what writes says so."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sittings import recording

from tinydata.course.exercise import all_exercises

# Root may write anywhere, so it becomes somebody who may not: once all is imported, for somebody
# else may not be allowed to read the modules.
SCRIPT = r"""
import os, sys
from pathlib import Path

import tinydata.course
from tinydata.course import check
from tinydata.course.__main__ import main
from tinydata.course.workbook import session


def run(*arguments):
    sys.argv = ["tinydata.course", *arguments]
    try:
        main()
    except SystemExit as end:
        print("ended:", end)


def count_label(labels, digit):
    return int((labels == digit).sum())


os.chmod(".", 0o755)
run("start", "--no-lab")
run("progress")
run("mine")
check("start.warm-up", count_label)
os.chmod(".", 0o555)
for folder, inner, files in os.walk("workbook"):
    os.chmod(folder, 0o555)
    for name in files:
        os.chmod(Path(folder, name), 0o444)
if os.geteuid() == 0:
    try:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    except OSError:  # a container may have one user only
        sys.exit("nobody else to become")
print("now read-only")
run("progress")
run("mine")
run("start", "--no-lab", "--fresh", "01")
run("start", "--no-lab", "--workbook", "elsewhere")
session.STARTED_IN = Path("workbook").resolve()
tinydata.course._session.inputs.watching = True
check("start.warm-up", count_label)
check("start.warm-up", count_label)
"""


@pytest.fixture
def folder():
    """Not below `tmp_path`, which nobody else may enter."""
    made = Path(tempfile.mkdtemp())
    yield made
    for place, _, _ in os.walk(made):
        os.chmod(place, 0o755)
    shutil.rmtree(made)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_folder_that_may_really_not_be_written(folder):
    run = [sys.executable, "-c", SCRIPT]
    environment = recording() | {"PYTHONUTF8": "1"}
    done = subprocess.run(
        run, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    if done.stderr == "nobody else to become\n":
        pytest.skip("root may write anywhere, and there is no other user here")
    assert (done.returncode, done.stderr) == (0, "")
    _, _, said = done.stdout.partition("now read-only\n")
    refused = [line for line in said.splitlines() if "Permission denied" in line]
    assert f"0 of {len(all_exercises())} solved" in said
    assert [line.split("Permission")[0].rpartition("/")[2] for line in refused] == [
        "__init__.py cannot be written: ",
        "tinydata-progress.json cannot be written: ",
        "elsewhere cannot be made: ",
        "tinydata-progress.json cannot be written: ",
    ]
    assert refused[-1].startswith("Nothing is recorded: ")
    assert said.count("Right: start.warm-up") == 2
    assert not [path for path in folder.rglob("*") if path.suffix in (".incomplete", ".lock")]
