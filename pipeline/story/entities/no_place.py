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

_ONE = {
    "en": frozenset(("a", "an")),
    "fr": frozenset(("un", "une")),
    "es": frozenset(("un", "una")),
    "pt": frozenset(("um", "uma")),
}
"""Articles for one of several. German is left alone: `ein Berlin, das wächst`."""
_A_GERMAN = frozenset(("ein", "einen", "einem", "eines"))
_NONE: frozenset[str] = frozenset()
_THE_PEOPLE = frozenset(("die", "den", "der"))


class NoPlaces:
    """Asked of each known name of one story."""

    def __init__(self, text: StoryText, lexicon: Lexicon, known: list[Known]) -> None:
        self._text, self._lexicon, self._known = text, lexicon, known
        self._adjectives = lexicon.organisation("adjective-name")
        self._one = _ONE.get(lexicon.language, _NONE)
        self._the = frozenset(("the",)) if lexicon.language == "en" else _NONE
        self._german = lexicon.language == "de"
        self._a_product = _A_GERMAN if self._german else self._one

    def has(self, one: Found, found: Sequence[Found]) -> bool:
        """Whether a name is none here; `found`: the story's names."""
        if one.key in self._adjectives and self._is_adjective(one, found):
            return True
        if one.kind == "person" or not one.first:
            return False
        before = self._text.keys[one.first - 1]
        if one.kind == "organisation":
            return before in self._a_product and self._is_product(one)
        if self._german:
            return before in _THE_PEOPLE and one.key in self._lexicon.demonyms and self._text.spaced(one.first)
        if before in self._the:
            return self._is_called_after(one, self._lexicon.edges | self._lexicon.verbs)
        return before in self._one and self._is_called_after(one, self._lexicon.small("and"))

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
