"""How the servers' files are fetched: once, verified, from a repository that these tests serve on the loopback."""

from __future__ import annotations

import functools
import hashlib
import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.stack.artifacts import Artifact, artifacts, fetch, missing
from pipeline.stack.failure import StackError
from pipeline.stack.ports import free_port
from pipeline.stack.report import Report
from tests.conftest import Ended

ROOT = Path(__file__).parents[2]
CONTENT = b"a server, or so it says\n" * 1000


def artifact(content: bytes = CONTENT) -> Artifact:
    return Artifact("kafka", "org.example:server:1.0", "jar", hashlib.sha256(content).hexdigest())


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Repository:
    """A repository with one file."""

    address: str
    folder: Path

    def put(self, content: bytes) -> None:
        """Have the file hold this, with the checksum that the repository gives."""
        place = self.folder / "org/example/server/1.0"
        place.mkdir(parents=True, exist_ok=True)
        (place / "server-1.0.jar").write_bytes(content)
        (place / "server-1.0.jar.sha1").write_text(hashlib.sha1(content, usedforsecurity=False).hexdigest())


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = tmp_path / "repository"
    folder.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Repository(f"http://127.0.0.1:{server.server_port}", folder)
    server.shutdown()
    server.server_close()


@dataclass
class Said(Report):
    """Keeps the sentences."""

    sentences: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        """Keep it."""
        self.sentences.append(sentence)


def test_a_missing_file_is_fetched_verified_and_kept(tmp_path: Path, repository: Repository) -> None:
    repository.put(CONTENT)
    cache = tmp_path / "cache"
    fetch([artifact()], cache, Report(), repository.address)
    assert (cache / "server-1.0.jar").read_bytes() == CONTENT
    assert sorted(path.name for path in cache.iterdir() if path.is_file()) == ["lock", "server-1.0.jar"]


def test_what_comes_is_said_in_plain_lines_where_no_terminal_is(tmp_path: Path, repository: Repository) -> None:
    repository.put(CONTENT)
    said = Said()
    fetch([artifact()], tmp_path / "cache", said, repository.address)
    assert said.sentences == [
        "fetching kafka: 1 file, once; they stay in the cache",
        "  1 of 1: server-1.0.jar, 0.0 MB",
    ]


def test_a_file_with_another_checksum_is_thrown_away_and_said(tmp_path: Path, repository: Repository) -> None:
    repository.put(b"something else")
    cache = tmp_path / "cache"
    with pytest.raises(StackError, match=r"server-1\.0\.jar arrived with another checksum"):
        fetch([artifact()], cache, Report(), repository.address)
    assert [path.name for path in cache.iterdir() if path.is_file()] == ["lock"]


def test_a_file_that_was_damaged_in_the_cache_is_fetched_again(tmp_path: Path, repository: Repository) -> None:
    repository.put(CONTENT)
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "server-1.0.jar").write_bytes(CONTENT[:-1])
    assert missing([artifact()], cache) == [artifact()]
    fetch([artifact()], cache, Report(), repository.address)
    assert missing([artifact()], cache) == []


def test_what_is_in_the_cache_needs_no_network_and_no_word(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "server-1.0.jar").write_bytes(CONTENT)
    said = Said()
    fetch([artifact()], cache, said, f"http://127.0.0.1:{free_port()}")
    assert said.sentences == []


def test_a_file_that_the_repository_lacks_is_said(tmp_path: Path, repository: Repository) -> None:
    with pytest.raises(
        StackError, match=r"server-1\.0\.jar is not in the cache .* could not be fetched.*needs the network"
    ):
        fetch([artifact()], tmp_path / "cache", Report(), repository.address)


def test_without_network_the_first_start_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wire_here: Callable[..., Ended]
) -> None:
    """The cache is empty and the way out is closed: a proxy that nobody runs."""
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    proxy = f"http://127.0.0.1:{free_port()}"
    closed = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), proxy)
    own = {"WIRE_CACHE": str(tmp_path / "cache"), "WIRE_STACK_FOLDER": str(tmp_path / "data")}
    ports = {"WIRE_STACK_KAFKA_PORT": "0", "WIRE_STACK_ELASTICSEARCH_PORT": "0"}
    ended = wire_here("up", **closed, **own, **ports)
    assert ended.status == 3
    assert "Traceback" not in ended.said
    assert "The first start needs the network" in ended.said
    assert "refused" in ended.said


def test_every_file_that_is_run_has_a_checksum_and_its_name_is_its_own() -> None:
    found = artifacts()
    assert {one.role for one in found} == {"kafka", "elasticsearch", "compiler"}
    assert len({one.file for one in found}) == len(found)
    assert all(len(one.sha256) == 64 for one in found)
