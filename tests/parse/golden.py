"""The golden pairs: an input beside what `parse` makes of it, without nulls and empty lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from pipeline.story.model import ParsedStory, RawHeaders, RawStory, Rejected
from pipeline.story.parse import parse

FOLDER = Path(__file__).parent.parent / "golden" / "parse"
RECEIVED = 1_693_996_800_000
"""2023-09-06T10:40:00Z: the day after the stories of the goldens."""


def inputs() -> list[Path]:
    """Every golden input, in a fixed order."""
    return sorted(path for path in FOLDER.glob("*/*") if not path.name.endswith((".expected.json", ".headers.json")))


def raw_of(path: Path) -> RawStory:
    """The input as intake would hand it over; a `.headers.json` beside it changes its headers."""
    headers = path.with_name(f"{path.name}.headers.json")
    changed: dict[str, Any] = json.loads(headers.read_text()) if headers.exists() else {}
    return RawStory(value=path.read_bytes(), headers=RawHeaders(**{"feed": "golden", "received": RECEIVED, **changed}))


def expected_of(path: Path) -> Path:
    """The expected file beside an input."""
    return path.with_name(f"{path.name}.expected.json")


def shown(stories: list[ParsedStory | Rejected]) -> list[dict[str, Any]]:
    """Stories as the expected files write them."""
    return [{k: v for k, v in msgspec.to_builtins(one).items() if v not in (None, [])} for one in stories]


def parsed(path: Path) -> list[dict[str, Any]]:
    """What `parse` makes of an input."""
    return shown(parse(raw_of(path)))
