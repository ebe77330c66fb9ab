"""The main job on the real servers: what goes in is found, once, or lies in `wire.rejected` byte for byte."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipeline.failure import OperatorError
from pipeline.kafka.producer import RawProducer
from pipeline.kafka.reading import read_to_end
from pipeline.kafka.setup import setup_topics
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.model import RawHeaders, RawStory
from pipeline.topics import REJECTED
from tests.stack_fixtures import run_wire, start_worker, wait_until, working

pytestmark = pytest.mark.stack

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
MORNING = 1_700_000_000_000


def send(settings: Settings, stories: list[tuple[str, bytes, int]]) -> None:
    """Produce (uri, text, version), each confirmed."""
    failed: list[Exception] = []
    with RawProducer(settings) as producer:
        for uri, text, version in stories:
            headers = RawHeaders(feed="test", received=version, uri=uri, version=version, format="plain")
            raw = RawStory(value=text, headers=headers)
            producer.send(raw, uri, lambda error: failed.append(error) if error else None)
        producer.flush()
    assert not failed


def text(number: int, words: str = "the long agenda") -> bytes:
    return f"Ministers meet about item {number}\n\nThe ministers met on Monday to talk about {words}.\n".encode()


def indexed(client: Elasticsearch, settings: Settings) -> dict[str, dict[str, object]]:
    """Every document by its uri."""
    alias = Names(settings.index_prefix).operators
    client.indices.refresh(index=alias)
    hits = client.search(index=alias, size=10_000)["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in hits}


def count(client: Elasticsearch, settings: Settings) -> int:
    alias = Names(settings.index_prefix).operators
    client.indices.refresh(index=alias)
    return int(client.count(index=alias)["count"])


def test_the_real_story_goes_in_and_is_found_once(wire: Settings, search_client: Elasticsearch) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the folder of real samples is not here")
    with working(wire):
        for _ in range(2):
            produced = run_wire(wire, "produce", str(SAMPLES), "--feed", "afp-ar")
            assert produced.returncode == 0, produced.stderr
        wait_until(lambda: count(search_client, wire) == 1, "the story is indexed")
        send(wire, [("urn:t:last", text(1), MORNING)])
        wait_until(lambda: count(search_client, wire) == 2, "what came after it is indexed")
    found = run_wire(wire, "search", "موسكو", "--json")
    assert found.returncode == 0, found.stderr
    (line,) = found.stdout.splitlines()
    assert json.loads(line)["language"] == "ar"


def test_an_older_version_never_overwrites_a_newer_one(wire: Settings, search_client: Elasticsearch) -> None:
    with working(wire):
        send(wire, [("urn:t:1", text(1, "new"), MORNING + 1000)])
        send(wire, [("urn:t:1", text(1, "old"), MORNING), ("urn:t:2", text(2), MORNING)])
        wait_until(lambda: "urn:t:2" in indexed(search_client, wire), "the later story is indexed")
        # the old version shares the first story's partition; a story after it there shows that it was read
        send(wire, [("urn:t:1", text(1, "newest"), MORNING + 2000)])
        wait_until(
            lambda: "newest" in str(indexed(search_client, wire)["urn:t:1"]["body_text"]), "the newest is indexed"
        )
        send(wire, [("urn:t:1", text(1, "old"), MORNING), ("urn:t:1", text(1, "newest again"), MORNING + 2000)])
        wait_until(
            lambda: "newest again" in str(indexed(search_client, wire)["urn:t:1"]["body_text"]), "the same again"
        )
    assert len(indexed(search_client, wire)) == 2


def test_a_rejected_story_keeps_its_bytes_and_its_reason(wire: Settings, search_client: Elasticsearch) -> None:
    bad = b"\x01\x02 ... --- \x00"
    with working(wire):
        send(wire, [("urn:t:bad", bad, MORNING), ("urn:t:good", text(1), MORNING)])
        wait_until(lambda: count(search_client, wire) == 1, "the good story is indexed")
        wait_until(lambda: len(list(read_to_end(wire, REJECTED))) == 1, "the bad one is rejected")
    (record,) = read_to_end(wire, REJECTED)
    facts = dict(record.headers)
    assert record.value == bad
    assert record.key == b"urn:t:bad"
    assert facts["feed"] == b"test"
    assert facts["reason"] in (b"no-text", b"unknown-format")
    assert facts["origin"].startswith(f"{wire.topic_prefix}wire.raw/".encode())


def test_killed_in_the_middle_of_two_thousand_nothing_is_lost(wire: Settings, search_client: Elasticsearch) -> None:
    uris = [f"urn:t:{number}" for number in range(2000)]
    send(wire, [(uri, text(number), MORNING) for number, uri in enumerate(uris)])
    worker = start_worker(wire)
    wait_until(lambda: count(search_client, wire) > 0, "some are indexed")
    for child in Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)
    worker.kill()
    worker.wait()
    assert count(search_client, wire) < len(uris), "killed too late to prove anything"
    with working(wire):
        wait_until(lambda: count(search_client, wire) == len(uris), "all are indexed")
    assert set(indexed(search_client, wire)) == set(uris)


def test_a_worker_stops_on_sigterm_within_ten_seconds(wire: Settings, search_client: Elasticsearch) -> None:
    worker = start_worker(wire)
    send(wire, [("urn:t:1", text(1), MORNING)])
    wait_until(lambda: count(search_client, wire) == 1, "the worker works")
    began = time.monotonic()
    worker.terminate()
    assert worker.wait(10) == 0
    assert time.monotonic() - began < 10


def test_setup_twice_changes_nothing_and_another_shape_is_refused(wire: Settings) -> None:
    assert run_wire(wire, "setup").returncode == 0
    other = wire.model_copy(update={"topic_partitions": 5})
    with pytest.raises(OperatorError, match="4 partitions"):
        setup_topics(other)


def test_produce_names_what_it_leaves_out_and_goes_on(wire: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "good.txt").write_bytes(text(1))
    done = run_wire(wire, "produce", str(tmp_path), str(tmp_path / "missing.txt"))
    assert done.returncode == 1
    assert "1 confirmed by Kafka, 2 left out" in done.stdout
    assert "empty.txt: empty" in done.stderr.replace("\n", "")
    assert "missing.txt" in done.stderr.replace("\n", "")
