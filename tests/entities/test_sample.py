"""The one real story: every name in it is found, with its exact letters, and nothing else.

It is read from beside the checkout, where the project's shared folder lies, because it isn't ours to copy.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.story.model import Entity, RawHeaders, RawStory, Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process

SAMPLES = [folder / "shared" / "samples" for folder in Path(__file__).parents[3:]]
PEOPLE = {
    "كيم جونج": 1,
    "كيم جونج أون": 2,
    "كيم": 3,
    "بوتين": 5,
    "فلاديمير بوتين": 1,
    "أديان واتسون": 1,
    "واتسون": 1,
    "جون كيربي": 1,
    "سيرغي شويغو": 1,
    "شويغو": 1,
}
ORGANISATIONS = {
    "البيت الأبيض": 2,
    "مجلس الأمن القومي الأمريكي": 2,
    "نيويورك تايمز": 1,
    "فاغنر": 1,
    "الأمم المتحدة": 1,
    "مجلس الأمن الدولي": 1,
}
PLACES = {
    "روسيا": 9,
    "موسكو": 4,
    "بيونغ يانغ": 4,
    "أوكرانيا": 4,
    "جمهورية كوريا الديمقراطية الشعبية": 2,
    "فلاديفوستوك": 1,
    "جمهورية كوريا الشعبية الديمقراطية": 1,
    "المحيط الهادئ": 1,
    "كوريا الشمالية": 5,
    "الولايات المتحدة": 1,
    "بريطانيا": 1,
    "كوريا الجنوبية": 1,
    "اليابان": 1,
}


@pytest.fixture(scope="module")
def story(rules: Rules) -> Story:
    paths = [path for folder in SAMPLES for path in folder.glob("afp-ar-*.txt")]
    if not paths:
        pytest.skip("the sample story isn't beside the checkout")
    [found] = process(RawStory(value=paths[0].read_bytes(), headers=RawHeaders(feed="x", received=1)), rules)
    assert isinstance(found, Story)
    return found


def texts(entities: list[Entity]) -> Counter[str]:
    return Counter(mention.text for entity in entities for mention in entity.mentions)


def test_every_person_is_found_and_nobody_else(story: Story) -> None:
    assert texts(story.people) == PEOPLE


def test_every_organisation_is_found_and_no_other(story: Story) -> None:
    assert texts(story.organisations) == ORGANISATIONS


def test_every_place_is_found_and_no_other(story: Story) -> None:
    assert texts(story.places) == PLACES


def test_spans_slice_and_names_of_one_bearer_are_one_entity(story: Story) -> None:
    for entity in (*story.people, *story.organisations, *story.places):
        for mention in entity.mentions:
            assert getattr(story, mention.field)[mention.start : mention.end] == mention.text
    assert len(story.people) == 5
    assert {one.id for one in story.people if one.id} == {"wd:Q7747", "wd:Q56226"}
    assert story.countries[:2] == ["RU", "KP"]
