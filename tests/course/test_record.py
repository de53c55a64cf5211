"""`tinydata-progress.json`: nothing is lost, whatever happens meanwhile, and nothing gets stuck."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tinydata.course.checker.judge import Verdict
from tinydata.course.workbook import record
from tinydata.course.workbook.record import FILE, NotKept, ProgressFile, workbook_of
from tinydata.course.workbook.session import note

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path):
    made = ProgressFile(tmp_path / FILE)
    made.update(lambda progress: progress["lessons"].update(first="1"))
    return made


def tried(file, id, status="wrong", text="x"):
    answer = {"source": text, "needs": []}
    file.update(lambda progress: note(progress["exercises"], id, Verdict(status), answer))
    return file.read()["exercises"][id]


def test_two_processes_lose_nothing(file):
    # As kernels do, each does something else between two updates: who waits for the lock sees it
    # free now and then, also where the two share one busy core.
    code = (
        "import random, sys, time; from pathlib import Path; "
        "from tinydata.course.workbook.record import ProgressFile\n"
        "file = ProgressFile(Path(sys.argv[1]))\n"
        "for i in range(200):\n"
        "    file.update(lambda p: p['lessons'].update({f'{sys.argv[2]}{i}': ''}))\n"
        "    time.sleep(random.uniform(0, 0.02))"
    )
    command = [sys.executable, "-c", code, str(file.path)]
    both = [subprocess.Popen([*command, name], cwd=ROOT) for name in "ab"]
    assert [process.wait() for process in both] == [0, 0]
    assert len(file.read()["lessons"]) == 401


def test_what_stays_and_what_counts(file):
    assert tried(file, "a.b", text="one")["tries"] == 1
    assert tried(file, "a.b", text="one")["tries"] == 1
    entry = tried(file, "a.b", "right", text="two")
    assert (entry["passed"], entry["tries"], entry["answer"]["source"]) == (True, 2, "two")
    entry = tried(file, "a.b", "wrong", text="three")
    assert (entry["passed"], entry["tries"], entry["answer"]["source"]) == (True, 3, "two")
    assert entry["last"]["status"] == "wrong"


def test_the_mistake_is_that_of_the_newest_attempt(file):
    known = Verdict("wrong", reason="You add.", mistake="You add.")
    for verdict in [known, Verdict("wrong", reason="Read it again."), Verdict("right")]:
        file.update(lambda progress, now=verdict: note(progress["exercises"], "a.b", now, None))
        last = file.read()["exercises"]["a.b"]["last"]
        assert set(last) == {"status", "mistake", "reason", "time", "digest"}
        assert (last["mistake"], last["reason"]) == (verdict.mistake, verdict.reason)


def test_unknown_fields_are_kept(file):
    data = json.loads(file.path.read_text())
    data |= {"new": [1]}
    data["exercises"]["a.b"] = {"passed": True, "tries": 1, "colour": "red", "last": {"digest": ""}}
    file.path.write_text(json.dumps(data))
    assert tried(file, "a.b")["colour"] == "red"
    assert json.loads(file.path.read_text())["new"] == [1]


def test_another_format_is_left_alone(file):
    text = '{"format": 2, "exercises": []}'
    file.path.write_text(text)
    with pytest.raises(NotKept, match="another version of the course"):
        tried(file, "a.b")
    assert file.path.read_text() == text


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"format": 1}',
        b'{"format": 1, "lessons": [], "exercises": {}}',
        b'{"format": 1, "lessons": {}, "exercises": {"a.b": 3}}',
    ],
)
def test_a_damaged_file_is_set_aside(file, damage):
    for place in ["", "-2"]:
        file.path.write_bytes(damage)
        assert file.read()["lessons"] == {}
        assert file.damaged.name == f"{FILE}.damaged{place}"
        assert file.damaged.read_bytes() == damage
    assert tried(file, "a.b", "right")["passed"]


def test_a_write_that_is_interrupted_leaves_the_old_file(file, monkeypatch):
    before = file.path.read_bytes()

    def interrupted(descriptor):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        tried(file, "a.b")
    monkeypatch.undo()
    assert file.path.read_bytes() == before
    assert tried(file, "a.b")["tries"] == 1
    assert sorted(path.name for path in file.folder.iterdir()) == [FILE]


def test_a_process_killed_while_it_writes_costs_its_own_update_only(file):
    code = (
        "import os, sys; from pathlib import Path; "
        "from tinydata.course.workbook.record import ProgressFile\n"
        "os.fsync = lambda descriptor: os._exit(9)\n"
        "ProgressFile(Path(sys.argv[1])).update(lambda p: p['lessons'].update(lost=''))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(file.path)], cwd=ROOT)
    assert run.returncode == 9
    lock = file.path.with_name(f"{FILE}.lock")
    with pytest.raises(NotKept, match=r"in use for more than 2 seconds"):
        tried(file, "a.b")
    old = time.time() - record.STALE - 1
    os.utime(lock, (old, old))
    assert tried(file, "a.b")["tries"] == 1
    assert file.read()["lessons"] == {"first": "1"}


def test_a_folder_that_cannot_be_written(file, monkeypatch):
    tries = []

    def refused(*arguments):
        tries.append(arguments)
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(NotKept, match="cannot be written: Permission denied"):
        tried(file, "a.b")
    assert len(tries) == 1 or os.name == "nt", "to wait would not help"
    assert file.read()["lessons"] == {"first": "1"}


def test_a_workbook_is_found_from_inside(file):
    inside = file.folder / "figures" / "more"
    inside.mkdir(parents=True)
    assert workbook_of(inside).path == workbook_of(file.folder).path == file.path
    assert workbook_of(file.folder.parent) is None
