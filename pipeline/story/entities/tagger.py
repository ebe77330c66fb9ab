"""The path of a story's names, on one screen.

    text ─fold─► key ─match─► known names ─context─► sure ones ─introductions─► unknown people
         ─short forms─► the same people again ─longest wins─► mentions ─► entities, salience, source

The order has reasons: known names first, because an unknown name's right edge is where a known one begins; short forms
after both, because they need a full name in the story; longest wins last, so that a person wins over the place inside
the name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.gazetteer.keys import FoldedText, key_of
from pipeline.gazetteer.known import Built, Kind
from pipeline.story.entities.context import Context
from pipeline.story.entities.found import Found
from pipeline.story.entities.introduced_arabic import ArabicNames, counts_of
from pipeline.story.entities.introduced_latin import LatinNames
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.match import Matcher, longest
from pipeline.story.entities.salience import main_countries, salience
from pipeline.story.entities.shortforms import short_forms
from pipeline.story.entities.source import joined
from pipeline.story.model import Cleaned, Entities, Entity, GeoPoint, Mention, SourceEntity, TextField

ALL_STEPS = frozenset(("introductions", "short forms"))
"""Steps beyond the gazetteer, for the evaluation to leave out."""

_ARABIC_SCRIPT = ("ar", "fa", "ur", "ckb", "ps", "ug")


class Tagger:
    """Finds entities by gazetteer and rules. Holds only what it loaded: one for all threads."""

    def __init__(self, built: Built, steps: frozenset[str] = ALL_STEPS) -> None:
        self._known = built.entities
        self._matcher = Matcher(built)
        self._lexicon = Lexicon(built.words)
        self._steps = steps

    def tag(self, cleaned: Cleaned, language: str, source: Sequence[SourceEntity] = ()) -> Entities:
        """Entities of a cleaned story in the given language (BCP 47), joined with those the source names."""
        base = language.partition("-")[0]
        fields: dict[TextField, FoldedText] = {
            "headline": FoldedText(cleaned.headline),
            "body_text": FoldedText(cleaned.body_text),
        }
        matched = [one for field, folded in fields.items() for one in self._matcher.matches(folded, field, base)]
        context = Context(matched, self._known, self._lexicon, base, fields, cleaned)
        known = longest(context.sure(matched))
        unknown = self._introduced(fields, base, known) if "introductions" in self._steps else []
        found = longest([*known, *unproven_left_out(unknown, known)])
        if "short forms" in self._steps:
            people = [one for one in found if one.kind == "person"]
            found = longest([*found, *short_forms(people, fields, base, self._lexicon)])
        return self._entities(found, cleaned, source)

    def _introduced(self, fields: dict[TextField, FoldedText], language: str, known: list[Found]) -> list[Found]:
        people: list[Found] = []
        counts = counts_of(list(fields.values())) if language in _ARABIC_SCRIPT else Counter()
        for field, folded in fields.items():
            names = [one for one in known if one.field == field]
            if language in _ARABIC_SCRIPT:
                people += ArabicNames(folded, field, self._lexicon, names, counts).introduced()
            else:
                people += LatinNames(folded, field, language, self._lexicon, names).introduced()
        return people

    def _entities(self, found: list[Found], cleaned: Cleaned, source: Sequence[SourceEntity]) -> Entities:
        groups: dict[int | tuple[Kind, str], list[Found]] = {}
        for one in found:
            which = one.forms[0].entity if one.forms else (one.kind or "person", key_of(one.full or one.text))
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
            return which[0], Entity(id=None, name=members[0].full or which[1], mentions=mentions, salience=score)
        known = self._known[which]
        point = None if known.lat is None or known.lon is None else GeoPoint(lat=known.lat, lon=known.lon)
        return known.kind, Entity(
            id=known.id, name=known.name, mentions=mentions, salience=score, country=known.country, point=point
        )


def unproven_left_out(unknown: list[Found], known: list[Found]) -> list[Found]:
    """Unknown people without those that only extend or cut a known person's full name."""
    full = [one for one in known if one.kind == "person" and " " in one.text]
    return [
        one
        for one in unknown
        if not any(one.field == k.field and one.start < k.end and k.start < one.end for k in full)
    ]
