"""The folders of a watch: one for one feed, or a folder for each feed below it; and who may watch it."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from pipeline.failure import OperatorError
from pipeline.intake.drop.putting_away import DONE, FAILED
from pipeline.settings import FEED_NAME

log = structlog.get_logger()

LOCK = ".wire-watch.lock"


@dataclass
class Folders:
    """Where files are dropped. `feed` is theirs, or null: then each folder below is a feed by its name."""

    root: Path
    feed: str | None
    _said: set[str] = field(default_factory=set)

    def feeds(self) -> list[tuple[Path, str]]:
        """Each folder to look into, with its feed. Raises OSError."""
        if self.feed is not None:
            return [(self.root, self.feed)]
        found = sorted(path for path in self.root.iterdir() if path.is_dir() and not path.name.startswith("."))
        return [(path, path.name) for path in found if self._is_feed(path.name)]

    def _is_feed(self, name: str) -> bool:
        if name in {DONE, FAILED}:
            return False
        well = re.fullmatch(FEED_NAME, name) is not None
        if not well and name not in self._said:
            self._said.add(name)
            log.warning("folder is left alone: its name is no feed's (a-z, 0-9 and . _ -)", folder=name)
        return well

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While the block runs, nobody else watches the root. Raises OperatorError where somebody does."""
        with (self.root / LOCK).open("w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise OperatorError(f"another `wire produce --watch` has {self.root}; one is enough.") from None
            except OSError as error:  # a network file system without locks
                log.warning("no lock on the folder; make sure that nobody else watches it", error=str(error))
            yield
