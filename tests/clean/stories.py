"""Parsed stories for the tests of cleaning."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.story.model import ParsedStory

AT = datetime(2023, 9, 5, 10, 32, 25, tzinfo=UTC)


def plain(body: str, at: datetime = AT) -> ParsedStory:
    """A story as plain text brings it: everything in the body."""
    return ParsedStory(
        uri="urn:wire:t:1", version=1, feed="t", format="plain", versioncreated=at, headline=None, body=body
    )


def marked(headline: str, body: str, dateline_text: str | None = None) -> ParsedStory:
    """A story as a marked-up format brings it."""
    return ParsedStory(
        uri="urn:wire:t:1",
        version=1,
        feed="t",
        format="newsml12",
        versioncreated=AT,
        headline=headline,
        body=body,
        dateline_text=dateline_text,
        paragraphs_marked=True,
    )
