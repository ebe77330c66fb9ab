"""Names in Elasticsearch, each in one place."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

MAPPING_VERSION = 1
"""Raise by one with every change of mapping, analysis or document: a new version is a new index."""

MAX_ID_BYTES = 512
"""Elasticsearch refuses a longer `_id`."""


_OF_STORIES = re.compile(r"(?P<prefix>.*)stories-(write-)?v\d.*")


@dataclass(frozen=True)
class Names:
    """Names of index, aliases and templates under a prefix.

    What a release writes with carries the number of its mapping: two releases side by side never write into each
    other's index, and a worker of the old one finds no alias to write to once the new index is promoted (it stops,
    nothing is lost or refused).
    """

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
        """Alias that the index agent of this release writes to."""
        return self.write_of(MAPPING_VERSION)

    def write_of(self, number: int) -> str:
        """Alias that a release with this version of the mapping writes to."""
        return f"{self.prefix}stories-write-v{number}"

    @property
    def every_write(self) -> str:
        """Pattern of the write aliases of all releases."""
        return f"{self.prefix}stories-write-v*"

    @property
    def template(self) -> str:
        """Index template of this version's indexes; its components are `…-settings` and `…-mappings`."""
        return f"{self.prefix}stories-v{MAPPING_VERSION}"

    @property
    def kills(self) -> str:
        """Index of the kills by the uris that they name; it outlives every `stories-vN`."""
        return f"{self.prefix}stories-kills"

    @classmethod
    def around(cls, index: str) -> Names:
        """The names that an index or write alias of stories belongs to.

        >>> Names.around("desk-stories-write-v1"), Names.around("stories-v1-2-building")
        (Names(prefix='desk-'), Names(prefix=''))
        """
        found = _OF_STORIES.fullmatch(index)
        return cls(found["prefix"] if found else "")

    def index(self, number: int) -> str:
        """The first index of a mapping's version; a rebuilt one beside it is `stories-vN-…`."""
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
