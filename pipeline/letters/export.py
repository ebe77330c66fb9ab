"""Writes originals of letters to files, for people to look at and mend, and for `wire produce` to take back.

    FOLDER/<feed>/<name>                     the bytes as they were received
    FOLDER/<feed>/.<name>.headers.json       what intake knew of them: identity, version, format, charset, attempt

`wire produce FOLDER/<feed> --feed <feed>` reads both, so that the story keeps its uri and its version.

Guarantee: a file that exists is never overwritten; letters stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from pipeline.intake.files import sidecar_of
from pipeline.letters.letter import Letter
from pipeline.letters.reading import fetch_one
from pipeline.replay.reading import consumer
from pipeline.settings import Settings
from pipeline.story.headers import Origin, origin_of, original_pairs, raw_from_pairs
from pipeline.story.model import RawHeaders
from pipeline.topics import STORIES

_UNSAFE = re.compile(r"[^\w.~-]+")


class Exported(Struct, kw_only=True):
    """What an export wrote."""

    files: list[Path]
    there: int = 0
    """Files that existed and were left alone."""
    missing: int = 0
    """Letters whose original is gone from Kafka."""


def export(settings: Settings, letters: Iterable[Letter], folder: Path) -> Exported:
    """Write each original once, however many letters it left. Raises OSError where the folder can't be written."""
    done = Exported(files=[])
    written: set[Origin] = set()
    with consumer(settings) as opened:
        for letter in letters:
            original = _original(opened, letter, settings)
            if original is None:
                done.missing += 1
            elif original.place not in written:
                written.add(original.place)
                _write(original, folder, done)
    return done


class _Original(Struct, frozen=True):
    place: Origin
    """Where the bytes were received, as far as it is known."""
    value: bytes
    headers: RawHeaders


def _original(opened: Any, letter: Letter, settings: Settings) -> _Original | None:
    """Bytes as received: the letter's own, or of one of stage index what its story was made from."""
    record = fetch_one(opened, letter.place)
    if record is None:
        return None
    if letter.origin is None or letter.origin.topic != STORIES.with_prefix(settings.topic_prefix):
        headers = raw_from_pairs(original_pairs(record.headers or (), letter.attempt), record.timestamp)
        return _Original(letter.origin or letter.place, record.value or b"", headers)
    made_from = origin_of(dict(record.headers).get("raw", b"").decode("utf-8", "replace"))
    raw = fetch_one(opened, made_from) if made_from else None
    if made_from is None or raw is None:
        return None
    return _Original(made_from, raw.value or b"", raw_from_pairs(raw.headers, raw.timestamp))


def _write(original: _Original, folder: Path, done: Exported) -> None:
    place, headers = original.place, original.headers
    path = folder / _safe(headers.feed) / f"{place.partition}-{place.offset}-{_name(headers.uri)}"
    if path.exists():
        done.there += 1
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    sidecar_of(path).write_bytes(msgspec.json.encode(headers))
    with path.open("xb") as file:
        file.write(original.value)
    done.files.append(path)


def _name(uri: str | None) -> str:
    """A file's name that tells a person which story it is."""
    return (_safe(unquote(uri.rpartition(":")[2]))[:80] or "story") if uri else "story"


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).lstrip(".")
