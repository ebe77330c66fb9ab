"""Runs one program and ends it, with all it started, when our standard input closes.

    python -m pipeline.stack.guard [--user NUMBER] PROGRAM ARGUMENT…

The parent holds the other end of that pipe, so the program ends with the parent whatever ends it: Ctrl-C, SIGTERM or
kill -9. The program runs in a process group of its own, and as another user where root asks for one.
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
    program = _start(sys.argv[1:])
    ended = os.pidfd_open(program.pid)
    select.select([sys.stdin, ended], [], [])
    if program.poll() is None:
        _signal(program.pid, signal.SIGTERM)
        select.select([ended], [], [], GRACE_SECONDS)
    _signal(program.pid, signal.SIGKILL)
    return program.wait()


def _start(arguments: list[str]) -> subprocess.Popen[bytes]:
    if arguments[0] != "--user":
        return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, start_new_session=True)
    user = int(arguments[1])
    return subprocess.Popen(
        arguments[2:], stdin=subprocess.DEVNULL, start_new_session=True, user=user, group=user, extra_groups=[]
    )


def _pass(signum: int, frame: object) -> None:
    """Let a signal pass."""


def _signal(group: int, signum: int) -> None:
    try:
        os.killpg(group, signum)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.exit(main())
