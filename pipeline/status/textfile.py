"""What `wire status` found, as metrics in a file, for the text-file collector of Prometheus's node exporter.

Delivery guarantee: none is touched. The file is replaced whole, so a collector never reads half of one.
"""

from __future__ import annotations

from pathlib import Path

from prometheus_client import write_to_textfile

from pipeline.metrics import (
    DEAD_LETTERS_OPEN,
    FEED_SILENT,
    OF_STATUS,
    SEQUENCE_MISSING,
    SEQUENCE_STEPS_BACK,
    STATUS_AT,
    STATUS_LEVEL,
)
from pipeline.status.report import Status


def write_metrics(status: Status, file: Path) -> None:
    """Set the metrics to what was found, and replace the file. What could not be asked is absent. Raises OSError."""
    for gauge in (DEAD_LETTERS_OPEN, FEED_SILENT, SEQUENCE_MISSING, SEQUENCE_STEPS_BACK):
        gauge.clear()
    STATUS_AT.set(status.at / 1000)
    STATUS_LEVEL.set(status.exit_code)
    for reason, count in (status.letters.open if status.letters else {}).items():
        DEAD_LETTERS_OPEN.labels(reason).set(count)
    for rhythm in status.search.rhythms if status.search else ():
        FEED_SILENT.labels(rhythm.feed).set(rhythm.verdict == "unusual")
    for gap in status.gaps or ():
        SEQUENCE_MISSING.labels(gap.feed, gap.channel).set(gap.missing)
        SEQUENCE_STEPS_BACK.labels(gap.feed, gap.channel).set(gap.steps_back)
    write_to_textfile(str(file), OF_STATUS)
