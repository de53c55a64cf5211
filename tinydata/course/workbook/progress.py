"""How far a learner is: lesson by lesson, and what comes next."""

from collections.abc import Callable
from typing import Any

from tinydata.course.exercise import Exercise, all_exercises

WORDS = {"right": "solved", "wrong": "tried"}


def overview_lines(status: Callable[[Exercise], str], topic: str | None = None) -> list[str]:
    """A line for each lesson with a bar, or for each exercise of one lesson; then what comes next.

    Parameters
    ----------
    status : function
        Says of an exercise whether it is "right", "wrong" or neither yet.
    topic : str, optional
        One lesson alone.
    """
    by_lesson: dict[str, list[Exercise]] = {}
    for exercise in all_exercises():
        if topic in (None, exercise.topic):
            by_lesson.setdefault(exercise.topic, []).append(exercise)
    everything = [exercise for one in by_lesson.values() for exercise in one]
    if topic:
        width = max(len(exercise.id) for exercise in everything)
        lines = [f"{e.id:{width}}  {WORDS.get(status(e), 'not tried yet')}" for e in everything]
    else:
        width, most = max(map(len, by_lesson)), max(map(len, by_lesson.values()))
        lines = []
        for name, one in by_lesson.items():
            right = sum(status(exercise) == "right" for exercise in one)
            bar = "█" * right + "░" * (len(one) - right)
            lines.append(f"{one[0].lesson:2d}  {name:{width}}  {bar:{most}}  {right} of {len(one)}")
    waiting = [exercise for exercise in everything if status(exercise) != "right"]
    following = f" Next: {waiting[0].id}, in lesson {waiting[0].lesson}." if waiting else ""
    solved = len(everything) - len(waiting)
    return [*lines, f"{solved} of {len(everything)} solved.{following}"]


def as_data(entries: dict[str, Any]) -> dict[str, Any]:
    """The same for programs: what is recorded, of every exercise of the course, in order."""
    exercises = []
    for exercise in all_exercises():
        entry = entries.get(exercise.id, {})
        one = {"id": exercise.id, "lesson": exercise.lesson}
        one |= {key: entry.get(key, default) for key, default in [("passed", False), ("tries", 0)]}
        exercises.append(one)
    following = [one["id"] for one in exercises if not one["passed"]]
    solved = len(exercises) - len(following)
    return {
        "solved": solved,
        "of": len(exercises),
        "next": following[0] if following else None,
        "exercises": exercises,
    }


def recorded_status(entries: dict[str, Any], id: str) -> str:
    """ "right" once an exercise has passed, "wrong" if it was tried, and otherwise nothing."""
    entry = entries.get(id)
    return "" if entry is None else "right" if entry.get("passed") else "wrong"
