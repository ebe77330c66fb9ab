"""Instants as the news formats write them: ISO 8601, basic or extended, with or without a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_ISO = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?)?\s*"
    r"(Z|z|GMT|UTC|[+\N{MINUS SIGN}-]\d\d:?(?:\d\d)?)?\s*"
)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 30, tzinfo=UTC)


def instant_of_text(text: str | None) -> tuple[datetime, bool] | None:
    """The instant (whole seconds, UTC) and whether it states its zone; null when unreadable. A bare date is midnight.

    Instants before 1970 or past 9999 are unreadable: they can't be versions.

    >>> instant_of_text("20230905T123225+0200")
    (datetime.datetime(2023, 9, 5, 10, 32, 25, tzinfo=datetime.timezone.utc), True)
    >>> instant_of_text("2023-09-05")
    (datetime.datetime(2023, 9, 5, 0, 0, tzinfo=datetime.timezone.utc), False)
    >>> instant_of_text("next Tuesday") is None
    True
    """
    match = _ISO.fullmatch(text[:64]) if text else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=_zone(match[7]))
        instant = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return (instant, match[7] is not None) if _FIRST <= instant <= _LAST else None


def _zone(written: str | None) -> timezone:
    if written is None or written[0] in "ZzGU":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(offset if written[0] == "+" else -offset)
