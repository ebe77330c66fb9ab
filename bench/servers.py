"""What several benchmarks need, made once and only where asked for."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import cached_property
from pathlib import Path

from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient

from pipeline.kafka.producer import RawProducer
from pipeline.kafka.setup import setup_topics
from pipeline.search.client import connect
from pipeline.search.names import Names
from pipeline.search.setup import setup_search
from pipeline.settings import Settings
from pipeline.stack import Stack, StackConfig
from pipeline.stack.server import guarded
from pipeline.story.model import RawStory
from pipeline.story.rules import Rules, load_rules

DEADLINE_SECONDS = 300.0
LOOKS_SECONDS = 1.1
"""Elasticsearch looks at its own CPU time once a second."""


class Bench:
    """The rules and the servers of one run. `servers` names running ones (`KAFKA,URL`) to be used instead."""

    def __init__(self, servers: str | None, open_things: ExitStack, *, long: bool = False) -> None:
        self.long = long
        """Whether the long form is wanted of what has one."""
        self.pages: dict[str, str] = {}
        """Section of `docs/benchmarks.md` → text, of benchmarks that make one."""
        self.charts: dict[str, str] = {}
        """File in `docs/` → SVG."""
        self._servers = servers
        self._open = open_things

    @cached_property
    def rules(self) -> Rules:
        """Language profiles, gazetteer, lexicon."""
        return load_rules()

    @cached_property
    def _addresses(self) -> tuple[str, str]:
        if self._servers:
            kafka, url = self._servers.rsplit(",", 1)
            return kafka, url
        stack = self._open.enter_context(Stack(StackConfig(data=self.folder / "stack")))
        return stack.bootstrap_servers, stack.elasticsearch_url

    @cached_property
    def folder(self) -> Path:
        """A folder of this run, gone afterwards."""
        return Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="wire-bench-")))

    @contextmanager
    def pipeline(self, partitions: int = 4) -> Iterator[Settings]:
        """Topics and an index of a fresh prefix; they go afterwards."""
        kafka, url = self._addresses
        prefix = f"b{secrets.token_hex(4)}-"
        settings = Settings(
            kafka_bootstrap=kafka,
            elasticsearch_url=url,
            topic_prefix=prefix,
            index_prefix=prefix,
            topic_partitions=partitions,
            work_folder=self.folder / f"{prefix}work",
        )
        setup_topics(settings)
        setup_search(settings)
        try:
            yield settings
        finally:
            with connect(settings) as client:
                for index in client.indices.get(index=f"{prefix}*", expand_wildcards="all"):
                    client.indices.delete(index=index)
            with closing(KafkaAdminClient(bootstrap_servers=kafka)) as admin:
                admin.delete_topics([name for name in admin.list_topics() if name.startswith(prefix)])


def workers(settings: Settings, processes: int, role: str = "all") -> AbstractContextManager[int]:
    """`wire worker` while the block runs; gives the id of a process whose descendants all of it are."""
    chosen = {f"WIRE_{name.upper()}": str(getattr(settings, name)) for name in settings.model_fields_set}
    command = [sys.executable, "-m", "pipeline.cli", "worker", "--role", role, "--processes", str(processes)]
    return guarded(command, {**os.environ, **chosen, "WIRE_LOG_LEVEL": "warning"})


def send(producer: RawProducer, stories: Iterable[RawStory]) -> None:
    """Send all of it to `wire.raw` and wait until Kafka has it."""
    for story in stories:
        producer.send(story, str(story.headers.uri), _confirmed)
    producer.flush()


def _confirmed(error: Exception | None) -> None:
    if error:
        raise error


def indexed(client: Elasticsearch, settings: Settings) -> int:
    """Stories in the index, seen after a refresh."""
    alias = Names(settings.index_prefix).operators
    client.indices.refresh(index=alias)
    return int(client.count(index=alias)["count"])


def elasticsearch_cpu(client: Elasticsearch) -> float:
    """CPU seconds that Elasticsearch has taken so far, whatever for."""
    time.sleep(LOOKS_SECONDS)
    nodes = client.nodes.stats(metric="process")["nodes"].values()
    return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes)) / 1000


def wait_until(condition: Callable[[], bool], pause: float) -> None:
    """Look every `pause` seconds; ends the run where the condition does not come true."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"not within {DEADLINE_SECONDS:.0f} s; the servers' logs say why")
        time.sleep(pause)
