"""What a worker counts: whatever a batch came to, once, under the right labels."""

from __future__ import annotations

from prometheus_client.samples import Sample

from pipeline.agents.work import StageClock, count_answers
from pipeline.metrics import REGISTRY
from pipeline.search.bulk import Answer, Fate
from pipeline.story.model import RawHeaders, RawStory
from pipeline.story.rules import Rules
from pipeline.story.stages import process


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def samples(name: str) -> list[Sample]:
    return [sample for metric in REGISTRY.collect() for sample in metric.samples if sample.name == name]


def test_an_answer_that_decides_nothing_is_no_outcome_of_a_story() -> None:
    before = [value("wire_stories_total", outcome=name) for name in ("indexed", "stale", "too-large")]
    retried = value("wire_bulk_answers_total", answer="retry")
    count_answers(map(Answer, (Fate.INDEXED, Fate.INDEXED, Fate.STALE, Fate.TOO_LARGE, Fate.RETRY)))
    after = [value("wire_stories_total", outcome=name) for name in ("indexed", "stale", "too-large")]
    assert [now - then for then, now in zip(before, after, strict=True)] == [2, 1, 1]
    assert value("wire_bulk_answers_total", answer="retry") - retried == 1
    assert "retry" not in {sample.labels["outcome"] for sample in samples("wire_stories_total")}


def test_each_stage_that_ended_is_timed_and_a_stage_that_did_not_is_not(rules: Rules) -> None:
    before = {stage: value("wire_stage_seconds_total", stage=stage) for stage in STAGES}
    story = b"Ministers met in Paris on Tuesday.\n\nThey said that talks would go on."
    outcomes = timed(story, rules)
    assert len(outcomes) == 1
    after = {stage: value("wire_stage_seconds_total", stage=stage) for stage in STAGES}
    assert all(after[stage] > before[stage] for stage in STAGES)

    timed(b"", rules)
    ended = {stage: value("wire_stage_seconds_total", stage=stage) for stage in STAGES}
    assert ended["parse"] > after["parse"]
    assert {stage: ended[stage] for stage in STAGES[1:]} == {stage: after[stage] for stage in STAGES[1:]}


STAGES = ("parse", "clean", "language", "entities", "assemble")


def timed(story: bytes, rules: Rules) -> list[object]:
    clock = StageClock()
    clock.start()
    outcomes = process(RawStory(value=story, headers=RawHeaders(feed="f", received=1)), rules, clock.ended)
    clock.count()
    return list(outcomes)


def test_what_was_counted_is_not_counted_again() -> None:
    clock = StageClock()
    clock.start()
    clock.ended("parse")
    clock.count()
    counted = value("wire_stage_seconds_total", stage="parse")
    clock.count()
    assert value("wire_stage_seconds_total", stage="parse") == counted
