"""Further mentions of people who stand in the story with their full name: the same person.

The full name itself, wherever else it stands; a surname, which is the last word of the name with the particles before
it (`von der Leyen`, بن سلمان), of names of three words also the last two or the last but one (Spanish: `Gustavo Petro
Urrego`), and the first word where peoples put the family name first (Kim, Xi). It counts anywhere in the story, also
before the full name, as in the headline; not after another given name (Jill Biden is not Joe), nor as a part of a
longer run of capitals.
"""

from __future__ import annotations

from pipeline.gazetteer.keys import is_arabic
from pipeline.story.entities.arabic import may_precede
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import StoryText


def short_forms(people: list[Found], text: StoryText, lexicon: Lexicon) -> list[Found]:
    """Mentions by a part of the name; earlier people go before later ones with the same surname."""
    seen: dict[str, Found] = {}
    for person in people:
        for short in _shorts(text.key_of_words(person.first, person.last), lexicon, known=bool(person.forms)):
            seen.setdefault(short, person)
    found: list[Found] = []
    for short, person in seen.items():
        for first, last, start, end in _places(short, text, lexicon):
            found.append(Found(first, last, start, end, "person", person.forms, person.full))
    return found


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


def _places(short: str, text: StoryText, lexicon: Lexicon) -> list[tuple[int, int, int, int]]:
    """First and last word, and offsets in the text, where the short form stands as a word."""
    places, key, at = [], text.key, 0
    arabic = is_arabic(short[0])
    pattern = f"{short} " if arabic else f" {short} "
    while (at := key.find(pattern, at)) >= 0:
        start = at if arabic else at + 1
        end, at = start + len(short), at + 1
        first, last = text.word_at(start), text.word_at(end - 1)
        prefix = key[text.key_starts[first] : start]
        if arabic and prefix and not may_precede(prefix, short, elided=False):
            continue
        if not arabic and not text.capital[last]:
            continue
        if (
            first
            and text.joined(first)
            and text.keys[first - 1] in lexicon.given
            and (arabic or text.capital[first - 1])
        ):
            continue
        places.append((first, last, *text.folded.span(start, end)))
    return places
