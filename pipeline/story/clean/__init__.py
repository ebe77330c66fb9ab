"""Cleaning: repairs wire damage, moves wire furniture to fields, and lists everything that it did."""

from __future__ import annotations

import re

from pipeline.story.model import Cleaned, ParsedStory


def clean(parsed: ParsedStory) -> Cleaned:
    """The clean text of a story, with what was repaired, moved and suspected."""
    text = re.sub(r"\n\s*\n", "\n\n", parsed.body.replace("\r\n", "\n")).strip()
    if parsed.headline is not None:
        return Cleaned(headline=parsed.headline.strip(), headline_derived=False, body_text=text)
    headline, _, body = text.partition("\n")
    return Cleaned(headline=headline.strip(), headline_derived=False, body_text=body.strip())
