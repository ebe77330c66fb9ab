"""What Kafka knows of the pipeline: offsets and times, looked up, not read. Changes nothing, joins no group.

Guarantee: bounded. Of the log it reads at most one record for each partition that lags, to know how old it is.
"""

from __future__ import annotations

import time
from typing import Any

from kafka import KafkaAdminClient, TopicPartition

from pipeline.failure import OperatorError
from pipeline.kafka import BOOTSTRAP_MS
from pipeline.kafka.groups import members_of, offsets_of
from pipeline.replay.reading import consumer
from pipeline.settings import Settings
from pipeline.status.judge import LATE_SECONDS
from pipeline.status.report import Flow, KafkaStatus, PartitionLag
from pipeline.topics import SOURCES, TOPICS, group

RATE_MS = 60_000
"""Rates of topics are over so long."""
FETCH_MS = 3_000
"""How long one record is waited for; what does not come has no age."""
LONGEST_SAMPLE = 15.0
"""Seconds that a role which is late is watched, at most, before it is said to do nothing: offsets are committed once a
batch, and a full one takes some seconds on a slow machine."""

Offsets = dict[TopicPartition, int]


def look_at_kafka(settings: Settings, sample_seconds: float) -> KafkaStatus:
    """Lag, rates and members. The sample is how long it is watched how fast offsets are committed, at least.

    Raises KafkaError, and OperatorError where the topics are not set up.
    """
    brokers = settings.kafka_bootstrap.split(",")
    admin = KafkaAdminClient(bootstrap_servers=brokers, client_id="wire-status", bootstrap_timeout_ms=BOOTSTRAP_MS)
    try:
        before, since = _committed(admin, settings), time.monotonic()
        with consumer(settings) as opened:
            own = _partitions(opened, settings)
            begins, ends = opened.beginning_offsets(own), opened.end_offsets(own)
            rates = _rates(opened, own, ends)
            watched = sample_seconds
            while True:
                time.sleep(max(0.0, watched - (time.monotonic() - since)))
                after, elapsed = _committed(admin, settings), time.monotonic() - since
                lags = [
                    _with_age(opened, lag)
                    for role in SOURCES
                    for lag in _lags(role, settings, begins, ends, after[role])
                ]
                flows = [
                    _flow(role, settings, lags, _progress(before[role], after[role]) / elapsed, admin)
                    for role in SOURCES
                ]
                if watched >= LONGEST_SAMPLE or not any(map(_stands_still, flows)):
                    break
                watched = min(2 * watched, LONGEST_SAMPLE)
        return KafkaStatus(flows=flows, partitions=lags, per_second=rates, unreplicated=_unreplicated(admin, settings))
    finally:
        admin.close()


def _committed(admin: Any, settings: Settings) -> dict[str, Offsets]:
    return {role: offsets_of(admin, group(role, settings.topic_prefix)) for role in SOURCES}


def _partitions(opened: Any, settings: Settings) -> list[TopicPartition]:
    found = []
    for topic in TOPICS:
        name = topic.with_prefix(settings.topic_prefix)
        numbers = opened.partitions_for_topic(name)
        if not numbers:
            raise OperatorError(f"there is no topic {name} at {settings.kafka_bootstrap}. Run `wire setup`.")
        found += [TopicPartition(name, number) for number in sorted(numbers)]
    return found


def _rates(opened: Any, own: list[TopicPartition], ends: Offsets) -> dict[str, float]:
    since = time.time_ns() // 1_000_000 - RATE_MS
    first = opened.offsets_for_times(dict.fromkeys(own, since))
    written: dict[str, int] = {}
    for partition in own:
        at = first.get(partition)
        written[partition.topic] = written.get(partition.topic, 0) + (ends[partition] - at.offset if at else 0)
    return {topic: round(count * 1000 / RATE_MS, 2) for topic, count in written.items()}


def _lags(role: str, settings: Settings, begins: Offsets, ends: Offsets, committed: Offsets) -> list[PartitionLag]:
    topic = SOURCES[role].with_prefix(settings.topic_prefix)
    return [
        PartitionLag(
            group=group(role, settings.topic_prefix),
            topic=topic,
            partition=tp.partition,
            begin=begins[tp],
            end=ends[tp],
            committed=committed.get(tp, begins[tp]),
        )
        for tp in ends
        if tp.topic == topic
    ]


def _with_age(opened: Any, lag: PartitionLag) -> PartitionLag:
    """The same with the time of its first unfinished record, which is read."""
    if not lag.lag:
        return lag
    partition = TopicPartition(lag.topic, lag.partition)
    opened.assign([partition])
    opened.seek(partition, max(lag.committed, lag.begin))
    polled = opened.poll(timeout_ms=FETCH_MS, max_records=1)
    times = [record.timestamp for records in polled.values() for record in records]
    return PartitionLag(
        group=lag.group,
        topic=lag.topic,
        partition=lag.partition,
        begin=lag.begin,
        end=lag.end,
        committed=lag.committed,
        oldest=times[0] if times else None,
    )


def _progress(before: Offsets, after: Offsets) -> int:
    return sum(max(offset - before.get(tp, 0), 0) for tp, offset in after.items() if tp in before)


def _stands_still(flow: Flow) -> bool:
    """Whether a late role with workers made nothing final in the sample: a batch becomes final as a whole."""
    late = flow.oldest is not None and time.time() - flow.oldest / 1000 >= LATE_SECONDS
    return late and flow.members > 0 and not flow.per_second


def _flow(role: str, settings: Settings, lags: list[PartitionLag], rate: float, admin: Any) -> Flow:
    name = group(role, settings.topic_prefix)
    own = [lag for lag in lags if lag.group == name]
    return Flow(
        role=role,
        lag=sum(lag.lag for lag in own),
        oldest=min((lag.oldest for lag in own if lag.oldest is not None), default=None),
        members=members_of(admin, name),
        per_second=round(rate, 1),
    )


def _unreplicated(admin: Any, settings: Settings) -> list[str]:
    names = [topic.with_prefix(settings.topic_prefix) for topic in TOPICS]
    return [
        f"{topic['name']}/{one['partition_index']}"
        for topic in admin.describe_topics(names)
        for one in topic["partitions"]
        if one["leader_id"] < 0 or len(one["isr_nodes"]) < len(one["replica_nodes"])
    ]
