"""Every topic, declared once: its name, what it carries and how Kafka keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field

FOR_EVER = "-1"


MAX_RECORD_BYTES = 16 * 1024 * 1024
"""Largest record on any topic: a story's limit (`parse` rejects above 8 MiB) and its JSON with every repair."""

MAX_TRANSMISSION_BYTES = MAX_RECORD_BYTES - 65_536
"""Largest transmission that intake sends: a record has a key and headers too."""

COMPRESSION = "zstd"
"""Of what our producers send. Batches of 30 mixed stories take a fifth of their bytes in `wire.raw` and a seventh in
`wire.stories`, single ones half, for 0.02 to 0.07 ms a story; lz4 and gzip cost more and save less. Readers need no
setting."""


@dataclass(frozen=True)
class Topic:
    """A topic of the pipeline. `config` is what `wire setup` asks Kafka for, and holds an existing topic against."""

    name: str
    carries: str
    config: dict[str, str] = field(default_factory=dict)
    max_record_bytes: int = MAX_RECORD_BYTES

    def with_prefix(self, prefix: str) -> str:
        """The name on the broker."""
        return prefix + self.name


RAW = Topic(
    "wire.raw",
    "Transmissions as received: the bytes unchanged, key = uri. The source of truth.",
    {"cleanup.policy": "delete", "retention.ms": FOR_EVER, "retention.bytes": FOR_EVER},
)
STORIES = Topic(
    "wire.stories",
    "Finished stories as JSON, key = uri; the last of each uri stays.",
    {"cleanup.policy": "compact"},
)
REJECTED = Topic(
    "wire.rejected",
    "What could not become a story or was refused by the index: the original bytes, and why in the headers. "
    "A record with the header `closes` closes the letter at that place.",
    {"cleanup.policy": "delete", "retention.ms": FOR_EVER, "retention.bytes": FOR_EVER},
    max_record_bytes=MAX_RECORD_BYTES + 65_536,  # any raw record fits beside the headers that say why it is here
)
TOPICS = (RAW, STORIES, REJECTED)

SOURCES = {"enrich": RAW, "index": STORIES}
"""The topic that each role reads."""


def group(role: str, prefix: str) -> str:
    """Name of a role's consumer group, whose committed offsets are the live feed's position."""
    return f"{prefix}wire-{role}"
