"""The embedded Elasticsearch: Elastic's own server in the build without language analyzers, plus our plugin."""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from pipeline.stack.elasticsearch_home import Home
from pipeline.stack.failure import StackError
from pipeline.stack.server import Server, java_home

UNPRIVILEGED = 65534
"""`nobody`, everywhere."""

_CONFIG = """\
cluster.name: wire
node.name: embedded
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
xpack.security.enabled: false
# Shares of the disk would stop every new index on a laptop, which is often nine tenths full; bytes don't. Below the
# last of them Elasticsearch makes its indexes read-only, before a write could fail half-way.
cluster.routing.allocation.disk.watermark.low: 300mb
cluster.routing.allocation.disk.watermark.high: 200mb
cluster.routing.allocation.disk.watermark.flood_stage: 100mb
# A node whose disk can't be written gives up its mastership, and nothing is indexed without a master. It looks whether
# it can write again only so often; Elastic's own 2 minutes are long for one who has just made room.
monitor.fs.health.refresh_interval: 10s
"""


def elasticsearch_server(folder: Path, home: Home, port: int, transport: int, java: Sequence[str]) -> Server:
    """The server, with configuration, data and logs in `folder`; `java` are Java's options.

    Raises StackError where it can't be run.
    """
    for own in (folder, folder / "data", folder / "logs"):
        own.mkdir(parents=True, exist_ok=True)
    config = folder / "config"
    shutil.copytree(home.path / "config", config, dirs_exist_ok=True)
    (config / "elasticsearch.yml").write_text(_CONFIG.format(port=port, transport=transport, folder=folder))
    options = config / "jvm.options"
    kept = [line for line in options.read_text().splitlines() if not _unwanted(line)]
    options.write_text("\n".join(kept) + "\n")
    in_namespace = _in_namespace()
    user = None if os.geteuid() != 0 or in_namespace else UNPRIVILEGED
    if user is not None:
        hand_over(folder, home.path, user)
    return Server(
        name="Elasticsearch",
        command=[*in_namespace, str(home.path / "bin" / "elasticsearch")],
        folder=folder,
        log=folder / "elasticsearch.log",
        answers=lambda: _answers(port),
        environment={
            "ES_JAVA_HOME": str(java_home()),
            "ES_JAVA_OPTS": " ".join(java),
            "ES_PATH_CONF": str(config),
        },
        user=user,
    )


def _unwanted(option: str) -> bool:
    """The vector module is not in that Java runtime; 2 GB of logs of the garbage collector are not for a laptop."""
    return "jdk.incubator.vector" in option or option.startswith("-Xlog:gc")


def _in_namespace() -> list[str]:
    """Elasticsearch refuses to run as root: the words that begin a user namespace in which root is an ordinary user.

    None for an ordinary user, and where namespaces are forbidden.
    """
    unshare = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return []
    allowed = subprocess.run([*unshare, "true"], check=False, capture_output=True).returncode == 0
    return unshare if allowed else []


def hand_over(folder: Path, home: Path, user: int) -> None:
    """Give the folder to the unprivileged user as whom root runs the server, and see that it reaches all it needs."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)
    needed = {"-w": folder / "data", "-x": home / "bin" / "elasticsearch", "-r": java_home() / "lib" / "modules"}
    for right, path in needed.items():
        if subprocess.run(["test", right, str(path)], check=False, user=user, group=user, extra_groups=[]).returncode:
            raise StackError(
                f"Elasticsearch does not run as root, and user namespaces are forbidden here, so it is run as user "
                f"{user}, who can't reach {path}. Choose folders that everybody can reach with WIRE_STACK_FOLDER and "
                "WIRE_CACHE, and a checkout in one, or run this as an ordinary user."
            )


def _answers(port: int) -> bool:
    """Whether it is up and every index has its primary shards: a search or a write would be answered."""
    health = f"http://127.0.0.1:{port}/_cluster/health?wait_for_status=yellow&timeout=1s"
    try:
        with urllib.request.urlopen(health, timeout=10) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
