"""Asks the index, and says what was found. Reads only; what it can't ask for is an OperatorError."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
from elasticsearch import ApiError, Elasticsearch
from msgspec import Struct, structs

from pipeline.failure import OperatorError
from pipeline.gazetteer.keys import key_of
from pipeline.search.known_names import KnownNames, Named
from pipeline.search.latest import Series
from pipeline.search.marks import marks_body
from pipeline.search.names import Names, document_id
from pipeline.search.query import Json
from pipeline.search.request import SHOWN, Order, Request, search_body
from pipeline.search.series import MATERIAL
from pipeline.search.syntax import And, Everything, Node, Or, Word, parse_query

HITS_OF_A_SERIES = 4
"""How many hits are looked at for each that is shown: a series has that many stories, mostly."""
MARKED_AT_ONCE = 3
"""Stories whose marks one search looks for: marking is half of the work, and the server has several cores."""
_LISTS = ("people", "organisations", "places")


class Found(Struct, kw_only=True):
    """A story that a search found. `highlights` are pieces of headline and text with the words found in ‹…›."""

    uri: str
    score: float
    headline: str
    language: str
    versioncreated: str
    feed: str
    kind: str
    urgency: int | None = None
    pubstatus: str = "usable"
    embargoed: str | None = None
    people: list[str]
    organisations: list[str]
    places: list[str]
    headline_marked: str | None = None
    highlights: list[str]
    series: str | None = None
    """Uri of the first story of its series, where series were looked for."""
    versions: int = 1
    """Stories of its series, itself among them."""
    newer: str | None = None
    """Uri of the newest story of its series, where that one doesn't match the search."""


@dataclass(frozen=True)
class Page:
    """What a search found: the first stories, how many there are, and how the query was understood."""

    total: int
    found: list[Found]
    named: list[Named] = field(default_factory=list)
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    suggestion: str | None = None
    """The query with its misspelt words mended; it finds something."""


def search_stories(client: Elasticsearch, names: Names, request: Request, known: KnownNames | None) -> Page:
    """Stories that match, best first. `known` None: names are letters only. Raises QueryError, OperatorError."""
    body, named = search_body(request, known)
    if request.latest:
        body |= {"size": min(request.size * HITS_OF_A_SERIES, 1000), "_source": sorted({*SHOWN, *MATERIAL})}
    answer = _ask(client, names, request.everything, body)
    hits = answer["hits"]["hits"]
    total = answer["hits"]["total"]["value"]
    suggestion = None if total else _did_you_mean(client, names, request, known)
    shown = [_found(hit) for hit in hits]
    if request.latest:
        ask = partial(_ask, client, names, request.everything)
        shown = _latest(shown, Series([hit["_source"] for hit in hits], ask), request.order)[: request.size]
    wanted = {one.uri for one in shown}
    chosen = {hit["_source"]["uri"]: hit for hit in hits if hit["_source"]["uri"] in wanted}
    marked = _marks(client, names, request, known, list(chosen.values()))
    found = [_marked(one, marked.get(chosen[one.uri]["_id"], {})) for one in shown]
    return Page(total, found, named, _facets(answer), suggestion)


def _latest(found: list[Found], series: Series, order: Order) -> list[Found]:
    """Of each series the newest story that was found: at the place of the best one, or, by time, at its own."""
    matching: dict[str, dict[str, int]] = {}
    for at, one in enumerate(found):
        matching.setdefault(series.of(one.uri), {})[one.uri] = at
    placed = []
    for id_, places in matching.items():
        members = series.members(id_)
        at = next(places[one.uri] for one in members if one.uri in places)
        newer = None if members[0].uri == found[at].uri else members[0].uri
        shown = structs.replace(found[at], series=id_, versions=len(members), newer=newer)
        placed.append((min(places.values()) if order == "relevance" else at, shown))
    return [shown for _, shown in sorted(placed, key=lambda one: one[0])]


def similar_stories(
    client: Elasticsearch, names: Names, uri: str, request: Request, known: KnownNames | None
) -> Page | None:
    """Stories like one, by their words and by the names in them (so in other languages too); None: it isn't there.

    Looked up by the readers' alias, so that a killed or embargoed story tells nothing.
    """
    one: Json = {"query": {"ids": {"values": [document_id(uri)]}}, "_source": ["headline", "body_text", "entity_ids"]}
    answer = _ask(client, names, request.everything, {**one, "size": 1})
    if not answer["hits"]["hits"]:
        return None
    story = answer["hits"]["hits"][0]["_source"]
    body, _ = search_body(request, known)
    words = {"fields": ["headline", "body_text"], "min_term_freq": 1, "min_doc_freq": 1, "max_query_terms": 30}
    likeness: list[Json] = [
        {
            "more_like_this": {
                "like": f"{story['headline']}\n{story['body_text']}",
                **words,
                "minimum_should_match": "20%",
            }
        },
        *({"term": {"entity_ids": {"value": one, "boost": 3}}} for one in story.get("entity_ids", ())),
    ]
    body["query"]["bool"]["must"].append({"bool": {"should": likeness, "minimum_should_match": 1}})
    body["query"]["bool"]["must_not"] = [{"ids": {"values": [document_id(uri)]}}]
    body["sort"] = ["_score", {"versioncreated": "desc"}, {"uri": "asc"}]
    hits = _ask(client, names, request.everything, body)["hits"]
    return Page(hits["total"]["value"], [_found(hit) for hit in hits["hits"]])


@contextmanager
def asking() -> Iterator[None]:
    """What the server refuses as messages that say what to do; one that is away is the caller's to name."""
    try:
        yield
    except ApiError as error:
        raise OperatorError(
            f"Elasticsearch answered {error.meta.status} to the search: {error}. "
            + ("Run `wire setup`." if error.meta.status == 404 else "Look at WIRE_ELASTICSEARCH_* and its log.")
        ) from error


def _ask(client: Elasticsearch, names: Names, everything: bool, body: Json) -> Any:
    alias = names.operators if everything else names.readers
    with asking():
        return client.perform_request(
            "POST",
            f"/{alias}/_search",
            headers={"content-type": "application/json", "accept": "application/json"},
            body=body,
        ).body


def _ask_side_by_side(client: Elasticsearch, names: Names, everything: bool, bodies: Sequence[Json]) -> list[Any]:
    """Answers to several searches, in their order; the server works on them at once."""
    alias = names.operators if everything else names.readers
    lines = b"".join(b"{}\n" + msgspec.json.encode(body) + b"\n" for body in bodies)
    with asking():
        answers = client.perform_request(
            "POST",
            f"/{alias}/_msearch",
            headers={"content-type": "application/x-ndjson", "accept": "application/json"},
            body=lines,
        ).body["responses"]
    for one in answers:
        if "error" in one:
            raise OperatorError(f"Elasticsearch answered {one['status']} to a part of the search: {one['error']}")
    return list(answers)


def _marks(
    client: Elasticsearch, names: Names, request: Request, known: KnownNames | None, hits: list[Json]
) -> dict[str, Json]:
    """Headline and a piece of the text with the words found marked, by `_id`; empty for a search for everything."""
    by_language: dict[str, list[str]] = {}
    if not isinstance(parse_query(request.query), Everything):
        for hit in hits:
            by_language.setdefault(hit["_source"]["language"].split("-")[0], []).append(hit["_id"])
    if not by_language:
        return {}
    bodies = [
        marks_body(request.query, known, language, ids[at : at + MARKED_AT_ONCE])
        for language, ids in by_language.items()
        for at in range(0, len(ids), MARKED_AT_ONCE)
    ]
    answers = _ask_side_by_side(client, names, request.everything, bodies)
    return {hit["_id"]: hit.get("highlight", {}) for answer in answers for hit in answer["hits"]["hits"]}


def _did_you_mean(client: Elasticsearch, names: Names, request: Request, known: KnownNames | None) -> str | None:
    """The query with each word that no story has changed to the nearest that one has, if that finds something.

    Suggestions come from the whole index, which knows killed and embargoed stories: so they are shown only where the
    reader's own search for them finds something.
    """
    mended = request.query
    for word in dict.fromkeys(_words(parse_query(request.query))):
        near = _nearest(client, names, request.everything, word)
        if near and key_of(near) != key_of(word):
            mended = mended.replace(word, near)
    if mended == request.query:
        return None
    body, _ = search_body(Request(mended, request.filters, size=0), known)
    for unneeded in ("sort", "track_scores"):
        del body[unneeded]
    answer = _ask(client, names, request.everything, body)
    return mended if answer["hits"]["total"]["value"] else None


def _nearest(client: Elasticsearch, names: Names, everything: bool, word: str) -> str | None:
    term = {"field": "body_text.exact", "suggest_mode": "missing", "size": 1, "min_word_length": 4}
    asked = {"size": 0, "suggest": {"near": {"text": word, "term": term}}}
    entries = _ask(client, names, everything, asked)["suggest"]["near"]
    if len(entries) != 1 or not entries[0]["options"]:
        return None
    return str(entries[0]["options"][0]["text"])


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, Word):
        yield node.text
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _words(part)


def _facets(answer: Any) -> dict[str, list[tuple[str, int]]]:
    return {
        name: [(bucket["key"], bucket["doc_count"]) for bucket in counted["buckets"]]
        for name, counted in answer.get("aggregations", {}).items()
    }


def _found(hit: Json) -> Found:
    source = hit["_source"]
    fields = {name: source.get(name, [] if name in _LISTS else None) for name in SHOWN}
    return Found(score=hit["_score"] or 0.0, highlights=[], **fields)


def _marked(one: Found, marks: Json) -> Found:
    headline = next(iter(marks.get("headline", ())), None)
    return structs.replace(one, headline_marked=headline, highlights=list(marks.get("body_text", ())))
