"""Compiles listed and library names into keys and forms."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from pathlib import Path

import msgspec

from pipeline.gazetteer import libraries
from pipeline.gazetteer.keys import is_arabic, is_ideograph, key_of
from pipeline.gazetteer.known import LISTED_WEIGHT, Built, Form, Kind, Known, needs_company
from pipeline.gazetteer.lists import Listed, ListedForm, entity_lists, listed_of
from pipeline.gazetteer.words import CompiledNames, compiled_words, demonyms_of

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc\u06d2]")
"""Letters that Arabic hasn't: پ چ ژ ک گ ی ے."""
_PERSIAN_NAMES = ("fa", "ur", "ps", "ckb")
"""Languages that have Persian names. Folded, they are words in Arabic: يمن is luck, جين a gene, كيف how."""
_SURNAME_FIRST = {"CN", "KP", "KR", "VN", "TW", "HK"}


class _Compiler:
    """Collects entities and forms; the first bearer of (key, kind, id) counts."""

    def __init__(self, demonyms: Container[str]) -> None:
        self.entities: list[Known] = []
        self.forms: dict[str, dict[tuple[int, bool, bool, bool], Form]] = {}
        """Key → bearer, and whether the form is guarded, without its article, a German genitive → form."""
        self.demonyms = demonyms
        """What peoples are called: a country's name that is one too counts in its own language only (`Italien`)."""
        self.given: set[str] = set()
        """First words of the listed persons' full names."""

    def entity(self, known: Known) -> int:
        self.entities.append(known)
        return len(self.entities) - 1

    def form(
        self, text: str, entity: int, language: str | None = None, *, guarded: bool = False, short: bool = False
    ) -> None:
        key = key_of(text)
        if len(key) < 2 or (len(key) < 3 and not text.isupper() and not is_ideograph(key[0])):
            return
        if language == "fa" or (language is None and _PERSIAN.search(text)):
            for other in _PERSIAN_NAMES:
                self._form(text, key, entity, other, guarded=guarded, short=short)
            return
        self._form(text, key, entity, language, guarded=guarded, short=short)

    def _form(self, text: str, key: str, entity: int, language: str | None, *, guarded: bool, short: bool) -> None:  # noqa: PLR0913  # what a form is made of
        letters = [c for c in text if c.isalpha()]
        form = Form(
            entity,
            (language,) if language else (),
            guarded=guarded,
            capitals=len(key) <= 5 and text.isupper() and bool(letters) and letters[0] != letters[0].lower(),
            lowercase=bool(letters) and letters[0].islower(),
            short=short,
            tail=" " in text and _last_word(text)[:1].isupper(),
        )
        self._add(key, form)
        if _takes_genitive(text, key) and language in (None, "de") and not form.capitals:
            self._add(f"{key}s", msgspec.structs.replace(form, languages=("de",), genitive=True))
        if _ARABIC.match(text) and key.startswith("ال") and len(key) > 4 and key[2] != " ":
            self._add(key[2:], Form(entity, form.languages, guarded=guarded, short=short, elided=True))

    def _add(self, key: str, form: Form) -> None:
        bearers = self.forms.setdefault(key, {})
        which = form.entity, form.guarded, form.elided, form.genitive
        known = bearers.get(which)
        bearers[which] = form if known is None else _merged(known, form)


def _merged(one: Form, other: Form) -> Form:
    """Two forms with one key and one entity: whichever condition is milder holds."""
    languages = () if not one.languages or not other.languages else tuple(sorted({*one.languages, *other.languages}))
    return Form(
        one.entity,
        languages,
        guarded=one.guarded and other.guarded,
        capitals=one.capitals and other.capitals,
        lowercase=one.lowercase or other.lowercase,
        short=one.short and other.short,
        elided=one.elided and other.elided,
        tail=one.tail and other.tail,
        genitive=one.genitive,
    )


def _takes_genitive(text: str, key: str) -> bool:
    """Names in Latin script get an s in German (`Argentiniens`), not after another s sound."""
    return len(key) > 3 and text[0].isupper() and key[-1].isalpha() and key[-1] < "y" and key[-1] not in "sxz"


def _last_word(text: str) -> str:
    return re.split(r"[ '\N{RIGHT SINGLE QUOTATION MARK}-]", text)[-1]


def compiled(folder: Path) -> Built:
    """The gazetteer of the lists in `folder` and the libraries; the same inputs give the same bytes."""
    compiler = _Compiler(demonyms_of(folder))
    places = []
    for kind, path in entity_lists(folder):
        if kind == "place":
            places += listed_of(path)
            continue
        for listed in listed_of(path):
            _add_listed(compiler, listed, kind)
    _add_places(compiler, places)
    keys = sorted(compiler.forms)
    return Built(
        compiler.entities,
        keys,
        [[_with_company(form, compiler.entities) for form in compiler.forms[key].values()] for key in keys],
        compiled_words(folder, _names(compiler, places)),
        libraries.alpha3(),
    )


def _with_company(form: Form, entities: list[Known]) -> Form:
    return msgspec.structs.replace(form, company=needs_company(form, entities[form.entity]))


def _unlisted(compiler: _Compiler) -> set[str]:
    """Keys that only cities of the libraries have; where they are common words too, they are stop names."""
    listed = {i for i, known in enumerate(compiler.entities) if known.type != "city" or known.weight >= LISTED_WEIGHT}
    return {key for key, forms in compiler.forms.items() if not any(entity in listed for entity, *_ in forms)}


def _names(compiler: _Compiler, places: Iterable[Listed]) -> CompiledNames:
    forms = compiler.forms
    of_countries = {index for index, known in enumerate(compiler.entities) if known.type in ("country", "territory")}
    countries = {key for key, of in forms.items() if any(entity in of_countries for entity, *_ in of)}
    return CompiledNames(
        given=compiler.given,
        cities=_unlisted(compiler),
        countries=countries,
        own_names=_own_names(places),
        acronyms={key for key, of in forms.items() if any(form.capitals for form in of.values())},
        of_two_words={key for key in forms if key.count(" ") == 1} - countries,
    )


def _own_names(places: Iterable[Listed]) -> set[tuple[str, str]]:
    """(key, language) of countries' names in that language, whole or without what follows (`Bosnia`)."""
    names = [(key_of(name), language) for _, of in libraries.countries() for name, language in of if language]
    names += [(key_of(form.text), form.language) for one in places for form in one.forms if form.language]
    return {(" ".join(key.split()[:end]), language) for key, language in names for end in (1, len(key.split()))}


def _add_places(compiler: _Compiler, places: list[Listed]) -> None:
    """Countries and cities of the libraries, each joined with its line in the lists; then the lists' other places."""
    line_of = {_place_key(listed): listed for listed in places}
    used = set()
    for known, names in [*libraries.countries(), *libraries.cities()]:
        key = (known.country, "" if known.type == "country" else key_of(known.name))
        line = line_of.get(key) if key not in used else None
        if line is not None:
            used.add(key)
        _add_place(compiler, _joined(known, line), names, line)
    for listed in places:
        if _place_key(listed) not in used:
            _add_listed(compiler, listed, "place")


def _place_key(listed: Listed) -> tuple[str | None, str]:
    """What joins a line to a library's place: the country's code, and for a city its name."""
    is_country = listed.attributes.get("type") in ("country", "territory")
    return listed.attributes.get("country"), "" if is_country else key_of(listed.name)


def _joined(known: Known, listed: Listed | None) -> Known:
    if listed is None:
        return known
    weight = known.weight + (LISTED_WEIGHT if known.type == "city" else 0)
    return msgspec.structs.replace(known, id=listed.id or known.id, name=listed.name, weight=weight)


def _add_place(
    compiler: _Compiler, known: Known, names: Iterable[tuple[str, str | None]], listed: Listed | None
) -> None:
    entity = compiler.entity(known)
    curated = {key_of(form.text) for form in listed.forms} if listed else set()
    has_arabic = any(is_arabic(key[0]) for key in curated if key)
    for name, language in names:
        if key_of(name) in curated or (has_arabic and language is None and is_arabic(name[0])):
            continue  # alternates in Arabic script are Persian, Urdu, Ottoman (رباط): the line has the Arabic form
        guarded = known.type == "city" and known.weight < libraries.WELL_KNOWN_CITY
        own = len(name) <= 4 or language == "fa" or key_of(name) in compiler.demonyms
        compiler.form(name, entity, language if own else None, guarded=guarded)
    for form in _spread(listed) if listed else ():
        compiler.form(form.text, entity, form.language, guarded=form.guarded)


def _spread(listed: Listed) -> list[ListedForm]:
    """The forms of a line; a name that carries a mark in some languages (`!Sofia@es`) is a plain name in the others."""
    marked = {form.language for form in listed.forms if form.text == listed.name}
    if not marked or None in marked:
        return listed.forms
    return [*listed.forms, *(ListedForm(listed.name, other) for other in libraries.LANGUAGES if other not in marked)]


def _add_listed(compiler: _Compiler, listed: Listed, kind: Kind) -> None:
    place = listed.attributes
    lat, lon = (float(place[k]) if k in place else None for k in ("lat", "lon"))
    country = place.get("country")
    entity = compiler.entity(Known(listed.id, listed.name, kind, place.get("type"), country, lat, lon, LISTED_WEIGHT))
    well_known = place.get("surname") == "ok"
    for form in _spread(listed):
        single = kind == "person" and " " not in form.text and not is_ideograph(form.text[0])
        whole = single and form.text == listed.name
        compiler.form(
            form.text, entity, form.language, guarded=form.guarded, short=single and not well_known and not whole
        )
        words = form.text.split()
        if kind == "person" and len(words) > 1 and country not in _SURNAME_FIRST:
            compiler.given.add(words[0])
        if kind == "person" and well_known and len(words) > 1 and not form.guarded:
            surname = words[0] if country in _SURNAME_FIRST and not _ARABIC.match(form.text) else words[-1]
            if form.text == listed.name:
                compiler.form(surname, entity)
