"""One stack a folder: a file lock that lasts as long as any process of the stack, and tells who runs it.

The guards inherit the lock, so that it ends when the last server has ended, also where the stack's own process was
killed. What is written in the file counts only while the lock is held.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from pipeline.stack.failure import StackError

FILE = "lock"
ENDING_SECONDS = 45.0
"""How long the servers of a killed stack may take to end: the guard's grace, and some."""


class Claim:
    """The right to run a stack on a folder. `fd` is for the guards to inherit."""

    def __init__(self, folder: Path) -> None:
        """Take it. Waits for servers of a killed stack to end. Raises StackError where a stack runs there."""
        self.fd = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        deadline = time.monotonic() + ENDING_SECONDS
        while not _lock(self.fd):
            owner = _owner(self.fd)
            if owner is not None or time.monotonic() > deadline:
                os.close(self.fd)
                raise StackError(
                    f"a stack runs on {folder} already (process {owner}); `wire down` ends it, WIRE_STACK_FOLDER "
                    "chooses another folder."
                    if owner
                    else f"servers of a stack that was killed still run on {folder} and don't end."
                )
            time.sleep(0.1)
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, f"{os.getpid()} {_birth(os.getpid())}".encode(), 0)

    def release(self) -> None:
        """Give it up."""
        os.close(self.fd)


def runs(folder: Path) -> bool:
    """Whether any process of a stack runs on the folder."""
    return _look(folder)[0]


def owner(folder: Path) -> int | None:
    """The process that runs a stack on the folder; None where there is none, or its servers are only ending."""
    held, process = _look(folder)
    return process if held else None


def _look(folder: Path) -> tuple[bool, int | None]:
    try:
        fd = os.open(folder / FILE, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False, None
    try:
        return not _lock(fd), _owner(fd)
    finally:
        os.close(fd)


def _lock(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _owner(fd: int) -> int | None:
    """The process written in the file, if it lives: its number and its time of birth are those of a live one."""
    written = os.pread(fd, 100, 0).decode().split()
    if len(written) != 2 or not written[0].isdigit():
        return None
    return int(written[0]) if _birth(int(written[0])) == written[1] else None


def _birth(process: int) -> str | None:
    """When a process began, in clock ticks since the machine did; a number that is given again has another."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return stat.rpartition(")")[2].split()[19]
