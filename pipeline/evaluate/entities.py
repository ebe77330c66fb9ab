"""How well entities are found: spans and ids against a hand-annotated corpus, and traps where nothing may be found.

The corpus is a folder of `*.jsonl`, one story a line: `id`, `language`, `headline`, `body_text`, `dateline_place`,
`entities` (`type`, `field`, `start`, `end`, `text`, `id`); and `traps.jsonl`: `language`, `text`, no entity in any.
A span counts only if type, field, start and end are all right. An id counts where span and annotation have one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from pipeline.story.entities import Tagger
from pipeline.story.model import Cleaned, Dateline, Entities

Span = tuple[str, str, int, int]
"""Type, field, start, end."""


@dataclass
class Score:
    """Counts of spans: right, found in all, annotated in all."""

    right: int = 0
    found: int = 0
    annotated: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is annotated that was found; 1 where nothing is annotated."""
        return self.right / self.annotated if self.annotated else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class EntityReport:
    """What an evaluation found. `scores` is keyed by (language, type), either of which may be `all`."""

    stories: int = 0
    scores: dict[tuple[str, str], Score] = field(default_factory=dict)
    ids_right: int = 0
    ids_compared: int = 0
    traps: int = 0
    sprung: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    @property
    def id_accuracy(self) -> float:
        """Share of right ids among the right spans where both sides give an id."""
        return self.ids_right / self.ids_compared if self.ids_compared else 1.0


def evaluate_entities(tagger: Tagger, folder: Path) -> EntityReport:
    """Tag every story and every trap of a corpus folder and count."""
    report = EntityReport()
    for path in sorted(folder.glob("*.jsonl")):
        for line in _lines(path):
            if path.stem == "traps":
                _count_trap(report, tagger, line)
            else:
                _count_story(report, tagger, line)
    return report


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_bytes().splitlines():
        if line.strip():
            yield msgspec.json.decode(line)


def _count_trap(report: EntityReport, tagger: Tagger, trap: dict[str, Any]) -> None:
    cleaned = Cleaned(headline="", headline_derived=True, body_text=trap["text"])
    spans = spans_of(tagger.tag(cleaned, trap["language"]))
    report.traps += 1
    report.sprung += bool(spans)
    report.false.update(f"trap {trap['language']}: {trap['text'][start:end]}" for _, _, start, end in spans)


def _count_story(report: EntityReport, tagger: Tagger, story: dict[str, Any]) -> None:
    place = story["dateline_place"]
    dateline = Dateline(text=place, place=place) if place else None
    cleaned = Cleaned(
        headline=story["headline"], headline_derived=False, body_text=story["body_text"], dateline=dateline
    )
    found = spans_of(tagger.tag(cleaned, story["language"]))
    annotated: dict[Span, str | None] = {
        (e["type"], e["field"], e["start"], e["end"]): e["id"] for e in story["entities"]
    }
    report.stories += 1
    language = story["language"]
    for span in found.keys() | annotated.keys():
        for key in ((language, span[0]), (language, "all"), ("all", span[0]), ("all", "all")):
            score = report.scores.setdefault(key, Score())
            score.found += span in found
            score.annotated += span in annotated
            score.right += span in found and span in annotated
    for span in found.keys() & annotated.keys():
        if found[span] and annotated[span]:
            report.ids_compared += 1
            report.ids_right += found[span] == annotated[span]
            if found[span] != annotated[span]:
                report.false[f"id {story['id']}: {story[span[1]][span[2] : span[3]]} {found[span]}"] += 1
    report.missed.update(_named(story, annotated.keys() - found.keys()))
    report.false.update(_named(story, found.keys() - annotated.keys()))


def _named(story: dict[str, Any], spans: Iterable[Span]) -> list[str]:
    return [f"{story['id']} {kind}: {story[name][start:end]}" for kind, name, start, end in sorted(spans)]


def spans_of(entities: Entities) -> dict[Span, str | None]:
    """Every mention as type, field, start and end, with its entity's id."""
    kinds = (("person", entities.people), ("organisation", entities.organisations), ("place", entities.places))
    return {(kind, m.field, m.start, m.end): e.id for kind, group in kinds for e in group for m in e.mentions}
