"""What is wrong in the curated lists: format, ids, clashes, junk, names that are words, names without Arabic.

A fault is a line to correct; advice is a line to look at. Both name `file:line` and say what to do. Nothing is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pycountry

from pipeline.gazetteer.common import common_words, stop_names
from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import Kind
from pipeline.gazetteer.lists import Listed, ListedForm, ListError, entity_lists, listed_of

KEYS = frozenset(("country", "role", "surname", "type", "lat", "lon"))
TYPES = {
    "place": "country territory city region continent sea river strait lake mountain island desert site camp",
    "organisation": "institution ministry parliament court military police intelligence bank party armed company media "
    "agency ngo club federation university",
    "person": "",
}
LANGUAGES = frozenset(("ar", "en", "fr", "de", "es", "pt"))
MARKS = LANGUAGES | {"it", "nl", "ru", "uk", "tr", "fa", "he", "el", "zh"}
ARABIC_WANTED = ("person", "place")
"""Kinds of which every line has an Arabic form; of organisations many have none (VVD, Edeka)."""

_NONE: frozenset[str] = frozenset()
_ID = re.compile(r"wd:Q[1-9]\d*|iso3166:[A-Z]{2}|geonames:[1-9]\d*")
_ARABIC = re.compile(r"[\u0621-\u064a]")


@dataclass(frozen=True, order=True)
class Fault:
    """`kind` is one word of format, id, attribute, junk, clash, word, arabic; advice doesn't fail the check."""

    where: str
    kind: str
    message: str
    advice: bool = False


def faults_of(folder: Path) -> list[Fault]:
    """Everything wrong in the lists of a folder, by file and line."""
    faults: list[Fault] = []
    listed: list[tuple[Kind, Listed]] = []
    for kind, path in entity_lists(folder):
        try:
            listed += [(kind, one) for one in listed_of(path)]
        except ListError as error:
            faults.append(Fault(path.name, "format", str(error)))
    stop = stop_names(folder)
    common = {language: words - stop.get(language, _NONE) for language, words in common_words(folder).items()}
    for kind, one in listed:
        faults += _line_faults(kind, one, common)
    faults += _repeated_ids(listed)
    faults += _clashes(listed)
    faults += _repeated_countries(listed)
    return sorted(faults, key=_position)


def _position(fault: Fault) -> tuple[str, int, str]:
    file, _, line = fault.where.partition(":")
    return file, int(line or 0), fault.message


def _line_faults(kind: Kind, one: Listed, common: dict[str, frozenset[str]]) -> Iterator[Fault]:
    if one.id is not None and not _ID.fullmatch(one.id):
        yield Fault(one.where, "id", f"{one.id!r} is no id: wd:Q…, iso3166:XX, geonames:N, or - for none")
    yield from _attribute_faults(kind, one)
    for form in one.forms:
        if reason := junk(form):
            yield Fault(one.where, "junk", f"{form.text!r} {reason}")
        elif languages := _word_in(kind, form, one, common):
            yield Fault(
                one.where,
                "word",
                f"{form.text!r} ({one.name}) is a common word in {', '.join(languages)}: "
                "guard it (!), mark its languages, or list it in stop-names.txt",
            )
    if not any(_ARABIC.search(form.text) for form in one.forms):
        yield Fault(one.where, "arabic", f"{one.name} has no Arabic form", advice=kind not in ARABIC_WANTED)


def _attribute_faults(kind: Kind, one: Listed) -> Iterator[Fault]:
    for key, value in one.attributes.items():
        if key not in KEYS:
            yield Fault(one.where, "attribute", f"{key!r} is no attribute: {', '.join(sorted(KEYS))}")
        elif key == "country" and value != "XK" and pycountry.countries.get(alpha_2=value) is None:
            yield Fault(one.where, "attribute", f"{value!r} is no ISO 3166-1 code")
        elif key == "surname" and value != "ok":
            yield Fault(one.where, "attribute", f"surname={value}: only 'ok' is known")
        elif key in ("lat", "lon") and not _is_degree(value, 90 if key == "lat" else 180):
            yield Fault(one.where, "attribute", f"{key}={value} is no number of degrees")
    if kind != "person" and one.attributes.get("type") not in TYPES[kind].split():
        yield Fault(one.where, "attribute", f"type={one.attributes.get('type')} is none of: {TYPES[kind]}")
    for form in one.forms:
        if form.language and form.language not in MARKS:
            yield Fault(one.where, "attribute", f"{form.text}@{form.language}: no language of the pipeline")


def _is_degree(value: str, most: int) -> bool:
    try:
        return abs(float(value)) <= most
    except ValueError:
        return False


def junk(form: ListedForm) -> str | None:
    """Why a form can't be a name, or None.

    >>> junk(ListedForm("10")), junk(ListedForm("X")), junk(ListedForm("UN")), junk(ListedForm("习近平"))
    ('has no letter', 'is too short to be found', None, None)
    """
    text = form.text
    if unicodedata.normalize("NFC", text) != text:
        return "is not in Unicode's composed form (NFC)"
    if invisible := [
        c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn") and c != "\N{ZERO WIDTH NON-JOINER}"
    ]:
        return f"holds the invisible character U+{ord(invisible[0]):04X}"
    if not any(c.isalpha() for c in text):
        return "has no letter"
    if len(key := key_of(text)) < 2 or (len(key) < 3 and not text.isupper() and not _is_ideographic(key)):
        return "is too short to be found"
    if len(key) > 90:
        return "is too long to be a name"
    return None


def _is_ideographic(key: str) -> bool:
    return all("\u2e80" <= c <= "\ufaff" or "\uac00" <= c <= "\ud7a3" for c in key)


def _word_in(kind: Kind, form: ListedForm, one: Listed, common: dict[str, frozenset[str]]) -> list[str]:
    """Languages in which a form that is found without context is a common word.

    No trap are names in `stop-names.txt` (never found without context), surnames (they need the full name in the story)
    and acronyms (they stand in capitals).
    """
    key = key_of(form.text)
    if form.guarded or " " in key or (len(key) <= 5 and form.text.isupper() and not _ARABIC.search(form.text)):
        return []
    if kind == "person" and one.attributes.get("surname") != "ok" and form.text != one.name:
        return []
    return [language for language, words in common.items() if form.language in (None, language) and key in words]


def _repeated_ids(listed: Iterable[tuple[Kind, Listed]]) -> Iterator[Fault]:
    bearers: dict[str, Listed] = {}
    for _, one in listed:
        if one.id is None:
            continue
        if (first := bearers.setdefault(one.id, one)) is not one:
            yield Fault(one.where, "id", f"{one.id} is also the id of {first.name} ({first.where})")


def _repeated_countries(listed: Iterable[tuple[Kind, Listed]]) -> Iterator[Fault]:
    """A line of type country or territory is joined to CLDR's entry by its code: a second one would displace it."""
    bearers: dict[str, Listed] = {}
    for kind, one in listed:
        if kind == "place" and one.attributes.get("type") in ("country", "territory"):
            first = bearers.setdefault(one.attributes.get("country", ""), one)
            if first is not one:
                yield Fault(
                    one.where, "id", f"{one.name} has the country code of {first.name} ({first.where}): type=region"
                )


def _clashes(listed: Iterable[tuple[Kind, Listed]]) -> Iterator[Fault]:
    """One key on two lines of one kind, in one language, both without a guard: which of the two is meant can't be told.

    With a guard on all but one, that one is meant unless the company of the name says otherwise. Surnames are no clash,
    as they need the full name beside them.
    """
    bearers: dict[tuple[str, str], list[tuple[ListedForm, Listed]]] = defaultdict(list)
    for kind, one in listed:
        for form in one.forms:
            if not (kind == "person" and _is_short(form, one)):
                bearers[kind, key_of(form.text)].append((form, one))
    for (_, key), found in bearers.items():
        for index, (form, one) in enumerate(found):
            for other_form, other in found[:index]:
                if other is one or form.guarded or other_form.guarded:
                    continue
                if None in (form.language, other_form.language) or form.language == other_form.language:
                    yield Fault(
                        one.where,
                        "clash",
                        f"{form.text!r} ({one.name}) has the key {key!r} of {other.name} ({other.where})",
                    )


def _is_short(form: ListedForm, one: Listed) -> bool:
    return " " not in form.text and form.text != one.name and one.attributes.get("surname") != "ok"
