"""A million words in three megabytes: which words exist, and which are common.

Whether a word exists is asked of a Bloom filter: "no" is certain, "yes" is wrong once in a thousand times. That error
is the harmless one here: a misspelt word passes for a word, and is not suspected.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import repeat
from zlib import crc32

import numpy as np
from msgspec import Struct

BITS_A_WORD = 16
PROBES = 6
DIGIT = 16
"""Bits that count the common words of a language: no list of common words is as long as 65,536."""
Shape = tuple[str, str, int]
"""First letter, last letter, length."""
_SECOND = 0x9E3779B9
"""Start value of the second checksum, so that the two are independent; the probes are a + n × b."""


class Words(Struct, frozen=True, array_like=True, dict=True):
    """What the file holds: `known` the filter, `common` the most frequent words by language, `given` given names."""

    known: bytes
    common: dict[str, list[str]]
    given: list[str]

    def __contains__(self, word: str) -> bool:
        """Whether a word, in lower case and without harakat, is one in any of the languages."""
        encoded, known = word.encode(), self.known
        size = len(known) * 8
        bit, step = crc32(encoded), crc32(encoded, _SECOND) | 1
        for _ in range(PROBES):
            place = bit % size
            if not known[place >> 3] & (1 << (place & 7)):
                return False
            bit += step
        return True

    @cached_property
    def ranks(self) -> dict[str, dict[str, int]]:
        """Language → common word → its rank, 0 the most frequent."""
        return {language: {word: n for n, word in enumerate(words)} for language, words in self.common.items()}

    @cached_property
    def names(self) -> dict[str, str]:
        """Given names in lower case → as written."""
        return {name.lower(): name for name in self.given}

    @cached_property
    def every(self) -> dict[str, int]:
        """The words that are common in any of the languages → which these are.

        Each language has a digit of sixteen bits, the first by name the lowest, so that the sum over words counts for
        all languages at once.
        """
        every: dict[str, int] = {}
        for n, language in enumerate(sorted(self.common)):
            digit = 1 << DIGIT * n
            for word in self.common[language]:
                every[word] = every[word] + digit if word in every else digit
        return every

    @cached_property
    def alike(self) -> dict[Shape, list[str]]:
        """The words that are common in any of the languages, by shape."""
        return _by_shape(self.every)

    @cached_property
    def names_alike(self) -> dict[Shape, list[str]]:
        """The given names in lower case, by shape."""
        return _by_shape(self.names)

    def missing(self, words: Iterable[str]) -> set[str]:
        """Those of the words that exist in none of the languages."""
        return {word for word in words if word not in self}

    def language_of(self, words: AbstractSet[str]) -> str:
        """The language in which most of the words are common; the first by name where none is."""
        total = sum(map(self.every.get, words, repeat(0)))
        counts = {language: total >> DIGIT * n & 0xFFFF for n, language in enumerate(sorted(self.common))}
        return max(counts, key=counts.__getitem__, default="")


def _by_shape(words: Iterable[str]) -> dict[Shape, list[str]]:
    shapes: dict[Shape, list[str]] = {}
    for word in words:
        shapes.setdefault((word[0], word[-1], len(word)), []).append(word)
    return shapes


def filter_of(words: Iterable[str]) -> bytes:
    """The Bloom filter of words: sixteen bits and six probes a word are wrong 0.1 % of the time.

    >>> words = Words(known=filter_of(["storm", "coast"]), common={}, given=[])
    >>> "storm" in words
    True
    """
    encoded = [word.encode() for word in words]
    size = max(len(encoded) * BITS_A_WORD // 8, 64) * 8
    bit = np.fromiter(map(crc32, encoded), np.uint64, len(encoded))
    step = np.fromiter((crc32(word, _SECOND) | 1 for word in encoded), np.uint64, len(encoded))
    known = np.zeros(size, np.bool_)
    for n in range(PROBES):
        known[(bit + np.uint64(n) * step) % np.uint64(size)] = True
    return np.packbits(known, bitorder="little").tobytes()


NO_WORDS = Words(known=bytes(64), common={}, given=[])
"""A lexicon that knows nothing: no word is looked up in it."""
