"""What `wire status` knows, as types: facts as they were read, and findings, which are judgements on them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

Level = Literal["attention", "alarm"]

EXITS: dict[Level | None, int] = {None: 0, "attention": 1, "alarm": 2}
"""Exit code by the worst finding; None where there is none."""


class Finding(Struct, frozen=True, kw_only=True):
    """Something that an operator must know of or act on."""

    level: Level
    about: str
    """Heading of `docs/runbook.md` that says what to do, as its link: `lag-rises`."""
    sentence: str


class PartitionLag(Struct, frozen=True, kw_only=True):
    """How far a group is in one partition of its topic."""

    group: str
    topic: str
    partition: int
    begin: int
    end: int
    committed: int
    """Offset of the first record that is not final; where nothing was committed yet, `begin`."""
    oldest: int | None = None
    """Time of that record, milliseconds since the epoch; None where nothing is left."""

    @property
    def lag(self) -> int:
        """Records still to come; in a compacted topic some of these offsets hold none."""
        return max(self.end - max(self.committed, self.begin), 0)


class Flow(Struct, frozen=True, kw_only=True):
    """A role: what it has still to do, and how fast."""

    role: str
    lag: int
    oldest: int | None
    """Time of its oldest unfinished record, milliseconds since the epoch."""
    members: int
    """Worker processes that Kafka counts in its group."""
    per_second: float
    """Records made final in the seconds of the sample."""


class KafkaStatus(Struct, kw_only=True):
    """What Kafka says."""

    flows: list[Flow]
    partitions: list[PartitionLag]
    per_second: dict[str, float]
    """Records written to each topic, a second, over the last minute."""
    unreplicated: list[str] = field(default_factory=list)
    """Partitions with fewer replicas in sync than they should have, or without a leader."""


class DeadLetterStatus(Struct, kw_only=True):
    """Dead letters that nobody has closed."""

    open: dict[str, int] = field(default_factory=dict)
    """By reason."""
    last_hour: int = 0
    """Open ones that were written in the last hour."""
    parked: int = 0
    since: int | None = None
    """Letters from before this time were not read, because there are too many; None: all were."""


class Source(Struct, frozen=True, kw_only=True):
    """A feed's stories in one language."""

    feed: str
    language: str
    stories: int
    last: int
    """`versioncreated` of the last, milliseconds since the epoch."""


class Rhythm(Struct, frozen=True, kw_only=True):
    """Whether a feed's silence is usual."""

    feed: str
    last: int
    verdict: Literal["usual", "unusual", "too little history"]
    why: str
    expected: float = 0.0
    """Stories that came in these hours on other days, on average."""


class IndexStatus(Struct, frozen=True, kw_only=True):
    """One index of stories."""

    name: str
    aliases: list[str]
    documents: int
    mapping_version: int | None
    generations: dict[str, int] = field(default_factory=dict)
    """Documents by the generation of the rules that made them; of the live index only."""
    read_only: bool = False


class DiskStatus(Struct, frozen=True, kw_only=True):
    """The fullest disk of a node."""

    node: str
    used: float
    """Share, 0 … 1."""
    limits: dict[str, float]
    """Share by watermark: `flood_stage`, `high`, `low`."""


class SearchStatus(Struct, kw_only=True):
    """What Elasticsearch says."""

    health: str
    """`green`, `yellow` or `red`."""
    disks: list[DiskStatus]
    indexes: list[IndexStatus]
    sources: list[Source]
    rhythms: list[Rhythm]


class GapStatus(Struct, frozen=True, kw_only=True):
    """Numbers of one feed's channel that did not come."""

    feed: str
    channel: str
    missing: int
    steps_back: int


class ReplayStatus(Struct, frozen=True, kw_only=True):
    """A replay that this machine knows of and that is not finished."""

    source: str
    into: str
    running: bool
    left: int
    updated: float


class Status(Struct, kw_only=True):
    """All of it; a part is None where it could not be asked, and `away` says why."""

    at: int
    """When it was looked, milliseconds since the epoch."""
    generation: int
    """Of this release's rules."""
    mapping_version: int
    """Of this release."""
    kafka: KafkaStatus | None = None
    letters: DeadLetterStatus | None = None
    gaps: list[GapStatus] | None = None
    """None: not looked for, see `gaps_hours`."""
    gaps_hours: float = 0.0
    """So far back gaps were looked for; 0: too much came in the last hour to read it for this."""
    search: SearchStatus | None = None
    replays: list[ReplayStatus] = field(default_factory=list)
    away: dict[str, str] = field(default_factory=dict)
    """`Kafka` or `Elasticsearch` → why it could not be asked."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 all well, 1 attention, 2 alarm."""
        return max((EXITS[finding.level] for finding in self.findings), default=0)
