"""`deploy/Dockerfile` without Docker: what it copies exists and reaches it, and the image runs as nobody special."""

from __future__ import annotations

import fnmatch
import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """The file's instructions in order, continued lines joined: `("FROM", "python:3.12-slim AS build")`."""
    lines = [line for line in TEXT.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def stages() -> list[list[tuple[str, str]]]:
    parts: list[list[tuple[str, str]]] = []
    for word, rest in instructions():
        if word == "FROM":
            parts.append([])
        parts[-1].append((word, rest))
    return parts


LAST = stages()[-1]
CONTEXT_COPIES = [rest.split() for word, rest in instructions() if word == "COPY" and not rest.startswith("--from")]


def sent_to_docker(path: str) -> bool:
    """Whether `.dockerignore` lets a path through: the last rule that matches it or a folder above it decides."""
    parts = path.rstrip("/").split("/")
    above = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    ignored = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        rule = line.strip()
        if rule and not rule.startswith("#") and any(fnmatch.fnmatch(one, rule.lstrip("!")) for one in above):
            ignored = not rule.startswith("!")
    return not ignored


def test_everything_that_is_copied_exists_and_is_sent_to_docker() -> None:
    sources = [source for copy in CONTEXT_COPIES for source in copy[:-1]]
    assert "pipeline" in sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if not sent_to_docker(source)] == []


@pytest.mark.parametrize("path", [".git", ".venv/bin/python", "tests", ".env", "deploy/Dockerfile", "samples"])
def test_what_the_image_is_not_made_of_stays_here(path: str) -> None:
    assert not sent_to_docker(path)


def test_the_package_is_built_from_everything_that_pyproject_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    copied = {source for copy in CONTEXT_COPIES for source in copy[:-1]}
    assert project["readme"] in copied
    assert {"LICENSE", "NOTICE", "pyproject.toml"} <= copied


def test_every_package_that_is_fetched_is_checked_against_its_hash() -> None:
    fetching = [
        part.strip()
        for word, rest in instructions()
        if word == "RUN"
        for part in rest.split("&&")
        if "pip install" in part and "--no-deps /wheel" not in part
    ]
    assert len(fetching) == 2
    assert [part for part in fetching if "--require-hashes" not in part] == []


def test_the_image_has_a_python_that_the_package_allows_and_the_same_in_both_stages() -> None:
    bases = [part[0][1].split()[0] for part in stages()]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    match = re.fullmatch(r"python:3\.(\d+)-slim", bases[0])
    assert match is not None
    assert int(match[1]) >= 11


def test_the_image_runs_as_a_user_that_is_not_root() -> None:
    users = [rest for word, rest in LAST if word == "USER"]
    assert users == ["10001:10001"], "a number, so that a platform can see that it is not root"
    assert [word for word, _ in LAST].index("USER") < [word for word, _ in LAST].index("ENTRYPOINT")


def test_the_entry_point_is_the_command_that_the_package_installs() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    (entry,) = (json.loads(rest) for word, rest in LAST if word == "ENTRYPOINT")
    assert entry[0] in scripts


def test_settings_of_the_image_exist_and_its_work_folder_is_the_one_that_compose_makes_writable() -> None:
    variables = dict(re.findall(r"(WIRE_[A-Z_]+)=(\S+)", " ".join(rest for word, rest in LAST if word == "ENV")))
    assert {name.removeprefix("WIRE_").lower() for name in variables} <= set(Settings.model_fields)
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    folders = [entry.split(":")[0] for entry in compose["x-wire"]["tmpfs"]]
    assert variables["WIRE_WORK_FOLDER"] in folders


def test_compose_builds_this_file_and_names_the_image_after_the_package_s_version() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert compose["x-wire"]["image"] == f"wire:{version}"
    assert (ROOT / compose["x-wire"]["build"]["context"] / compose["x-wire"]["build"]["dockerfile"]).samefile(
        ROOT / "deploy" / "Dockerfile"
    )
