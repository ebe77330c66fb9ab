"""What of a status an operator must act on. Pure: facts in, findings out, the worst first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from pipeline.status.report import Finding, KafkaStatus, Level, SearchStatus, Status
from pipeline.status.watermark import LEVELS

LATE_SECONDS = 60.0
"""A record that waits longer than this for its end deserves a look: when idle it takes about a second."""
STALLED_SECONDS = 300.0
"""A record that has waited so long is an alarm; the worker's own `/health/live` goes by the same time."""
DEAD_LETTERS_IN_AN_HOUR = 100
"""New dead letters in an hour that make an alarm; fewer deserve a look."""
EXPECTED_STORIES = 10.0
"""A silence in which so many stories would have come is an alarm, fewer deserve a look."""


def judge(status: Status) -> list[Finding]:
    """Everything that is not well."""
    found = [
        Finding(level="alarm", about=f"{server.lower()}-is-away", sentence=f"{server} can't be asked: {why}")
        for server, why in status.away.items()
    ]
    if status.kafka is not None:
        found += _flows(status.kafka, status.at)
    found += _letters(status)
    if status.search is not None:
        found += [*_servers(status.search), *_indexes(status, status.search), *_feeds(status.search)]
    found += _gaps(status)
    found += [
        Finding(
            level="attention",
            about="a-replay-is-unfinished",
            sentence=f"a replay of {one.source} into {one.into} stopped with {one.left:,} offsets left",
        )
        for one in status.replays
        if not one.running
    ]
    return sorted(found, key=lambda finding: finding.level != "alarm")


def _flows(kafka: KafkaStatus, now: int) -> Iterator[Finding]:
    if kafka.unreplicated:
        sentence = f"{len(kafka.unreplicated)} partitions lack replicas: {', '.join(kafka.unreplicated[:3])}"
        yield Finding(level="alarm", about="a-broker-is-lost", sentence=sentence)
    for flow in kafka.flows:
        if not flow.lag:
            continue
        waits = (now - flow.oldest) / 1000 if flow.oldest is not None else 0.0
        told = f"{flow.role}: {flow.lag:,} records to do, the oldest since {waits:,.0f} s"
        if not flow.members:
            yield Finding(level="alarm", about="lag-rises", sentence=f"{told}, and no worker of that role runs")
        elif waits >= STALLED_SECONDS and not flow.per_second:
            yield Finding(level="alarm", about="lag-rises", sentence=f"{told}, and nothing is getting done")
        elif waits >= LATE_SECONDS:
            yield Finding(
                level="attention", about="lag-rises", sentence=f"{told}, {flow.per_second:,.0f} a second done"
            )


def _letters(status: Status) -> Iterator[Finding]:
    letters = status.letters
    if letters is None:
        return
    if letters.last_hour:
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in letters.open.items())
        level: Level = "alarm" if letters.last_hour >= DEAD_LETTERS_IN_AN_HOUR or "bug" in letters.open else "attention"
        sentence = f"{letters.last_hour:,} dead letters in the last hour; open are: {reasons}"
        yield Finding(level=level, about="dead-letters-rise", sentence=sentence)
    if letters.parked:
        sentence = f"{letters.parked:,} dead letters were sent back too often and wait for a person"
        yield Finding(level="attention", about="dead-letters-rise", sentence=sentence)


def _servers(search: SearchStatus) -> Iterator[Finding]:
    if search.health == "red":  # yellow is well: a copy is missing, which on one node is always so
        yield Finding(level="alarm", about="elasticsearch-is-away", sentence="Elasticsearch's health is red")
    for disk in search.disks:
        passed = [mark for mark in LEVELS if disk.used >= disk.limits.get(mark, 2.0)]
        if passed:
            limit = f"{passed[0]} ({disk.limits[passed[0]]:.0%})"
            sentence = f"the disk of {disk.node} is {disk.used:.0%} full, past the watermark {limit}"
            level: Level = "attention" if passed == ["low"] else "alarm"
            yield Finding(level=level, about="the-disk-is-full", sentence=sentence)


def _indexes(status: Status, search: SearchStatus) -> Iterator[Finding]:
    for index in search.indexes:
        if index.read_only:
            sentence = f"{index.name} is read-only: nothing can be indexed"
            yield Finding(level="alarm", about="the-disk-is-full", sentence=sentence)
        if not index.generations:  # not the live one
            continue
        if index.mapping_version != status.mapping_version:
            sentence = (
                f"readers see {index.name}, of mapping version {index.mapping_version}; "
                f"this release writes version {status.mapping_version}"
            )
            yield Finding(level="attention", about="the-mapping-changed", sentence=sentence)
        older = sum(count for number, count in index.generations.items() if int(number) < status.generation)
        if older:
            sentence = (
                f"{older:,} documents of {index.name} were made by older rules than generation {status.generation}"
            )
            yield Finding(level="attention", about="the-rules-changed", sentence=sentence)


def _feeds(search: SearchStatus) -> Iterator[Finding]:
    for rhythm in search.rhythms:
        if rhythm.verdict == "unusual":
            last = f"{datetime.fromtimestamp(rhythm.last / 1000, UTC):%Y-%m-%d %H:%M}Z"
            yield Finding(
                level="alarm" if rhythm.expected >= EXPECTED_STORIES else "attention",
                about="a-feed-is-silent",
                sentence=f"{rhythm.feed} has been silent since {last}: {rhythm.why}",
            )


def _gaps(status: Status) -> Iterator[Finding]:
    for gap in status.gaps or ():
        if gap.missing:
            sentence = f"{gap.missing:,} transmissions of {gap.feed} (channel {gap.channel}) did not come"
            yield Finding(level="attention", about="a-feed-is-silent", sentence=sentence)
