"""Reads the dead letters and says which are still open. Only reads; no consumer group.

Guarantee: what is returned holds for the moment of the call: letters that come meanwhile are left for the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from kafka import TopicPartition
from msgspec import Struct

from pipeline.kafka.reading import read_to_end
from pipeline.letters.letter import Closing, Letter, read
from pipeline.replay.reading import consumer
from pipeline.settings import Settings
from pipeline.story.headers import Origin
from pipeline.topics import REJECTED

FETCH_SECONDS = 30
"""How long one letter's bytes are waited for; a broker that takes longer is away."""


class Letters(Struct, kw_only=True):
    """Every letter of `wire.rejected`, and what closed those that are closed."""

    all: list[Letter]
    closings: dict[Origin, Closing]
    """By the place of the letter that is closed. The last one counts."""

    @property
    def open(self) -> list[Letter]:
        """What still wants mending, the oldest first."""
        return [letter for letter in self.all if letter.place not in self.closings]

    @property
    def parked(self) -> list[Letter]:
        """What was sent back too often, and waits for a person."""
        return [letter for letter in self.all if self.state(letter) == "parked"]

    def state(self, letter: Letter) -> str:
        """`open`, or what closed it."""
        closing = self.closings.get(letter.place)
        return closing.fate if closing else "open"


def read_letters(settings: Settings, since: int | None = None) -> Letters:
    """All letters (with `since`, milliseconds since the epoch, those from then on), without the originals' bytes."""
    letters: list[Letter] = []
    closings: dict[Origin, Closing] = {}
    for record in read_to_end(settings, REJECTED, since):
        one = read(record)
        if isinstance(one, Closing):
            closings[one.closes] = one
        else:
            letters.append(one)
    return Letters(all=sorted(letters, key=lambda letter: letter.written), closings=closings)


def by_reason(letters: Iterable[Letter]) -> dict[str, int]:
    """Letters counted by reason, the most frequent first."""
    return dict(Counter(letter.reason for letter in letters).most_common())


def fetch(settings: Settings, places: Iterable[Origin]) -> Iterator[Any]:
    """The records (kafka-python's ConsumerRecord) at certain places of any topics, in the order of the places.

    A place where there is no record (any more) is left out.
    """
    with consumer(settings) as opened:
        for place in places:
            record = fetch_one(opened, place)
            if record is not None:
                yield record


def fetch_one(opened: Any, place: Origin) -> Any | None:
    """The record at a place, by an open consumer without a group; None where there is none (any more)."""
    partition = TopicPartition(place.topic, place.partition)
    opened.assign([partition])
    begin, end = opened.beginning_offsets([partition])[partition], opened.end_offsets([partition])[partition]
    if not begin <= place.offset < end:
        return None
    opened.seek(partition, place.offset)
    polled = opened.poll(timeout_ms=FETCH_SECONDS * 1000, max_records=1)
    found = [record for records in polled.values() for record in records if record.offset == place.offset]
    return found[0] if found else None
