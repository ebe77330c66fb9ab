"""Unknown people in Latin script: a run of capitalised words that something introduces.

A run is a person's name when a title stands before it (`ministre de la Défense Jean Dupont`), when it begins with a
known given name, or when a title follows it (`Jane Doe, a spokeswoman for …`). The name is what remains of the run
without titles, peoples and places before it, and ends before the first word that is no part of a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.gazetteer.keys import FoldedText, key_of
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.model import TextField

_UPPER = "".join(c for c in map(chr, range(0x250)) if c.isupper())
_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_WORD = rf"(?:[{_UPPER}]\.(?:[ -]?[{_UPPER}]\.)*|[{_UPPER}]\w*(?:(?:{_APOSTROPHE}|-)(?!s\b)\w+)*)"
_BETWEEN = "de|da|do|dos|das|del|della|di|du|van|von|der|den|ten|ter|vom|zu|la|le|bin|bint|ben|ibn|al|el|ould|y|e|af"
_WORDS = rf"{_WORD}(?:[ ](?:(?:{_BETWEEN})[ ]){{0,3}}{_WORD})*"
_RUN = re.compile(rf"(?:(?<![\w'-])|(?<=\b[dDlL]{_APOSTROPHE})){_WORDS}")
_PIECE = re.compile(r"[^ ]+")
_CLAUSE_END = re.compile(r"[.!?;:\n\"«»“”()](?=\s|$)")
_AGE = re.compile(r", \d{2}(?: ans| Jahre| años| anos)?,")
_LONGEST_GAP = 70
_MOST_WORDS = 4
_PREPOSITIONS = frozenset(
    (
        *("de", "du", "des", "d", "la", "le", "les", "sur", "dans", "pour", "par", "avec", "chez", "que", "un", "une"),
        *("of", "the", "for", "in", "to", "at", "from", "by", "with", "a", "an", "and", "than", "that", "says", "said"),
        *("und", "der", "die", "das", "dem", "den", "von", "vom", "zu", "zum", "zur", "im", "am", "et", "dit"),
        *("y", "e", "del", "el", "los", "las", "en", "con", "da", "do", "dos", "das", "na", "no", "nas", "nos", "em"),
        *("ao", "com", "um", "uma", "por", "para"),
    )
)
"""After one of these, a run is what the title governs (`président de la Fédération …`), not its bearer."""


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    key: str
    capital: bool


class LatinNames:
    """Looks for names in one field of a story; `known` are the known names in it."""

    def __init__(
        self, folded: FoldedText, field: TextField, language: str, lexicon: Lexicon, known: list[Found]
    ) -> None:
        self._text, self._field, self._language, self._lexicon = folded.text, field, language, lexicon
        self._folded = folded
        self._titles, self._edges = lexicon.titles(language), lexicon.edges(language)
        self._verbs = lexicon.verbs(language)
        self._named = {i for one in known if one.kind != "person" for i in range(one.start, one.end)}

    def introduced(self) -> list[Found]:
        """Unknown people, by position."""
        people = []
        for run in _RUN.finditer(self._text):
            words = [self._word(run.start(), piece) for piece in _PIECE.finditer(run.group())]
            titled = False
            while words and not self._begins_name(words):
                titled = words.pop(0).key in self._titles
            words = self._cut(words)
            if words and self._is_person(words, titled):
                people.append(self._found(words[0].start, words[-1].end))
        return people

    def _word(self, offset: int, piece: re.Match[str]) -> _Word:
        start, end = offset + piece.start(), offset + piece.end()
        return _Word(start, end, self._folded.key_between(start, end), self._text[start].isupper())

    def _begins_name(self, words: list[_Word]) -> bool:
        first = words[0]
        if not first.capital:
            return False
        followed = len(words) > 1 and words[1].key not in self._edges and words[1].key not in self._titles
        if first.key in self._lexicon.given and followed:
            return True
        return not (first.start in self._named or first.key in self._titles or self._is_no_name(first.key))

    def _is_no_name(self, key: str) -> bool:
        return key in self._edges or key in self._lexicon.demonyms

    def _cut(self, words: list[_Word]) -> list[_Word]:
        """The words up to the first that is no part of a name; no particle at the end, and four names at most."""
        kept = words[:1]
        for word in words[1:]:
            surname_like_place = len(kept) == 1 and kept[0].key in self._lexicon.given
            ends = word.capital and (word.key in self._titles or self._is_no_name(word.key))
            if ends or (word.start in self._named and not surname_like_place):
                break
            if sum(one.capital for one in kept) == _MOST_WORDS:
                break
            kept.append(word)
        while kept and not kept[-1].capital:
            kept.pop()
        return kept

    def _is_person(self, words: list[_Word], titled: bool) -> bool:
        text = self._text[words[0].start : words[-1].end]
        title = "direct" if titled else self._title_before(words[0].start)
        if text.isupper():
            return False
        first = words[0].key
        if sum(word.capital for word in words) == 1:
            return len(first) > 2 and (title == "first" or (title == "direct" and self._language != "de"))
        introduced = first in self._lexicon.given or first in self._lexicon.family_first or title is not None
        return introduced or self._title_after(words[-1].end)

    def _title_before(self, start: int) -> str | None:
        """Kind of the title before a run: `first` or `direct` when nothing stands between, else `far`; None without.

        Between title and name stand what the title governs (`ministre des Affaires étrangères`, `portavoz del
        Gobierno`) and adjectives; no verb, no full stop, and not a preposition at the end.
        """
        before = self._text[max(0, start - _LONGEST_GAP) : start]
        clause = before[-12:] if before.rstrip().endswith(".") else _CLAUSE_END.split(before)[-1]
        words = [word for piece in clause.split() for word in key_of(piece).split()]
        if not words:
            return None
        if words[-1] in self._titles or " ".join(words[-2:]) in self._titles:
            return "first" if self._titles.get(words[-1]) == "first" else "direct"
        if words[-1] in _PREPOSITIONS:
            return None
        for word in words[-2:-9:-1]:
            if word in self._titles:
                return "far"
            if word in self._verbs:
                return None
        return None

    def _title_after(self, end: int) -> bool:
        """`, a spokeswoman for`, `, porte-parole de`, `, 45 ans`: an apposition that says who the person is."""
        after = self._text[end : end + 40]
        if not after.startswith(", "):
            return False
        words = key_of(after[2:]).split()[:3]
        titled = any(word in self._titles or " ".join(words[i : i + 2]) in self._titles for i, word in enumerate(words))
        return titled or _AGE.match(after) is not None

    def _found(self, start: int, end: int) -> Found:
        text = self._text[start:end]
        return Found(self._field, start, end, text, *self._folded.key_span(start, end), [], kind="person", full=text)
