"""Lines and paragraphs: wraps joined, paragraphs parted by one blank line; lists, tables and verse stay lines."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.story.clean.ledger import Edit
from pipeline.story.clean.words import WORDS

_LINE_END_SPACE = re.compile(r"[ \t]+(?=\n|\Z)")
_SPACES = re.compile(r"(?<=\S)(?:[ \t]{2,}|\t)(?=\S)")
_BREAK = re.compile(r"\s*\n\s*")
_GAP = re.compile(r"\n(?!\n?\S)\s*")
"""A line break and all white space behind it, if that is more than this and a blank line."""
_ENDS = re.compile(r"[.!?؟。…:][\"'”’»)\]]*$")
_MONTH = "|".join(re.escape(month) for month in WORDS["months"])
_BULLET = re.compile(
    rf"(?!\d{{1,2}}\.\s(?i:{_MONTH})(?!\w))"  # a German date at a line's start
    r"[ \t]*(?:[-*•–—·▪◦]|\d{1,3}[.)]|[A-Za-z][)]|\([a-z0-9]{1,2}\))[ \t]+\S"
)
_COLUMNS = re.compile(r"\S(?:[ \t]{3,}|\t| ?\.{4,} ?| \| )\S")

WIDEST_WRAP = 90
NARROWEST_WRAP = 45
"""Wires wrap at 60–72 columns (IPTC 7901: 69); mail gateways at 76–78. Verse is narrower, paragraphs are wider."""
RAGGED = 6
"""Columns that a wrapped line may fall short of the widest: old terminals didn't count as we do."""


def line_ends(text: str) -> list[Edit]:
    r"""Spaces and tabs at the ends of lines.

    Source: RFC 3676, section 4: mail with `format=flowed` ends a line that goes on with a space.

    >>> from pipeline.story.clean.ledger import edited
    >>> edited("one  \ntwo\t", line_ends("one  \ntwo\t"))
    'one\ntwo'
    """
    return [Edit(m.start(), m.end()) for m in _LINE_END_SPACE.finditer(text)]


def ends_in_space(text: str) -> bool:
    """Probe of `line_ends`: space at a line's end. A tab alone is looked for much faster than a tab before a break."""
    return " \n" in text or ("\t" in text and "\t\n" in text)


def has_wide_spaces(text: str) -> bool:
    """Probe of `spaces`: a tab, or two spaces in a row."""
    return "\t" in text or "  " in text


def spaces(text: str) -> list[Edit]:
    r"""Runs of spaces inside a line as one space.

    Source: CSS Text, section 4.1, White Space Processing: what a page shows as one space is one. 165 texts that
    were typed well (the corpora's `dev`, six languages) have no run.

    Left alone: lines of a table, told by two neighbouring lines with columns.

    >>> spaces("one  two")
    [Edit(start=3, end=5, after=' ', moved_to=None)]
    >>> spaces("Lyon    3   1\nNice    2   2")
    []
    """
    edits = []
    offset = 0
    lines = text.split("\n")
    columns = [bool(_COLUMNS.search(line)) for line in lines]
    for n, line in enumerate(lines):
        tabular = columns[n] and (any(columns[max(n - 1, 0) : n]) or any(columns[n + 1 : n + 2]))
        if not tabular and ("  " in line or "\t" in line):
            edits += [Edit(offset + m.start(), offset + m.end(), " ") for m in _SPACES.finditer(line)]
        offset += len(line) + 1
    return edits


def blank_lines(text: str) -> list[Edit]:
    r"""One blank line between paragraphs, none before the first or after the last.

    Source: the real story that the rules were made on has one blank line between paragraphs, three behind its
    headline.

    >>> from pipeline.story.clean.ledger import edited
    >>> text = "\none\n\n\n two\nthree\n"
    >>> edited(text, blank_lines(text))
    'one\n\ntwo\nthree'
    """
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if first >= last:
        return [Edit(0, len(text))] if text else []
    edits = [Edit(0, first)] if first else []
    for m in _GAP.finditer(text, first, last):
        if m[0].count("\n") > 1:
            edits.append(Edit(m.start(), m.end(), "\n\n"))
    if last < len(text):
        edits.append(Edit(last, len(text)))
    return edits


def hard_wraps(text: str) -> list[Edit]:
    r"""Single line breaks: joined where a terminal wrapped the line, a paragraph's end where an author ended one.

    A break is a wrap when the next line's first word would not have fitted (greedy filling).

    Source: IPTC 7901 wraps at 69 characters, RFC 5322, section 2.1.1, asks for no more than 78.

    Left as lines: lists, tables, verse (lines that end long before the widest).

    >>> wrapped = "The ministers met in Geneva on Monday for a second\nround of talks on grain and fertiliser exports."
    >>> hard_wraps(wrapped)
    [Edit(start=50, end=51, after=' ', moved_to=None)]
    >>> hard_wraps("Roses are red,\nViolets are blue,\nSugar is sweet")
    []
    """
    if text.count("\n") == 2 * text.count("\n\n"):
        return []
    edits: list[Edit] = []
    offset = 0
    blocks = text.split("\n\n")
    width = _wrap_width(blocks)
    filled = any(_is_wrapped(list(pairwise(block.split("\n"))), width) for block in blocks[1:])
    for block in blocks:
        if "\n" in block and (width or len(block) > NARROWEST_WRAP):
            lines = block.split("\n")
            at = offset
            for line, following, joint in _joints(lines, width, filled if not offset else None):
                at += len(line)
                indent = len(following) - len(following.lstrip(" \t"))
                if joint != "\n":
                    edits.append(Edit(at, at + 1 + indent, joint))
                at += 1
        offset += len(block) + 2
    return edits


def _wrap_width(blocks: list[str]) -> int:
    """The widest line of a block of several lines; 0 when that is no width that anybody wraps at."""
    widest = max((len(line) for block in blocks if "\n" in block for line in block.split("\n")), default=0)
    return widest if NARROWEST_WRAP <= widest <= WIDEST_WRAP else 0


def _joints(lines: list[str], width: int, filled: bool | None) -> list[tuple[str, str, str]]:
    """Each line break of a block: the lines before and after it, and what should stand there.

    The first line of the text may have stood behind a dateline, so its length says nothing: for its block, `filled`
    tells whether other blocks are wrapped; for those it is null.
    """
    pairs = list(pairwise(lines))
    if not width and max(map(len, lines)) <= NARROWEST_WRAP and "\n " not in "\n".join(lines):
        return [(a, b, "\n") for a, b in pairs]
    if sum(bool(_COLUMNS.search(line)) for line in lines) > 1:
        return [(a, b, "\n") for a, b in pairs]
    flush = any(line[:1] not in (" ", "\t") for line in lines)
    if filled is not None and width and _is_led(pairs, width, filled):
        joints = [(a, b, _joint(a, b, width, flush)) for a, b in pairs[1:]]
        return [(*pairs[0], " "), *joints]
    wrapped = _is_wrapped(pairs, width)
    return [(a, b, _joint(a, b, width if wrapped else 0, flush)) for a, b in pairs]


def _is_led(pairs: list[tuple[str, str]], width: int, filled: bool) -> bool:
    """The first line is short and ends no sentence, while the rest of its paragraph, or the next ones, are wrapped."""
    (first, second), *rest = pairs
    if _is_full(first, second, width) or _ENDS.search(first) or _BULLET.match(second) or second[:1] in (" ", "\t"):
        return False
    return _is_wrapped(rest, width) or (filled and len(rest) < 2)


def _is_wrapped(pairs: list[tuple[str, str]], width: int) -> bool:
    if not width:
        return False
    full = sum(_is_full(a, b, width) for a, b in pairs)
    deliberate = sum(not _is_full(a, b, width) and not _ENDS.search(a) and not _BULLET.match(b) for a, b in pairs)
    return full > 0 and deliberate * 4 <= full


def _is_full(line: str, following: str, width: int) -> bool:
    first = following.split(maxsplit=1)
    return len(line) + 1 + len(first[0] if first else "") > width - RAGGED


def _joint(a: str, b: str, width: int, flush: bool) -> str:
    if _BULLET.match(b):
        return "\n"
    if flush and b[:2] in ("  ", "\t", " \t"):
        return "\n\n"
    if width and _is_full(a, b, width):
        return "" if a.endswith("-") and a[-2:-1].isalpha() and b.lstrip()[:1].islower() else " "
    ended = _ENDS.search(a) is not None
    if ended and (width or len(a) > NARROWEST_WRAP):
        return "\n\n"
    return "\n\n" if len(a) > WIDEST_WRAP and len(b) > WIDEST_WRAP else "\n"


def is_no_single_line(text: str) -> bool:
    """Probe of `one_line`: a line break, or space at an end."""
    return "\n" in text or text.strip() != text


def one_line(text: str) -> list[Edit]:
    r"""A headline on one line, without space around it.

    Source: IPTC ninjs, `headline`: one string of plain text; a format's line breaks in it are layout.

    >>> from pipeline.story.clean.ledger import edited
    >>> edited("Storm\n hits coast\n\n", one_line("Storm\n hits coast\n\n"))
    'Storm hits coast'
    """
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= end:
        return [Edit(0, len(text))] if text else []
    edits = [Edit(0, start)] if start else []
    if text.find("\n", start, end) >= 0:
        edits += [Edit(m.start(), m.end(), " ") for m in _BREAK.finditer(text, start, end)]
    if end < len(text):
        edits.append(Edit(end, len(text)))
    return edits
