"""Which of a name's meanings holds, by the company it keeps.

* A name that is an ordinary word of the story's language (Nice, Reading, Essen, كان, ليل) counts only where it is not
  the first word of a sentence and something says that a place follows (`in`, `city of`, مدينة, قرب), or beside another
  place of its country (باريس وليل), or where the dateline names it.
* A guarded name (several bearers) counts only where its entity stands in the story under another name too, where a
  title stands before it (persons), or where its country is in the story or in the dateline (places).
* A short name (a surname) counts only beside the full name or after a title, and then only if it has one bearer.
* Of several bearers: the one that needs no support goes before one that does; among places the one whose country
  is in the story, else the most populous.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.gazetteer.keys import FoldedText, key_of
from pipeline.gazetteer.known import Form, Known
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon, without_particle
from pipeline.story.model import Cleaned, TextField


class Context:
    """The company that the names of one story keep."""

    def __init__(  # noqa: PLR0913  # each is a fact of its own, and all have one caller
        self,
        found: list[Found],
        known: list[Known],
        lexicon: Lexicon,
        language: str,
        fields: Mapping[TextField, FoldedText],
        cleaned: Cleaned,
    ) -> None:
        self._known, self._lexicon, self._language, self._fields = known, lexicon, language, fields
        self._stop = lexicon.stop(language)
        self._plain = {form.entity for one in found for form in one.forms if not self._needs_support(one, form)}
        countries = [known[e].country for e in self._plain if known[e].kind == "place"]
        self._countries = {code for code in countries if code}
        self._place_ends = {
            (one.field, one.end): known[one.forms[0].entity].country
            for one in found
            if one.forms[0].entity in self._plain and known[one.forms[0].entity].kind == "place"
        }
        place = cleaned.dateline.place if cleaned.dateline else None
        self._dateline = key_of(place) if place else None

    def sure(self, found: list[Found]) -> list[Found]:
        """The names whose meaning is sure, each with exactly one form."""
        kept = []
        for one in found:
            forms = [form for form in one.forms if not self._needs_support(one, form) or self._is_supported(one, form)]
            if forms:
                one.forms = [max(forms, key=lambda form: self._support(one, form))]
                one.kind = self._known[one.forms[0].entity].kind
                kept.append(one)
        return kept

    def _needs_support(self, one: Found, form: Form) -> bool:
        return form.guarded or form.short or key_of(one.text) in self._stop

    def _is_supported(self, one: Found, form: Form) -> bool:
        known = self._known[form.entity]
        key = key_of(one.text)
        if form.entity in self._plain and key not in self._stop:
            return True
        if known.kind == "person":
            return self._title_before(one) and sum(self._known[f.entity].kind == "person" for f in one.forms) == 1
        if known.kind == "place" and key == self._dateline:
            return True
        if key in self._stop:
            return known.kind == "place" and (self._locative_before(one) or self._beside_place(one, known))
        return known.kind == "place" and known.country in self._countries

    def _title_before(self, one: Found) -> bool:
        words = self._words_before(one, 2)
        titles = self._lexicon.titles(self._language)
        return bool(words) and (words[-1] in titles or without_particle(words[-1], titles) is not None)

    def _locative_before(self, one: Found) -> bool:
        words = self._words_before(one, 2)
        locative = self._lexicon.locative(self._language)
        return bool(words) and (
            words[-1] in locative or " ".join(words) in locative or without_particle(words[-1], locative) is not None
        )

    def _words_before(self, one: Found, count: int) -> list[str]:
        """Words before a name, in the same clause, without the name's own particle."""
        key = self._fields[one.field].key
        clause = key[max(0, one.key_start - 40) : key.rfind(" ", 0, one.key_start)].rpartition("  ")[2]
        return clause.split()[-count:]

    def _beside_place(self, one: Found, known: Known) -> bool:
        """`Paris et Tours`, باريس وليل: after a sure place of the same country, with a conjunction between."""
        text = self._fields[one.field].text
        for end in range(one.start - 1, max(0, one.start - 6), -1):
            if (one.field, end) in self._place_ends:
                between = key_of(text[end : one.start])
                return between in _CONJUNCTIONS and self._place_ends[one.field, end] == known.country
        return False

    def _support(self, one: Found, form: Form) -> tuple[bool, bool, int]:
        known = self._known[form.entity]
        return (not self._needs_support(one, form), known.country in self._countries, known.weight)


_CONJUNCTIONS = frozenset(("و", "and", "et", "und", "y", "e", ""))
