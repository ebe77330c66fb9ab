"""Mojibake: text whose bytes were read in the wrong charset, put right stretch by stretch.

Repaired: UTF-8 read as Windows-1252 or ISO 8859-1 (`Ã©`, `Ø¨Ùˆ`), UTF-8 read as Windows-1256 (`ط¨ظˆ`, which ftfy
doesn't know), Windows-1256 read as Windows-1252 (`ÇáÓáÇã`), each of them twice over; what else ftfy knows, line by
line. A stretch is repaired only when its characters, taken back to bytes, are what UTF-8 would have been; the guard
checks just that.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

import ftfy
from ftfy.badness import is_bad

from pipeline.story.clean.ledger import Edit


def _letters_of(charset: str, first: int, last: int) -> str:
    """The characters that a charset shows for the bytes `first … last`, for a character class.

    Bytes that the charset leaves open are shown as C1 controls, as browsers and ftfy's sloppy codecs do.
    """
    return "".join(re.escape(bytes([b]).decode(f"sloppy-windows-{charset}")) for b in range(first, last + 1))


def _latin1_tail() -> str:
    return r"\x80-\xbf" + _letters_of("1252", 0x80, 0x9F)


_TAIL = _latin1_tail()
HIGH = rf"[{_TAIL}À-ÿ]"
"""Class of what Windows-1252 or ISO 8859-1 shows for a byte that isn't ASCII."""
_LATIN = re.compile(rf"(?:[Â-ß][{_TAIL}]|[à-ï][{_TAIL}][{_TAIL}]|[ð-ô][{_TAIL}][{_TAIL}][{_TAIL}])+")
CP1252_PAIR = re.compile(rf"[Â-ô](?:(?<=[Â-ß])|[{_TAIL}])[{_TAIL}]")
"""Probe of `utf8_as_cp1252`: the first of its characters with what must follow. An accent alone is no sign."""
_ARABIC_TAIL = _letters_of("1256", 0x80, 0xBF)
_ARABIC_LEAD = "آأطظعغ"
_ARABIC = re.compile(rf"(?:[{_ARABIC_LEAD}][{_ARABIC_TAIL}]|â€[{_ARABIC_TAIL}])+")
CP1256_PAIR = re.compile(rf"[{_ARABIC_LEAD}â][€{_ARABIC_TAIL}]")
"""Probe of `utf8_as_cp1256`: one of its Arabic letters with what must follow."""
_NEVER_ARABIC = re.compile(r"[€‚ƒ„†‡ˆ‰‹Œ•™œ¢£¤¥¦§¨©¬®¯°±²³´µ¶·¸¹¼½¾]")
_FOREIGN_PAIRS = re.compile(r"(?:[آأطظعغ][پٹچژڈڑںھکگ\u200c\u200d€‚ƒ„†‡ˆ‰‹Œ•™œ¢-©¬\xad®-¹¼-¾]){2,}")
_IN_LATIN = re.compile(
    r"(?<=[A-Za-zÀ-ɏ])أ.|أ.(?=[a-z])|(?<![ء-ي])آ[«»\xa0°·]|(?<![ء-ي])آ[؟،](?=[A-Za-zÀ-ɏ])|(?<![ء-ي])(?<![ء-ي] )أ\xa0"
)
SPOILT = 3
"""Certain stretches in a text, after which every stretch of a line that has one of them is taken for UTF-8."""
_QUOTES = frozenset("«»‘’“”‚„‹›…–—\xa0")
_PLAUSIBLE = re.compile(
    r"[\x80-\u024f\u02c6\u02dc\u0370-\u03ff\u0400-\u052f\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u0655\u0660-\u0669\u0670\u0671"
    r"\u067e\u0686\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c0-\u06c3\u06cc\u06d2-\u06d5\u06f0-\u06f9\u0679\u0688\u0695\u06b5"
    r"\u06c6\u06ce\u0900-\u0dff\u0e00-\u0e7f\u1e00-\u1eff"
    r"\u200b-\u200f\u2010-\u2027\u202a-\u2030\u2032\u2033\u2039\u203a\u2044\u2066-\u2069\u20a0-\u20bf\u2116\u2122\u2190-\u21ff"
    r"\u2200-\u22ff\u2500-\u27bf\u2b50\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\ufb50-\ufdff\ufe70-\ufeff\uff00-\uffee"
    r"\U0001f000-\U0001faff]+"
)
_HIGH_WORD = re.compile(r"[\x80-\xffŒœŠšŽžŸƒ‚„†‡ˆ‰‹›€]*[À-ÿ][\x80-\xffŒœŠšŽžŸƒ‚„†‡ˆ‰‹›€]*")
ACCENTS = re.compile(r"[\x80-\xffŒœŠšŽžŸƒ‚„†‡ˆ‰‹›€]" * 3)
"""Probe of `cp1256_as_cp1252`: three accented letters in a row."""
_LATIN_WORD = re.compile(r"[A-Za-z]")
_BAD_LINE = re.compile(r"(?m)^[^\n√├┬╨╤РСĂĹ]*[√├┬╨╤РСĂĹ][^\n]*")


def utf8_as_cp1252(text: str) -> list[Edit]:
    """UTF-8 that was read as Windows-1252 or ISO 8859-1.

    Source: RFC 3629, section 4, has the bytes that UTF-8 may be made of; the WHATWG Encoding Standard, "Names and
    labels", reads ISO 8859-1 as Windows-1252. Of the 100,000 most frequent words of each of the six languages none
    has such a pair.

    Left alone: a capital with a tilde or circumflex before a closing quotation mark (`“IRMÔ, `«MAÇû`), and anything
    whose bytes are no UTF-8 or give a character that no story uses.

    >>> from pipeline.story.clean.ledger import edited
    >>> edited("SÃ£o Paulo, Ø¨Ùˆ", utf8_as_cp1252("SÃ£o Paulo, Ø¨Ùˆ"))
    'São Paulo, بو'
    >>> utf8_as_cp1252("Ele disse “IRMÔ e saiu")
    []
    """
    edits = []
    for m in _LATIN.finditer(text):
        after = _as_utf8(m[0], "1252")
        if after is None or _PLAUSIBLE.fullmatch(after) is None:
            continue
        if (
            len(m[0]) == 2
            and m[0][1] == "\xad"
            and m[0][0] in "ÀÁÄÅÆÇÈÉÍÓÖÚÜ"
            and text[m.end() : m.end() + 1].islower()
        ):
            continue  # a soft hyphen behind a capital
        closes = len(m[0]) == 2 and m[0][1] in _QUOTES
        if closes and text[m.start() - 1 : m.start()].isupper() and not text[m.end() : m.end() + 1].isalpha():
            continue
        edits.append(Edit(m.start(), m.end(), after))
    return edits


def utf8_as_cp1256(text: str) -> list[Edit]:
    """UTF-8 that was read as Windows-1256: pairs that begin with ط or ظ.

    Source: the WHATWG Encoding Standard's index of windows-1256, in which the bytes of Arabic's UTF-8 are these
    letters. Of the 100,000 most frequent Arabic words one has such a pair.

    Left alone: a single pair that Arabic can write (`وسط،`, `«فقط»`), unless the text is spoilt and so is the
    line: one of three stretches that Arabic can't write stands in it.

    >>> from pipeline.story.clean.ledger import edited
    >>> edited("ط¨ظˆطھظٹظ†", utf8_as_cp1256("ط¨ظˆطھظٹظ†"))
    'بوتين'
    >>> utf8_as_cp1256("في الوسط، «فقط» ثم حفظ…")
    []
    """
    stretches = [
        (m, after, _is_certain(text, m))
        for m in _ARABIC.finditer(text)
        if (after := _as_utf8(m[0], "1256")) is not None and _PLAUSIBLE.fullmatch(after)
    ]
    certain = [m.start() for m, _, sure in stretches if sure]
    ends = [m.start() for m in re.finditer("\n", text)] if len(certain) >= SPOILT else []
    spoilt = {bisect(ends, at) for at in certain}
    return [
        Edit(m.start(), m.end(), after)
        for m, after, sure in stretches
        if sure or (len(certain) >= SPOILT and bisect(ends, m.start()) in spoilt)
    ]


def _is_certain(text: str, stretch: re.Match[str]) -> bool:
    """Whether the stretch has a sign that stands in no Arabic word, or stands in a Latin one."""
    return bool(
        _NEVER_ARABIC.search(stretch[0])
        or _FOREIGN_PAIRS.fullmatch(stretch[0])
        or _IN_LATIN.match(text, stretch.start())
    )


def cp1256_as_cp1252(text: str) -> list[Edit]:
    """Windows-1256 that was read as Windows-1252: words of accented letters only.

    Source: the WHATWG Encoding Standard's indexes of windows-1256 and windows-1252. Of the 600,000 most frequent
    words of the six languages four have three accented letters in a row, none of them in earnest (`trèèès`).

    Left alone: a text in which such words are not the rule (four in five, at least three), so accented capitals in a
    Latin text never count.

    >>> from pipeline.story.clean.ledger import edited
    >>> edited("ÇáÓáÇã Úáíßã íÇ ÚÇáã", cp1256_as_cp1252("ÇáÓáÇã Úáíßã íÇ ÚÇáã"))
    'السلام عليكم يا عالم'
    >>> cp1256_as_cp1252("À ÉVRY: L'ÉTÉ")
    []
    """
    words = list(_HIGH_WORD.finditer(text))
    long = sum(len(m[0]) > 2 for m in words)
    if long < 3 or len(words) < 4 * sum(_LATIN_WORD.search(word) is not None for word in text.split()):
        return []
    edits = []
    for m in words:
        after = _reread(m[0])
        if after is not None and after != m[0]:
            edits.append(Edit(m.start(), m.end(), after))
    return edits


def other_charsets(text: str) -> list[Edit]:
    """Lines that ftfy recognises as UTF-8 read in a charset of its own list (Mac Roman, Windows-1251, cp437 …).

    Source: ftfy 6, `ftfy.badness`, which lists the sequences that no language writes.

    >>> from pipeline.story.clean.ledger import edited
    >>> edited("Le prĂ©sident a parlĂ©", other_charsets("Le prĂ©sident a parlĂ©"))
    'Le président a parlé'
    """
    edits = []
    for m in _BAD_LINE.finditer(text):
        if is_bad(m[0]) and (after := ftfy.fix_encoding(m[0])) != m[0]:
            edits += list(_differing_words(m[0], after, m.start()))
    return edits


def _differing_words(before: str, after: str, offset: int) -> Iterator[Edit]:
    """Edits for the words that differ, when both have the same words; else one for the whole line."""
    old = list(re.finditer(r"[^ ]+", before))
    new = re.findall(r"[^ ]+", after)
    if len(old) != len(new):
        yield Edit(offset, offset + len(before), after)
        return
    for m, word in zip(old, new, strict=True):
        if m[0] != word:
            yield Edit(offset + m.start(), offset + m.end(), word)


def same_bytes(text: str, edit: Edit) -> bool:
    """What stood there, in some charset, has the bytes of what is written in UTF-8 (or Windows-1256): for the guard."""
    before = text[edit.start : edit.end]
    if _as_bytes(before, "1252") == _as_bytes(edit.after, "1256"):
        return True
    wanted = edit.after.encode("utf-8", "replace")
    if _as_bytes(before, "1252") == wanted or _as_bytes(before, "1256") == wanted:
        return True
    return any(_encoded(before, charset) == wanted for charset in _OTHERS)


_OTHERS = ("sloppy-windows-1250", "sloppy-windows-1251", "sloppy-windows-1253", "sloppy-windows-1254", "iso-8859-2",
           "macroman", "cp437")  # fmt: skip


def _as_utf8(shown: str, charset: str) -> str | None:
    """The text that the bytes behind `shown` are in UTF-8, or null when they are none."""
    value = _as_bytes(shown, charset)
    try:
        return value.decode("utf-8") if value is not None else None
    except UnicodeDecodeError:
        return None


def _reread(word: str) -> str | None:
    value = _as_bytes(word, "1252")
    return value.decode("sloppy-windows-1256") if value is not None else None


def _as_bytes(shown: str, charset: str) -> bytes | None:
    """The bytes that a charset shows as `shown`; C1 controls stand for themselves (ISO 8859-1 shows them so)."""
    try:
        return shown.translate(_BYTES[charset]).encode("latin-1")
    except UnicodeEncodeError:
        return None


def _byte_table(charset: str) -> dict[int, int]:
    """For `str.translate`: each character that a charset has to its byte, Latin-1 characters that it lacks to none."""
    table = {ord(bytes([b]).decode(f"sloppy-windows-{charset}")): b for b in range(0x80, 0x100)}
    return {code: table.get(code, 0x100) for code in range(0xA0, 0x100)} | table


_BYTES = {charset: _byte_table(charset) for charset in ("1252", "1256")}


def _encoded(text: str, charset: str) -> bytes | None:
    try:
        return text.encode(charset)
    except UnicodeEncodeError:
        return None
