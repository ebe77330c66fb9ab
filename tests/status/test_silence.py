"""A feed's silence is held against its own other days, hour by hour."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.status.silence import HOUR_MS, rhythm_of

MONDAY = 470_000 - 470_000 % 168 + 96  # hours since the epoch; the epoch was a Thursday, so this is a Monday's midnight
NOON = 28 * 24 + 12
"""Monday noon, four weeks after the history's first hour."""


def history(sends: Callable[[int], int], hours: int = NOON) -> dict[int, int]:
    """Stories of each hour since a Monday's midnight, as `sends` has them; hours without any are left out."""
    return {MONDAY + n: count for n in range(hours) if (count := sends(n))}


def verdict(sends: Callable[[int], int], last: int, now: int, begun: int = 0) -> str:
    """Of a feed whose last story came in hour `last`, looked at in hour `now` (hours since the first)."""
    known = {hour: count for hour, count in history(sends, last + 1).items() if hour >= MONDAY + begun}
    return rhythm_of("f", known, (MONDAY + last) * HOUR_MS + 1, (MONDAY + now) * HOUR_MS + 1).verdict


def always(hour: int) -> int:
    return 20


def by_day(hour: int) -> int:
    return 20 if 8 <= hour % 24 < 18 else 0


def on_weekdays(hour: int) -> int:
    return by_day(hour) if hour // 24 % 7 < 5 else 0


def once_a_day(hour: int) -> int:
    return 1 if hour % 24 == 9 else 0


@pytest.mark.parametrize(
    ("sends", "last", "now"),
    [
        (always, NOON, NOON + 2),
        (always, NOON, NOON + 50),
        (always, NOON, NOON + 400),
        (by_day, NOON, NOON + 3),
        (by_day, 28 * 24 - 7, 28 * 24 + 9),
        (on_weekdays, 28 * 24 - 55, NOON - 2),
        (once_a_day, 27 * 24 + 9, 28 * 24 + 10),
    ],
    ids=["two hours", "two days", "two weeks", "by day", "morning after", "Monday after a weekend", "its one story"],
)
def test_a_silence_that_it_never_had_in_these_hours_is_unusual(
    sends: Callable[[int], int], last: int, now: int
) -> None:
    assert verdict(sends, last, now) == "unusual"


@pytest.mark.parametrize(
    ("sends", "last", "now"),
    [
        (always, NOON, NOON),
        (always, NOON, NOON + 1),
        (by_day, 28 * 24 - 7, 28 * 24 + 7),
        (on_weekdays, 28 * 24 - 55, 28 * 24 - 1),
        (once_a_day, 27 * 24 + 9, 28 * 24 + 9),
    ],
    ids=["no whole hour", "not one whole hour", "night", "weekend", "until its one story"],
)
def test_a_silence_as_on_other_days_is_usual(sends: Callable[[int], int], last: int, now: int) -> None:
    assert verdict(sends, last, now) == "usual"


def test_one_outage_in_the_history_does_not_make_silence_a_habit() -> None:
    broken = 10 * 24

    def sends(hour: int) -> int:
        return 0 if broken <= hour < broken + 24 else 20

    assert verdict(sends, NOON, NOON + 3) == "unusual"


@pytest.mark.parametrize(("days", "told"), [(5, "too little history"), (9, "unusual")])
def test_with_less_than_a_week_nothing_is_said(days: int, told: str) -> None:
    assert verdict(always, NOON, NOON + 3, begun=NOON - days * 24) == told


def test_a_feed_without_history_is_not_called_silent() -> None:
    assert rhythm_of("f", {}, 0, 400 * 24 * HOUR_MS).verdict == "too little history"


def test_the_stories_that_are_missing_are_counted() -> None:
    known = history(always, NOON + 1)
    rhythm = rhythm_of("f", known, (MONDAY + NOON) * HOUR_MS, (MONDAY + NOON + 4) * HOUR_MS)
    assert rhythm.expected == 60.0
