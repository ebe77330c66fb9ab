"""Bytes to parsed stories: finds the format and the charset, then hands over to that format's parser.

    size ─► magic numbers ─► frames (7901, ANPA) ─► charset ─► XML by its root │ JSON │ plain text

Frames come before the charset because their bytes are the same in all of them and each message is judged by itself.
"""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.story.model import ParsedStory, RawStory, Rejected
from pipeline.story.parse.anpa1312 import story_from_anpa1312
from pipeline.story.parse.charset import Decoded, decoded
from pipeline.story.parse.detect import binary_fault, format_of_root, is_text, shape_of
from pipeline.story.parse.fault import Fault, head_of
from pipeline.story.parse.framing import format_of_frames, messages_of
from pipeline.story.parse.iptc7901 import story_from_iptc7901
from pipeline.story.parse.newsml12 import stories_from_newsml12
from pipeline.story.parse.newsmlg2 import stories_from_newsmlg2
from pipeline.story.parse.ninjs import MAX_STORIES, stories_from_ninjs
from pipeline.story.parse.nitf import story_from_nitf
from pipeline.story.parse.plain import story_from_plain
from pipeline.story.parse.xml import markup_of

FORMATS = ("plain", "newsml12", "newsmlg2", "nitf", "ninjs", "iptc7901", "anpa1312")
"""Names of the formats that are read, as `headers.format` may state them and `Story.format` says them."""

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of a transmission. A day's longest story is some 100 KB; what is larger is no story, and would cost memory."""


def parse(raw: RawStory) -> list[ParsedStory | Rejected]:
    """Every story of the transmission, in its order, or the reason why it is none; never empty, never raises."""
    results = [_with_text(raw, one) for one in _read(raw)]
    if len(results) == 1:
        return results
    return [replace(one, part=n) if isinstance(one, Rejected) else one for n, one in enumerate(results)]


def _read(raw: RawStory) -> list[ParsedStory | Rejected]:
    value, stated = raw.value, raw.headers.format
    if len(value) > MAX_BYTES:
        detail = f"{len(value)} bytes, and {MAX_BYTES} are the limit; it begins: {head_of(value)}"
        return [Fault("too-large", detail).rejected(raw)]
    if stated not in FORMATS and stated != "auto":
        return [
            Fault("unknown-format", f"format {stated[:40]!r} is stated; known are {', '.join(FORMATS)}").rejected(raw)
        ]
    binary = binary_fault(value)
    if binary:
        return [binary.rejected(raw)]
    framed = stated if stated in {"iptc7901", "anpa1312"} else format_of_frames(value) if stated != "plain" else None
    if framed:
        return _read_frames(raw, framed)
    text = decoded(value, raw.headers.charset)
    if not is_text(text.text):
        tried = "no text in UTF-8, UTF-16, cp1252 or cp1256, and no file type that is known"
        return [Fault("unknown-format", f"{tried}: {head_of(value, 40)}").rejected(raw)]
    return _read_text(raw, text, "plain" if stated == "plain" else shape_of(text.text))


def _read_frames(raw: RawStory, framed: str) -> list[ParsedStory | Rejected]:
    pieces = messages_of(raw.value, framed)
    if len(pieces) > MAX_STORIES:
        return [Fault("too-large", f"{len(pieces)} messages in one transmission").rejected(raw)]
    read = story_from_anpa1312 if framed == "anpa1312" else story_from_iptc7901
    results: list[ParsedStory | Rejected] = []
    for piece in pieces:
        text = decoded(piece, raw.headers.charset)
        if is_text(text.text):
            results.append(read(raw, piece, text, len(pieces) == 1))
        else:
            results.append(Fault("unknown-format", f"a frame around no text: {head_of(piece, 40)}").rejected(raw))
    return results


def _read_text(raw: RawStory, text: Decoded, shape: str) -> list[ParsedStory | Rejected]:
    if shape == "json":
        return stories_from_ninjs(raw, text)
    if shape == "xml":
        return _read_xml(raw, text)
    if raw.headers.format not in {"auto", "plain"}:
        fault = Fault("unknown-format", f"{raw.headers.format} is stated, but it is neither XML nor JSON: ")
        return [replace(fault, detail=fault.detail + head_of(raw.value)).rejected(raw)]
    return [story_from_plain(raw, text)]


def _read_xml(raw: RawStory, text: Decoded) -> list[ParsedStory | Rejected]:
    markup = markup_of(text.text)
    if isinstance(markup, Fault):
        return [markup.rejected(raw)]
    found = format_of_root(str(markup.root.tag))
    if isinstance(found, Fault):
        return [found.rejected(raw)]
    if found == "newsml12":
        return stories_from_newsml12(raw, markup, text)
    if found == "newsmlg2":
        return stories_from_newsmlg2(raw, markup, text)
    return [story_from_nitf(raw, markup, text)]


def _with_text(raw: RawStory, one: ParsedStory | Rejected) -> ParsedStory | Rejected:
    """A story without a letter or digit is rejected; a cancel needs none: it takes a story back by its uri alone."""
    if isinstance(one, Rejected) or one.pubstatus == "canceled":
        return one
    if any(c.isalnum() for c in one.headline or "") or any(c.isalnum() for c in one.body):
        return one
    return Fault("no-text", f"no letter and no digit in headline and body ({one.format})").rejected(raw, one.uri)
