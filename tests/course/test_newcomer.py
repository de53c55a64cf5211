"""A newcomer in a real browser: clone, start, lesson 0, a restarted kernel, progress, mine."""

# It needs Chromium and Playwright, which nothing else here does: `pip install playwright`,
# and Chromium from the system (or `playwright install chromium`, and CHROMIUM=/path/to/it).

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from sittings import command, recording

from tinydata.course.exercise import find
from tinydata.course.notebook.files import exercise_of, read
from tinydata.course.notebook.stubs import solution_source

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
    pytest.mark.skipif(shutil.which("git") is None, reason="needs git"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a clone to clone"),
]

LESSON, EXERCISE = "00_start_here.ipynb", "start.warm-up"
WAIT = 120_000  # milliseconds: a busy machine takes its time
TOKEN = "newcomer"

# What JupyterLab itself knows of the notebook in front: cells out of sight are not in the page.
CELLS = """() => {
    const panel = window.jupyterapp.shell.currentWidget;
    return [...panel.content.model.cells].map((cell) => ({
        id: cell.id, code: cell.type === "code", run: cell.executionCount ?? null,
        source: cell.sharedModel.getSource(), outputs: cell.outputs?.toJSON() ?? [],
    }));
}"""
IDLE = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.context?.sessionContext;
    return session?.session?.kernel?.status === "idle";
}"""
WRITE = """([id, text]) => {
    const cells = window.jupyterapp.shell.currentWidget.content.model.cells;
    for (const cell of cells) if (cell.id === id) cell.sharedModel.setSource(text);
}"""
ONE_MORE = """async (text) => {
    const {shell, commands} = window.jupyterapp, notebook = shell.currentWidget.content;
    notebook.activeCellIndex = notebook.widgets.length - 1;
    await commands.execute("notebook:insert-cell-below");
    notebook.activeCell.model.sharedModel.setSource(text);
    await commands.execute("notebook:run-cell");
}"""


class Lab:
    """JupyterLab as `start` opens it, and a browser in which the lesson is open."""

    def __init__(self, clone: Path, state: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        server = {"open_browser": False, "port": self.port, "port_retries": 0}
        config = {"ServerApp": server, "IdentityProvider": {"token": TOKEN}}
        config["LabApp"] = {"expose_app_in_browser": True}
        (state / "config").mkdir(parents=True)
        (state / "config" / "jupyter_server_config.json").write_text(json.dumps(config))
        quiet = state / "settings" / "@jupyterlab" / "apputils-extension"
        quiet.mkdir(parents=True)
        settings = {"fetchNews": "false", "checkForUpdates": False}
        (quiet / "notification.jupyterlab-settings").write_text(json.dumps(settings))
        places = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
        }
        self.log = state / "log.txt"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tinydata.course", "start"],
                cwd=clone,
                env=recording() | {name: str(state / place) for name, place in places.items()},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}?token={TOKEN}"

    def __enter__(self):
        deadline = time.monotonic() + WAIT / 1000
        while True:
            try:
                urllib.request.urlopen(self.address("api"), timeout=5).close()
                return self
            except OSError:
                ended = self.process.poll() is not None or time.monotonic() > deadline
                assert not ended, self.log.read_text()
                time.sleep(0.2)

    def __exit__(self, *error):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def text_of(cells, id=None):
    """All that cells show as text, as a reader sees it."""
    shown = []
    for cell in cells:
        for output in cell["outputs"] if id in (None, cell["id"]) else []:
            assert output["output_type"] != "error", output
            assert output.get("name") != "stderr", output
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            shown.append(text if isinstance(text, str) else "".join(text))
    return "\n".join(shown)


def when_run(page):
    """The cells, once all of them have run."""
    deadline = time.monotonic() + WAIT / 1000
    while True:
        cells = page.evaluate(CELLS)
        waiting = [c for c in cells if c["code"] and c["source"].strip() and not c["run"]]
        if not waiting and page.evaluate(IDLE):
            return cells
        text_of(cells)  # an error keeps the others from running
        assert time.monotonic() < deadline, waiting
        page.wait_for_timeout(200)


def test_a_newcomer(tmp_path, monkeypatch):
    clone, workbook = tmp_path / "clone", tmp_path / "clone" / "workbook"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    monkeypatch.setenv("PYTHONPATH", str(clone))
    monkeypatch.setattr("sittings.ROOT", clone)
    with Lab(clone, tmp_path / "state") as lab, playwright.sync_playwright() as browsers:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=options)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(WAIT)
        elsewhere = []
        page.on("request", lambda asked: elsewhere.append(asked.url))
        page.goto(lab.address(f"lab/tree/{LESSON}"))
        page.wait_for_selector(".jp-NotebookPanel:visible .jp-Notebook")
        page.wait_for_function(IDLE)
        cells = page.evaluate(CELLS)
        assert not text_of(cells), "a workbook shows no answers before it is run"

        stub = "start-warm-up-stub"
        page.evaluate(WRITE, [stub, solution_source(find(EXERCISE))])
        page.click("#jp-MainMenu >> text=Run")
        page.click(".lm-Menu-itemLabel >> text=/^Run All Cells$/")
        cells = when_run(page)
        assert text_of(cells, "start-warm-up-check").startswith("Right: start.warm-up")
        assert "Going on with your count_label." in text_of(cells, "start-warm-up-use")
        verdict = page.locator(".jp-OutputArea-output", has_text="start.warm-up").first
        verdict.scroll_into_view_if_needed()
        assert verdict.is_visible()
        page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

        page.click("#jp-MainMenu >> text=Kernel")
        page.click(".lm-Menu-itemLabel >> text=/^Restart Kernel…$/")
        page.click(".jp-Dialog button.jp-mod-accept")
        page.wait_for_timeout(1000)
        page.wait_for_function(IDLE)
        later = f'from tinydata.course import progress, use\nuse("{EXERCISE}")\nprogress()'
        page.evaluate(ONE_MORE, later)
        page.wait_for_function(IDLE)
        (*_, newest) = when_run(page)
        said = text_of([newest])
        assert "Going on with your count_label, as it passed before." in said
        assert "1 of 1" in said and "Next: images." in said
        assert all(f"127.0.0.1:{lab.port}" in url for url in elsewhere if "://" in url), elsewhere
        browser.close()

    stubs = {exercise_of(cell): cell.source for cell in read(workbook / LESSON).cells}
    assert stubs[EXERCISE, "stub"] == solution_source(find(EXERCISE))
    assert " 0  start           █" in command(workbook, "progress")
    assert "my_tinydata: 1 answer in 1 module\n" in command(workbook, "mine")
    assert "def count_label" in (workbook / "my_tinydata" / "start.py").read_text()
    git = ["git", "-C", str(clone), "status", "--porcelain"]
    assert subprocess.run(git, capture_output=True, text=True, check=True).stdout == ""
