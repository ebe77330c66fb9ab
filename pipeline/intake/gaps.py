"""Sequence gaps of the feeds, computed from `wire.raw` alone: whoever asks, and after whatever restart, gets the same.

Delivery guarantee: none is needed; it reads beside the live groups and changes nothing. It sees each transmission that
`wire.raw` holds since the given time, in the order in which intake received them.
"""

from __future__ import annotations

import hashlib
import time
from typing import Any

from msgspec import Struct

from pipeline.kafka.reading import read_to_end
from pipeline.settings import Settings
from pipeline.story.headers import raw_from_pairs
from pipeline.story.model import RawStory
from pipeline.story.parse.numbering import numbers_of
from pipeline.story.sequence import Series
from pipeline.topics import RAW

WINDOW_MS = 24 * 3_600_000
"""How far back is looked unless told otherwise."""

Gaps = dict[tuple[str, str], Series]
"""What is known of each (feed, channel)."""


class _Seen(Struct, frozen=True, order=True):
    """One number, in order of arrival."""

    received: int
    partition: int
    offset: int
    place: int
    feed: str
    channel: str
    number: int
    own: bytes


def sequence_gaps(settings: Settings, since: int | None = None) -> Gaps:
    """Gaps and steps back of every numbered feed since an instant (milliseconds since the epoch; default: a day ago).

    A gap that was noticed a moment ago may still close: two senders of a feed overtake each other. Raises KafkaError.
    """
    start = since if since is not None else time.time_ns() // 1_000_000 - WINDOW_MS
    seen = [one for record in read_to_end(settings, RAW, since=start) for one in _numbers(record)]
    found: Gaps = {}
    for one in sorted(seen):
        found.setdefault((one.feed, one.channel), Series()).see(one.number, one.own, one.received)
    return found


def _numbers(record: Any) -> list[_Seen]:
    headers = raw_from_pairs(record.headers, record.timestamp)
    numbers = numbers_of(RawStory(value=record.value or b"", headers=headers))
    return [
        _Seen(
            headers.received,
            record.partition,
            record.offset,
            place,
            headers.feed,
            one.channel,
            one.number,
            hashlib.blake2b(one.own, digest_size=8).digest(),
        )
        for place, one in enumerate(numbers)
    ]
