"""Words with a name of a place, a party or a company that are none where they stand, told by article and neighbours.

* a colour's or a quality's adjective before a noun (`Der Grüne See`);
* a dance, a wine, a drink, a car that is called after a city: with its article, and no noun behind it
  (`the Charleston`, `a Manhattan, he …`, `un Ibiza y un …`);
* a company's product (`ein Ford und ein Opel`, `un Boeing s'est écrasé`, `a Tesla crashed`, but `a Tesla plant`);
* a people whose name is its country's too (`die Polen`, `den Schweden`): such a country has no article in German.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.gazetteer.known import Known
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import StoryText

_ARTICLES = {
    "en": frozenset(("the", "a", "an")),
    "de": frozenset(("die", "den", "der", "ein", "einen", "einem", "eines")),
    "fr": frozenset(("un", "une")),
    "es": frozenset(("un", "una")),
    "pt": frozenset(("um", "uma")),
}
"""Articles behind which a place's or a company's name may be none."""
_DEFINITE = frozenset(("the", "die", "den", "der"))


class NoPlaces:
    """Asked about the known names of one story."""

    def __init__(self, text: StoryText, lexicon: Lexicon, known: list[Known]) -> None:
        self._text, self._lexicon, self._known = text, lexicon, known
        self._german = lexicon.language == "de"

    def without_them(self, found: Sequence[Found]) -> Sequence[Found]:
        """The names of a story without those that are none."""
        adjectives = self._lexicon.organisation("adjective-name")
        if adjectives:
            found = [one for one in found if one.key not in adjectives or not self._is_adjective(one, found)]
        articles = _ARTICLES.get(self._lexicon.language)
        if articles is None:
            return found
        before = self._text.keys
        return [one for one in found if not (one.first and before[one.first - 1] in articles and self._is_none(one))]

    def _is_none(self, one: Found) -> bool:
        """Whether a name behind an article is none. `ein` is left alone before a city: `ein Berlin, das wächst`."""
        lexicon, definite = self._lexicon, self._text.keys[one.first - 1] in _DEFINITE
        if one.kind == "organisation":
            return not definite and self._is_product(one)
        if one.kind == "person":
            return False
        if self._german:
            return definite and one.key in lexicon.demonyms and self._text.spaced(one.first)
        return self._is_called_after(one, lexicon.edges if definite else lexicon.small("and"))

    def _is_adjective(self, one: Found, found: Sequence[Found]) -> bool:
        """`Der Grüne See`: before a noun it is none; before another name (`Die Grünen Bayern`) it may be one."""
        text, after = self._text, one.last + 1
        noun = text.capital[after] and text.spaced(after) and text.keys[after] not in self._lexicon.given
        return noun and all(other.first != after for other in found)

    def _is_product(self, one: Found) -> bool:
        """A company's name after the article for one of several; in English and German a noun behind it is governed."""
        text, lexicon, after = self._text, self._lexicon, one.last + 1
        if not text.spaced(one.first) or any(self._known[form.entity].type != "company" for form in one.forms):
            return False
        if self._german:
            return not text.hyphened(after) and (not text.capital[after] or text.shouted(after))
        if lexicon.language == "en":
            return not text.joined(after) or text.keys[after] in lexicon.edges or text.keys[after] in lexicon.verbs
        return True

    def _is_called_after(self, one: Found, may_follow: frozenset[str]) -> bool:
        """A city's name with no noun behind it (`the Charleston shooting` is one of the place)."""
        text, after = self._text, one.last + 1
        if not text.spaced(one.first) or (text.joined(after) and text.keys[after] not in may_follow):
            return False
        return all(self._known[form.entity].type == "city" for form in one.forms)
