"""Kafka headers of our records to and from types: pure, and the only place that knows their encoding.

Every header value is UTF-8 text; numbers are in decimal. An absent header is an absent fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.story.model import RawHeaders, Rejected, Story

Pairs = list[tuple[str, bytes]]

WHY = ("reason", "stage", "detail", "origin", "feed", "uri", "part")
"""Headers that a dead letter has of its own."""
ORIGINAL = "original-"
"""Put before a header of the original that would collide with one of those."""

_PLACE = re.compile(r"(?P<topic>.+)/(?P<partition>[0-9]+)/(?P<offset>[0-9]+)")


@dataclass(frozen=True)
class Origin:
    """Where a record was read: what a dead letter, and every story, can be traced back to."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


def raw_to_pairs(headers: RawHeaders) -> Pairs:
    """Headers of a record of `wire.raw`."""
    facts = {name: getattr(headers, name) for name in RawHeaders.__struct_fields__}
    return [(name, str(fact).encode()) for name, fact in facts.items() if fact is not None]


def raw_from_pairs(pairs: Iterable[tuple[str, bytes]] | None, timestamp: int) -> RawHeaders:
    """Headers of a record of `wire.raw`, whoever wrote it.

    A record from a foreign producer may lack them: then the feed is `unknown` and `received` is the record's own
    time stamp (milliseconds), so that it becomes a story like any other.
    """
    facts = {name: value.decode("utf-8", "replace") for name, value in pairs or ()}
    return RawHeaders(
        feed=facts.get("feed", "unknown"),
        received=_whole(facts.get("received")) or timestamp,
        format=facts.get("format", "auto"),
        uri=facts.get("uri"),
        version=_whole(facts.get("version")),
        charset=facts.get("charset"),
        attempt=_whole(facts.get("attempt")) or 0,
    )


def story_pairs(story: Story, origin: Origin) -> Pairs:
    """Headers of a record of `wire.stories`; `raw` is the record of `wire.raw` that the story was made from."""
    return [
        ("feed", story.feed.encode()),
        ("generation", str(story.generation).encode()),
        ("raw", str(origin).encode()),
    ]


def pairs_as_received(headers: RawHeaders, pairs: Iterable[tuple[str, bytes]] | None) -> Pairs:
    """Headers of a record of `wire.raw` with every fact written out, and what a foreign producer wrote beside them."""
    own = RawHeaders.__struct_fields__
    return raw_to_pairs(headers) + [pair for pair in pairs or () if pair[0] not in own]


def rejected_to_pairs(rejected: Rejected, origin: Origin, original: Pairs) -> Pairs:
    """Headers of a record of `wire.rejected`: the original's own, then why and whence.

    Where both have a header of one name, the original's stands as `original-<name>`: it can be sent back as it came.
    """
    why = {
        "reason": rejected.reason,
        "stage": rejected.stage,
        "detail": rejected.detail[:2000],
        "origin": str(origin),
        "feed": rejected.feed,
        "uri": rejected.uri,
        "part": rejected.part,
    }
    pairs = [(name, str(fact).encode("utf-8", "replace")) for name, fact in why.items() if fact is not None]
    return [(f"{ORIGINAL}{name}" if name in WHY else name, value) for name, value in original] + pairs


def original_pairs(letter: Iterable[tuple[str, bytes]], attempt: int) -> Pairs:
    """The headers that an original came with, out of its dead letter's, with `attempt` set."""
    own = [(name, value) for name, value in letter if name not in WHY and name != "attempt"]
    kept = [(bare if (bare := name.removeprefix(ORIGINAL)) in WHY else name, value) for name, value in own]
    return [*kept, ("attempt", str(attempt).encode())]


def origin_of(text: str) -> Origin | None:
    """A place as headers write it; None where the text is none.

    >>> origin_of("wire.raw/3/57")
    Origin(topic='wire.raw', partition=3, offset=57)
    """
    read = _PLACE.fullmatch(text)
    return Origin(read["topic"], int(read["partition"]), int(read["offset"])) if read else None


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None
