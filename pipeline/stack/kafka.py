"""The embedded Apache Kafka on the loopback: brokers in KRaft combined mode, one or several."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from pipeline.stack.failure import StackError
from pipeline.stack.ports import listens
from pipeline.stack.server import Server, java_home
from pipeline.topics import REJECTED

CLUSTER = "d2lyZS1zdG9yeS1waXBlbA"

_PROPERTIES = """\
process.roles=broker,controller
node.id={number}
controller.quorum.voters={voters}
listeners=PLAINTEXT://127.0.0.1:{broker.port},CONTROLLER://127.0.0.1:{broker.controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker.port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={logs}
auto.create.topics.enable=false
default.replication.factor={copies}
min.insync.replicas={in_sync}
offsets.topic.replication.factor={copies}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor={copies}
transaction.state.log.min.isr={in_sync}
group.initial.rebalance.delay.ms=0
message.max.bytes={largest}
replica.fetch.max.bytes={largest}
"""

_LOGGING = """\
rootLogger.level = info
rootLogger.appenderRef.stdout.ref = STDOUT
appender.stdout.type = Console
appender.stdout.name = STDOUT
appender.stdout.layout.type = PatternLayout
appender.stdout.layout.pattern = %d{ISO8601} %p %m (%c{1})%n
"""


@dataclass(frozen=True)
class BrokerPorts:
    """Where a broker listens to clients, and where to the other controllers."""

    port: int
    controller: int


def kafka_servers(
    folder: Path, jars: Sequence[Path], brokers: Sequence[BrokerPorts], java: Sequence[str]
) -> list[Server]:
    """The brokers, each with its log in a folder of its own, formatted at the first start; `java` are Java's options.

    With three or more every record has three copies, and a producer's `acks=all` means at least two.
    """
    voters = ",".join(f"{number}@127.0.0.1:{broker.controller}" for number, broker in enumerate(brokers, 1))
    copies = min(3, len(brokers))
    servers = []
    for number, broker in enumerate(brokers, 1):
        place = folder / f"broker-{number}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "server.properties").write_text(
            _PROPERTIES.format(
                number=number,
                voters=voters,
                broker=broker,
                logs=place / "log",
                copies=copies,
                in_sync=max(1, copies - 1),
                largest=REJECTED.max_record_bytes,
            )
        )
        servers.append(_server(place, jars, broker.port, java, name="Kafka" if copies == 1 else f"Kafka {number}"))
    return servers


def _server(place: Path, jars: Sequence[Path], port: int, options: Sequence[str], name: str) -> Server:
    properties, logging = place / "server.properties", place / "log4j2.properties"
    logging.write_text(_LOGGING)
    java = [
        str(java_home() / "bin" / "java"),
        *options,
        f"-Dlog4j2.configurationFile={logging}",
        "-cp",
        ":".join(str(jar) for jar in jars),
    ]
    _format(place, java, properties)
    return Server(
        name=name,
        command=[*java, "kafka.Kafka", str(properties)],
        folder=place,
        log=place / "kafka.log",
        answers=lambda: _answers(port),
    )


def _format(place: Path, java: Sequence[str], properties: Path) -> None:
    if (place / "log" / "meta.properties").exists():
        return
    tool = [*java, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", str(properties)]
    done = subprocess.run(tool, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError(
            f"Kafka's folder {place} could not be formatted: {(done.stderr or done.stdout).strip()[-300:]}"
        )


def _answers(port: int) -> bool:
    """Whether the broker knows the cluster: it names itself among the brokers that take records."""
    if not listens(port):
        return False
    try:
        admin = KafkaAdminClient(bootstrap_servers=[f"127.0.0.1:{port}"], request_timeout_ms=5000)
        try:
            brokers = admin.describe_cluster()["brokers"]
        finally:
            admin.close()
    except KafkaError:
        return False
    return any(broker["port"] == port for broker in brokers)
