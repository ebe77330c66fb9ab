"""What holds for every command: its help, and what it says when a server is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from kafka.errors import KafkaError
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.cli.unreachable import unreachable
from pipeline.kafka.producer import RawProducer
from pipeline.settings import Settings, settings
from pipeline.stack.ports import free_port
from tests.conftest import Ended

ROOT = Path(__file__).parents[2]


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command with its path: `("rejected", "list")`."""
    context = typer.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = {" ".join(path): command for path, command in commands(typer.main.get_command(app))}


def test_the_commands_are_found() -> None:
    assert {"up", "down", "demo", "produce", "worker", "process", "search", "setup"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_exit_codes_and_an_example(name: str) -> None:
    text = COMMANDS[name].help or ""
    assert "Exit codes: 0 " in text
    assert "Example" in text
    assert f"wire {name}" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_every_command_is_explained(name: str) -> None:
    bare = [parameter.name for parameter in COMMANDS[name].params if not getattr(parameter, "help", None)]
    assert bare == []


AWAY = {"setup": ("KAFKA_BOOTSTRAP", "Kafka at"), "search x": ("ELASTICSEARCH_URL", "Elasticsearch at")}
"""Command → which server is away for it, and what it then says."""


@pytest.mark.parametrize("line", AWAY)
def test_a_server_that_is_away_is_one_sentence_and_exit_code_3(
    line: str, monkeypatch: pytest.MonkeyPatch, wire_here: Callable[..., Ended]
) -> None:
    setting, sentence = AWAY[line]
    monkeypatch.setattr("pipeline.kafka.setup.BOOTSTRAP_MS", 500)  # a person waits longer before it is said
    address = f"127.0.0.1:{free_port()}" if "KAFKA" in setting else f"http://127.0.0.1:{free_port()}"
    ended = wire_here(*line.split(), **{f"WIRE_{setting}": address})
    assert ended.status == 3
    assert "Traceback" not in ended.said
    (said,) = [one for one in ended.said.splitlines() if one.startswith("wire: ")]
    assert f"{sentence} {address} can't be" in said
    assert f"WIRE_{setting.split('_', 1)[0]}" in said or "`wire up`" in said


def test_a_broker_that_is_away_when_stories_are_produced_is_the_same_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("WIRE_KAFKA_BOOTSTRAP", address)
    with pytest.raises(KafkaError) as raised, RawProducer(Settings(), connect_seconds=0.5):
        pass
    settings.cache_clear()
    said = unreachable(raised.value)
    settings.cache_clear()
    assert said is not None
    assert said.startswith(f"Kafka at {address} can't be")


@pytest.mark.parametrize("error", [ValueError("a bug"), KeyError("x"), OSError("no such file")])
def test_no_other_error_is_taken_for_a_server_that_is_away(error: Exception) -> None:
    assert unreachable(error) is None


@pytest.mark.parametrize("arguments", [("nosuch",), ("produce",), ("search", "--nosuch", "x")])
def test_wrong_use_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2
