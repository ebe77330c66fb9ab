"""Sentences that transmission tore into two paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from pipeline.story.clean.ledger import Edit
from pipeline.story.clean.words import WORDS

_HARAKAT = re.compile("[\u064b-\u0652]")
_BY_LANGUAGE = {language: {_HARAKAT.sub("", w) for w in words} for language, words in WORDS["function_words"].items()}
_FUNCTION_WORDS = frozenset().union(*_BY_LANGUAGE.values())
_ENDS_ELSEWHERE = frozenset(WORDS["ends_elsewhere"])
_ENDINGS = frozenset(word[-1] for word in _FUNCTION_WORDS) | frozenset(map(chr, range(0x64B, 0x653)))
"""Last characters of function words. Most paragraphs end in another one, and are passed by that alone."""
MAY_BE_TORN = re.compile(rf"\n\n(?:(?<=[{''.join(map(re.escape, sorted(_ENDINGS)))}]\n\n)|(?=[»”]))")
"""Probe of `torn_sentences`: a paragraph that ends in one of these characters, or begins with a closing mark."""
_LAST_WORD = re.compile(r"[^\s«“\"(]+\Z")
_LIST = re.compile(r"(?:[-*•–—·▪◦]|\d{1,3}[.)])\s")
PAIRS = {"«": "»", "“": "”", '"': '"', "„": "“"}
_CLOSERS = frozenset("»”")


class Span(NamedTuple):
    """A paragraph, as a slice of the text."""

    start: int
    end: int


def paragraphs(text: str) -> list[Span]:
    r"""The paragraphs of a text whose paragraphs stand one blank line apart.

    >>> paragraphs("one\n\ntwo")
    [Span(start=0, end=3), Span(start=5, end=8)]
    """
    spans, at = [], 0
    for paragraph in text.split("\n\n"):
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    return spans


def torn_sentences(text: str) -> list[Edit]:
    r"""Two paragraphs that are one sentence.

    The first ends in a word that can't end one, or the next begins with the closing mark that the first lacks. A
    mark that opens the second half while the first's quotation is still open, and that nothing closes, is the
    closing one (right-to-left text reordered): it goes to the end, where it belongs. Left alone: everything else that
    looks torn; a missing full stop is common and no damage by itself.

    Source: the real story that the rules were made on is torn so, once. Of 582 sentences that were typed well (the
    corpora's `dev`) three end in a function word of another language (`kündigte Widerstand an`), none in one of its
    own.

    >>> from pipeline.story.clean.ledger import edited
    >>> torn = "Er traf den Minister in der\n\nUkraine."
    >>> edited(torn, torn_sentences(torn))
    'Er traf den Minister in der Ukraine.'
    >>> torn = "قال «سنذهب إلى\n\n«موسكو"
    >>> edited(torn, torn_sentences(torn))
    'قال «سنذهب إلى موسكو»'
    >>> torn_sentences("What we know so far\n\nThe storm passed.")
    []
    """
    edits: list[Edit] = []
    for first, second in pairwise(paragraphs(text)):
        a, b = text[first.start : first.end], text[second.start : second.end]
        if not a or not b or not (a[-1] in _ENDINGS or b[0] in _CLOSERS):
            continue
        unclosed = _unclosed(a)
        if b[0] in _CLOSERS and unclosed and PAIRS[unclosed] == b[0] and (len(b) == 1 or not b[1].isalnum()):
            edits.append(Edit(first.end, second.start, " " if f"{unclosed} " in a else ""))
        elif _is_open(a, b, unclosed):
            stray = b[0] in '«»“”"' and unclosed and _stray(b, unclosed)
            edits.append(Edit(first.end, second.start + bool(stray), " "))
            if stray:
                at = closing_place(text, second.end, PAIRS[unclosed])
                edits.append(Edit(at, at, closing_mark(text, first.start + a.rindex(unclosed))))
    return edits


def _is_open(a: str, b: str, unclosed: str) -> bool:
    """The first half ends in a function word, or the second in a closing mark that the first half needs."""
    if unclosed and b[0] == PAIRS[unclosed] and b[0] in _CLOSERS and b[0] not in b[1:]:
        return True
    last = _LAST_WORD.search(a[-24:])
    word = _HARAKAT.sub("", last[0]) if last else ""
    return (
        word in _FUNCTION_WORDS
        and _LIST.match(b) is None
        and (word not in _ENDS_ELSEWHERE or _is_at_home(word, f"{a} {b}"))
    )


def _is_at_home(word: str, sentence: str) -> bool:
    """Whether a function word that ends sentences in another language stands in its own: no other has more such words.

    >>> _is_at_home("an", "The port is home to an old ferry"), _is_at_home("an", "Bahn kündigt Streik an Die Züge und")
    (True, False)
    """
    words = Counter(sentence.lower().split())
    del words[word]
    counts = {language: sum(words[w] for w in own) for language, own in _BY_LANGUAGE.items()}
    return max(counts[language] for language, own in _BY_LANGUAGE.items() if word in own) == max(counts.values())


def _stray(b: str, unclosed: str) -> bool:
    """The mark at the start of the second half pairs with nothing in it."""
    return b[0] in (unclosed, PAIRS[unclosed]) and PAIRS[unclosed] not in b[1:]


def _unclosed(paragraph: str) -> str:
    """The opening mark that a paragraph leaves open, or nothing."""
    for mark in "«“":
        if paragraph.count(mark) > paragraph.count(PAIRS[mark]):
            return mark
    return '"' if paragraph.count('"') % 2 else ""


def closing_mark(text: str, opening: int) -> str:
    """The other half of the mark at `opening`, with the space that French puts inside.

    >>> closing_mark("« Oui", 0), closing_mark("«Sí", 0)
    (' »', '»')
    """
    space = text[opening + 1 : opening + 2]
    return (space if space in (" ", "\xa0", "\u202f") else "") + PAIRS[text[opening]]


def closing_place(text: str, end: int, mark: str) -> int:
    """Where a lost closing mark stands at a paragraph's end: as the story does elsewhere, else as its language does.

    Guillemets close before the full stop (Arabic, French, Spanish), so does `"` in Arabic; English and German close
    after it.

    >>> text = "Elle a dit: «non."
    >>> closing_place(text, len(text), "»"), closing_place(text, len(text), "”")
    (16, 17)
    """
    if text[end - 1 : end] not in (".", "۔"):
        return end
    inside, outside = text.count("." + mark), text.count(mark + ".")
    if inside != outside:
        return end if inside > outside else end - 1
    arabic = "\u0600" <= text[end - 2 : end - 1] <= "\u06ff"
    return end - 1 if mark == "»" or arabic else end
