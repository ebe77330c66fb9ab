"""People in Latin script that no list has, each told by something beside the name.

* a given name that is known (`Jane Roe`);
* a title before it, with what the title governs in between (`le ministre de l'Intérieur Jean Dupont`, `su dirigente,
  Ana Ruiz`);
* an apposition after it (`Jane Roe, a spokeswoman for …`, `Jane Roe, 45,`);
* a verb of saying before it, after a quotation (`…, a assuré Andriï Kovalenko`);
* a people's name with its article (`le Britannique Piers Litherland`);
* its surname, which stands alone later in the story.

All but titles need a name of two parts. Left alone: runs of capitalised words that none of these proves (`Grand Slam`),
names that a known organisation or place covers, lines in capitals and headlines in title case (there only names that
the rest of the story tells count).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress

from pipeline.story.entities.found import Found, Names, unknown
from pipeline.story.entities.latin_name import LatinName
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.spots import Spots
from pipeline.story.entities.text import JOINING

_LONGEST_TITLE = 10


class LatinPeople:
    """Looks for people in one story; `names` are those known so far."""

    def __init__(self, names: Names, lexicon: Lexicon) -> None:
        self._names, self._text, self._lexicon, self._owners = names, names.text, lexicon, names.of
        self._of, self._articles = lexicon.of_or_in, lexicon.article
        self._name = LatinName(names.text, lexicon, names.of)
        self._taken: set[int] = set()

    def introduced(self, spots: Spots) -> list[Found]:
        """Unknown people; the first rule that finds a name keeps it."""
        people = []
        for first, last in self._spans(spots):
            if self._taken.isdisjoint(range(first, last + 1)) and not self._shouted(first, last):
                self._taken.update(range(first, last + 1))
                people.append(unknown(self._text, first, last, "person"))
        return people

    def _spans(self, spots: Spots) -> Iterator[tuple[int, int]]:
        yield from self._by_title(spots.titles)
        yield from self._by_given_name(spots.given)
        yield from self._by_company()
        yield from self._by_surname()

    def _shouted(self, first: int, last: int) -> bool:
        """All in capitals itself, or where a capital says nothing."""
        in_capitals = last > first and len(name := self._text.slice(first, last)) > 6 and name.isupper()
        return in_capitals or self._text.caseless(first, self._lexicon.language)

    def _by_title(self, spots: list[int]) -> Iterator[tuple[int, int]]:
        text, german = self._text, self._lexicon.language == "de"
        if german:
            spots = [*spots, *self._lexicon.title_compounds(compress(enumerate(text.keys), text.capital))]
        for index in spots:
            if not german and text.capital[index] and text.hyphened(index):
                continue
            kind = self._lexicon.title_at(text.keys, index)
            if kind is None and german and text.capital[index]:
                kind = "person"
            if kind and (span := self._after_title(index, kind)):
                yield span
            if kind and not text.capital[index] and (span := self._before_apposition(index)):
                yield span

    def _after_title(self, title: int, kind: str) -> tuple[int, int] | None:
        """The name after a title and what it governs; None where a verb, a mark or a known person comes first."""
        text, step, comma = self._text, title + 1, False
        gaps, capital, owners = text.gaps, text.capital, self._owners
        end = min(len(text.keys), title + _LONGEST_TITLE)
        while step < end:
            if gaps[step] not in JOINING:
                abbreviated = step == title + 1 and text.between(step) == ". " and len(text.keys[title]) < 5
                if not abbreviated and (comma or text.between(step) != ", "):
                    return None
                comma = comma or not abbreviated
            owner = owners[step]
            if owner is not None:
                if owner.kind == "person" or (comma and owner.kind != "organisation"):
                    return None
                step = owner.last + 1
                continue
            if capital[step]:
                if not self._is_governed(step, comma):
                    return self._titled(title, step, kind, comma)
            elif self._ends_title(step, comma):
                return None
            step += 1
        return None

    def _is_governed(self, step: int, comma: bool) -> bool:
        """A word with a capital that belongs to the title: a people's, another title, or what a preposition governs."""
        if self._name.is_no_name(step):
            return True
        governed = (
            self._text.keys[step - 1] in self._of and not self._text.capital[step - 1] and self._text.joined(step)
        )
        if not governed or (comma and self._text.keys[step - 1] in self._articles):
            return governed and self._text.keys[step] not in self._lexicon.given
        return self._text.keys[step] not in self._lexicon.given

    def _ends_title(self, step: int, comma: bool) -> bool:
        key, lexicon = self._text.keys[step], self._lexicon
        if key in lexicon.verbs:
            return True
        if comma:
            return key not in self._articles and key not in lexicon.demonyms
        joins = key in self._of or key in self._articles or key in lexicon.small("and")
        return key in lexicon.edges and not joins

    def _titled(self, title: int, first: int, kind: str, comma: bool) -> tuple[int, int] | None:
        text = self._text
        last, parts = self._name.last(first)
        if parts > 1:
            return first, last
        direct = first == title + 1
        if not direct or len(text.keys[first]) < 3 or comma:
            return None
        if kind == "first" and (self._lexicon.language != "de" or text.keys[title] in _HERR):
            return first, last
        return (first, last) if self._lexicon.language != "de" and not text.begins_sentence(first) else None

    def _before_apposition(self, title: int) -> tuple[int, int] | None:
        """The name before `, a spokeswoman for`: from the title back over article and adjectives to the comma."""
        text, first = self._text, title
        while first > max(0, title - 5) and text.joined(first):
            first -= 1
        if first == 0 or text.between(first) != ", " or not self._lexicon.verbs.isdisjoint(text.keys[first:title]):
            return None
        return self._run_before(first - 1)

    def _run_before(self, last: int) -> tuple[int, int] | None:
        """The capitalised run that ends at a word, if it can be a name."""
        text, first = self._text, last
        if not text.capital[last] and not text.hyphened(last):
            return None
        while (
            first > 0 and last - first < 4 and text.joined(first) and (text.capital[first - 1] or text.hyphened(first))
        ):
            first -= 1
        while first <= last and (self._name.is_no_name(first) or not text.capital[first]):
            first += 1
        if first >= last or any(
            self._owners[i] is not None or self._name.is_no_name(i) for i in range(first, last + 1)
        ):
            return None
        return first, last

    def _by_given_name(self, spots: list[int]) -> Iterator[tuple[int, int]]:
        capital, owners = self._text.capital, self._owners
        for index in spots:
            owner = owners[index]
            if not capital[index] or (owner is not None and (owner.kind != "place" or owner.first < owner.last)):
                continue
            first = self._first_of(index)
            last, parts = self._name.last(first)
            covered = owner is not None and owners[last] is not None and owners[last] is not owner
            if parts > 1 and not covered:
                yield first, last

    def _first_of(self, index: int) -> int:
        """Back over further given names and initials."""
        text, first = self._text, index
        while first > 0 and text.capital[first - 1] and self._owners[first - 1] is None:
            initial = len(text.keys[first - 1]) == 1 and text.between(first) in (". ", ".")
            if not initial and not (text.joined(first) and text.keys[first - 1] in self._lexicon.given):
                break
            first -= 1
        return first

    def _by_company(self) -> Iterator[tuple[int, int]]:
        """After a verb of saying or a people's name with its article; before an age."""
        text, lexicon, owners = self._text, self._lexicon, self._owners
        for index in text.pairs:
            if not index or owners[index] is not None or owners[index + 1] is not None or not text.spaced(index):
                continue
            before = text.keys[index - 1]
            says = before in lexicon.verbs and not text.capital[index - 1]
            if (says or (before in lexicon.demonyms and self._is_native(index))) and not self._name.is_no_name(index):
                last, parts = self._name.last(index)
                if parts in (2, 3) and (
                    last + 1 == len(text.keys) or not text.capital[last + 1] or not text.joined(last + 1)
                ):
                    yield index, last
        for one in self._names.people() if lexicon.language != "de" else ():
            if one.last > one.first and self._name.may_go_on(one.last):
                last, _ = self._name.last(one.first)
                if last > one.last:
                    yield one.first, last
        for match in _AGE.finditer(text.text):
            index = text.word_from(match.start() + 2)
            if index and (span := self._run_before(index - 1)):
                yield span

    def _is_native(self, index: int) -> bool:
        """`le Britannique Piers Litherland`; in English, which says so without an article, only before a verb."""
        text, after = self._text, index + 2
        if self._lexicon.language != "en":
            return text.keys[index - 2] in self._articles
        verb = after < len(text.keys) and not text.capital[after] and text.spaced(after)
        return verb and (text.keys[after] in self._lexicon.verbs or text.keys[after] in self._lexicon.edges)

    def _by_surname(self) -> Iterator[tuple[int, int]]:
        """Two words with a capital, the second of which stands alone elsewhere, inside a sentence."""
        text = self._text
        pairs = [index for index in text.pairs if self._is_pair(index)]
        seconds = {text.keys[i + 1] for i in pairs}
        seconds = {key for key in seconds if text.key.count(f" {key}") > 1}
        repeated = text.words_in(seconds) if seconds else []
        alone = {text.keys[i] for i in repeated if i and text.capital[i] and self._stands_alone(i)}
        for index in pairs:
            if text.keys[index + 1] in alone:
                last, parts = self._name.last(index)
                if parts == 2:
                    yield index, last

    def _is_pair(self, index: int) -> bool:
        text, name, owners = self._text, self._name, self._owners
        if owners[index] is not None or owners[index + 1] is not None or len(text.keys[index]) == 1:
            return False
        single_left = index == 0 or not (text.capital[index - 1] and text.joined(index))
        return single_left and not (name.is_no_name(index) or name.is_no_name(index + 1))

    def _stands_alone(self, index: int) -> bool:
        text = self._text
        if self._lexicon.language == "de" and (
            text.keys[index - 1] in self._articles or text.keys[index - 1] in self._of
        ):
            return False
        left = text.capital[index - 1] and text.joined(index) and text.keys[index - 1] not in self._lexicon.titles
        right = index + 1 < len(text.keys) and text.capital[index + 1] and text.joined(index + 1)
        return not left and not right


_AGE = re.compile(r", \d\d(?=,| ans\b| Jahre\b| años\b| anos\b| years?\b)")
_HERR = frozenset(("herr", "herrn", "frau"))
