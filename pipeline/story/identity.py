"""The identity and the version of a story (design: `docs/architecture.md`, "Identity")."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

GENERATIONS = 1000
"""The last three digits of the version given to Elasticsearch are the generation of the rules."""


def version_of(versioncreated: datetime, revision: int = 0) -> int:
    """Version of a story: whole seconds of `versioncreated` × 1000 + `revision`, which counts up to 999.

    >>> version_of(datetime(2023, 9, 5, 10, 32, 25, tzinfo=UTC), 2)
    1693909945002
    >>> version_of(datetime(2023, 9, 5, 10, 32, 25, tzinfo=UTC), 5000)
    1693909945999
    """
    return int(versioncreated.timestamp()) * 1000 + min(max(revision, 0), 999)


def instant_of(version: int) -> datetime:
    """The second in which a version was created, in UTC.

    >>> instant_of(1693909945002).isoformat()
    '2023-09-05T10:32:25+00:00'
    """
    return datetime.fromtimestamp(version // 1000, tz=UTC)


def index_version(version: int, generation: int) -> int:
    """The version given to Elasticsearch: a result of older rules never overwrites one of newer rules.

    >>> index_version(1693909945002, 7)
    1693909945002007
    """
    return version * GENERATIONS + generation


def uri_of_file(feed: str, stem: str) -> str:
    """Identity of a file whose bytes carry none: the feed and the file's name without its last ending.

    >>> uri_of_file("afp-ar", "0001")
    'urn:wire:afp-ar:0001'
    >>> uri_of_file("afp-ar", "a b/ü")
    'urn:wire:afp-ar:a%20b%2F%C3%BC'
    """
    return f"urn:wire:{feed}:{_escape(stem)}"


def uri_of_bytes(feed: str, value: bytes) -> str:
    """Identity of bytes from a stream that carry none: the same bytes are the same story.

    >>> uri_of_bytes("desk", b"hello")
    'urn:wire:desk:sha256-2cf24dba5fb0a30e26e83b2ac5b9e29e'
    """
    return f"urn:wire:{feed}:sha256-{hashlib.sha256(value).hexdigest()[:32]}"


def _escape(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._~-]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), name)
