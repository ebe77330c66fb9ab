"""From mentions to the entities of a story: one for each bearer, with id, country, point, salience and provenance."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.gazetteer.known import Kind, Known
from pipeline.story.entities.found import Found
from pipeline.story.entities.salience import main_countries, salience
from pipeline.story.entities.source import joined
from pipeline.story.entities.text import StoryText
from pipeline.story.model import Cleaned, Entities, Entity, GeoPoint, Mention, SourceEntity


def entities_of(
    found: list[Found], known: list[Known], text: StoryText, cleaned: Cleaned, source: Sequence[SourceEntity]
) -> Entities:
    """Entities of all three kinds, most salient first, joined with those that the source names."""
    groups: dict[int | tuple[Kind, str], list[Found]] = {}
    for one in found:
        which = one.forms[0].entity if one.forms else (one.kind, one.full.casefold())
        groups.setdefault(which, []).append(one)
    lede = cleaned.body_text.find("\n\n")
    lede = len(cleaned.body_text) if lede < 0 else lede
    by_kind: dict[Kind, list[Entity]] = {"person": [], "organisation": [], "place": []}
    for which, members in groups.items():
        mentions = [_mention(one, text) for one in members]
        score = salience(mentions, lede)
        if isinstance(which, int):
            bearer = known[which]
            by_kind[bearer.kind].append(_known(bearer, mentions, score))
        else:
            by_kind[which[0]].append(Entity(id=None, name=members[0].full, mentions=mentions, salience=score))
    for kind, entities in by_kind.items():
        by_kind[kind] = joined(sorted(entities, key=lambda e: -e.salience), source, kind)
    return Entities(
        people=by_kind["person"],
        organisations=by_kind["organisation"],
        places=by_kind["place"],
        countries=main_countries(by_kind["place"]),
    )


def _mention(one: Found, text: StoryText) -> Mention:
    field, start, end = text.field_span(one.start, one.end)
    return Mention(field=field, start=start, end=end, text=text.text[one.start : one.end])


def _known(bearer: Known, mentions: list[Mention], score: float) -> Entity:
    point = None if bearer.lat is None or bearer.lon is None else GeoPoint(lat=bearer.lat, lon=bearer.lon)
    return Entity(
        id=bearer.id, name=bearer.name, mentions=mentions, salience=score, country=bearer.country, point=point
    )
