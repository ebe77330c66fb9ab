"""Files, folders and standard input as transmissions: bytes unchanged, with what the file system knows beside them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.story.identity import uri_of_bytes, uri_of_file
from pipeline.story.model import RawHeaders, RawStory


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

    Raises OSError where it can't be read.
    """
    value = path.read_bytes()
    modified = path.stat().st_mtime_ns // 1_000_000
    uri = uri_of_file(feed, path.stem)
    headers = RawHeaders(feed=feed, received=_now(), format=form, uri=uri, version=modified)
    return RawStory(value=value, headers=headers)


def raw_from_bytes(value: bytes, feed: str, form: str = "auto", charset: str | None = None) -> RawStory:
    """The transmission in bytes from a stream, identified by themselves where they carry no identity."""
    now = _now()
    headers = RawHeaders(
        feed=feed, received=now, format=form, uri=uri_of_bytes(feed, value), version=now, charset=charset
    )
    return RawStory(value=value, headers=headers)


def _now() -> int:
    return time.time_ns() // 1_000_000
