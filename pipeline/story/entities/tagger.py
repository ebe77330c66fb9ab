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

from pipeline.gazetteer.known import Built
from pipeline.story.entities.acronyms import introduced_acronyms
from pipeline.story.entities.context import Context
from pipeline.story.entities.entities import entities_of
from pipeline.story.entities.found import Found, longest, merged, owners
from pipeline.story.entities.lexicon import ArabicLexicon, Lexicon
from pipeline.story.entities.match import Matcher
from pipeline.story.entities.organisations_arabic import ArabicOrganisations, ArabicOrganisationWords
from pipeline.story.entities.organisations_latin import LatinOrganisations
from pipeline.story.entities.people_arabic import ArabicPeople, ArabicPeopleWords
from pipeline.story.entities.people_latin import LatinPeople
from pipeline.story.entities.places_introduced import ArabicPlaceWords, introduced_places, introduced_places_arabic
from pipeline.story.entities.shortforms import short_forms
from pipeline.story.entities.text import StoryText
from pipeline.story.model import Cleaned, Entities, SourceEntity

ALL_STEPS = frozenset(("introductions", "propagation"))
"""Steps beyond the gazetteer, for the evaluation to leave out."""

_ARABIC_SCRIPT = ("ar", "fa", "ur", "ckb", "ps", "ug")
_LANGUAGES = ("en", "fr", "de", "es", "pt")
"""Languages that have words of their own in the lists; the others are tagged by the gazetteer and by given names."""


class Tagger:
    """Finds entities by gazetteer and rules. Holds only what it loaded: one for all threads."""

    def __init__(self, built: Built, steps: frozenset[str] = ALL_STEPS) -> None:
        self._known, self._steps = built.entities, steps
        self._matcher = Matcher(built)
        self._lexicons = {language: Lexicon(built.words, language) for language in (*_LANGUAGES, "und")}
        self._lexicons["ar"] = arabic = ArabicLexicon(built.words, "ar")
        self._arabic_people = ArabicPeopleWords(arabic)
        self._arabic_organisations = ArabicOrganisationWords(arabic)
        self._arabic_places = ArabicPlaceWords(arabic)

    def tag(self, cleaned: Cleaned, language: str, source: Sequence[SourceEntity] = ()) -> Entities:
        """Entities of a cleaned story in the given language (BCP 47), joined with those the source names."""
        text = StoryText(cleaned.headline, cleaned.body_text)
        found = self.mentions(text, language, cleaned)
        return entities_of(found, self._known, text, cleaned, source)

    def mentions(self, text: StoryText, language: str, cleaned: Cleaned) -> list[Found]:
        """Every name of a story, by position; no two overlap."""
        base = language.partition("-")[0]
        lexicon = self._lexicons["ar" if base in _ARABIC_SCRIPT else base if base in self._lexicons else "und"]
        matched = self._matcher.matches(text, base)
        context = Context(matched, self._known, lexicon, text, cleaned.dateline)
        found = longest(context.sure(matched), len(text.text))
        if "introductions" in self._steps:
            found = self._with_unknown(found, text, lexicon, sport=context.sport)
        if "propagation" in self._steps:
            people = [one for one in found if one.kind == "person"]
            found = merged(found, short_forms(people, text, lexicon), text)
        return found

    def _with_unknown(self, found: list[Found], text: StoryText, lexicon: Lexicon, *, sport: bool) -> list[Found]:
        """Names that no list has; each rule sees what the ones before it found."""
        spots = lexicon.spots(text.keys)
        arabic = lexicon.language == "ar"
        of = owners(found, text)
        if arabic:
            organisations = ArabicOrganisations(text, lexicon, of, self._arabic_organisations).introduced(
                spots.organisations
            )
        else:
            organisations = LatinOrganisations(text, lexicon, of).introduced(spots.organisations, sport)
        found = merged(found, organisations, text)
        found = merged(found, introduced_acronyms(text, lexicon, found), text)
        of = owners(found, text)
        if arabic:
            places = introduced_places_arabic(text, lexicon, of, spots.places, self._arabic_places)
        else:
            places = introduced_places(text, lexicon, of, spots.places)
        found = merged(found, places, text)
        of = owners(found, text)
        if arabic:
            people = ArabicPeople(text, lexicon, of, self._arabic_people).introduced(spots)
        else:
            people = LatinPeople(text, lexicon, of).introduced(spots)
        return merged(found, people, text)
