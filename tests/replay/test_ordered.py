"""What an operator types is what is read: windows with their zones, offsets as the log has them, filters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.replay.instant import instant_of
from pipeline.replay.ranges import cut, share_out, spans_of, whole
from pipeline.replay.selection import Filters, Window, may_want, wants_rejected, wants_story
from pipeline.story.model import RawHeaders, RawStory, Rejected, Story
from pipeline.story.stages import process
from tests import loaded

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("now", "2026-11-24T12:00:00+00:00"),
        ("90m", "2026-11-24T10:30:00+00:00"),
        ("2w", "2026-11-10T12:00:00+00:00"),
        ("2026-11-24T10:00Z", "2026-11-24T10:00:00+00:00"),
        ("2026-11-24T10:00:30-05:00", "2026-11-24T15:00:30+00:00"),
        ("2026-11-24 10:00 Asia/Riyadh", "2026-11-24T07:00:00+00:00"),
        ("2026-11-24 UTC", "2026-11-24T00:00:00+00:00"),
    ],
)
def test_a_time_with_a_zone_is_that_instant(text: str, instant: str) -> None:
    read = instant_of(text, NOON)
    assert read.at.isoformat() == instant
    assert not read.zone_assumed


@pytest.mark.parametrize("text", ["2026-11-24T10:00", "2026-11-24 10:00", "2026-11-24"])
def test_a_time_without_a_zone_is_utc_and_known_to_be_a_guess(text: str) -> None:
    assert instant_of(text, NOON).zone_assumed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("yesterday", "is no time"),
        ("10", "is no time"),
        ("2026-11-24 10:00 Paris/Europe", "no zone that is known"),
        ("2026-11-24T10:00Z Europe/Paris", "two zones"),
        ("2026-10-25 02:30 Europe/Paris", "clocks change"),  # comes twice
        ("2026-03-29 02:30 Europe/Paris", "clocks change"),  # never comes
    ],
)
def test_what_is_no_single_instant_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        instant_of(text, NOON)


@pytest.mark.parametrize(
    ("text", "why"),
    [("5", "names no offsets"), ("0:", "names no offsets"), ("0:9-3", "before it begins"), ("0:1,0:5", "twice")],
)
def test_offsets_that_name_nothing_are_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        spans_of(text)


def test_offsets_that_the_log_lost_are_said_and_never_mean_its_end() -> None:
    ranges, said = cut({0: (900, 1000), 1: (0, 10)}, spans_of("0:5-,1:8-20"))
    assert [(r.partition, r.start, r.end) for r in ranges] == [(0, 900, 1000), (1, 8, 10)]
    assert said[0].endswith("5-899 are not there")
    assert said[1].endswith("10-20 are not there yet")


def test_a_partition_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no partition 7"):
        cut({0: (0, 1)}, {7: (0, None)})


@given(st.dictionaries(st.integers(0, 30), st.tuples(st.integers(0, 50), st.integers(0, 500))), st.integers(1, 8))
def test_every_partition_with_something_left_is_read_by_one_process(
    bounds: dict[int, tuple[int, int]], processes: int
) -> None:
    ranges = whole({p: (begin, begin + count) for p, (begin, count) in bounds.items()})
    shares = share_out(ranges, processes)
    assert len(shares) <= processes
    shared = sorted(r.partition for share in shares for r in share)
    assert shared == sorted(r.partition for r in ranges if r.left)
    loads = [sum(r.left for r in share) for share in shares]
    longest = max((r.left for r in ranges), default=0)
    assert not loads or max(loads) - min(loads) <= longest


def test_a_window_includes_its_beginning_and_not_its_end() -> None:
    window = Window(since=10, until=20)
    assert [window.holds(n) for n in (9, 10, 19, 20)] == [False, True, True, False]
    assert Window().holds(0)
    assert not Window()


ENGLISH = (
    b"Ministers meet\n\nPARIS, Nov 14 (AFP) - The ministers met on Monday to talk about the long agenda of the week.\n"
)


def made(value: bytes, **headers: str) -> tuple[RawHeaders, Story | Rejected]:
    facts = RawHeaders(**{"feed": "afp-en", "received": 1, "uri": "urn:t:1", "version": 1, **headers})  # type: ignore[arg-type]
    (outcome,) = process(RawStory(value=value, headers=facts), loaded.rules())
    return facts, outcome


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(feeds=["afp-en"], languages=["en"], uris=["urn:t:1"], formats=["plain"], agencies=["afp"]), True),
        (Filters(feeds=["other", "afp-en"]), True),
        (Filters(feeds=["other"]), False),
        (Filters(languages=["ar"]), False),
        (Filters(uris=["urn:t:2"]), False),
        (Filters(formats=["ninjs"]), False),
        (Filters(agencies=["Reuters"]), False),
        (Filters(feeds=["afp-en"], languages=["ar"]), False),
    ],
)
def test_a_story_passes_when_every_filter_has_an_entry_for_it(filters: Filters, passes: bool) -> None:
    headers, story = made(ENGLISH)
    assert isinstance(story, Story)
    assert wants_story(filters, story) is passes
    assert may_want(filters, headers, ENGLISH) or not passes, "what passes is never left out early"


def test_a_filter_by_language_takes_its_regions_and_leaves_rejections_out() -> None:
    headers, rejected = made(b"\x01\x02\x00")
    assert isinstance(rejected, Rejected)
    assert wants_rejected(Filters(feeds=["afp-en"]), rejected, headers.format)
    assert wants_rejected(Filters(uris=["urn:t:1"]), rejected, headers.format)
    assert not wants_rejected(Filters(languages=["en"]), rejected, headers.format)
    assert not wants_rejected(Filters(uris=["urn:t:2"]), rejected, headers.format)
    assert not may_want(Filters(feeds=["other"]), headers, b"")
