"""A figure with its unit, and how figures are shown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measured number. `name` is its name in proportions, too: `core: stories`."""

    name: str
    value: float
    unit: str

    def __str__(self) -> str:
        """Three digits that count."""
        digits = 0 if abs(self.value) >= 100 else 1 if abs(self.value) >= 10 else 3
        return f"{self.value:,.{digits}f} {self.unit}"


def machine() -> str:
    """Where and when: figures mean nothing without it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = Path("/proc/loadavg")
    busy = f", load {load.read_text().split()[0]}" if load.exists() else ""
    python = platform.python_version()
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {python}, {datetime.now(UTC):%Y-%m-%d}{busy}"


def table(rows: Iterable[Figure]) -> str:
    """Rows of a Markdown table."""
    return "\n".join(f"| {row.name} | {row} |" for row in rows)


PROPORTIONS = (
    ("end to end / core of one CPU", "end to end: stories", "core: stories"),
    ("end to end / raw bulk", "end to end: stories", "raw bulk: stories"),
    ("raw bulk / core of one CPU", "raw bulk: stories", "core: stories"),
)


def proportions(figures: Sequence[Figure]) -> list[Figure]:
    """Those of which both figures were measured in this run."""
    values = {figure.name: figure.value for figure in figures}
    return [
        Figure(name, values[above] / values[below], "×")
        for name, above, below in PROPORTIONS
        if above in values and below in values
    ]


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The value that `share` of the (sorted) values don't exceed."""
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]
