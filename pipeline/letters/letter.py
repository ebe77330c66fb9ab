"""A dead letter, and the record that closes one. Pure.

`wire.rejected` is only ever appended to. A letter is *open* until a later record closes it. The record says why: it was
sent back (`retried`), sent back too often (`parked`), made good by a replay (`replayed`), overtaken by a newer version
(`superseded`), or dealt with otherwise (`closed`). One that was retried and fails again is a new letter, with `attempt`
one higher. So the open letters are exactly what still wants mending.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from msgspec import Struct

from pipeline.story.headers import Origin, Pairs, origin_of

Fate = Literal["retried", "parked", "replayed", "superseded", "closed"]
_FATES: dict[str, Fate] = {fate: fate for fate in get_args(Fate)}


class Letter(Struct, frozen=True, kw_only=True):
    """A record of `wire.rejected`, without the original's bytes: they can be large (`reading.fetch` has them)."""

    place: Origin
    """Where the letter itself lies."""
    written: int
    """When, milliseconds since the epoch."""
    reason: str
    stage: str
    detail: str
    feed: str
    uri: str | None
    part: int | None
    origin: Origin | None
    """Where the original lies."""
    attempt: int
    """How often it was sent back before."""
    size: int
    """Bytes of the original."""

    @property
    def name(self) -> str:
        """How an operator names the letter: partition/offset in `wire.rejected`."""
        return f"{self.place.partition}/{self.place.offset}"


class Closing(Struct, frozen=True, kw_only=True):
    """A record that closes a letter; it carries no value."""

    closes: Origin
    fate: Fate


def read(record: Any) -> Letter | Closing:
    """What a record of `wire.rejected` (kafka-python's ConsumerRecord) is; never raises, whoever wrote it."""
    facts = {name: value.decode("utf-8", "replace") for name, value in record.headers or ()}
    place = Origin(record.topic, record.partition, record.offset)
    closes = origin_of(facts.get("closes", ""))
    if closes is not None:
        return Closing(closes=closes, fate=_FATES.get(facts.get("fate", ""), "retried"))
    return Letter(
        place=place,
        written=record.timestamp,
        reason=facts.get("reason", "unknown"),
        stage=facts.get("stage", "unknown"),
        detail=facts.get("detail", ""),
        feed=facts.get("feed", "unknown"),
        uri=facts.get("uri"),
        part=_whole(facts.get("part")),
        origin=origin_of(facts.get("origin", "")),
        attempt=_whole(facts.get("attempt")) or 0,
        size=len(record.value or b""),
    )


def closing_pairs(closing: Closing) -> Pairs:
    """Headers of a record that closes a letter."""
    return [("closes", str(closing.closes).encode()), ("fate", closing.fate.encode())]


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None
