"""Make a workbook, or bring one up to date: the course's files change, the learner's never do."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tinydata.course.exercise import find
from tinydata.course.notebook.editions import workbook_files
from tinydata.course.notebook.files import Refusal, as_bytes, exercise_of, lesson_files, write_all
from tinydata.course.workbook.record import FILE, Entry, ProgressFile, digest, workbook_of


@dataclass
class Started:
    """What `start` did with which files."""

    made: list[str] = field(default_factory=list)
    brought_back: list[str] = field(default_factory=list)
    brought_up_to_date: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    newer_in_the_course: list[str] = field(default_factory=list)
    set_aside: list[tuple[str, str]] = field(default_factory=list)
    unedited: str = ""
    damaged: str = ""

    def lines(self) -> list[str]:
        """All of it in sentences."""
        sentences = [
            ("made", self.made),
            ("brought back", self.brought_back),
            ("brought up to date", self.brought_up_to_date),
            ("kept as you changed them", self.kept),
        ]
        said = [f"{what}: {_listed(names)}" for what, names in sentences if names]
        said += [
            f"set aside as {other}, and begun afresh: {name}" for name, other in self.set_aside
        ]
        if self.unedited:
            said.append(f"begun afresh; nothing in it was yours to set aside: {self.unedited}")
        for name in self.newer_in_the_course:
            said.append(
                f"newer in the course than here: {name} (`start --fresh {name}` takes it over)"
            )
        if self.damaged:
            said.append(f"{FILE} could not be read, and is now {self.damaged}: a new one begins")
        return said or ["everything is in place"]


def chosen_workbook(option: Path | None) -> Path:
    """The workbook that a command means: the one named, the one it is in, or `./workbook`."""
    here = workbook_of(Path.cwd())
    return option or (here.folder if here else Path("workbook"))


def opened(option: Path | None) -> ProgressFile:
    """The record of the workbook that a command means.

    Raises
    ------
    Refusal
        If there is none.
    """
    folder = chosen_workbook(option)
    if not (folder / FILE).is_file():
        raise Refusal(
            f"{folder.resolve()} is no workbook: `python -m tinydata.course start` makes one"
        )
    return ProgressFile(folder / FILE)


def start(
    workbook: Path, lessons: Path, with_solutions: bool = True, fresh: str | None = None
) -> Started:
    """Put what is missing into a workbook, and replace what the learner has not changed.

    Parameters
    ----------
    workbook, lessons : Path
        The learner's folder, which need not exist, and the one that holds the course's notebooks.
    with_solutions : bool
        Whether solutions stand folded below the hints, as in the course.
    fresh : str, optional
        A lesson, such as "04": begun afresh with the answers that passed, the old one set aside.
    """
    if workbook.resolve() == lessons.resolve():
        raise Refusal(f"{workbook} holds the lessons themselves: make the workbook elsewhere")
    contents = workbook_files(lessons, with_solutions)
    again = _lesson_named(fresh, contents) if fresh else ""
    try:
        workbook.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"{workbook} cannot be made: {error.strerror}") from error
    record = ProgressFile(workbook / FILE)
    kept = record.update(lambda progress: None)
    done = Started(damaged=record.damaged.name if record.damaged else "")
    write: dict[Path, bytes] = {}
    for name, content in contents.items():
        write |= _file(workbook / name, name, content, kept["lessons"].get(name), done)
    if again:
        content = with_answers(contents[again], kept["exercises"])
        path = workbook / again
        if again in done.kept and path.read_bytes() != content:
            done.set_aside.append((again, set_aside(path)))
        elif path.exists() and again not in done.brought_up_to_date:
            done.unedited = again
        done.kept = [name for name in done.kept if name != again]
        done.newer_in_the_course = [n for n in done.newer_in_the_course if n != again]
        write[workbook / again] = content
    write_all(write)
    hashes = {path.relative_to(workbook).as_posix() for path in write}
    record.update(
        lambda progress: progress["lessons"].update(
            {name: digest(content) for name, content in contents.items() if name in hashes}
        )
    )
    return done


def with_answers(lesson: bytes, entries: Mapping[str, Entry]) -> bytes:
    """A lesson with the answers that passed in place of their stubs."""
    import nbformat  # see notebook.files

    notebook = nbformat.reads(lesson.decode(), nbformat.NO_CONVERT)
    for cell in notebook.cells:
        id, role = exercise_of(cell)
        answer = entries[id].get("answer") if id in entries else None
        if role == "stub" and answer:
            cell.source = answer["source"]
    return as_bytes(notebook)


def set_aside(path: Path) -> str:
    """Rename a file to a name that is free, and return that."""
    number = 1
    while (other := path.with_name(f"{path.stem}.old-{number}{path.suffix}")).exists():
        number += 1
    os.rename(path, other)
    return other.name


def open_lab(workbook: Path, lesson: str) -> int:
    """Run JupyterLab in a workbook until it is closed."""
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={workbook}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    lab = subprocess.Popen([*command, str(workbook / lesson)])
    while True:
        try:
            return lab.wait()
        except KeyboardInterrupt:  # JupyterLab got it, too, and asks whether it should end
            continue


def newest_lesson(workbook: Path, record: ProgressFile) -> str:
    """The lesson in which something was tried last; at first, the first."""
    names = [path.name for path in lesson_files(workbook)]
    tried = sorted((entry["last"]["time"], id) for id, entry in record.read()["exercises"].items())
    if tried:
        number = f"{find(tried[-1][1]).lesson:02d}_"
        names = [name for name in names if name.startswith(number)] + names
    return names[0]


def _file(path, name, content, handed_out, done) -> dict[Path, bytes]:
    """What to write for one file of the course, if anything."""
    if not path.exists():
        (done.brought_back if handed_out else done.made).append(name)
        return {path: content}
    present = path.read_bytes()
    if present == content:
        return {} if handed_out == digest(content) else {path: content}
    if digest(present) == handed_out:
        done.brought_up_to_date.append(name)
        return {path: content}
    done.kept.append(name)
    if handed_out is not None and handed_out != digest(content):
        done.newer_in_the_course.append(name)
    return {}


def _listed(names) -> str:
    return ", ".join(names) if len(names) <= 12 else f"{len(names)} files, {names[0]} first"


def _lesson_named(fresh, contents) -> str:
    lessons = [name for name in contents if name.endswith(".ipynb")]
    wanted = fresh.removesuffix(".ipynb")
    wanted = f"{int(wanted):02d}" if wanted.isdecimal() else wanted
    for name in lessons:
        if wanted in (name[:2], name.removesuffix(".ipynb"), name[3:].removesuffix(".ipynb")):
            return name
    numbers = ", ".join(name[:2] for name in lessons)
    raise Refusal(f"there is no lesson {fresh!r}: --fresh takes one of {numbers}")
