"""Kafka goes away for ten seconds under load: every post answered 202, and every file in `done/`, is in the index."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from pipeline.search.client import connect
from pipeline.settings import Settings
from pipeline.stack import Stack
from tests.intake.serving import BEARER, serving
from tests.intake.test_drop_stack import files_in, story, waiting, watching
from tests.main_job.test_main_job import count, indexed
from tests.stack_fixtures import wait_until, wire_on, working

pytestmark = pytest.mark.stack

CLIENTS = 8
AWAY_SECONDS = 10.0


@pytest.fixture
def wire(own_stack: Stack, tmp_path: Path, prefix: str) -> Iterator[Settings]:
    """On servers that this test may stop."""
    with wire_on(own_stack, tmp_path, prefix) as settings:
        yield settings


@dataclass
class Sender:
    """A client that does as the answers say: it posts again what was not confirmed."""

    url: str
    confirmed: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    slowest: float = 0.0

    def post_all(self, numbers: range) -> None:
        """Post the stories of these numbers, each until it is confirmed."""
        with httpx.Client(base_url=self.url, timeout=60) as client:
            for number in numbers:
                self._post(client, story(number).encode())

    def _post(self, client: httpx.Client, body: bytes) -> None:
        while True:
            began = time.monotonic()
            answer = client.post("/feeds/test/stories", headers=BEARER, content=body)
            self.slowest = max(self.slowest, time.monotonic() - began)
            if answer.status_code == 202:
                self.confirmed.append(answer.json()["uri"])
                return
            assert answer.status_code in {429, 503}, answer.text
            self.refused.append(answer.status_code)
            threading.Event().wait(float(answer.headers["Retry-After"]))


def test_what_was_confirmed_is_in_the_index_though_kafka_went_away(
    wire: Settings, own_stack: Stack, tmp_path: Path, long: bool
) -> None:
    posts, files = (5000, 500) if long else (1600, 200)
    drop = tmp_path / "drop"
    drop.mkdir()
    with (
        working(wire),
        watching(wire, drop, "--feed", "files"),
        serving(wire, http_confirm_wait=5) as client,
        connect(wire) as search,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        senders = [Sender(str(client.base_url)) for _ in range(CLIENTS)]
        posting = [pool.submit(one.post_all, range(k, posts, CLIENTS)) for k, one in enumerate(senders)]
        wait_until(lambda: sum(len(one.confirmed) for one in senders) > posts // 4, "a quarter is confirmed")
        own_stack.kafka.stop()
        confirmed_before = sum(len(one.confirmed) for one in senders)
        assert confirmed_before < posts, "stopped too late to prove anything"
        for number in range(files):
            (drop / f"{number:04}.txt").write_text(story(posts + number))
        back = time.monotonic() + AWAY_SECONDS
        wait_until(lambda: time.monotonic() > back, "the time is over")
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 503
        assert len(waiting(drop)) == files, "a file was moved while nothing could confirm it"
        assert sum(len(one.confirmed) for one in senders) <= confirmed_before + CLIENTS
        own_stack.kafka.start()
        for one in posting:
            one.result(240)
        wait_until(lambda: len(files_in(drop / "done")) == files, "the files are done", 120)
        wait_until(lambda: count(search, wire) >= posts + files, "all are indexed", 240)
        found = set(indexed(search, wire))
    uris = {uri for one in senders for uri in one.confirmed}
    refused = [status for one in senders for status in one.refused]
    print(f"{len(uris)} confirmed, {len(refused)} refused, slowest {max(one.slowest for one in senders):.1f} s")
    assert len(uris) == posts
    assert refused, "nobody noticed that Kafka was away"
    assert found == uris | {f"urn:wire:files:{number:04}" for number in range(files)}
