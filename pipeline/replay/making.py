"""Records of a topic to the stories (or rejections) that a replay carries on. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from pipeline.replay.selection import Filters, may_want, wants_rejected, wants_story
from pipeline.story.headers import Origin, raw_from_pairs
from pipeline.story.model import RawStory, Rejected, Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process

_decode = msgspec.json.Decoder(Story).decode


class Made(Struct, frozen=True):
    """What came of a record (kafka-python's ConsumerRecord): one of its stories, or a rejection."""

    record: Any
    outcome: Story | Rejected
    whole: bool = True
    """Nothing of the record was left out by the filters."""

    @property
    def origin(self) -> Origin:
        """Where the record lies."""
        return Origin(self.record.topic, self.record.partition, self.record.offset)


class Making(Protocol):
    """Makes outcomes of a record; what the filters leave out is not among them."""

    def __call__(self, record: Any) -> Iterator[Made]:
        """The outcomes, in their order."""


def made_from_stories(filters: Filters) -> Making:
    """For `wire.stories`: the story as it was finished then; neither language detection nor tagging is paid again."""

    def make(record: Any) -> Iterator[Made]:
        facts = dict(record.headers or ())
        feed = facts.get("feed", b"unknown").decode("utf-8", "replace")
        if filters.feeds and feed not in filters.feeds:
            return
        uri = record.key.decode("utf-8", "replace") if record.key else None
        try:
            story = _decode(record.value or b"")
        except msgspec.MsgspecError as error:
            detail = f"no story of this release: {error}"
            rejected = Rejected(reason="unreadable", stage="index", detail=detail, feed=feed, uri=uri)
            if wants_rejected(filters, rejected, None):
                yield Made(record, rejected)
            return
        if wants_story(filters, story):
            yield Made(record, story)

    return make


def made_from_raw(filters: Filters, rules: Rules) -> Making:
    """For `wire.raw`: the bytes through the whole core, by the rules of this release."""

    def make(record: Any) -> Iterator[Made]:
        headers = raw_from_pairs(record.headers, record.timestamp)
        value = record.value or b""
        if filters and not may_want(filters, headers, value):
            return
        outcomes = process(RawStory(value=value, headers=headers), rules)
        wanted = [outcome for outcome in outcomes if _wanted(filters, outcome, headers.format)]
        for outcome in wanted:
            yield Made(record, outcome, whole=len(wanted) == len(outcomes))

    return make


def _wanted(filters: Filters, outcome: Story | Rejected, form: str) -> bool:
    if isinstance(outcome, Rejected):
        return wants_rejected(filters, outcome, form)
    return wants_story(filters, outcome)
