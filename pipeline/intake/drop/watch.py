"""The watch over drop folders: complete files to `wire.raw`, in order of arrival, then away.

Delivery guarantee: at least once, with an effect of exactly once. A file is moved only when all in-sync replicas have
its bytes; killed at any moment, what was sent and not yet moved is sent again, with the same uri and version (its name
and time), so that it is the same story. While Kafka is away, nothing is moved and nothing is lost.
"""

from __future__ import annotations

import errno
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from kafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from pipeline.failure import OperatorError
from pipeline.intake.drop.arrivals import Arrival, Arrivals
from pipeline.intake.drop.folders import Folders
from pipeline.intake.drop.putting_away import put_away
from pipeline.intake.drop.waking import Waking
from pipeline.intake.files import raw_of_file, whole
from pipeline.kafka.producer import RawProducer
from pipeline.settings import Settings
from pipeline.story.model import RawStory

log = structlog.get_logger()

MAX_WAITING_FILES = 1000
MAX_WAITING_BYTES = 32 * 1024 * 1024
"""Files, and bytes of them, that may be sent and not yet confirmed: less than would make the producer block."""
SILENCE_SECONDS = 5.0
"""After so long without a confirmation it is said that Kafka is silent; and how long a try to connect takes."""
_LAST_SECONDS = 10.0
"""How long the end waits for what is under way; what is not confirmed then stays, and is sent at the next start."""

_FOR_EVER = {errno.EACCES, errno.EPERM, errno.EFBIG, errno.ELOOP, errno.ENODATA}
"""Faults of reading that no waiting mends: the file fails. At any other it stays, and is tried again."""


@dataclass
class Counts:
    """What became of the files since the start."""

    done: int = 0
    failed: int = 0


@dataclass
class Watch:
    """One watch; `run` it once."""

    settings: Settings
    folders: Folders
    form: str = "auto"
    settle: float = 2.0
    poll: float = 0.0
    tick: Callable[[Counts, int], None] = lambda *_: None
    """Called now and then with the counts and how many files wait for Kafka: for a progress display."""
    counts: Counts = field(default_factory=Counts)
    _stop: threading.Event = field(default_factory=threading.Event)
    _arrivals: dict[Path, Arrivals] = field(default_factory=dict)
    _waiting: dict[Path, tuple[Path, Arrival]] = field(default_factory=dict)
    """Sent and not yet confirmed: by path, with the folder."""
    _answers: queue.SimpleQueue[tuple[Path, KafkaError | None]] = field(default_factory=queue.SimpleQueue)
    _silent: bool = False
    _unreadable: dict[Path, str] = field(default_factory=dict)
    """Folders and files that can't be read now, with what was said of them."""
    _heard: float = 0.0

    def stop(self) -> None:
        """End `run` in good order; may be called from a signal."""
        self._stop.set()

    def run(self) -> Counts:
        """Watch until `stop`. Raises OperatorError."""
        with self.folders.alone(), Waking(self.poll) as waking:
            self._waking = waking
            if not (producer := self._connected()):
                return self.counts
            try:
                while not self._stop.is_set():
                    self._round(producer)
                    waking.wait(self._until_next_look(waking))
                self._finish(producer)
            finally:
                producer.__exit__()
        return self.counts

    def _connected(self) -> RawProducer | None:
        """A producer, as soon as Kafka answers; null if the end comes first."""
        while not self._stop.is_set():
            producer = RawProducer(self.settings, connect_seconds=SILENCE_SECONDS)
            try:
                producer.__enter__()
            except KafkaError as error:
                self._say_silence(f"{error}")
                self._stop.wait(1.0)
                continue
            self._say_answer()
            return producer
        return None

    def _until_next_look(self, waking: Waking) -> float:
        if self._waiting:
            return 0.02  # a confirmation doesn't wake
        settling = any(one.settling for one in self._arrivals.values())
        return min(max(self.settle / 4, 0.02), waking.longest_wait) if settling else waking.longest_wait

    def _round(self, producer: RawProducer) -> None:
        """Put away what was confirmed, then send what is complete."""
        self._take_answers()
        renamed = self._waking.renamed_into_place()
        for folder, feed in self._feeds():
            with self._said_if_unreadable(folder):
                self._look_into(folder, feed, {path.name for path in renamed if path.parent == folder}, producer)

    def _feeds(self) -> list[tuple[Path, str]]:
        try:
            feeds = self.folders.feeds()
        except OSError as error:
            self._say_unreadable(self.folders.root, error)
            return []
        if self.folders.feed is None:
            self._unreadable.pop(self.folders.root, None)
        return feeds

    def _look_into(self, folder: Path, feed: str, renamed: set[str], producer: RawProducer) -> None:
        if folder not in self._arrivals:
            self._waking.add(folder)
            self._arrivals[folder] = Arrivals(folder, self.settle)
        for arrival in self._arrivals[folder].look(time.monotonic(), renamed):
            self._take_answers()
            while self._is_full() and not self._stop.is_set():
                self._take_answers(wait=0.5)
            if self._stop.is_set():
                return
            if arrival.path not in self._waiting:
                with self._said_if_unreadable(arrival.path):
                    self._send(producer, folder, feed, arrival)

    def _is_full(self) -> bool:
        sizes = (arrival.size for _, arrival in self._waiting.values())
        return len(self._waiting) >= MAX_WAITING_FILES or sum(sizes) > MAX_WAITING_BYTES

    def _send(self, producer: RawProducer, folder: Path, feed: str, arrival: Arrival) -> None:
        try:
            raw = self._read(feed, arrival)
        except OSError as error:
            if error.errno not in _FOR_EVER:
                raise
            self._put_away(folder, arrival, f"{error.strerror or error}")
            return
        if raw is None:
            return
        if not self._waiting:
            self._heard = time.monotonic()
        self._waiting[arrival.path] = (folder, arrival)
        producer.send(raw, str(raw.headers.uri), lambda error: self._answers.put((arrival.path, error)))

    def _read(self, feed: str, arrival: Arrival) -> RawStory | None:
        """The transmission in a file; null where it changed or went. Raises OSError where it will never be read."""
        try:
            descriptor = os.open(arrival.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            value = whole(file, arrival.size)
            if not arrival.is_still(os.fstat(file.fileno())) or len(value) != arrival.size:
                return None
        if not value:
            raise OSError(errno.ENODATA, "empty")
        return raw_of_file(value, feed, Path(arrival.name).stem, arrival.mtime_ns, self.form)

    def _take_answers(self, wait: float = 0.0) -> None:
        """Put away what Kafka confirmed. What it did not is left where it is and sent again."""
        with suppress(queue.Empty):
            while True:
                path, error = self._answers.get(timeout=wait) if wait else self._answers.get_nowait()
                wait = 0.0
                folder, arrival = self._waiting.pop(path)
                if error is None:
                    self._say_answer()
                    self._put_away(folder, arrival)
                elif isinstance(error, MessageSizeTooLargeError | RecordListTooLargeError):
                    self._put_away(folder, arrival, f"{arrival.size} bytes are more than Kafka takes on this topic")
                elif error.retriable:
                    self._say_silence(f"{error}")
                else:
                    raise OperatorError(f"Kafka refuses {arrival.path}: {error}. Nothing was moved.") from error
        self.tick(self.counts, len(self._waiting))
        if self._waiting and time.monotonic() - self._heard > SILENCE_SECONDS:
            self._say_silence("no confirmation")

    def _put_away(self, folder: Path, arrival: Arrival, reason: str | None = None) -> None:
        try:
            moved = put_away(arrival, folder, reason)
        except OSError as error:  # it would be sent again and again
            raise OperatorError(f"{arrival.path} can't be moved away: {error.strerror or error}.") from error
        if moved is None:
            return
        if reason:
            self.counts.failed += 1
            log.warning("file failed", file=str(arrival.path), reason=reason, moved_to=str(moved))
        else:
            self.counts.done += 1

    def _finish(self, producer: RawProducer) -> None:
        """Wait a while for what is under way, so that the next start has less to send again."""
        with suppress(KafkaError):
            producer.flush(_LAST_SECONDS)
        self._take_answers()

    @contextmanager
    def _said_if_unreadable(self, path: Path) -> Iterator[None]:
        """What can't be read now is said once and tried again: a mount that went away may come back."""
        try:
            yield
        except OSError as error:
            self._say_unreadable(path, error)
        else:
            self._unreadable.pop(path, None)

    def _say_unreadable(self, path: Path, error: OSError) -> None:
        if self._unreadable.get(path) != str(error):
            log.warning("can't be read; trying again", path=str(path), error=error.strerror or str(error))
        self._unreadable[path] = str(error)

    def _say_silence(self, why: str) -> None:
        if not self._silent:
            log.warning("Kafka does not answer; files stay where they are", why=why, sent=len(self._waiting))
        self._silent = True

    def _say_answer(self) -> None:
        if self._silent:
            log.info("Kafka answers again")
        self._silent = False
        self._heard = time.monotonic()
