"""Plain text, as agencies send it to small clients: a headline, a dateline, paragraphs."""

from __future__ import annotations

from pipeline.story.identity import instant_of, uri_of_bytes
from pipeline.story.model import Charset, ParsedStory, RawStory, Rejected


def story_from_plain(raw: RawStory) -> ParsedStory | Rejected:
    """One story; cleaning finds headline, dateline and sign-off in its text."""
    headers = raw.headers
    uri = headers.uri or uri_of_bytes(headers.feed, raw.value)
    text, charset = _decoded(raw.value)
    if not any(c.isalnum() for c in text):
        detail = f"no letter and no digit in {len(raw.value)} bytes"
        return Rejected(reason="no-text", stage="parse", detail=detail, feed=headers.feed, uri=uri)
    version = headers.version if headers.version is not None else headers.received
    return ParsedStory(
        uri=uri,
        version=version,
        versioncreated=instant_of(version),
        feed=headers.feed,
        format="plain",
        charset=charset,
        headline=None,
        body=text,
    )


def _decoded(value: bytes) -> tuple[str, Charset]:
    try:
        return value.decode("utf-8-sig"), Charset(name="utf-8", reason="valid UTF-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace"), Charset(name="cp1252", reason="not UTF-8")
