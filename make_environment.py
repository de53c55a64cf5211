"""Make the environment that the Makefile's commands run in: `python3 make_environment.py .venv`.

Only what was made here is ever emptied: a mark in the folder says so. An environment that somebody
made by hand is used as it is, and anything else in that place is left alone, with a sentence.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MINIMUM = (3, 11)  # older ones, too, have to be able to read this file
REQUIREMENTS = (HERE / "pyproject.toml", HERE / "constraints.txt")


def main(venv, remove):
    """Bring the environment up to date, or remove it if it was made here."""
    if remove:
        if made_here(venv):
            shutil.rmtree(str(venv))
        elif venv.exists():
            print(f"{venv} was not made by make: it is left as it is")
        return
    if not up_to_date(venv):
        prepare(venv)
        install(venv)


def made_here(venv):
    """Tell whether make has made this folder, for this copy of the course."""
    return text(venv / ".made-by-make") == str(HERE)


def up_to_date(venv):
    """Tell whether all requirements as they are now were installed, and Python still runs."""
    stamp = venv / ".installed"
    return (
        text(stamp) == str(HERE)
        and all(stamp.stat().st_mtime >= file.stat().st_mtime for file in REQUIREMENTS)
        and version(venv) is not None
    )


def prepare(venv):
    """Make an environment, or accept the one that is there, or stop with a sentence."""
    found = version(venv)
    if made_here(venv):
        if found is None or not (venv / ".installed").exists():  # Python has gone, or interrupted
            shutil.rmtree(str(venv))
            make(venv)
    elif text(venv / ".made-by-make"):
        stop(f"{venv} was made by make in another place or under another name")
    elif not venv.exists() or (venv.is_dir() and not os.listdir(str(venv))):
        make(venv)
    elif found is None:
        stop(f"{venv} is not empty, and no environment whose Python and pip run")
    elif found < MINIMUM:
        stop(f"{venv} has Python {dotted(found)}, and tinydata needs {dotted(MINIMUM)} or newer")


def make(venv):
    """Make a new environment; the mark comes first, in case the rest is interrupted."""
    if sys.version_info < MINIMUM:
        sys.exit(
            f"tinydata needs Python {dotted(MINIMUM)} or newer, and {sys.executable} is "
            f"{dotted(sys.version_info[:2])}. Name another: make lab PYTHON=python3.12"
        )
    venv.mkdir(parents=True, exist_ok=True)
    (venv / ".made-by-make").write_text(str(HERE), encoding="utf-8")
    subprocess.check_call([sys.executable, "-m", "venv", str(venv)])


def install(venv):
    """Install the package and what its tests need; the stamp comes last."""
    print(f"Installing into {venv}, once: a minute or two", flush=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    packages = ["-c", "constraints.txt", "-e", ".[test]"]
    subprocess.check_call([*pip, "install", "--quiet", *packages], cwd=str(HERE))
    (venv / ".installed").write_text(str(HERE), encoding="utf-8")


def version(venv):
    """Return the version of an environment's Python, or None if it or its pip does not run."""
    python = venv / "bin" / "python"
    if not (venv / "pyvenv.cfg").is_file():
        return None
    code = "import pip, sys; print(*sys.version_info[:2])"
    try:
        run = [str(python), "-c", code]
        return tuple(map(int, subprocess.check_output(run, stderr=subprocess.DEVNULL).split()))
    except (OSError, subprocess.CalledProcessError):
        return None


def dotted(numbers):
    """Return a version as one writes it."""
    return ".".join(map(str, numbers))


def text(path):
    """Return what a small file says, or an empty text if there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def stop(reason):
    """End with the reason, and with what to do."""
    sys.exit(f"{reason}. Move it away, or name another folder: make VENV=.venv-tinydata")


if __name__ == "__main__":
    main(Path(sys.argv[-1]).resolve(), remove=sys.argv[1] == "--remove")
