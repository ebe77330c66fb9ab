"""The sample feed through the pure core: what the samples' README promises of each special file holds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.intake.files import raw_from_file, walk
from pipeline.story.model import Rejected, Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process

FEED = Path(__file__).parents[2] / "samples" / "feed"


@pytest.fixture(scope="module")
def outcomes(rules: Rules) -> dict[str, Story | Rejected]:
    """What became of each file; every one of them carries one story."""
    outcome = {}
    for path in walk([FEED]):
        (outcome[path.stem],) = process(raw_from_file(path, "demo"), rules)
    return outcome


def story(outcomes: dict[str, Story | Rejected], stem: str) -> Story:
    outcome = outcomes[stem]
    assert isinstance(outcome, Story)
    return outcome


def test_exactly_the_file_without_text_is_rejected_and_the_reason_says_so(
    outcomes: dict[str, Story | Rejected],
) -> None:
    rejected = {stem: one.reason for stem, one in outcomes.items() if isinstance(one, Rejected)}
    assert rejected == {"en-009-no-text": "no-text"}


def test_the_update_is_a_newer_version_of_the_same_story(outcomes: dict[str, Story | Rejected]) -> None:
    first, second = story(outcomes, "en-006-bridge-v1"), story(outcomes, "en-007-bridge-v2")
    assert first.uri == second.uri
    assert first.version < second.version


def test_the_kill_is_a_story_with_a_newer_version_and_no_rejection(outcomes: dict[str, Story | Rejected]) -> None:
    before, kill = story(outcomes, "fr-005-usine"), story(outcomes, "fr-006-usine-kill")
    assert (before.pubstatus, kill.pubstatus) == ("usable", "canceled")
    assert before.uri == kill.uri
    assert before.version < kill.version


def test_the_embargo_is_read_and_is_not_the_hold_of_an_unreadable_one(outcomes: dict[str, Story | Rejected]) -> None:
    embargoed = {stem: one.embargoed for stem, one in outcomes.items() if isinstance(one, Story) and one.embargoed}
    assert embargoed == {"en-008-embargoed-report": datetime(2099, 1, 1, 0, 1, tzinfo=UTC)}


def test_plain_files_are_identified_by_feed_and_name_and_no_two_alike(outcomes: dict[str, Story | Rejected]) -> None:
    assert story(outcomes, "ar-001-moscow-talks").uri == "urn:wire:demo:ar-001-moscow-talks"
    uris = [one.uri for one in outcomes.values()]
    assert len(set(uris)) == len(uris) - 2, "only the update and the kill share a uri with another file"


def test_bodies_of_160_characters_are_detected_as_the_language_of_their_folder(
    outcomes: dict[str, Story | Rejected],
) -> None:
    long = [one for one in outcomes.values() if isinstance(one, Story) and one.charcount >= 160]
    assert len(long) >= 20
    wrong = {
        stem: one.language
        for stem, one in outcomes.items()
        if isinstance(one, Story) and one.charcount >= 160 and one.language != stem[:2]
    }
    assert wrong == {}


def test_every_mention_slices_to_its_text(outcomes: dict[str, Story | Rejected]) -> None:
    for one in outcomes.values():
        if isinstance(one, Story):
            for entity in (*one.people, *one.organisations, *one.places):
                for mention in entity.mentions:
                    assert getattr(one, mention.field)[mention.start : mention.end] == mention.text
