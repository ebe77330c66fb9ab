"""Which files of a drop folder are complete, in the order in which they arrived.

A file is complete when its size and time stand still for the settling time, measured by our clock and never by the
files' own times: a server's clock may be an hour off. A file that its sender renamed into place, from a name that
we leave alone, is complete at once.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path

UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".uploading", ".writing", ".swp", "~")
"""Ends of names that senders and editors give to what is not complete."""

_TAKEN = re.compile(r"\.(?P<name>.+)\.\d+\.taken")
"""A file on its way from the folder to `done/` or `failed/`; found at a start, it is taken up again."""

_EMPTY_FACTOR = 10


@dataclass(frozen=True)
class Arrival:
    """A complete file: where it is now, the name it arrived under, and what it was when it was seen."""

    path: Path
    name: str
    size: int
    mtime_ns: int

    def is_still(self, found: os.stat_result) -> bool:
        """Whether a file is the one that was seen: a sender may have put a newer one under the same name."""
        return stat.S_ISREG(found.st_mode) and (found.st_size, found.st_mtime_ns) == (self.size, self.mtime_ns)


@dataclass(frozen=True)
class _Seen:
    """A file as it was last seen to change."""

    size: int
    mtime_ns: int
    since: float
    order: tuple[int, int, str]


def is_left_alone(name: str) -> bool:
    """Hidden names, and those that say the file is not complete.

    >>> [is_left_alone(name) for name in (".x.xml", "x.xml.part", "X.TMP", "x.xml~", "x.xml", "part")]
    [True, True, True, True, False, False]
    """
    return name.startswith(".") or name.lower().endswith(UNFINISHED)


def taken_name(name: str, number: int) -> str:
    """The name of a file on its way; hidden, so that nobody takes it for a new one."""
    return f".{name}.{number}.taken"


@dataclass
class Arrivals:
    """Watches one folder, not what is below it."""

    folder: Path
    settle: float
    """Seconds that a file must stand still."""
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _looks: int = 0

    def look(self, now: float, renamed: Set[str] = frozenset()) -> list[Arrival]:
        """Every complete file, those on their way first, then in order of arrival. `now` is a monotonic clock's.

        What is not complete yet, or gone again, is remembered or forgotten; call again. Raises OSError where the
        folder can't be read.
        """
        self._looks += 1
        on_their_way: list[Arrival] = []
        present: dict[str, _Seen] = {}
        with os.scandir(self.folder) as entries:
            for entry in entries:
                taken = _TAKEN.fullmatch(entry.name)
                if is_left_alone(entry.name) and not taken:
                    continue
                found = _stat(entry)
                if found is None:
                    continue
                if taken:
                    on_their_way.append(Arrival(Path(entry.path), taken["name"], found.st_size, found.st_mtime_ns))
                else:
                    present[entry.name] = self._noted(entry.name, found, now, entry.name in renamed)
        self._seen = present
        complete = [(seen.order, name) for name, seen in present.items() if now - seen.since >= self._needs(seen)]
        return on_their_way + [self._arrival(name) for _, name in sorted(complete)]

    @property
    def settling(self) -> bool:
        """Whether there was a file at the last look: it may be complete at the next."""
        return bool(self._seen)

    def _needs(self, seen: _Seen) -> float:
        """Seconds for which this file must stand still; an empty one longer, as many a sender makes it first."""
        return self.settle if seen.size else self.settle * _EMPTY_FACTOR

    def _noted(self, name: str, found: os.stat_result, now: float, renamed: bool) -> _Seen:
        before = self._seen.get(name)
        since = float("-inf") if renamed else now
        if before is None:
            # the time of the last change of the directory entry: a rename sets it, a copied modification time doesn't
            order = (self._looks, found.st_ctime_ns, name)
            return _Seen(found.st_size, found.st_mtime_ns, since, order)
        if (before.size, before.mtime_ns) == (found.st_size, found.st_mtime_ns):
            return before if not renamed else _Seen(before.size, before.mtime_ns, since, before.order)
        return _Seen(found.st_size, found.st_mtime_ns, since, before.order)

    def _arrival(self, name: str) -> Arrival:
        seen = self._seen[name]
        return Arrival(self.folder / name, name, seen.size, seen.mtime_ns)


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    """What a regular file is now; null for everything else: folders, links, pipes, and what is gone again."""
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None
