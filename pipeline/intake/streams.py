"""Standard input as transmissions: a stream of wire messages or JSON lines is cut while it still comes.

Where it is cut depends on what it says and never on how it trickles in: the same stream gives the same transmissions.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.story.parse.fault import head_of
from pipeline.story.parse.framing import format_of_frames
from pipeline.story.parse.split import split
from pipeline.topics import MAX_TRANSMISSION_BYTES

_AT_ONCE = 65_536


def transmissions_of(stream: BinaryIO) -> Iterator[bytes]:
    """Each transmission of a stream, in order and unchanged; one is handed out when the next begins, or at the end.

    What can't be cut is one transmission. Raises OSError (EFBIG), with its head, where that is more than Kafka takes.
    """
    waiting = b""
    while chunk := stream.read1(_AT_ONCE):  # type: ignore[attr-defined]  # BinaryIO lacks what buffered readers have
        waiting += chunk
        complete, waiting = _cut(waiting)
        yield from complete
        if len(waiting) > MAX_TRANSMISSION_BYTES:
            head = head_of(waiting, 200)
            raise OSError(errno.EFBIG, f"more than {MAX_TRANSMISSION_BYTES} bytes without a cut; it begins: {head}")
    if waiting:
        yield from split(waiting)


def _cut(waiting: bytes) -> tuple[list[bytes], bytes]:
    """What is complete, and what may still go on."""
    if format_of_frames(waiting):
        *complete, last = split(waiting)
        return complete, last
    if waiting.lstrip().startswith(b"{"):
        end = waiting.rfind(b"\n") + 1
        lines = split(waiting[:end])
        if len(lines) > 1:
            return lines[:-1], lines[-1] + waiting[end:]
    return [], waiting
