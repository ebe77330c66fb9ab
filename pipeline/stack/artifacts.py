"""The servers' own files: found in the cache folder, else fetched once, and held against known checksums each time.

`artifacts.sha256` lists every file with its SHA-256, its Maven coordinate and its kind; it is the only list there is,
so nothing unverified is ever run. Where the network is needed, jgo knows the repository.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pipeline.stack.failure import StackError, extra_missing

Say = Callable[[str], None]


@dataclass(frozen=True)
class Artifact:
    """A file of a server: Maven `group:name:version`, its packaging, and its SHA-256 in hex."""

    role: str
    coordinate: str
    packaging: str
    sha256: str

    @property
    def file(self) -> str:
        """Its name in the cache."""
        _, name, version = self.coordinate.split(":")
        return f"{name}-{version}.{self.packaging}"


def artifacts(role: str) -> list[Artifact]:
    """The files of one role: `kafka`, `elasticsearch` or `compiler`."""
    lines = files(__package__).joinpath("artifacts.sha256").read_text(encoding="utf-8").splitlines()
    rows = [Artifact(*line.split()) for line in lines if line and not line.startswith("#")]
    return [row for row in rows if row.role == role]


def cache_folder() -> Path:
    """Where downloads are kept: `WIRE_CACHE`, else the user's cache folder."""
    if chosen := os.environ.get("WIRE_CACHE"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wire-story-pipeline"


def fetched(role: str, cache: Path, say: Say) -> list[Path]:
    """Paths of a role's files, each verified. Raises StackError where one can't be had."""
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache / "lock"):
        wanted = artifacts(role)
        missing = [one for one in wanted if not _is_intact(cache / one.file, one.sha256)]
        for number, one in enumerate(missing, 1):
            say(f"fetching {role}: {number} of {len(missing)}, {one.file}")
            _fetch(one, cache)
        return [cache / one.file for one in wanted]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one process at a time fetches into a cache; the others wait and find the files there."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_intact(path: Path, sha256: str) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _fetch(one: Artifact, cache: Path) -> None:
    try:
        from jgo.maven import MavenContext  # noqa: PLC0415  # an extra: the pipeline itself must work without it
    except ImportError as error:
        raise extra_missing("jgo") from error
    group, name, version = one.coordinate.split(":")
    part = cache / f"{one.file}.part"
    shutil.rmtree(cache / "maven", ignore_errors=True)
    try:
        context = MavenContext(repo_cache=cache / "maven")
        found = context.project(group, name).at_version(version).artifact(packaging=one.packaging).resolve()
        shutil.move(found, part)
    except Exception as error:  # jgo raises whatever its HTTP library does
        raise StackError(
            f"{one.file} is not in the cache ({cache}) and could not be fetched: {error}. "
            "The first start needs the network; later ones don't."
        ) from error
    finally:
        shutil.rmtree(cache / "maven", ignore_errors=True)
    if not _is_intact(part, one.sha256):
        part.unlink()
        raise StackError(f"{one.file} arrived with another checksum than it should have; it was thrown away.")
    part.replace(cache / one.file)
