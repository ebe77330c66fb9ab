"""The embedded Apache Kafka: one broker in KRaft combined mode, on the loopback."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from pipeline.stack.failure import StackError
from pipeline.stack.server import Server, java_home, listens
from pipeline.topics import REJECTED

CLUSTER = "d2lyZS1zdG9yeS1waXBlbA"

_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={logs}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
message.max.bytes={largest}
"""


def kafka_server(folder: Path, jars: Sequence[Path], port: int, controller: int, heap: str) -> Server:
    """The broker, with its log in `folder`, formatted at its first start."""
    folder.mkdir(parents=True, exist_ok=True)
    properties = folder / "server.properties"
    properties.write_text(
        _PROPERTIES.format(port=port, controller=controller, logs=folder / "log", largest=REJECTED.max_record_bytes)
    )
    java = [str(java_home() / "bin" / "java"), f"-Xmx{heap}", "-cp", ":".join(str(jar) for jar in jars)]
    _format(folder, java, properties)
    return Server(
        name="Kafka",
        command=[*java, "kafka.Kafka", str(properties)],
        folder=folder,
        log=folder / "kafka.log",
        answers=lambda: _answers(port),
    )


def _format(folder: Path, java: Sequence[str], properties: Path) -> None:
    if (folder / "log" / "meta.properties").exists():
        return
    tool = [*java, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", str(properties)]
    done = subprocess.run(tool, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError(f"Kafka's folder {folder} could not be formatted: {done.stderr.strip()[-300:]}")


def _answers(port: int) -> bool:
    if not listens(port):
        return False
    try:
        admin = KafkaAdminClient(bootstrap_servers=[f"127.0.0.1:{port}"], request_timeout_ms=2000)
        admin.list_topics()
        admin.close()
    except KafkaError:
        return False
    return True
