"""Where each character of a clean text comes from, and what became of each of the raw one: for people who check.

Made from a finished story alone: its fixes undone give the raw text, applied again they give the clean one. So what is
shown is what the audit trail says, not what the code remembers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.story.clean.ledger import undo_fixes
from pipeline.story.model import Fix, TextField


class Character(NamedTuple):
    """A character; its place in the raw text, or null for one that a fix wrote; the fix that wrote or removed it."""

    text: str
    raw: int | None
    fix: int | None = None


class Row(NamedTuple):
    """Raw text beside what it became: `clean` is empty where nothing of it is left in the field."""

    raw: list[Character]
    clean: list[Character]


def rows(clean: str, fixes: Iterable[Fix], field: TextField) -> list[Row]:
    r"""The field, paragraph by paragraph of the clean text, with what was taken out before and after each.

    >>> [row] = rows("a b", [Fix(rule="spaces", field="body_text", start=1, before="  ", after=" ")], "body_text")
    >>> [c.fix for c in row.raw], [c.fix for c in row.clean]
    ([None, 0, 0, None], [None, 0, None])
    """
    raw, kept = _traced(clean, list(fixes), field)
    found: list[Row] = []
    at = 0
    for paragraph in _paragraphs(kept):
        places = [c.raw for c in paragraph if c.raw is not None]
        if not places:
            found.append(Row([], paragraph))
            continue
        if at < min(places):
            _taken_out(raw[at : min(places)], found)
        end = _end_of_edits(raw, max(places) + 1)
        found.append(Row(raw[max(at, min(places)) : end], paragraph))
        at = max(at, end)
    _taken_out(raw[at:], found)
    return found


def _traced(clean: str, fixes: list[Fix], field: TextField) -> tuple[list[Character], list[Character]]:
    """The characters of the raw text and those of the clean one."""
    before = undo_fixes(clean, fixes, field)
    raw = [Character(text, n) for n, text in enumerate(before)]
    now = list(raw)
    for number, fix in enumerate(fixes):
        if fix.field != field:
            continue
        end = fix.start + len(fix.before)
        for gone in now[fix.start : end]:
            if gone.raw is not None:
                raw[gone.raw] = gone._replace(fix=number)
        now[fix.start : end] = [Character(text, None, number) for text in fix.after]
    return raw, now


def _paragraphs(characters: list[Character]) -> list[list[Character]]:
    found: list[list[Character]] = [[]]
    for n, character in enumerate(characters):
        if character.text == "\n" and (characters[n - 1].text == "\n" or characters[n + 1 : n + 2] == []):
            continue
        if character.text == "\n" and n + 1 < len(characters) and characters[n + 1].text == "\n":
            found.append([])
        else:
            found[-1].append(character)
    return [paragraph for paragraph in found if paragraph]


def _end_of_edits(raw: list[Character], at: int) -> int:
    """Where the removed characters end that stand right behind a paragraph, on its own line."""
    while at < len(raw) and raw[at].fix is not None and raw[at].text != "\n":
        at += 1
    return at


def _taken_out(between: list[Character], found: list[Row]) -> None:
    """A row for each line of text that stands between two paragraphs and in neither."""
    line: list[Character] = []
    for character in [*between, Character("\n", None)]:
        if character.text != "\n":
            line.append(character)
        elif line:
            if any(not c.text.isspace() for c in line):
                found.append(Row(line, []))
            line = []
