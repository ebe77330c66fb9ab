"""How much a story is about an entity, 0 … 1."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.story.model import Entity, Mention

_HEADLINE = 40
_LEDE = 30
_MENTION = 6
"""Hundredths: whole numbers, so that no sum needs to be rounded."""
_MANY = 5
"""Mentions beyond the fifth add nothing: a long story isn't more about its people than a short one."""
SOURCE_ONLY = 0.05
"""Of what only the source's metadata names: less than one mention in the text (0.06)."""


def salience(mentions: list[Mention], lede: int) -> float:
    """Named in the headline 0.4, before offset `lede` of the body 0.3, and up to 0.3 by the count of mentions.

    The mentions are in their order, those of the headline first.
    """
    count = len(mentions)
    score = _MENTION * min(count, _MANY)
    at = 0
    while at < count and mentions[at].field == "headline":
        at += 1
    if at:
        score += _HEADLINE
    if at < count and mentions[at].start < lede:
        score += _LEDE
    return score / 100


def main_countries(entities: Iterable[Entity]) -> list[str]:
    """ISO codes of the countries that the story's places lie in, by their places' salience."""
    weight: dict[str, float] = {}
    for entity in entities:
        if entity.country:
            weight[entity.country] = weight.get(entity.country, 0.0) + entity.salience
    if len(weight) < 2:
        return list(weight)
    return sorted(weight, key=lambda code: (-weight[code], code))
