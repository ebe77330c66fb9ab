"""Workers on the real servers: what they show of themselves, and what they log."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from elasticsearch import Elasticsearch
from prometheus_client.parser import text_string_to_metric_families

from pipeline.kafka.producer import RawProducer
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.stack.ports import free_port
from pipeline.story.model import RawHeaders, RawStory
from tests.stack_fixtures import environment, wait_until

pytestmark = pytest.mark.stack

STORY = "Ministers met in Paris on day {n}.\n\nThey said that talks would go on. word-that-no-log-may-hold"


def send(settings: Settings, values: list[bytes]) -> None:
    """Produce stories, each with a uri of its own."""
    now = time.time_ns() // 1_000_000
    failed: list[Exception] = []
    with RawProducer(settings) as producer:
        for number, value in enumerate(values):
            uri = f"urn:t:desk:{number}"
            headers = RawHeaders(feed="desk", received=now, uri=uri, version=now)
            producer.send(RawStory(value=value, headers=headers), uri, lambda e: failed.append(e) if e else None)
        producer.flush()
    assert not failed


@contextmanager
def logged(settings: Settings, folder: Path, *arguments: str, **more: str) -> Iterator[Path]:
    """`wire worker` with its log in a file, while the block runs; it must stop in good order."""
    log = folder / "log"
    command = [sys.executable, "-m", "pipeline.cli", "worker", "--log-format", "json", *arguments]
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment(settings, {"WIRE_WORKER_PORT": "0", **more}), stderr=file)
        try:
            yield log
        finally:
            process.terminate()
            status = process.wait(60)
    assert status == 0


def lines(log: Path) -> list[dict[str, Any]]:
    """Whole lines of a log; each must be JSON."""
    return [json.loads(line) for line in log.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]


def addresses(log: Path) -> dict[str, str]:
    """Role → where its worker shows itself."""
    return {line["role"]: line["url"] for line in lines(log) if line["event"] == "metrics and health"}


def health(url: str) -> tuple[int, dict[str, Any]]:
    """Status and body."""
    answer = httpx.get(url, timeout=20)
    return answer.status_code, answer.json()


def metrics(url: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """Name and label values → value, of everything that a worker shows."""
    families = list(text_string_to_metric_families(httpx.get(f"{url}/metrics", timeout=20).text))
    return {(s.name, tuple(s.labels.values())): s.value for family in families for s in family.samples}


def test_a_thousand_stories_are_counted_and_none_is_logged(
    wire: Settings, search_client: Elasticsearch, tmp_path: Path
) -> None:
    send(wire, [STORY.format(n=n).encode() for n in range(1_000)] + [b"", b"  "])
    with logged(wire, tmp_path) as log:
        wait_until(lambda: len(addresses(log)) == 2, "both workers say where they show themselves")
        where = addresses(log)

        def done() -> bool:
            return metrics(where["index"]).get(("wire_stories_total", ("indexed",))) == 1_000

        wait_until(done, "1,000 stories indexed")
        wait_until(lambda: metrics(where["enrich"])["wire_lag_records", ("enrich",)] == 0, "no lag is left")
        enrich, index = metrics(where["enrich"]), metrics(where["index"])
        assert [health(f"{url}/health/{kind}")[0] for url in where.values() for kind in ("live", "ready")] == [200] * 4
    assert enrich["wire_stories_total", ("made",)] == 1_000
    assert enrich["wire_stories_total", ("rejected",)] == 2
    assert sum(value for (name, labels), value in enrich.items() if name == "wire_rejected_total") == 2
    assert all(enrich["wire_stage_seconds_total", (stage,)] > 0 for stage in ("parse", "clean", "language", "entities"))
    assert enrich["wire_batch_records_sum", ("enrich",)] == 1_002
    assert index["wire_bulk_answers_total", ("indexed",)] == 1_000
    assert index["wire_oldest_unfinished_seconds", ("index",)] == 0
    search_client.indices.refresh(index=Names(wire.index_prefix).operators)
    assert search_client.count(index=Names(wire.index_prefix).operators)["count"] == 1_000

    text = log.read_text("utf-8")
    assert "word-that-no-log-may-hold" not in text
    assert "urn:t:desk" not in text
    assert len(lines(log)) < 30


def test_a_worker_whose_server_is_away_is_not_ready_and_in_time_not_live(wire: Settings, tmp_path: Path) -> None:
    send(wire, [STORY.format(n=n).encode() for n in range(20)])
    (tmp_path / "first").mkdir()
    with logged(wire, tmp_path / "first", "--role", "enrich") as log:
        wait_until(lambda: bool(addresses(log)), "the worker says where it shows itself")
        url = addresses(log)["enrich"]
        wait_until(lambda: metrics(url).get(("wire_stories_total", ("made",))) == 20, "20 stories made")
    away = {"WIRE_ELASTICSEARCH_URL": f"http://127.0.0.1:{free_port()}", "WIRE_WORKER_STALLED": "1"}
    with logged(wire, tmp_path, "--role", "index", **away) as log:
        wait_until(lambda: bool(addresses(log)), "the worker says where it shows itself")
        url = addresses(log)["index"]
        wait_until(lambda: health(f"{url}/health/live")[0] == 503, "not live: lag, and nothing made final")
        code, told = health(f"{url}/health/live")
        assert (code, told["status"], told["lag"]) == (503, "stalled", 20)
        code, told = health(f"{url}/health/ready")
        assert (code, told["status"], told["kafka"]) == (503, "not ready", "answers")
        shown = metrics(url)
        assert shown["wire_lag_records", ("index",)] == 20
        assert shown["wire_oldest_unfinished_seconds", ("index",)] > 0
        assert shown["wire_retries_total", ("elasticsearch",)] >= 1


def test_a_port_that_is_taken_does_not_stop_a_worker(wire: Settings, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with logged(wire, tmp_path, "--role", "enrich", WIRE_WORKER_PORT=port) as log:
            wait_until(lambda: bool(addresses(log)), "it shows itself at another port")
            assert not addresses(log)["enrich"].endswith(f":{port}")
            assert [line["port"] for line in lines(log) if line["level"] == "warning"] == [int(port)]
