"""A story's headline and body as one text, with its words: what every rule looks at.

Headline and body are joined by a blank line, so that one fold, one pass of the matcher and one list of words serve
both, and no name crosses from one to the other (two spaces in the key part them, as a full stop does). Offsets in the
rules are those of the joined text, which begins with a space; the body begins at `body_start`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container
from itertools import compress

import numpy as np

from pipeline.gazetteer.keys import FoldedText

_BETWEEN_FIELDS = "\n\n"
SPACE, HYPHEN = 32, 45
JOINING = frozenset((SPACE, HYPHEN, ord("'"), 0x2019))
"""Gaps inside a name: a space, a hyphen, an apostrophe."""
_UPPER = np.array([chr(code).isupper() for code in range(0x10000)] + [False])


class StoryText:
    """Words of a story by index: `keys` (folded), `starts` and `ends` in the text, `capital`, `gaps`.

    `edges` are the offsets in the key where words begin and end, `is_capital` is `capital`, as arrays: for what is
    asked of all words at once. `aligned`: nothing of the text folds away, so that offsets in key and text are equal.
    `body_start`: where the body begins in the text.

    `gaps[i]` is the one character between word i and the word before it, as a code point, or 0 where there are more
    (a comma and a space, the end of a sentence). `gaps` and `capital` go on for one place behind the last word, so that
    a rule may ask about the word after any word.
    """

    __slots__ = (
        "_pairs",
        "_title_case",
        "aligned",
        "body_start",
        "capital",
        "edges",
        "ends",
        "folded",
        "gaps",
        "is_capital",
        "key",
        "key_ends",
        "key_starts",
        "keys",
        "starts",
        "text",
    )

    def __init__(self, headline: str, body: str) -> None:
        self.body_start = 1 + len(headline) + len(_BETWEEN_FIELDS)
        self.text = f" {headline}{_BETWEEN_FIELDS}{body} "
        self.folded = folded = FoldedText(self.text, spaced=True)
        self.key = folded.key
        self.keys = self.key.split()
        key_edges = folded.word_edges()
        edges = folded.text_offsets(key_edges)
        self.aligned = edges is key_edges
        self.edges = key_starts, key_ends = key_edges[::2], key_edges[1::2]
        starts, ends = edges[::2], edges[1::2]
        self.key_starts, self.key_ends, self.starts, self.ends = key_starts.data, key_ends.data, starts.data, ends.data
        gaps = folded.codes.take(starts - 1)
        gaps[:1] = 0
        gaps[1:] *= key_starts[1:] - key_ends[:-1] == 1
        self.gaps: list[int] = gaps.tolist()
        self.gaps.append(0)
        self.is_capital = _UPPER.take(folded.codes.take(starts), mode="clip")
        self.capital: list[bool] = self.is_capital.tolist()
        self.capital.append(False)
        self._pairs: list[int] | None = None
        self._title_case: bool | None = None

    @property
    def pairs(self) -> list[int]:
        """The words with a capital after which, behind a space, another follows."""
        if self._pairs is None:
            gaps, capital = self.gaps, self.capital
            self._pairs = [
                i - 1 for i in compress(range(len(self.keys)), capital) if i and capital[i - 1] and gaps[i] == SPACE
            ]
        return self._pairs

    @property
    def title_case(self) -> bool:
        """Whether most words of the headline, or all of few, have a capital, so that a capital in it says nothing."""
        if self._title_case is None:
            capitals = self.capital[: self.word_from(self.body_start)]
            long = [capital for capital, key in zip(capitals, self.keys, strict=False) if len(key) > 3]
            most = len(long) > 3 and sum(long) > 0.75 * len(long)
            self._title_case = most or (len(capitals) > 3 and all(capitals))  # `Grace Periods End In May`
        return self._title_case

    def in_title_case(self, index: int) -> bool:
        """Whether a word stands in a headline in title case."""
        return self.starts[index] < self.body_start and self.title_case

    def shouted(self, index: int) -> bool:
        """Whether a word stands in a line all in capitals, of three words at least."""
        start, end = self.starts[index], self.ends[index]
        if not self.text[start:end].isupper():  # nearly every word: no line need be cut out
            return False
        begin, after = self.text.rfind("\n", 0, start) + 1, self.text.find("\n", end)
        line = self.text[begin : after if after >= 0 else len(self.text)]
        return line.isupper() and line.strip().count(" ") > 1

    def caseless(self, index: int, language: str) -> bool:
        """Whether a capital says nothing there: in a line all in capitals, or in an English headline in title case."""
        return (language == "en" and self.in_title_case(index)) or self.shouted(index)

    def words_in(self, keys: Container[str]) -> list[int]:
        """Indexes of the words whose key is one of these."""
        return list(compress(range(len(self.keys)), map(keys.__contains__, self.keys)))

    def word_at(self, key_offset: int) -> int:
        """Index of the word that holds an offset of the key."""
        return bisect_right(self.key_starts, key_offset) - 1

    def word_from(self, offset: int) -> int:
        """Index of the first word that begins at an offset of the text or after it."""
        return bisect_left(self.starts, offset)

    def spaced(self, index: int) -> bool:
        """Nothing but a space stands between a word and the one before."""
        return self.gaps[index] == SPACE

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
        start = self.key_starts[first]
        return self.span_in(first, last, start, self.key_ends[last])

    def span_in(self, first: int, last: int, start: int, end: int) -> tuple[int, int]:
        """Offsets of `key[start:end]`, which lies in the words `first` … `last`."""
        begin, word, after = self.starts[first], self.key_starts[first], self.ends[last]
        if after - begin == end - word:  # up to the last word's end, and no letter folds away
            return begin + start - word, after
        return self.folded.span(start, end)

    def begins_sentence(self, index: int) -> bool:
        """Whether a word is the first of its sentence, quotation or field: its capital says nothing."""
        if index == 0:
            return True
        gap = self.between(index)
        return len(gap) > 1 and any(mark in _SENTENCE_ENDS for mark in gap)


_SENTENCE_ENDS = frozenset('.!?\n"«“„:؟\N{HORIZONTAL ELLIPSIS}–—')
