"""Which words of a story may be mistyped: asked of every story, so most of its words are passed in bulk.

Nearly all words of a story are common ones of some language. Which of what stands between two spaces aren't is
remembered from story to story; only these are counted, and looked up in the lexicon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from pipeline.lexicon.words import Words
from pipeline.story.clean.slips import bare_of, is_arabic, is_slip, look_alikes, plain_of, slips, slips_among, stems
from pipeline.story.clean.words import WORDS

_PLAIN_WORD = re.compile(r"[^\W\d_]+")
CONFUSED: dict[str, tuple[str, frozenset[str]]] = {
    wrong: (meant, frozenset(beside)) for wrong, (meant, beside) in WORDS["confused"].items()
}
_ROOTS = {wrong: [word.removesuffix("ة") for word in company] for wrong, (_, company) in CONFUSED.items()}
"""What of a word's company stands in a text that has it, whatever is attached: `ة` becomes `ت` before an ending."""
SHORTEST = 5
"""Letters. A shorter word is one slip from too many others."""
LONGEST = 30
"""Letters. What is longer is no word of a story (and would cost its length squared to look at)."""
SHARE = 0.12
"""Of the story's words. Where more are unknown, the lexicon isn't of this story's language and says nothing."""


class Candidates(NamedTuple):
    """What may be mistyped.

    `unknown` are words in no lexicon that stand in the story once, each with the common words that it may be a slip of;
    `surnames` are names that the story repeats, behind what may be a misspelt given name.
    """

    unknown: dict[str, frozenset[str]]
    surnames: set[str]


def candidates_of(text: str, parts: list[str], words: Words) -> Candidates | None:
    """What may be mistyped, or null where nothing is; that there may be evidence is sure, that there is any isn't.

    `parts` is `text.split()`.
    """
    story = _Story(text)
    counts = Counter(chain.from_iterable(map(words.remembered(_rare_words), parts)))
    confused = _take_confused(counts, story, words)
    if not words.common:
        return Candidates({}, set()) if confused else None
    repeated = [word for word, count in counts.items() if count > 1 and len(word) > 3]
    unknown = _unknown(counts, repeated, story, max(SHARE * len(parts), 5), words)
    surnames = _surnames(repeated, counts, story, words)
    return Candidates(unknown, surnames) if unknown or surnames or confused else None


class _Story:
    """A text, the same without harakat, and as the lexicon has words: made only where they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def bare(self) -> str:
        return bare_of(self.text)

    @cached_property
    def plain(self) -> str:
        return self.bare.lower()


def _rare_words(part: str, words: Words) -> tuple[str, ...]:
    """Of what stands between two spaces, the words that are common in no language, or may stand for another one."""
    every = words.every
    if part in every and part not in CONFUSED:
        return ()
    plain = plain_of(part)
    found = (plain,) if plain.isalpha() else _PLAIN_WORD.findall(plain)
    rare = [word for word in found if (word not in every or word in CONFUSED) and 2 < len(word) <= LONGEST]
    return tuple(rare) if rare else ()  # nearly always the one empty tuple, which takes no room


def _take_confused(counts: Counter[str], story: _Story, words: Words) -> bool:
    """Whether a word stands in the text that may stand for another one, and company of that other one.

    Taken out of the counts are those that are common themselves.
    """
    found = CONFUSED.keys() & counts.keys()
    if not found:
        return False
    for word in found & words.every.keys():
        del counts[word]
    return any(root in story.plain for wrong in found for root in _ROOTS[wrong])


def _unknown(
    counts: Counter[str], repeated: list[str], story: _Story, most: float, words: Words
) -> dict[str, frozenset[str]]:
    """Of the words that stand there once, those in no lexicon for which there may be evidence; the common words near.

    There are none where more than `most` are in no lexicon. A name in Latin letters is none of them, unless the story
    repeats a word that resembles it.
    """
    missing = [word for word in words.missing(counts) if counts[word] == 1]
    if not missing or len(missing) > most:
        return {}
    common_near = words.remembered(_common_near)
    return {
        word: common
        for word in missing
        if (is_arabic(word) or _has_its_shape(word, repeated) or word in story.text)
        and ((common := common_near(word)) or _may_be_meant(word, story, repeated, words))
    }


def _has_its_shape(word: str, repeated: list[str]) -> bool:
    """Whether a repeated word has the same first letter, and the same length but for one."""
    return any(word[0] == other[0] and -2 < len(word) - len(other) < 2 for other in repeated)


def _common_near(word: str, words: Words) -> frozenset[str]:
    """The words, common in any language, that are one slip away from an unknown one; none where its stem exists."""
    if len(word) < SHORTEST or (is_arabic(word) and _has_stem(word, words)):
        return frozenset()
    alike = filter(words.every.__contains__, look_alikes(word) if is_arabic(word) else ())
    return frozenset(slips_among(word, words.alike)).union(alike)


def _has_stem(word: str, words: Words) -> bool:
    return any(stem in words.every or stem in words for stem in stems(word))


def _may_be_meant(word: str, story: _Story, repeated: list[str], words: Words) -> bool:
    """Whether there may be other evidence than a common word: a word of the story, or a verb's preposition."""
    if not is_arabic(word):
        return len(word) >= SHORTEST and any(is_slip(word, other) for other in repeated if other[0] == word[0])
    if len(word) < SHORTEST:
        return not words.remembered(_has_stem)(word)
    alike = words.remembered(_existing_alike)(word)
    return any(word in story.bare for word in alike) or not set(look_alikes(word)).isdisjoint(repeated)


def _existing_alike(word: str, words: Words) -> tuple[str, ...]:
    """The look-alikes of an Arabic word that are words."""
    return tuple(alike for alike in look_alikes(word) if alike in words.every or alike in words)


def _surnames(repeated: list[str], counts: Counter[str], story: _Story, words: Words) -> set[str]:
    return {
        word
        for word in repeated
        if word not in words.names
        and _follows_a_rare_one(word, story.text, counts)
        and any(counts[before] == 1 and _may_be_given(before, words) for before in _words_before(word, story.plain))
    }


def _follows_a_rare_one(word: str, text: str, counts: Counter[str]) -> bool:
    """Whether the name's first occurrence stands behind a word that may be a misspelt given name."""
    at = text.find(word if is_arabic(word) else word.capitalize())
    before = text[max(at - 30, 0) : at].rsplit(maxsplit=1) if at > 0 else []
    return bool(before) and len(before[-1]) >= SHORTEST and counts[plain_of(before[-1])] == 1


def _words_before(word: str, plain: str) -> Iterator[str]:
    """What stands before each occurrence of a word."""
    at = plain.find(word)
    while at >= 0:
        yield from _PLAIN_WORD.findall(plain[max(at - 2 * LONGEST, 0) : at])[-1:]
        at = plain.find(word, at + len(word))


def _may_be_given(word: str, words: Words) -> bool:
    """Whether an unknown word is a slip away from a given name."""
    if not SHORTEST <= len(word) <= LONGEST or word in words.names or word in words.every:
        return False
    if is_arabic(word):
        return any(map(words.names.__contains__, slips(word)))
    return word not in words and bool(slips_among(word, words.names_alike))
