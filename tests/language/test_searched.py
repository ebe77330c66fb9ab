"""On the real servers: a wrong declared language can be searched for, and a feed's languages reach the workers."""

from __future__ import annotations

import json

import pytest
from elasticsearch import Elasticsearch

from pipeline.kafka.producer import RawProducer
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.model import RawHeaders, RawStory
from tests.stack_fixtures import wait_until, working

pytestmark = pytest.mark.stack

FRENCH = (
    "Le ministère de la Santé a indiqué que la nouvelle campagne de vaccination débuterait au début du mois prochain."
)


def story(name: str, declared: str) -> bytes:
    return json.dumps(
        {
            "uri": f"urn:test:{name}",
            "versioncreated": "2026-11-24T06:00:00Z",
            "type": "text",
            "language": declared,
            "headline": "La campagne de vaccination débute en décembre",
            "body_text": FRENCH,
        }
    ).encode()


def test_a_wrong_declared_language_is_searched_for_and_a_feed_s_languages_hold(
    wire: Settings, search_client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRE_FEED_LANGUAGES", '{"narrow": ["es", "pt"]}')
    with RawProducer(wire) as producer:
        for name, declared, feed in (("right", "fr-FR", "desk"), ("wrong", "en", "desk"), ("narrow", "fr", "narrow")):
            headers = RawHeaders(feed=feed, received=1_700_000_000_000, format="ninjs")
            raw = RawStory(value=story(name, declared), headers=headers)
            producer.send(raw, name, lambda error: pytest.fail(str(error)) if error else None)
        producer.flush()
    alias = Names(wire.index_prefix).operators

    def found(query: dict[str, dict[str, object]]) -> list[str]:
        search_client.indices.refresh(index=alias)
        return sorted(hit["_id"] for hit in search_client.search(index=alias, query=query)["hits"]["hits"])

    with working(wire):
        wait_until(lambda: len(found({"match_all": {}})) == 3, "three stories are indexed")
    assert found({"term": {"language_disagrees": True}}) == ["urn:test:wrong"]
    assert found({"term": {"language": "fr"}}) == ["urn:test:right", "urn:test:wrong"]
    assert found({"term": {"language_declared": "en"}}) == ["urn:test:wrong"]
    assert found({"term": {"language": "und"}}) == ["urn:test:narrow"]
