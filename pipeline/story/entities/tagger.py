"""The path of a story's names, on one screen.

    text ─fold─► key, words ─match─► known names ─context─► sure ones ─words of organisations, acronyms, class words of
    places─► unknown organisations and places ─titles and introductions─► unknown people ─short forms─► the same people
    again ─longest wins─► mentions ─► entities, salience, source

The order has reasons: known names first, because an unknown name's right edge is where a known one begins;
organisations before people, because `Universität Hamburg` ends what a title governs; short forms after both, because
they need a full name in the story; longest wins last, so that a person wins over the place inside the name.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import Built
from pipeline.story.entities.acronyms import introduced_acronyms
from pipeline.story.entities.context import Context
from pipeline.story.entities.entities import entities_of, linked_by_kind
from pipeline.story.entities.found import Found, Names, longest
from pipeline.story.entities.lexicon import ArabicLexicon, Lexicon
from pipeline.story.entities.marks import WordMarks
from pipeline.story.entities.match import Matcher, first_words
from pipeline.story.entities.organisations_arabic import ArabicOrganisations, ArabicOrganisationWords
from pipeline.story.entities.organisations_latin import LatinOrganisations
from pipeline.story.entities.other import OtherTagger, add_other
from pipeline.story.entities.people_arabic import ArabicPeople, ArabicPeopleWords
from pipeline.story.entities.people_latin import LatinPeople
from pipeline.story.entities.places_introduced import ArabicPlaceWords, introduced_places, introduced_places_arabic
from pipeline.story.entities.shortforms import short_forms
from pipeline.story.entities.source import SourceJoin
from pipeline.story.entities.source_names import SourceNames
from pipeline.story.entities.spots import Beginnings, Spots, Spotter
from pipeline.story.entities.text import StoryText
from pipeline.story.model import Cleaned, Entities, SourceEntity

ALL_STEPS = frozenset(("introductions", "propagation"))
"""Steps beyond the gazetteer, for the evaluation to leave out."""

_DEFAULT_AGENCY = "AFP"
_FIRST_ARABIC = 0x600
_ARABIC_SCRIPT = ("ar", "fa", "ur", "ckb", "ps", "ug")
_WITH_STOP_NAMES = ("fa", "ur")
"""Languages in Arabic script whose ordinary words are listed; the others have the Arabic ones."""
_LANGUAGES = ("en", "fr", "de", "es", "pt")
"""Languages that have words of their own in the lists; the others are tagged by the gazetteer and by given names."""


class Tagger:
    """Finds entities by gazetteer and rules. Holds only what it loaded: one for all threads."""

    def __init__(self, built: Built, steps: frozenset[str] = ALL_STEPS, other: OtherTagger | None = None) -> None:
        """`steps`: what to do beyond the gazetteer. `other`: a further tagger, which fills gaps."""
        self._known, self._steps, self._other = built.entities, steps, other
        small, uncased = first_words(built)
        self._lexicons = {language: Lexicon(built.words, language, small) for language in (*_LANGUAGES, "und")}
        self._lexicons["ar"] = self._arabic = arabic = ArabicLexicon(built.words, "ar", uncased)
        lists = {language: lexicon.written() for language, lexicon in self._lexicons.items()}
        for language in _WITH_STOP_NAMES:
            self._lexicons[language] = arabic.with_stop_names(built.words, language)
        self._source_names = SourceNames(built)
        words = {language: lexicon.stop | lexicon.words_in_capitals for language, lexicon in self._lexicons.items()}
        self._matcher = Matcher(built, words)
        marks = WordMarks(lists, self._matcher.first_words() | arabic.given)
        self._spotters = {
            language: Spotter(self._lexicons[language], marks, self._matcher.starts) for language in lists
        }
        agencies = {index for index, known in enumerate(built.entities) if known.type == "agency"}
        first = zip(built.keys, [forms[0].entity for forms in built.forms], strict=True)
        self._agencies = {key: entity for key, entity in first if entity in agencies}
        self._arabic_people = ArabicPeopleWords(arabic)
        self._arabic_organisations = ArabicOrganisationWords(arabic)
        self._arabic_places = ArabicPlaceWords(arabic)

    def tag(
        self, cleaned: Cleaned, language: str, source: Sequence[SourceEntity] = (), keywords: Sequence[str] = ()
    ) -> Entities:
        """Entities of a cleaned story in the given language (BCP 47), joined with what the source names."""
        text = StoryText(cleaned.headline, cleaned.body_text)
        by_kind = linked_by_kind(self.mentions(text, language, cleaned), self._known, text, cleaned)
        if source or keywords:
            join = SourceJoin(by_kind, self._known, self._source_names, language.partition("-")[0])
            join.add_entities(source)
            join.add_keywords(keywords, self._lexicon_of(language).stop, self._own_agency(cleaned))
        return entities_of(by_kind)

    def mentions(self, text: StoryText, language: str, cleaned: Cleaned) -> list[Found]:
        """Every name of a story, by position; no two overlap."""
        lexicon = self._lexicon_of(language)
        spots = self._spotters[lexicon.language].spots(text)
        matched = self._matcher.matches(text, language.partition("-")[0], self._beginnings(text, lexicon, spots))
        context = Context(matched, self._known, lexicon, text, cleaned.dateline, sport=spots.sport)
        sure = self._without_own_agency(context.sure(matched), cleaned)
        names = Names(text, longest(sure))
        if "introductions" in self._steps:
            self._add_unknown(names, lexicon, spots)
        if self._other is not None:
            add_other(names, self._other, cleaned, language)
        if "propagation" in self._steps:
            names.add(short_forms(names.people(), text, lexicon, names.of))
        return names.all()

    def _beginnings(self, text: StoryText, lexicon: Lexicon, spots: Spots) -> Beginnings:
        """The words in which a known name may begin; Arabic ones in stories of other scripts too."""
        if lexicon.language == "ar" or text.key.isascii() or text.folded.highest() < _FIRST_ARABIC:
            return spots.names
        return spots.names | self._spotters[self._arabic.language].spots(text).names

    def _lexicon_of(self, language: str) -> Lexicon:
        base = language.partition("-")[0]
        return self._lexicons[base if base in self._lexicons else "ar" if base in _ARABIC_SCRIPT else "und"]

    def _own_agency(self, cleaned: Cleaned) -> int | None:
        """The agency in the dateline's credit, and AFP where there is none."""
        agency = (cleaned.dateline and cleaned.dateline.agency) or _DEFAULT_AGENCY
        return self._agencies.get(key_of(agency))

    def _without_own_agency(self, found: list[Found], cleaned: Cleaned) -> list[Found]:
        """The agency whose story it is isn't in the news (`told AFP`, لوكالة فرانس برس)."""
        own = self._own_agency(cleaned)
        return [one for one in found if one.kind != "organisation" or one.forms[0].entity != own]

    def _add_unknown(self, names: Names, lexicon: Lexicon, spots: Spots) -> None:
        """Names that no list has; each rule sees what the ones before it found."""
        text, of = names.text, names.of
        if lexicon.language == "ar":
            words = self._arabic_organisations
            names.add(ArabicOrganisations(text, lexicon, of, words).introduced(spots.organisations))
            names.add(introduced_acronyms(text, lexicon, of))
            names.add(introduced_places_arabic(text, lexicon, of, spots.places, self._arabic_places))
            names.add(ArabicPeople(text, lexicon, of, self._arabic_people).introduced(spots))
        else:
            names.add(LatinOrganisations(text, lexicon, of, sport=bool(spots.sport)).introduced(spots.organisations))
            names.add(introduced_acronyms(text, lexicon, of))
            names.add(introduced_places(text, lexicon, of, spots.places))
            names.add(LatinPeople(names, lexicon).introduced(spots))
