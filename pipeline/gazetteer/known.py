"""The built gazetteer: known entities, and the forms under which they are found."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["person", "organisation", "place"]

LISTED_WEIGHT = 10**8
"""A listed entity goes before any city of the same name."""

ANY_PLACE = "*"
"""The name in `Words.things` that stands for every place."""


class Known(Struct, frozen=True, array_like=True, gc=False):
    """A known entity. `weight` compares bearers of one name: a city's population, or more for a listed one."""

    id: str | None
    name: str
    kind: Kind
    type: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    weight: int = 0


class Form(Struct, frozen=True, array_like=True, gc=False):
    """One spelling's meaning: `entity` is its place in `Built.entities`.

    `guarded`: counts only with context. `capitals`: an acronym, found only in capitals. `short`: a surname or other
    part of a name, found only beside the full name (unless the entity is so well known that the lists say otherwise).
    `elided`: the name without its article, as it stands after لل. `tail`: the last of several words has a capital.
    `genitive`: with the s of a German genitive. `languages`: empty means every language. `company`: the meaning isn't
    sure by itself (`needs_company`).
    """

    entity: int
    languages: tuple[str, ...] = ()
    guarded: bool = False
    capitals: bool = False
    lowercase: bool = False
    short: bool = False
    elided: bool = False
    tail: bool = False
    genitive: bool = False
    company: bool = False


def needs_company(form: Form, bearer: Known) -> bool:
    """Whether a meaning is not sure by itself: a guard, a part of a name, or a doubtful city.

    Doubtful is one that only the library has: in Arabic script 42 % of such hits were words (سلطات, طراز, بورصة).
    """
    doubtful = bearer.type == "city" and bearer.kind == "place" and bearer.weight < LISTED_WEIGHT
    return form.guarded or form.short or doubtful


class Words(Struct, frozen=True, kw_only=True):
    """Words that the rules for unknown names go by, as keys; by language where the language matters."""

    titles: dict[str, dict[str, str]]
    """Language → title → kind: `first` (the name follows at once), `person`, `role`."""
    title_endings: dict[str, list[str]]
    """Language → endings of compounds that are titles."""
    edges: dict[str, list[str]]
    """Language → words that are no part of a name: particles, days, verbs."""
    nouns: list[str]
    """Arabic nouns that may stand between a title and a name, but in no name."""
    verbs: dict[str, list[str]]
    """Language → verbs, also among the edges."""
    given: list[str]
    family_first: list[str]
    particles: list[str]
    stop: dict[str, list[str]]
    """Language → names that are ordinary words in it (`*`: in every language)."""
    locative: dict[str, list[str]]
    """Language → words after which a name is a place: city of, مدينة, near."""
    demonyms: dict[str, str]
    """Adjective or name of a people → ISO code of the country."""
    organisations: dict[str, dict[str, list[str]]]
    """Language → what a word does for an organisation's name (the kinds of `organisation-words.txt`) → words."""
    places: dict[str, dict[str, list[str]]]
    """Language → where a class word of places stands (`before`, `after`) → words."""
    small: dict[str, dict[str, list[str]]]
    """Language → kind of small word (`small-words.txt`) → words."""
    sport: dict[str, list[str]]
    """Language → words by which a story is about sport."""
    things: dict[str, dict[str, list[tuple[int, str]]]]
    """Language → name → things that are called after it, each with the offset of the name in it (`guinea pigs`)."""
    words_in_capitals: dict[str, list[str]]
    """Language → names that in a line all in capitals look like its ordinary words: acronyms (`WHO`), `La Paz`."""
    others: dict[str, list[str]]
    """Language → words that have a name's key and are never that name, as they are spelled, in small letters."""
    not_organisations: list[str]
    """Acronyms that stand for no organisation: GDP, PIB, HIV."""


class Built(Struct, frozen=True, array_like=True):
    """What the file holds: `forms[i]` are the meanings of `keys[i]`; `alpha3` → codes of countries of two letters."""

    entities: list[Known]
    keys: list[str]
    forms: list[list[Form]]
    words: Words
    alpha3: dict[str, str]
