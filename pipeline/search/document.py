"""A story as it stands in the index: itself, its text again per language, flat names to count by. Pure."""

from __future__ import annotations

import msgspec

from pipeline.search.names import document_id
from pipeline.story.identity import index_version
from pipeline.story.model import HELD, Entity, Story

ANALYSED_LANGUAGES = ("ar", "en", "fr", "de", "es", "pt")
"""Languages whose words are stemmed in a field of their own (`text.ar` …)."""

_SOURCE_ONLY = ("fixes", "suspects", "language_opinions", "language_shares", "charset")
_encode = msgspec.json.Encoder().encode


def document(story: Story) -> dict[str, object]:
    """What Elasticsearch gets of a story."""
    fields = msgspec.to_builtins(story, builtin_types=())
    shown = {name: value for name, value in fields.items() if value is not None and value != []}
    shown["open_from"] = story.embargoed or story.versioncreated
    shown["held"] = story.embargoed == HELD
    for group, entities in (
        ("people", story.people),
        ("organisations", story.organisations),
        ("places", story.places),
    ):
        shown[group] = _names(entities)
    shown["entity_ids"] = _ids(story)
    if story.language in ANALYSED_LANGUAGES:
        shown["text"] = {story.language: f"{story.headline}\n{story.body_text}"}
    return {name: value for name, value in shown.items() if name not in _SOURCE_ONLY}


def bulk_lines(story: Story) -> bytes:
    """The two lines of a bulk request that put a story into the index, never over a newer one."""
    action = {
        "index": {
            "_id": document_id(story.uri),
            "version": index_version(story.version, story.generation),
            "version_type": "external_gte",
        }
    }
    return _encode(action) + b"\n" + _encode(document(story)) + b"\n"


def _names(entities: list[Entity]) -> list[str]:
    return list(dict.fromkeys(entity.name for entity in entities))


def _ids(story: Story) -> list[str]:
    entities = (*story.people, *story.organisations, *story.places)
    return list(dict.fromkeys(entity.id for entity in entities if entity.id))
