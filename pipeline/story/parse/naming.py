"""Who a parsed story is: uri and version, from the story where it carries them, else from what intake knew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from pipeline.story.identity import instant_of, uri_of_bytes, version_of
from pipeline.story.model import RawStory
from pipeline.story.parse.instant import instant_of_text

MAX_URI_BYTES = 512
"""What Elasticsearch takes as `_id`. A longer uri is named by its hash: still one name through all versions."""

_LAST_VERSION = 253_402_127_999_999
"""The end of 9999-12-28 in milliseconds: what is above is no instant that can be written."""


class Carried(Struct, frozen=True, kw_only=True):
    """What a story says of its own name: uri, versioncreated (as written or as read) and revision."""

    uri: str | None = None
    created: str | datetime | None = None
    revision: int = 0


class Named(Struct, frozen=True, kw_only=True):
    """Identity and version of one story, and the quality flags that finding them earned."""

    uri: str
    version: int
    versioncreated: datetime
    flags: tuple[str, ...] = ()


def named(raw: RawStory, own: bytes, carried: Carried, *, alone: bool = True) -> Named:
    """The story's name; `own` is its own bytes.

    `headers.uri` names a transmission, so it names a story only when that is `alone` in it.
    """
    flags: list[str] = []
    found = (carried.uri or "").strip() or (raw.headers.uri if alone else None)
    if not found or len(found.encode("utf-8", "replace")) > MAX_URI_BYTES:
        found = uri_of_bytes(raw.headers.feed, found.encode("utf-8", "replace") if found else own)
        flags.append("identity-derived")
    instant = _instant(carried.created, flags)
    if instant is None:
        flags.append("version-derived")
        stated = raw.headers.version if raw.headers.version is not None else raw.headers.received
        version = min(max(stated, 0), _LAST_VERSION)
        return Named(uri=found, version=version, versioncreated=instant_of(version), flags=tuple(flags))
    if instant - timedelta(days=1) > received_at(raw):
        flags.append("time-ahead")
    return Named(uri=found, version=version_of(instant, carried.revision), versioncreated=instant, flags=tuple(flags))


def received_at(raw: RawStory) -> datetime:
    """When intake took the transmission: the only clock that the core sees."""
    return instant_of(min(max(raw.headers.received, 0), _LAST_VERSION))


def revision_of(written: object) -> int:
    """A revision or version number as sources write it (`2`, `"2"`, `"2N"`), 0 when it is none.

    >>> revision_of("3N"), revision_of("draft"), revision_of(None)
    (3, 0, 0)
    """
    digits = ""
    for character in str(written)[:9].strip():
        if character not in "0123456789":
            break
        digits += character
    return int(digits) if digits else 0


def _instant(created: str | datetime | None, flags: list[str]) -> datetime | None:
    if created is None or isinstance(created, datetime):
        return created.astimezone(UTC) if created else None
    if not created.strip():
        return None
    read = instant_of_text(created)
    if read is None:
        flags.append("time-unreadable")
        return None
    if not read[1]:
        flags.append("zone-assumed")
    return read[0]
