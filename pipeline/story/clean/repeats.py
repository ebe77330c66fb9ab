"""Repeats: an exact consecutive duplicate goes, anything less is flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import gt, ne

from pipeline.story.clean.ledger import Edit
from pipeline.story.model import Suspect

SHORTEST = 40
"""Characters. A shorter line may be a refrain, a cheer or a score, said twice on purpose."""
RUN = 8
"""Words. A run of eight words that comes again is a quotation or an editor's slip; seven are often a title."""


def repeats(text: str) -> list[Edit]:
    r"""Paragraphs that repeat, letter by letter, the one right before them.

    >>> story = "The bridge was closed on Monday after the flood." + "\n\n"
    >>> len(repeats(story + story)), repeats("No comment.\n\nNo comment.")
    (1, [])
    """
    edits, at = [], 0
    for first, second in pairwise(text.split("\n\n")):
        at += len(first)
        if first == second and len(second) >= SHORTEST:
            edits.append(Edit(at, at + 2 + len(second)))
        at += 2
    return edits


def near_repeats(text: str) -> list[Suspect]:
    r"""Runs of eight words or more that stood in the story before: flagged, never removed.

    >>> words = "the talks on arms are moving forward at great speed"
    >>> [s.text for s in near_repeats(f"He said {words}.\n\nLater he said again {words}.")]
    ['the talks on arms are moving forward at great speed.']
    """
    words = text.split()
    last = dict(zip(words, range(len(words)), strict=True))
    again = bytes(map(gt, map(last.__getitem__, words), range(len(words))))
    return _flagged(text, words, last) if _EIGHT in again else []


_EIGHT = b"\x01" * RUN
"""Eight words in a row of which each comes again: without them no run does, and few stories have them."""
_STRETCH = re.compile(b"\x01{%d,}" % RUN)


def _flagged(text: str, words: list[str], last: dict[str, int]) -> list[Suspect]:
    runs: list[tuple[int, int, int]] = []
    seen: dict[tuple[str, ...], int] = {}
    done = 0
    for n, gram in _grams(words, last):
        earlier = seen.setdefault(gram, n) if n >= done else n
        if earlier + RUN <= n:
            done = n + 1
            while seen.get(tuple(words[done : done + RUN])) == earlier + done - n:
                done += 1
            runs.append((n, done + RUN - 2, earlier))
    return _suspects(text, runs) if runs else []


def _grams(words: list[str], last: dict[str, int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The runs of eight words that all stand in the text more than once, each with the number of its first word."""
    backwards = range(len(words) - 1, -1, -1)
    first = dict(zip(reversed(words), backwards, strict=True))
    repeated = bytes(map(ne, map(first.__getitem__, words), map(last.__getitem__, words)))
    for stretch in _STRETCH.finditer(repeated):
        start, end = stretch.span()
        yield from enumerate(zip(*(words[start + n : end] for n in range(RUN)), strict=False), start)


def _suspects(text: str, runs: list[tuple[int, int, int]]) -> list[Suspect]:
    """A suspect for each run: first and last word of it, and first word of the earlier one, by number."""
    places = [m.span() for m in re.finditer(r"\S+", text)]
    suspects = []
    for first, last, earlier in runs:
        start, end = places[first][0], places[last][1]
        suspects.append(
            Suspect(
                rule="near-repeat",
                field="body_text",
                start=start,
                end=end,
                text=text[start:end],
                evidence=f"the same words stand at offset {places[earlier][0]}",
            )
        )
    return suspects
