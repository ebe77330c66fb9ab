"""`field:value` of a query, and the filters of the command line. Pure."""

from __future__ import annotations

from typing import Any

from pipeline.gazetteer.known import Kind
from pipeline.search.known_names import GROUPS, KnownNames, Named
from pipeline.search.syntax import QueryError

Json = dict[str, Any]

_TEXT = {
    "headline": ["headline.exact", "headline", "text.*.headline"],
    "text": ["headline.exact^3", "headline^3", "body_text.exact", "body_text", "text.*.headline^3", "text.*.body_text"],
    "byline": ["byline"],
    "slugline": ["slugline"],
    "kicker": ["kicker"],
    "dateline": ["dateline.text"],
    "ednote": ["ednote"],
}
_WHOLE = {
    "feed": ["feed"],
    "kind": ["kind"],
    "genre": ["genre"],
    "label": ["labels"],
    "keyword": ["keywords"],
    "subject": ["subjects.name", "subjects.code"],
    "quality": ["quality"],
    "uri": ["uri"],
    "id": ["entity_ids"],
    "status": ["pubstatus"],
    "format": ["format"],
}
_NAMES: dict[str, Kind] = {"person": "person", "place": "place", "organisation": "organisation"}


def in_field_query(name: str, text: str, names: KnownNames | None) -> Json:
    """Query for a value in a field, as a person calls it (`syntax.FIELDS`). Raises QueryError."""
    if name in _NAMES:
        return name_query(_NAMES[name], text, names)
    if name == "country":
        return {"terms": {"countries": [_country(text, names)]}}
    if name == "language":
        return language_query(text)
    if name == "urgency":
        return {"range": {"urgency": _bounds(text)}}
    return _words(_TEXT[name], text) if name in _TEXT else _one_of([_whole(one, text) for one in _WHOLE[name]])


def name_query(kind: Kind, name: str, names: KnownNames | None) -> Json:
    """Stories that name a person, organisation or place: by id where the name is known, and by the name's words."""
    fields = [f"{GROUPS[kind]}.text", *(["dateline.text", "located"] if kind == "place" else [])]
    queries: list[Json] = [{"multi_match": {"query": name, "type": "phrase", "fields": fields}}]
    if named := names.whole(name, kind) if names else None:
        queries += [by_id(named), *in_dateline(named)]
    return _one_of(queries)


def by_id(named: Named, boost: float = 1.0) -> Json:
    """Stories that have this name among their entities: by id, else by its usual name."""
    name, value = ("entity_ids", named.id) if named.id else (GROUPS[named.kind], named.name)
    return {"term": {name: {"value": value, "boost": boost}}}


def in_dateline(named: Named) -> list[Json]:
    """Stories written at a place: the dateline is no part of the text, and names its place in the story's language."""
    if named.kind != "place":
        return []
    phrases = [{"match_phrase": {"dateline.text": form}} for form in named.forms]
    return [{"dis_max": {"queries": phrases}}]


def language_query(language: str) -> Json:
    """Stories in a language; `pt` is `pt-BR` and `pt-PT` too."""
    code = language.replace("_", "-").lower()
    return _one_of(
        [_whole("language", code), {"prefix": {"language": {"value": f"{code}-", "case_insensitive": True}}}]
    )


def _words(fields: list[str], text: str) -> Json:
    """A phrase, or with `*` at its end the beginning of one; a beginning of a word is no beginning of its stem."""
    if not text.endswith("*"):
        return {"multi_match": {"query": text, "type": "phrase", "fields": fields}}
    plain = [field for field in fields if not field.startswith("text.")]
    return {"multi_match": {"query": text.rstrip("*"), "type": "bool_prefix", "fields": plain, "operator": "and"}}


def _whole(field: str, text: str) -> Json:
    if text.endswith("*"):
        return {"prefix": {field: {"value": text.rstrip("*"), "case_insensitive": True}}}
    return {"term": {field: {"value": text, "case_insensitive": True}}}


def _one_of(queries: list[Json]) -> Json:
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries, "minimum_should_match": 1}}


def _country(text: str, names: KnownNames | None) -> str:
    if len(text) == 2 and text.isascii():
        return text.upper()
    named = names.whole(text, "place") if names else None
    if named is None or named.country is None:
        raise QueryError(f"country: takes a code of two letters (FR), or the name of a country; {text} is none")
    return named.country


def _bounds(text: str) -> Json:
    low, dots, high = text.partition("..")
    try:
        return {"gte": int(low), "lte": int(high if dots else low)}
    except ValueError:
        raise QueryError(f"urgency: takes a number from 1 to 9, or two as in 1..3, not {text}") from None
