"""`python -m tinydata.course sync` and `python -m tinydata.course export --to FOLDER`."""

import argparse
from pathlib import Path

from tinydata.course.notebook.editions import export
from tinydata.course.notebook.files import FOLDER, differences, read, synchronised, write
from tinydata.printing import say


def main() -> None:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(prog="python -m tinydata.course", description=__doc__)
    parser.add_argument("--notebooks", type=Path, default=FOLDER, help="folder of the lessons")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sync", help="bring the exercise cells of all notebooks up to date")
    exporting = commands.add_parser("export", help="write the editions for a class")
    exporting.add_argument("--to", type=Path, required=True, help="folder for the editions")
    options = parser.parse_args()
    if options.command == "export":
        for path in export(options.notebooks, options.to):
            say(path)
        return
    for path in sorted(options.notebooks.glob("*.ipynb")):
        notebook = read(path)
        changed = differences(notebook)
        if changed:
            write(path, synchronised(notebook))
            say(f"{path.name}: {', '.join(changed)}")


if __name__ == "__main__":
    main()
