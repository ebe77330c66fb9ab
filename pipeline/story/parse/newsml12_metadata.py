"""The descriptive and administrative metadata of a NewsML 1.2 item: places, subjects, keywords, parties, language.

Controlled values stand in `FormalName` attributes; free ones in `Property` elements with a `Value`.
"""

from __future__ import annotations

import pycountry
from lxml import etree

from pipeline.story.model import SourceEntity, Subject
from pipeline.story.parse.blocks import text_of

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PEOPLE = frozenset({"person", "people", "personname"})
_ORGANISATIONS = frozenset({"organisation", "organization", "company"})

_KOSOVO = ("XK", "Kosovo")
_COUNTRIES: dict[str, tuple[str, str]] = {
    "XK": _KOSOVO,
    "XKX": _KOSOVO,
    **{
        code: (one.alpha_2, getattr(one, "common_name", one.name))
        for one in pycountry.countries
        for code in (one.alpha_2, one.alpha_3)
    },
}
"""ISO 3166-1 code of two or three letters → the one of two, and the country's name. Kosovo's are in use without ISO."""


def formal(element: etree._Element, tag: str) -> str | None:
    """The FormalName of the child `tag`, null when there is none."""
    child = element.find(tag)
    return (child.get("FormalName") or "").strip() or None if child is not None else None


def formal_below(element: etree._Element, tag: str) -> str | None:
    """The first FormalName of an element `tag` at any depth."""
    return next((name for e in element.iter(tag) if (name := (e.get("FormalName") or "").strip())), None)


def party(item: etree._Element, role: str) -> str | None:
    """The Party in the role `Provider` or `Source` of the administrative metadata."""
    return next((name for e in item.iter(role) if (name := formal(e, "Party"))), None)


def kinds(item: etree._Element) -> list[str]:
    """Values of properties that may name the kind of item (AFP marks alerts among its keywords)."""
    return [value for name, value in _properties(item) if name in {"newsitemtype", "keyword", "product"}]


def keywords(item: etree._Element) -> list[str]:
    """KeywordLines and keyword properties, each once."""
    lines = [text for line in item.iter("KeywordLine") if (text := text_of(line))]
    return list(dict.fromkeys([*lines, *(value for name, value in _properties(item) if name == "keyword")]))


def subjects(item: etree._Element) -> list[Subject]:
    """IPTC subject codes: subject, matter and detail each, in the order of the document."""
    codes: dict[str, Subject] = {}
    for code in item.iter("SubjectCode"):
        for element in code.iter("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier"):
            name = (element.get("FormalName") or "").strip()
            if name:
                codes.setdefault(name, Subject(code=name, scheme=element.get("Scheme") or "subj"))
    return list(codes.values())


def located(item: etree._Element) -> str | None:
    """The place where the story comes from: a location that says it is the origin, else the first; its city first."""
    for location in sorted(item.iter("Location"), key=lambda e: (e.get("HowPresent") or "").lower() != "origin"):
        values = dict(reversed(_properties(location)))
        for wanted in ("city", "sublocation", "countryarea", "country"):
            if wanted in values:
                return values[wanted]
    return None


def entities(item: etree._Element) -> list[SourceEntity]:
    """Whom and what the metadata names. A country given by its ISO code has the name that ISO 3166 gives it."""
    found: list[SourceEntity] = []
    for location in item.iter("Location"):
        values = dict(reversed(_properties(location)))
        stated = values.get("country", "")
        iso2, country = _COUNTRIES.get(stated.upper(), (None, None if _is_code(stated) else stated))
        if "city" in values:
            found.append(SourceEntity(kind="place", name=values["city"], country=iso2))
        if country:
            found.append(
                SourceEntity(kind="place", name=country, code=f"iso3166:{iso2}" if iso2 else None, country=iso2)
            )
    for name, value in _properties(item):
        if name in _PEOPLE:
            found.append(SourceEntity(kind="person", name=value))
        elif name in _ORGANISATIONS:
            found.append(SourceEntity(kind="organisation", name=value))
    return list(dict.fromkeys(found))


def _is_code(country: str) -> bool:
    """A code of some other scheme is no name."""
    return len(country) <= 3 and country.isascii()


def language(item: etree._Element, content: etree._Element | None) -> str | None:
    """The Language of the metadata, else the nearest `xml:lang` around the text."""
    stated = formal_below(item, "Language")
    if stated:
        return stated
    inner = content if content is not None else item
    around = (element.get(_XML_LANG) for element in (inner, *inner.iterancestors()))
    return next((tag for tag in around if tag), None)


def _properties(element: etree._Element) -> list[tuple[str, str]]:
    """Name (in lower case) and value of every Property below that has one."""
    pairs = []
    for prop in element.iter("Property"):
        value = (prop.get("Value") or prop.get("ValueRef") or "").strip()
        if value:
            pairs.append(((prop.get("FormalName") or "").lower(), value))
    return pairs
