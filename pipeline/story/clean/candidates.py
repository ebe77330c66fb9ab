"""Which words of a story may be mistyped: asked of every story, so most of its words are passed in bulk.

Nearly all words of a story are common ones of some language, and those a dictionary tells. Only the rest is cut out of
its punctuation, counted, and looked up in the lexicon.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from pipeline.lexicon.words import Words
from pipeline.story.clean.slips import is_arabic, plain_of
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
    """Words that exist in no lexicon and stand in the story once; names that it repeats."""

    unknown: set[str]
    surnames: set[str]


def candidates_of(text: str, words: Words) -> Candidates | None:
    """What may be mistyped, or null where nothing is: asked of every story, so most words are passed in bulk."""
    plain, every = plain_of(text), words.every
    parts = plain.split()
    counts = Counter(_PLAIN_WORD.findall(" ".join([part for part in parts if part not in every])))
    confused = any(
        any(root in plain for root in _ROOTS[wrong])
        for wrong in {*filter(CONFUSED.__contains__, counts), *filter(CONFUSED.__contains__, parts)}
    )
    if not words.common:
        return Candidates(set(), set()) if confused else None
    rare = [word for word in counts if word not in every and 2 < len(word) <= LONGEST]
    repeated = [word for word in rare if counts[word] > 1 and len(word) > 3]
    unknown = _unknown([word for word in rare if counts[word] == 1], repeated, text, max(SHARE * len(parts), 5), words)
    names = words.names
    surnames = {word for word in repeated if word not in names and _follows_a_rare_one(word, text, counts)}
    return Candidates(unknown, surnames) if unknown or surnames or confused else None


def _unknown(single: list[str], repeated: list[str], text: str, most: float, words: Words) -> set[str]:
    """Of the words that stand there once, those in no lexicon; none at all where more than `most` are in none.

    A name in Latin letters is none of them, unless the story repeats a word that resembles it.
    """
    if len(single) > most and len(words.missing(single)) > most:
        return set()
    shapes = {(word[0], len(word) + more) for word in repeated for more in (-1, 0, 1)}
    return words.missing(word for word in single if word in text or (word[0], len(word)) in shapes or is_arabic(word))


def _follows_a_rare_one(word: str, text: str, counts: Counter[str]) -> bool:
    """Whether the name's first occurrence stands behind a word that may be a misspelt given name."""
    at = text.find(word if is_arabic(word) else word.capitalize())
    before = text[max(at - 30, 0) : at].rsplit(maxsplit=1) if at > 0 else []
    return bool(before) and len(before[-1]) >= SHORTEST and counts[plain_of(before[-1])] == 1
