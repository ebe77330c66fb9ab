"""Which charset bytes are in: what is declared is heard first, then the bytes are judged.

Why not believe the declaration: feeds declare ISO-8859-1 and send UTF-8, or write cp1252 quotes in "latin-1", or cp1256
Arabic in anything. Why judging is safe: text in a legacy charset is practically never valid UTF-8 by accident (each
accented letter would have to be followed by just the right continuation byte).
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from pipeline.story.model import Charset

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_LATIN = frozenset({"iso8859-1", "iso8859-15", "cp1252", "ascii"})
_NAMES = {"iso8859-1": "latin-1"}
_HIGH_BY_LATIN = re.compile(rb"(?<=[A-Za-z])[\xc0-\xff]|[\xc0-\xff](?=[A-Za-z])")
_COMMON_LETTERS = {"cp1256": "اليمنورتبةعد", "iso8859-6": "اليمنورتبةعد", "cp1251": "оеаинтсрвлкм"}
_HIGH = bytes(range(0x80, 0x100))
_HIGH_LETTERS = bytes(range(0xC0, 0x100))
_COMMON = {name: letters.encode(name) for name, letters in _COMMON_LETTERS.items()}
_LETTERS = {
    name: bytes(
        b for b in _HIGH if (c := bytes([b]).decode(name, "replace")).isalpha() or c == "\N{REPLACEMENT CHARACTER}"
    )
    for name in _COMMON_LETTERS
}
_JUDGED = 16 * 1024
"""Bytes that statistics look at: more would not change the answer."""


class Decoded(Struct, frozen=True, kw_only=True):
    """Text, how it was read, and the quality flags that reading it earned."""

    text: str
    charset: Charset
    flags: tuple[str, ...] = ()


def decoded(value: bytes, declared: str | None = None) -> Decoded:
    """`value` as text; never fails. `declared` is the transport's claim; an XML declaration is found here."""
    for mark, name in _BOMS:
        if value.startswith(mark):
            return _read(value[len(mark) :], name, "byte order mark", None)
    in_xml = _XML_DECLARED.match(value[:400])
    claim = _known(in_xml[1].decode("ascii") if in_xml else None) or _known(declared)
    without_mark = _utf16_without_mark(value)
    if without_mark:
        return _read(value, without_mark, "every other byte is the high half of a UTF-16 letter", claim)
    if value.isascii():
        return _read(value, "utf-8", "plain ASCII", None)
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(value, claim)
    return Decoded(text=text, charset=_charset("utf-8", "valid UTF-8", claim), flags=_contradicted("utf-8", claim))


def _legacy(value: bytes, claim: str | None) -> Decoded:
    """Bytes that are not UTF-8: the claim, unless the letters speak against it."""
    sample = value[:_JUDGED]
    if claim in (None, "utf-8") and _mostly_utf8(sample):
        return _read(value, "utf-8", "UTF-8 with damaged bytes", claim)
    if claim is not None and claim not in _LATIN and claim != "utf-8":
        try:
            text = value.decode(claim)
        except (UnicodeDecodeError, LookupError):
            pass
        else:
            return Decoded(text=text, charset=Charset(name=_NAMES.get(claim, claim), reason="as declared"))
    if _stands_alone(sample):
        script = max(_COMMON_LETTERS, key=lambda name: _common_share(sample, name))
        if _common_share(sample, script) >= 0.5:
            return _read(value, script, "high bytes form whole words of its most frequent letters", claim)
    if re.search(rb"[\x80-\x9f]", value):
        return _read(value, "cp1252", "accents inside Latin words, and bytes 80–9F as its quotes and dashes", claim)
    name = claim if claim in _LATIN and claim != "ascii" else "iso8859-1"
    return _read(value, name, "accents inside Latin words, no byte 80–9F", claim)


def _read(value: bytes, name: str, reason: str, claim: str | None) -> Decoded:
    text = value.decode(name, "replace")
    damaged = ("charset-damaged",) if "\N{REPLACEMENT CHARACTER}" in text else ()
    return Decoded(text=text, charset=_charset(name, reason, claim), flags=(*_contradicted(name, claim), *damaged))


def _charset(name: str, reason: str, claim: str | None) -> Charset:
    if claim == name:
        reason = f"as declared; {reason}"
    elif claim is not None and claim != "ascii":
        reason = f"{_NAMES.get(claim, claim)} is declared, but: {reason}"
    return Charset(name=_NAMES.get(name, name), reason=reason)


def _contradicted(name: str, claim: str | None) -> tuple[str, ...]:
    """ASCII and latin-1 claims about bytes that cp1252 extends are contradicted too: 0x93 is no quote in latin-1."""
    return ("charset-contradicted",) if claim is not None and claim not in (name, "ascii") else ()


def _known(name: str | None) -> str | None:
    """Python's name of a declared charset that it can decode text with, else null."""
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    try:
        "a".encode(codec.name)
    except (LookupError, ValueError):  # rot13, hex …: no text encodings
        return None
    return codec.name


def _utf16_without_mark(value: bytes) -> str | None:
    """UTF-16 LE or BE: nearly every high half is 00 (Latin, spaces) or 06 (Arabic), and hardly any low half is 00.

    One in ten of the high halves may be of another block (dashes, quotes: 20).
    """
    sample = value[:4096]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    for high, low, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        usual = high.count(b"\0") + high.count(b"\x06")
        if usual >= 0.85 * len(high) and high.count(b"\0") and low.count(b"\0") <= 0.05 * len(low):
            return name
    return None


def _mostly_utf8(sample: bytes) -> bool:
    """A few damaged bytes in UTF-8 text: at most one error in twenty letters beyond ASCII."""
    text = sample.decode("utf-8", "replace")
    wrong = text.count("\N{REPLACEMENT CHARACTER}")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii - wrong >= 19 * wrong or (wrong <= 2 and beyond_ascii - wrong >= 2 * wrong)


def _stands_alone(sample: bytes) -> bool:
    """High bytes stand in words of their own (Arabic, Cyrillic), not inside words of Latin letters (é in `été`)."""
    high = _count(sample, _HIGH_LETTERS)
    return high >= 4 and len(_HIGH_BY_LATIN.findall(sample)) <= 0.2 * high


def _common_share(sample: bytes, name: str) -> float:
    """Share of the script's twelve most frequent letters among the letters beyond ASCII (Arabic, Russian: 0.6–0.8)."""
    letters = _count(sample, _LETTERS[name])
    return _count(sample, _COMMON[name]) / letters if letters else 0.0


def _count(sample: bytes, wanted: bytes) -> int:
    return len(sample) - len(sample.translate(None, wanted))
