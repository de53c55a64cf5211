"""What one kernel knows of a learner's answers: whose they are, what they came to, what is kept."""

import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FunctionType
from typing import Any

from tinydata.course.checker.judge import Verdict, judge, passes
from tinydata.course.checker.sandbox import limited
from tinydata.course.exercise import Exercise, find
from tinydata.course.notebook.stubs import solution_object
from tinydata.course.workbook.answers import loaded, taken_from
from tinydata.course.workbook.inputs import Input, Inputs
from tinydata.course.workbook.record import (
    Answer,
    Attempt,
    Entry,
    NotKept,
    ProgressFile,
    digest,
    workbook_of,
)
from tinydata.printing import say

STARTED_IN = Path.cwd()  # an answer may change the working folder; the notebook's own stays this
NOTHING: Any = object()


@dataclass
class Own:
    """The learner's object, and the cell that bound it; or why there is none, in a sentence."""

    answer: Any = NOTHING
    cell: Input | None = None
    why_not: str = ""


class Session:
    """The answers of one kernel."""

    def __init__(self) -> None:
        self.inputs = Inputs()
        self.status: dict[str, str] = {}
        self._judged: dict[str, tuple[Any, int, bool]] = {}
        self._handed_out: dict[str, tuple[Any, int]] = {}
        self._recorded: dict[str, tuple[Answer, Any]] = {}
        self._told: set[str] = set()

    def own(self, exercise: Exercise, names: dict[str, Any], answer: Any = NOTHING) -> Own:
        """What the learner wrote for an exercise: `answer`, or what its name stands for.

        A name stands for the learner's object if the newest cell that was to bind it has done so.
        The object alone does not tell: it may be imported, older, or another exercise's.
        """
        name = exercise.name
        cell = self.inputs.newest(name, exercise.brings)
        if answer is not NOTHING:
            bound = cell is not None and name in cell.bound and names.get(name) is answer
            cell = cell if bound else None
        elif self.inputs.watching and (why_not := _not_run(cell, names, name)):
            return Own(cell=cell, why_not=why_not)
        elif name not in names:
            return Own(why_not=f"There is no `{name}` here. Write it, then check it.")
        by_name = answer is NOTHING
        answer = names[name] if by_name else answer
        handed_out, when = self._handed_out.get(exercise.id, (NOTHING, 0))
        if answer is handed_out and (cell is None or cell.number <= when):
            return Own(why_not=_went_on_with(name))
        if by_name and exercise.kind != "value" and _is_the_packages(answer):
            return Own(why_not=f"That is the `{name}` of the package. Write your own.")
        return Own(answer, cell)

    def judge(self, exercise: Exercise, own: Own) -> Verdict:
        """Judge an answer, and keep what came of it."""
        if own.why_not:
            return Verdict("not attempted", reason=own.why_not)
        verdict = judge(exercise, own.answer)
        self._judged[exercise.id] = own.answer, len(self.inputs.all), verdict.status == "right"
        self.status[exercise.id] = verdict.status
        return verdict

    def passes(self, exercise: Exercise, own: Own) -> bool:
        """Whether an answer is right: as just judged, or judged now.

        Each cell in between may have mended, or broken, a helper of the answer's.
        """
        if own.why_not:
            return False
        answer, when, right = self._judged.get(exercise.id, (NOTHING, 0, False))
        if answer is own.answer and self.inputs.watching and len(self.inputs.all) - when <= 1:
            return right
        right = passes(exercise, own.answer)
        if right:
            self.status[exercise.id] = "right"
            self.keep(exercise, own, Verdict("right"))
        return right

    def hand_out(self, exercise: Exercise, answer: Any) -> Any:
        """Remember that the lesson goes on with this: it is no answer when it is checked."""
        self._handed_out[exercise.id] = answer, len(self.inputs.all)
        return answer

    def keep(self, exercise: Exercise, own: Own, verdict: Verdict) -> None:
        """Record an attempt in the workbook; say once what cannot be recorded, and why."""
        attempted = verdict.status in ("right", "wrong") and not own.why_not
        if not (attempted and self.inputs.watching and is_recording()):
            return
        file = workbook_of(STARTED_IN)
        if file is None:
            self.tell(
                f"Nothing is recorded: {STARTED_IN} is in no workbook. "
                "`python -m tinydata.course start` makes one."
            )
            return
        answer = taken_from(self.inputs.all, own.cell, exercise) if own.cell else None
        try:
            file.update(lambda progress: note(progress["exercises"], exercise.id, verdict, answer))
        except NotKept as reason:
            self.tell(f"Nothing is recorded: {reason}.")
        self._tell_of_damage(file)

    def recorded(self, exercise: Exercise) -> Any:
        """The learner's answer from an earlier session or another lesson, or NOTHING."""
        return self._loaded(exercise, self.entries() or {})

    def entries(self) -> dict[str, Entry] | None:
        """What is recorded of each exercise, or None where nothing is."""
        file = workbook_of(STARTED_IN) if is_recording() else None
        if file is None:
            return None
        try:
            return file.read()["exercises"]
        except NotKept as reason:
            self.tell(f"What is recorded cannot be read: {reason}.")
            return {}
        finally:
            self._tell_of_damage(file)

    def tell(self, sentence: str) -> None:
        """Say something that is worth saying once a session."""
        if sentence not in self._told:
            self._told.add(sentence)
            say(sentence)

    def _tell_of_damage(self, file: ProgressFile) -> None:
        if file.damaged:
            self.tell(
                f"The record could not be read. It is now {file.damaged.name}; a new one begins."
            )

    def _loaded(self, exercise: Exercise, entries: dict[str, Entry]) -> Any:
        answer = entries[exercise.id].get("answer") if exercise.id in entries else None
        if answer is None:
            return NOTHING
        text, made = self._recorded.get(exercise.id, (None, NOTHING))
        if text != answer:
            others = {id: entry for id, entry in entries.items() if id != exercise.id}
            made = limited(
                lambda printed: loaded(exercise, answer, lambda id: self._fetched(id, others)),
                exercise.seconds,
            ).value
            made = NOTHING if made is None or not passes(exercise, made) else made
            self._recorded[exercise.id] = answer, made
        return made

    def _fetched(self, id: str, entries: dict[str, Entry]) -> Any:
        made = self._loaded(find(id), entries)
        return solution_object(find(id)) if made is NOTHING else made


def is_recording() -> bool:
    """Whether answers are recorded: tests and grading set TINYDATA_RECORD=0."""
    return os.environ.get("TINYDATA_RECORD") != "0"


def note(entries: dict[str, Entry], id: str, verdict: Verdict, answer: Answer | None) -> None:
    """Write an attempt into what is recorded. An answer that passed stays until another passes."""
    seen = digest(json.dumps(answer).encode())[:16]
    entry = entries.get(id) or Entry(passed=False, tries=0, last=_attempt(verdict, ""))
    entry["tries"] += seen != entry["last"]["digest"]
    entry["last"] = _attempt(verdict, seen)
    if verdict.status == "right":
        entry["passed"] = True
        if answer:
            entry["answer"] = answer
    entries[id] = entry


def _attempt(verdict: Verdict, seen: str) -> Attempt:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {
        "status": verdict.status,
        "mistake": verdict.mistake,
        "reason": verdict.reason,
        "time": now,
        "digest": seen,
    }


def _not_run(cell: Input | None, names: dict[str, Any], name: str) -> str:
    """Why a cell has not bound its name, if so."""
    if cell is None or (name in cell.bound and name not in names):
        return f"The cell with your `{name}` has not run yet. Run it, then this one."
    if name in cell.bound or (cell.running and name in cell.newly_bound(names)):
        return ""
    if cell.running:
        return f"This cell has not come to your `{name}` yet."
    if cell.error is None:
        return f"The cell with your `{name}` has run, and did not come to it."
    kind = type(cell.error).__name__
    if isinstance(cell.error, SyntaxError):
        kind = "SyntaxError" if kind.startswith("_") else kind  # Python 3.13 has one for its prompt
        return (
            f"The cell with your `{name}` has not run: {kind}. Mend it and run it, then this one."
        )
    return (
        f"The cell with your `{name}` ended with {kind} before it came to it. "
        "Mend it and run it, then this one."
    )


def _went_on_with(name: str) -> str:
    return (
        f"That is our {name}, with which the lesson went on. "
        "Run the cell with your own again, then this one."
    )


def _is_the_packages(answer: Any) -> bool:
    if type(answer) not in (type, FunctionType) or not answer.__module__.startswith("tinydata."):
        return False
    return vars(sys.modules[answer.__module__]).get(answer.__name__) is answer
