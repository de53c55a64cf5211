"""The package `my_tinydata`: what a learner solved, a module a lesson, each answer checked."""

import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tinydata.course.exercise import Exercise, all_exercises, find
from tinydata.course.notebook.files import Refusal, write_all
from tinydata.course.notebook.stubs import solution_source
from tinydata.course.workbook.answers import essential
from tinydata.course.workbook.inputs import names_bound
from tinydata.course.workbook.record import Answer, Entry, ProgressFile, digest
from tinydata.course.workbook.start import set_aside
from tinydata.printing import number_of

PACKAGE = "my_tinydata"
OURS = "  # ours"
MAY_BE_IMPORTED = ("tinydata.network", "tinydata.digits", "tinydata.arguments")

PIPELINE = {
    "a dataset": "tensor-dataset.tensor-dataset",
    "a loader": "shuffling.loader",
    "an order": "shuffling.reproducible",
    "training": "training.epoch",
    "evaluation": "training.evaluate",
}


class Package:
    """The text of the package, made of the answers that passed."""

    def __init__(self, answers: Mapping[str, Answer]):
        self.answers = answers
        self.ours: dict[str, set[str]] = {}  # what answers rest on that is not the learner's
        solved = [exercise for exercise in all_exercises() if exercise.id in answers]
        self.last = {(exercise.topic, exercise.name): exercise for exercise in solved}
        self.given: list[str] = []  # what lessons give, where no answer holds its text
        self.modules: dict[str, str] = {}
        names: dict[str, str] = {}
        for topic in dict.fromkeys(exercise.topic for exercise in solved):
            here = [exercise for exercise in self.last.values() if exercise.topic == topic]
            self.modules[module_of(topic)] = Module(self, topic, here).text()
            for exercise in here:
                names |= dict.fromkeys([exercise.name, *exercise.gives], module_of(topic))
        self.modules["__init__"] = _init(names)

    def files(self, folder: Path) -> dict[Path, bytes]:
        """What to write where."""
        return {
            folder / PACKAGE / f"{name}.py": text.encode() for name, text in self.modules.items()
        }


class Module:
    """The module of one lesson: imports, then the answers with what they need, each text once."""

    def __init__(self, package: Package, topic: str, exercises: list[Exercise]):
        self.package = package
        self.topic = topic
        self.lesson = exercises[0].lesson
        self.imports: dict[str, None] = {}  # in order, each once
        self.body: dict[str, None] = {}
        self.added: set[str] = set()
        for exercise in exercises:
            self._add(exercise)
        defined = {name for text in self.body for name in names_bound(ast.parse(text).body[0])}
        given = [name for exercise in exercises for name in exercise.gives if name not in defined]
        for name in given:
            self.imports[f"from tinydata import {name}{OURS}: the lesson gives it"] = None
        package.given += given

    def text(self) -> str:
        """The module's source."""
        head = (
            f'"""What you wrote in lesson {self.lesson}; written by `tinydata.course mine`.\n\n'
            "To change it, change the lesson, check it there, and run the command again.\n"
            '"""\n'
        )
        imports = sorted(self.imports, key=_place_of_import)
        parts = [head + "\n" + "\n".join(imports), *self.body]
        return "\n\n\n".join(part.strip() for part in parts) + "\n"

    def _add(self, exercise: Exercise) -> None:
        if exercise.id in self.added:
            return
        self.added.add(exercise.id)
        answer = self.package.answers[exercise.id]
        for need in answer["needs"]:
            if "exercise" in need:
                self._add_other(exercise, find(need["exercise"]), need["name"])
            else:
                self._add_text(need["source"], exercise)
        for text in essential(answer["source"], exercise.name):
            self._add_text(text, exercise)

    def _add_text(self, text: str, exercise: Exercise) -> None:
        (node,) = ast.parse(text).body
        if not isinstance(node, ast.Import | ast.ImportFrom):
            self.body[text] = None
            return
        ours = is_ours(node)
        self.imports[f"{text}{OURS}" if ours else text] = None
        if ours:
            self._rests_on(text.split()[-1], exercise)

    def _add_other(self, exercise: Exercise, other: Exercise, name: str) -> None:
        renamed = "" if other.name == name else f" as {name}"
        if other.id in self.package.answers and other.topic == self.topic:
            self._add(other)
            if renamed:
                self.body[f"{name} = {other.name}"] = None
        elif other.id in self.package.answers:
            self.imports[f"from .{module_of(other.topic)} import {other.name}{renamed}"] = None
        elif isinstance(other.solution, str):
            self.body[f"{solution_source(other)}{OURS}"] = None
            self._rests_on(name, exercise)
        else:
            module = other.solution.__module__
            self.imports[f"from {module} import {other.name}{renamed}{OURS}"] = None
            self._rests_on(name, exercise)

    def _rests_on(self, name: str, exercise: Exercise) -> None:
        self.package.ours.setdefault(name, set()).add(exercise.id)


def write_package(record: ProgressFile) -> list[str]:
    """Write the package into the workbook; return what to say of it."""
    entries = record.read()["exercises"]
    answers = {id: entry["answer"] for id, entry in entries.items() if _is_usable(id, entry)}
    textless = [id for id, entry in entries.items() if entry.get("passed") and id not in answers]
    failed: list[str] = []
    while True:
        package = Package(answers)
        with tempfile.TemporaryDirectory() as folder:
            write_all(package.files(Path(folder)))
            failing = _judged_in_a_fresh_interpreter(Path(folder), package)
        if not failing:
            break
        failed += failing
        answers = {id: answer for id, answer in answers.items() if id not in failing}
    lines = _write(record, package)
    count = number_of(len(answers), "answer")
    lines.append(f"{PACKAGE}: {count} in {number_of(len(package.modules) - 1, 'module')}")
    if failed:
        lines.append(f"left out, as they do not pass on their own: {', '.join(failed)}")
    if textless:
        lines.append(
            f"left out, as their text is not known: {', '.join(textless)}. Check them again"
        )
    for name, by in package.ours.items():
        needs = "needs" if len(by) == 1 else "need"
        lines.append(f"still ours: {name}, which {' and '.join(sorted(by))} {needs}")
    if package.given:
        lines.append(f"still ours, as lessons give them: {', '.join(sorted(package.given))}")
    missing = [f"{what} ({id})" for what, id in PIPELINE.items() if id not in answers]
    if missing:
        lines.append(f"missing for a whole pipeline: {', '.join(missing)}")
    return lines


def _place_of_import(line: str) -> tuple[bool, bool, str]:
    return not line.startswith("from __future__"), line.startswith("from ."), line


def module_of(topic: str) -> str:
    """The name of a lesson's module."""
    return topic.replace("-", "_")


def is_ours(node: ast.stmt) -> bool:
    """Whether an import takes what the learner could have written from the package."""
    match node:
        case ast.Import(names=[ast.alias(name=name)]):
            return name.partition(".")[0] == "tinydata" and name not in MAY_BE_IMPORTED
        case ast.ImportFrom(
            module="tinydata" | "tinydata.dataset", names=[ast.alias(name="Dataset")]
        ):
            return False
        case ast.ImportFrom(module="tinydata", names=[ast.alias(name=name)]):
            return f"tinydata.{name}" not in MAY_BE_IMPORTED
        case ast.ImportFrom(module=str(module)):
            return module.startswith("tinydata.") and module not in MAY_BE_IMPORTED
    return False


def _judged_in_a_fresh_interpreter(folder: Path, package: Package) -> list[str]:
    wanted: dict[str, list[str]] = {}
    for (topic, _), exercise in package.last.items():
        wanted.setdefault(module_of(topic), []).append(exercise.id)
    if not wanted:
        return []
    asked = json.dumps([PACKAGE, wanted, package.answers])
    run = subprocess.run(
        [sys.executable, "-m", "tinydata.course.workbook.recheck"],
        input=asked,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    try:
        return json.loads(run.stdout.splitlines()[-1])
    except (IndexError, ValueError) as error:
        said = run.stderr.strip().splitlines()[-1:] or ["it ended without a word"]
        raise Refusal(f"the answers could not be checked once more: {said[0]}") from error


def _is_usable(id: str, entry: Entry) -> bool:
    try:
        exercise = find(id)
        return bool(essential(entry["answer"]["source"], exercise.name))
    except (KeyError, LookupError, SyntaxError):
        return False


def _write(record: ProgressFile, package: Package) -> list[str]:
    """Put the package into the workbook; what was edited there is set aside."""
    files = package.files(record.folder)
    kept = record.read()["lessons"]
    lines = []
    for path, content in files.items():
        name = path.relative_to(record.folder).as_posix()
        if path.exists() and digest(path.read_bytes()) not in (kept.get(name), digest(content)):
            lines.append(f"{name} was edited: it is now {set_aside(path)}, beside the new one")
    for path in (record.folder / PACKAGE).glob("*.py"):
        name = path.relative_to(record.folder).as_posix()
        if path not in files and kept.get(name) == digest(path.read_bytes()):
            path.unlink()  # nothing of that lesson passes any more
    write_all(files)
    hashes = {
        path.relative_to(record.folder).as_posix(): digest(content)
        for path, content in files.items()
    }
    record.update(lambda progress: progress["lessons"].update(hashes))
    return lines


def _init(names: Mapping[str, str]) -> str:
    """`__init__.py`: the last version of each name."""
    lines = ['"""What you built in the course, so far; written by `tinydata.course mine`."""', ""]
    by_module: dict[str, list[str]] = {}
    for name, module in names.items():
        by_module.setdefault(module, []).append(name)
    for module, here in by_module.items():
        lines.append(f"from .{module} import {', '.join(sorted(here))}")
    lines += ["", f"__all__ = {json.dumps(sorted(names))}"]
    return "\n".join(lines) + "\n"
