"""The HTTP intake on the real Kafka: as described, bounded, encrypted, and a 202 is a story in the index."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import httpx
import pytest
import trustme
from elasticsearch import Elasticsearch

from pipeline.kafka.reading import read_to_end
from pipeline.settings import Settings
from pipeline.topics import RAW
from tests.intake.serving import BEARER, serving, started
from tests.main_job.test_main_job import indexed
from tests.stack_fixtures import wait_until, working

pytestmark = pytest.mark.stack

PATH = "/feeds/test/stories"
STORY = "Ministers meet in Paris\n\nPARIS (WSP) - Ministers met on Monday to talk about grain.\n"


def test_what_is_posted_is_in_raw_as_it_was_with_what_the_head_said(wire: Settings) -> None:
    value = "Tête à tête\n\nParis (WSP) - L'été.\n".encode("latin-1")
    query = {"format": "plain", "uri": "urn:x:1", "version": 1_700_000_000_000}
    with serving(wire) as client:
        answer = client.post(
            PATH, params=query, headers={**BEARER, "Content-Type": "text/plain; charset=ISO-8859-1"}, content=value
        )
        bare = client.post(PATH, headers=BEARER, content=b"x y z")
    assert (answer.status_code, bare.status_code) == (202, 202)
    assert answer.json() == {**answer.json(), "feed": "test", "uri": "urn:x:1", "bytes": len(value)}
    records = {record.key: record for record in read_to_end(wire, RAW)}
    assert set(records) == {b"urn:x:1", bare.json()["uri"].encode()}
    record = records[b"urn:x:1"]
    facts = dict(record.headers)
    assert record.value == value
    assert {name: facts[name] for name in ("feed", "format", "uri", "version", "charset")} == {
        "feed": b"test",
        "format": b"plain",
        "uri": b"urn:x:1",
        "version": b"1700000000000",
        "charset": b"ISO-8859-1",
    }


def test_the_same_bytes_posted_twice_are_one_story(wire: Settings, search_client: Elasticsearch) -> None:
    with serving(wire) as client, working(wire):
        uris = {client.post(PATH, headers=BEARER, content=STORY.encode()).json()["uri"] for _ in range(3)}
        other = client.post(PATH, headers=BEARER, content=STORY.replace("Monday", "Tuesday").encode()).json()["uri"]
        assert len(uris) == 1
        assert other not in uris
        wait_until(lambda: set(indexed(search_client, wire)) == uris | {other}, "both stories are indexed")


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_it_keeps_what_its_openapi_description_says(wire: Settings, mode: str, long: bool) -> None:
    """Every operation, with requests that fit the description and with such that don't, each with and without token."""
    from tests.intake.described import statuses  # noqa: PLC0415  # loads schemathesis, also where nothing of this is run

    with serving(wire) as client:
        tried = statuses(str(client.base_url), mode, examples=500 if long else 25)
    assert 403 in tried
    assert (202 if mode == "positive" else 400) in tried, tried


def _half(client: httpx.Client, announced: int, sent: int) -> socket.socket:
    """A post that stops in the middle of its body; the rest can still be sent."""
    connection = socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=20)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: {BEARER['Authorization']}\r\n"
    connection.sendall(f"{head}Content-Length: {announced}\r\n\r\n".encode() + b"x" * sent)
    return connection


def test_beyond_the_room_for_waiting_bytes_a_post_is_told_when_to_come_again(wire: Settings) -> None:
    with serving(wire, http_story_bytes=100, http_waiting_bytes=150) as client:
        with _half(client, announced=100, sent=90) as first:
            wait_until(lambda: "wire_http_waiting_bytes 90.0" in client.get("/metrics").text, "the half post waits")
            refused = client.post(PATH, headers=BEARER, content=b"y" * 100)
            assert (refused.status_code, refused.json()["error"]) == (429, "busy")
            assert int(refused.headers["Retry-After"]) > 0
            first.sendall(b"x" * 10)
            assert first.recv(100).startswith(b"HTTP/1.1 202")
        assert client.post(PATH, headers=BEARER, content=b"y" * 100).status_code == 202


def test_a_sender_that_stops_in_the_middle_is_not_waited_for_for_ever(wire: Settings) -> None:
    with serving(wire, http_body_wait=0.5) as client, _half(client, announced=100, sent=90) as stopped:
        assert stopped.recv(100).startswith(b"HTTP/1.1 408")
        assert "wire_http_waiting_bytes 0.0" in client.get("/metrics").text


def test_a_sender_that_leaves_in_the_middle_leaves_nothing_behind(wire: Settings) -> None:
    with serving(wire) as client:
        _half(client, announced=100, sent=90).close()
        wait_until(lambda: 'status="400"} 1.0' in client.get("/metrics").text, "it was noticed")
        assert "wire_http_waiting_bytes 0.0" in client.get("/metrics").text
    assert list(read_to_end(wire, RAW)) == []


def test_with_a_certificate_it_speaks_tls_and_nothing_else(wire: Settings, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(tmp_path / "chain.pem", append=True)
    context = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    with serving(
        wire, verify=context, http_certificate=tmp_path / "chain.pem", http_key=tmp_path / "key.pem"
    ) as client:
        assert client.base_url.scheme == "https"
        assert client.post(PATH, headers=BEARER, content=b"x y").status_code == 202
        with pytest.raises(httpx.HTTPError):
            httpx.get(str(client.base_url).replace("https", "http"))


def test_without_the_topic_it_is_not_ready_and_says_what_to_do(wire: Settings) -> None:
    elsewhere = wire.model_copy(update={"topic_prefix": f"{wire.topic_prefix}not-set-up-"})
    with started(elsewhere) as url, httpx.Client(base_url=url) as client:
        wait_until(lambda: "wire setup" in client.get("/health/ready").text, "it says that the topic is missing")
        assert client.get("/health/ready").status_code == 503
