"""Replay on the real servers: what it says beforehand, what it does, and that the live feed goes on as if it were not."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch

from pipeline.search.names import Names
from pipeline.settings import Settings
from tests.replay.feeds import MORNING, count, documents, kill, raw, replay, send, text
from tests.stack_fixtures import run_wire, wait_until, working

pytestmark = pytest.mark.stack


def test_stories_into_a_new_index_and_promoted(wire: Settings, search_client: Elasticsearch) -> None:
    send(wire, [raw(f"urn:t:{n}", text(n)) for n in range(300)] + [kill("urn:t:5", MORNING + 86_400_000)])
    with working(wire):
        wait_until(lambda: count(search_client, wire) == 300, "all are indexed")
    before = documents(search_client, Names(wire.index_prefix).operators)
    new = f"{wire.index_prefix}stories-v1-b"
    done = run_wire(wire, "replay", "stories", "--into", new, "--promote", "--processes", "2")
    print(done.stdout, done.stderr)
    assert done.returncode == 0
    assert documents(search_client, new) == before
    assert list(search_client.indices.get_alias(name=Names(wire.index_prefix).readers)) == [new]
    done = run_wire(wire, "replay", "stories", "--rollback")
    print(done.stdout, done.stderr)
    assert done.returncode == 0
    done = run_wire(wire, "replay", "raw", "--dry-run")
    print(done.stdout, done.stderr)
    assert done.returncode == 0
    done = run_wire(wire, "replay", "raw")
    print(done.stdout, done.stderr)
    assert done.returncode == 0
    done = run_wire(wire, "replay", "raw", "--dry-run")
    print(done.stdout, done.stderr)
    assert 0
