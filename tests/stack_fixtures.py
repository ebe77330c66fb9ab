"""One embedded stack for the whole test run, on free ports in a folder of its own; a fresh prefix for each test."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipeline.kafka.setup import setup_topics
from pipeline.search.client import connect
from pipeline.search.setup import setup_search
from pipeline.settings import Settings
from pipeline.stack import Stack, StackConfig


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The real servers."""
    with Stack(StackConfig(data=tmp_path_factory.mktemp("stack"))) as running:
        yield running


@pytest.fixture
def prefix() -> str:
    """Begins every topic, group and index of one test, so that tests don't meet on the shared servers."""
    return f"t{secrets.token_hex(4)}-"


@pytest.fixture
def wire(stack: Stack, tmp_path: Path, prefix: str) -> Settings:
    """Settings of a pipeline of this test's own on the shared servers, set up."""
    settings = Settings(
        kafka_bootstrap=stack.bootstrap_servers,
        elasticsearch_url=stack.elasticsearch_url,
        topic_prefix=prefix,
        index_prefix=prefix,
        topic_partitions=4,
        work_folder=tmp_path / "work",
    )
    setup_topics(settings)
    setup_search(settings)
    return settings


@pytest.fixture
def search_client(wire: Settings) -> Iterator[Elasticsearch]:
    """A client of the test's own."""
    with connect(wire) as client:
        yield client


def environment(settings: Settings) -> dict[str, str]:
    """The environment in which a `wire` command has these settings."""
    chosen = {f"WIRE_{name.upper()}": str(getattr(settings, name)) for name in settings.model_fields_set}
    return {**os.environ, **chosen}


def run_wire(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A `wire` command as a user runs it."""
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    return subprocess.run(command, env=environment(settings), capture_output=True, text=True, check=False, timeout=120)


def start_worker(settings: Settings, *arguments: str) -> subprocess.Popen[bytes]:
    """`wire worker`, in the background."""
    return subprocess.Popen([sys.executable, "-m", "pipeline.cli", "worker", *arguments], env=environment(settings))


@contextmanager
def working(settings: Settings, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """`wire worker` while the block runs; it must stop in good order."""
    process = start_worker(settings, *arguments)
    try:
        yield process
    finally:
        process.terminate()
        status = process.wait(30)
    assert status == 0


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 90) -> None:
    """Wait for a condition, with a deadline."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)
