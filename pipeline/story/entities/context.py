"""Which of a name's meanings holds, by the company it keeps.

* A name that is an ordinary word of the story's language (Nice, Reading, كان, ليل) counts where its capital says that
  it is a name: inside a sentence, without another capitalised word beside it (not in German, where nouns have
  capitals). Else it counts where something says that a place follows (`in`, مدينة, محيط), beside a sure place of its
  country (باريس وليل), or where the dateline or a sure mention names it.
* A guarded name (several bearers) counts where its entity stands in the story under another name too, where a title
  stands before it (persons), where its country is in the story or in the dateline (places), or where the story is about
  sport, a word of sport is near and no `in` stands before it (clubs: Barcelona).
* A small place (a town of fewer than 100,000, known only to the library) needs both its country and an `in`.
* A short name (a surname) counts only beside the full name or after a title, and then only if it has one bearer.
* Of several bearers: the one that needs no support goes before one that does; a club in a story about sport before the
  place; among places the one whose country is in the story, else the most populous.
"""

from __future__ import annotations

from pipeline.gazetteer.keys import is_arabic, key_of
from pipeline.gazetteer.known import LISTED_WEIGHT, Form, Known
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.no_place import NoPlaces
from pipeline.story.entities.text import StoryText
from pipeline.story.model import Dateline

SMALL = 100_000
"""Inhabitants below which a place that no list names needs an `in` before it."""
_NEAR = 20
"""Words between a club's name and a word of sport: about a sentence."""
_CONJUNCTIONS = frozenset(("and", "et", "und", "y", "e"))
_ARTICLE = "ال"
_ARABIC_IN = frozenset(("في", "وفي", "الي", "والي"))
"""In and to, as keys."""


class Context:
    """The company that the names of one story keep."""

    def __init__(  # noqa: PLR0913  # all that can be company
        self,
        found: list[Found],
        known: list[Known],
        lexicon: Lexicon,
        text: StoryText,
        dateline: Dateline | None,
        *,
        sport: list[int],
    ) -> None:
        """`sport`: indexes of the words of sport, in a story that has enough of them."""
        self._known, self._lexicon, self._text = known, lexicon, text
        self._sport = sport
        self._plain: set[int] = set()
        self._countries: set[str] = set()
        self._places: dict[int, str | None] = {}
        """Words that begin or end a sure place → its country."""
        for one in found:
            if one.plain:
                self._take(one, one.forms[0])
            elif (sure := [form for form in one.forms if not form.company]) and not self._is_mere_word(one):
                for form in sure:
                    self._take(one, form)
        self._dateline = key_of(dateline.place) if dateline and dateline.place else None
        if self._dateline:
            self._countries |= self._countries_of(found, self._dateline)

    def _take(self, one: Found, form: Form) -> None:
        bearer = self._known[form.entity]
        self._plain.add(form.entity)
        if bearer.kind == "place":
            if bearer.country:
                self._countries.add(bearer.country)
            self._places[one.first] = self._places[one.last] = bearer.country

    def _countries_of(self, found: list[Found], place: str) -> set[str]:
        """Country of the dateline's place, where the story names that place too."""
        bearers = [self._known[form.entity] for one in found if one.key == place for form in one.forms]
        return {bearer.country for bearer in bearers if bearer.country and bearer.kind == "place"}

    def sure(self, found: list[Found]) -> list[Found]:
        """The names whose meaning is sure, each with exactly one form."""
        kept: list[Found] = []
        open_ones: list[Found] = []
        for one in NoPlaces(self._text, self._lexicon, self._known).without_them(found):
            (kept if one.plain or self._decide(one) else open_ones).append(one)
        kept += [one for one in open_ones if self._decide(one)]  # what was decided may be the company of an earlier one
        return kept

    def _decide(self, one: Found) -> bool:
        """Leave a name one meaning; whether it has one that is sure."""
        word = self._is_mere_word(one)
        forms = [form for form in one.forms if self._is_sure(one, form, word=word)]
        if not forms:
            return False
        one.forms = forms if len(forms) == 1 else [max(forms, key=lambda form: self._support(one, form))]
        one.kind = self._known[one.forms[0].entity].kind
        self._take(one, one.forms[0])
        return True

    def _near_sport(self, one: Found) -> bool:
        """A word of sport stands within some words of the name: one sentence on football makes no club of Porto."""
        return any(one.first - _NEAR <= index <= one.last + _NEAR for index in self._sport)

    def _is_word(self, one: Found) -> bool:
        return one.key in self._lexicon.stop

    def _is_mere_word(self, one: Found) -> bool:
        """An ordinary word of the language, and no capital that says that here it is a name."""
        if one.key in self._lexicon.stop:
            return not self._capital_says_name(one)
        return one.key in self._lexicon.words_in_capitals and self._text.shouted(one.first)

    def _is_sure(self, one: Found, form: Form, *, word: bool) -> bool:
        """Whether a meaning is; that of an ordinary word (`word`) is not by itself."""
        if not (word or form.company):
            return True
        if form.entity in self._plain and (not word or self._text.capital[one.first]):
            return True
        bearer = self._known[form.entity]
        if bearer.kind == "place":
            return self._is_place(one, bearer, word=word, guarded=form.guarded)
        if bearer.kind == "person":
            return self._title_before(one) and sum(self._known[f.entity].kind == "person" for f in one.forms) == 1
        club = bearer.type == "club" and self._near_sport(one) and (not self._locative_before(one) or word)
        return club or self._class_noun_before(one) or (not word and self._is_word(one))

    def _is_place(self, one: Found, bearer: Known, *, word: bool, guarded: bool) -> bool:
        if self._text.keys[one.last] in self._lexicon.before_places:
            return False
        if self._class_before(one) or one.key == self._dateline:
            return True
        if word:
            located = self._locative_before(one) and not self._is_definite(one)
            if located and bearer.weight < LISTED_WEIGHT and self._text.caseless(one.first, self._lexicon.language):
                located = False  # `FAIR OPENS IN SPRING`
            return located or self._beside_place(one, bearer.country) or self._in_its_country(one, bearer)
        if self._is_part_of_run(one, bearer):
            return False
        arabic, unlisted = is_arabic(self._text.keys[one.first][0]), bearer.weight < LISTED_WEIGHT
        if unlisted and not guarded and not arabic and bearer.weight >= SMALL:
            return True
        near = (arabic or bearer.weight < SMALL) and unlisted
        beside = not near or self._locative_before(one) or self._beside_place(one, bearer.country)
        return bearer.country in self._countries and beside

    def _in_its_country(self, one: Found, bearer: Known) -> bool:
        """في سرت, إلى تدمر: an Arabic word that is a listed place, after such a preposition; its country is named."""
        text, first = self._text, one.first
        if (
            not first
            or bearer.weight < LISTED_WEIGHT
            or bearer.country not in self._countries
            or not text.spaced(first)
        ):
            return False
        return is_arabic(one.key[0]) and text.keys[first - 1] in _ARABIC_IN and not self._is_definite(one)

    def _is_definite(self, one: Found) -> bool:
        """قرب المدينة, قرب ميدان التحرير: with the article, or before a noun that has it, it is just a word."""
        text, after = self._text, one.last + 1
        governs = after < len(text.keys) and text.spaced(after) and text.keys[after].startswith(_ARTICLE)
        return one.key.startswith(_ARTICLE) or (governs and is_arabic(one.key[0]))

    def _capital_says_name(self, one: Found) -> bool:
        """`The ferry to Split leaves`: a capital inside a sentence, no other beside it; German nouns have one too."""
        text, first, after = self._text, one.first, one.last + 1
        if not text.capital[first] or text.begins_sentence(first):
            return False
        if self._lexicon.language == "de" and text.keys[first] not in self._lexicon.small("article"):
            return False
        if text.in_title_case(first) or text.shouted(first):
            return False
        before = text.keys[first - 1]
        alone_left = not (text.capital[first - 1] and text.joined(first)) or before in self._lexicon.edges
        return alone_left and not (after < len(text.keys) and text.capital[after] and text.joined(after))

    def _is_part_of_run(self, one: Found, bearer: Known) -> bool:
        """`Dera Dida`, `Tyrell Warren`: a city that only the library has, with another capitalised word beside it."""
        text, after = self._text, one.last + 1
        if bearer.weight >= LISTED_WEIGHT or self._lexicon.language == "de" or not text.capital[one.first]:
            return False
        right = after < len(text.keys) and text.capital[after] and text.spaced(after)
        left = one.first > 0 and text.capital[one.first - 1] and text.spaced(one.first)
        return (right and text.keys[after] not in self._lexicon.edges) or (
            left and not text.begins_sentence(one.first - 1)
        )

    def _title_before(self, one: Found) -> bool:
        return (
            one.first > 0
            and self._text.joined(one.first)
            and self._lexicon.title_at(self._text.keys, one.first - 1) is not None
        )

    def _locative_before(self, one: Found) -> bool:
        """`in Nice`, محيط صور; a preposition of place stands right before the name, or two words that make one."""
        text, first, locative = self._text, one.first, self._lexicon.locative
        if first == 0 or not text.joined(first):
            return False
        keys = text.keys
        before = keys[first - 1]
        if before in locative or (first > 1 and f"{keys[first - 2]} {before}" in locative):
            return True
        if before[0] not in "وفبل" or not is_arabic(keys[first][0]):
            return False
        bare = before[1:]
        return bare in locative or (bare.startswith("ل") and f"{_ARTICLE}{bare[1:]}" in locative)

    def _class_before(self, one: Found) -> bool:
        """`the city of Tripoli`, مدينة الخليل: a class word of places before the name, or before its preposition."""
        text, first, classes = self._text, one.first, self._lexicon.before_places
        if first == 0 or not text.joined(first):
            return False
        before = text.keys[first - 1]
        if before in classes or (is_arabic(before[0]) and before[1:] in classes):
            return True
        return first > 1 and text.keys[first - 2] in classes and before in self._lexicon.small("of")

    def _class_noun_before(self, one: Found) -> bool:
        """قناة الجزيرة, `der Sender Die Welt`: a class noun of organisations right before the name."""
        text, first, classes = self._text, one.first, self._lexicon.before_organisations
        if first == 0 or not text.joined(first):
            return False
        before = text.keys[first - 1]
        return before in classes or (is_arabic(before[0]) and before[1:] in classes)

    def _beside_place(self, one: Found, country: str | None) -> bool:
        """`Paris et Tours`, صور وصيدا, `Mobile, Alabama`: a sure place of the same country, behind `and` or a comma."""
        if not country:
            return False
        places, before, after = self._places, one.first - 1, one.last + 1
        if (places.get(before) == country and self._next_to(one.first)) or (
            places.get(after) == country and self._next_to(after)
        ):
            return True
        keys = self._text.keys
        return (places.get(before - 1) == country and keys[before] in _CONJUNCTIONS) or (
            places.get(after + 1) == country and keys[after] in _CONJUNCTIONS
        )

    def _next_to(self, index: int) -> bool:
        between = self._text.between(index)
        return between in (", ", "، ") or (between == " " and self._text.keys[index].startswith("و"))

    def _support(self, one: Found, form: Form) -> tuple[bool, bool, bool, bool, int]:
        bearer = self._known[form.entity]
        club = bearer.type == "club" and self._near_sport(one) and not self._locative_before(one)
        plain = not (form.guarded or form.short or self._is_word(one))
        return (club, plain, bearer.weight >= LISTED_WEIGHT, bearer.country in self._countries, bearer.weight)
