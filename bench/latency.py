"""How long a story takes, when nothing else is to be done, from `produce` until a search finds it."""

from __future__ import annotations

import random
import time
from functools import partial

from elasticsearch import Elasticsearch

from bench.figures import Figure, percentile
from bench.servers import Bench, wait_until, workers
from bench.stories import raw
from pipeline.kafka.producer import RawProducer
from pipeline.search.client import connect
from pipeline.search.names import Names

TITLE = "idle latency, from produce to found by a search (the index refreshes each second)"
STORIES = 50
PAUSE_SECONDS = 0.3
"""Between a story that was found and the next, and a bit more by chance: not always at the same point of a refresh."""


def measure(bench: Bench) -> list[Figure]:
    """One story after the other, each timed."""
    chance = random.Random(1)
    seconds = []
    with (
        bench.pipeline() as settings,
        workers(settings, 1),
        RawProducer(settings) as producer,
        connect(settings) as client,
    ):
        alias = Names(settings.index_prefix).operators
        for number in range(STORIES + 3):  # the first ones wait for the workers to start
            time.sleep(PAUSE_SECONDS + chance.random())
            story = raw(number)
            began = time.perf_counter()
            producer.send(story, str(story.headers.uri), lambda _: None)
            wait_until(partial(_found, client, alias, story.headers.uri), pause=0.01)
            seconds.append(time.perf_counter() - began)
    times = sorted(seconds[3:])
    return [
        Figure("latency: p50", percentile(times, 0.5), "s"),
        Figure("latency: p99", percentile(times, 0.99), "s"),
        Figure("latency: longest", times[-1], "s"),
    ]


def _found(client: Elasticsearch, alias: str, uri: str | None) -> bool:
    found = client.search(index=alias, query={"term": {"uri": uri}}, size=0, track_total_hits=True)
    return bool(found["hits"]["total"]["value"])
