"""A status for a person (tables and sentences), and as a line of JSON."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import msgspec
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pipeline.failure import OperatorError
from pipeline.status.report import KafkaStatus, SearchStatus, Status

_STYLES = {"alarm": "bold red", "attention": "yellow"}
SOURCES_SHOWN = 30
"""Feeds and languages that are listed, those that were silent longest first; `--json` has all."""


def as_line(status: Status) -> str:
    """All of it as one line of JSON, with the exit code."""
    return msgspec.json.encode({**msgspec.to_builtins(status), "exit_code": status.exit_code}).decode()


def watched_lines(look: Callable[[], Status], every: float) -> None:
    """Print a line of JSON again and again, until interrupted; of a server that is away, its error in place of it."""
    while True:
        try:
            line = as_line(look())
        except OperatorError as error:
            line = msgspec.json.encode({"error": str(error), "exit_code": OperatorError.EXIT}).decode()
        print(line, flush=True)
        time.sleep(every)


def asking() -> AbstractContextManager[object]:
    """Says on a terminal that it is asking, while it does: it may take a quarter of a minute."""
    return Console(stderr=True).status("asking Kafka and Elasticsearch …")


def shown(status: Status, *, partitions: bool) -> None:
    """Print it."""
    Console(soft_wrap=True, highlight=False).print(rendered(status, partitions=partitions))


def watching(look: Callable[[], Status], every: float, *, partitions: bool) -> None:
    """Draw it again and again, until interrupted. A server that goes away meanwhile is told, and looked for again."""
    console = Console(highlight=False)
    with Live(console=console, auto_refresh=False, screen=console.is_terminal) as live:
        while True:
            try:
                live.update(rendered(look(), partitions=partitions), refresh=True)
            except OperatorError as error:
                live.update(Text(str(error), "bold red"), refresh=True)
            time.sleep(every)


def rendered(status: Status, *, partitions: bool) -> RenderableType:
    """The findings first, then what they were found in."""
    return Group(*_findings(status), *_facts(status, partitions=partitions))


def _findings(status: Status) -> Iterator[RenderableType]:
    head = {0: "all well", 1: "attention", 2: "ALARM"}[status.exit_code]
    yield Text(f"{head} at {_time(status.at)}", {0: "green", 1: "yellow", 2: "bold red"}[status.exit_code])
    for one in status.findings:
        yield Text(f"  {one.level}: {one.sentence}  (docs/runbook.md#{one.about})", _STYLES[one.level])


def _facts(status: Status, *, partitions: bool) -> Iterator[RenderableType]:
    if status.kafka is not None:
        yield from _kafka(status.kafka, status.at, partitions=partitions)
    if status.letters is not None:
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in status.letters.open.items()) or "none"
        since = f" (since {_time(status.letters.since)}; older ones were not read)" if status.letters.since else ""
        yield Text(f"open dead letters: {reasons}{since}")
    if status.gaps is not None:
        told = [f"{one.feed}/{one.channel} {one.missing:,}" for one in status.gaps if one.missing]
        yield Text(f"numbers missing in the last {status.gaps_hours:g} h: {', '.join(told) or 'none'}")
    elif status.kafka is not None:
        yield Text("numbers missing: not looked for, too much came in the last hour")
    if status.search is not None:
        yield from _search(status.search)
    for one in status.replays:
        state = "runs" if one.running else "stopped"
        yield Text(f"replay of {one.source} into {one.into}: {state}, {one.left:,} offsets left")


def _kafka(kafka: KafkaStatus, now: int, *, partitions: bool) -> Iterator[RenderableType]:
    table = _table("role", "workers", "to do", "oldest waits", "done/s")
    for flow in kafka.flows:
        table.add_row(flow.role, str(flow.members), f"{flow.lag:,}", _age(flow.oldest, now), f"{flow.per_second:,.1f}")
    yield table
    yield Text("written/s: " + ", ".join(f"{topic} {rate:,.1f}" for topic, rate in kafka.per_second.items()))
    if partitions:
        each = _table("topic", "partition", "committed", "end", "to do", "oldest waits")
        for one in kafka.partitions:
            offsets = (str(one.partition), f"{one.committed:,}", f"{one.end:,}", f"{one.lag:,}")
            each.add_row(one.topic, *offsets, _age(one.oldest, now))
        yield each


def _search(search: SearchStatus) -> Iterator[RenderableType]:
    disks = [f"{disk.node} {disk.used:.0%} (low watermark {disk.limits.get('low', 1):.0%})" for disk in search.disks]
    yield Text(f"Elasticsearch: {search.health}; disks full: {', '.join(disks)}")
    table = _table("index", "documents", "mapping", "generations", "aliases")
    for one in search.indexes:
        generations = ", ".join(f"{number}: {count:,}" for number, count in sorted(one.generations.items()))
        mapping = "–" if one.mapping_version is None else str(one.mapping_version)
        table.add_row(one.name, f"{one.documents:,}", mapping, generations, ", ".join(one.aliases))
    yield table
    verdicts = {rhythm.feed: rhythm for rhythm in search.rhythms}
    feeds = _table("feed", "language", "stories", "last story", "silence")
    for source in sorted(search.sources, key=lambda one: one.last)[:SOURCES_SHOWN]:
        counts = (f"{source.stories:,}", _time(source.last))
        feeds.add_row(source.feed, source.language, *counts, verdicts[source.feed].verdict)
    yield feeds


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name)
    return table


def _time(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M:%S}Z"


def _age(at: int | None, now: int) -> str:
    return "–" if at is None else f"{max(now - at, 0) / 1000:,.0f} s"
