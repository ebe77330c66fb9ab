"""The built gazetteer: known entities, and the forms under which they are found."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["person", "organisation", "place"]


class Known(Struct, frozen=True, array_like=True):
    """A known entity. `weight` compares bearers of one name: a city's population, or more for a listed one."""

    id: str | None
    name: str
    kind: Kind
    type: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    weight: int = 0


class Form(Struct, frozen=True, array_like=True):
    """One spelling's meaning: `entity` is its place in `Built.entities`.

    `guarded`: counts only with context. `capitals`: an acronym, found only in capitals. `short`: a surname or other
    part of a name, found only beside the full name (unless the entity is so well known that the lists say otherwise).
    `elided`: the name without its article, as it stands after لل. `languages`: empty means every language.
    """

    entity: int
    languages: tuple[str, ...] = ()
    guarded: bool = False
    capitals: bool = False
    lowercase: bool = False
    short: bool = False
    elided: bool = False


class Built(Struct, frozen=True, array_like=True):
    """What the file holds: `forms[i]` are the meanings of `keys[i]`."""

    entities: list[Known]
    keys: list[str]
    forms: list[list[Form]]
    words: dict[str, dict[str, list[str]]]
    """Word lists by use and language: titles, edges, verbs, demonyms."""
