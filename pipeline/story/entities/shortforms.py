"""Further mentions of people who stand in the story with their full name: the same person.

The full name itself, wherever else it stands; a surname, which is the last word of the name with the particles before
it (`von der Leyen`, بن سلمان), of names of three words also the last two or the last but one (Spanish: `Gustavo Petro
Urrego`), and the first word where peoples put the family name first (Kim, Xi). It counts anywhere in the story, also
before the full name, as in the headline; not after another given name (Jill Biden is not Joe), nor as a part of a
longer run of capitals.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.gazetteer.keys import is_arabic
from pipeline.story.entities.arabic import PARTICLES, may_precede
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import StoryText


def short_forms(people: list[Found], text: StoryText, lexicon: Lexicon, owners: list[Found | None]) -> list[Found]:
    """Mentions by a part of the name; earlier people go before later ones with the same surname."""
    places: dict[int, list[_Short]] = {}
    for short, person in _by_length(people, text, lexicon):
        for first, start, last in _standing(short, text):
            places.setdefault(last, []).append((first, start, person))
    found: list[Found] = []
    for last, shorts in sorted(places.items()):
        owner = owners[last]
        for first, start, person in shorts:
            covered = owner is not None and owner.kind == "person" and owner.first <= first and owner.last >= last
            if owner is not None and covered and (owner.forms or not person.forms or owner.last > owner.first == last):
                break
            if _stands_as_name(first, last, text, lexicon):
                begin, end = text.span_in(first, last, start, text.key_ends[last])
                found.append(Found(first, last, begin, end, "person", person.forms, person.full))
                break
    return found


_Short = tuple[int, int, Found]
"""Where a short form stands: its first word, its first letter in the key; and the person."""


def _by_length(people: list[Found], text: StoryText, lexicon: Lexicon) -> list[tuple[str, Found]]:
    """Every short form with the first person that it may mean, the longest first."""
    names: dict[tuple[str, bool], Found] = {}
    for person in people:
        names.setdefault((text.key_of_words(person.first, person.last), bool(person.forms)), person)
    shorts = {name: _shorts(name[0], lexicon, known=name[1]) for name in names}
    parts = {short for (_, known), of in shorts.items() if known for short in of}
    seen: dict[str, Found] = {}
    for name, person in names.items():
        if name[1] or name[0] not in parts:  # an unknown name that is a part of a known one's is the same person
            for short in shorts[name]:
                seen.setdefault(short, person)
    return sorted(seen.items(), key=lambda one: -len(one[0]))


def _standing(short: str, text: StoryText) -> Iterator[tuple[int, int, int]]:
    """Where a short form stands as words: its first word, its first letter in the key, its last word."""
    key, starts, further = text.key, text.key_starts, short.count(" ")
    arabic, pattern = is_arabic(short[0]), f"{short} "
    at = key.find(pattern)
    while at >= 0:
        first = text.word_at(at)
        prefix = key[starts[first] : at]
        if not prefix or (arabic and (prefix in PARTICLES if further else may_precede(prefix, short, elided=False))):
            yield first, at, text.word_at(at + len(short) - 1) if further else first
        at = key.find(pattern, at + 1)


def _shorts(name: str, lexicon: Lexicon, *, known: bool) -> list[str]:
    words = name.split()
    if len(words) < 2:
        return [] if known else [name]
    shorts = [name, " ".join(words[1:])] if len(words) > 2 else [name]
    last = len(words) - 1
    while last > 1 and words[last - 1] in lexicon.particles:
        last -= 1
    shorts += [" ".join(words[last:]), words[-1]]
    if words[0] in lexicon.family_first:
        shorts += [" ".join(words[:2]), words[0]] if len(words) > 2 else [words[0]]
    elif len(words) > 2 and last == len(words) - 1:
        shorts += [" ".join(words[last - 1 :]), words[last - 1]]
    return [short for short in dict.fromkeys(shorts) if _is_short(short, words, lexicon)]


def _is_short(short: str, words: list[str], lexicon: Lexicon) -> bool:
    if len(short) <= 2:
        return short == words[0]
    return short not in lexicon.edges and short not in lexicon.nouns and short not in lexicon.particles


def _stands_as_name(first: int, last: int, text: StoryText, lexicon: Lexicon) -> bool:
    """With a capital, if its script has them, and not after another given name."""
    arabic = is_arabic(text.keys[last][0])
    if not arabic and not text.capital[last]:
        return False
    after_given = first and text.joined(first) and text.keys[first - 1] in lexicon.given
    return not (after_given and (arabic or text.capital[first - 1]))
