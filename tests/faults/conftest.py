"""Servers that these tests may stop, slow down and fill up: never those of other tests."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from pipeline.settings import Settings
from pipeline.stack import Stack
from tests.faults.proxy import Proxy


@pytest.fixture(scope="session")
def stack(own_stack: Stack) -> Stack:
    """Kafka and Elasticsearch that may be stopped, whatever `--servers` says."""
    return own_stack


@pytest.fixture
def wire(wire: Settings) -> Settings:
    """Quick to notice a dead worker: 6 seconds is the shortest session that brokers accept as they come."""
    return wire.model_copy(update={"session_timeout": 6.0})


@pytest.fixture
def proxy(stack: Stack) -> Iterator[Proxy]:
    """A way to Elasticsearch that can be made bad."""
    with Proxy(stack.elasticsearch_url) as running:
        yield running


@pytest.fixture
def chance() -> random.Random:
    """Chance with a seed that a failed run prints."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    return random.Random(seed)  # noqa: S311  # no secret hangs on it


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether the long form is wanted."""
    return bool(request.config.getoption("--long"))
