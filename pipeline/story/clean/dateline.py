"""Datelines: place, country, date and agency, as agencies write them in six languages, and as transmission breaks them.

Forms, read from agency material: `STOCKHOLM, Aug 29, 2014 (AFP) -`, `Berlin (AFP) –`, `Paris, 21 jan 2019 (AFP) -`,
`نيقوسيا, 25-11-2023 (أ ف ب) -`, `كييف (أوكرانيا), 25-11-2023 (أ ف ب) -`, `تاي شانغ (تايوان) (أ ف ب)`, and the broken
`(واشنطن (أ ف ب`, whose bracket went to the wrong end of the line when a program reordered right-to-left text.
The credit of a known agency is what makes a dateline certain; without one, `PLACE, date -` is enough.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from pipeline.story.clean.words import WORDS
from pipeline.story.model import Dateline

_AGENCY: dict[str, str] = {form: name for name, forms in WORDS["agencies"].items() for form in forms}
_NO_CREDITS = frozenset(WORDS["no_credits"])
_MONTHS: dict[str, int] = WORDS["months"]


def _alternatives(words: list[str] | dict[str, str] | dict[str, int]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


_KNOWN = _alternatives(_AGENCY)
_FORM = r"(?-i:[A-Z]{3,6}(?![a-z]))|[ء-ي](?:\. ?[ء-ي]| {1,3}[ء-ي]){1,3}\.?"
"""A credit of an agency that isn't in the list: three capitals or more (two are a state), or single Arabic letters."""
_CREDIT = rf"(?:{_KNOWN}|{_FORM})(?:\s*[/-]\s*(?:{_KNOWN}|{_FORM}))?"
_MONTH = rf"(?:{_alternatives(_MONTHS)})\.?"
_MONTH_PAIR = rf"{_MONTH}(?:\s?/\s?{_MONTH})?"
DATE = (
    rf"(?:(?:le\s+)?\d{{1,2}}(?:er|st|nd|rd|th|\.|º)?\s*(?:de\s+)?{_MONTH_PAIR}(?:\s*(?:,|de)?\s*\d{{4}})?"
    rf"|{_MONTH_PAIR}\s*\d{{1,2}}(?:\s*,?\s*\d{{4}})?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})"
)
"""A date as datelines write it, for regular expressions that ignore case."""
_NAME = r"[^\W\d_](?:[^\W\d_]|\. ?(?=[^\W\d_,])|(?: {1,3}|['’\-/])(?=[^\W\d_])){1,40}"
_PLACE = rf"(?P<place>{_NAME}(?:,\s+{_NAME}\.?){{0,2}}?)"
_COUNTRY = rf"(?:\s*\((?P<country>(?!(?:{_CREDIT})\s*\)){_NAME})\))?"
_DASH = r"\s*\.?(?:--|[-\N{EN DASH}\N{EM DASH}])(?=\s|$)"
"""EFE and others write `.-`, Xinhua `--`."""

_FULL = re.compile(
    rf"\s*(?:{_PLACE}{_COUNTRY})?(?:\s*[,،]?\s*(?P<date>{DATE}))?\s*[,،]?\s*\((?P<credit>{_CREDIT})\)"
    rf"(?:{_DASH}\s*|\s*:\s+|\s*(?=\n|$))",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    rf"\s*(?:\(\s*{_PLACE}(?:\s*[,،]?\s*(?P<date>{DATE}))?\s*\((?P<credit>{_CREDIT})\s*\)?"
    rf"|{_PLACE.replace('place', 'place2')}(?:\s*[,،]?\s*(?P<date2>{DATE}))?"
    rf"\s*(?:\((?P<credit2>{_CREDIT})\(?|\)(?P<credit3>{_CREDIT})[()]?))"
    rf"(?:{_DASH}\s*|\s*(?=\n|$))",
    re.IGNORECASE,
)
_UNCREDITED = re.compile(rf"\s*{_PLACE}{_COUNTRY}\s*[,،]\s*(?P<date>{DATE}){_DASH}\s+", re.IGNORECASE)
_ONE_CREDIT = re.compile(_alternatives(_AGENCY), re.IGNORECASE)
_AGENCY_FOLDED = {form.casefold(): name for form, name in _AGENCY.items()}
_MONTH_NAME = re.compile(rf"(?<!\w){_MONTH}", re.IGNORECASE)
_BRACKETED = re.compile(rf"[()]\s*(?:{_CREDIT})", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ]")
AHEAD = timedelta(days=7)
"""A dateline tells where and when a story was written; clocks and zones put it ahead by a day, embargoes by a few."""


class Found(NamedTuple):
    """A dateline, and where it ends in the line it opens (the lede may follow)."""

    dateline: Dateline
    end: int


def dateline_at_start(line: str, reference: datetime) -> Found | None:
    """The dateline that a line begins with, or null; `reference` is the story's own time, for years left out.

    >>> at = datetime(2024, 1, 2)
    >>> dateline_at_start("PARIS, Jan 1 (AFP) - The storm passed.", at)
    Found(dateline=Dateline(text='PARIS, Jan 1 (AFP) -', place='PARIS', country=None, date='2024-01-01', \
agency='AFP'), end=21)
    >>> dateline_at_start("Paris said on Jan 1 that the AFP reporter left.", at) is None
    True
    """
    head = line[:160]
    m = _match(head)
    if m is None:
        return None
    named = m.groupdict()
    parts = _Parts(
        place=named.get("place") or named.get("place2"),
        country=named.get("country"),
        day=named.get("date") or named.get("date2"),
        credit=named.get("credit") or named.get("credit2") or named.get("credit3"),
    )
    dateline = _read(m[0], parts, reference.date())
    return Found(dateline, m.end()) if dateline else None


class _Parts(NamedTuple):
    """What stands in a dateline, as written."""

    place: str | None
    country: str | None
    day: str | None
    credit: str | None


@lru_cache(maxsize=1024)
def _read(text: str, parts: _Parts, today: date) -> Dateline | None:
    """What the parts of a dateline say, or null where its credit is none.

    Remembered: the stories of a day have few places and one date, and to read a month's name is the dearest part.
    """
    place, country, day, credit = parts
    place = " ".join(place.split()).removesuffix(" في") if place else None
    agency = _agency(credit)
    if credit and agency is None and not _is_credit(credit, place, day, text):
        return None
    return Dateline(
        text=text.strip(), place=place, country=country, date=iso_date(day, today) if day else None, agency=agency
    )


def _match(head: str) -> re.Match[str] | None:
    """The first form that fits; the probes are there because most lines are no dateline, and say so cheaply."""
    if ("(" in head or ")" in head) and _BRACKETED.search(head):
        return _FULL.match(head) or _BROKEN.match(head)
    return _UNCREDITED.match(head) if "-" in head or "\N{EN DASH}" in head or "\N{EM DASH}" in head else None


def _is_credit(credit: str, place: str | None, day: str | None, text: str) -> bool:
    """Whether an unknown abbreviation in brackets is a credit, and not that of what stands before it.

    A credit follows a date, or a short place with a dash or the line's end behind. `World Health Organization (WHO)` is
    spelt by its own capitals, parties and unions of states are in a list.

    >>> _is_credit("WSP", "PARIS", None, "PARIS (WSP) -")
    True
    >>> _is_credit("WHO", "World Health Organization", None, "World Health Organization (WHO) -")
    False
    """
    if day or not place:
        return day is not None
    words = re.findall(r"[^\W\d_]+", place)
    initials = {letter for word in words for letter in (word[0].upper() if word.isupper() and len(word) > 3 else word)}
    initials |= {word[0].upper() for word in words}
    if len(words) > 4 or credit in _NO_CREDITS or initials.issuperset(c for c in credit if c.isalpha()):
        return False
    return text.rstrip().endswith(("-", "\N{EN DASH}", "\N{EM DASH}")) or _CAPITAL.match(credit) is None


def dateline_of(text: str, reference: datetime) -> Dateline:
    """A dateline that the format set apart: everything that can be read of it.

    >>> dateline_of("BERLIN", datetime(2023, 9, 5)).place
    'BERLIN'
    """
    stripped = text.strip()
    found = dateline_at_start(stripped, reference) or dateline_at_start(stripped + " -", reference)
    if found and found.end >= len(stripped):
        return Dateline(
            text=stripped,
            place=found.dateline.place,
            country=found.dateline.country,
            date=found.dateline.date,
            agency=found.dateline.agency,
        )
    day = re.search(DATE, stripped, re.IGNORECASE)
    place = re.match(_NAME, stripped)
    credit = re.search(rf"\((?P<credit>{_CREDIT})\)", stripped, re.IGNORECASE)
    return Dateline(
        text=stripped,
        place=place[0].strip() if place else None,
        date=iso_date(day[0], reference.date()) if day else None,
        agency=_agency(credit["credit"]) if credit else None,
    )


def iso_date(text: str, today: date) -> str | None:
    """A dateline's date as ISO; a year left out is that of the last such day before `today`, the story's own day.

    >>> iso_date("31 déc", date(2024, 1, 1)), iso_date("25-11-2023", date(2024, 1, 1))
    ('2023-12-31', '2023-11-25')
    >>> iso_date("5 سبتمبر/أيلول", date(2023, 9, 6)), iso_date("31-31-2020", date(2023, 9, 6))
    ('2023-09-05', None)
    """
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    month = _MONTH_NAME.search(text)
    if month:
        number = _MONTHS[re.sub(r"\s+", " ", month[0].rstrip(".").lower())]
        year = numbers[1] if len(numbers) > 1 else None
        return _closest(year, number, numbers[0], today)
    if len(numbers) != 3:
        return None
    if numbers[0] > 31:
        return _closest(numbers[0], numbers[1], numbers[2], today)
    year = numbers[2] if numbers[2] > 99 else 2000 + numbers[2]
    return _closest(year, numbers[1], numbers[0], today)


def _closest(year: int | None, month: int, day: int, today: date) -> str | None:
    dates = []
    for candidate in (year,) if year else (today.year - 1, today.year, today.year + 1):
        try:
            dates.append(date(candidate, month, day))
        except ValueError:
            continue
    past = [d for d in dates if d <= today + AHEAD] if year is None else dates
    return max(past or dates).isoformat() if dates else None


def _agency(credit: str | None) -> str | None:
    if credit is None:
        return None
    first = _ONE_CREDIT.match(credit)
    return _AGENCY_FOLDED[re.sub(r"\s+", " ", first[0]).casefold()] if first else None
