"""Each search, chart and map asks the real Elasticsearch what Kibana would ask, and gets what a person expects."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from pipeline.kibana.boards import kibana
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.model import HELD, Entity, GeoPoint, Story
from tests.kibana.asked import request
from tests.search.indexing import index_stories, story

pytestmark = pytest.mark.stack

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PARIS = Entity(id="wd:Q90", name="Paris", mentions=[], country="FR", point=GeoPoint(lat=48.85, lon=2.35))
LIMA = Entity(id="wd:Q2868", name="Lima", mentions=[], country="PE", point=GeoPoint(lat=-12.05, lon=-77.04))
ANNA = Entity(id=None, name="Anna Vale", mentions=[])
UNION = Entity(id=None, name="Harbour Union", mentions=[])
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def stories() -> list[Story]:
    """One of each kind that an object looks for, and plain ones beside them."""
    hours = [NOON + timedelta(hours=at) for at in range(4)]
    return [
        story("s:plain", versioncreated=hours[0], feed="north", places=[PARIS], people=[ANNA], organisations=[UNION]),
        story("s:french", versioncreated=hours[1], feed="north", language="fr", places=[PARIS, LIMA], people=[ANNA]),
        story("s:alert", versioncreated=hours[2], feed="south", kind="alert", urgency=2),
        story("s:urgent", versioncreated=hours[2], feed="south", urgency=1, language="fr"),
        story("s:low", versioncreated=hours[0], feed="south", urgency=5),
        story("s:advisory", versioncreated=hours[3], feed="north", kind="advisory"),
        story("s:killed", versioncreated=hours[1], feed="south", pubstatus="canceled"),
        story("s:withheld", versioncreated=hours[1], feed="south", pubstatus="withheld"),
        story("s:held", versioncreated=hours[1], feed="west", embargoed=HELD, quality=["embargo-unreadable"]),
        story("s:embargoed", versioncreated=hours[1], feed="west", embargoed=LATER),
        story("s:opened", versioncreated=hours[1], feed="west", embargoed=NOON),
        story("s:und", versioncreated=hours[0], feed="west", language="und"),
        story("s:other", versioncreated=hours[0], feed="north", language_declared="de", language_disagrees=True),
        story(
            "s:flagged", versioncreated=hours[0], feed="north", generation=2, quality=["version-derived", "time-ahead"]
        ),
    ]


HIDDEN = {"s:killed", "s:withheld", "s:held", "s:embargoed"}
EVERY = {one.uri for one in stories()}

SEARCHES = {
    "wire-latest": EVERY - HIDDEN - {"s:advisory"},
    "wire-alerts": {"s:alert", "s:urgent"},
    "wire-kills": {"s:killed"},
    "wire-held": {"s:held", "s:withheld"},
    "wire-embargoed": {"s:held", "s:embargoed"},
    "wire-quality": {"s:held", "s:und", "s:other", "s:flagged"},
}

NUMBERS = {
    "wire-count": len(EVERY - HIDDEN),
    "wire-alert-count": 2,
    "wire-kill-count": 1,
    "wire-held-count": 2,
    "wire-embargo-count": 2,
}

TABLES: dict[str, list[tuple[Any, Any]]] = {
    "wire-people": [("Anna Vale", 2)],
    "wire-organisations": [("Harbour Union", 1)],
    "wire-places": [("Paris", 2), ("Lima", 1)],
    # Longest silent first.
    "wire-feeds": [
        ("west", NOON + timedelta(hours=1)),
        ("south", NOON + timedelta(hours=2)),
        ("north", NOON + timedelta(hours=3)),
    ],
    "wire-all-feeds": [
        ("west", NOON + timedelta(hours=1)),
        ("south", NOON + timedelta(hours=2)),
        ("north", NOON + timedelta(hours=3)),
    ],
    "wire-flags": [("embargo-unreadable", 1), ("time-ahead", 1), ("version-derived", 1)],
    "wire-flagged-feeds": [("north", 1), ("west", 1)],
    "wire-untold": [("west", 1)],
    "wire-other": [("north", 1)],
    "wire-generations": [(1, len(EVERY) - 1), (2, 1)],
}

BARS = {
    "wire-by-language": {"en": [4, 1, 1, 1], "fr": [0, 1, 1, 0], "und": [1, 0, 0, 0]},
    "wire-by-feed": {"north": [3, 1, 0, 1], "south": [1, 2, 2, 0], "west": [1, 3, 0, 0]},
}


@pytest.fixture(scope="module")
def indexed(library: Settings) -> Settings:
    index_stories(library, stories())
    return library


@pytest.fixture(scope="module")
def objects(indexed: Settings) -> dict[str, dict[str, Any]]:
    """The objects by id, as they are loaded for this test's prefix, but named as without one."""
    made = kibana(Names(indexed.index_prefix)).objects
    return {one.id.removeprefix(indexed.index_prefix): json.loads(one.line()) for one in made}


def ask(client: Elasticsearch, objects: dict[str, dict[str, Any]], one: dict[str, Any]) -> Any:
    """The answer to what Kibana sends for an object, at the alias of the data view that it refers to."""
    views = {
        other["id"]: other["attributes"]["title"] for other in objects.values() if other["type"] == "index-pattern"
    }
    (alias,) = {views[reference["id"]] for reference in one["references"]}
    return client.search(index=alias, body=request(one))


def test_every_object_that_asks_is_in_a_table_of_what_is_expected() -> None:
    asking = {one.id for one in kibana(Names()).objects if one.type in {"search", "lens", "map"}}
    assert asking == {*SEARCHES, *NUMBERS, *TABLES, *BARS, "wire-map"}


@pytest.mark.parametrize("name", SEARCHES)
def test_a_saved_search_finds_these_stories_and_no_others(
    name: str, client: Elasticsearch, objects: dict[str, dict[str, Any]]
) -> None:
    hits = ask(client, objects, objects[name])["hits"]["hits"]
    assert {hit["fields"]["uri"][0] for hit in hits} == SEARCHES[name]
    times = [hit["sort"][0] for hit in hits]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_counts_these(name: str, client: Elasticsearch, objects: dict[str, dict[str, Any]]) -> None:
    assert ask(client, objects, objects[name])["hits"]["total"]["value"] == NUMBERS[name]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_lists_these_in_this_order(
    name: str, client: Elasticsearch, objects: dict[str, dict[str, Any]]
) -> None:
    buckets = ask(client, objects, objects[name])["aggregations"]["group"]["buckets"]
    assert [(bucket["key"], _measured(bucket)) for bucket in buckets] == TABLES[name]


def _measured(bucket: dict[str, Any]) -> int | datetime:
    if "value" in bucket:
        return datetime.fromtimestamp(bucket["value"]["value"] / 1000, tz=UTC)
    return int(bucket["doc_count"])


@pytest.mark.parametrize("name", BARS)
def test_bars_stand_at_these_hours(name: str, client: Elasticsearch, objects: dict[str, dict[str, Any]]) -> None:
    found: dict[str, list[int]] = {}
    for group in ask(client, objects, objects[name])["aggregations"]["group"]["buckets"]:
        at_hour = {bucket["key"]: bucket["doc_count"] for bucket in group["hour"]["buckets"]}
        hours = [int((NOON + timedelta(hours=at)).timestamp() * 1000) for at in range(4)]
        found[group["key"]] = [at_hour.get(hour, 0) for hour in hours]
    assert found == BARS[name]


def test_the_map_has_a_cluster_for_each_place(client: Elasticsearch, objects: dict[str, dict[str, Any]]) -> None:
    buckets = ask(client, objects, objects["wire-map"])["aggregations"]["grid"]["buckets"]
    assert sorted(bucket["doc_count"] for bucket in buckets) == [1, 2]


@pytest.mark.parametrize("control", ["language", "countries", "feed", "format", "quality"])
def test_each_control_has_something_to_choose_from(
    control: str, client: Elasticsearch, objects: dict[str, dict[str, Any]], indexed: Settings
) -> None:
    assert any(f"control-{control}" in str(one["references"]) for one in objects.values())
    aggregation = {"of": {"terms": {"field": control, "size": 10}}}
    found = client.search(index=Names(indexed.index_prefix).operators, size=0, aggs=aggregation)
    assert bool(found["aggregations"]["of"]["buckets"]) is (control != "countries")  # no test story has countries


def test_plain_typing_in_the_bar_finds_stories(client: Elasticsearch, indexed: Settings) -> None:
    """What Kibana makes of words without a field: a `multi_match` without fields, which asks the default ones."""
    query = {"multi_match": {"type": "best_fields", "query": "headline", "lenient": True}}
    found = client.search(index=Names(indexed.index_prefix).readers, query=query)
    assert found["hits"]["total"]["value"] == len(EVERY - HIDDEN)
