"""Suspected typing errors: listed with a suggestion and the evidence, never changed in the text.

A scanner reads one letter for another that looks like it; a hand drops, doubles or swaps one. So a word is suspected
only when one such slip leads from it to a word with evidence of its own: it stands in the same story, it is common in
the story's language while the suspect exists in none, it is a given name before a surname, or a known confusion stands
beside its own kind of words. What is rare is no suspect by itself: most of a story's unknown words are names.

How often clean stories are suspected is measured: docs/cleaning.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from pipeline.lexicon.words import Words
from pipeline.story.clean.candidates import CONFUSED, LONGEST, SHORTEST, candidates_of
from pipeline.story.clean.slips import (
    is_arabic,
    is_slip,
    look_alikes,
    plain_of,
    slip_between,
    slips,
    stems,
    substitutions,
)
from pipeline.story.clean.words import WORDS
from pipeline.story.model import Suspect

_WORD = re.compile("[^\\W\\d_]+(?:[\u0640\u064b-\u0655\u0670]+[^\\W\\d_]*)*")
_GOVERNED: dict[str, str] = {stem: prefix for prefix, verbs in WORDS["governed"].items() for stem in verbs}
"""Stem of an Arabic verb → the preposition that it needs."""
MOST = 12
"""Suspects of a story. A text with more is not mistyped in places: it is spoilt, or in dialect."""


COMMON = 10_000
"""Rank. A suspect must be near a common word, not near any word. In Arabic, where a word has its particles and endings
with it, each of its forms is rarer, and the whole list counts."""
SPELLINGS: dict[str, frozenset[str]] = {
    "en": frozenset({"s for z", "u is too much", "l is too much", "o is too much", "a is too much"}),
    "pt": frozenset(
        {"c is too much", "p is too much", "r is too much", "m is too much", "c is missing", "p is missing"}
    ),
}
"""Differences between British and American, European and Brazilian spelling are no slips; nor is `metre` (`-re`)."""


class Reason(NamedTuple):
    """What was probably meant, and what speaks for it."""

    suggestion: str
    evidence: str


class Tokens(NamedTuple):
    """The words of a story: as written, as the lexicon has them, and how often each of these occurs.

    `repeated` are those that occur more than once, `language` the one in which most are common.
    """

    written: list[str]
    plain: list[str]
    counts: Counter[str]
    repeated: list[str]
    language: str


def _tokens(text: str, words: Words) -> Tokens:
    written = _WORD.findall(text)
    plain = plain_of("\n".join(written)).split("\n") if written else []
    counts = Counter(plain)
    repeated = [word for word, count in counts.items() if count > 1]
    return Tokens(written, plain, counts, repeated, words.language_of(counts.keys()))


def typos(text: str, parts: list[str], words: Words) -> list[Suspect]:
    """Words of `text` that look mistyped, from left to right; `parts` is `text.split()`.

    >>> from pipeline.lexicon.words import Words, checksums_of
    >>> common = ["the", "government", "spoke", "of", "a", "pubic", "library"]
    >>> words = Words(known=checksums_of(common), common={"en": common}, given=[])
    >>> text = "The govenment spoke of pubic opinion"
    >>> [(s.text, s.suggestion) for s in typos(text, text.split(), words)]
    [('govenment', 'government'), ('pubic', 'public')]
    >>> text = "The government spoke of a library"
    >>> typos(text, text.split(), words)
    []
    """
    candidates = candidates_of(text, parts, words)
    if candidates is None:
        return []
    tokens = _tokens(text, words)
    found = dict(_confused(tokens))
    found.update(_given_names(tokens, candidates.surnames, words))
    for n in [n for n, word in enumerate(tokens.plain) if word in candidates.unknown]:
        reason = _in_story(tokens, n, words)
        if reason is None and (tokens.written[n][0].islower() or is_arabic(tokens.plain[n])):
            reason = _in_lexicon(tokens, n, candidates.unknown[tokens.plain[n]], words)
        if reason is not None:
            found.setdefault(n, reason)
    return _suspects(text, found) if 0 < len(found) <= MOST else []


def _suspects(text: str, found: dict[int, Reason]) -> list[Suspect]:
    return [
        Suspect(
            rule="typo",
            field="body_text",
            start=m.start(),
            end=m.end(),
            text=m[0],
            suggestion=found[n].suggestion,
            evidence=found[n].evidence,
        )
        for n, m in enumerate(_WORD.finditer(text))
        if n in found
    ]


def _confused(tokens: Tokens) -> Iterator[tuple[int, Reason]]:
    """Real words that stand for another one: `العلية` (the attic) beside commitments, `pubic` beside opinion."""
    for wrong in CONFUSED.keys() & tokens.counts.keys():
        meant, company = CONFUSED[wrong]
        for n, word in enumerate(tokens.plain):
            if word != wrong:
                continue
            near = [
                w for w in tokens.plain[max(n - 2, 0) : n + 3] if w in company or any(s in company for s in stems(w))
            ]
            if near:
                yield n, Reason(meant, f'"{meant}" is what stands beside "{near[0]}"')


def _given_names(tokens: Tokens, surnames: set[str], words: Words) -> Iterator[tuple[int, Reason]]:
    """A word before a surname (one that stands alone elsewhere in the story), one slip from a given name."""
    given = words.names
    for n, following in enumerate(tokens.plain[1:]):
        if following in surnames and _may_be_given(tokens, n, words):
            word = tokens.plain[n]
            name = next((given[c] for c in slips(word) if c in given and _is_misspelt(word, c)), None)
            if name is not None:
                yield n, Reason(name, f'"{name}" is a given name, and "{tokens.written[n + 1]}" a surname of the story')


def _may_be_given(tokens: Tokens, n: int, words: Words) -> bool:
    word = tokens.plain[n]
    if not SHORTEST <= len(word) <= LONGEST or tokens.counts[word] > 1 or word in words.names or word in words.every:
        return False
    capitals = tokens.written[n][0].isupper() and tokens.written[n + 1][0].isupper()
    return is_arabic(word) or (capitals and word not in words)


def _is_misspelt(word: str, name: str) -> bool:
    """Whether the word is a slip of the name, not its sister: Daniele and Danielle are names both."""
    if is_arabic(word):
        return len(name) >= len(word)
    slip = slip_between(word, name)
    if len(name) > len(word):
        return slip[0] * 2 not in name
    return len(slip.split(" for ")[0]) == 2


def _in_story(tokens: Tokens, n: int, words: Words) -> Reason | None:
    """Another word of the story one slip away: one that it repeats, or in Arabic script a look-alike that exists."""
    word, counts = tokens.plain[n], tokens.counts
    if len(word) < SHORTEST:
        return None
    if is_arabic(word):
        candidates: Iterable[str] = look_alikes(word)
    elif any(is_slip(word, other) for other in tokens.repeated if other[:1] == word[0]):
        candidates = slips(word)
    else:
        return None
    for candidate in candidates:
        count = counts.get(candidate, 0)
        if count > 1 or (count and is_arabic(word) and (candidate in words.every or candidate in words)):
            other = tokens.written[tokens.plain.index(candidate)]
            return Reason(other, f'"{other}" stands in the story: {slip_between(word, candidate)}')
    return None


def _in_lexicon(tokens: Tokens, n: int, near: Set[str], words: Words) -> Reason | None:
    """A common word of the story's language, among those `near`, one slip away from a word that exists in none."""
    word = tokens.plain[n]
    if len(word) < SHORTEST:
        return _governed(tokens, n, words)
    ranks = words.ranks.get(tokens.language, {})
    rarest = len(ranks) if is_arabic(word) else COMMON
    best = min((c for c in near if ranks.get(c, rarest) < rarest), key=ranks.__getitem__, default=None)
    if best is None or _bare(word) == best:
        return None
    slip = slip_between(word, best)
    if slip in SPELLINGS.get(tokens.language, ()) or (word.endswith("re") and best.endswith("er")):
        return None
    return Reason(best, f'is no word; "{best}" is a common one: {slip}')


def _bare(word: str) -> str:
    """Without accents: a name or word written without them, or with another language's, is no slip."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _governed(tokens: Tokens, n: int, words: Words) -> Reason | None:
    """The one verb that is a letter away and goes with a preposition that follows: `نحز … على` is `نحث … على`."""
    following = tokens.plain[n + 1 : n + 9]
    fitting = {c for c in substitutions(tokens.plain[n]) if c in words and _GOVERNED.get(c[1:]) in following}
    if len(fitting) != 1:
        return None
    (verb,) = fitting
    return Reason(verb, f'is no word; "{verb}" is one, and goes with the "{_GOVERNED[verb[1:]]}" that follows')
