"""Which letters an operator means. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from pipeline.letters.letter import Letter


class Chosen(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a letter must be. An empty list asks for nothing; of a list's entries any will do; all must agree."""

    reasons: list[str] = []
    stages: list[str] = []
    feeds: list[str] = []
    names: list[str] = []
    """`partition/offset` in `wire.rejected`."""
    since: int | None = None
    """Written then or later, milliseconds since the epoch."""
    until: int | None = None
    """Written before then."""

    def of(self, letters: Iterable[Letter]) -> list[Letter]:
        """Those that are meant, in their order."""
        return [letter for letter in letters if self._means(letter)]

    def _means(self, letter: Letter) -> bool:
        return (
            (not self.reasons or letter.reason in self.reasons)
            and (not self.stages or letter.stage in self.stages)
            and (not self.feeds or letter.feed in self.feeds)
            and (not self.names or letter.name in self.names)
            and (self.since is None or letter.written >= self.since)
            and (self.until is None or letter.written < self.until)
        )
