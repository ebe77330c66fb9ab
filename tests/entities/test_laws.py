"""Laws of tagging, for any text: it never raises, spans slice, nothing overlaps, and it says the same twice."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.story.model import Cleaned, Dateline, Entities, Mention
from tests import loaded

_LANGUAGES = ("ar", "en", "fr", "de", "es", "pt", "zh-Hans", "he", "fa", "und")
_PIECES = (
    "Vladimir Putin",
    "Poutine",
    "بوتين",
    "كيم جونغ أون",
    "وزير الدفاع",
    "والأمم المتحدة",
    "لل",
    "أردن",
    "Nice",
    "Split",
    "UN",
    "(WHO)",
    "World Health Organization",
    "président de la",
    "said",
    "قال",
    "مدينة",
    "ليل",
    "كان",
    "Jean-Pierre",
    "J. D.",
    "von der",
    "普京",
    "Путин",
    "Uni Münster",
    "FC",
    "Barcelona",
    ", 45,",
    "(",
    ")",
    "'s",
    "-",
    "«",
    "»",
    '"',
    "\n\n",
    ". ",
    " ",
    "\N{RIGHT-TO-LEFT MARK}",
    "\N{ZERO WIDTH NON-JOINER}",
    "\N{ARABIC TATWEEL}",
    "ً",
    "ß",
    "İ",
    "ﷺ",
    "é",
    "\ud800",
    "\0",
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=6)), max_size=40).map("".join),
)


def tagged(headline: str, body: str, language: str, dateline: str | None = None) -> Entities:
    place = Dateline(text=dateline, place=dateline) if dateline else None
    cleaned = Cleaned(headline=headline, headline_derived=False, body_text=body, dateline=place)
    return loaded.rules().tagger.tag(cleaned, language)


def mentions(entities: Entities) -> list[Mention]:
    return [
        m for group in (entities.people, entities.organisations, entities.places) for e in group for m in e.mentions
    ]


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(_LANGUAGES), st.one_of(st.none(), TEXTS))
def test_every_mention_slices_its_field_and_none_overlap(
    headline: str, body: str, language: str, dateline: str | None
) -> None:
    found = mentions(tagged(headline, body, language, dateline))
    fields = {"headline": headline, "body_text": body}
    for mention in found:
        assert fields[mention.field][mention.start : mention.end] == mention.text
        assert mention.text
    for field in fields:
        spans = sorted((m.start, m.end) for m in found if m.field == field)
        assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(_LANGUAGES))
def test_the_same_story_gives_the_same_entities(body: str, language: str) -> None:
    assert msgspec.json.encode(tagged("", body, language)) == msgspec.json.encode(tagged("", body, language))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(_LANGUAGES))
def test_a_mention_neither_begins_nor_ends_in_a_space_or_an_invisible_character(body: str, language: str) -> None:
    assert [
        m.text for m in mentions(tagged("", body, language)) if m.text != m.text.strip(" \n\N{RIGHT-TO-LEFT MARK}")
    ] == []


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(_LANGUAGES))
def test_salience_is_a_share_and_entities_stand_by_it(body: str, language: str) -> None:
    entities = tagged("", body, language)
    for group in (entities.people, entities.organisations, entities.places):
        scores = [entity.salience for entity in group]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "(", "()", "A" * 100_000, "ا" * 100_000, "(A) " * 10_000])
def test_odd_texts_are_tagged_in_silence(text: str) -> None:
    assert mentions(tagged(text, text, "en")) == []
    assert mentions(tagged(text, text, "ar")) == []
