"""Bytes to parsed stories: finds the format and the charset, then hands over to that format's parser."""

from __future__ import annotations

from pipeline.story.model import ParsedStory, RawStory, Rejected
from pipeline.story.parse.plain import story_from_plain


def parse(raw: RawStory) -> list[ParsedStory | Rejected]:
    """Every story of the transmission, in its order; never empty."""
    return [story_from_plain(raw)]
