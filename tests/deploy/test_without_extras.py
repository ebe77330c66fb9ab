"""The image has no extra packages: everything but the embedded stack must work without them."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
EMBEDDED = [Requirement(line).name for line in EXTRAS["embedded"]]
WITHOUT = f"""
import contextlib, io, json, sys
sys.modules.update(dict.fromkeys({EMBEDDED!r}))  # None in there makes the import fail, as for a missing package
from pipeline.cli import main
for command in sys.argv[1:]:
    sys.argv = ["wire", *command.split()]
    out, err, status = io.TextIOWrapper(io.BytesIO(), write_through=True), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            status = ended.code or 0
    print(json.dumps([status, out.buffer.getvalue().decode(), err.getvalue()]))
"""
HELP, PROCESS, UP = "--help", "process samples/feed/demo-en/en-001-putin-rail.txt", "up"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    shown: str
    said: str


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    """Each command, in one process that can't import what the extra `embedded` brings."""
    commands = [HELP, PROCESS, UP]
    free = {"WIRE_STACK_KAFKA_PORT": "0", "WIRE_STACK_ELASTICSEARCH_PORT": "0"}  # no fault of a port may come first
    folder = {"WIRE_STACK_FOLDER": str(tmp_path_factory.mktemp("stack"))}
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", **free, **folder}
    line = [sys.executable, "-c", WITHOUT, *commands]
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return {command: Ended(*json.loads(line)) for command, line in zip(commands, done.stdout.splitlines(), strict=True)}


def test_every_command_is_there_without_the_extra_packages(ended: dict[str, Ended]) -> None:
    assert ended[HELP].status == 0, ended[HELP].said
    assert "produce" in ended[HELP].shown


def test_a_file_is_processed_without_the_extra_packages(ended: dict[str, Ended]) -> None:
    assert ended[PROCESS].status == 0, ended[PROCESS].said
    assert '"language":"en"' in ended[PROCESS].shown


def test_the_embedded_stack_says_in_one_sentence_which_package_is_missing(ended: dict[str, Ended]) -> None:
    assert ended[UP].status == 3
    assert "Traceback" not in ended[UP].said
    assert "extra `embedded`" in ended[UP].said
