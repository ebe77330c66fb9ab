"""Which words of a story may be mistyped: asked of every story, so most of its words are passed in bulk.

Nearly all words of a story are common ones of some language, and those a dictionary tells. Only the rest is cut out of
its punctuation, counted, and looked up in the lexicon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.lexicon.words import Words
from pipeline.story.clean.slips import is_arabic, is_slip, look_alikes, plain_of, slips, slips_among, stems
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


def candidates_of(text: str, words: Words) -> Candidates | None:
    """What may be mistyped, or null where nothing is; that there may be evidence is sure, that there is any isn't."""
    plain, every = plain_of(text), words.every
    parts = plain.split()
    counts = Counter(_PLAIN_WORD.findall(" ".join([part for part in parts if part not in every])))
    story = {*parts, *counts}
    confused = any(root in plain for wrong in CONFUSED.keys() & story for root in _ROOTS[wrong])
    if not words.common:
        return Candidates({}, set()) if confused else None
    rare = [word for word in counts if word not in every and 2 < len(word) <= LONGEST]
    single = [word for word in rare if counts[word] == 1]
    repeated = [word for word in rare if counts[word] > 1 and len(word) > 3]
    most = max(SHARE * len(parts), 5)
    common_near = words.remembered(_common_near)
    near = {word: common_near(word) for word in _unknown(single, repeated, text, most, words)}
    unknown = {w: common for w, common in near.items() if common or _may_be_meant(w, story, repeated, words)}
    if unknown and len(single) > most and len(words.missing(single)) > most:
        unknown = {}
    surnames = _surnames(repeated, counts, text, plain, words)
    return Candidates(unknown, surnames) if unknown or surnames or confused else None


def _unknown(single: list[str], repeated: list[str], text: str, most: float, words: Words) -> set[str]:
    """Of the words that stand there once, those in no lexicon; none at all where these alone are more than `most`.

    A name in Latin letters is none of them, unless the story repeats a word that resembles it.
    """
    shapes = {(word[0], len(word) + more) for word in repeated for more in (-1, 0, 1)}
    unknown = words.missing(
        word for word in single if is_arabic(word) or word in text or (word[0], len(word)) in shapes
    )
    return unknown if len(unknown) <= most else set()


def _common_near(word: str, words: Words) -> frozenset[str]:
    """The words, common in any language, that are one slip away from an unknown one; none where its stem exists."""
    if len(word) < SHORTEST or (is_arabic(word) and _has_stem(word, words)):
        return frozenset()
    alike = filter(words.every.__contains__, look_alikes(word) if is_arabic(word) else ())
    return frozenset(slips_among(word, words.alike)).union(alike)


def _has_stem(word: str, words: Words) -> bool:
    return any(stem in words.every or stem in words for stem in stems(word))


def _may_be_meant(word: str, story: set[str], repeated: list[str], words: Words) -> bool:
    """Whether there may be other evidence than a common word: a word of the story, or a verb's preposition."""
    if not is_arabic(word):
        return len(word) >= SHORTEST and any(is_slip(word, other) for other in repeated if other[0] == word[0])
    if len(word) < SHORTEST:
        return not words.remembered(_has_stem)(word)
    return not story.isdisjoint(look_alikes(word))


def _surnames(repeated: list[str], counts: Counter[str], text: str, plain: str, words: Words) -> set[str]:
    names = words.names
    return {
        word
        for word in repeated
        if word not in names
        and _follows_a_rare_one(word, text, counts)
        and any(counts[before] == 1 and _may_be_given(before, words) for before in _words_before(word, plain))
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
