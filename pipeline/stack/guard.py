"""Runs one program and ends it, with all it started, when our standard input closes.

    python -m pipeline.stack.guard PROGRAM ARGUMENT…

The parent holds the other end of that pipe, so the program ends with the parent whatever ends it: Ctrl-C, SIGTERM or
kill -9. The program runs in a process group of its own.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys

GRACE_SECONDS = 15.0


def main() -> int:
    """Guard the program of our arguments; its exit status."""
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _pass)  # the pipe alone decides; a handler, as an ignored signal stays so in the program
    program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)
    ended = os.pidfd_open(program.pid)
    select.select([sys.stdin, ended], [], [])
    if program.poll() is None:
        _signal(program.pid, signal.SIGTERM)
        select.select([ended], [], [], GRACE_SECONDS)
    _signal(program.pid, signal.SIGKILL)
    return program.wait()


def _pass(signum: int, frame: object) -> None:
    """Let a signal pass."""


def _signal(group: int, signum: int) -> None:
    try:
        os.killpg(group, signum)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.exit(main())
