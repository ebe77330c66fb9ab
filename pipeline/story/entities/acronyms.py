"""Acronyms that a story introduces in brackets: `Kenya Medical Practitioners Union (KMPU)`, then `the KMPU`.

What stands before the bracket is the full name, if it is a name that was found there, or if its words give the acronym
letter by letter: each letter begins a word or goes on in it (`Europäische Zentralbank (EZB)`), small words may be
left out. From then on the acronym is that entity, everywhere in the story, with the id of the full name, if it has
one, and else with none: `PS` after `Partido Socialista (PS)` is this party, whatever else is called so.

Left alone: acronyms of things (`gross domestic product (GDP)`), and the agency's own credit (`(AFP)`).
"""

from __future__ import annotations

import re

from pipeline.story.entities.found import Found, unknown
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import StoryText

_BRACKET = re.compile(r"\((?P<acronym>[^\W_][\w&/-]{1,11}(?: [A-Z]{2,6})?)\)")
_INVERTED = re.compile(r"(?<![\w(])(?P<acronym>[A-Z][A-Z&]{1,7}) \((?P<full>[^\W_a-z][^()\n]{6,80})\)")
_MOST_WORDS = 12
_SMALL = 4
"""Longest word that an acronym may leave out (of, pour, das)."""


def introduced_acronyms(text: StoryText, lexicon: Lexicon, found: list[Found]) -> list[Found]:
    """Full names that only their acronym tells, and every mention of each acronym."""
    names: list[Found] = []
    ends = {one.last: one for one in found}
    for bracket in _BRACKET.finditer(text.text):
        acronym = bracket["acronym"]
        first, last = text.word_from(bracket.start("acronym")), text.word_from(bracket.end("acronym")) - 1
        if first == 0 or last < first or text.key_of_words(first, last) in lexicon.not_organisations:
            continue
        full = ends.get(first - 1)
        if full is not None and (full.kind == "person" or full.end < bracket.start() - 1):
            full = None
        if not _looks_like(acronym, full):
            continue
        spelled = _spelled_by(text, first - 1, "".join(text.keys[first : last + 1]), lexicon)
        if spelled is not None and (full is None or spelled < full.first):
            full = unknown(text, spelled, first - 1, "organisation")
            names.append(full)
        if full is not None:
            names += _mentions(text, acronym, full)
    return names + _inverted(text, lexicon)


def _looks_like(acronym: str, full: Found | None) -> bool:
    """Two capitals, a capital and a figure, or after an organisation any word with a capital (`Conaf`, يونيسف)."""
    capitals = sum(letter.isupper() for letter in acronym)
    if capitals >= 2 or (capitals and any(letter.isdigit() for letter in acronym)):
        return True
    cased = acronym[0] != acronym[0].swapcase()
    return full is not None and full.kind == "organisation" and (acronym[0].isupper() or not cased)


def _spelled_by(text: StoryText, last: int, letters: str, lexicon: Lexicon) -> int | None:
    """Index of the first of the words, up to `last`, that spell the acronym; None where they don't."""
    left, index = len(letters), last
    capitals = 0
    while index >= max(0, last - _MOST_WORDS) and left:
        key = text.keys[index]
        taken = _taken(letters[:left], key)
        if taken:
            left -= taken
            capitals += text.capital[index]
            if not left:
                many = index < last
                return index if text.capital[index] and many and not _is_own(text, index) else None
        elif len(key) > _SMALL or text.capital[index]:
            return None
        if not text.joined(index) and text.between(index) not in (", ", "/", " & "):
            return None
        index -= 1
    return None


def _is_own(text: StoryText, index: int) -> bool:
    return text.keys[index] in ("the", "le", "la", "les", "el", "der", "die", "das", "o", "a")


def _taken(letters: str, word: str) -> int:
    """How many of the last letters a word gives: its first must be one; the others follow in it, in their order."""
    for count in range(min(len(letters), 4), 0, -1):
        tail = letters[-count:]
        if not word.startswith(tail[0]):
            continue
        at = 0
        for letter in tail:
            at = word.find(letter, at) + 1
            if not at:
                break
        else:
            return count
    return 0


def _mentions(text: StoryText, acronym: str, full: Found) -> list[Found]:
    """Every place where the acronym stands as it was introduced: the entity of the full name."""
    places, width = [], acronym.count(" ") + acronym.count("-") + acronym.count("/") + acronym.count("&")
    name = full.full if not full.forms else ""
    for match in re.finditer(rf"(?<![\w-]){re.escape(acronym)}(?!\w)", text.text):
        first = text.word_from(match.start())
        last = min(first + width, len(text.keys) - 1)
        if text.starts[first] == match.start():
            places.append(Found(first, last, match.start(), match.end(), full.kind, list(full.forms), name))
    return places


def _inverted(text: StoryText, lexicon: Lexicon) -> list[Found]:
    """`HTS (Haiat Tahrir al-Scham)`: the acronym first."""
    names: list[Found] = []
    for match in _INVERTED.finditer(text.text):
        first, last = text.word_from(match.start("full")), text.word_from(match.end("full")) - 1
        if match["acronym"].lower() in lexicon.not_organisations or last <= first:
            continue
        if _spelled_by(text, last, match["acronym"].lower(), lexicon) == first:
            full = unknown(text, first, last, "organisation")
            names += [full, *_mentions(text, match["acronym"], full)]
    return names
