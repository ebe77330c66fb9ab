"""Elasticsearch's disk watermarks as shares of one disk. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

SETTING = "cluster.routing.allocation.disk.watermark"
LEVELS = ("flood_stage", "high", "low")
"""At the first indexes become read-only, at the second shards leave the node, at the third no new ones come."""

_SIZE = re.compile(r"(?P<number>[0-9.]+)\s*(?P<unit>b|kb|mb|gb|tb|pb)", re.IGNORECASE)
_UNITS = {unit: 1024**power for power, unit in enumerate(("b", "kb", "mb", "gb", "tb", "pb"))}


def limits_of(settings: Mapping[str, str], total: int) -> dict[str, float]:
    """Level → share of a disk of `total` bytes that may be used; a level that is not set is left out.

    A percentage counts only as far as more than `max_headroom` would have to stay free (Elasticsearch's manual,
    "Disk-based shard allocation settings").

    >>> limits_of({f"{SETTING}.low": "85%", f"{SETTING}.high": "20gb"}, 100 * 1024**3)
    {'high': 0.8, 'low': 0.85}
    >>> limits_of({f"{SETTING}.low": "85%", f"{SETTING}.low.max_headroom": "200GB"}, 4000 * 1024**3)
    {'low': 0.95}
    """
    limits = {}
    for level in LEVELS:
        limit = _share(settings.get(f"{SETTING}.{level}", ""), total)
        if limit is not None:
            headroom = _share(settings.get(f"{SETTING}.{level}.max_headroom", ""), total)
            limits[level] = round(max(limit, headroom or 0.0), 4)
    return limits


def _share(text: str, total: int) -> float | None:
    """`85%` and `0.85` are of what is used, `20gb` of what must stay free."""
    if size := _SIZE.fullmatch(text):
        return 1 - float(size["number"]) * _UNITS[size["unit"].lower()] / total if total else None
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None
