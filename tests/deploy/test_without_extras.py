"""The image has no extra packages: everything but the embedded stack must work without them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
EMBEDDED = [Requirement(line).name for line in EXTRAS["embedded"]]
WITHOUT = f"""
import sys
sys.modules.update(dict.fromkeys({EMBEDDED!r}))  # None in there makes the import fail, as for a missing package
from pipeline.cli import main
main()
"""


def wire(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`wire` in a process that can't import what the extra `embedded` brings."""
    command = [sys.executable, "-c", WITHOUT, *arguments]
    free = {"WIRE_STACK_KAFKA_PORT": "0", "WIRE_STACK_ELASTICSEARCH_PORT": "0"}  # no fault of a port may come first
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", **free}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder or ROOT, env=environment, check=False)


def test_every_command_is_there_without_the_extra_packages() -> None:
    done = wire("--help")
    assert done.returncode == 0, done.stderr
    assert "produce" in done.stdout


def test_a_file_is_processed_without_the_extra_packages() -> None:
    done = wire("process", "samples/feed/demo-en/en-001-putin-rail.txt")
    assert done.returncode == 0, done.stderr
    assert '"language":"en"' in done.stdout


def test_the_embedded_stack_says_in_one_sentence_which_package_is_missing(tmp_path: Path) -> None:
    done = wire("up", folder=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "extra `embedded`" in done.stderr
