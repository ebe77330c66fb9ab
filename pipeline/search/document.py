"""A story as it stands in the index: itself, its text again per language, flat names to count by. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

import msgspec

from pipeline.search.bare import bare_texts
from pipeline.search.fields import ANALYZERS, TEXTS
from pipeline.search.names import document_id
from pipeline.search.series import material
from pipeline.story.identity import index_version
from pipeline.story.model import HELD, Entity, Story

SOURCE_ONLY = ("fixes", "suspects", "language_opinions", "language_shares", "charset")
"""Fields of a story that stay in `wire.stories` and are not searched."""

MIXED_SHARE = 0.3
"""A language with this share of a mixed story's letters is analysed too."""

_OWN = tuple(
    name for name in Story.__struct_fields__ if name not in {*SOURCE_ONLY, "people", "organisations", "places"}
)
"""Fields that go into the document as they are."""
_own_values = attrgetter(*_OWN)

_encode = msgspec.json.Encoder().encode


def document(story: Story) -> dict[str, object]:
    """What Elasticsearch gets of a story; some values are structs and instants, as the encoder takes them."""
    values = zip(_OWN, _own_values(story), strict=True)
    shown = {name: value for name, value in values if value is not None and value != []}
    shown["open_from"] = story.embargoed or story.versioncreated
    shown["held"] = story.embargoed == HELD
    for group, entities in (
        ("people", story.people),
        ("organisations", story.organisations),
        ("places", story.places),
    ):
        shown[group] = list(dict.fromkeys(entity.name for entity in entities))
    everyone = (*story.people, *story.organisations, *story.places)
    shown["entity_ids"] = list(dict.fromkeys(entity.id for entity in everyone if entity.id))
    if points := list(dict.fromkeys((e.point.lat, e.point.lon) for e in story.places if e.point)):
        shown["place_points"] = [{"lat": lat, "lon": lon} for lat, lon in points]
    shown |= {name: value for name, value in material(story).items() if value}
    if text := _by_language(story, everyone):
        shown["text"] = text
    return shown


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


def _by_language(story: Story, entities: tuple[Entity, ...]) -> dict[str, dict[str, str]]:
    texts = {name: getattr(story, name) for name in TEXTS}
    by_language = {language: texts for language in dict.fromkeys(_languages(story)) if language in ANALYZERS}
    if "ar" in by_language:  # stems of bare words too: Lucene's stemmer takes off the article and no bare particle
        bare = bare_texts(texts, (mention for entity in entities for mention in entity.mentions))
        by_language |= {"ar": bare, "bare": bare}
    return by_language


def _languages(story: Story) -> Iterator[str]:
    """Language codes without region: `pt-BR` is analysed as `pt`."""
    yield story.language.split("-")[0]
    for part in story.language_shares:
        if part.share >= MIXED_SHARE:
            yield part.language.split("-")[0]
