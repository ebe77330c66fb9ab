"""Reads a topic from one end to the other, beside the live consumer groups: no group, no offsets, no side effects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from pipeline.kafka import BOOTSTRAP_MS
from pipeline.settings import Settings
from pipeline.topics import Topic


def read_to_end(settings: Settings, topic: Topic, since: int | None = None) -> Iterator[Any]:
    """Every record from the beginning to where the topic ends now (kafka-python's ConsumerRecord).

    With `since` (milliseconds since the epoch) each partition begins at its first record of that time or later; a
    record's time is that of its producer. Raises KafkaError.

    Delivery guarantee: each record that the topic holds at the call is yielded once.
    """
    name = topic.with_prefix(settings.topic_prefix)
    consumer = KafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap.split(","),
        enable_auto_commit=False,
        bootstrap_timeout_ms=BOOTSTRAP_MS,
    )
    try:
        partitions = [TopicPartition(name, number) for number in sorted(consumer.partitions_for_topic(name) or ())]
        ends = consumer.end_offsets(partitions)
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        if since is not None:
            found = consumer.offsets_for_times(dict.fromkeys(partitions, since))
            for partition in partitions:
                consumer.seek(partition, found[partition].offset if found.get(partition) else ends[partition])
        while any(consumer.position(partition) < ends[partition] for partition in partitions):
            for records in consumer.poll(timeout_ms=500).values():
                yield from (record for record in records if record.offset < ends[_of(record)])
    finally:
        consumer.close()


def _of(record: Any) -> TopicPartition:
    return TopicPartition(record.topic, record.partition)
