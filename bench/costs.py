"""Where the CPU time of a story goes on its way through the servers, and what each part of the mapping costs.

The way is measured first, on workers and servers that are warm. Then Elasticsearch alone takes the same documents into
indexes whose mapping, or whose documents, lack a part; all of them in turn, so that what else the machine does falls on
all alike. What a part costs is what an index without it saves.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from elasticsearch import Elasticsearch

from bench.figures import Figure
from bench.index import bulk_seconds
from bench.processes import role_of, tree
from bench.servers import Bench, elasticsearch_cpu, indexed, send, wait_until, workers
from bench.stories import raw
from pipeline.kafka.producer import RawProducer
from pipeline.search.client import connect
from pipeline.search.document import bulk_lines
from pipeline.search.fields import TEXTS
from pipeline.search.names import MAPPING_VERSION, Names
from pipeline.search.template import ANALYSIS, kills_index, mappings
from pipeline.settings import Settings
from pipeline.story.model import Story
from pipeline.story.stages import process

TITLE = "CPU time of a story on its way, a process of each role; and of its document in Elasticsearch alone"
STORIES = 4000
WARM = 4000
"""Java compiles what it runs often; with fewer, that would be most of what is measured."""
ROUNDS = 4

Json = dict[str, Any]
Change = Callable[[Json], object]


def _as_it_is(_: Json) -> None:
    """Nothing is changed."""


def _without_exact(mapping: Json) -> None:
    for name in TEXTS:
        del mapping["properties"][name]["fields"]


def _without_offsets(mapping: Json) -> None:
    """In all fields: marking the words found would have to analyse the text again."""
    mapping.pop("index_options", None)
    for within in mapping.values():
        if isinstance(within, dict):
            _without_offsets(within)


def _with_whole_source(mapping: Json) -> None:
    """The text by language is kept in the source too, so that the source needs no rewriting."""
    del mapping["_source"]


def _without_bare(document: Json) -> None:
    document.get("text", {}).pop("bare", None)


def _without_text_by_language(document: Json) -> None:
    document.pop("text", None)


def _without_series(document: Json) -> None:
    for name in ("series_words", "series_keys"):
        document.pop(name, None)


def _only_body(document: Json) -> None:
    for name in [name for name in document if name not in {"uri", "version", "pubstatus", "body_text"}]:
        del document[name]


VARIANTS: dict[str, tuple[Change, Change]] = {
    "as it is": (_as_it_is, _as_it_is),
    "without the exact form": (_without_exact, _as_it_is),
    "without offsets for marking": (_without_offsets, _as_it_is),
    "without words bare of particles": (_as_it_is, _without_bare),
    "without text by language": (_as_it_is, _without_text_by_language),
    "with that text kept in its source": (_with_whole_source, _as_it_is),
    "without what series need": (_as_it_is, _without_series),
    "of nothing but its text": (_as_it_is, _only_body),
}
"""Name → what is done to the mapping, and to each document."""


def _changed(line: bytes, change: Change) -> bytes:
    """The two lines of a bulk request, with a changed document."""
    action, source, _ = line.split(b"\n", 2)
    document: Json = msgspec.json.decode(source)
    change(document)
    return action + b"\n" + msgspec.json.encode(document) + b"\n"


def measure(bench: Bench) -> list[Figure]:
    """First the way, then the document."""
    way = list(_on_the_way(bench))
    return way + list(_of_a_document(bench))


def _on_the_way(bench: Bench) -> Iterator[Figure]:
    stories = [raw(number) for number in range(WARM + STORIES)]
    with (
        bench.pipeline() as settings,
        connect(settings) as client,
        RawProducer(settings) as producer,
        workers(settings, 1) as pid,
    ):
        send(producer, stories[:WARM])
        wait_until(lambda: indexed(client, settings) == WARM, pause=1.0)
        roles, elasticsearch = _by_role(pid), elasticsearch_cpu(client)
        send(producer, stories[WARM:])
        wait_until(lambda: indexed(client, settings) == len(stories), pause=1.0)
        for role, seconds in (_by_role(pid) - roles).items():
            yield Figure(f"costs: {role}", seconds / STORIES * 1000, "ms")
        elasticsearch = elasticsearch_cpu(client) - elasticsearch
        yield Figure("costs: Elasticsearch", elasticsearch / STORIES * 1000, "ms")


def _by_role(pid: int) -> Counter[str]:
    """CPU seconds of the workers of each role so far."""
    spent: Counter[str] = Counter()
    for one in tree(pid):
        if role := role_of(one.pid):
            spent[role] += one.cpu  # type: ignore[assignment]  # a Counter of seconds
    return spent


def _of_a_document(bench: Bench) -> Iterator[Figure]:
    made = [one for n in range(STORIES) for one in process(raw(n), bench.rules) if isinstance(one, Story)]
    lines = [bulk_lines(story) for story in made]
    spent: dict[str, list[float]] = defaultdict(list)
    with bench.pipeline() as pipeline, connect(pipeline) as client:
        settings = pipeline.model_copy(update={"index_prefix": f"{pipeline.index_prefix}costs-"})
        client.indices.create(index=Names(settings.index_prefix).kills, **kills_index())
        for number in range(ROUNDS + 1):  # the first one does not count
            for name, (of_mapping, of_document) in VARIANTS.items():
                print(f"  round {number}: {name}", file=sys.stderr, flush=True)
                seconds = _one_index(settings, client, of_mapping, [_changed(line, of_document) for line in lines])
                if number:
                    spent[name].append(seconds / len(lines) * 1000)
    for name, rounds in spent.items():
        yield Figure(f"costs: a document {name}", statistics.median(rounds), "ms")


def _one_index(settings: Settings, client: Elasticsearch, change: Change, lines: Sequence[bytes]) -> float:
    """CPU seconds that Elasticsearch takes to fill an index of a changed mapping."""
    mapping: Json = msgspec.json.decode(msgspec.json.encode(mappings()))  # parts of it are shared
    change(mapping)
    names = Names(settings.index_prefix)
    index = names.index(MAPPING_VERSION)
    alone = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "1s"}
    client.indices.create(
        index=index, mappings=mapping, settings={"index": alone, "analysis": ANALYSIS}, aliases={names.write: {}}
    )
    before = elasticsearch_cpu(client)
    asyncio.run(bulk_seconds(settings, lines))
    seconds = elasticsearch_cpu(client) - before
    client.indices.delete(index=index)
    return seconds
