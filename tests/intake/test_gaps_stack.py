"""Sequence gaps are found in `wire.raw` itself, so that a restart of whatever process changes nothing."""

from __future__ import annotations

import pytest

from pipeline.intake.gaps import sequence_gaps
from pipeline.kafka.producer import RawProducer
from pipeline.settings import Settings
from pipeline.story.model import RawHeaders, RawStory

pytestmark = pytest.mark.stack

MORNING = 1_700_000_000_000


def send(settings: Settings, transmissions: list[tuple[str, bytes]]) -> None:
    """Produce each a minute after the one before, as intake that received them then; every key is another's."""
    failed: list[Exception] = []
    with RawProducer(settings) as producer:
        for minute, (feed, value) in enumerate(transmissions):
            received = MORNING + minute * 60_000
            raw = RawStory(value=value, headers=RawHeaders(feed=feed, received=received))
            producer.send(raw, f"urn:t:{minute}", lambda error: failed.append(error) if error else None)
        producer.flush()
    assert not failed


def message(service: str, number: int, words: str = "x") -> bytes:
    return f"\x01{service}{number:04} 4 pol 12\r\nport\r\n\x02{words} {number}\x03\r\n".encode()


def test_gaps_are_told_by_feed_and_channel_over_all_partitions(wire: Settings) -> None:
    own = [("dpx", message("bas", number)) for number in (101, 102, 104, 105, 105)]
    others = [("dpx", message("vid", 7)), ("apx", message("bas", 900)), ("dpx", message("vid", 9))]
    plain = [("dpx", b"A story without a number"), ("desk", b"Another")]
    back = [("apx", message("bas", 700)), ("dpx", message("bas", 106) + message("bas", 109))]
    send(wire, [*own, *others, *plain, *back])
    found = sequence_gaps(wire, since=0)
    assert set(found) == {("dpx", "bas"), ("dpx", "vid"), ("apx", "bas")}
    gaps = {key: [(gap.first, gap.last) for gap in series.gaps] for key, series in found.items()}
    assert gaps == {("dpx", "bas"): [(103, 103), (107, 108)], ("dpx", "vid"): [(8, 8)], ("apx", "bas"): []}
    assert [(step.number, step.after) for step in found["apx", "bas"].steps_back] == [(700, 900)]
    assert found["dpx", "bas"].gaps[0].noticed == MORNING + 2 * 60_000


def test_what_was_sent_before_the_window_is_not_read(wire: Settings) -> None:
    send(wire, [("dpx", message("bas", number)) for number in (1, 5)])
    assert sequence_gaps(wire, since=2**42) == {}
    assert list(sequence_gaps(wire)) == [("dpx", "bas")], "the record's own time is that of sending"
