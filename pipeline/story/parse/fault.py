"""Why bytes are no story, before it is known whose story it would be."""

from __future__ import annotations

from msgspec import Struct

from pipeline.story.model import RawStory, Reason, Rejected


class Fault(Struct, frozen=True):
    """A reason of the closed list, and one sentence for a person."""

    reason: Reason
    detail: str

    def rejected(self, raw: RawStory, uri: str | None = None) -> Rejected:
        """The rejection of one story of `raw`; `parse` adds which part of the transmission it was."""
        return Rejected(
            reason=self.reason, stage="parse", detail=self.detail, feed=raw.headers.feed, uri=uri or raw.headers.uri
        )


def head_of(value: bytes, length: int = 120) -> str:
    r"""The first `length` bytes for a rejection's detail, as ASCII: what is not printable is escaped.

    >>> head_of(b"caf\xc3\xa9\x00 au lait", 6)
    'caf\\xc3\\xa9\\x00'
    """
    return ascii(value[:length].decode("latin-1"))[1:-1]
