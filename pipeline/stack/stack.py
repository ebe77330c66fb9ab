"""Kafka and Elasticsearch, started side by side and ended together."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.stack.artifacts import Artifact, artifacts, cache_folder, fetch, missing
from pipeline.stack.claim import Claim
from pipeline.stack.elasticsearch import elasticsearch_server
from pipeline.stack.elasticsearch_home import Home, shared_home
from pipeline.stack.failure import StackError
from pipeline.stack.kafka import BrokerPorts, kafka_servers
from pipeline.stack.ports import free_port, must_be_free
from pipeline.stack.report import Report
from pipeline.stack.room import available_memory, memory_for, must_have_disk, must_have_memory
from pipeline.stack.server import Server, java_home

DATA_BYTES = 500_000_000
"""What the data folder has to have free at a start: logs of both servers and some ten thousand stories."""
CACHE_BYTES = 400_000_000
"""What a first start needs in the cache: 145 MB of downloads, 115 MB unpacked, and both at once while it unpacks."""


@dataclass(frozen=True)
class StackConfig:
    """What the embedded stack is to be.

    `data` keeps what the servers know. Port 0 takes a free one; `kafka_port` is the first broker's, the others take
    free ones. `repository` is a mirror of the repository of the servers' files. `quick` is for a short life: Java
    compiles lightly, which takes a third less work for a start and is slower in the long run.
    """

    data: Path
    kafka_port: int = 0
    elasticsearch_port: int = 0
    brokers: int = 1
    kafka_heap: str = "512m"
    elasticsearch_heap: str = "1g"
    cache: Path = field(default_factory=cache_folder)
    repository: str | None = None
    quick: bool = False
    report: Report = field(default_factory=Report)


class Stack:
    """The embedded stack; use it as a context manager, or `start` and `stop`.

    Nothing is left running when this process ends, whatever ends it. `kafka_servers` and `elasticsearch` are there
    after `start`: each can be stopped, killed and started again by itself, on the port that it had.
    """

    def __init__(self, config: StackConfig) -> None:
        self.config = config
        self._brokers = [
            BrokerPorts((config.kafka_port if number == 0 else 0) or free_port(), free_port())
            for number in range(config.brokers)
        ]
        self.elasticsearch_port = config.elasticsearch_port or free_port()
        self.kafka_servers: list[Server] = []
        self.elasticsearch: Server
        self._claim: Claim | None = None
        self._home: Home | None = None

    @property
    def kafka(self) -> Server:
        """The first broker."""
        return self.kafka_servers[0]

    @property
    def servers(self) -> list[Server]:
        """All of them: none before `start`."""
        return [*self.kafka_servers, self.elasticsearch] if self.kafka_servers else []

    @property
    def bootstrap_servers(self) -> str:
        """Kafka's addresses."""
        return ",".join(f"127.0.0.1:{broker.port}" for broker in self._brokers)

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
        """Fetch what is missing, start all servers and wait until all answer. Raises StackError."""
        try:
            self._start()
        except OSError as error:
            self.stop()
            where = f" ({error.filename})" if error.filename else ""
            raise StackError(f"the embedded stack can't start: {error.strerror or error}{where}.") from error
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        config, data = self.config, self.config.data.absolute()
        java_home()  # says what is missing, before anything is made
        data.mkdir(parents=True, exist_ok=True)
        self._claim = Claim(data)
        self._look_for_room(data)
        wanted = artifacts()
        fetch(wanted, config.cache, config.report, config.repository)
        (archive,) = (one for one in wanted if one.role == "elasticsearch")
        (compiler,) = (one for one in wanted if one.role == "compiler")
        self._home = shared_home(config.cache, archive, compiler, config.report)
        self._prepare(data, wanted, self._home)
        config.report.say(f"starting Kafka on {self.bootstrap_servers} and Elasticsearch on {self.elasticsearch_url}")
        for server in self.servers:
            server.held = (self._claim.fd, self._home.fd)
            server.start()
        self._wait_ready()

    def _wait_ready(self) -> None:
        with ThreadPoolExecutor(len(self.servers)) as pool:
            waiting = [pool.submit(_ready, server, self.config.report) for server in self.servers]
            try:
                for one in as_completed(waiting):
                    one.result()
            except BaseException:  # Ctrl-C, or one of them failed: the others need not be waited for
                self._stop_servers()
                raise

    def _look_for_room(self, data: Path) -> None:
        config = self.config
        must_be_free(self._brokers[0].port, "Kafka", "WIRE_STACK_KAFKA_PORT")
        must_be_free(self.elasticsearch_port, "Elasticsearch", "WIRE_STACK_ELASTICSEARCH_PORT")
        heaps = [config.kafka_heap] * config.brokers + [config.elasticsearch_heap]
        must_have_memory(memory_for(heaps), available_memory())
        must_have_disk(data, DATA_BYTES, "WIRE_STACK_FOLDER")
        config.cache.mkdir(parents=True, exist_ok=True)
        if missing(artifacts(), config.cache):
            must_have_disk(config.cache, CACHE_BYTES, "WIRE_CACHE")

    def _prepare(self, data: Path, wanted: list[Artifact], home: Home) -> None:
        config = self.config
        jars = [config.cache / one.file for one in wanted if one.role == "kafka"]
        self.elasticsearch = elasticsearch_server(
            data / "elasticsearch", home, self.elasticsearch_port, free_port(), self._java(config.elasticsearch_heap)
        )
        self.kafka_servers = kafka_servers(data / "kafka", jars, self._brokers, self._java(config.kafka_heap))

    def _java(self, heap: str) -> list[str]:
        size = [f"-Xms{heap}", f"-Xmx{heap}"]
        return [*size, "-XX:TieredStopAtLevel=1"] if self.config.quick else size

    def stop(self) -> None:
        """End all servers in good order; their data stays."""
        self._stop_servers()
        if self._home is not None:
            os.close(self._home.fd)
            self._home = None
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def _stop_servers(self) -> None:
        if self.servers:
            with ThreadPoolExecutor(len(self.servers)) as pool:
                list(pool.map(Server.stop, self.servers))

    def fallen(self) -> Server | None:
        """A server that ended by itself, if one did."""
        return next((server for server in self.servers if not server.runs), None)


def _ready(server: Server, report: Report) -> None:
    server.wait_ready()
    report.say(f"{server.name} answers")
