"""Kafka and Elasticsearch, started side by side and ended together."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.stack.artifacts import Say, cache_folder, fetched
from pipeline.stack.elasticsearch import elasticsearch_server
from pipeline.stack.failure import StackError
from pipeline.stack.kafka import kafka_server
from pipeline.stack.server import Server, free_port, must_be_free

NEEDED_BYTES = 1_000_000_000


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class StackConfig:
    """What the embedded stack is to be: port 0 takes a free one; `data` keeps what the servers know."""

    data: Path
    kafka_port: int = 0
    elasticsearch_port: int = 0
    kafka_heap: str = "512m"
    elasticsearch_heap: str = "1g"
    cache: Path = field(default_factory=cache_folder)
    say: Say = _say


class Stack:
    """The embedded stack; use it as a context manager, or `start` and `stop`.

    Nothing is left running when this process ends, whatever ends it.
    """

    def __init__(self, config: StackConfig) -> None:
        self.config = config
        self.kafka_port = config.kafka_port or free_port()
        self.elasticsearch_port = config.elasticsearch_port or free_port()
        self.kafka: Server
        self.elasticsearch: Server

    @property
    def bootstrap_servers(self) -> str:
        """Kafka's address."""
        return f"127.0.0.1:{self.kafka_port}"

    @property
    def elasticsearch_url(self) -> str:
        """Elasticsearch's address."""
        return f"http://127.0.0.1:{self.elasticsearch_port}"

    def __enter__(self) -> Stack:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Fetch what is missing, start both servers and wait until both answer. Raises StackError."""
        config = self.config
        must_be_free(self.kafka_port, "WIRE_STACK_KAFKA_PORT")
        must_be_free(self.elasticsearch_port, "WIRE_STACK_ELASTICSEARCH_PORT")
        data = config.data.absolute()
        data.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(data).free < NEEDED_BYTES:
            raise StackError(f"less than {NEEDED_BYTES // 10**9} GB are free at {data}; the servers need that much.")
        jars = fetched("kafka", config.cache, config.say)
        (archive,) = fetched("elasticsearch", config.cache, config.say)
        (compiler,) = fetched("compiler", config.cache, config.say)
        with ThreadPoolExecutor(2) as pool:
            kafka = pool.submit(kafka_server, data / "kafka", jars, self.kafka_port, free_port(), config.kafka_heap)
            search = pool.submit(
                elasticsearch_server,
                data / "elasticsearch",
                archive,
                compiler,
                self.elasticsearch_port,
                free_port(),
                config.elasticsearch_heap,
            )
            self.kafka, self.elasticsearch = kafka.result(), search.result()
        config.say(f"starting Kafka on {self.bootstrap_servers} and Elasticsearch on {self.elasticsearch_url}")
        try:
            self.kafka.start()
            self.elasticsearch.start()
            self.kafka.wait_ready()
            self.elasticsearch.wait_ready()
        except BaseException:
            self.stop()
            raise
        config.say("both servers answer")

    def stop(self) -> None:
        """End both servers in good order; their data stays."""
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(Server.stop, [self.kafka, self.elasticsearch]))
