"""Known names in a text: one Aho–Corasick pass over the folded text, then boundaries, case and particles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.gazetteer.keys import is_arabic, is_ideograph
from pipeline.gazetteer.known import LISTED_WEIGHT, Built, Form, Kind, Known
from pipeline.story.entities.arabic import may_precede
from pipeline.story.entities.found import Found
from pipeline.story.entities.text import HYPHEN, StoryText

_LAST_CASED = "\u058f"
"""From Hebrew on no script of the lists has capitals (Latin, Greek, Cyrillic and Armenian lie below)."""
_FIRST_IDEOGRAPH = "\u2e80"
_OPEN_PREFIXES = frozenset(("pro", "anti", "ex", "non", "nicht", "post", "vize"))


class _Name(NamedTuple):
    """A key of the gazetteer as stories of one language may mean it.

    `lead`: characters of the pattern before the name. `further`: its words after the first. `cased`: its script has
    capitals; `capital`: it never begins with a small letter or a digit. `attached`: particles are written together with
    it. `simple`: one meaning, with its article, no acronym, no name in small letters. `plain`: nothing about it needs a
    look at its company. `kind`: that of its first meaning. `things`: what is called after it, with its offset in each.
    """

    key: str
    forms: list[Form]
    kind: Kind
    lead: int
    further: int
    cased: bool
    capital: bool
    attached: bool
    simple: bool
    plain: bool
    things: Sequence[tuple[int, str]]


class _Names(dict[int, _Name]):
    """Names by the number of their pattern, looked into when first met: of 110,000 a feed meets some hundreds."""

    def __init__(self, built: Built, language: str, stop: Container[str]) -> None:
        super().__init__()
        self._built, self._language, self._stop = built, language, stop
        self._things = built.words.things.get(language, {})

    def __missing__(self, index: int) -> _Name:
        key, entities, language = self._built.keys[index], self._built.entities, self._language
        every = self._built.forms[index]
        forms = [form for form in every if not form.languages or language in form.languages or language == "und"]
        cased = key[0] <= _LAST_CASED
        name = self[index] = _Name(
            key=key,
            forms=forms,
            kind=entities[every[0].entity].kind,
            lead=0 if is_arabic(key[0]) or is_ideograph(key[0]) else 1,
            further=len(key.split()) - 1,
            cased=cased,
            capital=cased and not (key[0].isdigit() or any(form.lowercase or form.capitals for form in forms)),
            attached=is_arabic(key[0]),
            simple=len(forms) == 1 and not (forms[0].elided or forms[0].capitals or forms[0].lowercase),
            plain=key not in self._stop and not _is_doubted(every, entities),
            things=self._things.get(key, ()),
        )
        return name


class Matcher:
    """Finds every known name. A pattern is a key with its word boundaries.

    Arabic patterns have no left one, because particles are written together with the name; ideographs have none,
    because nothing parts their words.
    """

    def __init__(self, built: Built, stop: Mapping[str, Container[str]]) -> None:
        """`stop`: language → keys that are ordinary words in it."""
        self._built, self._stop = built, stop
        self._names: dict[str, _Names] = {}
        self._automaton = AhoCorasick(_patterns(built.keys), matchkind=MatchKind.Standard)

    def matches(self, text: StoryText, language: str) -> list[Found]:
        """Names that may stand in a story of this language; overlapping ones too."""
        key, starts, capitals = text.key, text.key_starts, text.capital
        names = self._names_in(language)
        found = []
        for index, at, _ in self._automaton.find_matches_as_indexes(key, overlapping=True):
            name, forms, kind, lead, further, cased, capital, attached, simple, plain, things = names[index]
            start = at + lead
            first = bisect_right(starts, start) - 1
            if capital and not capitals[first]:  # where most ordinary words that are a name too end (`uma`, `para`)
                continue
            last = first + further
            if cased:
                if not simple or forms[0].tail:
                    forms = [form for form in forms if _has_case(text, first, last, form)]
                if not _stands_alone(text, first, last, language):
                    continue
            elif attached and (not simple or start > starts[first]):
                prefix = key[starts[first] : start]
                forms = [form for form in forms if may_precede(prefix, name, form.elided)]
            if things and _is_thing(text, start, last, things, language):
                continue
            if forms:
                begin, end = text.span_in(first, last, start, start + len(name))
                whole = f"ال{name}" if forms[0].elided else name
                found.append(Found(first, last, begin, end, kind, forms, "", plain, key=whole))
        return found

    def _names_in(self, language: str) -> _Names:
        """The names as stories of a language may mean them."""
        names = self._names.get(language)
        if names is None:
            names = self._names[language] = _Names(self._built, language, self._stop.get(language, ()))
        return names


def _is_doubted(forms: list[Form], entities: list[Known]) -> bool:
    """Whether a name needs a look at its company: several bearers, a guard, a part of a name, or a doubtful city.

    Doubtful is a city that only the library has: of those in Arabic script 42 % were words (سلطات, طراز, بورصة).
    """
    if len(forms) > 1 or forms[0].guarded or forms[0].short:
        return True
    bearer = entities[forms[0].entity]
    return bearer.kind == "place" and bearer.type == "city" and bearer.weight < LISTED_WEIGHT


def _patterns(keys: list[str]) -> list[str]:
    """The keys, which are sorted, with their boundaries: the scripts that lack one are a stretch of them each."""
    arabic = slice(bisect_left(keys, "\u0600"), bisect_left(keys, "\u0700"))
    ideographs = slice(bisect_left(keys, "\u2e80"), bisect_left(keys, "\ua000"))
    patterns = [f" {key} " for key in keys]
    patterns[arabic] = [f"{key} " for key in keys[arabic]]
    patterns[ideographs] = keys[ideographs]
    return patterns


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
            return language == "de" or end == last or not text.capital[end]
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
