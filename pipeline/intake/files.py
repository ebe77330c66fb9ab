"""Files, folders and standard input as transmissions: bytes unchanged, with what the file system knows beside them."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from pipeline.story.identity import uri_of_bytes, uri_of_file
from pipeline.story.model import RawHeaders, RawStory
from pipeline.story.parse.fault import head_of
from pipeline.topics import MAX_TRANSMISSION_BYTES


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Files in the order given; a folder is walked in the order of names, hidden files left out.

    A path that does not exist is yielded too: reading it then says so, by name.
    """
    for path in paths:
        if path.is_dir():
            for folder, folders, files in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (Path(folder) / name for name in sorted(files) if not name.startswith("."))
        else:
            yield path


def raw_from_file(path: Path, feed: str, form: str = "auto") -> RawStory:
    """The transmission in a file: identity from its name and version from its time, for bytes that carry none.

    A file that `wire rejected export` wrote has what intake knew of it beside it, and keeps that. Raises OSError where
    either can't be read, or is larger than any record may be.
    """
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
        value = whole(file, found.st_size)
    if (beside := sidecar_of(path)).exists():
        return RawStory(value=value, headers=_kept(beside))
    return raw_of_file(value, feed, path.stem, found.st_mtime_ns, form)


def sidecar_of(path: Path) -> Path:
    """The hidden file beside an exported one that keeps its headers: `.<name>.headers.json`."""
    return path.with_name(f".{path.name}.headers.json")


def _kept(beside: Path) -> RawHeaders:
    try:
        return msgspec.json.decode(beside.read_bytes(), type=RawHeaders)
    except msgspec.MsgspecError as error:
        raise OSError(errno.EINVAL, f"{beside.name} beside it is damaged: {error}") from error


def raw_of_file(value: bytes, feed: str, stem: str, mtime_ns: int, form: str = "auto") -> RawStory:
    """The transmission of a file's bytes, named by what the file system says of it."""
    uri = uri_of_file(feed, stem)
    headers = RawHeaders(feed=feed, received=_now(), format=form, uri=uri, version=mtime_ns // 1_000_000)
    return RawStory(value=value, headers=headers)


def whole(file: BinaryIO, size: int) -> bytes:
    """All of an open file, if a record can carry it. Raises OSError (EFBIG), with its head, before reading more."""
    if size > MAX_TRANSMISSION_BYTES:
        raise OSError(
            errno.EFBIG,
            f"{size} bytes, and {MAX_TRANSMISSION_BYTES} are what Kafka takes; it begins: {head_of(file.read(200))}",
        )
    return file.read()


def raw_from_bytes(value: bytes, feed: str, form: str = "auto", charset: str | None = None) -> RawStory:
    """The transmission in bytes from a stream, identified by themselves where they carry no identity."""
    now = _now()
    headers = RawHeaders(
        feed=feed, received=now, format=form, uri=uri_of_bytes(feed, value), version=now, charset=charset
    )
    return RawStory(value=value, headers=headers)


def _now() -> int:
    return time.time_ns() // 1_000_000
