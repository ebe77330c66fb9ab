"""What the rounds of `bench/peers.py` come to: a section of `docs/benchmarks.md`, and the figures of its targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bench.chart import shown, spread
from bench.page import rows

CORE, BULK, OURS, PLAIN, QUIX, QUIX_LANGDETECT, NAIVE = (
    "core alone",
    "raw bulk",
    "this pipeline",
    "plain loop",
    "Quix Streams",
    "Quix with langdetect",
    "naive Faust",
)
WHAT = {
    CORE: "the core in one process, from memory to memory: parse, clean, detect, tag",
    BULK: "this pipeline's finished documents from memory, 500 a request, three in flight",
    OURS: "end to end, all text work: `wire worker`, a process of each role for each core",
    PLAIN: "aiokafka, three bulk requests in flight; no text work",
    QUIX: "its own sink for Elasticsearch; no text work",
    QUIX_LANGDETECT: "the same, and langdetect on the whole text",
    NAIVE: "Faust as a tutorial shows it: event by event, langdetect on the whole text, one index call a story",
}


class Run(NamedTuple):
    """One contestant's part of a round: by the clock, and CPU seconds of its processes and of Elasticsearch."""

    stories: int
    seconds: float
    own: float
    elasticsearch: float

    @property
    def rate(self) -> float:
        """Stories a second, by the clock."""
        return self.stories / self.seconds

    def milliseconds(self, seconds: float) -> float:
        """Of one story."""
        return seconds / self.stories * 1000


Rounds = Mapping[str, Sequence[Run]]
"""Contestant → its runs, one a round."""


def faster(rounds: Rounds, than: str) -> list[float]:
    """How many times the pipeline's rate is a peer's, round by round."""
    return [ours.rate / peer.rate for ours, peer in zip(rounds[OURS], rounds[than], strict=True)]


def overhead(rounds: Rounds) -> list[float]:
    """CPU time of the pipeline and its Elasticsearch ÷ that of the core alone and Elasticsearch alone, each a story."""
    return [
        ours.milliseconds(ours.own + ours.elasticsearch)
        / (core.milliseconds(core.own) + bulk.milliseconds(bulk.elasticsearch))
        for ours, core, bulk in zip(rounds[OURS], rounds[CORE], rounds[BULK], strict=True)
    ]


def page(rounds: Rounds, heading: str) -> str:
    """The section: where it was measured, the rates, what they are of, and the targets."""
    return "\n\n".join(
        [
            heading,
            rows(
                ("", "stories/s: least", "median", "most", "CPU ms a story", "Elasticsearch's", "pipeline ÷ this"),
                [_row(rounds, name) for name in WHAT if name in rounds],
            ),
            "\n".join(f"* **{name}**: {what}." for name, what in WHAT.items() if name in rounds),
            rows(("target", "least", "median", "most"), _targets(rounds)),
            "![Stories a second of each, as bars](peers.svg)",
        ]
    )


def _row(rounds: Rounds, name: str) -> tuple[str, ...]:
    runs = rounds[name]
    own = spread([run.milliseconds(run.own) for run in runs])[1]
    elasticsearch = spread([run.milliseconds(run.elasticsearch) for run in runs])[1]
    return (
        name,
        *map(shown, spread([run.rate for run in runs])),
        shown(own),
        "–" if name == CORE else shown(elasticsearch),
        f"{shown(spread(faster(rounds, name))[1])} ×",
    )


def _targets(rounds: Rounds) -> list[tuple[str, ...]]:
    wanted: list[tuple[str, str, Callable[[], list[float]]]] = [
        ("rate ÷ naive Faust, at least 15 ×", NAIVE, lambda: faster(rounds, NAIVE)),
        ("rate ÷ Quix with langdetect, at least 12 ×", QUIX_LANGDETECT, lambda: faster(rounds, QUIX_LANGDETECT)),
        ("CPU a story ÷ (core alone + Elasticsearch alone), at most 1.3 ×", CORE, lambda: overhead(rounds)),
    ]
    return [(name, *map(shown, spread(values()))) for name, needs, values in wanted if needs in rounds]
