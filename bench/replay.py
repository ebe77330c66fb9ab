"""Replay against what bounds it: `stories` against the raw bulk rate, `raw` against the core, by the clock.

Rates are from the first confirmed batch to the last, so the start of processes (seconds) is not in them.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence

from bench.figures import Figure
from bench.index import bulk_seconds
from bench.servers import Bench, send
from bench.stories import raw
from pipeline.kafka.producer import RawProducer
from pipeline.kafka.sending import ConfirmedSender, Outgoing
from pipeline.replay.run import Replay
from pipeline.replay.state import Order, Source
from pipeline.replay.terms import Terms
from pipeline.search.client import connect
from pipeline.search.document import bulk_lines
from pipeline.search.names import MAPPING_VERSION, Names
from pipeline.settings import Settings
from pipeline.story.assemble import to_json
from pipeline.story.headers import Origin, story_pairs
from pipeline.story.model import RawStory, Story
from pipeline.story.stages import process
from pipeline.topics import STORIES as STORIES_TOPIC

TITLE = "replay into a new index, beside raw bulk and the core in the same run"
STORIES = 3000


class _Clock:
    """When how many were confirmed."""

    stopped = False

    def __init__(self) -> None:
        self.seen: list[tuple[float, int]] = []

    def say(self, sentence: str) -> None:
        """Nobody listens."""

    def progress(self, what: str, done: int, total: int) -> None:
        """Note it."""
        if done:
            self.seen.append((time.perf_counter(), done))

    @property
    def rate(self) -> float:
        """Records a second from the first confirmed batch to the last."""
        (began, first), (ended, last) = self.seen[0], self.seen[-1]
        return (last - first) / (ended - began)


def measure(bench: Bench) -> list[Figure]:
    """Everything on the same stories and the same servers."""
    transmissions = [raw(number) for number in range(STORIES)]
    began = time.perf_counter()
    stories = [one for sent in transmissions for one in process(sent, bench.rules) if isinstance(one, Story)]
    core = STORIES / (time.perf_counter() - began)
    processes = os.cpu_count() or 2
    with bench.pipeline() as settings:
        _fill(settings, transmissions, stories)
        bulk = STORIES / asyncio.run(bulk_seconds(settings, [bulk_lines(one) for one in stories]))
        by_stories = _replayed(settings, "stories", processes)
        by_raw = {count: _replayed(settings, "raw", count) for count in sorted({1, processes})}
    return [
        Figure("replay: raw bulk", bulk, "stories/s"),
        Figure("replay: core of one CPU", core, "stories/s"),
        Figure(f"replay stories, {processes} processes", by_stories, "stories/s"),
        *(Figure(f"replay raw, {count} processes", rate, "stories/s") for count, rate in by_raw.items()),
        Figure("replay stories / raw bulk", by_stories / bulk, "×"),
        Figure(f"replay raw, {processes} processes / core of one CPU", by_raw[processes] / core, "×"),
    ]


def _fill(settings: Settings, transmissions: Sequence[RawStory], stories: Sequence[Story]) -> None:
    with RawProducer(settings) as producer:
        send(producer, transmissions)
    topic = STORIES_TOPIC.with_prefix(settings.topic_prefix)
    with ConfirmedSender(settings) as sender:
        origin = Origin("bench", 0, 0)
        sender.send([Outgoing(topic, s.uri.encode(), to_json(s), story_pairs(s, origin)) for s in stories])


def _replayed(settings: Settings, source: Source, processes: int) -> float:
    index = f"{Names(settings.index_prefix).index(MAPPING_VERSION)}-{source}-{processes}"
    clock = _Clock()
    with connect(settings) as client:
        state = Replay(settings, Order(source=source, into=index), Terms(processes=processes), client, clock).run()
    if state.tally.indexed != STORIES:
        raise SystemExit(f"{state.tally.indexed} of {STORIES} stories were indexed")
    return clock.rate
