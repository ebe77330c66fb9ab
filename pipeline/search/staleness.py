"""Why Elasticsearch calls a story stale, from the two versions that its refusal names. Pure."""

from __future__ import annotations

import re

from pipeline.story.identity import GENERATIONS

_CURRENT = re.compile(r"current version \[(\d+)\]")


def version_that_won(refusal: str) -> int | None:
    """The external version in the index, from the words of a 409.

    >>> version_that_won("version conflict, current version [1700002] is higher than the one provided [1700001]")
    1700002
    """
    found = _CURRENT.search(refusal)
    return int(found[1]) if found else None


def is_by_newer_rules(indexed: int | None, external: int) -> bool:
    """Whether the index holds the same version of the story, made by newer rules (and not a newer version).

    >>> is_by_newer_rules(1_700_002, 1_700_001), is_by_newer_rules(1_701_001, 1_700_001)
    (True, False)
    """
    return indexed is not None and indexed // GENERATIONS == external // GENERATIONS
