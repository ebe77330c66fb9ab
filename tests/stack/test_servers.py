"""The embedded servers as they are started, stopped, killed and started again."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient

from pipeline.stack import Stack

pytestmark = pytest.mark.stack


def test_kafka_answers(stack: Stack) -> None:
    """The broker takes a topic and names it."""
    admin = KafkaAdminClient(bootstrap_servers=stack.bootstrap_servers)
    try:
        assert isinstance(admin.list_topics(), (list, set))
    finally:
        admin.close()


def test_elasticsearch_keeps_what_it_was_given_over_a_stop(stack: Stack, prefix: str) -> None:
    """A document written before a stop is there after the next start, on the same port."""
    index = f"{prefix}kept"
    with Elasticsearch(stack.elasticsearch_url) as client:
        client.index(index=index, id="1", document={"headline": "kept"}, refresh=True)
        stack.elasticsearch.stop()
        stack.elasticsearch.start()
        stack.elasticsearch.wait_ready()
        client.options(max_retries=5, retry_on_timeout=True).cluster.health(index=index, wait_for_status="yellow")
        assert client.get(index=index, id="1")["_source"] == {"headline": "kept"}
