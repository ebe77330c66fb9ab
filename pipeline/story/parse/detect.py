"""Which format bytes are in, from their content alone: names and endings of files lie.

The order goes from the unmistakable (magic numbers, frames, a root element) to plain text, which anything readable is.
"""

from __future__ import annotations

import re

from pipeline.story.parse.fault import Fault, head_of
from pipeline.story.parse.newsmlg2 import ROOTS as G2_ROOTS

_MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive (or an office document)"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ", "xz-compressed"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"RIFF", "a RIFF file (sound or video)"),
    (b"ID3", "an MP3 file"),
    (b"\x7fELF", "a program"),
)
_CONTROL = bytes({*range(0x20)} - {*b"\x01\x02\x03\x04\b\t\n\v\f\r\x10\x11\x12\x13\x14\x15\x16\x1b\x1f"})
"""Control characters that are neither white space, nor escape, nor frame or typographic bytes of 7901 and ANPA."""
_JSON_START = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_XML_START = re.compile(r"\s*<(?:\?xml|!DOCTYPE|!--|[A-Za-z_][\w.:-]*[\s/>])")
_ROOTS = {"NewsML": "newsml12", "newsml": "newsml12", "nitf": "nitf"}


def binary_fault(value: bytes) -> Fault | None:
    """The fault of a file that is no text, by its magic number."""
    for magic, what in _MAGIC:
        if value.startswith(magic):
            return Fault("unknown-format", f"{what}, not a story: {head_of(value, 16)}")
    return None


def is_text(text: str) -> bool:
    """Whether decoded bytes are text: at most one control character in twenty, as damaged text has some."""
    sample = text[:65536]
    ascii_only = sample.encode("ascii", "ignore")
    wrong = len(ascii_only) - len(ascii_only.translate(None, _CONTROL)) + sample.count("\N{REPLACEMENT CHARACTER}")
    return wrong * 20 <= len(sample) or wrong <= 8


def shape_of(text: str) -> str:
    """`xml`, `json` or `plain`, by how the text begins."""
    text = text[:400]
    if _XML_START.match(text):
        return "xml"
    return "json" if _JSON_START.match(text) else "plain"


def format_of_root(tag: str) -> str | Fault:
    """The XML format whose root element has the local name `tag`."""
    if tag in G2_ROOTS:
        return "newsmlg2"
    known = ", ".join([*_ROOTS, *sorted(G2_ROOTS)])
    return _ROOTS.get(tag) or Fault("unknown-format", f"XML with the root <{tag[:60]}>; tried the roots {known}")
