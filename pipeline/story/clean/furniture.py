"""Finds wire furniture at the head and the tail of a story and says which line goes to which field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from pipeline.story.clean import heading, signoff
from pipeline.story.clean.dateline import dateline_at_start
from pipeline.story.clean.ledger import Edit
from pipeline.story.model import Dateline

_ENDS = re.compile(r"[.!?؟。…][\"'”’»)\]]*$")
LONGEST_HEADLINE = 200
"""Characters. Agency guides ask for 60–100; three-deck headlines of old wires run to 180."""


@dataclass
class Furniture:
    """What was found: the fields, and the edits that move their lines out of the body."""

    edits: list[Edit] = field(default_factory=list)
    dateline: Dateline | None = None
    byline: str | None = None
    signoff: str | None = None
    copyrightholder: str | None = None
    creditline: str | None = None
    notes: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    headline: tuple[int, int] | None = None

    def move(self, start: int, end: int, name: str) -> None:
        """Move `start:end` of the body to the field `name`."""
        self.edits.append(Edit(start, end, "", name))


class _Line(Struct, frozen=True):
    start: int
    end: int
    next: int
    text: str

    @property
    def text_start(self) -> int:
        """Where the line begins after its indent."""
        return self.end - len(self.text)


def furniture_of(text: str, reference: datetime, wants_headline: bool) -> Furniture:
    """Everything at the head and the tail of `text` that is no body text; `reference` is the story's own time.

    Source: AFP's copy: labels, byline, notes to editors and dateline stand before the text, the desk's initials
    last. The forms of each are with the functions that tell them.
    """
    found = Furniture()
    lines = _lines(text)
    kept = _tail(lines, found)
    tail_edits, found.edits = found.edits[::-1], []
    _head(text, lines[:kept], found, reference, wants_headline)
    if kept and (at := signoff.run_in_signoff(lines[kept - 1].text)) is not None and found.signoff is None:
        last = lines[kept - 1]
        at += last.text_start
        if not found.edits or found.edits[-1].end <= at:
            found.signoff = text[at : last.end].strip()
            found.move(at, last.next, "signoff")
    found.edits += tail_edits
    return found


def _lines(text: str) -> list[_Line]:
    """The lines that have any text."""
    starts, ends, lines, at = [], [], [], 0
    for line in text.split("\n"):
        if line and (stripped := line.strip()):
            starts.append(at)
            ends.append(at + len(line if stripped == line else line.rstrip()))
            lines.append(stripped)
        at += len(line) + 1
    return list(map(_Line, starts, ends, [*starts[1:], len(text)], lines))


def _tail(lines: list[_Line], found: Furniture) -> int:
    """Moves furniture from the end upwards; how many lines remain."""
    n = len(lines)
    while n > 1:
        line = lines[n - 1]
        if found.signoff is None and signoff.is_signoff(line.text):
            found.signoff = " ".join(line.text.split())
            found.move(line.start, line.next, "signoff")
        elif signoff.is_copyright(line.text):
            found.copyrightholder = found.copyrightholder or line.text
            found.move(line.start, line.next, "copyrightholder")
        elif signoff.is_photo_credit(line.text):
            found.creditline = found.creditline or line.text
            found.move(line.start, line.next, "creditline")
        else:
            break
        n -= 1
    return n


def _head(text: str, lines: list[_Line], found: Furniture, reference: datetime, wants_headline: bool) -> None:
    n = 0
    while n < len(lines):
        line = lines[n]
        if prefix := heading.label_prefix(line.text):
            line = lines[n] = _without_prefix(line, *prefix, found)
        if found.dateline is None and (dateline := dateline_at_start(text[line.start : line.end], reference)):
            end = line.start + dateline.end
            found.dateline = dateline.dateline
            found.move(line.start, line.next if end >= line.end else end, "dateline")
            if end < line.end:
                return
        elif not _moved_line(line, found):
            taken = _headline_lines(lines, n, reference) if wants_headline and found.headline is None else 0
            if not taken or found.dateline is not None:
                return
            found.headline = (line.start, lines[n + taken - 1].end)
            found.move(line.start, lines[n + taken - 1].next, "headline")
            n += taken - 1
        n += 1


def _without_prefix(line: _Line, label: str, length: int, found: Furniture) -> _Line:
    """Moves the label that a line begins with, and gives the rest of the line."""
    found.labels.append(label)
    found.move(line.start, line.text_start + length, "labels")
    return _Line(line.text_start + length, line.end, line.next, line.text[length:])


def _moved_line(line: _Line, found: Furniture) -> bool:
    """Moves a line that is furniture as a whole."""
    name: str | None = None
    if labels := heading.labels_of(line.text):
        found.labels += labels
        name = "labels"
    elif found.byline is None and (byline := heading.byline_of(line.text)):
        found.byline, name = byline, "byline"
    elif heading.is_advisory(line.text):
        found.notes.append(line.text)
        name = "ednote"
    elif signoff.is_copyright(line.text):
        found.copyrightholder, name = line.text, "copyrightholder"
    elif signoff.is_photo_credit(line.text):
        found.creditline, name = line.text, "creditline"
    if name is None:
        return False
    found.move(line.start, line.next, name)
    return True


def _headline_lines(lines: list[_Line], n: int, reference: datetime) -> int:
    """How many lines from `n` on are the headline; 0 when the story has none (an alert, a dateline run in first)."""
    block = n
    while block < len(lines) and not (block > n and lines[block].start > lines[block - 1].end + 1):
        if block > n and dateline_at_start(lines[block].text, reference):
            break
        block += 1
    height = block - n
    first = lines[n].text
    if block == len(lines) and height == 1:
        return 0
    if len(first) > LONGEST_HEADLINE or (
        _ENDS.search(first) and not first.endswith(("?", "!", "؟", "…")) and len(first) > 100
    ):
        return 0
    if height == 1:
        return 1
    if block < len(lines) and height <= 3 and sum(len(x.text) for x in lines[n:block]) <= LONGEST_HEADLINE:
        return height if not _ENDS.search(lines[block - 1].text) else int(not _ENDS.search(first))
    rest = max(len(x.text) for x in lines[n + 1 : block])
    word = lines[n + 1].text.split(maxsplit=1)[0]
    return int(not _ENDS.search(first) and len(first) + 1 + len(word) <= rest)
