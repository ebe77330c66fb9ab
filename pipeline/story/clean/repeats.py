"""Repeats: an exact consecutive duplicate goes, anything less is flagged."""

from __future__ import annotations

import re
from itertools import pairwise

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
    if len(words) < 2 * RUN:
        return []
    grams = list(zip(*(words[n:] for n in range(RUN)), strict=False))
    if len(set(grams)) == len(grams):
        return []
    return _flagged(text, grams)


def _flagged(text: str, grams: list[tuple[str, ...]]) -> list[Suspect]:
    spans = [m.span() for m in re.finditer(r"\S+", text)]
    seen: dict[tuple[str, ...], int] = {}
    suspects: list[Suspect] = []
    n = 0
    while n < len(grams):
        earlier = seen.setdefault(grams[n], n)
        if earlier + RUN > n:
            n += 1
            continue
        end = n
        while end + 1 < len(grams) and seen.get(grams[end + 1]) == earlier + end + 1 - n:
            end += 1
        start, stop = spans[n][0], spans[end + RUN - 1][1]
        suspects.append(
            Suspect(
                rule="near-repeat",
                field="body_text",
                start=start,
                end=stop,
                text=text[start:stop],
                evidence=f"the same words stand at offset {spans[earlier][0]}",
            )
        )
        n = end + 1
    return suspects
