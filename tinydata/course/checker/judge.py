"""Judge an answer by its exercise's cases and examples; find the reason when it is wrong."""

import builtins
import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import process_time
from typing import Any

from tinydata.course.checker.attempts import is_unattempted, wrong_type
from tinydata.course.checker.blame import where
from tinydata.course.checker.code_facts import loop_around
from tinydata.course.checker.examples import Example, examples_of
from tinydata.course.checker.exceptions import shown_error
from tinydata.course.checker.run_case import Outcome, ask, names_taken, namespace
from tinydata.course.checker.sandbox import Capture, Run, limited
from tinydata.course.checker.short_repr import show_named
from tinydata.course.checker.side_effects import global_random
from tinydata.course.exercise import Case, Exercise, Mistake
from tinydata.course.notebook.stubs import mistake_object

Question = Case | Example
PATIENCE = 1.0  # seconds for all known mistakes, beside those that the answer itself took
REST = 1.5  # seconds for what is asked for the reason alone: after the first wrong answer
TAKES_LONG = ("slow", "endless", "memory")  # and so would the next question
SAYS_IT_ALL = ("dtype", "changed", "random", "unfinished", "none", "printed", *TAKES_LONG)


@dataclass
class Verdict:
    """What a check found.

    `status` is "right", "wrong" or "not attempted"; `mistake` is the sentence of the known mistake
    that the answer makes, which is the reason then.
    """

    status: str
    asked: str = ""
    given: list[str] = field(default_factory=list)
    outcome: Outcome | None = None
    reason: str = ""
    printed: str = ""
    mistake: str | None = None


@dataclass
class Answered:
    """What questions came to, in order, up to one that had to be stopped."""

    outcomes: list[Outcome]
    run: Run
    random_used: list[str]
    seconds: float

    @property
    def failed(self) -> int | None:
        """The first question that was not answered right."""
        wrong = (i for i, outcome in enumerate(self.outcomes) if outcome.kind != "right")
        return next(wrong, None)


def judge(exercise: Exercise, answer: Any) -> Verdict:
    """Judge an answer, whatever it is and does."""
    early: list[Verdict | None] = []
    limited(lambda printed: early.append(_not_an_answer(exercise, answer)), exercise.seconds)
    if early and early[0]:
        return early[0]
    questions = _questions(exercise)
    answered = _answered(exercise, answer, questions)
    run, failed = answered.run, answered.failed
    if run.replaced:
        return Verdict("wrong", outcome=_replaced(run), printed=run.printed.getvalue())
    if failed is None and not answered.random_used:
        return Verdict("right", printed=run.printed.getvalue())
    mistake = None if run.stopped == "you" else _mistake(exercise, questions, answered)
    reason = mistake or ""
    if answered.random_used and (failed is None or answered.outcomes[failed].kind != "error"):
        outcome = _used_random(answered.random_used)
        return Verdict("wrong", outcome=outcome, reason=reason, mistake=mistake)
    assert failed is not None
    question, outcome = questions[failed], answered.outcomes[failed]
    if not reason and outcome.kind not in SAYS_IT_ALL:
        reason = question.why
    asked, given = _shown(exercise, question, outcome)
    return Verdict("wrong", asked, given, outcome, reason, outcome.printed, mistake)


def passes(exercise: Exercise, answer: Any, seconds: float | None = None) -> bool:
    """Whether an answer is right, and nothing else: it ends at the first question that fails."""
    questions = _questions(exercise)
    seconds = exercise.seconds if seconds is None else seconds

    def all_right(printed):
        return not _not_an_answer(exercise, answer) and all(
            _put(exercise, question, answer, printed).kind == "right" for question in questions
        )

    with global_random() as random_used:
        run = limited(all_right, seconds)
    return run.finished and run.value and not (random_used or run.replaced)


def _not_an_answer(exercise, answer) -> Verdict | None:
    """A verdict if there is nothing to put questions to."""
    sentence = wrong_type(exercise, answer)
    if sentence:
        return Verdict("wrong", outcome=Outcome("type", sentence))
    return Verdict("not attempted") if is_unattempted(exercise, answer) else None


def _questions(exercise) -> list[Question]:
    """Cases first, as they are written to be read; all is made before the learner's time runs."""
    with namespace(exercise):  # for the imports that fixtures may need
        pass
    return [*exercise.cases, *examples_of(exercise)]


def _put(exercise, question: Question, answer, printed: Capture) -> Outcome:
    if isinstance(question, Case):
        return ask(exercise, question, answer, printed)
    return question.ask(answer, printed)


def _answered(exercise, answer, questions) -> Answered:
    outcomes: list[Outcome] = []

    def ask_on(printed):
        before = len(outcomes)
        for question in questions[before:]:
            outcomes.append(_put(exercise, question, answer, printed))
            kind = outcomes[-1].kind
            if kind in TAKES_LONG or (kind != "right" and not before):
                break

    with global_random() as random_used:  # once, as it takes longer than many a question
        start = process_time()
        run = limited(ask_on, exercise.seconds)
        if run.finished and not run.replaced and outcomes[-1].kind not in ("right", *TAKES_LONG):
            run = limited(ask_on, min(REST, exercise.seconds))
        seconds = process_time() - start
    if not run.finished:
        outcomes.append(_stopped(run, exercise.seconds))
    return Answered(outcomes, run, random_used, seconds)


def _stopped(run: Run, seconds) -> Outcome:
    at = where(run.frames)
    at = f" It was in {at}." if at else ""
    was_stopped = "" if run.abandoned else ", and was stopped"
    if run.stopped == "memory":
        sentence = f"Your code needs more than a gigabyte of memory{was_stopped}.{at}"
    elif run.stopped == "you":
        sentence = f"You stopped the check before your code had finished.{at}"
    elif run.stopped:
        sentence = f"Your code had not finished after {seconds:g} seconds{was_stopped}.{at}"
        loop = loop_around(run.frames)
        sentence += f" Does the loop in {loop} come to an end?" if loop else ""
    else:
        sentence = f"The check could not deal with your answer: {shown_error(run.error)}."
    if run.abandoned:
        sentence += " It could not be stopped, and still runs or waits: restart the kernel."
    return Outcome(_kind_of_stop(run), sentence, printed=run.printed.getvalue())


def _kind_of_stop(run: Run) -> str:
    return "memory" if run.stopped == "memory" else "endless"


def _replaced(run: Run) -> Outcome:
    """What to say of functions that the answer replaced: nothing else that came of it is sure."""
    names = " and ".join(f"`{name}`" for name in run.replaced[:3])
    sentence = f"Your code put something else in place of {names}, which all code shares."
    return Outcome("replaced", f"{sentence} That has been undone. Find a way without it.")


def _used_random(used) -> Outcome:
    sentence = (
        f"Your code used the global random state of {used[0]}, which all code shares. "
        "Draw from a `numpy.random.Generator`: the one that you are given, if there is one."
    )
    return Outcome("random", sentence)


def _shown(exercise, question: Question, outcome) -> tuple[str, list[str]]:
    """The question as source, and a line for each thing that it names."""
    if isinstance(question, Example):
        return question.asked(outcome)
    used = names_taken(question.call) - {exercise.name, "np"} - set(dir(builtins))
    with namespace(exercise) as names:
        known = [name for name in names if name in used and not callable(names[name])]
        return question.call, [show_named(name, names[name]) for name in known]


def _mistake(exercise, questions, answered: Answered) -> str | None:
    """The sentence of a known mistake that does the same as this answer, whatever is asked."""
    mistakes = _known_mistakes(exercise, tuple(exercise.mistakes), tuple(questions))

    def search(printed) -> str | None:
        for mistake in mistakes:
            if mistake.is_like(answered, printed):
                return mistake.why
        return None

    patience = PATIENCE + min(3 * answered.seconds, 2)
    while True:
        run = limited(search, patience)
        patience = PATIENCE
        stuck = [mistake for mistake in mistakes if mistake.is_asked]
        if not stuck or run.stopped not in ("time", "memory"):
            return run.value
        for mistake in stuck:
            mistake.is_asked = False
            mistake.outcomes.append(Outcome(_kind_of_stop(run)))


class KnownMistake:
    """A known mistake, and what the first questions came to: those that have been put so far."""

    def __init__(self, exercise: Exercise, mistake: Mistake, questions: Sequence[Question]):
        self.why = mistake.why
        self.outcomes: list[Outcome] = []
        self.is_asked = False  # still true after a question that had to be stopped
        self._exercise = exercise
        self._questions = questions
        self._answer = mistake_object(exercise, mistake)
        self._random_used: set[str] = set()

    def is_like(self, answered: Answered, printed: Capture) -> bool:
        """Whether it does the same as an answer: it ends at the first difference."""
        with global_random() as random_used:
            alike = all(
                self._outcome(i, printed).is_like(outcome)
                for i, outcome in enumerate(answered.outcomes)
            )
        self._random_used.update(random_used)
        return alike and self._random_used == set(answered.random_used)

    def _outcome(self, i, printed) -> Outcome:
        """In order, and each once: what it does may hang on what it did before."""
        if i == len(self.outcomes):
            self.is_asked = True
            self.outcomes.append(_put(self._exercise, self._questions[i], self._answer, printed))
            self.is_asked = False
        return self.outcomes[i]


@functools.cache
def _known_mistakes(exercise, mistakes, questions) -> list[KnownMistake]:
    return [KnownMistake(exercise, mistake, questions) for mistake in mistakes]
