"""Joins what the source's metadata names with what was found in the text."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.gazetteer.keys import key_of
from pipeline.story.model import Entity, SourceEntity


def joined(found: list[Entity], source: Sequence[SourceEntity], kind: str) -> list[Entity]:
    """Found entities, marked where the source names them too, then the source's own, which have no mentions."""
    if not source:
        return found
    by_key = {key_of(text): i for i, e in enumerate(found) for text in (e.name, *(m.text for m in e.mentions))}
    entities = list(found)
    for one in source:
        if one.kind != kind:
            continue
        index = by_key.get(key_of(one.name))
        if index is None:
            by_key[key_of(one.name)] = len(entities)
            entities.append(Entity(id=None, name=one.name, mentions=[], country=one.country, provenance=["source"]))
        elif "source" not in entities[index].provenance:
            entities[index] = msgspec.structs.replace(entities[index], provenance=["text", "source"])
    return entities
