"""The unpacked Elasticsearch with our plugin: made once, read by every stack that uses the same cache.

Nothing in it changes once it is there (configuration, data and logs are each stack's own), so stacks share it. Its name
holds a hash of all it is made of: another release or another plugin is another folder, and one that no stack uses any
more is removed when a new one is made.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.stack.artifacts import Artifact, alone
from pipeline.stack.plugin_build import build_plugin, plugin_source
from pipeline.stack.report import Report

VERSION = "9.2.4"
_IN_USE = "in-use"


@dataclass(frozen=True)
class Home:
    """Where it is. While `fd` is open, here or in a process that inherited it, nobody removes it."""

    path: Path
    fd: int


def shared_home(cache: Path, archive: Artifact, compiler: Artifact, report: Report) -> Home:
    """The home in the cache, unpacked and compiled where it is not there yet. Raises StackError."""
    source = plugin_source()
    made_of = f"{archive.sha256} {compiler.sha256} {source}"
    home = cache / f"elasticsearch-{VERSION}-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"
    with alone(cache):
        if not home.exists():
            report.say("unpacking Elasticsearch and compiling its plugin, once")
            _remove_unused(cache)
            _make(home, cache / archive.file, cache / compiler.file, source)
        fd = os.open(home / _IN_USE, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(fd, fcntl.LOCK_SH)
    return Home(home, fd)


def _make(home: Path, archive: Path, compiler: Path, source: str) -> None:
    """Beside its place first: what lies at its place is whole."""
    making = home.with_name("making")
    shutil.rmtree(making, ignore_errors=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(making)
    (unpacked,) = making.iterdir()
    for program in (unpacked / "bin").iterdir():
        program.chmod(0o755)
    build_plugin(unpacked, VERSION, compiler, source)
    (unpacked / _IN_USE).touch()
    unpacked.rename(home)
    making.rmdir()


def _remove_unused(cache: Path) -> None:
    for other in cache.glob(f"elasticsearch-*/{_IN_USE}"):
        with other.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(other.parent)
