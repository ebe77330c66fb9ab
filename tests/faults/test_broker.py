"""A broker that is away, dies, or was the leader. Producers and workers wait; nothing is lost that was confirmed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient
from kafka.admin import NewPartitions

from pipeline.search.client import connect
from pipeline.settings import Settings
from pipeline.stack import Stack
from pipeline.status.kafka import look_at_kafka
from pipeline.topics import RAW, STORIES
from tests.faults.oracle import Oracle
from tests.faults.waiting import outlast
from tests.stack_fixtures import start_worker, wait_until, wire_on, working

pytestmark = pytest.mark.stack


@pytest.fixture
def oracle(wire: Settings, search_client: Elasticsearch) -> Oracle:
    return Oracle(wire, search_client)


@pytest.mark.parametrize("way", ["stopped", "killed"])
def test_a_broker_that_comes_back_loses_nothing(oracle: Oracle, stack: Stack, long: bool, way: str) -> None:
    """The only broker: nobody can read or confirm anything meanwhile."""
    oracle.produce(1_000, versions=2)
    with working(oracle.settings):
        oracle.wait_for(1)
        if way == "stopped":
            stack.kafka.stop()
        else:
            stack.kafka.kill()
        outlast(30 if long else 8)
        stack.kafka.start()
        stack.kafka.wait_ready()
        oracle.produce(200, first=1_000)
        oracle.wait_until_final()


def test_a_worker_that_starts_before_the_broker_waits_for_it(
    oracle: Oracle, stack: Stack, capfd: pytest.CaptureFixture[str]
) -> None:
    """It says so, without a traceback, and begins when the broker is there."""
    oracle.produce(200)
    stack.kafka.stop()
    said = ""

    def waiting_is_said() -> bool:
        nonlocal said
        said += capfd.readouterr().err
        return said.count("kafka does not answer") >= 2

    try:
        with working(oracle.settings):
            wait_until(waiting_is_said, "the workers say that they wait")
            stack.kafka.start()
            stack.kafka.wait_ready()
            oracle.wait_until_final()
    finally:
        if not stack.kafka.runs:
            stack.kafka.start()
            stack.kafka.wait_ready()
    assert "Traceback" not in said


def test_a_broker_that_has_just_come_back_is_asked_until_it_tells(oracle: Oracle, stack: Stack) -> None:
    """It answers before it has chosen who keeps a group's offsets: no alarm for who looks just then."""
    oracle.produce(20)
    stack.kafka.kill()
    stack.kafka.start()
    stack.kafka.wait_ready()
    assert [flow.lag for flow in look_at_kafka(oracle.settings, 0.1).flows] == [20, 0]


def test_partitions_that_come_later_are_read_within_seconds(oracle: Oracle) -> None:
    """A group that saw no partitions while the broker was coming up waits for the same: for its metadata to age."""
    oracle.produce(100)
    with working(oracle.settings):
        oracle.wait_for(100)
        admin = KafkaAdminClient(bootstrap_servers=oracle.settings.kafka_bootstrap.split(","))
        with contextlib.closing(admin):
            admin.create_partitions({RAW.with_prefix(oracle.settings.topic_prefix): NewPartitions(total_count=6)})
        oracle.produce(200, first=1_000)
        oracle.wait_until_final(60)


def test_a_worker_without_its_topics_ends_with_what_to_do(wire: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    """Faust would wait idle for minutes."""
    worker = start_worker(wire.model_copy(update={"topic_prefix": f"{wire.topic_prefix}none-"}))
    assert worker.wait(60) == 3
    said = capfd.readouterr().err
    assert "none-wire.raw" in said
    assert "wire setup" in said


@pytest.fixture
def replicated(cluster: Stack, tmp_path: Path, prefix: str) -> Iterator[Oracle]:
    """The books of a pipeline in which each record has three replicas."""
    with wire_on(cluster, tmp_path, prefix, replication=3) as settings, connect(settings) as client:
        yield Oracle(settings, client)


def test_a_lost_leader_loses_nothing(replicated: Oracle, cluster: Stack) -> None:
    """Every broker dies once, one after the other; the replicas in sync have all that was confirmed."""
    count = 300
    with working(replicated.settings):
        for number, broker in enumerate(cluster.kafka_servers):
            replicated.produce(count, first=number * count, versions=2)
            broker.kill()
            replicated.produce(100, first=10_000 + number * 100)
            broker.start()
            broker.wait_ready()
            wait_until(lambda: in_sync(replicated.settings), "all replicas are in sync again")
        replicated.wait_until_final()


def in_sync(settings: Settings) -> bool:
    """Whether each partition of the stories' topic has all three replicas in sync."""
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap.split(","))
    try:
        (topic,) = admin.describe_topics([STORIES.with_prefix(settings.topic_prefix)])
        return all(len(partition["isr_nodes"]) == 3 for partition in topic["partitions"])
    finally:
        admin.close()
