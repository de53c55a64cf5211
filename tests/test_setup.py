"""The set-up says the same thing everywhere: requirements, minimum Python, commands, lessons."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml  # comes with JupyterLab
from packaging.requirements import Requirement  # comes with pytest

import make_environment

ROOT = Path(__file__).parent.parent


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


PROJECT = tomllib.loads(read("pyproject.toml"))["project"]
README = read("README.md")
MAKEFILE = read("Makefile")
MINIMUM = PROJECT["requires-python"].removeprefix(">=")


def requirements(*extras):
    """What `pip install -e .[test]` asks for, or another extra, name to bounds."""
    optional = PROJECT["optional-dependencies"]
    lines = PROJECT["dependencies"] + sum((optional[extra] for extra in extras or ["test"]), [])
    return {r.name: str(r.specifier) for r in map(Requirement, lines)}


def pins():
    """The lines of constraints.txt without comments."""
    lines = read("constraints.txt").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def test_conda_environment_asks_for_what_pyproject_asks_for():
    environment = yaml.safe_load(read("environment.yml"))
    *conda, by_pip = environment["dependencies"]
    asked = {r.name: str(r.specifier) for r in map(Requirement, conda)}
    assert by_pip == {"pip": ["-e .[test]"]}
    assert asked == requirements() | {"python": f">={MINIMUM}", "pip": ""}


def test_constraints_pin_every_requirement_within_its_bounds():
    pinned = {r.name: r.specifier for r in pins()}
    for name, bounds in requirements("test", "torch", "grading").items():
        (version,) = pinned[name]
        assert Requirement(f"{name}{bounds}").specifier.contains(version.version), name


def test_constraints_hold_exact_versions_and_no_addresses():
    for requirement in pins():
        assert [s.operator for s in requirement.specifier] == ["=="], requirement
        assert requirement.url is None, requirement
    assert "://" not in read("constraints.txt")


def test_minimum_python_is_the_same_everywhere():
    workflow = yaml.safe_load(read(".github/workflows/tests.yml"))
    oldest = workflow["jobs"]["versions"]["strategy"]["matrix"]["include"][0]
    assert oldest["versions"] == "oldest" and oldest["python"] == MINIMUM
    assert re.findall(r"Python (3\.\d+) or newer", README) == [MINIMUM]
    assert make_environment.dotted(make_environment.MINIMUM) == MINIMUM


def test_every_make_target_of_the_readme_exists():
    mentioned = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert {"lab", "test", "bench"} <= mentioned
    assert mentioned <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_every_file_that_the_readme_links_to_exists():
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_readme_lists_every_lesson_with_its_title_and_minutes():
    row = r"^\| (\d+) \| \[([^]]+)\]\((notebooks/[^)]+)\) \|.*\| (\d+) \|$"
    listed = re.findall(row, README, re.MULTILINE)
    lessons = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        name = f"notebooks/{path.name}"
        opening = "".join(json.loads(read(name))["cells"][0]["source"])
        number, title = re.match(r"# (\d+) · (.+)", opening).groups()
        lessons.append((number, title, name, re.search(r"\*Minutes\*: (\d+)", opening)[1]))
    assert listed == lessons


@pytest.mark.parametrize("heavy", ["matplotlib", "sklearn", "PIL", "sqlite3"])
def test_import_tinydata_leaves_out(heavy, imported):
    assert "numpy" in imported
    assert heavy not in imported


@pytest.fixture(scope="module")
def imported():
    """Names of the modules that `import tinydata` brings into a new interpreter."""
    code = (
        "import sys; before = set(sys.modules); import tinydata; print(*set(sys.modules) - before)"
    )
    run = [sys.executable, "-c", code]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_type_checkers_find_the_types_of_an_installed_package():
    assert (ROOT / "tinydata" / "py.typed").is_file()
