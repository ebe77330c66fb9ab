"""The words that the rules for names go by, ready for look-up, for one language."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import NamedTuple

from pipeline.gazetteer.keys import is_arabic
from pipeline.gazetteer.known import Words
from pipeline.story.entities.arabic import ARTICLE_PARTICLES, PARTICLES, words_in

_NONE: frozenset[str] = frozenset()
_NO_TRIGGERS = frozenset(("adjective", "generic", "suffix", "governed", "naming", "further", "parliament", "with-name"))
"""Kinds of words that tell nothing by themselves of an organisation."""
_SHORTEST_COMPOUND = 6
"""A compound has more letters."""
_LONGEST_TITLE = 3
"""Words of the longest title (`prime minister`, `secretary of state`)."""


TITLE, GIVEN, ORGANISATION, PLACE, SPORT, NAME, BEGINNING = 1, 2, 4, 8, 16, 32, 64
"""What a word may do for a name, that it is a known one itself, or begins longer ones; a word may do several things."""


class FirstWords(NamedTuple):
    """How known names begin that may stand without a capital.

    `alone`: names of one word. `first`, `second`: the first two words of longer ones.
    """

    alone: frozenset[str] = _NONE
    first: frozenset[str] = _NONE
    second: frozenset[str] = _NONE


class Lexicon:
    """Sets of keys for stories of one language; what has no language (given names, demonyms) is shared."""

    def __init__(self, words: Words, language: str, first_words: FirstWords) -> None:
        self.language = language
        self.second_words = first_words.second
        self._set_small_words(words.small.get(language) or words.small.get("*", {}))
        joining = self.of_or_in | self.article
        titles = words.titles.get(language, {})
        self.titles = {title: kind for title, kind in titles.items() if title.rpartition(" ")[2] not in joining}
        """Title → kind; without its preposition (`spokesman for`), which the rules read over anyway."""
        self.title_ends = frozenset(title.rpartition(" ")[2] for title in self.titles)
        """Last words of titles."""
        self.edges = frozenset(words.edges.get(language, ()))
        """Words that are no part of a name."""
        self.verbs = frozenset(words.verbs.get(language, ()))
        self.locative = frozenset(words.locative.get(language, ()))
        """Words after which a name is a place."""
        self.stop = frozenset((*words.stop.get(language, ()), *words.stop.get("*", ())))
        """Names that are ordinary words."""
        self.words_in_capitals = frozenset(words.words_in_capitals.get(language, ()))
        """Names that only their capitals tell from ordinary words: WHO, La Paz."""
        self.nouns = frozenset(words.nouns)
        self.given = frozenset(words.given) - joining - self._small.get("particle", _NONE) - self._no_given()
        """Given names; none that is a small word of the language (Le, Van)."""
        self.family_first, self.particles = frozenset(words.family_first), frozenset(words.particles)
        self.demonyms, self.not_organisations = self._peoples(words), frozenset(words.not_organisations)
        self._organisations = {k: frozenset(of) for k, of in words.organisations.get(language, {}).items()}
        self._title_endings: dict[str, tuple[str, ...]] = {}
        """Endings of compounds that are titles, by their last letters: of 162, few are compared with a word."""
        self._tail = min(map(len, words.title_endings.get(language, ())), default=1)
        for ending in words.title_endings.get(language, ()):
            tail = ending[-self._tail :]
            self._title_endings[tail] = (*self._title_endings.get(tail, ()), ending)
        self._places = {k: frozenset(of) for k, of in words.places.get(language, {}).items()}
        self.before_places, self.before_organisations = self.place("before"), self.organisation("class")
        """Class words before a name: `the city of`, `der Sender`."""

        heads = self.organisation("left") | self.organisation("right") | self.organisation("form")
        self.no_names = (self.edges | self.titles.keys() | self.demonyms.keys() | heads) - self.given
        """Words that with a capital are part of no person's name: titles, days, peoples, heads of organisations."""
        several = [title for title in self.titles if " " in title]
        self._several = frozenset(title.rpartition(" ")[2] for title in several)
        self.roles: dict[str, int] = {}
        """Word → what it may do for a name, whether it has a capital or not."""
        self._add_roles(self.title_ends, TITLE)
        self.organisation_rules: dict[str, tuple[str, ...]] = {}
        """Word → what it does for an organisation's name."""
        for kind, of in self._organisations.items():
            if kind in _NO_TRIGGERS:
                continue
            self._add_roles(of, ORGANISATION)
            for word in of:
                self.organisation_rules[word] = (*self.organisation_rules.get(word, ()), kind)
        for kind in ("before", "after", "inside"):
            self._add_roles(self.place(kind), PLACE)
        self._add_roles(words.sport.get(language, ()), SPORT)
        self._add_roles(first_words.alone, NAME)
        self._add_roles(first_words.first, BEGINNING)

    def _set_small_words(self, small: dict[str, list[str]]) -> None:
        self._small = {kind: frozenset(of) for kind, of in small.items()}
        self.of, self.article = self.small("of"), self.small("article")
        self.of_or_in, self.of_or_article = self.of | self.small("in"), self.of | self.article
        self.name_particles = self.small("particle")
        """Small words that may stand inside a person's name."""
        self.later_particles = self.name_particles - self.small("particle-first")
        """Those of them that may stand after more than the given name."""

    def _peoples(self, words: Words) -> dict[str, str]:
        """What peoples are called → ISO code."""
        return words.demonyms

    def _no_given(self) -> frozenset[str]:
        """Given names that count as words in this script."""
        return _NONE

    def _add_roles(self, words: Iterable[str], role: int) -> None:
        for word in words:
            self.roles[word] = self.roles.get(word, 0) | role

    def role(self, word: str) -> int:
        """What a word, as it stands in a text, may do for a name."""
        return self.roles.get(word, 0)

    def written(self) -> dict[str, Iterable[str]]:
        """The words that have a role as they may stand in a text: what is attached → words, without their article."""
        return {"": self.roles}

    def organisation(self, kind: str) -> frozenset[str]:
        """Words that do this for an organisation's name; kinds as in `organisation-words.txt`."""
        return self._organisations.get(kind, _NONE)

    def small(self, kind: str) -> frozenset[str]:
        """Small words of a kind of `small-words.txt`."""
        return self._small.get(kind, _NONE)

    def place(self, kind: str) -> frozenset[str]:
        """Class words of places, `before` or `after` the name."""
        return self._places.get(kind, _NONE)

    def title_compounds(self, words: Iterable[tuple[int, str]]) -> list[int]:
        """Indexes of those words that are titles by their ending only: `Oppositionsführer`."""
        tail, endings = -self._tail, self._title_endings
        near = [(index, key) for index, key in words if key[tail:] in endings and len(key) > _SHORTEST_COMPOUND]
        return [index for index, key in near if key.endswith(endings[key[tail:]]) and key not in self.titles]

    def title_at(self, keys: list[str], index: int) -> str | None:
        """Kind of the title that ends at a word, the longest first; None where none ends."""
        last = keys[index]
        if last not in self._several:
            return self.titles.get(last)
        for length in range(_LONGEST_TITLE, 0, -1):
            if index + 1 >= length and (kind := self.titles.get(" ".join(keys[index + 1 - length : index + 1]))):
                return kind
        return None


class ArabicLexicon(Lexicon):
    """The lexicon of a script without capitals, whose particles are written together with the next word.

    Words have their roles with any particle before them; those of sport stand bare.
    """

    def __init__(self, words: Words, language: str, first_words: FirstWords) -> None:
        super().__init__(words, language, first_words)
        self._add_roles(self.given, GIVEN)

    def with_stop_names(self, words: Words, language: str) -> ArabicLexicon:
        """The same for a language of the same script that has no words of its own but these."""
        other = copy(self)
        other.stop = frozenset((*words.stop.get(language, ()), *words.stop.get("*", ())))
        return other

    def _peoples(self, words: Words) -> dict[str, str]:
        """With and without the article."""
        arabic = {key: code for key, code in words.demonyms.items() if is_arabic(key[0])}
        return arabic | {f"ال{key}": code for key, code in arabic.items()}

    def _no_given(self) -> frozenset[str]:
        """Without capitals a name that is a particle too (آن, أن) can't be told."""
        return self.edges

    def role(self, word: str) -> int:
        """The same of the word as it is, and behind each of its beginnings that may be a particle."""
        role = self.roles.get(word, 0)
        for bare in words_in(word):
            role |= self.roles.get(bare, 0) & ~SPORT
        return role

    def written(self) -> dict[str, Iterable[str]]:
        """The same, with each particle. Never made one by one: they are two hundred thousand."""
        attached = [word for word, role in self.roles.items() if len(word) > 1 and role & ~SPORT]
        definite = [word[2:] for word in attached if word.startswith("ال")]
        written: dict[str, Iterable[str]] = {"": self.roles}
        for particles, words in ((PARTICLES, attached), (ARTICLE_PARTICLES, definite)):
            written.update(dict.fromkeys(particles, words))
        return written
