"""Plain text, as agencies send it to small clients: a headline, a dateline, paragraphs."""

from __future__ import annotations

from pipeline.story.model import ParsedStory, RawStory
from pipeline.story.parse.charset import Decoded
from pipeline.story.parse.embargo_line import life_in_text
from pipeline.story.parse.naming import Carried, named


def story_from_plain(raw: RawStory, decoded: Decoded) -> ParsedStory:
    """One story; cleaning finds headline, dateline and sign-off in its text."""
    name = named(raw, raw.value, Carried())
    life = life_in_text(decoded.text)
    return ParsedStory(
        uri=name.uri,
        version=name.version,
        versioncreated=name.versioncreated,
        feed=raw.headers.feed,
        format="plain",
        charset=decoded.charset,
        embargoed=life.embargoed,
        headline=None,
        body=decoded.text,
        quality=[*decoded.flags, *(flag for flag in name.flags if flag != "version-derived"), *life.flags],
    )
