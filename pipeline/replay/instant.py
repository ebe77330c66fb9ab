"""Instants as an operator types them, for the window of a replay. Pure: what the time is comes from the caller."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_AGO = re.compile(r"(\d+)\s*([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_WITH_ZONE = re.compile(r"(?P<local>\S+(?: \d\S*)?) (?P<zone>[A-Za-z_]+(?:/[A-Za-z_+-]+)*)")


@dataclass(frozen=True)
class Instant:
    """A point in time, and whether the text left the zone to us (then it is UTC, and that must be said aloud)."""

    at: datetime
    zone_assumed: bool = False

    @property
    def epoch_ms(self) -> int:
        """Milliseconds since the epoch, as Kafka stamps records."""
        return round(self.at.timestamp() * 1000)


def instant_of(text: str, now: datetime) -> Instant:
    """The instant that `text` names: `2h` (ago), or an ISO 8601 date or time with an offset, a zone's name or nothing.

    Raises ValueError with a sentence for the operator, also for a time that a change of clocks makes twice or never.

    >>> noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    >>> instant_of("2h", noon).at.isoformat()
    '2026-11-24T10:00:00+00:00'
    >>> instant_of("2026-11-24T10:00+01:00", noon).at.isoformat()
    '2026-11-24T09:00:00+00:00'
    >>> instant_of("2026-07-01 10:00 Europe/Paris", noon).at.isoformat()
    '2026-07-01T08:00:00+00:00'
    >>> instant_of("2026-11-24 10:00", noon)
    Instant(at=datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.timezone.utc), zone_assumed=True)
    """
    text = " ".join(text.split())
    if text == "now":
        return Instant(now)
    if ago := _AGO.fullmatch(text):
        return Instant(now - timedelta(**{_UNITS[ago[2]]: int(ago[1])}))
    if named := _WITH_ZONE.fullmatch(text):
        return Instant(_in_zone(_iso(named["local"]), named["zone"]))
    read = _iso(text)
    if read.tzinfo is None:
        return Instant(read.replace(tzinfo=UTC), zone_assumed=True)
    return Instant(read.astimezone(UTC))


def _iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is no time: write 2h or 7d (ago), 2026-11-24T10:00+01:00, 2026-11-24T09:00Z "
            "or '2026-11-24 10:00 Europe/Paris'"
        ) from None


def _in_zone(local: datetime, name: str) -> datetime:
    if local.tzinfo is not None:
        raise ValueError(f"{local.isoformat()} {name}: two zones for one time")
    zone = _zone(name)
    earlier, later = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if earlier != later:
        raise ValueError(
            f"{local} is no single time in {name}: clocks change then. Write it with its offset, or in UTC"
        )
    return earlier


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{name!r} is no zone that is known here; write the offset instead, e.g. +01:00") from None
