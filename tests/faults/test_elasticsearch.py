"""Elasticsearch that is away, slow, partial, cut off or read-only. After each the work goes on by itself."""

from __future__ import annotations

from math import ceil

import pytest
from elasticsearch import Elasticsearch

from pipeline.agents.index import REQUEST_RECORDS
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.stack import Stack
from tests.faults.oracle import Oracle
from tests.faults.proxy import Fault, Proxy, answers, cuts, delays, passes, refuses_items
from tests.faults.test_workers import started
from tests.faults.waiting import outlast
from tests.stack_fixtures import start_worker, wait_until, working

pytestmark = pytest.mark.stack

AT_ONCE = ceil(Settings.model_fields["batch_records"].default / REQUEST_RECORDS)
"""Requests that a worker makes of its first batch, at most: with one more, it went on or tried again."""


@pytest.fixture
def oracle(wire: Settings, search_client: Elasticsearch) -> Oracle:
    return Oracle(wire, search_client)


def through(proxy: Proxy, settings: Settings, **changes: object) -> Settings:
    """Settings of a worker that reaches Elasticsearch through the proxy."""
    return settings.model_copy(update={"elasticsearch_url": proxy.url, **changes})


def test_elasticsearch_stopped_loses_nothing(oracle: Oracle, stack: Stack, long: bool) -> None:
    """It refuses connections for longer than a session; then everything drains without anybody's help.

    More waits than Faust buffers (4,096 records), so deliveries have to wait too, and are interrupted by a rebalance.
    """
    oracle.produce(6_000)
    with working(oracle.settings):
        oracle.wait_for(1)
        stack.elasticsearch.stop()
        try:
            oracle.produce(500, first=6_000)
            with working(oracle.settings) as joiner:
                started(joiner)
                outlast(90 if long else 15)
        finally:
            stack.elasticsearch.start()
            stack.elasticsearch.wait_ready()
        oracle.client.cluster.health(wait_for_status="yellow", timeout="60s")
        oracle.wait_until_final()


def test_a_server_that_answers_after_the_session_has_ended_loses_nothing(
    oracle: Oracle, proxy: Proxy, long: bool
) -> None:
    """Hanging is worse than refusing: the batch is in work for longer than Kafka waits for a silent consumer."""
    oracle.produce(1_000)
    proxy.fault = delays(15.0 if long else 9.0)
    with working(through(proxy, oracle.settings)):
        wait_until(lambda: proxy.bulk_requests >= 1, "a bulk request hangs")
        oracle.wait_for(1)
        with working(through(proxy, oracle.settings)):  # a rebalance while a request hangs
            wait_until(lambda: proxy.bulk_requests > AT_ONCE, "requests go on")
        proxy.fault = passes
        oracle.wait_until_final()


def test_a_request_that_times_out_is_sent_again(oracle: Oracle, proxy: Proxy) -> None:
    """The server may have done the work already: the same version again changes nothing."""
    oracle.produce(500)
    proxy.fault = delays(30.0)
    with working(through(proxy, oracle.settings, elasticsearch_timeout=1.0)):
        wait_until(lambda: proxy.bulk_requests > AT_ONCE, "a request is sent again")
        proxy.fault = passes
        oracle.wait_until_final()


@pytest.mark.parametrize(
    "fault",
    [refuses_items((429, 500, 503), every=7), answers(429), answers(503), cuts],
    ids=["some items 429, 500 and 503", "all 429", "all 503", "cut in the middle of the answer"],
)
def test_what_elasticsearch_does_not_take_is_sent_again(oracle: Oracle, proxy: Proxy, fault: Fault) -> None:
    """Only what failed is retried, nothing is skipped, nothing is a dead letter."""
    oracle.produce(1_000)
    proxy.fault = fault
    with working(through(proxy, oracle.settings)):
        wait_until(lambda: proxy.bulk_requests > AT_ONCE, "the fault was met more than once")
        proxy.fault = passes
        oracle.wait_until_final()


def test_a_read_only_index_is_waited_for(oracle: Oracle) -> None:
    """What Elasticsearch does to an index when the disk runs full; it lifts the block itself, or an operator does."""
    alias = Names(oracle.settings.index_prefix).operators
    oracle.produce(500)
    with working(oracle.settings):
        oracle.wait_for(500)
        oracle.client.indices.put_settings(index=alias, settings={"index.blocks.read_only_allow_delete": True})
        oracle.produce(500, first=500)
        outlast(5)
        oracle.client.indices.put_settings(index=alias, settings={"index.blocks.read_only_allow_delete": None})
        oracle.wait_until_final()


@pytest.mark.parametrize(("status", "word"), [(401, "credentials"), (403, "credentials")])
def test_what_only_an_operator_can_mend_stops_the_worker(
    oracle: Oracle, proxy: Proxy, status: int, word: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit status 3, a message that says what to mend, and no dead letter."""
    oracle.produce(100)
    proxy.fault = answers(status)
    worker = start_worker(through(proxy, oracle.settings))
    assert worker.wait(60) == 3
    assert word in capfd.readouterr().err
    assert oracle.rejected() == set()
    with working(oracle.settings):
        oracle.wait_until_final()
