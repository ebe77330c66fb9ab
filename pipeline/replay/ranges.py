"""Which offsets of a topic's partitions a replay reads, and how they are shared out among processes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

_SPAN = re.compile(r"(?P<partition>\d+):(?P<first>\d*)(?P<to>-?)(?P<last>\d*)")


class Range(Struct, kw_only=True):
    """Offsets `start` ≤ n < `end` of a partition; `next` is the first whose outcome is not confirmed yet."""

    partition: int
    start: int
    end: int
    next: int

    @property
    def left(self) -> int:
        """Offsets still to read. In a compacted topic some of them hold no record."""
        return max(self.end - self.next, 0)


def spans_of(text: str) -> dict[int, tuple[int, int | None]]:
    """`--offsets` as typed: partition → first and last offset (both included; None where the end is open).

    Raises ValueError with a sentence for the operator.

    >>> spans_of("0:100-199,3:57,4:9-")
    {0: (100, 199), 3: (57, 57), 4: (9, None)}
    """
    spans: dict[int, tuple[int, int | None]] = {}
    for part in text.replace(" ", "").split(","):
        read = _SPAN.fullmatch(part)
        if not read or not (read["first"] or read["last"]):
            raise ValueError(f"{part!r} names no offsets: write partition:first-last, e.g. 0:100-199, 3:57 or 4:9-")
        partition, first = int(read["partition"]), int(read["first"] or 0)
        last = int(read["last"]) if read["last"] else None if read["to"] else first
        if last is not None and last < first:
            raise ValueError(f"{part!r} ends before it begins")
        if partition in spans:
            raise ValueError(f"partition {partition} is named twice; a replay reads one stretch of each partition")
        spans[partition] = (first, last)
    return spans


def whole(bounds: Mapping[int, tuple[int, int]]) -> list[Range]:
    """Everything that a topic holds: `bounds` are begin and end offsets by partition."""
    return [Range(partition=p, start=begin, end=end, next=begin) for p, (begin, end) in sorted(bounds.items())]


def cut(
    bounds: Mapping[int, tuple[int, int]], spans: Mapping[int, tuple[int, int | None]]
) -> tuple[list[Range], list[str]]:
    """The stretches that were asked for, as far as the topic holds them, and a sentence for each that it does not.

    "From offset 5" of a topic that begins at 900 means 900, and that is said; it never means the end.

    >>> cut({0: (900, 1000)}, {0: (5, 950)})[1]
    ['partition 0 begins at offset 900 (kept no longer, or compacted): 5-899 are not there']
    """
    ranges, said = [], []
    for partition, (first, last) in sorted(spans.items()):
        if partition not in bounds:
            raise ValueError(f"there is no partition {partition}; the topic has 0 to {max(bounds)}")
        begin, end = bounds[partition]
        stop = end if last is None else last + 1
        if first < begin:
            said.append(
                f"partition {partition} begins at offset {begin} (kept no longer, or compacted): "
                f"{first}-{min(stop, begin) - 1} are not there"
            )
        if stop > end:
            said.append(
                f"partition {partition} ends before offset {end}: {max(first, end)}-{stop - 1} are not there yet"
            )
        start = min(max(first, begin), end)
        ranges.append(Range(partition=partition, start=start, end=max(min(stop, end), start), next=start))
    return ranges, said


def share_out(ranges: Iterable[Range], processes: int) -> list[list[Range]]:
    """Ranges with something left, shared among at most `processes`: whole partitions, the longest first.

    A partition is never split, so that the versions of a story keep their order.

    >>> [[r.partition for r in share] for share in share_out(whole({0: (0, 9), 1: (0, 5), 2: (0, 4)}), 2)]
    [[0], [1, 2]]
    """
    left = sorted((r for r in ranges if r.left), key=lambda r: -r.left)
    shares: list[list[Range]] = [[] for _ in range(min(processes, len(left)))]
    for one in left:
        min(shares, key=_load).append(one)
    return shares


def _load(share: Sequence[Range]) -> int:
    return sum(one.left for one in share)
