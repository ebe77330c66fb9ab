"""The servers' own files: found in the cache folder, else fetched once, and held against known checksums each time.

`artifacts.sha256` lists every file with its SHA-256, its Maven coordinate and its kind; it is the only list there is,
so nothing unverified is ever run. Where the network is needed, jgo knows the repository.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.stack.failure import StackError, extra_missing
from pipeline.stack.report import Download, Report

AT_ONCE = 4
"""Files that are fetched at the same time."""


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


def artifacts() -> list[Artifact]:
    """Every file, of the roles `kafka`, `elasticsearch` and `compiler`."""
    lines = files(__package__).joinpath("artifacts.sha256").read_text(encoding="utf-8").splitlines()
    return [Artifact(*line.split()) for line in lines if line and not line.startswith("#")]


def cache_folder() -> Path:
    """Where downloads are kept: `WIRE_CACHE`, else the user's cache folder."""
    if chosen := os.environ.get("WIRE_CACHE"):
        return Path(chosen).absolute()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wire-story-pipeline"


def missing(wanted: Iterable[Artifact], cache: Path) -> list[Artifact]:
    """What of `wanted` is not in the cache, or is damaged there."""
    return [one for one in wanted if not _is_intact(cache / one.file, one.sha256)]


def fetch(wanted: Sequence[Artifact], cache: Path, report: Report, repository: str | None = None) -> None:
    """See to it that every file is in the cache, verified. Raises StackError where one can't be had.

    `repository` is the address of a mirror of the repository that jgo knows.
    """
    with alone(cache):
        lacking = missing(wanted, cache)
        if not lacking:
            return
        roles = " and ".join(sorted({one.role for one in lacking}))
        with report.fetching(roles, len(lacking)) as download, ThreadPoolExecutor(AT_ONCE) as pool:
            coming = partial(_fetch, cache=cache, download=download, repository=repository)
            largest_first = sorted(lacking, key=lambda one: one.packaging != "zip")
            try:
                list(pool.map(coming, largest_first))
            except BaseException:
                download.stop()
                pool.shutdown(cancel_futures=True)
                raise


@contextmanager
def alone(cache: Path) -> Iterator[None]:
    """Only one process at a time changes a cache; the others wait and find there what it put."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_intact(path: Path, sha256: str) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _fetch(one: Artifact, cache: Path, download: Download, repository: str | None) -> None:
    place = cache / "coming" / one.file
    shutil.rmtree(place, ignore_errors=True)
    part = cache / f"{one.file}.part"
    try:
        shutil.move(_resolve(one, place, download, repository), part)
        if not _is_intact(part, one.sha256):
            part.unlink()
            raise StackError(f"{one.file} arrived with another checksum than it should have, and was thrown away.")
        part.replace(cache / one.file)
    except OSError as error:
        if error.errno is None:  # requests' errors are OSErrors too
            raise _not_fetched(one, cache, error) from error
        raise
    except RuntimeError as error:  # jgo: the repository has no such file
        raise _not_fetched(one, cache, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _resolve(one: Artifact, place: Path, download: Download, repository: str | None) -> Any:
    try:
        from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415  # an extra: the pipeline works without it
    except ImportError as error:
        raise extra_missing("jgo") from error
    context = MavenContext(
        resolver=PythonResolver(progress_callback=download.of),
        repo_cache=place,
        remote_repos={"mirror": repository} if repository else None,
    )
    group, name, version = one.coordinate.split(":")
    return context.project(group, name).at_version(version).artifact(packaging=one.packaging).resolve()


def _not_fetched(one: Artifact, cache: Path, error: Exception) -> StackError:
    return StackError(
        f"{one.file} is not in the cache ({cache}) and could not be fetched: {_innermost(error)}. The first start "
        "needs the network (or WIRE_STACK_REPOSITORY, a mirror of it); later starts don't."
    )


def _innermost(error: BaseException) -> str:
    """The cause of an error of the HTTP library, without the objects that it wraps it in."""
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    return str(causes[-1]) or type(causes[-1]).__name__
