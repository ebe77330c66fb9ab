"""The pure core on the mixed set: stories a second of CPU time, and milliseconds of each stage, mean and median."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from bench.figures import Figure
from bench.servers import Bench
from bench.stories import raw, text
from pipeline.story import stages
from pipeline.story.model import Story
from pipeline.story.rules import Rules

TITLE = "the core on mixed stories of 2 KB, per second of CPU time of one core"
STORIES = 1000
WARM = 200


def measure(bench: Bench) -> list[Figure]:
    """The rate of the whole, measured first; then each stage, timed inside it."""
    stories = [raw(number) for number in range(STORIES)]
    for story in stories[:WARM]:
        stages.process(story, bench.rules)
    began = time.process_time()
    outcomes = [stages.process(story, bench.rules) for story in stories]
    whole_spent = time.process_time() - began
    whole = [one for outcome in outcomes for one in outcome if isinstance(one, Story)]
    if len(whole) != STORIES:
        raise SystemExit(f"only {len(whole)} of {STORIES} became stories")
    figures = [
        Figure("core: stories", STORIES / whole_spent, "stories/s"),
        Figure("core: a story", whole_spent / STORIES * 1000, "ms"),
        Figure("core: bytes of a story", sum(len(story.value) for story in stories) / STORIES, "bytes"),
    ]
    with _timed(bench.rules) as (rules, times):
        for story in stories:
            stages.process(story, rules)
    for name, spent in times.items():
        figures += [
            Figure(f"core: {name}", statistics.mean(spent) * 1000, "ms"),
            Figure(f"core: {name}, median", statistics.median(spent) * 1000, "ms"),
        ]
    return [*figures, Figure("yardstick: langdetect on 300 characters", _yardstick(), "ms")]


def _yardstick() -> float:
    """Milliseconds of a work that never changes: to compare machines, and this one with itself on another day."""
    from langdetect import DetectorFactory, detect  # noqa: PLC0415  # not before the core is measured

    DetectorFactory.seed = 0
    texts = [text(number)[:300] for number in range(STORIES // 5)]
    detect(texts[0])  # loads its profiles
    began = time.process_time()
    for one in texts:
        detect(one)
    return (time.process_time() - began) / len(texts) * 1000


@contextmanager
def _timed(rules: Rules) -> Iterator[tuple[Rules, dict[str, list[float]]]]:
    """The same path with a clock around each stage (which itself costs about a microsecond)."""
    times: dict[str, list[float]] = defaultdict(list)

    def clocked(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            began = time.process_time()
            try:
                return function(*arguments)
            finally:
                times[name].append(time.process_time() - began)

        return call

    plain = {name: getattr(stages, name) for name in ("parse", "clean", "assemble")}
    detector = _With(detect=clocked("language", rules.detector.detect))
    tagger = _With(tag=clocked("entities", rules.tagger.tag))
    for name, function in plain.items():
        setattr(stages, name, clocked(name, function))
    try:
        yield replace(rules, detector=detector, tagger=tagger), times  # type: ignore[arg-type]  # stands in for both
    finally:
        for name, function in plain.items():
            setattr(stages, name, function)


class _With:
    """Something with these methods."""

    def __init__(self, **methods: Callable[..., Any]) -> None:
        self.__dict__.update(methods)
