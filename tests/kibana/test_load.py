"""Loading into Kibana, against a small server on the loopback that looks at the request's form.

No Kibana can run without its own distribution, so what is proven here is what goes over the wire, and what an operator
is told of each answer that Kibana's documentation names.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pipeline.failure import OperatorError
from pipeline.kibana.load import load_kibana
from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]


@dataclass
class Kibana:
    """What a server was asked, and what it answers."""

    status: int = 200
    answer: Callable[[list[dict[str, Any]]], bytes] = lambda lines: json.dumps(
        {"success": True, "successCount": len(lines)}
    ).encode()
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)
    file_name: str | None = None
    url: str = ""


@contextmanager
def serving(kibana: Kibana) -> Iterator[Kibana]:
    """A server that keeps the request and gives the answer."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kibana.path = self.path
            kibana.headers = {name.lower(): value for name, value in self.headers.items()}
            kind = self.headers["content-type"].encode()
            (part,) = message_from_bytes(b"content-type: " + kind + b"\r\n\r\n" + body).get_payload()  # type: ignore[misc]  # a list for multipart
            assert part.get_param("name", header="content-disposition") == "file"  # type: ignore[union-attr]  # a message
            kibana.file_name = part.get_filename()  # type: ignore[union-attr]  # a message
            lines = part.get_payload(decode=True).decode().splitlines()  # type: ignore[union-attr]  # a message
            kibana.lines = [json.loads(line) for line in lines]
            answer = kibana.answer(kibana.lines)
            self.send_response(kibana.status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        kibana.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield kibana
        finally:
            server.shutdown()
            thread.join(10)


def test_all_objects_go_in_one_request_in_the_form_of_the_import_api() -> None:
    with serving(Kibana()) as kibana:
        said = load_kibana(Settings(), kibana.url + "/")
    assert kibana.path == "/api/saved_objects/_import?overwrite=true"
    assert kibana.headers["kbn-xsrf"]
    assert kibana.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert kibana.file_name == "wire.ndjson"  # Kibana refuses a file with another ending
    files = [(ROOT / f"deploy/kibana/{name}.ndjson").read_text(encoding="utf-8") for name in ("newsroom", "operators")]
    assert kibana.lines == [json.loads(line) for text in files for line in text.splitlines()]
    assert said[0] == f"Kibana at {kibana.url}: {len(kibana.lines)} objects loaded"
    assert f"{kibana.url}/app/dashboards#/view/wire-newsroom" in said[1]


def test_a_space_and_a_base_path_stay_in_the_address() -> None:
    with serving(Kibana()) as kibana:
        load_kibana(Settings(), kibana.url + "/kibana/s/desk")
    assert kibana.path == "/kibana/s/desk/api/saved_objects/_import?overwrite=true"


@pytest.mark.parametrize(
    ("settings", "sent"),
    [
        ({}, None),
        ({"kibana_api_key": "abc=="}, "ApiKey abc=="),
        (
            {"elasticsearch_username": "op", "elasticsearch_password": "pw"},
            "Basic " + base64.b64encode(b"op:pw").decode(),
        ),
        ({"kibana_api_key": "k", "elasticsearch_username": "op", "elasticsearch_password": "pw"}, "ApiKey k"),
        ({"elasticsearch_api_key": "writes-stories"}, None),  # a key of the index's writer has no right in Kibana
    ],
)
def test_the_credentials_are_kibana_s_own_or_the_user_s(settings: dict[str, str], sent: str | None) -> None:
    with serving(Kibana()) as kibana:
        load_kibana(Settings(**settings), kibana.url)  # type: ignore[arg-type]  # pydantic reads strings
    assert kibana.headers.get("authorization") == sent


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "WIRE_KIBANA_API_KEY"),
        (403, "manage saved objects"),
        (404, "base path, or a space"),
        (503, "still starting"),
        (302, "log in"),
        (418, "a teapot"),
    ],
)
def test_what_kibana_refuses_is_said_with_what_to_do(status: int, told: str) -> None:
    with serving(Kibana(status=status, answer=lambda _: b"a teapot")) as kibana, pytest.raises(OperatorError) as said:
        load_kibana(Settings(kibana_api_key="geheim"), kibana.url)
    assert told in str(said.value)
    assert str(status) in str(said.value)
    assert "geheim" not in str(said.value)


def test_objects_that_were_not_taken_are_named_with_the_reason() -> None:
    error = {"type": "dashboard", "id": "wire-newsroom", "error": {"type": "missing_references"}}

    def partly(lines: list[dict[str, Any]]) -> bytes:
        return json.dumps({"success": False, "successCount": len(lines) - 1, "errors": [error]}).encode()

    with (
        serving(Kibana(answer=partly)) as kibana,
        pytest.raises(OperatorError, match="dashboard wire-newsroom: missing_references"),
    ):
        load_kibana(Settings(), kibana.url)


def test_fewer_objects_than_were_sent_are_no_success() -> None:
    with (
        serving(Kibana(answer=lambda _: b'{"success": true, "successCount": 1}')) as kibana,
        pytest.raises(OperatorError, match="took 1 of"),
    ):
        load_kibana(Settings(), kibana.url)


def test_another_server_than_kibana_is_told_apart() -> None:
    with (
        serving(Kibana(answer=lambda _: b"<html>welcome</html>")) as kibana,
        pytest.raises(OperatorError, match="no Kibana"),
    ):
        load_kibana(Settings(), kibana.url)


def test_an_absent_kibana_is_one_sentence() -> None:
    with serving(Kibana()) as kibana:
        pass
    with pytest.raises(OperatorError, match="can't be reached"):
        load_kibana(Settings(), kibana.url)
