"""`wire serve` as a process of its own, for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue

import httpx

from pipeline.intake.http.tokens import hash_of
from pipeline.settings import Settings
from tests.stack_fixtures import environment, wait_until

TOKEN = "a token of the feed test"  # noqa: S105 - for servers of the tests alone
OTHER_TOKEN = "a token of another feed"  # noqa: S105 - for servers of the tests alone
TOKENS = {"test": [hash_of(TOKEN)], "other": [hash_of(OTHER_TOKEN)]}
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def with_tokens(settings: Settings, **changed: object) -> dict[str, str]:
    """The environment of a server with these settings and the tests' tokens."""
    extra = {f"WIRE_{name.upper()}": str(value) for name, value in changed.items()}
    stated = {"WIRE_HTTP_PORT": "0", "WIRE_LOG_FORMAT": "json", "WIRE_HTTP_TOKENS": json.dumps(TOKENS)}
    return {**os.environ, **environment(settings), **stated, **extra}


@contextmanager
def serving(settings: Settings, *, verify: str | bool = True, **changed: object) -> Iterator[httpx.Client]:
    """A client of a `wire serve` that is ready; it must stop in good order. `changed` are settings."""
    with started(settings, **changed) as url, httpx.Client(base_url=url, verify=verify, timeout=40) as client:
        wait_until(lambda: client.get("/health/ready").status_code == 200, "the server is ready")
        yield client


@contextmanager
def started(settings: Settings, **changed: object) -> Iterator[str]:
    """The address of a `wire serve`, ready or not."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "serve"],
        env=with_tokens(settings, **changed),
        stderr=subprocess.PIPE,
        text=True,
    )
    listening: Queue[str] = Queue()

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            said = json.loads(line)
            if said["event"] == "listening":
                listening.put(said["url"])

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield listening.get(timeout=60)
    finally:
        process.terminate()
        status = process.wait(60)
    assert status == 0
