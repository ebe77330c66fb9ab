"""A million words in five megabytes: which words exist, and which are common.

Of a word only a checksum of 32 bits is kept. "It exists in none" is certain, "it exists" is wrong once in three
thousand times. That error is the harmless one here: a misspelt word passes for a word, and is not suspected.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import filterfalse, repeat
from typing import Any, TypeVar
from zlib import crc32

import numpy as np
from msgspec import Struct

DIGIT = 16
"""Bits that count the common words of a language: no list of common words is as long as 65,536."""
Shape = tuple[str, str, int]
"""First letter, last letter, length."""
REMEMBERED = 16_384
"""Words of which an answer is kept: wire text says the same words from story to story, rare ones too for some days."""

T = TypeVar("T")


class Words(Struct, frozen=True, array_like=True, dict=True):
    """What the file holds: `known` the checksums, `common` the most frequent words by language, `given` given names."""

    known: bytes
    common: dict[str, list[str]]
    given: list[str]

    def __contains__(self, word: str) -> bool:
        """Whether a word, in lower case and without harakat, is one in any of the languages."""
        checksum = crc32(word.encode())
        checksums, starts = self._checksums
        first, end = starts[checksum >> 16], starts[(checksum >> 16) + 1]
        at = bisect_left(checksums, checksum, first, end)
        return at < end and checksums[at] == checksum

    @cached_property
    def _checksums(self) -> tuple[memoryview, list[int]]:
        """The checksums in ascending order, and where those of each value of their upper half begin."""
        checksums = np.frombuffer(self.known, np.uint32)
        starts = checksums.searchsorted(np.arange(0x10001, dtype=np.uint64) << np.uint64(16))
        return memoryview(self.known).cast("I"), starts.tolist()

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
    def alike(self) -> dict[Shape, str]:
        """The words that are common in any of the languages, by shape, each on a line, line ends before and behind."""
        return _by_shape(self.every)

    @cached_property
    def names_alike(self) -> dict[Shape, str]:
        """The given names in lower case, likewise."""
        return _by_shape(self.names)

    def missing(self, words: Iterable[str]) -> set[str]:
        """Those of the words that exist in none of the languages."""
        return set(filterfalse(self.remembered(_exists), words))

    def remembered(self, told_of: Callable[[str, Words], T]) -> Callable[[str], T]:
        """What a function tells of a word by this lexicon, and nothing else, remembered from story to story."""
        kept = self._remembered
        if told_of not in kept:
            kept[told_of] = _Remembered(told_of, self).__getitem__
        return kept[told_of]

    @cached_property
    def _remembered(self) -> dict[Callable[..., Any], Callable[[str], Any]]:
        return {}

    def language_of(self, words: AbstractSet[str]) -> str:
        """The language in which most of the words are common; the first by name where none is."""
        total = sum(map(self.every.get, words, repeat(0)))
        counts = {language: total >> DIGIT * n & 0xFFFF for n, language in enumerate(sorted(self.common))}
        return max(counts, key=counts.__getitem__, default="")


def _exists(word: str, words: Words) -> bool:
    return word in words


class _Remembered(dict[str, T]):
    """What a function tells of words. When full it forgets all at once.

    So a hit is a bare look-up; `lru_cache`, which notes who was asked for last, took 9 µs more for a story's words.
    """

    def __init__(self, told_of: Callable[[str, Words], T], words: Words) -> None:
        self._told_of = told_of
        self._words = words

    def __missing__(self, word: str) -> T:
        if len(self) >= REMEMBERED:
            self.clear()
        told = self[word] = self._told_of(word, self._words)
        return told


def _by_shape(words: Iterable[str]) -> dict[Shape, str]:
    shapes: dict[Shape, list[str]] = {}
    for word in words:
        shapes.setdefault((word[0], word[-1], len(word)), []).append(word)
    return {shape: "\n".join(["", *alike, ""]) for shape, alike in shapes.items()}


def checksums_of(words: Iterable[str]) -> bytes:
    """The checksums of words, in ascending order.

    >>> words = Words(known=checksums_of(["storm", "coast"]), common={}, given=[])
    >>> "storm" in words, "strom" in words
    (True, False)
    """
    return np.unique(np.fromiter((crc32(word.encode()) for word in words), np.uint32)).tobytes()


NO_WORDS = Words(known=b"", common={}, given=[])
"""A lexicon that knows nothing: no word is looked up in it."""
