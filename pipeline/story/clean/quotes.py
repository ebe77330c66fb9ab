"""Quotation marks and the sentences that they tear: repaired where there is one right way, else left and suspected."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.story.clean.ledger import Edit
from pipeline.story.clean.words import WORDS

_SPEECH = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, WORDS['speech']))})(?!\w)", re.IGNORECASE)
_FUNCTION_WORDS = frozenset(WORDS["function_words"])
_MARK = re.compile("[«»]")
_STOP = re.compile(r"[.!?؟…]\s+\S")
_LAST_WORD = re.compile(r"(\S+)$")


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for paragraph in text.split("\n\n"):
        spans.append((at, at + len(paragraph)))
        at += len(paragraph) + 2
    return spans


def torn_sentences(text: str) -> list[Edit]:
    r"""Two paragraphs that are one sentence: the first ends in a word that can't end one.

    A guillemet that opens the second paragraph while the first's quotation is still open, and never closes, is the
    closing one: it goes to the end, where it belongs. Everything else that looks torn is left.

    >>> torn_sentences("He met the minister of\n\nForeign Affairs.")
    [Edit(start=22, end=24, after=' ', moved_to=None)]
    >>> torn_sentences("What we know\n\nThe storm passed.")
    []
    """
    edits: list[Edit] = []
    spans = _paragraphs(text)
    for (start, end), (following, last) in pairwise(spans):
        first, second = text[start:end], text[following:last]
        word = _LAST_WORD.search(first)
        if word is None or word[1].lstrip('«“"(') not in _FUNCTION_WORDS or not second:
            continue
        stray = second[0] in "«»" and first.count("«") > first.count("»") and "»" not in second[1:]
        edits.append(Edit(end, following + (1 if stray else 0), " "))
        if stray:
            edits.append(Edit(_closing(text, last), _closing(text, last), "»"))
    return edits


def _closing(text: str, end: int) -> int:
    """Where a lost closing mark stands: before the paragraph's full stop, if it has one."""
    return end - 1 if text[end - 1 : end] == "." else end


def guillemets(text: str) -> list[Edit]:
    """Guillemets of a paragraph that lack their other half.

    A quotation that somebody is said to say and that nothing closes ends with the paragraph; a second opening mark
    inside it, not led in by a word of saying, is spurious. Left alone: a quotation that the next paragraph takes up
    again (it opens with a mark too), one of several sentences, one that goes on with more speech.

    >>> guillemets("Elle a dit: «oui, demain")
    [Edit(start=24, end=24, after='»', moved_to=None)]
    >>> guillemets("Elle a dit: «oui»")
    []
    """
    edits: list[Edit] = []
    if text.count("«") == text.count("»"):
        return edits
    spans = _paragraphs(text)
    for n, (start, end) in enumerate(spans):
        marks = list(_MARK.finditer(text, start, end))
        if any(m[0] == "»" for m in marks[-2:]) or not marks:
            unclosed = marks[-1:] if marks and marks[-1][0] == "«" else []
        else:
            unclosed = [m for m in marks if m[0] == "«"][-2:]
        if not unclosed or _continues(text, spans, n):
            continue
        outer = unclosed[0].start()
        lead = re.split(r"[.!?؟]\s", text[start:outer])[-1]
        if not (_SPEECH.search(lead) or lead.rstrip().endswith(":")) or _STOP.search(text, outer, end):
            continue
        if len(unclosed) == 2:
            inner = unclosed[1].start()
            if _SPEECH.search(text, outer, inner) or text[:inner].rstrip().endswith(":"):
                continue
            edits.append(Edit(inner, inner + 1))
        edits.append(Edit(_closing(text, end), _closing(text, end), "»"))
    return edits


def _continues(text: str, spans: list[tuple[int, int]], n: int) -> bool:
    return (
        n + 1 < len(spans) and text[spans[n + 1][0]] in "«»"
        if n + 1 < len(spans) and spans[n + 1][0] < len(text)
        else False
    )
