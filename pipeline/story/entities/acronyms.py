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

_ACRONYM = re.compile(r"\((?P<acronym>[^\W_][\w&/-]{1,11}(?: [A-Z]{2,6})?)\)")
_FULL = re.compile(r"\((?P<full>[^\W_a-z][^()\n]{6,80})\)")
_MOST_WORDS = 12
_SMALL = 4
"""Longest word that an acronym may leave out (of, pour, das)."""
_SPARE_FROM = 4
"""An acronym of more letters may also leave out one long word (KMPDU: Medical *Practitioners*, Pharmacists)."""


def introduced_acronyms(text: StoryText, lexicon: Lexicon, owners: list[Found | None]) -> list[Found]:
    """Full names that only their acronym tells, and every mention of each acronym."""
    names: list[Found] = []
    at = text.text.find("(")
    while at >= 0:
        if bracket := _ACRONYM.match(text.text, at):
            names += _in_bracket(text, lexicon, owners, bracket)
        elif bracket := _FULL.match(text.text, at):
            names += _before_bracket(text, lexicon, bracket)
        at = text.text.find("(", at + 1)
    return names


def _in_bracket(text: StoryText, lexicon: Lexicon, owners: list[Found | None], bracket: re.Match[str]) -> list[Found]:
    """`World Health Organization (WHO)`: the full name, if no rule had it, and the acronym's mentions."""
    acronym = bracket["acronym"]
    first, last = text.word_from(bracket.start("acronym")), text.word_from(bracket.end("acronym")) - 1
    if first == 0 or last < first or text.key_of_words(first, last) in lexicon.not_organisations:
        return []
    full = owners[first - 1]
    if full is not None and (full.kind == "person" or full.end < bracket.start() - 1):
        full = None
    if not _looks_like(acronym, full):
        return []
    spelled = _spelled_by(text, first - 1, "".join(text.keys[first : last + 1]))
    if spelled is not None and (full is None or spelled < full.first):
        full = unknown(text, spelled, first - 1, "organisation")
        return [full, *_mentions(text, acronym, full)]
    return _mentions(text, acronym, full) if full is not None else []


def _looks_like(acronym: str, full: Found | None) -> bool:
    """Two capitals, a capital and a figure, or after an organisation any word with a capital (`Conaf`, يونيسف)."""
    capitals = sum(letter.isupper() for letter in acronym)
    if capitals >= 2 or (capitals and any(letter.isdigit() for letter in acronym)):
        return True
    cased = acronym[0] != acronym[0].swapcase()
    return full is not None and full.kind == "organisation" and (acronym[0].isupper() or not cased)


def _spelled_by(text: StoryText, last: int, letters: str) -> int | None:
    """Index of the first of the words, up to `last`, that spell the acronym; None where they don't."""
    left, index, spare = len(letters), last, len(letters) > _SPARE_FROM
    while index >= max(0, last - _MOST_WORDS) and left:
        key = text.keys[index]
        taken = _taken(letters[:left], key)
        left -= taken
        if not left:
            return index if text.capital[index] and index < last and not _is_own(text, index) else None
        if not taken and (len(key) > _SMALL or text.capital[index]):
            if not spare:
                return None
            spare = False
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
    places: list[Found] = []
    name, at = full.full if not full.forms else "", text.text.find(acronym)
    while at >= 0:
        end = at + len(acronym)
        first, last = text.word_from(at), text.word_from(end) - 1
        alone = last < len(text.keys) and first <= last and text.starts[first] == at and text.ends[last] == end
        if alone and not text.hyphened(first):
            places.append(Found(first, last, at, end, full.kind, list(full.forms), name, introduced=True))
        at = text.text.find(acronym, end)
    return places


def _before_bracket(text: StoryText, lexicon: Lexicon, bracket: re.Match[str]) -> list[Found]:
    """`HTS (Haiat Tahrir al-Scham)`: the acronym first."""
    first, last = text.word_from(bracket.start("full")), text.word_from(bracket.end("full")) - 1
    acronym = text.slice(first - 1, first - 1) if first else ""
    if not (2 <= len(acronym) <= 8 and acronym.isupper()) or acronym.lower() in lexicon.not_organisations:
        return []
    if last <= first or _spelled_by(text, last, acronym.lower()) != first:
        return []
    full = unknown(text, first, last, "organisation")
    return [full, *_mentions(text, acronym, full)]
