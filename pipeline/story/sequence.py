"""Gaps in the numbers of a feed's transmissions: pure, fed in order of arrival.

Rules, each with a case in `tests/story/test_sequence.py`:

* The next number follows. A higher one leaves a gap; a number of a gap that comes late closes it.
* The same number with the same bytes is a repeat and nothing else: agencies send again on request.
* A fall to a low number is the new day's start (or the counter's end): a new run, whose first numbers may be missing.
* A fall to any other number, or a number used again with other bytes, is a step back: the sender restarted or erred.
* Two runs are kept, and a number belongs to the nearer one: yesterday's last stories may come after today's first.

What arrived before the first number is not known, so a series never begins with a gap.
"""

from __future__ import annotations

from msgspec import Struct, field

LOWEST_OF_A_RUN = 50
"""A fall to this or less is a new run. Numbering starts at 0 or 1; so many may be lost with an outage over midnight."""
STRAGGLERS = 10
"""So many numbers before the first may still come: records of several partitions meet at a window's edge."""
FORGOTTEN_AFTER_MS = 6 * 3_600_000
"""An older run gets no more numbers after so long: a day's run would reach its numbers."""
_REMEMBERED = 20_000


class Gap(Struct, frozen=True, kw_only=True):
    """Numbers `first` … `last` that did not come; noticed at `noticed`, milliseconds since the epoch."""

    first: int
    last: int
    noticed: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


class StepBack(Struct, frozen=True, kw_only=True):
    """`number` came when `after` had come already."""

    number: int
    after: int
    noticed: int


class _Run(Struct, kw_only=True):
    first: int
    last: int
    at: int
    missing: list[Gap] = field(default_factory=list)
    known: dict[int, bytes] = field(default_factory=dict)

    def note(self, number: int, own: bytes, at: int) -> None:
        self.known[number] = own
        if len(self.known) > _REMEMBERED:
            del self.known[next(iter(self.known))]
        self.at = at


class Series(Struct, kw_only=True):
    """The numbers of one feed's channel."""

    seen: int = 0
    steps_back: list[StepBack] = field(default_factory=list)
    _runs: list[_Run] = field(default_factory=list)
    """At most two, the one that got the last number first."""
    _closed: list[Gap] = field(default_factory=list)
    """Gaps of runs that are over."""

    @property
    def gaps(self) -> list[Gap]:
        """What is missing, in the order in which it was noticed."""
        return sorted([*self._closed, *(gap for run in self._runs for gap in run.missing)], key=lambda gap: gap.noticed)

    @property
    def last(self) -> int | None:
        """The number that came last, repeats left out."""
        return self._runs[0].last if self._runs else None

    def see(self, number: int, own: bytes, at: int) -> None:
        """A transmission with this number; `own` tells repeats (a digest will do), `at` is when it was received."""
        self.seen += 1
        self._forget(at)
        if any(run.known.get(number) == own for run in self._runs):
            return
        run = self._filled(number, at) or self._followed(number, at) or self._begun(number, at)
        run.note(number, own, at)
        self._runs.remove(run)
        self._runs.insert(0, run)

    def _forget(self, at: int) -> None:
        while len(self._runs) > 1 and at - self._runs[-1].at > FORGOTTEN_AFTER_MS:
            self._closed += self._runs.pop().missing

    def _filled(self, number: int, at: int) -> _Run | None:
        """The run in which the number was missing."""
        for run in self._runs:
            for place, gap in enumerate(run.missing):
                if gap.first <= number <= gap.last:
                    parts = [(gap.first, number - 1), (number + 1, gap.last)]
                    left = [Gap(first=a, last=b, noticed=gap.noticed) for a, b in parts if a <= b]
                    run.missing[place : place + 1] = left
                    return run
        return None

    def _followed(self, number: int, at: int) -> _Run | None:
        """The nearest run that the number goes on from."""
        ahead = [run for run in self._runs if number > run.last]
        if not ahead:
            return None
        run = min(ahead, key=lambda one: number - one.last)
        if number > run.last + 1:
            run.missing.append(Gap(first=run.last + 1, last=number - 1, noticed=at))
        run.last = number
        return run

    def _begun(self, number: int, at: int) -> _Run:
        """A new run, or the first one begun earlier than it seemed."""
        before = self._runs[0] if self._runs else None
        if before and len(self._runs) == 1 and not self._closed and 0 < before.first - number <= STRAGGLERS:
            if number + 1 < before.first:
                before.missing.insert(0, Gap(first=number + 1, last=before.first - 1, noticed=at))
            before.first = number
            return before
        run = _Run(first=number, last=number, at=at)
        if before and number <= LOWEST_OF_A_RUN:
            run.first = min(number, 1)
            if number > 1:
                run.missing.append(Gap(first=1, last=number - 1, noticed=at))
        elif before:
            self.steps_back.append(StepBack(number=number, after=before.last, noticed=at))
        self._runs.insert(0, run)
        for old in self._runs[2:]:
            self._closed += old.missing
        del self._runs[2:]
        return run
