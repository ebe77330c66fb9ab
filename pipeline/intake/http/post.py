"""What the head of a post says of its story: feed, format, charset, and identity where the sender gives one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgspec.structs import replace
from starlette.requests import Request

from pipeline.intake.files import raw_from_bytes
from pipeline.intake.http.refused import RefusedError
from pipeline.settings import FEED_NAME
from pipeline.story.model import RawStory
from pipeline.story.parse import FORMATS
from pipeline.story.parse.naming import MAX_URI_BYTES

FORMAT_CHOICES = ("auto", *FORMATS)
MAX_VERSION = 253_402_127_999_999
"""The end of the year 9999, in milliseconds since the epoch."""
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_WORD = re.compile(r"[!-~]+")
_PARAMETERS = {"format", "uri", "version"}


@dataclass(frozen=True)
class Post:
    """The head of a post that may be taken."""

    feed: str
    form: str
    charset: str | None
    uri: str | None
    version: int | None

    def raw(self, body: bytes) -> RawStory:
        """The transmission, received now."""
        raw = raw_from_bytes(body, self.feed, self.form, self.charset)
        stated = {name: fact for name in ("uri", "version") if (fact := getattr(self, name)) is not None}
        return replace(raw, headers=replace(raw.headers, **stated)) if stated else raw


def post_of(request: Request, feed: str) -> Post:
    """The head of a post. Raises RefusedError (400, 415).

    The content type is evidence of the charset and no more: what the bytes are is judged from the bytes.
    """
    content_type = request.headers.get("content-type", "")
    if content_type.lower().startswith("multipart/"):
        raise RefusedError("wrapped", "a form; post the story's bytes as the body (curl: --data-binary @FILE)")
    if request.headers.get("content-encoding", "identity").lower() not in {"identity", ""}:
        raise RefusedError("wrapped", "the body is compressed; post it as it is")
    if not re.fullmatch(FEED_NAME, feed):
        raise RefusedError("wrong-use", f"{feed[:60]!r} is no name of a feed: a-z, 0-9 and . _ -")
    unknown = sorted(set(request.query_params) - _PARAMETERS)
    if unknown:
        known = ", ".join(sorted(_PARAMETERS))
        raise RefusedError("wrong-use", f"parameter {unknown[0][:60]!r} is not known; known: {known}")
    form = request.query_params.get("format", "auto")
    if form not in FORMAT_CHOICES:
        raise RefusedError("wrong-use", f"format {form[:60]!r} is not known; known: {', '.join(FORMAT_CHOICES)}")
    charset = _CHARSET.search(content_type)
    return Post(feed, form, charset[1] if charset else None, _uri(request), _version(request))


def _uri(request: Request) -> str | None:
    uri = request.query_params.get("uri")
    if uri is not None and (not _WORD.fullmatch(uri) or len(uri) > MAX_URI_BYTES):
        raise RefusedError("wrong-use", f"uri must be 1 to {MAX_URI_BYTES} printable ASCII characters without a blank")
    return uri


def _version(request: Request) -> int | None:
    version = request.query_params.get("version")
    if version is None:
        return None
    if not (version.isascii() and version.isdigit()) or len(version) > 15 or int(version) > MAX_VERSION:
        raise RefusedError("wrong-use", "version must be milliseconds since the epoch")
    return int(version)
