"""Commands for learners (start, progress, mine), authors (new, sync) and teachers (export)."""

import argparse
import json
import sys
from pathlib import Path

from tinydata.course.notebook.editions import export
from tinydata.course.notebook.files import (
    FOLDER,
    Refusal,
    about,
    as_bytes,
    differences,
    lesson_files,
    read,
    synchronised,
    write_all,
)
from tinydata.course.notebook.new_exercise import new_exercise
from tinydata.course.workbook.mine import write_package
from tinydata.course.workbook.progress import as_data, overview_lines, recorded_status
from tinydata.course.workbook.record import NotKept
from tinydata.course.workbook.start import chosen_workbook, newest_lesson, open_lab, opened, start
from tinydata.printing import say


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(prog="python -m tinydata.course", description=__doc__)
    parser.add_argument("--notebooks", type=Path, default=FOLDER, help="folder of the lessons")
    commands = parser.add_subparsers(dest="command", required=True)
    in_workbook = argparse.ArgumentParser(add_help=False)
    in_workbook.add_argument(
        "--workbook",
        type=Path,
        metavar="DIR",
        help="the learner's folder (default: the one that you are in, or ./workbook)",
    )

    command = commands.add_parser(
        "start", parents=[in_workbook], help="make a workbook, or go on in it, in JupyterLab"
    )
    command.add_argument("--no-lab", action="store_true", help="do not open JupyterLab")
    command.add_argument("--without-solutions", action="store_true", help="leave solutions out")
    command.add_argument(
        "--fresh", metavar="LESSON", help="begin a lesson afresh, such as 04; the old one stays"
    )
    command.set_defaults(run=start_command)
    command = commands.add_parser("progress", parents=[in_workbook], help="say how far you are")
    command.add_argument("--json", action="store_true", help="for programs")
    command.set_defaults(run=progress_command)
    command = commands.add_parser(
        "mine", parents=[in_workbook], help="write the package my_tinydata from what passed"
    )
    command.set_defaults(run=mine_command)

    command = commands.add_parser("new", help="begin an exercise: its file and its five cells")
    command.add_argument("id", metavar="LESSON.NAME", help="such as batching.index-chunks")
    command.set_defaults(run=new_command)
    command = commands.add_parser("sync", help="bring the exercise cells of notebooks up to date")
    command.set_defaults(run=sync_command)
    command = commands.add_parser("export", help="write the editions for a class")
    command.add_argument("--to", type=Path, required=True, help="folder for the editions")
    command.set_defaults(run=export_command)

    options = parser.parse_args()
    try:
        options.run(options)
    except (Refusal, NotKept) as refusal:
        sys.exit(f"{refusal}.")


def start_command(options) -> None:
    """Make a workbook, or bring it up to date; then open it."""
    workbook = chosen_workbook(options.workbook).resolve()
    done = start(workbook, options.notebooks, not options.without_solutions, options.fresh)
    say(f"Workbook {workbook}")
    for line in done.lines():
        say(f"  {line}")
    if options.no_lab:
        say(f"  to open it: jupyter lab --notebook-dir={workbook}")
    else:
        sys.exit(open_lab(workbook, newest_lesson(workbook, opened(workbook))))


def progress_command(options) -> None:
    """Say what is recorded."""
    record = opened(options.workbook)
    entries = record.read()["exercises"]
    if options.json:
        say(json.dumps({"workbook": str(record.folder)} | as_data(entries), indent=1))
        return
    say(f"Workbook {record.folder}")
    for line in overview_lines(lambda exercise: recorded_status(entries, exercise.id)):
        say(f"  {line}")


def mine_command(options) -> None:
    """Write the learner's package, and say what is in it and what is not."""
    record = opened(options.workbook)
    say(f"Workbook {record.folder}")
    for line in write_package(record):
        say(f"  {line}")


def new_command(options) -> None:
    """Begin an exercise, and say where to go on."""
    paths = new_exercise(options.id, options.notebooks)
    for path in paths:
        say(path)
    say(f"Write the first; then `python -m tinydata.course sync` brings {paths[-1].name} along.")


def sync_command(options) -> None:
    """Bring all notebooks up to date, or none; name the cells that were not."""
    contents, changed, refusals = {}, {}, []
    for path in lesson_files(options.notebooks):
        try:
            with about(path):
                notebook = read(path)
                changed[path] = differences(notebook)
                contents[path] = as_bytes(synchronised(notebook))
        except Refusal as refusal:
            refusals.append(str(refusal))
    if refusals:
        raise Refusal(".\n".join([*refusals, "Nothing was written"]))
    write_all({path: content for path, content in contents.items() if changed[path]})
    for path, ids in changed.items():
        if ids:
            say(f"{path.name}: {', '.join(ids)}")


def export_command(options) -> None:
    """Write the editions, and name what was written."""
    for path in export(options.notebooks, options.to):
        say(path)


if __name__ == "__main__":
    main()
