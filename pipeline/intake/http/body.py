"""Reads the body of a post within bounds of size, time and memory.

Memory is bounded for all posts together: bytes are reserved before they are read and given back when Kafka has
confirmed or refused them, also when the sender has long been answered.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.requests import Request

from pipeline.intake.http.refused import RefusedError
from pipeline.metrics import WAITING_BYTES


@dataclass
class Room:
    """How many bytes may be waiting; used from one event loop only."""

    limit: int
    taken: int = 0

    def take(self, count: int) -> None:
        """Reserve bytes. Raises RefusedError (429) where they don't fit."""
        if self.taken + count > self.limit:
            raise RefusedError("busy", f"{self.taken} bytes wait for Kafka, and {self.limit} may")
        self._change(count)

    def give(self, count: int) -> None:
        """Give reserved bytes back."""
        self._change(-count)

    def _change(self, count: int) -> None:
        self.taken += count
        WAITING_BYTES.set(self.taken)


async def body_of(request: Request, room: Room, most: int, seconds: float) -> bytes:
    """The whole body; its length is reserved in `room`, and the caller gives it back.

    Raises RefusedError (400, 408, 413, 429), with nothing reserved; starlette's ClientDisconnect where the sender left.
    """
    _must_not_announce_more(request, most)
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                if size + len(chunk) > most:
                    raise RefusedError("too-large", f"more than {most} bytes")
                room.take(len(chunk))
                size += len(chunk)
                chunks.append(chunk)
        if not size:
            raise RefusedError("empty", "the body is empty")
    except TimeoutError:
        room.give(size)
        raise RefusedError("slow", f"{size} bytes came in {seconds:g} s, and not all") from None
    except BaseException:
        room.give(size)
        raise
    return b"".join(chunks)


def _must_not_announce_more(request: Request, most: int) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise RefusedError("too-large", f"{announced} bytes, and {most} are the limit")
