"""Names in Elasticsearch, each in one place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

MAX_ID_BYTES = 512
"""Elasticsearch refuses a longer `_id`."""


@dataclass(frozen=True)
class Names:
    """Names of index, aliases and template under a prefix."""

    prefix: str = ""

    @property
    def readers(self) -> str:
        """Alias for readers: usable and no longer embargoed."""
        return f"{self.prefix}stories"

    @property
    def operators(self) -> str:
        """Alias for operators: everything."""
        return f"{self.prefix}stories-all"

    @property
    def write(self) -> str:
        """Alias that the index agent writes to."""
        return f"{self.prefix}stories-write"

    @property
    def template(self) -> str:
        """Index template of every `stories-vN`."""
        return f"{self.prefix}stories"

    def index(self, number: int) -> str:
        """The index of a mapping's version."""
        return f"{self.prefix}stories-v{number}"


def document_id(uri: str) -> str:
    """`_id` of a story: its uri, or, where that is too long for Elasticsearch, its head and a hash of it.

    >>> document_id("urn:wire:afp-ar:0001")
    'urn:wire:afp-ar:0001'
    >>> len(document_id("x" * 600))
    505
    """
    if len(uri.encode()) <= MAX_ID_BYTES:
        return uri
    return f"{uri.encode()[:440].decode(errors='ignore')}~{hashlib.sha256(uri.encode()).hexdigest()}"
