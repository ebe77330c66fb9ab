"""The index template of the stories' index, built here and kept in `schemas/` as generated files."""

from __future__ import annotations

from typing import Any

from pipeline.search.fields import ANALYZERS, FIELDS, TEXTS, mapping_of
from pipeline.search.names import MAPPING_VERSION, Names

DEFAULT_FIELDS = [
    *TEXTS,
    "kicker",
    "slugline",
    "byline",
    "people.text",
    "organisations.text",
    "places.text",
    *(f"text.{language}.{text}" for language in (*ANALYZERS, "bare") for text in TEXTS),
]
"""What is searched where a query names no field, in Kibana too."""

_SPACE, _NOTHING = "\\u0020", ""
LETTERS = {
    "'": _SPACE,
    "\N{RIGHT SINGLE QUOTATION MARK}": _SPACE,
    "\N{MODIFIER LETTER APOSTROPHE}": _SPACE,
    "\N{CYRILLIC SMALL LETTER IO}": "\N{CYRILLIC SMALL LETTER IE}",
    "\N{CYRILLIC CAPITAL LETTER IO}": "\N{CYRILLIC CAPITAL LETTER IE}",
    "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
    "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
    "\N{ZERO WIDTH NON-JOINER}": _NOTHING,
}
"""Characters that are equal to one who searches. An apostrophe parts words: Élysée stands in l'Élysée as a word of its
own, in an exact phrase too. Kaf and yeh look alike in Arabic and Persian, and are different characters."""

ANALYSIS: dict[str, Any] = {
    "char_filter": {
        "letters": {
            "type": "mapping",
            "mappings": [f"\\u{ord(written):04x} => {read}" for written, read in LETTERS.items()],
        }
    },
    "analyzer": {
        "folded": {
            "type": "custom",
            "char_filter": ["letters"],
            "tokenizer": "standard",
            "filter": ["lowercase", "decimal_digit", "arabic_normalization", "asciifolding"],
        },
        "exact": {"type": "custom", "char_filter": ["letters"], "tokenizer": "standard", "filter": ["lowercase"]},
    },
}
"""The analyzers of this mapping's own; those of the languages are Elasticsearch's."""


def index_template(names: Names) -> dict[str, Any]:
    """Body of `PUT _index_template/stories-vN`. It makes indexes of this version's mapping and no other's."""
    own = names.index(MAPPING_VERSION)
    return {
        "index_patterns": [own, f"{own}-*"],
        "priority": 500,
        "version": MAPPING_VERSION,
        "composed_of": [f"{names.template}-settings", f"{names.template}-mappings"],
    }


def components(names: Names, shards: int, replicas: int) -> dict[str, dict[str, Any]]:
    """Name → body of `PUT _component_template/…`, for each component of the template."""
    return {
        f"{names.template}-settings": {
            "version": MAPPING_VERSION,
            "template": {"settings": _settings(shards, replicas)},
        },
        f"{names.template}-mappings": {
            "version": MAPPING_VERSION,
            # Together: Elasticsearch takes no component whose mapping names an analyzer that it doesn't hold.
            "template": {"settings": {"analysis": ANALYSIS}, "mappings": mappings()},
        },
    }


def _settings(shards: int, replicas: int) -> dict[str, Any]:
    return {
        "index": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            # Stated, so that an index that nobody searched for a while is refreshed too: an alert is found in a second.
            "refresh_interval": "1s",
            "query": {"default_field": DEFAULT_FIELDS},
        }
    }


def mappings() -> dict[str, Any]:
    """The mapping; strict all the way down."""
    properties: dict[str, Any] = {}
    for field in FIELDS:
        parent, _, name = field.name.rpartition(".")
        within = properties.setdefault(parent, {"properties": {}})["properties"] if parent else properties
        within[name] = mapping_of(field)
    analyzers = {**ANALYZERS, "bare": "folded"}
    properties["text"] = {"properties": {name: _texts(analyzer) for name, analyzer in analyzers.items()}}
    return {
        "dynamic": "strict",
        "_meta": {"mapping_version": MAPPING_VERSION},
        "_source": {"excludes": ["text"]},
        "properties": properties,
    }


def _texts(analyzer: str) -> dict[str, Any]:
    text = {"type": "text", "analyzer": analyzer, "index_options": "offsets"}
    return {"properties": dict.fromkeys(TEXTS, text)}


def kills_index() -> dict[str, Any]:
    """Body of the index of kills: the newest kill of each uri that one names."""
    properties = {"uri": {"type": "keyword"}, "version": {"type": "long"}}
    return {"mappings": {"dynamic": "strict", "properties": properties}}


def readers_filter() -> dict[str, Any]:
    """Filter of the alias `stories`: usable, and not (or no longer) embargoed; `now` is evaluated at each search."""
    return {
        "bool": {
            "filter": [{"term": {"pubstatus": "usable"}}],
            "must_not": [{"range": {"embargoed": {"gt": "now"}}}],
        }
    }
