"""The guard: no repair may lose or invent a letter or a digit.

Each edit is checked before it is applied. A rule that has no business with letters must keep the sequence of letters
and digits; one that restores letters must show that what it wrote is another encoding of what stood there; what moves
to a field is listed; what is deleted as a repeat must stand right before it. So raw = clean + fields + listed removals
holds by construction, and `replays` proves for the whole story that nothing changed beyond the listed fixes.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

from pipeline.story.clean.ledger import Edit, replayed
from pipeline.story.model import Fix, TextField

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_\u0640]+")
"""The tatweel (U+0640) is a letter to Unicode, and a stroke to whoever reads Arabic."""


def letters(text: str) -> str:
    """The letters and digits of a text, in order.

    >>> letters("«a», 1!")
    'a1'
    """
    if not text or text.isspace():  # most edits are about space
        return ""
    return _NEITHER_LETTER_NOR_DIGIT.sub("", text)


def keeps_letters(text: str, edit: Edit) -> bool:
    """What was replaced and what replaces it have the same letters and digits."""
    before = text[edit.start : edit.end]
    return letters(before) == letters(edit.after)


def same_characters(text: str, edit: Edit) -> bool:
    """Both are compatible forms of one text: composed, decomposed, presented."""
    before = text[edit.start : edit.end]
    return unicodedata.normalize("NFKD", before) == unicodedata.normalize("NFKD", edit.after)


def same_reference(text: str, edit: Edit) -> bool:
    """An HTML reference, escaped any number of times, and the character that it names."""
    written = text[edit.start : edit.end]
    while (plain := html.unescape(written)) != written:
        written = plain
    return written == html.unescape(edit.after) or edit.after == "\N{REPLACEMENT CHARACTER}"


def same_bytes(text: str, edit: Edit) -> bool:
    """A C1 control and the Windows-1252 character of the same byte."""
    before = text[edit.start : edit.end]
    return before.encode("latin-1", "ignore") == edit.after.encode("cp1252", "ignore")


def is_repeat(text: str, edit: Edit) -> bool:
    """What goes is, letter by letter, what stands right before it."""
    length = edit.end - edit.start
    gone = letters(text[edit.start : edit.end])
    return not edit.after and letters(text[max(edit.start - length, 0) : edit.start]).endswith(gone)


def moves(text: str, edit: Edit) -> bool:
    """The text goes to a named field, whole."""
    return edit.moved_to is not None and not edit.after and bool(text[edit.start : edit.end])


Check = Callable[[str, Edit], bool]


def replays(raw: str, fixes: list[Fix], clean: str, field: TextField) -> bool:
    """The listed fixes lead from the raw (without lone surrogates) to the clean text: nothing else was done."""
    return replayed(raw, fixes, field) == clean
