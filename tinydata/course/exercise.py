"""What an exercise is made of, and where to find one: `exercises/lesson_NN_topic/name.py`."""

import difflib
import importlib
import pkgutil
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from tinydata.course import exercises


@dataclass(frozen=True, eq=False)
class Case:
    """One question put to the learner's code, and what has to come out.

    Parameters
    ----------
    call : str
        Python source, indented as suits the file; the value of its last line is the answer. The
        learner sees it in full.
    expect : str
        Python source of the right value. It sees the fixtures, but never the object under test.
    why : str
        The likely reason, in a sentence, when this case fails and no known mistake explains it.
    raises, mentions
        Instead of `expect`: the error type, and words that its message has to contain.
    close : float
        Tolerance for floats, relative and absolute. Zero compares exactly.
    dtype : str
        How dtypes of arrays are compared: "exact", "kind" (float32 is like float64) or "any".
    fresh : sequence of str
        Names of fixtures or variables of `call` that the answer must not share memory with.
    may_change : sequence of str
        Names that the call is allowed to change in place; everything else has to stay as it was.
    """

    call: str
    expect: str | None = None
    why: str = ""
    raises: type[BaseException] | None = None
    mentions: Sequence[str] = ()
    close: float = 0.0
    dtype: str = "exact"
    fresh: Sequence[str] = ()
    may_change: Sequence[str] = ()

    def __post_init__(self):
        object.__setattr__(self, "call", textwrap.dedent(self.call).strip())
        if (self.expect is None) == (self.raises is None):
            raise ValueError(f"the case {self.call!r} should have either `expect` or `raises`")
        for names in (self.mentions, self.fresh, self.may_change):
            if isinstance(names, str):
                raise TypeError(f"the case {self.call!r}: write [{names!r}], a list of words")


@dataclass(frozen=True, eq=False)
class Examples:
    """A hundred generated questions, each compared with what the solution answers.

    `inputs(draw)` makes the values of one example, from `checker.draw.Draw`; it is called again
    and again, so what it returns is made anew each time and depends on nothing but its draws::

        def few_or_many(draw):
            n = draw.size()
            return {"indices": draw.container(draw.integers(n, 0, 999)), "size": draw.size(1, 9)}

        Examples(few_or_many, ["list(index_chunks(indices, size))"])

    Vary whatever an answer could be right for by accident: take sizes from `draw.size` (0, 1 and
    some above 256 come by themselves), dtypes from `draw.dtype`, put a `draw.fault` at a
    `draw.place`. A solution that raises an error asks for an error of that type.

    Small examples put one call. Later ones put several, some twice, some to a second object that
    lives at the same time; arguments are passed by position, by name, or left to their default.
    Afterwards no input may have changed, and what was returned must be what it was.

    Parameters
    ----------
    inputs : function
        Takes a `Draw`, returns the names that `make` and `calls` use, as a dict.
    calls : sequence of str
        Questions, an expression each. None may depend on another having been put before.
    make : str
        The lines before the first call, such as `"dataset = TensorDataset(*arrays)"`.
    right : function
        Where many answers are right: takes a call's value and the inputs; returns True, or a
        sentence that says what is wrong.
    mentions : function
        Takes the inputs and the type of an error; returns words that its message has to contain.
    why : str
        The likely reason, in a sentence, when an example fails and no known mistake explains it.
    close, dtype, fresh, may_change
        As for a case; where `fresh` names anything, results share no memory with each other.
    in_a_row : bool
        Whether later examples put several calls. Not where one is long enough: where it draws much.
    number : int
        How many examples.
    """

    inputs: Callable[[Any], dict[str, Any]]
    calls: Sequence[str]
    make: str = ""
    right: Callable[[Any, dict[str, Any]], bool | str] | None = None
    mentions: Callable[[dict[str, Any], type], Sequence[str]] | None = None
    why: str = ""
    close: float = 0.0
    dtype: str = "exact"
    fresh: Sequence[str] = ()
    may_change: Sequence[str] = ()
    in_a_row: bool = True
    number: int = 100

    def __post_init__(self):
        for names in (self.calls, self.fresh, self.may_change):
            if isinstance(names, str):
                raise TypeError(f"examples: write [{names!r}], a list")
        object.__setattr__(self, "make", textwrap.dedent(self.make).strip())
        object.__setattr__(self, "calls", [textwrap.dedent(call).strip() for call in self.calls])


@dataclass(frozen=True, eq=False)
class Mistake:
    """A known wrong answer, with the sentence that a learner who makes it reads.

    Parameters
    ----------
    code : (old, new), list of (old, new), str, function or class
        What to change in the solution's source: a part of one line, or whole lines as a block,
        whatever its indentation. Or source of its own, or the wrong object itself.
    why : str
        The likely reason, in a sentence.
    """

    code: Any
    why: str


@dataclass(eq=False)
class Exercise:
    """One exercise: what is asked, its solution, hints, and how answers are judged.

    Parameters
    ----------
    id : str
        `topic.name`, as the lesson's folder and the file are called, with hyphens for underscores.
    goal : str
        Markdown: what to write.
    minutes, difficulty : int
        For someone who followed the lesson; difficulty from 1 to 3.
    solution : function, class or str
        The object itself (the package's own where it is a component of the package), or source
        that assigns `name`.
    hints : list of str
        Markdown, from a nudge to nearly all of it.
    write : sequence of str
        For a class: the methods to be written; the others are given. Empty: all of them.
    doc, stub : str
        A docstring for the stub instead of the solution's; a whole stub instead of a generated one.
    brings : sequence of str
        Words that an answer holds, and those to the lesson's earlier exercises of the same name do
        not: they tell whose cell it is.
    gives : sequence of str
        Names of the package that the lesson gives, and that go together with what is asked for.
    given : function
        Returns the fixtures of a case as a dict, fresh for each; or yields it and cleans up after.
    examples : sequence of Examples
        Generated questions, put after the cases. An exercise that asks for a value has none.
    seconds : float
        Time limit for one check.
    """

    id: str
    title: str
    goal: str
    minutes: int
    difficulty: int
    solution: Any
    hints: Sequence[str]
    cases: Sequence[Case]
    mistakes: Sequence[Mistake]
    predict: str = ""
    name: str = ""
    write: Sequence[str] = ()
    doc: str = ""
    stub: str = ""
    brings: Sequence[str] = ()
    gives: Sequence[str] = ()
    given: Callable[[], Any] = dict
    examples: Sequence[Examples] = ()
    seconds: float = 5.0
    lesson: int = field(default=0, init=False)
    module: ModuleType | None = field(default=None, init=False, repr=False)

    def __post_init__(self):
        if isinstance(self.solution, str) and not (self.name and self.stub):
            raise ValueError(f"{self.id}: a solution given as source needs `name` and `stub`")
        for names in (self.write, self.brings, self.gives):
            if isinstance(names, str):
                raise TypeError(f"{self.id}: write [{names!r}], a list of names")
        self.name = self.name or self.solution.__name__

    @property
    def topic(self) -> str:
        """The lesson's, as the id begins with it."""
        return self.id.partition(".")[0]

    @property
    def kind(self) -> str:
        """What the learner hands in: "function", "class" or "value"."""
        if isinstance(self.solution, str):
            definition = re.search(rf"(?m)^\s*(def|class) {self.name}\b", self.solution)
            return {"def": "function", "class": "class"}[definition[1]] if definition else "value"
        return "class" if isinstance(self.solution, type) else "function"


def lessons() -> dict[str, str]:
    """The lessons' packages: topic, as exercise ids begin with it -> name of the package."""
    found = {}
    for module in pkgutil.iter_modules(exercises.__path__, f"{exercises.__name__}."):
        match = re.fullmatch(r"lesson_\d+_(\w+)", module.name.rpartition(".")[2])
        if match:
            found[match[1].replace("_", "-")] = module.name
    return dict(sorted(found.items(), key=lambda item: item[1]))


def exercises_of(topic: str) -> list[Exercise]:
    """The exercises of one lesson, in order."""
    package = lessons()[topic]
    return [_load(package, name) for name in importlib.import_module(package).ORDER]


def _load(package: str, name: str) -> Exercise:
    module = importlib.import_module(f"{package}.{name}")
    exercise = module.EXERCISE
    exercise.module = module
    exercise.lesson = int(package.partition("lesson_")[2][:2])
    return exercise


def all_exercises() -> list[Exercise]:
    """Every exercise of the course, in order."""
    return [exercise for topic in lessons() for exercise in exercises_of(topic)]


def find(id: str) -> Exercise:
    """The exercise of that id.

    Raises
    ------
    LookupError
        If there is none; the message names the nearest one.
    """
    if not isinstance(id, str):
        raise LookupError('an exercise is named by a string, such as "start.warm-up"')
    topic = id.partition(".")[0]
    if topic in lessons():
        known = {exercise.id: exercise for exercise in exercises_of(topic)}
        if id in known:
            return known[id]
        near = difflib.get_close_matches(id, known, 1) or list(known)
    else:
        near = [f"{name}." for name in difflib.get_close_matches(topic, lessons(), 1)]
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise LookupError(f"there is no exercise {id!r}.{hint}")
