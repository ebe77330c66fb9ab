"""An entity of a story, with its place in the gazetteer where it is a known one."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pipeline.gazetteer.known import Known
from pipeline.story.model import Entity, GeoPoint, Mention


class Linked(NamedTuple):
    """`known` is the entity's place in `Built.entities`; None for one that no list has."""

    known: int | None
    entity: Entity


def entity_of(
    bearer: Known, mentions: list[Mention], salience: float, provenance: list[Literal["text", "source"]]
) -> Entity:
    """The entity of a story that a known one is: its id, canonical name, country and point are the gazetteer's."""
    point = None if bearer.lat is None or bearer.lon is None else GeoPoint(lat=bearer.lat, lon=bearer.lon)
    return Entity(
        id=bearer.id,
        name=bearer.name,
        mentions=mentions,
        salience=salience,
        country=bearer.country,
        point=point,
        provenance=provenance,
    )
