"""For intake: cuts a stream into transmissions, with the same eyes as `parse`."""

from __future__ import annotations

import re

from pipeline.story.parse.framing import format_of_frames, messages_of

_BLANK = b"\xef\xbb\xbf \t\r\n"


def split(value: bytes) -> list[bytes]:
    """One transmission each, in order and unchanged: joined, they are `value`. Never empty, never raises.

    Streams of IPTC 7901 and ANPA 1312 messages and JSON lines are cut; every other format is one piece.
    """
    framed = format_of_frames(value)
    if framed is not None:
        return messages_of(value, framed)
    return _lines(value)


def _lines(value: bytes) -> list[bytes]:
    """JSON lines: two or more lines, each an object by its braces. Blank lines stay with a line beside them."""
    pieces: list[bytes] = []
    waiting = b""
    for match in re.finditer(rb"[^\n]*\n|[^\n]+", value):
        waiting += match[0]
        bare = waiting.strip(_BLANK)
        if not bare:
            continue
        if not (bare.startswith(b"{") and bare.endswith(b"}")):
            return [value]
        pieces.append(waiting)
        waiting = b""
    if not pieces:
        return [value]
    pieces[-1] += waiting
    return pieces
