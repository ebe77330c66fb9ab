"""Which known entity a name, code or keyword of the source's metadata means.

The source is trusted in what it says, not in what we read into it: a name gets an id only where exactly one known
entity is meant, because a wrong id is worse than none.

* A code that names a register decides by itself, if what it names is of the stated kind: Wikidata (`wd:Q142`,
  `http://www.wikidata.org/entity/Q142`), GeoNames (`geonames:2988507`), ISO 3166-1 (`iso3166-1a2:FR`,
  `iso3166-1a3:FRA`). Codes of the sender's own (`pers:9`) say nothing.
* A name decides where one bearer of the stated kind has it. Bearers in another country than the source says are none;
  a guarded name (a common word, or several bearers in the world) needs that country; a part of a person's name is never
  enough. A listed bearer goes before a city that only the libraries have (Paris before Paris in Texas), a country
  before the city of its name (Djibouti).
* A keyword has no kind, so more is asked of it: it begins with a capital (in scripts that have them), is no ordinary
  word of the story's language, and exactly one listed entity of any kind has it, unguarded and whole. A keyword
  `Barcelona` may be the club, `Georgia` either of two places, `nice` is a word: they stay keywords.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator

from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import LISTED_WEIGHT, Built, Form
from pipeline.story.model import SourceEntity

_WIKIDATA = re.compile(r"(?:\bwd|\bwikidata(?:\.org)?)(?:/wiki|/entity)?[:/](Q[1-9]\d*)$", re.IGNORECASE)
_GEONAMES = re.compile(r"\bgeonames?(?:\.org)?(?:/|:)(?:geoname:)?([1-9]\d*)/?$", re.IGNORECASE)
_ISO_3166 = re.compile(r"\biso-?3166(?:-1)?(?:-?a(?:lpha-?)?[23])?[:/]([A-Z]{2,3})$", re.IGNORECASE)
_COUNTRY_TYPES = ("country", "territory")


class SourceNames:
    """Looks up what the source names. Holds only what it loaded: one for all threads."""

    def __init__(self, built: Built) -> None:
        self._built = built
        self._with_id: dict[str, list[int]] = {}
        self._countries: dict[str, int] = {}
        for index, known in enumerate(built.entities):
            if known.id:
                self._with_id.setdefault(known.id, []).append(index)
            if known.kind == "place" and known.type in _COUNTRY_TYPES and known.country:
                self._countries.setdefault(known.country, index)

    def meant(self, one: SourceEntity, language: str) -> int | None:
        """Place in `Built.entities` of the one known entity that the source means, in a story of that language."""
        coded = self._of_code(one.code) if one.code else None
        if coded is not None and self._built.entities[coded].kind == one.kind:
            return coded
        return self._one(self._of_name(one, language), one.country)

    def meant_by_keyword(self, keyword: str, language: str, words: Container[str]) -> int | None:
        """The same for a keyword, which has no kind. `words`: keys that are ordinary words of the language."""
        key = key_of(keyword)
        if not begins_as_name(keyword) or key in words:
            return None
        forms = [f for f in self._forms(key) if self._built.entities[f.entity].weight >= LISTED_WEIGHT]
        if len({form.entity for form in forms}) != 1:
            return None
        sure = [f for f in forms if _is_whole(f, keyword) and not f.guarded and _is_of(f, (language,))]
        return sure[0].entity if sure else None

    def _of_code(self, code: str) -> int | None:
        if iso := _ISO_3166.search(code):
            letters = iso[1].upper()
            return self._countries.get(self._built.alpha3.get(letters, letters))
        for pattern, prefix in ((_WIKIDATA, "wd"), (_GEONAMES, "geonames")):
            if found := pattern.search(code):
                bearers = self._with_id.get(f"{prefix}:{found[1].upper()}", ())
                return bearers[0] if len(bearers) == 1 else None
        return None

    def _of_name(self, one: SourceEntity, language: str) -> Iterator[Form]:
        """Meanings of the stated kind that nothing the source says speaks against."""
        for form in self._forms(key_of(one.name)):
            bearer = self._built.entities[form.entity]
            elsewhere = one.country is not None and bearer.country is not None and bearer.country != one.country
            spoken = _is_of(form, (language, "en"))  # metadata in English is common with stories in any language
            if bearer.kind == one.kind and spoken and not elsewhere and _is_whole(form, one.name):
                yield form

    def _one(self, forms: Iterator[Form], country: str | None) -> int | None:
        """The one bearer of some meanings; None where several are left."""
        entities = self._built.entities
        bearers = {f.entity for f in forms if not f.guarded or (country and entities[f.entity].country == country)}
        listed = {index for index in bearers if entities[index].weight >= LISTED_WEIGHT}
        left = listed or bearers
        states = {index for index in left if entities[index].type in _COUNTRY_TYPES}
        if len(states) == 1:
            (state,) = states
            if all(entities[index].country == entities[state].country for index in left):
                return state
        return next(iter(left)) if len(left) == 1 else None

    def _forms(self, key: str) -> list[Form]:
        index = bisect_left(self._built.keys, key)
        return self._built.forms[index] if key and self._built.keys[index : index + 1] == [key] else []


def begins_as_name(keyword: str) -> bool:
    """Whether a keyword begins like a name: with a capital, or in a script that has none."""
    return keyword[:1].isupper() or (keyword[:1].isalpha() and not keyword[:1].islower())


def _is_whole(form: Form, name: str) -> bool:
    """The name as a list has it: no surname alone, no German genitive, no acronym in small letters."""
    return not (form.short or form.elided or form.genitive or (form.capitals and not name.isupper()))


def _is_of(form: Form, languages: tuple[str, ...]) -> bool:
    return not form.languages or any(language in form.languages for language in languages)
