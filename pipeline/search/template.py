"""The index template of the stories' index, built here and kept in `schemas/` as generated files."""

from __future__ import annotations

from typing import Any

from pipeline.search.document import ANALYSED_LANGUAGES
from pipeline.search.names import Names

MAPPING_VERSION = 1
"""Raise by one with every change of mapping or analysis: a new version is a new index."""

_ANALYZERS = {"ar": "arabic", "en": "english", "fr": "french", "de": "german", "es": "spanish", "pt": "portuguese"}
_KEYWORDS = [
    "uri",
    "feed",
    "format",
    "pubstatus",
    "kind",
    "genre",
    "profile",
    "language",
    "language_declared",
    "infosource",
    "copyrightholder",
    "usageterms",
    "labels",
    "keywords",
    "replaces",
    "quality",
    "people",
    "organisations",
    "places",
    "countries",
    "entity_ids",
    "signoff",
    "creditline",
]
_TEXTS = ["headline", "kicker", "slugline", "byline", "body_text", "located", "ednote"]


def index_template(names: Names, shards: int, replicas: int) -> dict[str, Any]:
    """Body of `PUT _index_template/stories`."""
    return {
        "index_patterns": [f"{names.prefix}stories-v*"],
        "priority": 500,
        "version": MAPPING_VERSION,
        "template": {
            "settings": {
                "index": {
                    "number_of_shards": shards,
                    "number_of_replicas": replicas,
                    "query": {"default_field": ["headline", "body_text", "text.*"]},
                },
                "analysis": _analysis(),
            },
            "mappings": _mappings(),
        },
    }


def _analysis() -> dict[str, Any]:
    return {
        "analyzer": {
            "folded": {
                "type": "custom",
                "tokenizer": "standard",
                "filter": ["lowercase", "decimal_digit", "arabic_normalization", "asciifolding"],
            }
        }
    }


def _mappings() -> dict[str, Any]:
    text = {"type": "text", "analyzer": "folded"}
    keyword = {"type": "keyword", "ignore_above": 1024}
    return {
        "dynamic": "strict",
        "_meta": {"mapping_version": MAPPING_VERSION},
        "properties": {
            **dict.fromkeys(_KEYWORDS, keyword),
            **dict.fromkeys(_TEXTS, text),
            "text": {
                "properties": {
                    language: {"type": "text", "analyzer": _ANALYZERS[language]} for language in ANALYSED_LANGUAGES
                }
            },
            "version": {"type": "long"},
            "generation": {"type": "integer"},
            "sequence": {"type": "long"},
            "versioncreated": {"type": "date"},
            "firstcreated": {"type": "date"},
            "embargoed": {"type": "date"},
            "open_from": {"type": "date"},
            "held": {"type": "boolean"},
            "headline_derived": {"type": "boolean"},
            "language_score": {"type": "float"},
            "language_disagrees": {"type": "boolean"},
            "urgency": {"type": "byte"},
            "wordcount": {"type": "integer"},
            "charcount": {"type": "integer"},
            "dateline": {
                "properties": {
                    "text": text,
                    "place": keyword,
                    "country": keyword,
                    "date": {"type": "keyword"},
                    "agency": keyword,
                }
            },
            "subjects": {"properties": {"name": keyword, "code": keyword, "scheme": keyword}},
        },
    }


def readers_filter() -> dict[str, Any]:
    """Filter of the alias `stories`: usable, and not (or no longer) embargoed; `now` is evaluated at each search."""
    return {
        "bool": {
            "filter": [{"term": {"pubstatus": "usable"}}],
            "must_not": [{"range": {"embargoed": {"gt": "now"}}}],
        }
    }
