"""The audit trail: every repair as an edit, and the arithmetic that leads from raw to clean text and back.

A rule sees the text of a field as it stands and returns its edits from left to right, in that text's offsets. The
ledger applies them at once and lists each as a `Fix`, whose `start` counts in the text as it stood before that fix.
Because a rule's fixes run from left to right, they form a *run* that can be applied in one pass, so replaying and
undoing cost (text length × rules that acted), not (text length × fixes).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.story.model import Fix, TextField

_SURROGATES = re.compile(r"[\ud800-\udfff]")


class Edit(NamedTuple):
    """Replace `text[start:end]` by `after`; `moved_to` names the field that the replaced text went to."""

    start: int
    end: int
    after: str = ""
    moved_to: str | None = None


class Ledger:
    """The text of one field while it is cleaned, and the fixes so far."""

    __slots__ = ("field", "fixes", "text")

    def __init__(self, field: TextField, text: str, fixes: list[Fix]) -> None:
        self.field = field
        self.text = text
        self.fixes = fixes

    def apply(self, rule: str, edits: Sequence[Edit]) -> None:
        """Apply edits (ascending, not overlapping) and list them."""
        text, field, fixes = self.text, self.field, self.fixes
        pieces: list[str] = []
        shift = done = 0
        for start, end, after, moved_to in edits:
            before = text[start:end]
            fixes.append(
                Fix(rule=rule, field=field, start=start + shift, before=before, after=after, moved_to=moved_to)
            )
            pieces += (text[done:start], after)
            done = end
            shift += len(after) - len(before)
        pieces.append(text[done:])
        self.text = "".join(pieces)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits applied (ascending, not overlapping).

    >>> edited("a  b", [Edit(1, 3, " ")])
    'a b'
    """
    pieces: list[str] = []
    done = 0
    for start, end, after, _ in edits:
        pieces += (text[done:start], after)
        done = end
    return "".join((*pieces, text[done:]))


def encodable(text: str) -> str:
    r"""The text with each lone surrogate as U+FFFD, because no encoding, and so no JSON, can carry one.

    >>> encodable("a\ud800b") == "a\N{REPLACEMENT CHARACTER}b"
    True
    """
    try:
        text.encode("utf-16")  # much faster than to look for surrogates, which hardly any text has
    except UnicodeEncodeError:
        return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
    return text


def apply_fixes(raw: str, fixes: Iterable[Fix], field: TextField = "body_text") -> str:
    """The clean text of `field`: its fixes applied to its raw text, in order.

    >>> apply_fixes("a  b", [Fix(rule="spaces", field="body_text", start=1, before="  ", after=" ")])
    'a b'
    """
    return replayed(encodable(raw), fixes, field)


def replayed(text: str, fixes: Iterable[Fix], field: TextField) -> str:
    """The fixes of `field` applied, in order, to its raw text, which has no lone surrogates."""
    for run in _runs(fixes, field):
        pieces: list[str] = []
        done = shift = 0
        for fix in run:
            start, length, after = fix.start - shift, len(fix.before), fix.after
            pieces += (text[done:start], after)
            done = start + length
            shift += len(after) - length
        text = "".join((*pieces, text[done:]))
    return text


def undo_fixes(clean: str, fixes: Iterable[Fix], field: TextField = "body_text") -> str:
    """The raw text of `field`: its fixes undone in reverse order (lone surrogates stay U+FFFD).

    >>> undo_fixes("a b", [Fix(rule="spaces", field="body_text", start=1, before="  ", after=" ")])
    'a  b'
    """
    text = clean
    for run in reversed(_runs(fixes, field)):
        pieces: list[str] = []
        done = 0
        for fix in run:
            pieces += (text[done : fix.start], fix.before)
            done = fix.start + len(fix.after)
        text = "".join((*pieces, text[done:]))
    return text


class RawOffsets:
    """Maps offsets of a field's clean text to its raw text.

    An offset inside what a fix wrote maps to the start of what that fix replaced; any other maps to the very same
    character. Monotonic; costs O(log fixes) for each rule that acted.

    >>> offsets = RawOffsets([Fix(rule="spaces", field="body_text", start=1, before="   ", after=" ")])
    >>> [offsets.raw(n) for n in range(4)]
    [0, 1, 4, 5]
    """

    def __init__(self, fixes: Iterable[Fix], field: TextField = "body_text") -> None:
        self._runs = []
        for run in reversed(_runs(fixes, field)):
            starts, shifts, shift = [], [], 0
            for fix in run:
                shift += len(fix.before) - len(fix.after)
                starts.append(fix.start)
                shifts.append(shift)
            self._runs.append((run, starts, shifts))

    def raw(self, offset: int) -> int:
        """The raw offset of a clean offset."""
        for run, starts, shifts in self._runs:
            n = bisect_right(starts, offset) - 1
            if n < 0:
                continue
            fix = run[n]
            if offset < fix.start + len(fix.after):
                offset = fix.start + (shifts[n - 1] if n else 0)
            else:
                offset += shifts[n]
        return offset


def headline_before(fixes: Iterable[Fix], headline: str | None) -> str:
    """Raw text of the headline: the format's own, else the line that was moved out of the body, else nothing."""
    if headline is not None:
        return encodable(headline)
    return next((f.before for f in fixes if f.moved_to == "headline"), "")


def _runs(fixes: Iterable[Fix], field: TextField) -> list[list[Fix]]:
    """The fixes of a field, cut wherever one starts left of the end of the one before."""
    runs: list[list[Fix]] = []
    edge = -1
    for fix in fixes:
        if fix.field != field:
            continue
        start = fix.start
        if start < edge or not runs:
            runs.append([])
        runs[-1].append(fix)
        edge = start + len(fix.after)
    return runs
