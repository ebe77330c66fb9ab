"""The path as a whole: whatever comes in, stories or rejections come out, and nothing is raised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.story.model import Cleaned, Entities, RawHeaders, RawStory, Rejected, SourceEntity, Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process


def raw(value: bytes, **facts: Any) -> RawStory:
    return RawStory(value=value, headers=RawHeaders(feed="test", received=1_700_000_000_000, **facts))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_become_stories_or_rejections(rules: Rules, value: bytes) -> None:
    outcomes = process(raw(value), rules)
    assert outcomes
    assert all(isinstance(one, Story | Rejected) for one in outcomes)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_becomes_stories_or_rejections(rules: Rules, text: str) -> None:
    assert all(isinstance(one, Story | Rejected) for one in process(raw(text.encode("utf-8", "surrogatepass")), rules))


def test_the_same_bytes_give_the_same_story(rules: Rules) -> None:
    text = b"Ministers meet in Paris\n\nPARIS (WSP) - Ministers met on Monday to discuss the budget.\n"
    assert process(raw(text), rules) == process(raw(text), rules)


def test_mentions_and_suspects_slice_the_text(rules: Rules) -> None:
    text = "Ministers from France meet in Berlin\n\nBERLIN (WSP) - Ministers from France and Spain met in Berlin.\n"
    (story,) = process(raw(text.encode()), rules)
    assert isinstance(story, Story)
    for entity in (*story.people, *story.organisations, *story.places):
        for mention in entity.mentions:
            assert getattr(story, mention.field)[mention.start : mention.end] == mention.text


class _BrokenTagger:
    def tag(
        self, cleaned: Cleaned, language: str, source: Sequence[SourceEntity] = (), keywords: Sequence[str] = ()
    ) -> Entities:
        raise ZeroDivisionError("made by the test")


def test_a_bug_becomes_a_rejection_that_says_where(rules: Rules) -> None:
    broken = Rules(detector=rules.detector, tagger=_BrokenTagger(), words=rules.words)  # type: ignore[arg-type]
    (outcome,) = process(raw(b"Ministers meet in Paris\n\nThey met on Monday.", uri="urn:x"), broken)
    assert isinstance(outcome, Rejected)
    assert (outcome.reason, outcome.stage, outcome.uri) == ("bug", "entities", "urn:x")
    assert "ZeroDivisionError" in outcome.detail


@pytest.mark.parametrize("value", [b"", b" \n\t ", b"\x00\x00", b"... --- !!!"])
def test_bytes_without_a_letter_are_rejected(rules: Rules, value: bytes) -> None:
    (outcome,) = process(raw(value), rules)
    assert isinstance(outcome, Rejected)
