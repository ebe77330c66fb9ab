"""The path of a story's names, on one screen.

    text ─fold─► key ─match─► known names ─context─► sure ones ─introductions─► unknown people
         ─short forms─► the same people again ─longest wins─► mentions ─► entities, salience, source

The order has reasons: known names first, because an unknown name's right edge is where a known one begins; short forms
after both, because they need a full name in the story; longest wins last, so that a person wins over the place inside
the name.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.gazetteer.keys import FoldedText
from pipeline.gazetteer.known import Built, Kind
from pipeline.story.entities.context import sure
from pipeline.story.entities.found import Found
from pipeline.story.entities.match import Matcher, longest
from pipeline.story.entities.salience import main_countries, salience
from pipeline.story.entities.source import joined
from pipeline.story.model import Cleaned, Entities, Entity, GeoPoint, Mention, SourceEntity, TextField


class Tagger:
    """Finds entities by gazetteer and rules. Holds only what it loaded: one for all threads."""

    def __init__(self, built: Built) -> None:
        self._known = built.entities
        self._matcher = Matcher(built)

    def tag(self, cleaned: Cleaned, language: str, source: Sequence[SourceEntity] = ()) -> Entities:
        """Entities of a cleaned story in the given language (BCP 47), joined with those the source names."""
        base = language.partition("-")[0]
        fields: dict[TextField, FoldedText] = {
            "headline": FoldedText(cleaned.headline),
            "body_text": FoldedText(cleaned.body_text),
        }
        found = [f for field, folded in fields.items() for f in self._matcher.matches(folded, field, base)]
        found = sure(longest_by_field(found), self._known, cleaned, base)
        return self._entities(found, cleaned, source)

    def _entities(self, found: list[Found], cleaned: Cleaned, source: Sequence[SourceEntity]) -> Entities:
        groups: dict[int | tuple[Kind, str], list[Found]] = {}
        for one in found:
            which = one.forms[0].entity if one.forms else (one.kind or "person", one.full or one.text)
            groups.setdefault(which, []).append(one)
        by_kind: dict[Kind, list[Entity]] = {"person": [], "organisation": [], "place": []}
        for which, members in groups.items():
            kind, entity = self._entity(which, members, cleaned)
            by_kind[kind].append(entity)
        for kind, entities in by_kind.items():
            by_kind[kind] = joined(sorted(entities, key=lambda e: -e.salience), source, kind)
        countries = main_countries(by_kind["place"])
        return Entities(
            people=by_kind["person"],
            organisations=by_kind["organisation"],
            places=by_kind["place"],
            countries=countries,
        )

    def _entity(self, which: int | tuple[Kind, str], members: list[Found], cleaned: Cleaned) -> tuple[Kind, Entity]:
        mentions = [Mention(field=f.field, start=f.start, end=f.end, text=f.text) for f in members]
        score = salience(mentions, cleaned)
        if not isinstance(which, int):
            return which[0], Entity(id=None, name=which[1], mentions=mentions, salience=score)
        known = self._known[which]
        point = None if known.lat is None or known.lon is None else GeoPoint(lat=known.lat, lon=known.lon)
        return known.kind, Entity(
            id=known.id, name=known.name, mentions=mentions, salience=score, country=known.country, point=point
        )


def longest_by_field(found: list[Found]) -> list[Found]:
    """The longest names of each field."""
    return [one for field in ("headline", "body_text") for one in longest([f for f in found if f.field == field])]
