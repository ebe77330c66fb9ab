"""Times as people type them for a window of a search. Pure: the clock is handed in.

A time without a zone is read in the zone that is handed in (the command says which), never guessed from the machine.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo

FORMS = "2h, 45m, 7d, 2w (ago), today, yesterday, 2026-11-01, 2026-11-01T18:30, 2026-11-01T18:30+02:00 or …Z"
_AGO = re.compile(r"(\d{1,5})\s*(m|min|h|d|w)")
_SECONDS = {"m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}


class TimeError(ValueError):
    """A time that can't be read; the message lists the forms that can."""


def since(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The instant from which on: a day means its beginning. Raises TimeError.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> since("2h", noon, UTC).isoformat(), since("yesterday", noon, UTC).isoformat()
    ('2026-11-24T10:00:00+00:00', '2026-11-23T00:00:00+00:00')
    """
    moment = _moment(text, now, zone)
    return moment if isinstance(moment, datetime) else _midnight(moment, zone)


def until(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The instant before which: a day means its end. Raises TimeError.

    >>> from datetime import UTC
    >>> until("2026-11-01", datetime(2026, 11, 24, 12, tzinfo=UTC), UTC).isoformat()
    '2026-11-02T00:00:00+00:00'
    """
    moment = _moment(text, now, zone)
    return moment if isinstance(moment, datetime) else _midnight(moment + timedelta(days=1), zone)


def _moment(text: str, now: datetime, zone: tzinfo) -> date | datetime:
    """A `date` for what names a day, a `datetime` for what names an instant."""
    typed = text.strip().lower()
    today = now.astimezone(zone).date()
    if typed in ("today", "yesterday"):
        return today if typed == "today" else today - timedelta(days=1)
    if found := _AGO.fullmatch(typed):
        return now - timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
    try:
        if len(typed) == 10:
            return date.fromisoformat(typed)
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise TimeError(f"{text} is no time that can be read. Write {FORMS}.") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
