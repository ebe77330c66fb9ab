"""One embedded stack for the whole test run, on free ports in a folder of its own; a fresh prefix for each test."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient

from pipeline.kafka.setup import setup_topics
from pipeline.search.client import connect
from pipeline.search.setup import setup_search
from pipeline.settings import Settings
from pipeline.stack import Stack, StackConfig


class Servers(Protocol):
    """Where the real servers are."""

    @property
    def bootstrap_servers(self) -> str:
        """Kafka's address."""

    @property
    def elasticsearch_url(self) -> str:
        """Elasticsearch's address."""


@dataclass(frozen=True)
class Running:
    """Servers that somebody else started (`--servers`)."""

    bootstrap_servers: str
    elasticsearch_url: str


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Servers]:
    """The real servers: of this test run's own, unless `--servers` names running ones."""
    if named := request.config.getoption("--servers"):
        yield Running(*named.rsplit(",", 1))
        return
    with Stack(StackConfig(data=tmp_path_factory.mktemp("stack"), quick=True)) as running:
        yield running


@pytest.fixture(scope="session")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Servers to be stopped, killed and started again, never those of `--servers`: leave them running."""
    with Stack(StackConfig(data=tmp_path_factory.mktemp("own-stack"), quick=True)) as running:
        yield running


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Three brokers with three copies of every record, for tests that lose one: leave them all running."""
    config = StackConfig(
        data=tmp_path_factory.mktemp("cluster"), brokers=3, kafka_heap="256m", elasticsearch_heap="512m", quick=True
    )
    with Stack(config) as running:
        yield running


@pytest.fixture
def prefix() -> str:
    """Begins every topic, group and index of one test, so that tests don't meet on the shared servers."""
    return f"t{secrets.token_hex(4)}-"


@pytest.fixture
def wire(stack: Servers, tmp_path: Path, prefix: str) -> Iterator[Settings]:
    """Settings of a pipeline of this test's own on the shared servers, set up; what it made goes afterwards."""
    with wire_on(stack, tmp_path, prefix) as settings:
        yield settings


@contextmanager
def wire_on(servers: Servers, folder: Path, prefix: str, replication: int = 1) -> Iterator[Settings]:
    """The same on any servers."""
    settings = Settings(
        kafka_bootstrap=servers.bootstrap_servers,
        elasticsearch_url=servers.elasticsearch_url,
        topic_prefix=prefix,
        index_prefix=prefix,
        topic_partitions=4,
        topic_replication=replication,
        work_folder=folder / "work",
        worker_port=0,  # several run in one test
    )
    setup_topics(settings)
    setup_search(settings)
    yield settings
    _remove(settings)


def remove_indexes(settings: Settings) -> None:
    """Indexes of one test: a server takes only so many shards."""
    with connect(settings) as client:
        for index in client.indices.get(index=f"{settings.index_prefix}*", expand_wildcards="all"):
            client.indices.delete(index=index)
        client.indices.delete_index_template(name=f"{settings.index_prefix}*")
        client.cluster.delete_component_template(name=f"{settings.index_prefix}*")


def _remove(settings: Settings) -> None:
    remove_indexes(settings)
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap.split(","))
    with contextlib.closing(admin):
        admin.delete_topics([name for name in admin.list_topics() if name.startswith(settings.topic_prefix)])


@pytest.fixture
def search_client(wire: Settings) -> Iterator[Elasticsearch]:
    """A client of the test's own."""
    with connect(wire) as client:
        yield client


Variables = Mapping[str, str]


def environment(settings: Settings, more: Variables | None = None) -> dict[str, str]:
    """The environment in which a `wire` command has these settings, and more variables."""
    chosen = {f"WIRE_{name.upper()}": str(getattr(settings, name)) for name in settings.model_fields_set}
    return {**os.environ, **chosen, **(more or {})}


def run_wire(
    settings: Settings, *arguments: str, more: Variables | None = None, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """A `wire` command as a user runs it."""
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    return subprocess.run(
        command, env=environment(settings, more), capture_output=True, text=True, check=False, timeout=seconds
    )


def start_worker(settings: Settings, *arguments: str, more: Variables | None = None) -> subprocess.Popen[bytes]:
    """`wire worker`, in the background."""
    command = [sys.executable, "-m", "pipeline.cli", "worker", *arguments]
    return subprocess.Popen(command, env=environment(settings, more))


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """Processes that it has started."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


@contextmanager
def working(settings: Settings, *arguments: str, more: Variables | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """`wire worker` while the block runs, however short that is; it must stop in good order."""
    process = start_worker(settings, *arguments, more=more)
    try:
        # told to stop while it still loads, it would end as any program does, by the signal
        wait_until(lambda: process.poll() is not None or bool(children(process)), "it has started its workers")
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
