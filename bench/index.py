"""Elasticsearch alone, and the whole way: produce → enrich → index → searchable, as a rate."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from itertools import chain

from bench.figures import Figure
from bench.servers import Bench, indexed, send, wait_until, workers
from bench.stories import raw
from pipeline.kafka.producer import RawProducer
from pipeline.search.bulk import Fate, bulk
from pipeline.search.client import connect, connect_async
from pipeline.search.document import bulk_lines
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.model import RawStory, Story
from pipeline.story.stages import process

TITLE = "raw bulk rate of Elasticsearch, and end to end through Kafka, Faust and the core, by the clock"
STORIES = 4000
WARM = 500
IN_FLIGHT = 3
AT_ONCE = 500


def measure(bench: Bench) -> list[Figure]:
    """First the servers alone, then the pipeline, on the same stories and the same servers."""
    stories = [raw(number) for number in range(WARM + STORIES)]
    outcomes = chain.from_iterable(process(story, bench.rules) for story in stories)
    lines = [bulk_lines(one) for one in outcomes if isinstance(one, Story)]
    with bench.pipeline() as settings:
        asyncio.run(bulk_seconds(settings, lines[:WARM]))
        bulk_rate = STORIES / asyncio.run(bulk_seconds(settings, lines[WARM:]))
    processes = max(1, (os.cpu_count() or 2) // 2)
    with bench.pipeline() as settings:
        seconds = _end_to_end(settings, stories, processes)
    return [
        Figure("raw bulk: stories", bulk_rate, "stories/s"),
        Figure("raw bulk: bytes of a document", sum(map(len, lines)) / len(lines), "bytes"),
        Figure("end to end: stories", STORIES / seconds, "stories/s"),
        Figure("end to end: worker processes", 2 * processes, "processes"),
    ]


async def bulk_seconds(settings: Settings, lines: Sequence[bytes]) -> float:
    """Seconds until all of it is indexed, three requests in flight."""
    alias = Names(settings.index_prefix).write
    requests = [lines[start : start + AT_ONCE] for start in range(0, len(lines), AT_ONCE)]
    room = asyncio.Semaphore(IN_FLIGHT)
    async with connect_async(settings) as client:

        async def send(request: Sequence[bytes]) -> None:
            async with room:
                answers = await bulk(client, alias, request)
            if any(answer.fate is not Fate.INDEXED for answer in answers):
                raise SystemExit("Elasticsearch did not take every story")

        began = time.perf_counter()
        await asyncio.gather(*map(send, requests))
        return time.perf_counter() - began


def _end_to_end(settings: Settings, stories: Sequence[RawStory], processes: int) -> float:
    """Seconds from the first send until the last story is in the index; the workers have been warmed by some."""
    with connect(settings) as client, workers(settings, processes), RawProducer(settings) as producer:
        send(producer, stories[:WARM])
        wait_until(lambda: indexed(client, settings) == WARM, pause=0.2)
        began = time.perf_counter()
        send(producer, stories[WARM:])
        wait_until(lambda: indexed(client, settings) == len(stories), pause=0.2)
        return time.perf_counter() - began
