"""CPU time and memory of a process with everything that it started, from `/proc` (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PARENT, _TIMES, _RESIDENT = 1, slice(11, 15), 21
"""Where they stand in `/proc/PID/stat` behind the name: user and system time, own and of children that ended."""


class Process(NamedTuple):
    """One process now: seconds of CPU time so far (children that ended included), bytes resident."""

    pid: int
    parent: int
    cpu: float
    resident: int


def tree(pid: int) -> list[Process]:
    """The process and all its descendants; empty where it has ended."""
    living = {process.pid: process for process in _processes()}
    found = [living[pid]] if pid in living else []
    for one in found:  # grows while it is walked
        found += [process for process in living.values() if process.parent == one.pid]
    return found


def cpu_seconds(pid: int) -> float:
    """CPU time that the process and all it started have taken so far."""
    return sum(process.cpu for process in tree(pid))


def _processes() -> Iterator[Process]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            stat = path.read_text()
        except (FileNotFoundError, ProcessLookupError):  # it has ended since
            continue
        fields = stat.rpartition(")")[2].split()
        ticks = sum(int(field) for field in fields[_TIMES])
        yield Process(int(path.parent.name), int(fields[_PARENT]), ticks / _TICKS, int(fields[_RESIDENT]) * _PAGE)


def role_of(pid: int) -> str:
    """`enrich` or `index` where the process is a worker, else nothing."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:  # it has ended since
        return ""
    return command[command.index("pipeline.agents.worker") + 1] if "pipeline.agents.worker" in command else ""
