"""A story's headline and body as one text, with its words: what every rule looks at.

Headline and body are joined by a blank line, so that one fold, one pass of the matcher and one list of words serve
both, and no name crosses from one to the other (two spaces in the key part them, as a full stop does). Offsets in the
rules are those of the joined text; `field_span` leads back to the field.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np

from pipeline.gazetteer.keys import FoldedText
from pipeline.story.model import TextField

_BETWEEN_FIELDS = "\n\n"
_SPACE, HYPHEN = 32, 45
JOINING = frozenset((_SPACE, HYPHEN, ord("'"), 0x2019))
"""Gaps inside a name: a space, a hyphen, an apostrophe."""
_UPPER = np.array([chr(code).isupper() for code in range(0x10000)] + [False])


class StoryText:
    """Words of a story by index: `keys` (folded), `starts` and `ends` in the text, `capital`, `gaps`.

    `gaps[i]` is the one character between word i and the word before it, as a code point, or 0 where there are more
    (a comma and a space, the end of a sentence). `pairs` are the words with a capital after which, behind a space,
    another follows.
    """

    __slots__ = (
        "_body",
        "_title_case",
        "capital",
        "ends",
        "folded",
        "gaps",
        "key",
        "key_ends",
        "key_starts",
        "keys",
        "pairs",
        "starts",
        "text",
    )

    def __init__(self, headline: str, body: str) -> None:
        self._body = 1 + len(headline) + len(_BETWEEN_FIELDS)
        self.text = f" {headline}{_BETWEEN_FIELDS}{body} "
        self.folded = folded = FoldedText(self.text, spaced=True)
        self.key = folded.key
        self.keys = self.key.split()
        key_starts, key_ends = folded.words()
        starts, ends = folded.text_offsets(key_starts), folded.text_offsets(key_ends)
        self.key_starts: list[int] = key_starts.tolist()
        self.key_ends: list[int] = key_ends.tolist()
        self.starts: list[int] = self.key_starts if starts is key_starts else starts.tolist()
        self.ends: list[int] = self.key_ends if ends is key_ends else ends.tolist()
        gaps = np.zeros(len(starts), dtype=np.int64)
        if len(starts) > 1:
            gaps[1:] = folded.codes.take(starts[1:] - 1)
            gaps[1:][key_starts[1:] - key_ends[:-1] != 1] = 0
        self.gaps: list[int] = gaps.tolist()
        capital = _UPPER.take(folded.codes.take(starts), mode="clip") if len(starts) else np.zeros(0, dtype=bool)
        self.capital: list[bool] = capital.tolist()
        self.pairs: list[int] = np.flatnonzero(capital[:-1] & capital[1:] & (gaps[1:] == _SPACE)).tolist()
        self._title_case: bool | None = None

    def field_span(self, start: int, end: int) -> tuple[TextField, int, int]:
        """The field that holds `text[start:end]`, and the offsets in it."""
        if start < self._body:
            return "headline", start - 1, end - 1
        return "body_text", start - self._body, end - self._body

    @property
    def body_start(self) -> int:
        """Where the body begins in the text."""
        return self._body

    @property
    def title_case(self) -> bool:
        """Whether most words of the headline have a capital, so that a capital in it says nothing."""
        if self._title_case is None:
            long = [self.capital[i] for i in range(self.word_from(self._body)) if len(self.keys[i]) > 3]
            self._title_case = len(long) > 3 and sum(long) > 0.75 * len(long)
        return self._title_case

    def word_at(self, key_offset: int) -> int:
        """Index of the word that holds an offset of the key."""
        return bisect_right(self.key_starts, key_offset) - 1

    def word_from(self, offset: int) -> int:
        """Index of the first word that begins at an offset of the text or after it."""
        return bisect_left(self.starts, offset)

    def spaced(self, index: int) -> bool:
        """Nothing but a space stands between a word and the one before."""
        return self.gaps[index] == _SPACE

    def joined(self, index: int) -> bool:
        """A space, a hyphen or an apostrophe stands between a word and the one before: they may be one name."""
        return self.gaps[index] in JOINING

    def hyphened(self, index: int) -> bool:
        """A hyphen stands between a word and the one before."""
        return self.gaps[index] == HYPHEN

    def between(self, index: int) -> str:
        """The text between a word and the one before (nothing before the first)."""
        return self.text[self.ends[index - 1] : self.starts[index]] if index else ""

    def slice(self, first: int, last: int) -> str:
        """The text of the words `first` … `last`, both included."""
        return self.text[slice(*self.span(first, last))]

    def key_of_words(self, first: int, last: int) -> str:
        """The key of the words `first` … `last`, both included."""
        return self.key[self.key_starts[first] : self.key_ends[last]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the words `first` … `last`, both included, without a direction mark or joiner at the end."""
        return self.folded.span(self.key_starts[first], self.key_ends[last])

    def begins_sentence(self, index: int) -> bool:
        """Whether a word is the first of its sentence, quotation or field: its capital says nothing."""
        if index == 0:
            return True
        gap = self.between(index)
        return len(gap) > 1 and any(mark in _SENTENCE_ENDS for mark in gap)


_SENTENCE_ENDS = frozenset('.!?\n"«“„:؟\N{HORIZONTAL ELLIPSIS}–—')
