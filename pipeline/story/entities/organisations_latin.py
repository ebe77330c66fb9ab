"""Organisations in Latin script that no list has, told by a word of their name or by a class noun before it.

* A head begins the name and its complement follows: `Universidade Técnica de Angola`, `Mouvement réformateur`,
  `Universität Hamburg`. Where the complement ends is the language's own rule (`LatinOrganisationName.complement`).
* A head ends the name: `Constitutional Court`, `Europäische Zentralbank`; the capitalised words before it belong to it.
* A class noun stands before the name and is no part of it: `the charity Amref`, `la consultora Management & Fit`.
* Legal forms and the words of clubs: `Acme Corp`, `FC Porto`, `Leeds United`.

Left alone: a head without complement (`the Court`, `le Parlement`), which only points back to a body named before; and
lines all in capitals, in which every word looks like the complement.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import compress

from pipeline.story.entities.found import Found, unknown
from pipeline.story.entities.latin_organisation_name import LatinOrganisationName
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import StoryText


class LatinOrganisations:
    """Looks for organisations in one story; `owners` are the known names by word; `sport`: it is about sport."""

    def __init__(self, text: StoryText, lexicon: Lexicon, owners: list[Found | None], *, sport: bool) -> None:
        self._text, self._lexicon, self._owners, self._language = text, lexicon, owners, lexicon.language
        self._of, self._sport = lexicon.of, sport
        self._name = LatinOrganisationName(text, lexicon, owners, sport=sport)

    def introduced(self, spots: list[int]) -> list[Found]:
        """Organisations, by rule; they may overlap each other and known names: the longest wins."""
        keys, capital, rules = self._text.keys, self._text.capital, self._lexicon.organisation_rules
        spans = []
        for index in spots:
            for kind in rules.get(keys[index], ()):
                if (kind in _RULES or (self._sport and kind in CLUB_RULES)) and (
                    span := (_RULES.get(kind) or CLUB_RULES[kind])(self, index, capital[index])
                ):
                    spans.append(span)
        spans = [span for span in dict.fromkeys([*spans, *self._compounds()]) if not self._text.shouted(span[0])]
        return [unknown(self._text, *span, "organisation") for span in spans]

    def _compounds(self) -> list[tuple[int, int]]:
        """German compounds that name a body of state: `Verteidigungsministerium`, `Bundeskriminalamt`."""
        if self._language != "de":
            return []
        endings = tuple(self._lexicon.organisation("suffix"))
        nouns = compress(enumerate(self._text.keys), self._text.capital)
        return [(self._name.first_before(i), i) for i, key in nouns if len(key) > 12 and key.endswith(endings)]

    def _begins(self, index: int, capital: bool) -> tuple[int, int] | None:
        """A head and its complement."""
        if not capital or self._is_person_part(index):
            return None
        if self._language == "en":
            return self._ends(index, capital)
        after = index + 1
        bare = self._language == "de" and self._text.keys[index] in self._lexicon.organisation("class")
        if bare and after < len(self._text.keys) and self._text.keys[after] not in self._of:
            return None
        last = self._name.complement(index)
        return (index, last) if last > index else None

    def _begins_lower(self, index: int, capital: bool) -> tuple[int, int] | None:
        last = self._name.complement(index)
        return (index, last) if last > index else None

    def _is_person_part(self, index: int) -> bool:
        owner = self._owners[index]
        return owner is not None and owner.kind == "person"

    def _ends(self, index: int, capital: bool) -> tuple[int, int] | None:
        """The capitalised words before a head, the head, and what it governs: `High Council of State`."""
        if not capital or self._is_person_part(index):
            return None
        first = self._name.first_before(index)
        last = self._name.complement(index) if self._language == "en" else index
        if last == index and first == index:
            return None
        return first, last

    def _after_class(self, index: int, capital: bool) -> tuple[int, int] | None:
        """The capitalised words after a class noun and its adjectives: `l'ONG britannique Oxfam`.

        Not after a number: `30 Unternehmen Interesse gezeigt` are several, which have no one name.
        """
        text, step, start = self._text, index + 1, self._text.starts[index]
        if capital != (self._language == "de") and not text.text[start : text.ends[index]].isupper():
            return None
        if text.text[max(start - 3, 0) : start].rstrip()[-1:].isdigit():
            return None
        while step < min(len(text.keys), index + 3) and text.spaced(step) and not text.capital[step]:
            if (
                text.keys[step] in self._lexicon.edges
                or text.keys[step] in self._lexicon.verbs
                or self._language == "en"
            ):
                return None
            if text.keys[step] not in self._lexicon.demonyms and text.keys[step] not in self._lexicon.organisation(
                "adjective"
            ):
                return None
            step += 1
        if step >= len(text.keys) or not (text.spaced(step) or text.between(step) in _QUOTED) or not text.capital[step]:
            return None
        return self._name.run(step)

    def _company(self, index: int, capital: bool) -> tuple[int, int] | None:
        """The capitalised words before a legal form; one of two letters (SE, Co) is a word without capitals."""
        if not capital and len(self._text.keys[index]) < 3:
            return None
        first = self._name.first_before(index) if capital and self._language != "de" else self._german_company(index)
        return (first, index) if first < index else None

    def _german_company(self, index: int) -> int:
        text, first = self._text, index
        while (
            first > index - 3
            and first > 0
            and text.joined(first)
            and text.capital[first - 1]
            and text.keys[first - 1] not in self._lexicon.edges
        ):
            first -= 1
        return first

    def _club(self, index: int, capital: bool) -> tuple[int, int] | None:
        text, after = self._text, index + 1
        if not capital or after >= len(text.keys) or not text.joined(after):
            return None
        if text.keys[after] in self._of and self._language != "en":
            reach = self._name.governed(after)
            return (index, reach) if reach else None
        owner = self._owners[after]
        if (
            not text.capital[after]
            or text.keys[after] in self._lexicon.edges
            or text.keys[after] in self._lexicon.given
        ):
            return None
        return index, owner.last if owner and owner.first == after and owner.kind == "place" else after

    def _club_after(self, index: int, capital: bool) -> tuple[int, int] | None:
        if not capital or index == 0 or not self._text.spaced(index) or not self._text.capital[index - 1]:
            return None
        owner = self._owners[index - 1]
        if self._text.keys[index - 1] in self._lexicon.edges or (owner and owner.kind == "person"):
            return None
        return (owner.first if owner and owner.kind == "place" else index - 1), index


_QUOTED = (' "', " «", " “", ' "', " «\N{NO-BREAK SPACE}", " „")
_Rule = Callable[[LatinOrganisations, int, bool], tuple[int, int] | None]
_RULES: dict[str, _Rule] = {
    "left": LatinOrganisations._begins,
    "left-lower": LatinOrganisations._begins_lower,
    "right": LatinOrganisations._ends,
    "state": LatinOrganisations._ends,
    "class": LatinOrganisations._after_class,
    "form": LatinOrganisations._company,
}
CLUB_RULES: dict[str, _Rule] = {"club": LatinOrganisations._club, "club-after": LatinOrganisations._club_after}
