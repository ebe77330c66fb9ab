"""Known names in a text: looked up from the words that may begin one, then boundaries, case and particles.

The words that may begin one come marked (`marks.py`); a name then costs a look-up or two in a table of beginnings
(`san`, `san jose`). An automaton that reads every letter waits for memory at most of them, because one of 110,000
names fits no cache (docs/benchmarks.md).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.gazetteer.keys import is_arabic, is_ideograph, key_of
from pipeline.gazetteer.known import ANY_PLACE, Built, Form, Kind
from pipeline.story.entities.arabic import beginnings, may_precede
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import FirstWords
from pipeline.story.entities.spots import Beginnings, Start, Starts
from pipeline.story.entities.text import HYPHEN, SPACE, StoryText

_LAST_CASED = "\u058f"
"""From Hebrew on no script of the lists has capitals (Latin, Greek, Cyrillic and Armenian lie below)."""
_NONE: frozenset[str] = frozenset()
_FIRST_IDEOGRAPH, _BEHIND_IDEOGRAPHS = "\u2e80", "\ua000"
_OPEN_PREFIXES = frozenset(("pro", "anti", "ex", "non", "nicht", "post", "vize"))


class _Name(NamedTuple):
    """A key of the gazetteer as stories of one language may mean it.

    `cased`: its script has capitals; `capital`: it never begins with a small letter or a digit. `attached`: particles
    are written together with it. `simple`: one meaning, with its article, no acronym, no name in small letters.
    `plain`: nothing about it needs a look at its company. `kind`: that of its first meaning. `things`: what is called
    after it, with its offset in each. `others`: spellings of its key that are another word.
    """

    key: str
    forms: list[Form]
    kind: Kind
    cased: bool
    capital: bool
    attached: bool
    simple: bool
    plain: bool
    things: Sequence[tuple[int, str]]
    others: frozenset[str]


class _Names(dict[int, _Name]):
    """Names by their place in `Built.keys`, looked into when first met: of 110,000 a feed meets some hundreds."""

    def __init__(self, built: Built, language: str, stop: Container[str]) -> None:
        super().__init__()
        self._built, self._language, self._stop = built, language, stop
        self._things = built.words.things.get(language, {})
        self._others: dict[str, frozenset[str]] = {}
        for word in built.words.others.get(language, ()):
            self._others[key_of(word)] = self._others.get(key_of(word), _NONE) | {word}
        self.called_after_places = frozenset(thing for _, thing in self._things.get(ANY_PLACE, ()))
        """Words that behind a place's name make it the name of a dish, a breed, a disease."""

    def __missing__(self, index: int) -> _Name:
        key, entities, language = self._built.keys[index], self._built.entities, self._language
        every = self._built.forms[index]
        forms = [form for form in every if not form.languages or language in form.languages or language == "und"]
        cased = key[0] <= _LAST_CASED
        name = self[index] = _Name(
            key=key,
            forms=forms,
            kind=entities[every[0].entity].kind,
            cased=cased,
            capital=cased and not (key[0].isdigit() or any(form.lowercase or form.capitals for form in forms)),
            attached=is_arabic(key[0]),
            simple=len(forms) == 1 and not (forms[0].elided or forms[0].capitals or forms[0].lowercase),
            plain=key not in self._stop and len(every) == 1 and not every[0].company,
            things=self._things.get(key, ()),
            others=self._others.get(key, _NONE),
        )
        return name


_Hit = tuple[int, int, int, int, int]
"""Where a name stands: its end and its start in the key, its place in `Built.keys`, its first and last word."""


class Matcher:
    """Finds every known name."""

    def __init__(self, built: Built, stop: Mapping[str, Container[str]]) -> None:
        """`stop`: language → keys that are ordinary words in it."""
        self._built, self._stop = built, stop
        self._names: dict[str, _Names] = {}
        self._known = _known(built.keys)
        self._first_ideograph = bisect_left(built.keys, _FIRST_IDEOGRAPH)
        self._ideographs = AhoCorasick(_ideographs_of(built.keys), matchkind=MatchKind.Standard)
        """Nothing parts the words of these scripts, so that every character may begin a name."""

    def starts(self, word: str, capital: bool) -> Starts:
        """The names that begin in a word, with it or behind particles; none of these before a capital."""
        offsets = (0,) if capital else (0, *beginnings(word))
        return tuple((at, name) for at in offsets if (name := self._known.get(word[at:])))

    def matches(self, text: StoryText, language: str, words: Beginnings) -> list[Found]:
        """Names that may stand in a story of this language; overlapping ones too. `words`: those that begin names."""
        key, starts, capitals, gaps = text.key, text.key_starts, text.capital, text.gaps
        keys, names = text.keys, self._names_in(language)
        called_after, found = names.called_after_places, list[Found]()
        for end, start, index, first, last in self._hits(text, words):
            name, forms, kind, cased, capital, attached, simple, plain, things, others = names[index]
            if capital and not capitals[first]:  # where most ordinary words that are a name too end (`uma`, `para`)
                continue
            if cased:
                if not simple or forms[0].tail:
                    forms = [form for form in forms if _has_case(text, first, last, form)]
                hyphened = gaps[first] == HYPHEN or gaps[last + 1] == HYPHEN
                if hyphened and not _stands_alone(text, first, last, language):
                    continue
            elif attached and (not simple or start > starts[first]):
                prefix = key[starts[first] : start]
                forms = [form for form in forms if may_precede(prefix, name, form.elided)]
            if (things or others) and (
                (others and text.text[slice(*text.span_in(first, last, start, end))].casefold() in others)
                or _is_thing(text, start, last, things, language)
            ):
                continue
            if (
                kind == "place"
                and gaps[last + 1] == SPACE
                and keys[last + 1] in called_after
                and (not capitals[last + 1] or text.caseless(last + 1, language))
            ):
                continue
            if forms:
                begin, after = (start, end) if text.aligned else text.span_in(first, last, start, end)
                whole = f"ال{name}" if forms[0].elided else name
                found.append(Found(first, last, begin, after, kind, forms, "", plain, key=whole))
        return found

    def _hits(self, text: StoryText, words: Beginnings) -> list[_Hit]:
        """Every name of the lists, by its end; of those that end together the longest first."""
        key, starts, ends = text.key, text.key_starts, text.key_ends
        known, hits = self._known.get, list[_Hit]()
        for first, names in words.items():
            for offset, begun in names:
                name: Start | None = begun
                start, last = starts[first] + offset, first
                while name is not None:  # it may go on with the next word
                    index, more = name
                    if index is not None:
                        hits.append((ends[last], start, index, first, last))
                    last += 1
                    name = known(key[start : ends[last]]) if more and last < len(ends) else None
        if not text.key.isascii() and text.folded.highest() >= ord(_FIRST_IDEOGRAPH):
            hits += self._hits_in_ideographs(text)
        hits.sort()
        return hits

    def _hits_in_ideographs(self, text: StoryText) -> Iterator[_Hit]:
        for index, start, end in self._ideographs.find_matches_as_indexes(text.key, overlapping=True):
            yield end, start, index + self._first_ideograph, text.word_at(start), text.word_at(end - 1)

    def first_words(self) -> set[str]:
        """With which the names begin."""
        return {key.partition(" ")[0] for key in self._known}

    def _names_in(self, language: str) -> _Names:
        """The names as stories of a language may mean them."""
        names = self._names.get(language)
        if names is None:
            names = self._names[language] = _Names(self._built, language, self._stop.get(language, ()))
        return names


def _known(keys: list[str]) -> dict[str, Start]:
    """Every beginning of a name, in whole words → which name it is, and whether a longer one goes on."""
    found: dict[str, Start] = dict(zip(keys, zip(range(len(keys)), repeat(False)), strict=False))
    for key in _ideographs_of(keys):
        del found[key]
    for key in [key for key in found if " " in key]:
        at = key.rfind(" ")
        while at > 0:
            beginning = key[:at]
            index, more = found.get(beginning, (None, False))
            if more:
                break
            found[beginning] = (index, True)
            at = key.rfind(" ", 0, at)
    return found


def _ideographs_of(keys: list[str]) -> list[str]:
    """The keys in scripts that don't part words; `keys` are sorted."""
    return keys[bisect_left(keys, _FIRST_IDEOGRAPH) : bisect_left(keys, _BEHIND_IDEOGRAPHS)]


def first_words(built: Built) -> tuple[FirstWords, FirstWords]:
    """How names begin that may stand without a capital: those in other scripts than Arabic, and all of them."""
    small: list[list[str]] = []
    arabic: list[list[str]] = []
    for key, forms in zip(built.keys, built.forms, strict=True):
        if is_arabic(key[0]):
            arabic.append(key.split())
        elif not is_ideograph(key[0]) and (not key[0].islower() or [form for form in forms if form.lowercase]):
            small.append(key.split())
    return _first_words(small), _first_words([*small, *arabic])


def _first_words(names: list[list[str]]) -> FirstWords:
    return FirstWords(
        alone=frozenset(words[0] for words in names if len(words) == 1),
        first=frozenset(words[0] for words in names if len(words) > 1),
        second=frozenset(words[1] for words in names if len(words) > 1),
    )


def _has_case(text: StoryText, first: int, last: int, form: Form) -> bool:
    """Capitals where the list has them: at the first word, at the last (`La Paz`, not `La paz`), all in acronyms."""
    if form.capitals:
        return text.slice(first, last).isupper()
    if not (text.capital[first] or form.lowercase or text.keys[first][0].isdigit()):
        return False
    return not form.tail or text.capital[last] or text.hyphened(last)


def _is_thing(text: StoryText, start: int, last: int, things: Sequence[tuple[int, str]], language: str) -> bool:
    """Whether the name is a part of what is called after it: `Guinea pigs`, `eau de Cologne`, not `Guinea Pigs Ltd`."""
    for offset, thing in things:
        begin = start - offset
        if text.key.startswith(f"{thing} ", begin) and (not offset or text.key[begin - 1] == " "):
            end = text.word_at(begin + len(thing) - 1)
            if language == "de" or end == last or not text.capital[end] or text.caseless(end, language):
                return True
    return False


def _stands_alone(text: StoryText, first: int, last: int, language: str) -> bool:
    """Not a part of another name with a hyphen (`Paris-Nice`, `Emilia-Romagna`).

    In a German compound with a hyphen the name stands by itself (`SPD-Politiker`, `US-Präsident`), and so it does after
    `pro-` and `ex-`, and before a word in lower case (`Paris-based`).
    """
    gaps, after = text.gaps, last + 1
    if gaps[first] == HYPHEN and first and text.keys[first - 1] not in _OPEN_PREFIXES:
        return False
    return gaps[after] != HYPHEN or language == "de" or not text.capital[after]
