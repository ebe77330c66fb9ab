"""Reads stretches of a topic for a replay: no consumer group, so no live offset is touched and no rebalance caused.

Delivery guarantee: every record of the stretches that the topic holds is handed out once, in the order of its
partition, with the position that may be noted once everything before it is confirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.errors import KafkaError, NoOffsetForPartitionError, OffsetOutOfRangeError

from pipeline.failure import OperatorError
from pipeline.kafka.groups import offsets_of
from pipeline.replay.ranges import Range
from pipeline.replay.selection import Window
from pipeline.settings import Settings
from pipeline.topics import Topic

CLOCKS_APART_MS = 600_000
"""Producers set time stamps, and their clocks differ: so much past a window's end is read and judged one by one."""

POLL_MS = 200

Bounds = dict[int, tuple[int, int]]
"""Begin and end offset by partition."""


@dataclass(frozen=True)
class Batch:
    """Records in the order of their partitions, and each partition's position after them."""

    records: list[Any]
    positions: dict[int, int]


@contextmanager
def consumer(settings: Settings) -> Iterator[Any]:
    """A consumer without a group, for the block. Raises OperatorError where Kafka can't be reached."""
    try:
        opened = KafkaConsumer(
            bootstrap_servers=settings.kafka_bootstrap.split(","),
            client_id="wire-replay",
            enable_auto_commit=False,
            auto_offset_reset="none",  # a position that is gone must be said, not moved to the end
            allow_auto_create_topics=False,
            max_poll_records=settings.batch_records,
            receive_message_max_bytes=2**31 - 1,
            metrics_enabled=False,
        )
    except KafkaError as error:
        raise OperatorError(
            f"Kafka at {settings.kafka_bootstrap} can't be reached ({error!r}). "
            "Is it up (`wire up`)? Is WIRE_KAFKA_BOOTSTRAP right?"
        ) from error
    try:
        yield opened
    finally:
        opened.close()


def bounds(settings: Settings, topic: Topic) -> Bounds:
    """Where each partition of a topic begins and ends now. Raises OperatorError where there is no such topic."""
    with consumer(settings) as opened:
        partitions = _partitions(opened, settings, topic)
        begins, ends = opened.beginning_offsets(partitions), opened.end_offsets(partitions)
        return {one.partition: (begins[one], ends[one]) for one in partitions}


def bounds_of_window(settings: Settings, topic: Topic, window: Window) -> Bounds:
    """What of each partition can hold records of a window; each record's own time stamp is still to be judged."""
    everything = bounds(settings, topic)
    with consumer(settings) as opened:
        partitions = _partitions(opened, settings, topic)
        since = _first_from(opened, partitions, window.since)
        until = _first_from(opened, partitions, window.until and window.until + CLOCKS_APART_MS)
    found = {}
    for partition, (begin, end) in everything.items():
        first = begin if window.since is None else since.get(partition, end)
        last = until.get(partition, end)
        found[partition] = (min(first, end), max(min(last, end), min(first, end)))
    return found


def committed(settings: Settings, group: str, topic: Topic) -> dict[int, int]:
    """Offsets that a live group has committed, by partition; a partition without one is left out. Only looks.

    Raises OperatorError where Kafka does not tell within half a minute. A fresh broker, and one that has just lost its
    coordinator, needs some seconds.
    """
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap.split(","), client_id="wire-replay")
    try:
        found = offsets_of(admin, group, waited_out=(KafkaError,))
    except KafkaError as error:
        raise OperatorError(f"Kafka does not tell the offsets of the group {group}: {error!r}") from error
    finally:
        admin.close()
    name = topic.with_prefix(settings.topic_prefix)
    return {one.partition: offset for one, offset in found.items() if one.topic == name}


def batches(opened: Any, topic_name: str, ranges: Sequence[Range], most: int) -> Iterator[Batch]:
    """Records of the ranges from each one's `next`, at most `most` a batch, until every range is read.

    Raises OperatorError where Kafka has deleted what was still to be read.
    """
    ends = {TopicPartition(topic_name, one.partition): one.end for one in ranges if one.left}
    opened.assign(list(ends))
    opened.resume(*ends)  # a partition that was assigned before is still paused at the end of its last stretch
    for one in ranges:
        if one.left:
            opened.seek(TopicPartition(topic_name, one.partition), one.next)
    while ends:
        gathered: list[Any] = []
        while len(gathered) < most:
            polled = _poll(opened, topic_name, most - len(gathered))
            if not polled:
                break
            gathered += [r for tp, records in polled.items() for r in records if r.offset < ends.get(tp, 0)]
            opened.pause(*(tp for tp in polled if opened.position(tp) >= ends.get(tp, 0)))
        positions = {tp: min(opened.position(tp), end) for tp, end in ends.items()}
        ends = {tp: end for tp, end in ends.items() if positions[tp] < end}
        if gathered or not ends:
            yield Batch(gathered, {tp.partition: position for tp, position in positions.items()})


def generations(settings: Settings, topic: Topic, ranges: Sequence[Range]) -> dict[int, int]:
    """Records of `wire.stories` by the generation of the rules that made them, told by their headers alone."""
    counted: Counter[int] = Counter()
    unread = [Range(partition=one.partition, start=one.start, end=one.end, next=one.next) for one in ranges]
    with consumer(settings) as opened:
        for batch in batches(opened, topic.with_prefix(settings.topic_prefix), unread, settings.batch_records):
            counted.update(int(dict(record.headers or ()).get("generation", b"0")) for record in batch.records)
    return dict(counted)


def _poll(opened: Any, topic_name: str, most: int) -> dict[TopicPartition, list[Any]]:
    try:
        polled: dict[TopicPartition, list[Any]] = opened.poll(timeout_ms=POLL_MS, max_records=most)
    except (OffsetOutOfRangeError, NoOffsetForPartitionError) as error:
        raise OperatorError(
            f"{topic_name} no longer holds what was to be read ({error}): it was deleted or compacted away meanwhile. "
            "Begin the replay anew, from what is there."
        ) from error
    return polled


def _partitions(opened: Any, settings: Settings, topic: Topic) -> list[TopicPartition]:
    name = topic.with_prefix(settings.topic_prefix)
    numbers = opened.partitions_for_topic(name)
    if not numbers:
        raise OperatorError(f"there is no topic {name} at {settings.kafka_bootstrap}. Run `wire setup`.")
    return [TopicPartition(name, number) for number in sorted(numbers)]


def _first_from(opened: Any, partitions: list[TopicPartition], timestamp: int | None) -> dict[int, int]:
    """Offset of the first record stamped at or after an instant, by partition; none for partitions without one."""
    if timestamp is None:
        return {}
    found = opened.offsets_for_times(dict.fromkeys(partitions, timestamp))
    return {one.partition: at.offset for one, at in found.items() if at is not None}
