"""IPTC 7901 (1984, "text transmission format"): one message, one story. Many European agencies still send it.

    SOH abc0123 4 pol 123 [source] CR LF keyword/keyword CR LF STX text ETX CR LF DDHHMM

A header without its word count, without keywords or without its SOH is read all the same. Identity: feed, service
letters, message number and day, because numbers start again; two transmissions of one number on one day are one story.
"""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct

from pipeline.story.model import ParsedStory, RawStory, Subject
from pipeline.story.parse.charset import Decoded
from pipeline.story.parse.embargo_line import life_in_text
from pipeline.story.parse.framing import text_and_trailer
from pipeline.story.parse.lifecycle import urgency_of
from pipeline.story.parse.naming import Carried, named, received_at
from pipeline.story.parse.wiretime import instant_of_day_time

HEADER = re.compile(
    r"[\s\x00\x16]*\x01?\s*(?P<service>[A-Za-z]{2,5})(?P<number>\d{3,5})[ \t]+(?P<priority>\d)[ \t]+"
    r"(?P<category>[A-Za-z]{1,4})(?:[ \t]+(?P<words>\d{1,5}))?(?P<rest>[^\r\n\x02]*)"
)
_SOURCE = re.compile(r"([A-Za-z]{2,6})(?:[ \t]+\d{1,5})?")
_TIME_AS_LAST_LINE = re.compile(
    r"(?m)^[^\n]{0,40}?\b\d{6}[ \t]+(?:[A-Z]{3,4}[ \t]+)?[A-Za-zéûä]{3,4}\.?[ \t]+\d\d\s*\Z"
)


class _Header(Struct, frozen=True, kw_only=True):
    """What stands before STX; all null where the header can't be read."""

    service: str | None = None
    number: str | None = None
    priority: str | None = None
    category: str | None = None
    source: str | None = None
    lines: list[str] = []


def story_from_iptc7901(raw: RawStory, own: bytes, decoded: Decoded, alone: bool) -> ParsedStory:
    """The story of one message; `own` is its bytes, `alone` says that the transmission holds no other."""
    text, trailer, whole = text_and_trailer(decoded.text)
    header, rest = _header_of(decoded.text)
    if "\x02" not in decoded.text:
        text = text[len(decoded.text) - len(rest) :] if text and decoded.text.startswith(text[:1]) else rest
    created = _created(trailer, text, received_at(raw))
    name = named(
        raw, own, Carried(uri=_uri(raw, header, created), created=created[0] if created else None), alone=alone
    )
    zone_assumed = ["zone-assumed"] if created and not created[1] else []
    repaired = [] if whole and header.number else ["framing-repaired"]
    urgency = urgency_of(header.priority)
    life = life_in_text("\n".join([*header.lines, text.replace("\r", "")]))
    keywords = [word for word in re.split(r"\s*/\s*", header.lines[0]) if word] if header.lines else []
    return ParsedStory(
        uri=name.uri,
        version=name.version,
        feed=raw.headers.feed,
        format="iptc7901",
        versioncreated=name.versioncreated,
        charset=decoded.charset,
        embargoed=life.embargoed,
        urgency=urgency,
        kind="alert" if urgency == 1 else "story",
        slugline=header.lines[0] if header.lines else None,
        ednote="\n".join(header.lines[1:]) or None,
        infosource=header.source,
        subjects=[Subject(code=header.category, scheme="iptc7901")] if header.category else [],
        keywords=keywords,
        sequence=int(header.number) if header.number else None,
        quality=list(dict.fromkeys([*decoded.flags, *repaired, *name.flags, *zone_assumed, *life.flags])),
        headline=None,
        body=text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"),
    )


def _header_of(message: str) -> tuple[_Header, str]:
    """The header, and the message after the header line (for a message that lost its STX)."""
    before, opened, _ = message.partition("\x02")
    match = HEADER.match(before)
    if match is None:
        return _Header(), message.lstrip("\x01\x16\x00\r\n ")
    rest = match["rest"].strip()
    source = _SOURCE.fullmatch(rest)
    lines = [line.strip(" \t/\x00") for line in before[match.end() :].splitlines()] if opened else []
    if rest and not source:
        lines.insert(0, rest.strip(" /"))
    header = _Header(
        service=match["service"].lower(),
        number=match["number"],
        priority=match["priority"],
        category=match["category"].lower(),
        source=source[1] if source else None,
        lines=[line for line in lines if line],
    )
    return header, message[match.end() :]


def _created(trailer: str, text: str, received: datetime) -> tuple[datetime, bool] | None:
    """The time after ETX, else the one that some agencies write as the text's last line, with month and year."""
    after = instant_of_day_time(trailer, received)
    if after:
        return after
    last_line = _TIME_AS_LAST_LINE.search(text[-120:])
    return instant_of_day_time(last_line[0], received) if last_line else None


def _uri(raw: RawStory, header: _Header, created: tuple[datetime, bool] | None) -> str | None:
    if header.number is None:
        return None
    day = (created[0] if created else received_at(raw)).date().isoformat()
    return f"urn:wire:{raw.headers.feed}:{header.service}{header.number}:{day}"
