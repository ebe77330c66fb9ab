"""A name found in a story, on its way through the rules."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.gazetteer.known import Form, Kind
from pipeline.story.model import TextField


@dataclass(slots=True)
class Found:
    """`text` = field[start:end]; `key_start` and `key_end` are its place in the folded field.

    `forms` are the known meanings that are still possible, best first; none for an unknown name, which has `kind` and
    `full` (the name's fullest form, which stands for its entity) instead.
    """

    field: TextField
    start: int
    end: int
    text: str
    key_start: int
    key_end: int
    forms: list[Form]
    kind: Kind | None = None
    full: str | None = None
