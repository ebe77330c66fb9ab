"""Quotation marks: balanced where there is one right way, else left and listed as suspects.

Marks are judged within a paragraph. A quotation that runs over several paragraphs opens each of them and closes only
the last (the usage of English, French and Arabic agencies): that is no damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.story.clean.ledger import Edit
from pipeline.story.clean.sentences import PAIRS, Span, closing_mark, closing_place, paragraphs
from pipeline.story.clean.words import WORDS
from pipeline.story.model import Suspect

_SPEECH = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, WORDS['speech']))})(?!\w)", re.IGNORECASE)
_STOP = re.compile(r"[.!?؟…]\s+\S")
_LEAD_STOP = re.compile(r"[.!?؟]\s")
_MARKS = re.compile('[«»“”„"]')
_MARKS_AND_BREAKS = re.compile("[«»“”]|\n\n")
_PAIRS_IN_PARAGRAPHS = re.compile("(?:«»|“”|\n\n)*")
_QUOTATION = re.compile(
    r"""["«“„](?:(?<=«)[^«»“”„"\n]*»|(?<=“)[^«»“”„"\n]*”|(?<=„)[^«»“”„"\n]*[“”]|(?<=")(?<!\w")(?=\S)[^«»“”„"\n]*")"""
)
"""A whole quotation on a line, with no mark inside and none in doubt (`5"` are inches)."""
_OF_ONE_STYLE = {
    "«»": re.compile(r"«[^«»\n]*»"),
    "“”": re.compile(r"“[^“”\n]*”"),
    "“„": re.compile(r"„[^“„\n]*“"),
    '"': re.compile(r'"(?<!\w")(?=\S)[^"\n]*"'),
}
"""The marks of a text that quotes in one style only → its quotations: a single first character is found much faster."""
_ARABIC = re.compile("[\u0621-\u064a]")
_PARTICLES = frozenset("وفبلك")
_REVERSED = re.compile(r"»(?<!\S»)(?=\S)[^«»\n]{1,400}(?<=\S)«(?!\w)")


@lru_cache(maxsize=1)
def has_odd_marks(text: str) -> bool:
    """Whether a mark stands in the text that isn't one of the two of a plain quotation: most stories have none.

    The probe of all rules of marks but `reversed_guillemets`, so the last answer is kept: it is asked three times
    about the same text.

    >>> has_odd_marks('«oui», “yes”, „ja“ and "sí"'), has_odd_marks('a 5" nail'), has_odd_marks("«oui”")
    (False, True, True)
    """
    present = "".join(filter(text.__contains__, '«»“”„"'))
    quotation = _OF_ONE_STYLE.get(present, _QUOTATION)
    return bool(present) and sum(map(text.count, present)) != 2 * len(quotation.findall(text))


def reversed_guillemets(text: str) -> list[Edit]:
    """Guillemets that a program mirrored: `»نعم«` in Arabic, where the one that opens is always `«`.

    Source: Unicode's BidiMirroring.txt: each is the other's mirror image, which is drawn in text from right to
    left.

    Left alone: other scripts; German and Danish books open with `»`.

    >>> from pipeline.story.clean.ledger import edited
    >>> edited("قال »نعم« ومضى", reversed_guillemets("قال »نعم« ومضى"))
    'قال «نعم» ومضى'
    >>> reversed_guillemets("Er sagte »ja« und ging")
    []
    """
    edits = []
    for m in _REVERSED.finditer(text):
        if _ARABIC.search(m[0]):
            edits += [Edit(m.start(), m.start() + 1, "«"), Edit(m.end() - 1, m.end(), "»")]
    return edits


def mixed_pairs(text: str) -> list[Edit]:
    """A quotation that opens in one style and closes in another, when they are the paragraph's only marks.

    Source: The Unicode Standard, section 6.2, Language-Based Usage of Quotation Marks: which two make a pair.

    >>> from pipeline.story.clean.ledger import edited
    >>> edited('Il a dit «oui" lundi', mixed_pairs('Il a dit «oui" lundi'))
    'Il a dit «oui» lundi'
    >>> mixed_pairs('An «oui» of 5" and more')
    []
    """
    edits: list[Edit] = []
    marks_of_all = "".join(_MARKS.findall(text))
    if not any(pair in marks_of_all for pair in _MIXED):
        return edits
    for span in paragraphs(text):
        wanted = _MIXED.get("".join(_MARKS.findall(text, span.start, span.end)))
        if wanted is None:
            continue
        marks = list(_MARKS.finditer(text, span.start, span.end))
        opening, closing = marks
        spaced = opening[0] == "«" and text[opening.end()].isspace() and text[closing.start() - 1].isspace()
        apart = _opens(text, opening.start()) and _closes(text, closing.start())
        if not (apart or (spaced and not text[closing.end() : closing.end() + 1].isalnum())):
            continue
        edits += [Edit(m.start(), m.end(), mark) for m, mark in zip(marks, wanted, strict=True) if m[0] != mark]
    return edits


_MIXED = {'«"': "«»", "«”": "«»", "«“": "«»", '"»': "«»", "“»": "«»", '“"': "“”", '"”': "“”", "““": "“”", "««": "«»"}
"""Opening and closing mark as they stand, to what they should be. `„"` and `„”` are in use and stay."""


def _opens(text: str, at: int) -> bool:
    """A mark with text behind it and none before it, but an attached Arabic particle (`و"الصحة"`)."""
    before = text[max(at - 2, 0) : at]
    particle = before[-1:] in _PARTICLES and not before[:-1].isalnum()
    return (particle or not before[-1:].isalnum()) and not text[at + 1 : at + 2].isspace()


def _closes(text: str, at: int) -> bool:
    return not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()


def unclosed_quotations(text: str) -> list[Edit]:
    """Quotations that lost their closing mark at the end of the paragraph, with or without a spurious inner mark.

    A quotation that somebody is said to say and that nothing closes ends with the paragraph; a second opening mark
    inside it, not led in by a word of saying, is spurious. Left alone: a quotation that the next paragraph takes up
    again, one of several sentences, one after which the paragraph goes on with more speech, one whose inner quotation
    closes where it would.

    Source: the real story that the rules were made on has nine marks that open and two that close.

    >>> from pipeline.story.clean.ledger import edited
    >>> edited("Elle a dit: «oui, demain", unclosed_quotations("Elle a dit: «oui, demain"))
    'Elle a dit: «oui, demain»'
    >>> unclosed_quotations("«Oui, a dit la ministre.")
    []
    """
    edits: list[Edit] = []
    for span, unclosed in _unbalanced(text):
        if not unclosed or len(unclosed) > 2:
            continue
        outer = unclosed[0]
        mark = text[outer]
        lead = _LEAD_STOP.split(text[span.start : outer])[-1].rstrip()
        if not (lead.endswith(":") or _SPEECH.search(lead)) or _STOP.search(text, outer, span.end):
            continue
        if _SPEECH.search(text, outer, span.end) or text[span.end - 1] in ":،,;؛" or span.end - outer < 4:
            continue
        closing = closing_mark(text, outer)
        at = closing_place(text, span.end, PAIRS[mark])
        if text[at - 1] == PAIRS[mark]:
            continue
        if len(unclosed) == 2:
            inner = unclosed[1]
            if text[:inner].rstrip().endswith(":"):
                continue
            spaced = text[inner + 1 : inner + 2] in {" ", "\xa0", "\u202f"}
            edits.append(Edit(inner, inner + 1 + spaced))
        edits.append(Edit(at, at, closing))
    return edits


def suspect_marks(text: str) -> list[Suspect]:
    """Marks without their other half that were left, because there is more than one right way.

    >>> [s.text for s in suspect_marks("«Oui, a dit la ministre.")]
    ['«']
    """
    return [
        Suspect(
            rule="unbalanced-quote",
            field="body_text",
            start=at,
            end=at + 1,
            text=text[at],
            evidence="no other half in its paragraph",
        )
        for _, marks in _unbalanced(text, closing_too=True)
        for at in marks
    ]


def _unbalanced(text: str, closing_too: bool = False) -> Iterator[tuple[Span, list[int]]]:
    """Paragraphs with marks that lack their other half, and where those stand."""
    if not has_odd_marks(text) or _looks_balanced(text):
        return
    spans = paragraphs(text)
    continued = False
    for n, span in enumerate(spans):
        unclosed, unopened = _unmatched(text, span)
        follows = text[spans[n + 1].start : spans[n + 1].start + 1] if n + 1 < len(spans) else ""
        goes_on = len(unclosed) == 1 and follows == text[unclosed[0]]
        if continued and unopened and not unclosed:
            unopened = unopened[1:]
        continued = goes_on
        if goes_on:
            continue
        marks = sorted(unclosed + unopened) if closing_too else ([] if unopened else unclosed)
        if marks:
            yield span, marks


def _looks_balanced(text: str) -> bool:
    """As many guillemets open as close, and nothing else is there: German books have `»ja«`."""
    if '"' in text or "„" in text:
        return False
    if "“" not in text:
        return text.count("«") == text.count("»")
    return _PAIRS_IN_PARAGRAPHS.fullmatch("".join(_MARKS_AND_BREAKS.findall(text))) is not None


def _unmatched(text: str, span: Span) -> tuple[list[int], list[int]]:
    """Opening marks that nothing closes and closing marks that nothing opened, in a paragraph."""
    opened: list[int] = []
    unopened: list[int] = []
    for m in _MARKS.finditer(text, span.start, span.end):
        at, mark = m.start(), m[0]
        if mark == '"' and text[at - 1 : at].isdigit() and at > span.start and not _quote_open(text, opened):
            continue  # inches, seconds of arc
        if opened and _pairs(text[opened[-1]], mark):
            opened.pop()
        elif mark in "«„“" or (mark == '"' and _opens(text, at)):
            opened.append(at)
        else:
            unopened.append(at)
    return opened, unopened


def _quote_open(text: str, opened: list[int]) -> bool:
    return bool(opened) and text[opened[-1]] == '"'


def _pairs(opening: str, mark: str) -> bool:
    """`„` is closed by `“` in German, by `”` in Polish and Dutch."""
    return PAIRS[opening] == mark or (opening == "„" and mark in '”"')
