"""How an original begins, for a person: its text, or hexadecimal where it is none. Pure."""

from __future__ import annotations

import unicodedata

from pipeline.story.parse.charset import decoded
from pipeline.story.parse.detect import binary_fault, is_text

LINE = 16
"""Bytes in a line of hexadecimal."""
LONGEST_LINE = 300
_LOOKED_AT = 64 * 1024
"""Bytes that are decoded: more are not shown."""


def head_lines(value: bytes, most: int) -> list[str]:
    r"""At most `most` lines.

    >>> head_lines("موسكو\nسلام".encode("cp1256"), 1)
    ['موسكو']
    >>> head_lines(bytes(range(18)), 5)[1]
    '00000010  10 11                                            |..|'
    """
    text = decoded(value[:_LOOKED_AT], None).text
    if value and is_text(text) and "\0" not in text and binary_fault(value) is None:
        return [_visible(line)[:LONGEST_LINE] for line in text.splitlines()][:most]
    return [_hex(value, start) for start in range(0, len(value), LINE)][:most]


def _hex(value: bytes, start: int) -> str:
    piece = value[start : start + LINE]
    shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in piece)
    return f"{start:08x}  {piece.hex(' '):<47}  |{shown}|"


def _visible(line: str) -> str:
    """A line without characters that would act on the terminal."""
    return "".join(c if unicodedata.category(c)[0] != "C" or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line)
