"""How well entities are found: spans and ids against a hand-annotated corpus, and traps where nothing may be found.

The corpus is a folder of `*.jsonl`, one story a line: `id`, `language`, `headline`, `body_text`, `dateline_place`,
`entities` (`type`, `field`, `start`, `end`, `text`, `id`). Apart from the stories: `city-words.jsonl`, sentences in
which a city's name is a city or only a word, and `traps.jsonl` (`language`, `text`), in which nothing is to be found.
A span counts only if type, field, start and end are all right. An id counts where span and annotation have one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from pipeline.story.entities import Tagger
from pipeline.story.model import Cleaned, Dateline, Entities, TextField

KINDS = ("person", "place", "organisation")
ALL = "all"
TARGETS = {ALL: 0.85, "place": 0.92, "person": 0.85, "organisation": 0.75}
"""Least F1 over all languages."""
ID_TARGET = 0.97
CITY_TARGET = 0.95
"""Least precision on cities whose names are words."""

Span = tuple[str, str, int, int]
"""Type, field, start, end."""


class Annotation(msgspec.Struct, frozen=True):
    """A mention as a person marked it."""

    type: str
    field: TextField
    start: int
    end: int
    text: str
    id: str | None


class AnnotatedStory(msgspec.Struct, frozen=True):
    """A story of the corpus, or a sentence of `city-words.jsonl`."""

    id: str
    language: str
    headline: str
    body_text: str
    dateline_place: str | None
    entities: list[Annotation]


class Trap(msgspec.Struct, frozen=True):
    """A sentence without any entity."""

    id: str
    language: str
    text: str


@dataclass(frozen=True)
class EntityCorpus:
    """One half of the corpus."""

    stories: list[AnnotatedStory]
    city_words: list[AnnotatedStory]
    traps: list[Trap]


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
    city_words: Score = field(default_factory=Score)
    """Places in the sentences about cities whose names are words."""
    city_sentences: int = 0
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

    def failed(self) -> list[str]:
        """Targets that were missed, each as a sentence."""
        least = [(f"F1 of {kind}", self.scores[ALL, kind].f1, target) for kind, target in TARGETS.items()]
        least += [("accuracy of ids", self.id_accuracy, ID_TARGET)]
        least += [("precision on city names that are words", self.city_words.precision, CITY_TARGET)]
        failed = [f"{what} is {value:.3f}, wanted {target}" for what, value, target in least if value < target]
        return failed + ([f"entities were found in {self.sprung} of {self.traps} traps"] if self.sprung else [])


def read_corpus(folder: Path) -> EntityCorpus:
    """A half of the corpus; raises OSError and `msgspec.DecodeError`."""
    apart = {"city-words", "traps"}
    stories = [one for path in sorted(folder.glob("*.jsonl")) if path.stem not in apart for one in _stories(path)]
    traps = [msgspec.json.decode(line, type=Trap) for line in (folder / "traps.jsonl").read_bytes().splitlines()]
    return EntityCorpus(stories, _stories(folder / "city-words.jsonl"), traps)


def _stories(path: Path) -> list[AnnotatedStory]:
    return [msgspec.json.decode(line, type=AnnotatedStory) for line in path.read_bytes().splitlines()]


def evaluate_entities(tagger: Tagger, corpus: EntityCorpus) -> EntityReport:
    """Tag every story, sentence and trap of a half and count."""
    report = EntityReport(stories=len(corpus.stories), city_sentences=len(corpus.city_words), traps=len(corpus.traps))
    for kind in (ALL, *KINDS):
        report.scores[ALL, kind] = Score()
    for story in corpus.stories:
        _count_story(report, story, _found(tagger, story))
    for sentence in corpus.city_words:
        _count_city(report, sentence, _found(tagger, sentence))
    for trap in corpus.traps:
        cleaned = Cleaned(headline="", headline_derived=True, body_text=trap.text)
        spans = spans_of(tagger.tag(cleaned, trap.language))
        report.sprung += bool(spans)
        report.false.update(f"trap {trap.id}: {trap.text[start:end]}" for _, _, start, end in spans)
    return report


def _found(tagger: Tagger, story: AnnotatedStory) -> dict[Span, str | None]:
    place = story.dateline_place
    dateline = Dateline(text=place, place=place) if place else None
    cleaned = Cleaned(headline=story.headline, headline_derived=False, body_text=story.body_text, dateline=dateline)
    return spans_of(tagger.tag(cleaned, story.language))


def _annotated(story: AnnotatedStory) -> dict[Span, str | None]:
    return {(e.type, e.field, e.start, e.end): e.id for e in story.entities}


def _count_story(report: EntityReport, story: AnnotatedStory, found: dict[Span, str | None]) -> None:
    annotated = _annotated(story)
    for span in found.keys() | annotated.keys():
        for key in ((story.language, span[0]), (story.language, ALL), (ALL, span[0]), (ALL, ALL)):
            score = report.scores.setdefault(key, Score())
            score.found += span in found
            score.annotated += span in annotated
            score.right += span in found and span in annotated
    for span in found.keys() & annotated.keys():
        if found[span] and annotated[span]:
            report.ids_compared += 1
            report.ids_right += found[span] == annotated[span]
            if found[span] != annotated[span]:
                report.false.update(f"{name} is no {found[span]}" for name in _named(story, [span]))
    report.missed.update(_named(story, annotated.keys() - found.keys()))
    report.false.update(_named(story, found.keys() - annotated.keys()))


def _count_city(report: EntityReport, sentence: AnnotatedStory, found: dict[Span, str | None]) -> None:
    annotated = {span for span in _annotated(sentence) if span[0] == "place"}
    places = {span for span in found if span[0] == "place"}
    report.city_words.found += len(places)
    report.city_words.annotated += len(annotated)
    report.city_words.right += len(places & annotated)
    report.missed.update(_named(sentence, annotated - places))
    report.false.update(_named(sentence, places - annotated))


def _named(story: AnnotatedStory, spans: Iterable[Span]) -> list[str]:
    text = {"headline": story.headline, "body_text": story.body_text}
    return [f"{story.id} {kind}: {text[name][start:end]}" for kind, name, start, end in sorted(spans)]


def spans_of(entities: Entities) -> dict[Span, str | None]:
    """Every mention as type, field, start and end, with its entity's id."""
    kinds = (("person", entities.people), ("organisation", entities.organisations), ("place", entities.places))
    return {(kind, m.field, m.start, m.end): e.id for kind, group in kinds for e in group for m in e.mentions}
