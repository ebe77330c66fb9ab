"""From facts to findings: each kind has a case that is one and a case that is not."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.status.judge import judge
from pipeline.status.report import (
    DeadLetterStatus,
    DiskStatus,
    Finding,
    Flow,
    GapStatus,
    IndexStatus,
    KafkaStatus,
    ReplayStatus,
    Rhythm,
    SearchStatus,
    Status,
)

NOW = 1_700_000_000_000


def flow(**facts: Any) -> KafkaStatus:
    given = {"role": "index", "lag": 0, "oldest": None, "members": 1, "per_second": 0.0, **facts}
    return KafkaStatus(flows=[Flow(**given)], partitions=[], per_second={})


def disk(node: str, used: float) -> DiskStatus:
    return DiskStatus(node=node, used=used, limits={"flood_stage": 0.95, "high": 0.9, "low": 0.85})


def search(**facts: Any) -> SearchStatus:
    live = IndexStatus(name="stories-v1", aliases=["stories-all"], documents=5, mapping_version=1, generations={"1": 5})
    given = {
        "health": "yellow",
        "disks": [disk("n", 0.5)],
        "indexes": [live],
        "sources": [],
        "rhythms": [],
        **facts,
    }
    return SearchStatus(**given)


def index(**facts: Any) -> dict[str, list[IndexStatus]]:
    given = {"name": "i", "aliases": [], "documents": 5, "mapping_version": 1, "generations": {"1": 5}, **facts}
    return {"indexes": [IndexStatus(**given)]}


def unusual(expected: float) -> dict[str, list[Rhythm]]:
    return {"rhythms": [Rhythm(feed="f", last=0, verdict="unusual", why="", expected=expected)]}


def replay(*, running: bool) -> dict[str, Any]:
    return {"replays": [ReplayStatus(source="raw", into="live", running=running, left=7, updated=0.0)]}


def gap(missing: int) -> dict[str, Any]:
    return {"gaps": [GapStatus(feed="f", channel="c", missing=missing, steps_back=0)]}


CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"kafka": flow()}, []),
    ({"kafka": flow(lag=9, oldest=NOW - 1_000)}, []),
    ({"kafka": flow(members=0)}, []),
    ({"kafka": flow(lag=9, oldest=NOW - 1_000, members=0)}, [("alarm", "lag-rises")]),
    ({"kafka": flow(lag=9, oldest=NOW - 90_000)}, [("attention", "lag-rises")]),
    ({"kafka": flow(lag=9, oldest=NOW - 900_000, per_second=3.0)}, [("attention", "lag-rises")]),
    ({"kafka": flow(lag=9, oldest=NOW - 900_000)}, [("alarm", "lag-rises")]),
    (
        {"kafka": KafkaStatus(flows=[], partitions=[], per_second={}, unreplicated=["t/0"])},
        [("alarm", "a-broker-is-lost")],
    ),
    ({"letters": DeadLetterStatus(open={"no-text": 3})}, []),
    ({"letters": DeadLetterStatus(open={"no-text": 3}, last_hour=3)}, [("attention", "dead-letters-rise")]),
    ({"letters": DeadLetterStatus(open={"no-text": 300}, last_hour=100)}, [("alarm", "dead-letters-rise")]),
    ({"letters": DeadLetterStatus(open={"bug": 1}, last_hour=1)}, [("alarm", "dead-letters-rise")]),
    ({"letters": DeadLetterStatus(parked=1)}, [("attention", "dead-letters-rise")]),
    ({"search": search()}, []),
    ({"search": search(health="green")}, []),
    ({"search": search(health="red")}, [("alarm", "elasticsearch-is-away")]),
    ({"search": search(disks=[disk("n", 0.86)])}, [("attention", "the-disk-is-full")]),
    ({"search": search(disks=[disk("n", 0.5), disk("m", 0.91)])}, [("alarm", "the-disk-is-full")]),
    ({"search": search(disks=[DiskStatus(node="n", used=0.99, limits={})])}, []),
    ({"search": search(**index(read_only=True))}, [("alarm", "the-disk-is-full")]),
    ({"search": search(**index(mapping_version=0))}, [("attention", "the-mapping-changed")]),
    ({"search": search(**index(mapping_version=0, generations={}))}, []),
    ({"search": search(**index(generations={"0": 2, "1": 3}))}, [("attention", "the-rules-changed")]),
    ({"search": search(**index(generations={"2": 5}))}, []),
    ({"search": search(**unusual(3))}, [("attention", "a-feed-is-silent")]),
    ({"search": search(**unusual(30))}, [("alarm", "a-feed-is-silent")]),
    (gap(0), []),
    (gap(2), [("attention", "a-feed-is-silent")]),
    (replay(running=True), []),
    (replay(running=False), [("attention", "a-replay-is-unfinished")]),
    ({"away": {"Kafka": "refused"}}, [("alarm", "kafka-is-away")]),
]


@pytest.mark.parametrize(("facts", "expected"), CASES)
def test_facts_are_judged(facts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = judge(Status(at=NOW, generation=1, mapping_version=1, **facts))
    assert [(one.level, one.about) for one in found] == expected


@pytest.mark.parametrize(("levels", "code"), [([], 0), (["attention"], 1), (["attention", "alarm"], 2)])
def test_the_exit_code_is_that_of_the_worst_finding(levels: list[str], code: int) -> None:
    status = Status(at=NOW, generation=1, mapping_version=1)
    status.findings = [Finding(level=level, about="x", sentence="") for level in levels]  # type: ignore[arg-type]  # a str
    assert status.exit_code == code


def test_alarms_come_first() -> None:
    facts = {"kafka": flow(lag=9, oldest=NOW - 900_000), **replay(running=False), "away": {"Elasticsearch": "refused"}}
    levels = [one.level for one in judge(Status(at=NOW, generation=1, mapping_version=1, **facts))]
    assert levels == ["alarm", "alarm", "attention"]
