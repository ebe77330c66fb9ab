"""Short forms of people who stand in the story with their full name: the same person.

A surname is the last word of the name with the particles before it (`von der Leyen`, بن سلمان), of names of three
words also the last but one (Spanish: `Gustavo Petro Urrego`), and the first word where peoples put the family name
first (Kim, Xi). It counts anywhere in the story, also before the full name, as in the headline; not after another given
name (Jill Biden is not Joe).
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.gazetteer.keys import FoldedText
from pipeline.story.entities.arabic import is_arabic, may_precede
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.model import TextField


def short_forms(
    people: list[Found], fields: Mapping[TextField, FoldedText], language: str, lexicon: Lexicon
) -> list[Found]:
    """Mentions by a part of the name; earlier people go before later ones with the same surname."""
    found: list[Found] = []
    seen: dict[str, Found] = {}
    for person in people:
        for short in _shorts(fields[person.field].key[person.key_start : person.key_end], language, lexicon):
            seen.setdefault(short, person)
    for short, person in seen.items():
        for field, folded in fields.items():
            found += [_linked(person, field, folded, *span) for span in _places(short, folded, person, lexicon)]
    return found


def _shorts(name: str, language: str, lexicon: Lexicon) -> list[str]:
    words = name.split()
    edges = lexicon.edges(language)
    if len(words) < 2:
        return []
    shorts = [" ".join(words[1:])] if len(words) > 2 else []
    last = len(words) - 1
    while last > 1 and words[last - 1] in lexicon.particles:
        last -= 1
    shorts += [" ".join(words[last:]), words[-1]]
    if words[0] in lexicon.family_first:
        shorts += [" ".join(words[:2]), words[0]] if len(words) > 2 else [words[0]]
    elif len(words) > 2 and last == len(words) - 1:
        shorts += [" ".join(words[last - 1 :]), words[last - 1]]
    return [
        s
        for s in dict.fromkeys(shorts)
        if len(s) > 2 and s not in edges and s not in lexicon.nouns and s not in lexicon.particles
    ] + ([words[0]] if words[0] in lexicon.family_first and len(words[0]) == 2 else [])


def _places(short: str, folded: FoldedText, person: Found, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Key offsets where the short form stands as a word."""
    places, key, at = [], folded.key, 0
    arabic = is_arabic(short[0])
    while (at := key.find(short + " ", at)) >= 0:
        start, end = at, at + len(short)
        at = end
        word_start = key.rfind(" ", 0, start) + 1
        prefix = key[word_start:start]
        if prefix and not (arabic and may_precede(prefix, short, elided=False)):
            continue
        if not arabic and not folded.text[folded.span(start, end)[0]].isupper():
            continue
        before = key[key.rfind(" ", 0, word_start - 1) + 1 : word_start - 1] if word_start > 1 else ""
        if before in lexicon.given:
            continue
        places.append((start, end))
    return places


def _linked(person: Found, field: TextField, folded: FoldedText, start: int, end: int) -> Found:
    first, last = folded.span(start, end)
    return Found(field, first, last, folded.text[first:last], start, end, person.forms, person.kind, person.full)
