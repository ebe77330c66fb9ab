"""Files that are built from lists at the first load: where they are kept, and how they are written.

They aren't in the repository: they would be binaries that can drift from their sources. A file lies in `built/` of the
package that makes it, or in the user's cache where that is read-only, under a name that ends in the digest of all it is
made from (`gazetteer-<digest>.msgpack`); so it is never stale. Writing is atomic (a temporary file, then a rename):
processes that build at the same time write the same bytes. What older sources made is removed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


def load_built(package: Path, name: str, kind: type[T], build: Callable[[], T]) -> T:
    """What the file of that name holds; built and written first where there is none."""
    if path := built_file(package, name):
        return msgspec.msgpack.decode(path.read_bytes(), type=kind)
    built = build()
    write_built_file(package, name, built)
    return built


def digest_of(libraries: Iterable[str], sources: Iterable[Path], more: str = "") -> str:
    """Digest of all that a file is made from: installed libraries by their version, lists and code by their bytes."""
    digest = hashlib.sha256(more.encode())
    for library in libraries:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in sorted(sources):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:16]


def built_file(package: Path, name: str) -> Path | None:
    """The file of that name, of the package in that folder; None where it isn't built yet."""
    return next((path for folder in _folders(package) if (path := folder / name).exists()), None)


def write_built_file(package: Path, name: str, built: msgspec.Struct) -> Path | None:
    """Write what was built; where it is now, or None where no folder can be written: then each load builds again."""
    content = msgspec.msgpack.encode(built)
    for folder in _folders(package):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(content)
            os.chmod(file.name, 0o644)  # temporary files are private, but a package installed by root is read by others
            os.replace(file.name, folder / name)
        except OSError:  # read-only: the next folder
            continue
        for old in folder.glob(f"{name.partition('-')[0]}-*.msgpack"):
            if old.name != name:
                old.unlink(missing_ok=True)
        return folder / name
    return None


def _folders(package: Path) -> list[Path]:
    return [package / "built", Path.home() / ".cache" / "wire" / package.name]
