"""Puts stories into the index of a test without Kafka, as the index agent would."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from pipeline.search.bulk import Answer, bulk
from pipeline.search.client import connect_async
from pipeline.search.document import bulk_lines
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.identity import version_of
from pipeline.story.model import RawHeaders, RawStory, Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process

BORN = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def story(uri: str = "urn:test:1", **fields: Any) -> Story:
    """A finished story with plain values where a test says nothing."""
    created = fields.pop("versioncreated", BORN)
    plain: dict[str, Any] = {
        "uri": uri,
        "version": version_of(created),
        "generation": 1,
        "feed": "test",
        "format": "plain",
        "versioncreated": created,
        "headline": "A headline",
        "headline_derived": False,
        "kicker": None,
        "dateline": None,
        "signoff": None,
        "body_text": "A text.",
        "wordcount": 2,
        "charcount": 7,
        "language": "en",
        "language_score": 1.0,
        "language_opinions": {},
        "language_shares": [],
        "language_disagrees": False,
        "people": [],
        "organisations": [],
        "places": [],
        "countries": [],
        "fixes": [],
        "suspects": [],
    }
    return Story(**{**plain, **fields})


def from_text(rules: Rules, text: str, name: str, feed: str = "test") -> Story:
    """A plain-text story through the whole core."""
    headers = RawHeaders(feed=feed, received=int(BORN.timestamp() * 1000), uri=f"urn:wire:{feed}:{name}")
    (made,) = process(RawStory(value=text.encode(), headers=headers), rules)
    assert isinstance(made, Story), made
    return made


def index_stories(settings: Settings, stories: Iterable[Story]) -> list[Answer]:
    """Index, and make them searchable."""
    return asyncio.run(_indexed(settings, [bulk_lines(one) for one in stories]))


async def _indexed(settings: Settings, lines: list[bytes]) -> list[Answer]:
    names = Names(settings.index_prefix)
    async with connect_async(settings) as client:
        answers = [a for at in range(0, len(lines), 500) for a in await bulk(client, names.write, lines[at : at + 500])]
        await client.indices.refresh(index=names.operators)
    return answers


def visible(client: Elasticsearch, settings: Settings) -> set[str]:
    """Uris that readers see."""
    hits = client.search(index=Names(settings.index_prefix).readers, size=1000, source=["uri"])["hits"]["hits"]
    return {hit["_source"]["uri"] for hit in hits}
