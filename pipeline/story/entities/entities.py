"""From mentions to the entities of a story: one for each bearer, with id, country, point, salience and provenance."""

from __future__ import annotations

from operator import attrgetter

from pipeline.gazetteer.known import Kind, Known
from pipeline.story.entities.found import Found
from pipeline.story.entities.linked import Linked, entity_of
from pipeline.story.entities.salience import main_countries, salience
from pipeline.story.entities.text import StoryText
from pipeline.story.model import Cleaned, Entities, Entity, Mention

_SALIENCE = attrgetter("salience")
_KINDS: tuple[Kind, ...] = ("person", "organisation", "place")


def linked_by_kind(
    found: list[Found], known: list[Known], text: StoryText, cleaned: Cleaned
) -> dict[Kind, list[Linked]]:
    """Entities of the text, of each of the three kinds, in the order of their first mentions."""
    groups: dict[int | tuple[Kind, str], list[Mention]] = {}
    first: dict[int | tuple[Kind, str], Found] = {}
    for one in found:
        which = one.forms[0].entity if one.forms else (one.kind, one.full.casefold())
        if which in groups:
            groups[which].append(_mention(one, text))
        else:
            groups[which], first[which] = [_mention(one, text)], one
    lede = cleaned.body_text.find("\n\n")
    lede = len(cleaned.body_text) if lede < 0 else lede
    by_kind: dict[Kind, list[Linked]] = {"person": [], "organisation": [], "place": []}
    for which, mentions in groups.items():
        score = salience(mentions, lede)
        if isinstance(which, int):
            bearer = known[which]
            by_kind[bearer.kind].append(Linked(which, entity_of(bearer, mentions, score, ["text"])))
        else:
            entity = Entity(id=None, name=first[which].full, mentions=mentions, salience=score)
            by_kind[which[0]].append(Linked(None, entity))
    return by_kind


def entities_of(by_kind: dict[Kind, list[Linked]]) -> Entities:
    """The entities most salient first (of equals the one that was named first), and the countries of the places."""
    people, organisations, places = (
        sorted([linked.entity for linked in by_kind[kind]], key=_SALIENCE, reverse=True) for kind in _KINDS
    )
    return Entities(people=people, organisations=organisations, places=places, countries=main_countries(places))


def _mention(one: Found, text: StoryText) -> Mention:
    """Where a name stands in headline or body."""
    start, end, body = one.start, one.end, text.body_start
    if start < body:
        return Mention(field="headline", start=start - 1, end=end - 1, text=text.text[start:end])
    return Mention(field="body_text", start=start - body, end=end - body, text=text.text[start:end])
