"""The numbers that agencies give their transmissions, read from the head of the bytes: for gaps, not for identity.

Much cheaper than parsing, because a day's transmissions are looked through at once. It must see the same numbers as the
parsers (`sequence` of a story); a test holds it against every golden story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from pipeline.story.model import RawStory
from pipeline.story.parse.anpa1312 import FIRST_LINE
from pipeline.story.parse.framing import format_of_frames, messages_of
from pipeline.story.parse.iptc7901 import HEADER

_HEAD = 8192
"""Bytes in which a NewsML envelope stands; it is the document's first element."""
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PREFIX = r"(?:[\w.-]+:)?"
_ENVELOPE = re.compile(
    rf"<(?:NewsML\b.*?<NewsEnvelope|{_PREFIX}newsMessage\b.*?<{_PREFIX}header)\b[^>]*>"
    rf"(.*?)</(?:NewsEnvelope|{_PREFIX}header)>",
    re.DOTALL,
)
"""What is said of the transmission: NewsML 1.2's envelope, the header of a G2 newsMessage."""
_NUMBER = re.compile(rf"<(?:TransmissionId|{_PREFIX}transmitId)\b[^>]*>\s*([0-9]{{1,12}})\s*<")
_CHANNEL = re.compile(
    rf"<NewsService\b[^>]*\bFormalName\s*=\s*[\"']([^\"']{{1,80}})|<{_PREFIX}channel\b[^>]*>\s*([^<\s]{{1,80}})"
)


class Number(Struct, frozen=True):
    """A transmission's number in its channel: the numbering space inside a feed.

    The channel is 7901's service letters, ANPA's service level, NewsML 1.2's NewsService, G2's channel, or empty.
    """

    channel: str
    number: int
    own: bytes
    """The bytes that carry it: the same number with the same bytes is a repeat, with others it is not."""


def numbers_of(raw: RawStory) -> list[Number]:
    """The numbers of a transmission's messages, in their order; empty where its format or sender numbers none."""
    stated = raw.headers.format
    if stated not in {"auto", "iptc7901", "anpa1312", "newsml12", "newsmlg2"}:
        return []
    framed = stated if stated in {"iptc7901", "anpa1312"} else format_of_frames(raw.value)
    return list(_of_frames(raw.value, framed) if framed else _of_newsml(raw.value))


def _of_frames(value: bytes, framed: str) -> Iterator[Number]:
    for message in messages_of(value, framed):
        head = message[:_HEAD].decode("latin-1").partition("\x02")[0]
        match = (FIRST_LINE if framed == "anpa1312" else HEADER).match(head)
        if match:
            yield Number(match["service"].lower(), int(match["number"]), message)


def _of_newsml(value: bytes) -> Iterator[Number]:
    head = value[:_HEAD]
    if b"N\0e\0w\0s" in head:  # UTF-16 of either order: the zeros only move by one
        text = head.decode("utf-16" if head.startswith(_UTF16_MARKS) else _order(head), "ignore")
    else:
        text = head.decode("latin-1")
    envelope = _ENVELOPE.search(text)
    number = _NUMBER.search(envelope[1]) if envelope else None
    if envelope and number:
        channel = _CHANNEL.search(envelope[1])
        yield Number((channel[1] or channel[2]) if channel else "", int(number[1]), value)


def _order(head: bytes) -> str:
    return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
