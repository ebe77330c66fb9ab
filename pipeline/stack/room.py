"""Whether there is room for the servers on this machine: memory and disk, looked at before anything starts."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from pipeline.stack.failure import StackError

_UNITS = {"k": 2**10, "m": 2**20, "g": 2**30}
BESIDE_THE_HEAP = 1.3
"""A server's memory over its heap: 1.31 GB were resident at a heap of 1 GiB (Elasticsearch, 2026-11-24)."""
OF_EACH_SERVER = 100 * 2**20
"""What a Java program takes whatever its heap."""


def memory_for(heaps: Iterable[str]) -> int:
    """Bytes that servers with these heaps (`512m`, `1g`) need."""
    return sum(int(int(heap[:-1]) * _UNITS[heap[-1].lower()] * BESIDE_THE_HEAP) + OF_EACH_SERVER for heap in heaps)


def must_have_memory(needed: int, available: int | None) -> None:
    """Raise StackError where less memory is available than the servers need; None: it can't be told."""
    if available is not None and available < needed:
        raise StackError(
            f"the servers need {_gb(needed)} of memory, and {_gb(available)} are available; end other programs, or "
            "choose smaller heaps with WIRE_STACK_ELASTICSEARCH_HEAP and WIRE_STACK_KAFKA_HEAP."
        )


def must_have_disk(folder: Path, needed: int, setting: str) -> None:
    """Raise StackError where less is free on the disk of `folder` than `needed` bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StackError(
            f"{_gb(free)} are free on the disk of {folder}, and {_gb(needed)} are needed there; make room, or choose "
            f"another folder with {setting}."
        )


def available_memory(root: Path = Path("/")) -> int | None:
    """Bytes that new programs may take: what the machine has left, and what control groups leave of it.

    `root` is where `proc` and `sys` are. None where the kernel does not say (no Linux).
    """
    found = [*_of_machine(root), *_of_groups(root)]
    return min(found, default=None)


def _of_machine(root: Path) -> list[int]:
    try:
        lines = (root / "proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return []
    return [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]


def _of_groups(root: Path) -> list[int]:
    """Limit less use, of our control group and of those above it (version 2), or of ours (version 1)."""
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    found = []
    for _, controllers, path in (line.split(":", 2) for line in lines):
        own = path.strip("/")
        if controllers == "":
            top = root / "sys/fs/cgroup"
            folders = [top / own, *(top / own).parents]
            found += [_left(folder, "memory.max", "memory.current") for folder in folders if folder != top]
        elif "memory" in controllers.split(","):
            folder = root / "sys/fs/cgroup/memory"
            for place in (folder / own, folder):  # a container sees its own group as the top
                found.append(_left(place, "memory.limit_in_bytes", "memory.usage_in_bytes"))
    return [left for left in found if left is not None]


def _left(folder: Path, limit: str, use: str) -> int | None:
    """Limit less use; files in the page cache count as free, because the kernel gives them up."""
    try:
        most, used = (folder / limit).read_text(), int((folder / use).read_text())
        stat = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):
        return None
    if not most.strip().isdigit():  # `max`
        return None
    cached = int(stat.get("total_inactive_file", stat.get("inactive_file", "0")))
    return max(0, int(most) - (used - cached))


def _gb(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
