"""The real servers for a test run: one embedded stack, shared by every test; each test has names of its own.

Loaded as a plugin by `tests/conftest.py`. The servers start with the first test that asks for them, on free ports and
in a temporary folder, and end with the run (or with its death: they are guarded).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from pipeline.stack import Stack, StackConfig


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Kafka and Elasticsearch, running; a test that ends one of them starts it again before it returns."""
    with Stack(StackConfig(data=tmp_path_factory.mktemp("stack"), elasticsearch_heap="512m")) as running:
        yield running


@pytest.fixture
def prefix() -> str:
    """Begins every topic, group and index of one test, so that tests don't meet on the shared servers: `t3f9a01-`."""
    return f"t{secrets.token_hex(3)}-"
