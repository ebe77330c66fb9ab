"""Where in a story the rules have to look: the words that may do something for a name.

Marks tell which words may be in a list (`marks.py`); what the lists say of such a word, and which known names begin in
it, is remembered from story to story. Asking the lists waited for memory three times a word: they fit no cache, and
what is remembered of a day's words does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.story.entities.lexicon import BEGINNING, GIVEN, NAME, ORGANISATION, PLACE, SPORT, TITLE, Lexicon
from pipeline.story.entities.marks import WordMarks
from pipeline.story.entities.text import StoryText

_FOR_RULES = TITLE | GIVEN | ORGANISATION | PLACE | SPORT
_SPORT_WORDS = 3
"""Different words of sport that make a story one about sport: a single one is often a figure of speech."""
REMEMBERED = 16_384
"""Words of each language, with a capital and without, of which it is kept what they do."""

Start = tuple[int | None, bool]
"""A name's place in `Built.keys`, if it ends there, and whether longer ones go on."""
Starts = tuple[tuple[int, Start], ...]
"""Where in a word names may begin, and which."""
Beginnings = dict[int, Starts]
"""Index of a word → the names that begin in it."""


class Spots(NamedTuple):
    """Indexes of the words that may do something for a name; and what the story is about.

    `names`: words with which a known name may begin, or inside which, behind particles. `sport`: words
    of sport, none in a story that has too few of them to be about it.
    """

    titles: list[int]
    given: list[int]
    organisations: list[int]
    places: list[int]
    names: Beginnings
    sport: list[int]


class Spotter:
    """Finds the spots in stories of one language."""

    def __init__(self, lexicon: Lexicon, marks: WordMarks, starts: Callable[[str, bool], Starts]) -> None:
        """`marks` are those of all lexicons; `starts`: the names that begin in a word, and whether it has a capital."""
        self._language, self._marks, self._second = lexicon.language, marks, lexicon.second_words
        self._capital, self._small = _WithCapital(lexicon, starts), _Small(lexicon, starts)

    def spots(self, text: StoryText) -> Spots:
        """Where in a story a rule has to look."""
        keys, capitals, second, last = text.keys, text.capital, self._second, len(text.keys) - 1
        capital, small = self._capital, self._small
        spots = Spots([], [], [], [], {}, [])
        names = spots.names
        for index in self._marks.words(text, self._language):
            role, starts = (capital if capitals[index] else small)[keys[index]]
            if starts and (role & NAME or (index < last and keys[index + 1] in second)):
                names[index] = starts
            if role & _FOR_RULES:
                _add_spot(spots, index, role)
        if len({keys[index] for index in spots.sport}) < _SPORT_WORDS:
            spots.sport.clear()
        return spots


def _add_spot(spots: Spots, index: int, role: int) -> None:
    if role & GIVEN:
        spots.given.append(index)
    if role & TITLE:
        spots.titles.append(index)
    if role & ORGANISATION:
        spots.organisations.append(index)
    if role & PLACE:
        spots.places.append(index)
    if role & SPORT:
        spots.sport.append(index)


class _Roles(dict[str, tuple[int, Starts]]):
    """Word → what it may do, and the names that begin in it, as it was told. When full it forgets all at once."""

    def __init__(self, lexicon: Lexicon, starts: Callable[[str, bool], Starts]) -> None:
        super().__init__()
        self._lexicon, self._starts = lexicon, starts

    def __missing__(self, word: str) -> tuple[int, Starts]:
        if len(self) >= REMEMBERED:
            self.clear()
        told = self[word] = self._told(word, self._lexicon.role(word))
        return told

    def _told(self, word: str, role: int) -> tuple[int, Starts]:
        raise NotImplementedError


class _WithCapital(_Roles):
    """A capital says that a name may begin."""

    def _told(self, word: str, role: int) -> tuple[int, Starts]:
        given = GIVEN if word in self._lexicon.given else 0
        return role | given | NAME, self._starts(word, True)


class _Small(_Roles):
    """A small letter, or one of a script without capitals: only what is listed so may begin a name."""

    def _told(self, word: str, role: int) -> tuple[int, Starts]:
        return role, self._starts(word, False) if role & (NAME | BEGINNING) else ()
