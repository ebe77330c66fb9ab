"""Indexes for tests of search, on the real Elasticsearch, without Kafka: one for a module, or one for a test."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from elasticsearch import Elasticsearch

from pipeline.search.client import connect
from pipeline.search.setup import setup_search
from pipeline.settings import Settings
from tests.stack_fixtures import Servers, remove_indexes


@contextmanager
def made_index(stack: Servers) -> Iterator[Settings]:
    """Settings with an index of their own, which goes afterwards."""
    settings = Settings(elasticsearch_url=stack.elasticsearch_url, index_prefix=f"t{secrets.token_hex(4)}-")
    setup_search(settings)
    yield settings
    remove_indexes(settings)


@pytest.fixture(scope="module")
def library(stack: Servers) -> Iterator[Settings]:
    """An index that a module fills once and reads."""
    with made_index(stack) as settings:
        yield settings


@pytest.fixture
def searchable(stack: Servers) -> Iterator[Settings]:
    """An empty index of the test's own."""
    with made_index(stack) as settings:
        yield settings


@pytest.fixture(scope="module")
def client(stack: Servers) -> Iterator[Elasticsearch]:
    """A client of the module's own."""
    with connect(Settings(elasticsearch_url=stack.elasticsearch_url)) as one:
        yield one
