"""What a worker counts of its work, once a batch: for `/metrics` and for its health.

Delivery guarantee: none is touched; a batch that is dropped unacknowledged is not counted as done.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.metrics import (
    ACKED_SECONDS,
    BATCH_RECORDS,
    BATCH_SECONDS,
    BULK_ANSWERS,
    LAG_RECORDS,
    LANGUAGE_DISAGREEMENTS,
    REJECTED_STORIES,
    STAGE_SECONDS,
    STORIES,
    UNFINISHED_SECONDS,
)
from pipeline.search.bulk import Answer, Fate
from pipeline.story.model import Rejected, Stage, Story

STORIES_BETWEEN_BREATHS = 20
"""After so many stories the event loop gets a turn: requests on their way, heartbeats and fetches must not wait for a
whole batch."""

FINAL = (Fate.INDEXED, Fate.STALE, Fate.REFUSED, Fate.TOO_LARGE)


class Work:
    """The batch that a worker has in hand, and when it last made one final."""

    def __init__(self, role: str) -> None:
        self.role = role
        self._begun = 0.0
        self._records = 0
        self._oldest: float | None = None
        self._last_final = time.monotonic()

    @property
    def seconds_since_final(self) -> float:
        """Since a batch was last made final, or since the start."""
        return time.monotonic() - self._last_final

    def begin(self, messages: Sequence[Any]) -> None:
        """A batch came."""
        self._begun = time.monotonic()
        self._records = len(messages)
        self._oldest = min((message.timestamp for message in messages if message.timestamp), default=None)

    def drop(self) -> None:
        """It is let go of, for its next owner."""
        self._oldest = None

    def finish(self) -> None:
        """All of it is final."""
        self._last_final = time.monotonic()
        self._oldest = None
        BATCH_RECORDS.labels(self.role).observe(self._records)
        BATCH_SECONDS.labels(self.role).observe(self._last_final - self._begun)

    def publish(self, lag: int) -> None:
        """Set what is as it is now."""
        LAG_RECORDS.labels(self.role).set(lag)
        UNFINISHED_SECONDS.labels(self.role).set(0 if self._oldest is None else max(time.time() - self._oldest, 0))
        ACKED_SECONDS.labels(self.role).set(self.seconds_since_final)


class StageClock:
    """Seconds of each stage of the core, gathered without a metric's cost for each story."""

    def __init__(self) -> None:
        self._seconds: Counter[Stage] = Counter()
        self._since = 0.0

    def start(self) -> None:
        """A transmission goes into the core."""
        self._since = time.perf_counter()

    def ended(self, stage: Stage) -> None:
        """The core has ended a stage."""
        now = time.perf_counter()
        self._seconds[stage] += now - self._since  # type: ignore[assignment]  # a Counter of seconds
        self._since = now

    def count(self) -> None:
        """Add what was gathered to the metric."""
        for stage, seconds in self._seconds.items():
            STAGE_SECONDS.labels(stage).inc(seconds)
        self._seconds.clear()


def count_outcomes(outcomes: Iterable[Story | Rejected]) -> None:
    """What the core made of a batch, once the broker has it."""
    counted: Counter[str] = Counter()
    rejected: Counter[tuple[str, str]] = Counter()
    disagreements: Counter[str] = Counter()
    for one in outcomes:
        if isinstance(one, Rejected):
            counted["rejected"] += 1
            rejected[one.reason, one.stage] += 1
            continue
        counted["made"] += 1
        if one.language_disagrees:
            disagreements[one.feed] += 1
    for outcome, number in counted.items():
        STORIES.labels(outcome).inc(number)
    for why, number in rejected.items():
        REJECTED_STORIES.labels(*why).inc(number)
    for feed, number in disagreements.items():
        LANGUAGE_DISAGREEMENTS.labels(feed).inc(number)


def count_answers(answers: Iterable[Answer]) -> None:
    """What Elasticsearch said of each story of a bulk request."""
    for fate, number in Counter(answer.fate for answer in answers).items():
        name = fate.value.replace(" ", "-")
        BULK_ANSWERS.labels(name).inc(number)
        if fate in FINAL:
            STORIES.labels(name).inc(number)
