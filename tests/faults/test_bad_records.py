"""Records that are bad, rules that have a bug, clocks that are wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaProducer

from pipeline.settings import Settings
from pipeline.topics import STORIES
from tests.faults.oracle import Oracle
from tests.stack_fixtures import environment, wait_until, working

pytestmark = pytest.mark.stack

BUG_FOR_SOME = """
from pipeline.story import stages
right = stages.clean
def clean(parsed, *rest):
    if parsed.uri.endswith("7"):
        raise ZeroDivisionError("made by the test")
    return right(parsed, *rest)
stages.clean = clean
"""
BUG_FOR_ALL = """
from pipeline.story import stages
def clean(parsed, *rest):
    raise ZeroDivisionError("made by the test")
stages.clean = clean
"""
CLOCK_SET_BACK = """
import time
right, began = time.time, time.monotonic()
time.time = lambda: right() - (3600 if time.monotonic() - began > 4 else 0)
"""
"""An hour back, four seconds after the start: for everything in the process that asks `time.time`."""


@pytest.fixture
def oracle(wire: Settings, search_client: Elasticsearch) -> Oracle:
    return Oracle(wire, search_client)


def start_changed(settings: Settings, role: str, change: str) -> subprocess.Popen[bytes]:
    """One worker process in which something is changed before it starts."""
    code = f"{change}\nfrom pipeline.agents.worker import main\nmain()"
    return subprocess.Popen([sys.executable, "-c", code, role], env=environment(settings), stdin=subprocess.DEVNULL)


@contextmanager
def working_changed(settings: Settings, change: str) -> Iterator[None]:
    """Both roles with the change, while the block runs; they must stop in good order."""
    workers = [start_changed(settings, role, change) for role in ("enrich", "index")]
    try:
        yield
    finally:
        for worker in workers:
            worker.terminate()
        statuses = [worker.wait(30) for worker in workers]
    assert statuses == [0, 0]


def test_poison_every_hundredth_record_stops_nothing(oracle: Oracle, long: bool) -> None:
    oracle.produce(20_000 if long else 1_000, poison_every=100)
    with working(oracle.settings):
        oracle.wait_until_final()
    assert oracle.poison


def test_what_is_no_story_in_the_stories_topic_is_rejected(oracle: Oracle) -> None:
    """Somebody else's record, or one of a release that this one can't read."""
    producer = KafkaProducer(bootstrap_servers=oracle.settings.kafka_bootstrap, acks="all")
    topic = STORIES.with_prefix(oracle.settings.topic_prefix)
    for number, value in enumerate((b"{", b"", b'{"uri": 1}', b"\xff\xfe")):
        producer.send(topic, key=f"urn:foreign:{number}".encode(), value=value).get(10)
        oracle.poison.add(f"urn:foreign:{number}")
    producer.close()
    oracle.produce(200)
    with working(oracle.settings):
        oracle.wait_for(200)
        oracle.wait_until_final()


def test_a_bug_for_some_stories_rejects_these_and_stops_nothing(oracle: Oracle) -> None:
    """A bug in the core for one story is a rejection with the original bytes, like the story's own fault."""
    oracle.produce(500)
    for uri in [uri for uri in oracle.sent if uri.endswith("7")]:
        oracle.poison.add(uri)
        del oracle.sent[uri]
    with working_changed(oracle.settings, BUG_FOR_SOME):
        oracle.wait_until_final()


@pytest.mark.parametrize("batch", [500, 30])
def test_a_bug_for_every_story_stops_the_worker_before_it_fills_the_dead_letters(oracle: Oracle, batch: int) -> None:
    """Batches that end before the limit are rejected; from then on nothing is, and the release before takes it up."""
    oracle.produce(300)
    broken = start_changed(oracle.settings.model_copy(update={"batch_records": batch}), "enrich", BUG_FOR_ALL)
    assert broken.wait(120) == 3
    early = oracle.rejected()
    assert len(early) < oracle.settings.bugs_in_a_row
    if batch < oracle.settings.bugs_in_a_row:
        assert early
    with working(oracle.settings):  # early ones that were not committed yet are read again, and indexed too
        wait_until(lambda: oracle.versions().keys() | early == oracle.sent.keys(), "what was left is indexed", 180)
    assert oracle.rejected() == early
    oracle.order_was_kept()


def test_a_clock_set_back_by_an_hour_changes_nothing(oracle: Oracle) -> None:
    """Versions come from the stories, and delivery from offsets: neither asks the clock."""
    count = 500
    oracle.produce(count, versions=2)
    with working_changed(oracle.settings, CLOCK_SET_BACK):
        oracle.wait_for(count)
        for batch in range(4):
            oracle.produce(100, first=count + batch * 100)
            oracle.wait_for(count + (batch + 1) * 100)
        oracle.wait_until_final()
