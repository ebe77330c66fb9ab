"""Joins what the source's metadata names with what was found in the text; each entity keeps who named it.

* What both name is one entity: the same known one, or an unknown one under the same name. It is as salient as its
  mentions make it.
* Where the source says which bearer of a name is meant (`Tripoli`, country LB), the mentions in the text that say no
  more than that name are linked to it too: an editor knew.
* What only the source names has no mentions and the least salience; with id, name, country and point of the gazetteer
  where exactly one known entity is meant (`source_names.py`), else as the source writes it and without an id.
* A keyword by itself becomes an entity only where it can mean nothing else. Subjects are topics and never do; those
  that a format types as person, organisation or place come as `SourceEntity`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Literal

import msgspec

from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import Kind, Known
from pipeline.story.entities.linked import Linked, entity_of
from pipeline.story.entities.salience import SOURCE_ONLY
from pipeline.story.entities.source_names import SourceNames, begins_as_name
from pipeline.story.model import Entity, SourceEntity

ByKind = dict[Kind, list[Linked]]


class SourceJoin:
    """Joins the metadata of one story into `entities`, which are changed."""

    def __init__(self, entities: ByKind, known: list[Known], names: SourceNames, language: str) -> None:
        self._entities, self._known, self._names, self._language = entities, known, names, language

    def add_entities(self, source: Iterable[SourceEntity]) -> None:
        """What the source names with its kind."""
        for one in source:
            which = self._names.meant(one, self._language)
            linked = self._entities[one.kind]
            at = _position(linked, one, which)
            if at is not None:
                linked[at] = self._named_by_source(linked[at], which)
            elif which is not None:
                linked.append(self._only_source(which))
            else:
                entity = Entity(id=None, name=one.name, mentions=[], salience=SOURCE_ONLY, country=one.country)
                linked.append(Linked(None, msgspec.structs.replace(entity, provenance=["source"])))

    def add_keywords(self, keywords: Sequence[str], words: Container[str], own_agency: int | None) -> None:
        """What the source names without its kind. `words`: ordinary words; the story's own agency isn't in the news."""
        for keyword in keywords:
            which = self._names.meant_by_keyword(keyword, self._language, words)
            if which is not None and which == own_agency:
                continue
            spots = self._spots(keyword, which)
            for kind, at in spots if len(spots) == 1 else ():
                self._entities[kind][at] = self._named_by_source(self._entities[kind][at], None)
            if which is not None and not spots:
                self._entities[self._known[which].kind].append(self._only_source(which))

    def _spots(self, keyword: str, which: int | None) -> list[tuple[Kind, int]]:
        """The entities that a keyword may mean: the known one, else those that stand in the story under this name."""
        everyone = [(kind, at, one) for kind, linked in self._entities.items() for at, one in enumerate(linked)]
        if which is not None:
            return [(kind, at) for kind, at, one in everyone if one.known == which]
        key = key_of(keyword)
        return [(kind, at) for kind, at, one in everyone if begins_as_name(keyword) and key in _keys(one.entity)]

    def _named_by_source(self, linked: Linked, which: int | None) -> Linked:
        entity = linked.entity
        provenance: list[Literal["text", "source"]] = ["text", "source"] if entity.mentions else ["source"]
        if which is None or which == linked.known:
            return Linked(linked.known, msgspec.structs.replace(entity, provenance=provenance))
        return Linked(which, entity_of(self._known[which], entity.mentions, entity.salience, provenance))

    def _only_source(self, which: int) -> Linked:
        return Linked(which, entity_of(self._known[which], [], SOURCE_ONLY, ["source"]))


def _keys(entity: Entity) -> set[str]:
    """Keys under which an entity stands in the story, and its name's."""
    return {key_of(entity.name), *(key_of(mention.text) for mention in entity.mentions)}


def _position(linked: list[Linked], one: SourceEntity, which: int | None) -> int | None:
    """Where the entity that the source names stands among those of its kind; None if it isn't there."""
    for at, other in enumerate(linked):
        if which is not None and other.known == which:
            return at
    key = key_of(one.name)
    for at, (_, entity) in enumerate(linked):
        if which is None:
            elsewhere = one.country and entity.country and one.country != entity.country
            if key in _keys(entity) and not elsewhere:
                return at
        elif {key_of(mention.text) for mention in entity.mentions} == {key}:
            return at
    return None
