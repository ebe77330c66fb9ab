"""Times as the framed wire formats write them: a day without its month, a month and day without their year.

What is missing is found from the time of receipt: a story is not from the future (a day's grace for zones).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_ZONES = {"GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "MEZ": 1, "CET": 1, "WEST": 1, "BST": 1, "MESZ": 2, "CEST": 2}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene janv",
            "feb fev fév",
            "mar mär mrz mars",
            "apr avr abr",
            "may mai mayo",
            "jun juin",
            "jul juil",
            "aug aoû ago août",
            "sep sept",
            "oct okt out",
            "nov",
            "dec dez dic déc",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_TIME = re.compile(
    r"(?<!\d)(\d\d)(\d\d)(\d\d)(?!\d)[ \t]*(?:(GMT|UTC|Z|WEST|WET|BST|MEZ|MESZ|CET|CEST)\b)?"
    r"(?:[ \t]*([A-Za-zéûä]{3,4})\.?[ \t]*(\d{4}|\d\d)(?!\d))?"
)
_MONTH_DAY_YEAR = re.compile(r"(?<!\d)(\d\d?)-(\d\d?)-(\d\d|\d{4})[ \t]+(\d\d)(\d\d)[ \t]*(?:GMT|UTC|Z)?")


def instant_of_day_time(text: str, received: datetime) -> tuple[datetime, bool] | None:
    """The instant of IPTC 7901's `DDHHMM [zone] [month year]` and whether its zone is stated; null when there is none.

    >>> instant_of_day_time("051032", datetime(2023, 10, 1, tzinfo=UTC))
    (datetime.datetime(2023, 9, 5, 10, 32, tzinfo=datetime.timezone.utc), False)
    >>> instant_of_day_time("051232 MESZ Sep 23", datetime(2023, 9, 5, 11, tzinfo=UTC))
    (datetime.datetime(2023, 9, 5, 10, 32, tzinfo=datetime.timezone.utc), True)
    """
    for match in _DAY_TIME.finditer(text):
        day, hour, minute = int(match[1]), int(match[2]), int(match[3])
        offset = timedelta(hours=_ZONES.get(match[4] or "Z", 0))
        month = _MONTHS.get((match[5] or "").lower())
        local = (
            _instant(int(match[6]) % 100 + 2000, month, day, hour, minute)
            if month
            else _latest(day, hour, minute, received)
        )
        if local:
            return local - offset, match[4] is not None
    return None


def instant_of_month_day_year(text: str) -> datetime | None:
    """The instant of ANPA's `mm-dd-yy hhmmGMT`, null when there is none.

    >>> instant_of_month_day_year("AP-NY-09-05-23 1032GMT<")
    datetime.datetime(2023, 9, 5, 10, 32, tzinfo=datetime.timezone.utc)
    """
    match = _MONTH_DAY_YEAR.search(text)
    if match is None:
        return None
    return _instant(int(match[3]) % 100 + 2000, int(match[1]), int(match[2]), int(match[4]), int(match[5]))


def _latest(day: int, hour: int, minute: int, received: datetime) -> datetime | None:
    """The latest such day and time that is not after receipt; months that lack the day are passed over."""
    limit = min(received, datetime(9999, 12, 1, tzinfo=UTC)) + timedelta(days=1)
    year, month = limit.year, limit.month
    for _ in range(4):
        instant = _instant(year, month, day, hour, minute)
        if instant and instant <= limit:
            return instant
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _instant(year: int, month: int, day: int, hour: int, minute: int) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
