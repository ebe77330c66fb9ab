"""Every dependency has a reason, and every lock holds what `pyproject.toml` asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS: dict[str, list[str]] = PYPROJECT["project"]["optional-dependencies"]
RUNTIME = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
WANTED = {extra: [Requirement(line) for line in lines] for extra, lines in EXTRAS.items()}
PEERS = WANTED.pop("bench")
"""In a lock of its own: nobody who develops needs it."""
DEVELOPMENT = RUNTIME + [requirement for extra in WANTED.values() for requirement in extra]
BENCH = RUNTIME + WANTED["embedded"] + PEERS
BUILD = [Requirement(line) for line in PYPROJECT["build-system"]["requires"]]


def locked(name: str) -> dict[str, list[Version]]:
    """Versions by package that a lock pins; several where they depend on the platform."""
    pins: dict[str, list[Version]] = {}
    for package, version in re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE
    ):
        pins.setdefault(canonicalize_name(package), []).append(Version(version))
    return pins


def reasons() -> dict[str, str]:
    """The rows of the tables in decision 2: package → reason."""
    text = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", text, re.MULTILINE))


def test_every_dependency_has_one_line_with_its_reason_and_no_line_is_left_over() -> None:
    assert {canonicalize_name(name) for name in reasons()} == {canonicalize_name(r.name) for r in DEVELOPMENT + PEERS}
    assert [name for name, reason in reasons().items() if len(reason) < 10] == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [("runtime.txt", RUNTIME), ("dev.txt", DEVELOPMENT), ("bench.txt", BENCH), ("build.txt", BUILD)],
)
def test_every_lock_pins_what_is_asked_for_at_a_version_that_is_allowed(lock: str, wanted: list[Requirement]) -> None:
    pins = locked(lock)
    missing = [str(r) for r in wanted if canonicalize_name(r.name) not in pins]
    assert missing == []
    wrong = [str(r) for r in wanted for pin in pins[canonicalize_name(r.name)] if not r.specifier.contains(pin)]
    assert wrong == []


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt", "bench.txt", "build.txt"])
def test_every_pin_has_a_hash(lock: str) -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", (ROOT / "requirements" / lock).read_text(), flags=re.MULTILINE)[1:]
    assert len(blocks) >= 5
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_locks_agree_with_each_other() -> None:
    development, bench = locked("dev.txt"), locked("bench.txt")
    differing = {name for name, pin in locked("runtime.txt").items() if bench.get(name) != pin}
    wants_older = {"pydantic", "pydantic-core", "pydantic-settings"}  # quixstreams does; only settings are read by it
    assert differing <= wants_older
    for lock in ("runtime.txt", "build.txt"):
        differing = {name: pin for name, pin in locked(lock).items() if development.get(name) != pin}
        assert differing == {}, lock
