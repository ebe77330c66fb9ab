"""Repairs of single characters: what a wire, a charset or a web page did to them.

Letters are never folded here: Arabic and Persian yeh and kaf, hamza, harakat stay as written; folding belongs into keys
for matching. Each function takes a text and returns its edits.
"""

from __future__ import annotations

import html
import re
import unicodedata

from pipeline.story.clean.ledger import Edit

_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CP1252 = re.compile("[\x80-\x9f]")
_CP1252_MARKS = re.compile("[\x91-\x97]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\x81\x8d\x8f\x90\x9d]")
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_JOINED = re.compile(
    f"(?<![{_ARABIC}])\N{ZERO WIDTH NON-JOINER}|\N{ZERO WIDTH NON-JOINER}(?![{_ARABIC}])|"
    f"(?<![{_ARABIC}\N{ZERO WIDTH JOINER}"
    f"\\U0001f000-\\U0001faff\\u2600-\\u27bf\\ufe0f\\u0900-\\u0dff])\N{ZERO WIDTH JOINER}"
)
_INVISIBLE = re.compile(
    "[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{ARABIC LETTER MARK}"
    "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}\ufff9-\ufffb]"
)
_PRESENTATION = re.compile("[\ufb00-\ufb06\ufb50-\ufdc7\ufdf0-\ufdf9\ufe70-\ufefc]+")
_TATWEEL = re.compile("(?<=[\u0621-\u064a\u064b-\u0652])\N{ARABIC TATWEEL}+(?=[\u0621-\u064a\u064b-\u0652])")
_FIXED = "\xa0\N{NARROW NO-BREAK SPACE}"
_NBSP = re.compile(
    rf"(?<![«‹\d\N{{EN DASH}}\N{{EM DASH}}])[{_FIXED}](?![»›:;!?%€$£°\d])|[{_FIXED}](?=\s|\Z)|(?<!\S)[{_FIXED}]"
    "|[\N{OGHAM SPACE MARK}\N{EN QUAD}-\N{HAIR SPACE}\N{MEDIUM MATHEMATICAL SPACE}\N{IDEOGRAPHIC SPACE}]"
)


def newlines(text: str) -> list[Edit]:
    r"""Every line end as `\n`: CR LF, CR, vertical tab, form feed, separators of old wires, NEL, LS, PS.

    Source: The Unicode Standard, section 5.8, Newline Guidelines; UAX #9 has U+001C to U+001E as ends of paragraphs
    (class B).

    Left alone: U+0085 in a text that has Windows-1252's quotation marks or dashes as C1 controls: it is that charset's
    ellipsis, and `cp1252_controls` writes it.

    >>> [edit.after for edit in newlines("a\r\nb\x85c")], newlines("\x93oui\x85\x94")
    (['\n', '\n'], [])
    """
    windows = _CP1252_MARKS.search(text) is not None
    return [Edit(m.start(), m.end(), "\n") for m in _NEWLINE.finditer(text) if not (windows and m[0] == "\x85")]


def entities(text: str) -> list[Edit]:
    """HTML character references, escaped once or more often, that name a known character.

    Source: the HTML Standard, "Named character references" and "Character references".

    Left alone: a bare `&` (`AT&T`), a name that HTML doesn't know, a reference without its semicolon.

    >>> [edit.after for edit in entities("Dupond &amp;amp; fils &eacute; &bogus; R&D;")]
    ['&', 'é']
    """
    edits = []
    for m in _ENTITY_CHAIN.finditer(text):
        after = _unescaped(m[0])
        if after != m[0]:
            edits.append(Edit(m.start(), m.end(), after))
    return edits


_ENTITY_CHAIN = re.compile(r"&(?:amp;)*(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def _unescaped(reference: str) -> str:
    while (after := html.unescape(reference)) != reference and _ENTITY.fullmatch(after):
        reference = after
    if _ENTITY.fullmatch(reference) is None or len(after) > 2 or after.endswith(";"):
        return reference
    return "\N{REPLACEMENT CHARACTER}" if "\ud800" <= after[0] <= "\udfff" else after


def cp1252_controls(text: str) -> list[Edit]:
    r"""C1 controls that are quotation marks and dashes of Windows-1252 read as ISO 8859-1.

    Source: the WHATWG Encoding Standard, "Names and labels": what says ISO 8859-1 is read as Windows-1252.

    >>> [edit.after for edit in cp1252_controls("\x93oui\x85\x94 \x96 non")]
    ['“', '…', '”', '–']
    """
    edits = []
    for m in _CP1252.finditer(text):
        after = m[0].encode("latin-1").decode("cp1252", "ignore")
        if after:
            edits.append(Edit(m.start(), m.end(), after))
    return edits


def controls(text: str) -> list[Edit]:
    r"""Control characters without a meaning for a reader: NUL, shifts, start and end of text, delete.

    Source: The Unicode Standard, section 23.1, Control Codes; IPTC 7901 frames its messages with SOH, STX, ETX and
    EOT.

    >>> controls("a\x00b\x7f")
    [Edit(start=1, end=2, after='', moved_to=None), Edit(start=3, end=4, after='', moved_to=None)]
    """
    return [Edit(m.start(), m.end()) for m in _CONTROL.finditer(text)]


def invisibles(text: str) -> list[Edit]:
    r"""Zero-width spaces, soft hyphens, byte-order marks, bidi controls: display state, not text.

    Source: The Unicode Standard, sections 23.2, Layout Controls, and 23.8, Specials; UAX #9, Directional Formatting
    Characters.

    Joiners are letters' business and have a rule of their own.

    >>> len(invisibles("a\u200fb\u00adc\u200cd"))
    2
    """
    return [Edit(m.start(), m.end()) for m in _INVISIBLE.finditer(text)]


def joiners(text: str) -> list[Edit]:
    r"""Joiners that join nothing: a non-joiner not between two letters of the Arabic script, a joiner after none.

    Source: The Unicode Standard, section 23.2, Cursive Connection and Ligatures; UTS #51 joins emoji.

    Left alone: the non-joiner inside Persian and Kurdish words, the joiner in an abbreviation and in emoji.

    >>> len(joiners("a\u200cb \u0645\u06cc\u200c\u0634\u0648\u062f"))
    1
    """
    return [Edit(m.start(), m.end()) for m in _JOINED.finditer(text)]


def presentation_forms(text: str) -> list[Edit]:
    r"""Arabic presentation forms and Latin ligatures as the letters they present.

    Source: The Unicode Standard, section 9.2: the presentation forms are for compatibility with old charsets, text
    has the letters.

    Left alone: the ornate brackets, the rial sign, and the two signs for phrases of praise (U+FDFA, U+FDFB), which
    are written on purpose; the one for Allah (U+FDF2) is a word.

    >>> [edit.after for edit in presentation_forms("\ufedb\ufe98\ufe8e\ufe8f o\ufb03ce")]
    ['كتاب', 'ffi']
    """
    return [Edit(m.start(), m.end(), unicodedata.normalize("NFKC", m[0])) for m in _PRESENTATION.finditer(text)]


def tatweel(text: str) -> list[Edit]:
    """Tatweel between two letters: stretching for show.

    Source: The Unicode Standard, section 9.2: U+0640 stretches a line and belongs to no word; agencies' Arabic copy
    has some.

    Left alone: at a word's end, where it makes an abbreviation's last letter (`هـ`, the Hijri year), and alone.

    >>> [(edit.start, edit.end) for edit in tatweel("الــسلام 1445 هـ")]
    [(2, 4)]
    """
    return [Edit(m.start(), m.end()) for m in _TATWEEL.finditer(text)]


def is_decomposed(text: str) -> bool:
    """Probe of `composed`: the text is not NFC throughout."""
    return not text.isascii() and not unicodedata.is_normalized("NFC", text)


def composed(text: str) -> list[Edit]:
    r"""NFC, one edit for each stretch that changes: text for people is composed.

    Source: UAX #15, Unicode Normalization Forms; the W3C's Character Model asks for NFC. Of the 600,000 most
    frequent words of the six languages none is decomposed.

    >>> composed("cafe\u0301 noir")
    [Edit(start=3, end=5, after='é', moved_to=None)]
    """
    edits = []
    for m in _UNSTABLE.finditer(text):
        after = unicodedata.normalize("NFC", m[0])
        if after != m[0]:
            edits.append(Edit(m.start(), m.end(), after))
    return edits


_UNSTABLE = re.compile(r"[^\x00-\u02ff\s]+|[^\s][^\x00-\u02ff\s]+")


def no_break_spaces(text: str) -> list[Edit]:
    r"""Fixed spaces as plain ones, except where French and number typography wants them.

    Source: the Imprimerie nationale's rules for French (fixed spaces inside guillemets, before `: ; ! ?`); CLDR's
    French, which parts thousands by U+202F.

    Kept: inside guillemets, before `: ; ! ? %` and units of money, between digits.

    >>> len(no_break_spaces("le\u00a0mot «\u00a0oui\u00a0», 10\u202f000 fois"))
    1
    """
    return [Edit(m.start(), m.end(), " ") for m in _NBSP.finditer(text)]
