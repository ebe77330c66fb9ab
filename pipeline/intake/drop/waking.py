"""Wakes the watcher when something happens in a folder (watchdog), and knows what was renamed into place.

What it tells is a hint, never the truth: that is what a look at the folder finds. So nothing is lost with an event.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import structlog
from watchdog.events import FileClosedEvent, FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from pipeline.intake.drop.arrivals import is_left_alone

log = structlog.get_logger()

_EVENTS: list[Any] = [FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileClosedEvent]
FALLBACK_POLL_SECONDS = 1.0


class Waking(FileSystemEventHandler):
    """Use it as a context manager; folders are added while it runs. `poll` is seconds, or 0 for the kernel's events."""

    def __init__(self, poll: float) -> None:
        self._poll = poll
        self._observer: BaseObserver = PollingObserver(timeout=poll) if poll else Observer()
        self._folders: set[Path] = set()
        self._woken = threading.Event()
        self._renamed: set[Path] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> Waking:
        self._observer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._observer.stop()
        self._observer.join()

    def add(self, folder: Path) -> None:
        """Watch a folder too, once."""
        if folder in self._folders:
            return
        self._folders.add(folder)
        try:
            self._observer.schedule(self, str(folder), event_filter=_EVENTS)
        except OSError as error:  # the kernel has no watch left, or the file system knows no events
            if self._poll:
                raise
            log.warning("no events for a folder; it is polled instead", folder=str(folder), error=str(error))
            self._poll = FALLBACK_POLL_SECONDS

    @property
    def longest_wait(self) -> float:
        """Seconds after which a look is due even if nothing was heard."""
        return self._poll or 5.0

    def wake(self) -> None:
        """End a wait."""
        self._woken.set()

    def wait(self, seconds: float) -> None:
        """Wait until something happens, at most so long."""
        self._woken.wait(seconds)
        self._woken.clear()

    def renamed_into_place(self) -> set[Path]:
        """Files that were renamed, since the last call, from a name that is left alone."""
        with self._lock:
            renamed, self._renamed = self._renamed, set()
        return renamed

    def on_any_event(self, event: Any) -> None:
        """Called by watchdog, on its thread."""
        if isinstance(event, FileMovedEvent) and event.src_path and is_left_alone(Path(str(event.src_path)).name):
            with self._lock:
                self._renamed.add(Path(str(event.dest_path)))
        self._woken.set()
