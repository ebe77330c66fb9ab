"""A new index becomes the live one, and goes back, while stories come in and people search: nobody sees a gap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from elasticsearch import Elasticsearch

from pipeline.replay.state import StateFile, folder_of
from pipeline.search.names import Names
from pipeline.settings import Settings
from tests.replay.feeds import (
    DAY,
    MORNING,
    again_and_again,
    documents,
    drained,
    kill,
    live,
    producing,
    raw,
    replay,
    send,
    text,
)
from tests.stack_fixtures import run_wire, wait_until, working

pytestmark = pytest.mark.stack

STORIES = 300


@contextmanager
def searching(client: Elasticsearch, settings: Settings) -> Iterator[list[tuple[int, frozenset[str]]]]:
    """A reader who searches all the time; of each search the number of hits, and the indexes that they came from."""
    seen: list[tuple[int, frozenset[str]]] = []

    def search() -> None:
        found = client.search(
            index=Names(settings.index_prefix).readers,
            query={"match": {"body_text": "ministers"}},
            size=0,
            track_total_hits=True,
            aggs={"from": {"terms": {"field": "_index"}}},
        )
        indexes = frozenset(bucket["key"] for bucket in found["aggregations"]["from"]["buckets"])
        seen.append((found["hits"]["total"]["value"], indexes))

    with again_and_again(search, pause=0.02):
        yield seen


def test_promoted_and_taken_back_while_stories_come_in_and_people_search(
    wire: Settings, search_client: Elasticsearch
) -> None:
    names = Names(wire.index_prefix)
    old, new = names.index(1), f"{names.index(1)}-2"
    with working(wire), producing(wire) as sent, searching(search_client, wire) as seen:
        send(wire, [raw(f"urn:t:{n}", text(n)) for n in range(STORIES)])
        wait_until(lambda: bool(seen) and seen[-1][0] >= STORIES, "readers see the stories")
        first = len(seen)
        assert replay(wire, "stories", "--into", new)["phase"] == "finished"
        assert set(search_client.indices.get_alias(name=names.readers)) == {old}, "it is only built"
        told = replay(wire, "stories", "--into", new, "--promote", "--processes", "2")
        assert (told["phase"], told["left"]) == ("promoted", 0)
        assert set(search_client.indices.get_alias(name=names.readers)) == {new}
        # what only the new index gets, a kill among it, must be in the old one before it is live again
        send(wire, [kill("urn:t:7", MORNING + DAY), raw("urn:t:after", text(1))])
        reached = len(sent)
        wait_until(lambda: len(sent) > reached + 20, "live stories go on coming")
        wait_until(lambda: "urn:t:after" in live(search_client, wire), "what came after it is indexed")
        wait_until(lambda: seen[-1][1] == {new}, "readers see the new one")
        done = run_wire(wire, "replay", "stories", "--rollback")
        assert done.returncode == 0, done.stderr
        wait_until(lambda: seen[-1][1] == {old}, "readers see the old index again")
    with working(wire):
        wait_until(lambda: drained(wire), "everything is indexed")
    assert {len(indexes) for _, indexes in seen[first:]} == {1}, "no search sees none of them, or a mixture"
    hits = [count for count, _ in seen[first:]]
    assert min(hits) >= STORIES - 1  # the kill takes one away
    assert all(after >= before - 1 for before, after in pairwise(hits)), "no story is missed"
    after = documents(search_client, old)
    assert len(after) == STORIES + len(sent) + 1
    assert after["urn:t:7"][1]["pubstatus"] == "canceled"
    assert set(search_client.indices.get_alias(name=names.write)) == {old}
    assert run_wire(wire, "setup").returncode == 0, "a promoted index is as this release makes it"


def test_a_promotion_is_refused_where_the_counts_do_not_add_up(wire: Settings, search_client: Elasticsearch) -> None:
    names = Names(wire.index_prefix)
    old, new = names.index(1), f"{names.index(1)}-2"
    with working(wire):
        send(wire, [raw(f"urn:t:{n}", text(n)) for n in range(20)])
        wait_until(lambda: drained(wire), "all are indexed")
    # as after a compaction that kept an older version: the topic lacks what the index has
    for identity, version in (("urn:t:gone", 5), ("urn:t:3", 2**61)):
        document = {"uri": identity, "pubstatus": "canceled"}
        search_client.index(index=names.write, id=identity, document=document, version=version, version_type="external")
    done = run_wire(wire, "replay", "stories", "--into", new, "--promote")
    assert done.returncode == 3
    assert "1 missing, 1 older" in done.stderr
    assert "urn:t:gone (missing)" in done.stderr
    assert set(search_client.indices.get_alias(name=names.readers)) == {old}
    assert set(search_client.indices.get_alias(name=names.write)) == {old}

    for wrong in (
        ("stories", "--into", f"{wire.index_prefix}other"),
        ("stories", "--into", old),
        ("raw", "--resume"),
        ("stories", "--rollback"),
        ("stories", "--into", old, "--discard"),
    ):
        assert run_wire(wire, "replay", *wrong).returncode == 3, wrong
    assert run_wire(wire, "replay", "stories", "--into", new, "--discard").returncode == 0
    assert not search_client.indices.exists(index=new)
    assert StateFile(folder_of(wire), "stories", new).read() is None
