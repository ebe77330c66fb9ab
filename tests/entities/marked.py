"""Cases as marked text: `[[Jean Dupont|P]] est à [[Lyon|L]]`, with P for people, O for organisations, L for places."""

from __future__ import annotations

from corpora.annotate import unmark
from pipeline.story.entities import Tagger
from pipeline.story.model import Cleaned, Dateline

_LETTERS = (("P", "people"), ("O", "organisations"), ("L", "places"))


def marked(tagger: Tagger, case: str, language: str, dateline: str | None = None) -> str:
    """The body of a case as the tagger marks it."""
    text, _ = unmark(case, "body_text")
    place = Dateline(text=dateline, place=dateline) if dateline else None
    cleaned = Cleaned(headline="", headline_derived=True, body_text=text, dateline=place)
    entities = tagger.tag(cleaned, language)
    mentions = [
        (mention.start, mention.end, letter)
        for letter, group in _LETTERS
        for entity in getattr(entities, group)
        for mention in entity.mentions
    ]
    for start, end, letter in sorted(mentions, reverse=True):
        text = f"{text[:start]}[[{text[start:end]}|{letter}]]{text[end:]}"
    return text
