"""Further mentions of people who stand in the story with their full name: the same person.

The full name itself, wherever else it stands; a surname, which is the last word of the name with the particles before
it (`von der Leyen`, بن سلمان), of names of three words also the last two or the last but one (Spanish: `Gustavo Petro
Urrego`), and the first word where peoples put the family name first (Kim, Xi). It counts anywhere in the story, also
before the full name, as in the headline; not after another given name (Jill Biden is not Joe), nor as a part of a
longer run of capitals.
"""

from __future__ import annotations

from pipeline.gazetteer.keys import is_arabic
from pipeline.story.entities.arabic import PARTICLES, may_precede
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import StoryText


def short_forms(people: list[Found], text: StoryText, lexicon: Lexicon, owners: list[Found | None]) -> list[Found]:
    """Mentions by a part of the name; earlier people go before later ones with the same surname."""
    by_last = _by_last_word(people, text, lexicon)
    found: list[Found] = []
    for index in [i for i, key in enumerate(text.keys) if key in by_last]:
        owner = owners[index]
        for short, prefix, person in by_last[text.keys[index]]:
            start = text.key_ends[index] - len(short)
            first = index if " " not in short else text.word_at(start)
            if text.key_starts[first] + prefix != start or not text.key.startswith(short, start):
                continue
            covered = owner is not None and owner.kind == "person" and owner.first <= first and owner.last >= index
            if owner is not None and covered and (owner.forms or not person.forms or owner.last > owner.first == index):
                break
            if _stands_as_name(first, index, text, lexicon):
                span = text.folded.span(start, text.key_ends[index])
                found.append(Found(first, index, *span, "person", person.forms, person.full))
                break
    return found


_Short = tuple[str, int, Found]
"""A short form, the letters of the particles before it in its word, and the person."""


def _by_last_word(people: list[Found], text: StoryText, lexicon: Lexicon) -> dict[str, list[_Short]]:
    """Short forms by their last word as it may stand in the text, the longest first."""
    seen: dict[str, Found] = {}
    names = [(text.key_of_words(person.first, person.last), person) for person in people]
    parts = {short for name, person in names if person.forms for short in _shorts(name, lexicon, known=True)}
    for name, person in names:
        if person.forms or name not in parts:  # an unknown name that is a part of a known one's is the same person
            for short in _shorts(name, lexicon, known=bool(person.forms)):
                seen.setdefault(short, person)
    by_last: dict[str, list[_Short]] = {}
    for short, person in sorted(seen.items(), key=lambda one: -len(one[0])):
        by_last.setdefault(short.rpartition(" ")[2], []).append((short, 0, person))
        if is_arabic(short[0]):
            for particle in PARTICLES:
                if " " in short:
                    by_last.setdefault(short.rpartition(" ")[2], []).append((short, len(particle), person))
                elif may_precede(particle, short, elided=False):
                    by_last.setdefault(particle + short, []).append((short, len(particle), person))
    return by_last


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
