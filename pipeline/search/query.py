"""Searching: what a person types, as an Elasticsearch query over the readers' alias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch
from msgspec import Struct

from pipeline.search.fields import ANALYZERS
from pipeline.search.names import Names

FIELDS = ["headline^3", "kicker^2", "slugline", "body_text", "text.*.headline^3", "text.*.body_text"]
_SHOWN = ["uri", "headline", "language", "versioncreated", "feed", "kind", "people", "organisations", "places"]


@dataclass(frozen=True)
class Filters:
    """What narrows a search; an unset one narrows nothing. `since` and `until` are Elasticsearch date expressions."""

    language: str | None = None
    person: str | None = None
    place: str | None = None
    organisation: str | None = None
    feed: str | None = None
    since: str | None = None
    until: str | None = None


class Found(Struct, kw_only=True):
    """A story that a search found; `highlights` are pieces of its text with the words found in «…»."""

    uri: str
    score: float
    headline: str
    language: str
    versioncreated: str
    feed: str
    kind: str
    people: list[str]
    organisations: list[str]
    places: list[str]
    highlights: list[str]


def search_body(query: str, filters: Filters, size: int) -> dict[str, Any]:
    """Body of the search request."""
    return {
        "size": size,
        "query": {
            "bool": {
                "must": [{"simple_query_string": {"query": query, "fields": FIELDS, "default_operator": "and"}}],
                "filter": list(_filters(filters)),
            }
        },
        "_source": _SHOWN,
        "highlight": {
            "pre_tags": ["«"],
            "post_tags": ["»"],
            "number_of_fragments": 1,
            "fragment_size": 120,
            "fields": {"body_text": {"matched_fields": [f"text.{language}.body_text" for language in ANALYZERS]}},
        },
    }


def search_stories(client: Elasticsearch, names: Names, query: str, filters: Filters, size: int) -> list[Found]:
    """Stories that match, best first."""
    hits = client.search(index=names.readers, **_as_arguments(search_body(query, filters, size)))["hits"]["hits"]
    return [_found(hit) for hit in hits]


def _as_arguments(body: dict[str, Any]) -> dict[str, Any]:
    return {("source" if name == "_source" else name): value for name, value in body.items()}


def _filters(filters: Filters) -> Any:
    terms = {
        "language": filters.language,
        "people": filters.person,
        "places": filters.place,
        "organisations": filters.organisation,
        "feed": filters.feed,
    }
    for name, value in terms.items():
        if value is not None:
            yield {"term": {name: value}}
    window = {"gte": filters.since, "lt": filters.until}
    if filters.since or filters.until:
        yield {"range": {"versioncreated": {edge: instant for edge, instant in window.items() if instant}}}


def _found(hit: dict[str, Any]) -> Found:
    source = hit["_source"]
    pieces = [piece for fragments in hit.get("highlight", {}).values() for piece in fragments]
    return Found(
        score=hit["_score"] or 0.0,
        highlights=pieces[:1],
        **{name: source.get(name, [] if name in ("people", "organisations", "places") else "") for name in _SHOWN},
    )
