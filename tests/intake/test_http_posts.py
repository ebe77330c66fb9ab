"""What the HTTP intake refuses before Kafka is asked, and what it says while Kafka is away (no such port)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.intake.http.app import make_app
from pipeline.intake.http.refused import REASONS
from pipeline.settings import Settings
from tests.intake.serving import BEARER, TOKENS

PATH = "/feeds/test/stories"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = Settings(
        kafka_bootstrap="127.0.0.1:1",
        http_tokens=TOKENS,
        http_story_bytes=100,
        http_waiting_bytes=100,
        http_confirm_wait=0.2,
    )
    with TestClient(make_app(settings)) as client:
        yield client


@pytest.mark.parametrize(
    ("query", "headers", "body", "status", "reason"),
    [
        ("", {}, b"", 400, "empty"),
        ("?format=morse", {}, b"x", 400, "wrong-use"),
        ("?uri=", {}, b"x", 400, "wrong-use"),
        ("?uri=a%20b", {}, b"x", 400, "wrong-use"),
        ("?uri=%D9%85", {}, b"x", 400, "wrong-use"),
        (f"?uri={'u' * 513}", {}, b"x", 400, "wrong-use"),
        ("?version=-1", {}, b"x", 400, "wrong-use"),
        ("?version=1e3", {}, b"x", 400, "wrong-use"),
        ("?version=%D9%A3", {}, b"x", 400, "wrong-use"),
        ("?version=999999999999999", {}, b"x", 400, "wrong-use"),
        ("?versoin=1", {}, b"x", 400, "wrong-use"),
        ("", {"Content-Type": "multipart/form-data; boundary=x"}, b"x", 415, "wrapped"),
        ("", {"Content-Encoding": "gzip"}, b"x", 415, "wrapped"),
        ("", {}, b"x" * 101, 413, "too-large"),
        ("", {"Authorization": "Bearer nobody's"}, b"x", 401, "no-token"),
        ("", {"Authorization": "Bearer a token of another feed"}, b"x", 403, "other-feed"),
        ("", {}, b"x", 503, "unconfirmed"),
        ("?format=plain&uri=urn:x&version=0", {"Content-Type": "text/plain; charset=utf-8"}, b"x", 503, "unconfirmed"),
        ("", {"Content-Type": "application/x-www-form-urlencoded"}, b"x" * 100, 503, "unconfirmed"),
    ],
)
def test_a_post_is_refused_with_its_reason(
    client: TestClient, query: str, headers: dict[str, str], body: bytes, status: int, reason: str
) -> None:
    answer = client.post(PATH + query, headers={**BEARER, **headers}, content=body)
    assert (answer.status_code, answer.json()["error"]) == (status, reason)
    assert len(answer.json()["detail"]) > 10
    assert ("retry-after" in answer.headers) is (status == 503)


def test_a_body_without_a_length_is_cut_at_the_limit(client: TestClient) -> None:
    answer = client.post(PATH, headers=BEARER, content=(b"x" * 40 for _ in range(3)))
    assert answer.status_code == 413


def test_what_was_refused_takes_no_room(client: TestClient) -> None:
    """The room holds one post of this size: were it not given back, the second would find it taken."""
    for _ in range(3):
        answer = client.post(PATH, headers=BEARER, content=b"x" * 90)
        assert answer.json()["error"] == "unconfirmed"
        assert "wire_http_waiting_bytes 0.0" in client.get("/metrics").text


def test_without_kafka_the_process_lives_and_is_not_ready(client: TestClient) -> None:
    assert client.get("/health/live").status_code == 200
    ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json()["status"] == "not ready"


@pytest.mark.parametrize(
    ("method", "path", "status", "reason"),
    [
        ("GET", PATH, 405, "not-allowed"),
        ("DELETE", PATH, 405, "not-allowed"),
        ("POST", "/health/live", 405, "not-allowed"),
        ("POST", "/feeds/test", 404, "not-found"),
        ("POST", "/feeds/test/more/stories", 404, "not-found"),
        ("GET", "/", 404, "not-found"),
    ],
)
def test_an_address_that_is_none_is_refused_with_a_reason_too(
    client: TestClient, method: str, path: str, status: int, reason: str
) -> None:
    answer = client.request(method, path, headers=BEARER)
    assert (answer.status_code, answer.json()["error"]) == (status, reason)
    assert ("allow" in answer.headers) is (status == 405)


def test_no_answer_of_a_stranger_makes_a_series_of_metrics(client: TestClient) -> None:
    client.post("/feeds/stranger-x/stories", content=b"x")
    text = client.get("/metrics").text
    assert "stranger-x" not in text
    assert 'wire_http_posts_total{feed="none",status="401"}' in text


def test_the_description_is_served(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["openapi"] == "3.1.0"


def test_the_page_for_senders_has_every_reason_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs" / "intake.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{3}) \| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE)
    assert {name: (int(status), meaning) for status, name, meaning in rows} == dict(REASONS)
