"""A real kernel for tests: cells run one after another, and what each of them shows."""

import time
from dataclasses import dataclass, field

from jupyter_client.manager import start_new_kernel

WAIT = 60


@dataclass
class Shown:
    """What one cell showed: text by stream, display data with their metadata, an error's name."""

    stdout: str = ""
    stderr: str = ""
    displays: list[dict] = field(default_factory=list)
    error: str = ""

    @property
    def plain(self) -> str:
        """The plain text of all that was displayed."""
        return "\n".join(shown["data"]["text/plain"] for shown in self.displays)


class Kernel:
    """Starts with the course imported, after a cell `first`; use it in a `with` statement.

    Further arguments, such as `cwd` and `env`, are those of the process.
    """

    def __init__(self, first: str = "", **process):
        self.first = first
        self.process = process

    def __enter__(self):
        self.manager, self.client = start_new_kernel(kernel_name="python3", **self.process)
        self.run(self.first or "pass")
        self.run("import time, numpy as np\nfrom tinydata.course import check, use")
        return self

    def __exit__(self, *error):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code: str, interrupt_after: tuple[float, ...] = ()) -> Shown:
        """Run a cell; interrupt it after so many seconds, each counted from the last.

        The first is counted from the beginning of the last line: to come to it may take a while.
        """
        *before, last = code.splitlines(keepends=True)
        if interrupt_after:
            before.append("print(end='begun', flush=True)\n")
        ask = self.client.execute("".join([*before, last]), allow_stdin=False)
        if interrupt_after:
            self._wait_for(ask, "stream", lambda content: content["text"] == "begun")
        for seconds in interrupt_after:
            time.sleep(seconds)
            self.manager.interrupt_kernel()
        return self._shown(ask)

    def value(self, expression: str) -> str:
        """The value of an expression, as the kernel prints it."""
        return self.run(f"print(({expression}))").stdout.strip()

    def _shown(self, ask) -> Shown:
        shown = Shown()
        for kind, content in self._messages(ask):
            if kind == "stream":
                name = content["name"]
                setattr(shown, name, getattr(shown, name) + content["text"])
            elif kind in ("display_data", "execute_result"):
                shown.displays.append(content)
            elif kind == "error":
                shown.error = content["ename"]
            elif kind == "status" and content["execution_state"] == "idle":
                return shown
        raise AssertionError("the kernel did not finish")

    def _wait_for(self, ask, wanted, right):
        for kind, content in self._messages(ask):
            if kind == wanted and right(content):
                return

    def _messages(self, ask):
        while True:
            message = self.client.get_iopub_msg(timeout=WAIT)
            if message["parent_header"].get("msg_id") == ask:
                yield message["msg_type"], message["content"]
