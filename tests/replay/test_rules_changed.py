"""A rule changed: the forecast is right, and the replay brings the index to what the whole log gives."""

from __future__ import annotations

import json

import pytest
from elasticsearch import Elasticsearch

from pipeline.kafka.reading import read_to_end
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.topics import REJECTED
from tests.replay.feeds import (
    DAY,
    MORNING,
    NEWER_RELEASE,
    count,
    documents,
    drained,
    groups,
    kill,
    live,
    live_offsets,
    mixed,
    producing,
    raw,
    records,
    replay,
    send,
    text,
)
from tests.stack_fixtures import run_wire, wait_until, working

pytestmark = pytest.mark.stack


@pytest.mark.parametrize("stories", [400, pytest.param(16_500, marks=pytest.mark.long)])
def test_after_a_replay_of_raw_the_index_is_what_the_whole_log_gives(
    wire: Settings, search_client: Elasticsearch, stories: int
) -> None:
    """The long form has 20,000 stories in the log."""
    log = mixed(stories)
    send(wire, log)
    with working(wire):
        wait_until(lambda: drained(wire), "the log is indexed", seconds=600)
    before = live(search_client, wire)
    rejected = len(list(read_to_end(wire, REJECTED)))

    forecast = replay(wire, "raw", "--dry-run", "--processes", "2", more=NEWER_RELEASE)

    killed = sum(1 for n in range(stories) if n % 10 == 2)
    assert forecast["killed"] == killed
    assert forecast["changed"] == sum(1 for n in range(stories) if n % 3 == 0 and n % 10 != 2)
    assert forecast["fields"] == {"body_text": forecast["changed"], "charcount": forecast["changed"]}
    assert forecast["unchanged"] == stories - forecast["changed"] - killed
    assert (forecast["new"], forecast["stale"]) == (0, 0)
    assert forecast["rejected"] == rejected > 0
    assert forecast["rejected_new"] == 0
    assert "record of meeting" in str(forecast["changes"])
    assert live(search_client, wire) == before, "a dry run writes nothing"

    with working(wire, more=NEWER_RELEASE):
        with producing(wire) as sent:
            wait_until(lambda: count(search_client, wire) > stories, "live stories come in")
            told = replay(wire, "raw", "--processes", "2", more=NEWER_RELEASE)
            wait_until(lambda: len(sent) > told["read"] - len(log), "live stories go on coming after it")
        wait_until(lambda: drained(wire), "everything is indexed", seconds=600)
    assert told["left"] == 0
    assert records(wire) == len(log) + len(sent), "a replay writes nothing to wire.raw"
    assert groups(wire) == set(live_groups(wire)), "a replay makes no group of its own"
    assert len(list(read_to_end(wire, REJECTED))) == rejected, "no rejection is written twice"

    fresh = f"{Names(wire.index_prefix).index(1)}-fresh"
    replay(wire, "raw", "--into", fresh, more=NEWER_RELEASE)
    after = live(search_client, wire)
    assert after == documents(search_client, fresh)
    assert len(after) == stories + len(sent)
    visible = search_client.count(index=Names(wire.index_prefix).readers)["count"]
    assert visible == len(after) - killed, "nothing killed is visible"


def live_groups(settings: Settings) -> list[str]:
    return [f"{settings.topic_prefix}wire-{role}" for role in ("enrich", "index")]


def test_results_of_older_rules_change_nothing_and_a_newer_version_wins_over_both(
    wire: Settings, search_client: Elasticsearch
) -> None:
    send(wire, [raw(f"urn:t:{n}", text(n)) for n in range(60)])
    with working(wire):
        wait_until(lambda: drained(wire), "indexed by the older rules")
    with working(wire, more=NEWER_RELEASE):
        assert replay(wire, "raw", more=NEWER_RELEASE)["published"] == 60
        wait_until(lambda: drained(wire), "indexed by the newer rules")
    newer = live(search_client, wire)
    assert {version % 1000 for version, _ in newer.values()} == {2}
    offsets = live_offsets(wire)

    done = run_wire(wire, "replay", "stories", more=NEWER_RELEASE)

    assert done.returncode == 0, done.stderr
    assert "60 of generation 1, 60 of generation 2" in done.stderr, "the generations are told before it starts"
    assert "60 stale: the index holds the same version, made by newer rules" in done.stdout, "and why nothing changed"
    assert live(search_client, wire) == newer
    assert live_offsets(wire) == offsets

    with working(wire):  # the older release again, with a newer version of one story
        send(wire, [raw("urn:t:0", text(0, "the budget"), MORNING + DAY), kill("urn:t:1", MORNING + DAY)])
        wait_until(lambda: drained(wire), "the newer version is indexed")
    told = replay(wire, "stories", more=NEWER_RELEASE)
    after = live(search_client, wire)
    assert told["stale_version"] == 4
    assert "the budget" in str(after["urn:t:0"][1]["body_text"])
    assert after["urn:t:1"][1]["pubstatus"] == "canceled"


def test_a_story_that_another_ones_kill_names_is_forecast_as_killed(
    wire: Settings, search_client: Elasticsearch
) -> None:
    naming = {"uri": "urn:t:kill", "pubstatus": "canceled", "headline": "kill", "evolvedfrom": "urn:t:1"}
    with working(wire):
        send(wire, [raw(f"urn:t:{n}", text(n)) for n in range(3)])
        send(wire, [raw("urn:t:kill", json.dumps(naming).encode(), MORNING + DAY, form="ninjs")])
        wait_until(lambda: drained(wire), "everything is indexed")
    assert live(search_client, wire)["urn:t:1"][1]["pubstatus"] == "canceled"
    forecast = replay(wire, "raw", "--dry-run")
    assert (forecast["killed"], forecast["unchanged"], forecast["changed"]) == (2, 2, 0)
