"""How a replay is done, whatever it replays, and who is told."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct


class Watch(Protocol):
    """Who is told what happens, and may want it to stop."""

    @property
    def stopped(self) -> bool:
        """Whether to stop in good order."""

    def say(self, sentence: str) -> None:
        """A sentence for the operator."""

    def progress(self, what: str, done: int, total: int) -> None:
        """So many of the offsets are done."""


class Terms(Struct, frozen=True, kw_only=True):
    """The options of `wire replay` that don't say what is replayed."""

    processes: int = 1
    rate: float = 0.0
    """Records a second over all processes; 0 is no limit."""
    resume: bool = False
    afresh: bool = False
    promote: bool = False
    may_miss: int = 0
    """Stories that a new index may lack and still be promoted."""
    examples: int = 5
    """Changed stories that a dry run shows in full."""
