"""Tokens open their feed and nothing else; only their hashes are kept, and nothing logs them."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from pydantic import ValidationError

from pipeline.cli.serve import serve, token
from pipeline.failure import OperatorError
from pipeline.intake.http.refused import RefusedError
from pipeline.intake.http.tokens import Tokens, hash_of, new_token
from pipeline.settings import Settings, settings

TOKENS = Tokens({"desk": [hash_of("old"), hash_of("new")], "afp-ar": [hash_of("theirs")], "closed": []})


@pytest.mark.parametrize("authorization", ["Bearer old", "Bearer new", "bearer new", "Bearer  new "])
def test_each_token_of_a_feed_opens_it(authorization: str) -> None:
    TOKENS.check("desk", authorization)


@pytest.mark.parametrize(
    ("feed", "authorization", "status"),
    [
        ("desk", None, 401),
        ("desk", "", 401),
        ("desk", "Bearer", 401),
        ("desk", "Bearer ", 401),
        ("desk", "Basic old", 401),
        ("desk", "old", 401),
        ("desk", "Bearer ol", 401),
        ("desk", "Bearer " + hash_of("old"), 401),
        ("desk", "Bearer theirs", 403),
        ("closed", "Bearer old", 403),
        ("no-such-feed", "Bearer old", 403),
        ("no-such-feed", "Bearer x", 401),
        ("desk", "Bearer \udcff", 401),
    ],
)
def test_anything_else_does_not(feed: str, authorization: str | None, status: int) -> None:
    with pytest.raises(RefusedError) as refused:
        TOKENS.check(feed, authorization)
    assert refused.value.status == status
    assert ("WWW-Authenticate" in refused.value.headers) is (status == 401)


def test_two_tokens_are_never_the_same() -> None:
    assert len({new_token() for _ in range(100)}) == 100
    assert all(len(new_token()) >= 43 for _ in range(10))


@pytest.mark.parametrize("hashes", [["secret"], ["A" * 64], [""], "secret"])
def test_a_setting_that_holds_a_token_instead_of_its_hash_is_refused(hashes: object) -> None:
    with pytest.raises(ValidationError):
        Settings(http_tokens={"desk": hashes})  # type: ignore[dict-item]  # that is what is tested


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder whose `wire.toml` the settings are read from."""
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def test_a_token_is_shown_once_and_what_the_settings_keep_opens_its_feed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token("desk")
    made = capsys.readouterr()
    first = made.out.strip()
    assert first not in made.err
    (toml,) = re.findall(r"^\[http_tokens\]\n.*$", made.err, re.MULTILINE)
    (folder / "wire.toml").write_text(toml)
    settings.cache_clear()
    Tokens(settings().http_tokens).check("desk", f"Bearer {first}")
    token("desk")
    made = capsys.readouterr()
    assert hash_of(first) in made.err, "the token from before stays"
    assert hash_of(made.out.strip()) in made.err


def test_no_token_is_made_for_a_name_that_is_no_feed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.BadParameter, match="no name of a feed"):
        token("No Feed")
    assert capsys.readouterr().out == ""


OPEN = {"WIRE_HTTP_TOKENS": json.dumps({"a": ["0" * 64]})}


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({}, "no feed has a token"),
        ({**OPEN, "WIRE_HTTP_CERTIFICATE": "/no/a"}, "needs both"),
        ({**OPEN, "WIRE_HTTP_KEY": "/no/b"}, "needs both"),
        ({**OPEN, "WIRE_HTTP_CERTIFICATE": "/no/a", "WIRE_HTTP_KEY": "/no/b"}, "/no/a"),
        ({**OPEN, "WIRE_HTTP_CERTIFICATE": __file__, "WIRE_HTTP_KEY": __file__}, "no pair"),
        ({**OPEN, "WIRE_HTTP_HOST": "192.0.2.1"}, "can't listen on 192.0.2.1"),
    ],
)
def test_what_only_an_operator_can_mend_ends_the_server_with_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, stated: dict[str, str], words: str
) -> None:
    for name, value in {"WIRE_HTTP_PORT": "0", **stated}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(OperatorError, match=words):
        serve()


def test_a_port_in_use_ends_the_server_with_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIRE_HTTP_TOKENS", OPEN["WIRE_HTTP_TOKENS"])
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OperatorError, match="WIRE_HTTP_PORT"):
        serve(port=taken.getsockname()[1])
