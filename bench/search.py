"""How long a search takes on a large index, as `wire search` asks: query built, sent, answered with marks, read."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from elasticsearch import Elasticsearch
from msgspec import structs

from bench.figures import Figure, percentile
from bench.servers import Bench, elasticsearch_cpu
from bench.stories import MIX, raw, text
from pipeline.search.bulk import Fate, bulk
from pipeline.search.client import connect, connect_async
from pipeline.search.document import bulk_lines
from pipeline.search.known_names import load_known_names
from pipeline.search.names import Names
from pipeline.search.request import Filters, Request
from pipeline.search.results import search_stories
from pipeline.settings import Settings
from pipeline.story.model import Story
from pipeline.story.stages import process

TITLE = "search on 100,000 stories (one client, ten stories with marks a search, a mix of what people ask)"
STORIES = 100_000
DISTINCT = 5_000
"""Stories that go through the core; the index holds each twenty times, under uris and times of their own."""
SEARCHES = 600
WARM = 600
"""Searches before those that count: until then Java compiles what it runs often, as a server in use has done long ago.
Their p95 is told too."""
AT_ONCE = 500
NAMES = ("Putin", "بوتين", "Macron", "ماكرون", "Beirut", "موسكو", "UN", "Angela Merkel", "Paris", "القاهرة")
_WORD = re.compile(r"\w{4,}")


def measure(bench: Bench) -> list[Figure]:
    """Fill an index through the core, then ask."""
    with bench.pipeline() as settings, connect(settings) as client:
        asyncio.run(_fill(bench, settings))
        alias = Names(settings.index_prefix).operators
        client.options(request_timeout=600).indices.forcemerge(index=alias, max_num_segments=1)
        store = client.indices.stats(index=alias, metric="store,docs")["_all"]["primaries"]
        times = _times(client, settings)
        first = sorted(islice(times, WARM))
        began = elasticsearch_cpu(client)
        seconds = sorted(islice(times, SEARCHES))
        cpu = elasticsearch_cpu(client) - began
    return [
        Figure("search: stories in the index", store["docs"]["count"], "stories"),
        Figure("search: index size", store["store"]["size_in_bytes"] / store["docs"]["count"], "bytes a story"),
        Figure("search: processor time of Elasticsearch", cpu / SEARCHES * 1000, "ms a search"),
        Figure("search: p50", percentile(seconds, 0.5) * 1000, "ms"),
        Figure("search: p95", percentile(seconds, 0.95) * 1000, "ms"),
        Figure("search: p95 of the 600 right after a start", percentile(first, 0.95) * 1000, "ms"),
        Figure("search: p99", percentile(seconds, 0.99) * 1000, "ms"),
        Figure("search: longest", seconds[-1] * 1000, "ms"),
    ]


async def _fill(bench: Bench, settings: Settings) -> None:
    alias = Names(settings.index_prefix).write
    async with connect_async(settings) as client:
        made = [one for n in range(DISTINCT) for one in process(raw(n), bench.rules) if isinstance(one, Story)]
        for start in range(0, STORIES, AT_ONCE):
            stories = (_again(made[number % DISTINCT], number) for number in range(start, start + AT_ONCE))
            lines = [bulk_lines(one) for one in stories]
            answers = await bulk(client, alias, lines)
            while any(answer.fate is Fate.RETRY for answer in answers):  # a busy machine; indexing is not what is timed
                answers = await bulk(client, alias, lines)
            if any(answer.fate is not Fate.INDEXED for answer in answers):
                raise SystemExit("Elasticsearch did not take every story")
        await client.indices.refresh(index=alias)


def _again(story: Story, number: int) -> Story:
    return structs.replace(
        story, uri=f"urn:bench:{number}", versioncreated=story.versioncreated + timedelta(seconds=number)
    )


def _times(client: Elasticsearch, settings: Settings) -> Iterator[float]:
    names, known = Names(settings.index_prefix), load_known_names()
    for request in _requests():
        began = time.perf_counter()
        search_stories(client, names, request, known)
        yield time.perf_counter() - began


def _requests() -> Iterator[Request]:
    """A word 35 %, two 25 %, a phrase 15 %, a name 15 %, a beginning 10 %; a fifth within a language, newest first."""
    chance = random.Random(7)
    while True:
        number = chance.randrange(DISTINCT)
        words = _WORD.findall(text(number))
        at = chance.randrange(len(words) - 2)
        forms = [
            words[at],
            f"{words[at]} {chance.choice(words)}",
            _phrase(text(number), chance),
            "",
            f"{words[at][:4]}*",
        ]
        forms[3] = chance.choice(NAMES)
        (query,) = chance.choices(forms, weights=(35, 25, 15, 15, 10))
        within = chance.random() < 0.2
        filters = Filters(language=(MIX[number % len(MIX)],)) if within else Filters()
        yield Request(query, filters, order="time" if within else "relevance")


def _phrase(story: str, chance: random.Random) -> str:
    """Three words that follow each other, stop words among them."""
    words = re.findall(r"\w+", story.split("\n\n", 1)[1])
    at = chance.randrange(len(words) - 3)
    return f'"{" ".join(words[at : at + 3])}"'
