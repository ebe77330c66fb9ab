"""Names that a query may hold, in any script, as the ids under which the index knows them. Pure once it is loaded.

Putin, Poutine, بوتين and Путин are one person in the gazetteer, and his stories carry his id whatever their language.
Of several bearers of a name only the weightiest counts (Paris is in France), and a name that is also a word counts only
with a capital: Nice is a city, nice is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from pipeline.gazetteer.build import load_gazetteer
from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import Built, Form, Kind, Known

MOST_WORDS = 6
"""Words of a name, at most: the United Nations' agencies have long ones."""
MOST_FORMS = 40
"""Spellings that are marked in the texts found."""

GROUPS: dict[Kind, str] = {"person": "people", "organisation": "organisations", "place": "places"}
"""Kind → field of the names in the index."""


class Named(Struct, frozen=True, kw_only=True):
    """A known name in a query: words `start` to `end` of those asked for, and whom they name."""

    start: int
    end: int
    kind: Kind
    id: str | None
    name: str
    forms: tuple[str, ...]
    """Spellings in any script, as keys."""
    country: str | None = None


class KnownNames:
    """The gazetteer, from the side of a query."""

    def __init__(self, built: Built) -> None:
        self._entities = built.entities
        self._ordinary = {word for words in built.words.stop.values() for word in words}
        self._forms = dict(zip(built.keys, built.forms, strict=True))
        self._keys: dict[int, list[str]] = {}
        for key, forms in self._forms.items():
            for form in forms:
                if not form.elided:
                    self._keys.setdefault(form.entity, []).append(key)

    def __contains__(self, key: object) -> bool:
        return key in self._forms

    def find(self, words: Sequence[str]) -> Iterator[Named]:
        """Names among words as typed, longest first, none within another."""
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + MOST_WORDS), start, -1):
                if named := self._named(words, start, end, strict=True):
                    yield named
                    start = end
                    break
            else:
                start += 1

    def whole(self, name: str, kind: Kind) -> Named | None:
        """The bearer of a name that a person says to be one of this kind, so that no doubt is left."""
        return self._named([name], 0, 1, strict=False, kind=kind)

    def _named(
        self, words: Sequence[str], start: int, end: int, *, strict: bool, kind: Kind | None = None
    ) -> Named | None:
        typed = " ".join(words[start:end])
        bearers = [
            (form, self._entities[form.entity])
            for form in self._forms.get(key_of(typed), ())
            if not form.elided and not (strict and self._doubtful(form, typed))
        ]
        bearers = [one for one in bearers if kind in (None, one[1].kind)]
        if not bearers:
            return None
        form, known = max(bearers, key=lambda one: one[1].weight)
        return self._as_named(start, end, known, form.entity)

    def _doubtful(self, form: Form, typed: str) -> bool:
        """Whether letters alone don't make it a name: `nice`, `who`; `كان` in any form, as Arabic has no capitals."""
        if form.capitals:
            return not typed.isupper()
        word = form.guarded or form.lowercase or key_of(typed) in self._ordinary
        return form.short or (word and not typed[:1].isupper())

    def _as_named(self, start: int, end: int, known: Known, entity: int) -> Named:
        return Named(
            start=start,
            end=end,
            kind=known.kind,
            id=known.id,
            name=known.name,
            forms=tuple(self._keys[entity][:MOST_FORMS]),
            country=known.country,
        )


@cache
def load_known_names() -> KnownNames:
    """Read the gazetteer: about half a second, once."""
    return KnownNames(load_gazetteer())
