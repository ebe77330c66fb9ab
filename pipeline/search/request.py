"""A search as a whole: query, filters, order; and the request body that it becomes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from pipeline.gazetteer.known import Kind
from pipeline.search.in_field import language_query, name_query
from pipeline.search.known_names import KnownNames, Named
from pipeline.search.query import Json, build_query
from pipeline.search.syntax import Everything, parse_query

Order = Literal["relevance", "time", "oldest"]

SHOWN = [
    "uri",
    "headline",
    "language",
    "versioncreated",
    "feed",
    "kind",
    "urgency",
    "pubstatus",
    "embargoed",
    "people",
    "organisations",
    "places",
]
"""Fields that a search brings back."""
FACETS = ("language", "feed", "kind", "people", "organisations", "places", "countries")
FACET_SIZE = 10


@dataclass(frozen=True)
class Filters:
    """What narrows a search, each by any of its values; an empty one narrows nothing."""

    language: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    feed: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def of(cls, values: dict[str, list[str] | None], since: datetime | None, until: datetime | None) -> Filters:
        """From lists by field, as a command line has them."""
        wanted = {name: tuple(given) for name, given in values.items() if given}
        return replace(cls(since=since, until=until), **wanted)  # type: ignore[arg-type]  # none is since or until


@dataclass(frozen=True)
class Request:
    """A search. `everything` asks operators' alias: killed, withheld and embargoed stories too.

    `latest` shows of each series only the newest story that matches (docs/series.md).
    """

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    order: Order = "relevance"
    size: int = 10
    facets: bool = False
    everything: bool = False
    latest: bool = False


def search_body(request: Request, names: KnownNames | None) -> tuple[Json, list[Named]]:
    """Body of the search request, and the names that the query was understood to hold. Raises QueryError."""
    tree = parse_query(request.query)
    built = build_query(tree, names)
    body: Json = {
        "size": request.size,
        "query": {"bool": {"must": [built.query], "filter": list(_filters(request.filters, names))}},
        "_source": SHOWN,
        "sort": order_of("time" if isinstance(tree, Everything) else request.order),
        "track_scores": True,
        "track_total_hits": True,
    }
    if request.facets:
        body["aggs"] = facet_aggregations()
    return body, built.named


def order_of(order: Order) -> list[Any]:
    """Sort clause (`time`: newest first); ties are broken so that the same search has the same order each time."""
    newest = [{"versioncreated": "desc"}, {"uri": "asc"}]
    if order == "relevance":
        return ["_score", *newest]
    return newest if order == "time" else [{"versioncreated": "asc"}, {"uri": "asc"}]


def facet_aggregations() -> Json:
    """Counts by language, feed, kind, names and countries, over all that match."""
    return {name: {"terms": {"field": name, "size": FACET_SIZE}} for name in FACETS}


def _filters(filters: Filters, names: KnownNames | None) -> Iterator[Json]:
    if filters.language:
        yield _any([language_query(language) for language in filters.language])
    kinds: dict[Kind, tuple[str, ...]] = {
        "person": filters.person,
        "place": filters.place,
        "organisation": filters.organisation,
    }
    for kind, wanted in kinds.items():
        if wanted:
            yield _any([name_query(kind, name, names) for name in wanted])
    if filters.country:
        yield {"terms": {"countries": [code.upper() for code in filters.country]}}
    for field_name, values in (("feed", filters.feed), ("kind", filters.kind)):
        if values:
            yield {"terms": {field_name: list(values)}}
    window = {"gte": filters.since, "lt": filters.until}
    edges = {edge: instant.isoformat() for edge, instant in window.items() if instant}
    if edges:
        yield {"range": {"versioncreated": edges}}


def _any(queries: list[Json]) -> Json:
    return {"bool": {"should": queries, "minimum_should_match": 1}}
