"""Which of a story's words may be in a list: told of all words at once, before any of them is looked up.

A table of 110,000 names fits no cache, so that each look-up waits for memory two or three times, one after the other:
looking up every word of a story took a tenth of a millisecond. Here a word's checksum is its place in a table of one
byte a place, whose bits say in which lists a word of that checksum is; all places are read in one call, and so the
waits overlap. Of the words in no list one in eleven is marked too, by chance, in Arabic (one in 27 of those with a
capital): what is marked must still be looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from pipeline.story.entities.text import StoryText

_TABLE_BITS = 21
_BITS = 32
_BASE = 0x9E3779B1
"""An odd number without pattern (2³² by the golden ratio): words that differ in one letter must not come together."""
_SHIFT = np.uint32(_BITS - _TABLE_BITS)
_MOST = 1 << 16
"""Letters of a text whose powers are kept; longer ones are rare."""
_AT_ONCE = 4096
"""Words of a list whose letters are as many, about, as powers are kept."""
_CAPITAL = 1


def _powers(base: int, count: int) -> NDArray[np.uint32]:
    """`base` to the powers 0 … `count` - 1, modulo 2³²."""
    powers = np.full(count, base, dtype=np.uint32)
    powers[:1] = 1
    return np.cumprod(powers, dtype=np.uint32)


_INVERSE = pow(_BASE, -1, 1 << _BITS)
_POWERS, _INVERSES = _powers(_BASE, _MOST), _powers(_INVERSE, _MOST)


def _places(letters: NDArray[np.uint32], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.uint32]:
    """Places in the table of the words `letters[start:end]`; before each stands a letter.

    A word's checksum is a polynomial of its letters, of which the high bits count. Those of all words are differences
    of one running sum, divided by a power for where the word stands: by one less, because a power of a letter alone
    wouldn't reach the high bits.
    """
    powers, inverses = _POWERS, _INVERSES
    if len(letters) > _MOST:
        powers, inverses = _powers(_BASE, len(letters)), _powers(_INVERSE, len(letters))
    running = (letters * powers[: len(letters)]).cumsum(dtype=np.uint32)
    sums = running.take(ends - 1)
    before = starts - 1
    sums -= running.take(before)
    sums *= inverses.take(before)
    sums >>= _SHIFT
    return sums


class WordMarks:
    """The lists of several languages, and those of the words that are looked up only with a capital."""

    def __init__(self, lists: Mapping[str, Mapping[str, Iterable[str]]], with_capital: Iterable[str]) -> None:
        """`lists`: language → what is attached (nothing, a particle) → words; of seven languages at most."""
        self._table = np.zeros(1 << _TABLE_BITS, dtype=np.uint8)
        self._bits = {language: 2 << number for number, language in enumerate(lists)}
        self._mark(_CAPITAL, "", with_capital)
        for language, written in lists.items():
            for attached, words in written.items():
                self._mark(self._bits[language], attached, words)
        self._wanted = {
            language: np.array([bit, bit | _CAPITAL], dtype=np.uint8) for language, bit in self._bits.items()
        }
        """Bits that count for a word without a capital, and with one."""

    def _mark(self, bit: int, attached: str, words: Iterable[str]) -> None:
        remaining, before = iter(words), f" {attached}"
        while some := list(islice(remaining, _AT_ONCE)):
            written = f"{before}{before.join(some)} "
            letters = np.frombuffer(written.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
            is_space = letters == ord(" ")
            edges = (is_space[1:] != is_space[:-1]).nonzero()[0] + 1
            self._table[_places(letters, edges[::2], edges[1::2])] |= bit

    def words(self, text: StoryText, language: str) -> list[int]:
        """The words that may be in the language's list, or have a capital and may be in the list of those."""
        starts, ends = text.edges
        marks = self._table.take(_places(text.folded.folded, starts, ends))
        marks &= self._wanted[language].take(text.is_capital)
        return marks.nonzero()[0].tolist()
