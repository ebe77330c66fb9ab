"""The embedded Elasticsearch: Elastic's own server in the build without language analyzers, plus our plugin."""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from pipeline.stack.failure import StackError
from pipeline.stack.plugin_build import build_plugin
from pipeline.stack.server import Server, java_home

VERSION = "9.2.4"

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
"""


def elasticsearch_server(  # noqa: PLR0913  # each is a fact of its own, and all have one caller
    folder: Path, archive: Path, compiler: Path, port: int, transport: int, heap: str
) -> Server:
    """The server, with its data in `folder`; unpacked and given its plugin at its first start."""
    folder.mkdir(parents=True, exist_ok=True)
    home = folder / f"elasticsearch-{VERSION}"
    if not (home / "wire-ready").exists():
        _unpack(archive, folder, home)
        build_plugin(home, VERSION, compiler)
        (home / "wire-ready").touch()
    (home / "config" / "elasticsearch.yml").write_text(_CONFIG.format(port=port, transport=transport, folder=folder))
    return Server(
        name="Elasticsearch",
        command=[*_not_as_root(), str(home / "bin" / "elasticsearch")],
        folder=folder,
        log=folder / "elasticsearch.log",
        answers=lambda: _answers(port),
        environment={"ES_JAVA_HOME": str(java_home()), "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}"},
    )


def _unpack(archive: Path, folder: Path, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    for program in (home / "bin").iterdir():
        program.chmod(0o755)
    options = home / "config" / "jvm.options"
    kept = [line for line in options.read_text().splitlines() if "jdk.incubator.vector" not in line]
    options.write_text("\n".join(kept) + "\n")  # the module is not in that Java runtime


def _not_as_root() -> list[str]:
    """Elasticsearch refuses to run as root: a user namespace in which root is an ordinary user."""
    if os.geteuid() != 0:
        return []
    unshare = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if shutil.which("unshare") and subprocess.run([*unshare, "true"], check=False, capture_output=True).returncode == 0:
        return unshare
    raise StackError("Elasticsearch does not run as root, and user namespaces are forbidden here; run as another user.")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_cluster/health", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
