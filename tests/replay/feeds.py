"""Made stories for the replay tests, and the pipeline's own ways to put them into a log."""

from __future__ import annotations

import json
from typing import Any

from elasticsearch import Elasticsearch

from pipeline.kafka.producer import RawProducer
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.model import RawHeaders, RawStory
from tests.stack_fixtures import run_wire

MORNING = 1_700_000_000_000


def text(number: int, words: str = "the long agenda") -> bytes:
    """A plain story."""
    return (
        f"Ministers meet about dossier {number}\n\nPARIS, Nov 14 (AGX) - The ministers met on Monday to talk about "
        f"{words}.\n\nThe minutes of meeting {number} will be published by the council next week.\n"
    ).encode()


def raw(
    uri: str, value: bytes, version: int = MORNING, feed: str = "test", form: str = "plain"
) -> tuple[str, RawStory]:
    """A transmission with its key."""
    headers = RawHeaders(feed=feed, received=version, uri=uri, version=version, format=form)
    return uri, RawStory(value=value, headers=headers)


def kill(uri: str, version: int) -> tuple[str, RawStory]:
    """A ninjs cancel without a body."""
    created = f"2023-11-{14 + (version - MORNING) // 86_400_000:02d}T22:30:00Z"
    value = {"uri": uri, "pubstatus": "canceled", "versioncreated": created, "headline": "kill"}
    return raw(uri, json.dumps(value).encode(), version, form="ninjs")


def send(settings: Settings, stories: list[tuple[str, RawStory]]) -> None:
    """Produce all, each confirmed."""
    failed: list[Exception] = []
    with RawProducer(settings) as producer:
        for uri, story in stories:
            producer.send(story, uri, lambda error: failed.append(error) if error else None)
        producer.flush()
    assert not failed


def documents(client: Elasticsearch, index: str) -> dict[str, tuple[int, dict[str, Any]]]:
    """Every document of an index by its id: external version and content."""
    client.indices.refresh(index=index)
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    after = None
    point = client.open_point_in_time(index=index, keep_alive="1m")["id"]
    while True:
        page = client.search(
            pit={"id": point, "keep_alive": "1m"}, size=5_000, sort="_shard_doc", version=True, search_after=after
        )["hits"]["hits"]
        if not page:
            client.close_point_in_time(id=point)
            return found
        after = page[-1]["sort"]
        found.update({hit["_id"]: (hit["_version"], hit["_source"]) for hit in page})


def count(client: Elasticsearch, settings: Settings) -> int:
    """Documents of the live index."""
    alias = Names(settings.index_prefix).operators
    client.indices.refresh(index=alias)
    return int(client.count(index=alias)["count"])


def replay(settings: Settings, *arguments: str, status: int = 0) -> dict[str, Any]:
    """`wire replay … --json`, its summary."""
    done = run_wire(settings, "replay", *arguments, "--json")
    assert done.returncode == status, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
