"""Options that don't go together are refused before any server is asked."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.cli.times import window_of

NEW = "stories-v1-2"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("replay", "nothing"), "nothing"),
        (("replay", "stories", "--promote"), "--promote needs --into"),
        (("replay", "stories", "--discard"), "--discard needs --into"),
        (("replay", "raw", "--into", NEW, "--promote", "--feed", "x"), "needs the whole topic"),
        (("replay", "raw", "--into", NEW, "--promote", "--since", "2h"), "needs the whole topic"),
        (("replay", "raw", "--since", "yesterday"), "is no time"),
        (("replay", "raw", "--since", "1h", "--until", "2h"), "ends before it begins"),
        (("replay", "raw", "--offsets", "0"), "names no offsets"),
        (("replay", "raw", "--offsets", "0:1", "--since", "2h"), "a window of its own"),
        (("replay", "stories", "--rollback", "--dry-run"), "one thing each"),
        (("replay", "stories", "--rollback", "--into", NEW), "needs no --into"),
        (("replay", "raw", "--processes", "0"), "--processes"),
        (("rejected", "close"), "name the letters"),
    ],
)
def test_wrong_use_is_said_and_ends_with_2(
    arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRE_KAFKA_BOOTSTRAP", "nowhere.invalid:1")
    monkeypatch.setenv("WIRE_ELASTICSEARCH_URL", "http://nowhere.invalid:1")
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, arguments)
    assert done.exit_code == 2, done.output
    assert said in done.output


def test_a_time_without_a_zone_is_taken_as_utc_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    window = window_of("2026-11-24 10:00", None)
    assert window.since == 1_795_514_400_000
    assert "has no zone: it is taken as UTC, 2026-11-24 10:00:00Z" in capsys.readouterr().err
    assert window_of("2026-11-24 10:00Z", None).since == window.since
    assert "zone" not in capsys.readouterr().err
