"""What became of the records of a replay, counted. Pure."""

from __future__ import annotations

from msgspec import Struct, field, structs

EXAMPLES = 10
"""Sentences kept as examples of what was refused; the rest is in the counts and in `wire.rejected`."""


class Tally(Struct, kw_only=True):
    """Counts of one replay, or of a piece of one."""

    read: int = 0
    """Records read."""
    left_out: int = 0
    """Outcomes that the window or a filter left out, and records of which nothing was wanted."""
    indexed: int = 0
    """Stories that Elasticsearch took."""
    published: int = 0
    """Stories that `wire.stories` has, confirmed."""
    stale_version: int = 0
    """Stories of which the index holds a newer version."""
    stale_rules: int = 0
    """Stories of which the index holds the same version, made by newer rules."""
    rejected: int = 0
    """Stories that could not be made or were refused by the index: all of them."""
    rejected_new: int = 0
    """Those of them that had no dead letter yet, and have one now (or would have, or belong in no topic)."""
    cured: int = 0
    """Records with an open dead letter of which a story came now."""
    generations: dict[int, int] = field(default_factory=dict)
    """Stories by the generation of the rules that made them."""
    examples: list[str] = field(default_factory=list)
    """Refusals in words: which story, where it lies, why."""

    @property
    def stale(self) -> int:
        """Stories that changed nothing, because what the index holds is newer."""
        return self.stale_version + self.stale_rules

    def add(self, other: Tally) -> None:
        """Count another tally's events too."""
        for name in structs.asdict(self):
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, int):
                setattr(self, name, mine + theirs)
        for generation, count in other.generations.items():
            self.generations[generation] = self.generations.get(generation, 0) + count
        self.examples = [*self.examples, *other.examples][:EXAMPLES]
