"""Kafka headers of our records to and from types: pure, and the only place that knows their encoding.

Every header value is UTF-8 text; numbers are in decimal. An absent header is an absent fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.story.model import RawHeaders, Rejected

Pairs = list[tuple[str, bytes]]


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


def rejected_to_pairs(rejected: Rejected, origin: Origin, raw: Pairs) -> Pairs:
    """Headers of a record of `wire.rejected`: the original's own, then why and whence."""
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
    return [pair for pair in raw if pair[0] not in why] + pairs


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None
