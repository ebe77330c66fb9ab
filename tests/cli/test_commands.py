"""What holds for every command: its help, and what it says when a server is away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from pipeline.cli import app
from pipeline.stack.ports import free_port

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


AWAY = [
    (("produce", "samples/feed/demo-en"), "KAFKA_BOOTSTRAP", "Kafka at"),
    (("setup",), "KAFKA_BOOTSTRAP", "Kafka at"),
    (("search", "x"), "ELASTICSEARCH_URL", "Elasticsearch at"),
]


@pytest.mark.parametrize(("arguments", "setting", "sentence"), AWAY, ids=[" ".join(row[0]) for row in AWAY])
def test_a_server_that_is_away_is_one_sentence_and_exit_code_3(
    arguments: tuple[str, ...], setting: str, sentence: str
) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}" if "URL" in setting else f"127.0.0.1:{port}"
    environment = {**os.environ, f"WIRE_{setting}": address}
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("wire: ")]
    assert f"{sentence} {address} can't be" in line
    assert f"WIRE_{setting.split('_', 1)[0]}" in line or "`wire up`" in line


@pytest.mark.parametrize("arguments", [("nosuch",), ("produce",), ("search", "--nosuch", "x")])
def test_wrong_use_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 2
