"""What a replay would do to the index, told without doing it. Pure.

Counts are of stories (uris), not of records: of several versions in the log the newest decides, in whatever order they
come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

Effect = Literal["new", "changed", "unchanged", "stale", "killed"]
"""new: not in the index yet. changed, unchanged: its document, apart from the rules' generation. stale: the index holds
a newer version, or the same of newer rules; nothing happens. killed: its newest version is a kill; readers don't see it
afterwards either."""

_NOT_COMPARED = ("generation", "text")
"""`generation` says who made the document, not what is in it; `text` is made of other fields and kept in no source."""
_AROUND = 40
"""Characters shown around the first difference of a long text."""


class FieldChange(Struct, frozen=True):
    """One field of a document, before and after."""

    field: str
    before: str
    after: str


class Compared(Struct, frozen=True):
    """A replayed story beside what the index holds under its id."""

    id: str
    external: int
    """The version that Elasticsearch would be given."""
    kill: bool
    indexed: int | None
    """External version in the index; None where the story is not there."""
    indexed_kill: bool
    changes: tuple[FieldChange, ...]

    @property
    def effect(self) -> Effect:
        """What would become of it, were it the only record of its story."""
        if self.indexed is not None and self.indexed > self.external:
            return "killed" if self.indexed_kill else "stale"
        if self.kill:
            return "killed"
        if self.indexed is None:
            return "new"
        return "changed" if self.changes else "unchanged"


class Forecast:
    """Collects what was compared, in any order."""

    def __init__(self) -> None:
        self._newest: dict[str, tuple[int, Effect]] = {}
        self._fields: dict[str, tuple[str, ...]] = {}
        self._examples: dict[str, tuple[FieldChange, ...]] = {}

    def add(self, compared: Compared, examples: int) -> None:
        """Take one in; the changes of the first `examples` stories are kept in full."""
        known = self._newest.get(compared.id)
        if known is not None and known[0] > compared.external:
            return
        self._newest[compared.id] = (compared.external, compared.effect)
        self._fields.pop(compared.id, None)
        shown = self._examples.pop(compared.id, None)
        if compared.effect == "changed":
            self._fields[compared.id] = tuple(change.field for change in compared.changes)
            if shown or len(self._examples) < examples:
                self._examples[compared.id] = compared.changes

    @property
    def effects(self) -> dict[Effect, int]:
        """Stories by what would become of them; every effect is named."""
        counted = Counter(effect for _, effect in self._newest.values())
        return {effect: counted[effect] for effect in ("new", "changed", "unchanged", "stale", "killed")}

    @property
    def fields(self) -> dict[str, int]:
        """Changed stories by field, the most changed first."""
        return dict(Counter(field for fields in self._fields.values() for field in fields).most_common())

    @property
    def examples(self) -> dict[str, tuple[FieldChange, ...]]:
        """Some changed stories by id, with each field before and after."""
        return self._examples


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Fields in which two documents differ, in the order of their names; the texts that repeat others are left out.

    >>> changes({"language": "pt", "generation": 1}, {"language": "es", "generation": 2})
    (FieldChange('language', 'pt', 'es'),)
    """
    names = sorted({*before, *after}.difference(_NOT_COMPARED))
    different = [name for name in names if before.get(name) != after.get(name)]
    return tuple(FieldChange(name, *_shown(before.get(name), after.get(name))) for name in different)


def _shown(before: Any, after: Any) -> tuple[str, str]:
    """Both values as text, cut to where they begin to differ.

    >>> _shown("a" * 100 + "b", "a" * 100 + "c")[1] == "…" + "a" * 40 + "c"
    True
    """
    left, right = _text(before), _text(after)
    first = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    start = max(first - _AROUND, 0)
    return _cut(left, start), _cut(right, start)


def _cut(text: str, start: int) -> str:
    piece = text[start : start + 2 * _AROUND]
    return ("…" if start else "") + piece + ("…" if start + 2 * _AROUND < len(text) else "")


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return "; ".join(_text(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(one)}" for name, one in value.items())
    return str(value)
