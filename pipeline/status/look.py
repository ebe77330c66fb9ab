"""Asks everyone, and judges. Changes nothing.

Guarantee: bounded, so that it is quick on a log of any size: of `wire.raw` and `wire.rejected` at most about `RECORDS`
records are read, and where there are more the report says from when on it knows.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from elasticsearch import ApiError, TransportError
from kafka import TopicPartition
from kafka.errors import KafkaError

from pipeline.failure import OperatorError
from pipeline.intake.gaps import sequence_gaps
from pipeline.letters.reading import by_reason, read_letters
from pipeline.replay.reading import consumer
from pipeline.replay.state import runs_now, states
from pipeline.search.names import MAPPING_VERSION
from pipeline.settings import Settings
from pipeline.status.judge import judge
from pipeline.status.kafka import look_at_kafka
from pipeline.status.report import DeadLetterStatus, GapStatus, ReplayStatus, Status
from pipeline.status.search import look_at_search
from pipeline.story.rules import GENERATION
from pipeline.topics import RAW, REJECTED, Topic

RECORDS = 10_000
"""So many records are read at most, about, of a topic whose contents are asked for."""
HOUR_MS = 3_600_000

T = TypeVar("T")


def look(settings: Settings, sample_seconds: float) -> Status:
    """The status now. Raises OperatorError where neither server can be asked, or nothing is set up."""
    now = time.time_ns() // 1_000_000
    status = Status(at=now, generation=GENERATION, mapping_version=MAPPING_VERSION)

    def asked(server: str, question: Callable[[], T]) -> T | None:
        try:
            return question()
        except (KafkaError, ApiError, TransportError) as error:
            status.away[server] = str(error) or repr(error)
            return None

    status.search = asked("Elasticsearch", lambda: look_at_search(settings, now))
    status.kafka = asked("Kafka", lambda: look_at_kafka(settings, sample_seconds))
    if status.kafka is not None:
        status.letters = asked("Kafka", lambda: _letters(settings, now))
        status.gaps_hours = _hours_to_read(settings, RAW, now) or 0.0
        if status.gaps_hours:
            status.gaps = asked("Kafka", lambda: _gaps(settings, now, status.gaps_hours))
    if len(status.away) == 2:
        told = "; ".join(f"{server}: {why}" for server, why in status.away.items())
        raise OperatorError(f"neither Kafka nor Elasticsearch can be asked. {told}. Are they up (`wire up`)?")
    status.replays = [
        ReplayStatus(
            source=one.order.source,
            into=one.order.into or "live",
            running=runs_now(one),
            left=one.left,
            updated=one.updated,
        )
        for one in states(settings)
        if one.unfinished
    ]
    status.findings = judge(status)
    return status


def _letters(settings: Settings, now: int) -> DeadLetterStatus:
    since = None
    if _records(settings, REJECTED, 0) > RECORDS:
        since = now - int((_hours_to_read(settings, REJECTED, now) or 1 / 6) * HOUR_MS)
    letters = read_letters(settings, since=since)
    return DeadLetterStatus(
        open=by_reason(letters.open),
        last_hour=sum(1 for letter in letters.open if letter.written >= now - HOUR_MS),
        parked=len(letters.parked),
        since=since,
    )


def _gaps(settings: Settings, now: int, hours: float) -> list[GapStatus]:
    found = sequence_gaps(settings, since=now - int(hours * HOUR_MS))
    return [
        GapStatus(
            feed=feed,
            channel=channel,
            missing=sum(gap.count for gap in series.gaps),
            steps_back=len(series.steps_back),
        )
        for (feed, channel), series in sorted(found.items())
    ]


def _hours_to_read(settings: Settings, topic: Topic, now: int) -> float | None:
    """The longest of a day, six hours and one whose records are not too many to read; None where each is."""
    return next(
        (hours for hours in (24.0, 6.0, 1.0) if _records(settings, topic, now - hours * HOUR_MS) <= RECORDS), None
    )


def _records(settings: Settings, topic: Topic, since: float) -> int:
    """Records of a topic since a time, by its offsets."""
    name = topic.with_prefix(settings.topic_prefix)
    with consumer(settings) as opened:
        partitions = [TopicPartition(name, number) for number in opened.partitions_for_topic(name) or ()]
        first = opened.offsets_for_times(dict.fromkeys(partitions, int(since)))
        ends = opened.end_offsets(partitions)
        return sum(ends[one] - first[one].offset for one in partitions if first.get(one))
