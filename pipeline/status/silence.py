"""Whether a feed's silence is unusual, held against the same hours of its own other days. Pure.

A feed is silent for the whole clock hours (UTC) between its last story and now. The same stretch is looked at on each
earlier day of the history: where the feed was silent then too on more than one day in ten, silence at this time is its
habit (nights, weekends). Whole hours, because many feeds send in bursts: within an hour a rate says little.

What would make this wrong: a feed whose `versioncreated` is not the time of sending (old stories sent late).
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.status.report import Rhythm

HOUR_MS = 3_600_000
DAYS_OF_HISTORY = 28
"""Four weeks, so that each day of the week is in it four times."""
DAYS_NEEDED = 7
"""With fewer days to compare with, nothing is said: a week has weekend and weekdays."""
USUAL_SHARE = 0.1
"""Silent on more than this share of the other days: usual. An outage of one or two days in four weeks is no habit."""
LONGEST_HOURS = 7 * 24
"""A longer silence is compared by its first week, or there would be nothing left to compare with."""


def rhythm_of(feed: str, by_hour: Mapping[int, int], last: int, now: int) -> Rhythm:
    """What a feed's silence since `last` means.

    `by_hour` has the stories of each clock hour that has any (hours since the epoch → count), as far back as is known;
    times are milliseconds since the epoch.
    """
    first_silent, hour_now = last // HOUR_MS + 1, now // HOUR_MS
    length = min(hour_now - first_silent, LONGEST_HOURS)
    if length < 1:
        return Rhythm(feed=feed, last=last, verdict="usual", why="a story came in this hour or the one before")
    begun = min(by_hour, default=first_silent)
    days_apart = -(-length // 24)
    starts = [first_silent - 24 * days for days in range(days_apart, DAYS_OF_HISTORY + 1)]
    counts = [sum(by_hour.get(start + n, 0) for n in range(length)) for start in starts if start >= begun]
    if len(counts) < DAYS_NEEDED:
        why = f"{len(counts)} earlier days to compare with; {DAYS_NEEDED} are needed"
        return Rhythm(feed=feed, last=last, verdict="too little history", why=why)
    silent = sum(1 for count in counts if count == 0)
    expected = sum(counts) / len(counts)
    usual = silent > USUAL_SHARE * len(counts)
    why = f"in these {length} hours {expected:.1f} stories on average, none on {silent} of {len(counts)} earlier days"
    return Rhythm(feed=feed, last=last, verdict="usual" if usual else "unusual", why=why, expected=round(expected, 1))
