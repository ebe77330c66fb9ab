"""Which of a name's meanings holds, by the company it keeps.

* A guarded name (a common word, or a name with several bearers) counts only where its entity stands in the story under
  an unguarded name too, or, for a place, where its country is in the story or the dateline names it.
* A short name (a surname) counts only where the full name stands in the story.
* Of several bearers: a person or organisation goes before a place only if that is the better supported; among cities
  the one whose country is in the story, else the most populous.
"""

from __future__ import annotations

from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import Form, Known
from pipeline.story.entities.found import Found
from pipeline.story.model import Cleaned


def sure(found: list[Found], known: list[Known], cleaned: Cleaned, language: str) -> list[Found]:
    """The names whose meaning is sure, each with exactly one form."""
    plain = {form.entity for one in found for form in one.forms if not (form.guarded or form.short)}
    countries = {known[e].country for e in plain if known[e].kind == "place" and known[e].type == "country"}
    dateline = key_of(cleaned.dateline.place) if cleaned.dateline and cleaned.dateline.place else None
    kept = []
    for one in found:
        forms = [
            form
            for form in one.forms
            if not (form.guarded or form.short)
            or form.entity in plain
            or (form.guarded and _place_in_company(known[form.entity], key_of(one.text), countries, dateline))
        ]
        if forms:
            one.forms = [max(forms, key=lambda form: _support(form, known[form.entity], countries))]
            kept.append(one)
    return kept


def _place_in_company(known: Known, key: str, countries: set[str | None], dateline: str | None) -> bool:
    return known.kind == "place" and dateline is not None and key == dateline and known.country in countries


def _support(form: Form, known: Known, countries: set[str | None]) -> tuple[bool, bool, int]:
    return (not (form.guarded or form.short), known.country in countries, known.weight)
