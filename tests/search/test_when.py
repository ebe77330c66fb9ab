"""Times of a window, as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pipeline.search.when import TimeError, since, until

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BEIRUT = ZoneInfo("Asia/Beirut")


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2h", "2026-11-24T10:00:00+00:00"),
        ("45m", "2026-11-24T11:15:00+00:00"),
        ("7d", "2026-11-17T12:00:00+00:00"),
        ("2w", "2026-11-10T12:00:00+00:00"),
        ("today", "2026-11-24T00:00:00+02:00"),
        ("Yesterday", "2026-11-23T00:00:00+02:00"),
        ("2026-11-01", "2026-11-01T00:00:00+02:00"),
        ("2026-11-01T18:30", "2026-11-01T18:30:00+02:00"),
        ("2026-11-01T18:30Z", "2026-11-01T18:30:00+00:00"),
        ("2026-07-01T18:30", "2026-07-01T18:30:00+03:00"),
        ("2026-11-01T18:30:00-05:00", "2026-11-01T18:30:00-05:00"),
    ],
)
def test_since(typed: str, instant: str) -> None:
    assert since(typed, NOON, BEIRUT).isoformat() == instant


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-11-01", "2026-11-02T00:00:00+02:00"),
        ("today", "2026-11-25T00:00:00+02:00"),
        ("2h", "2026-11-24T10:00:00+00:00"),
    ],
)
def test_until_a_day_means_its_end(typed: str, instant: str) -> None:
    assert until(typed, NOON, BEIRUT).isoformat() == instant


def test_today_is_the_zone_s_day_and_not_the_machine_s() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert since("today", late, BEIRUT).isoformat() == "2026-11-25T00:00:00+02:00"


@pytest.mark.parametrize(
    "typed", ["", "soon", "2026-13-01", "24/11/2026", "-2h", "2 fortnights", "1700000000", "2hours"]
)
def test_what_is_no_time_is_refused_with_the_forms_that_are(typed: str) -> None:
    with pytest.raises(TimeError, match="Write 2h"):
        since(typed, NOON, UTC)
