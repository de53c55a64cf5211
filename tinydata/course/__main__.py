"""Commands for authors and teachers: `python -m tinydata.course new`, `sync` and `export`."""

import argparse
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
from tinydata.printing import say


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(prog="python -m tinydata.course", description=__doc__)
    parser.add_argument("--notebooks", type=Path, default=FOLDER, help="folder of the lessons")
    commands = parser.add_subparsers(dest="command", required=True)

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
    except Refusal as refusal:
        sys.exit(f"{refusal}.")


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
