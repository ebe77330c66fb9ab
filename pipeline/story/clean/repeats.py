"""Repeats: an exact consecutive duplicate goes, anything less is flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import eq, sub

from pipeline.story.clean.ledger import Edit
from pipeline.story.model import Suspect

SHORTEST = 40
"""Characters. A shorter line may be a refrain, a cheer or a score, said twice on purpose."""
RUN = 8
"""Words. A run of eight words that comes again is a quotation or an editor's slip; seven are often a title."""


def repeats(text: str) -> list[Edit]:
    r"""Paragraphs that repeat, letter by letter, the one right before them.

    Source: none of 130 paragraphs that follow another (the corpora's `dev`) repeats it. What only resembles an
    earlier passage is another matter: in the real story that the rules were made on it is a quotation, said twice.

    >>> story = "The bridge was closed on Monday after the flood." + "\n\n"
    >>> len(repeats(story + story)), repeats("No comment.\n\nNo comment.")
    (1, [])
    """
    paragraphs = text.split("\n\n")
    if not any(map(eq, paragraphs, paragraphs[1:])):
        return []
    edits, at = [], 0
    for first, second in pairwise(paragraphs):
        at += len(first)
        if first == second and len(second) >= SHORTEST:
            edits.append(Edit(at, at + 2 + len(second)))
        at += 2
    return edits


def near_repeats(text: str, parts: list[str]) -> list[Suspect]:
    r"""Runs of eight words or more that stood in the story before: flagged, never removed; `parts` is `text.split()`.

    >>> words = "the talks on arms are moving forward at great speed"
    >>> text = f"He said {words}.\n\nLater he said again {words}."
    >>> [s.text for s in near_repeats(text, text.split())]
    ['the talks on arms are moving forward at great speed.']
    """
    last = dict(zip(parts, range(len(parts)), strict=True))
    # Of eight words in a row, one at a multiple of seven and the one behind it are two: first that these come again.
    pairs = (n for n in range(0, len(parts) - 1, RUN - 1) if last[parts[n]] > n and last[parts[n + 1]] > n + 1)
    if not any(_each_comes_again(n, parts, last) for n in pairs):
        return []
    runs = list(_repeated_runs(list(map(last.__getitem__, parts))))
    return _suspects(text, runs) if runs else []


def _each_comes_again(n: int, parts: list[str], last: dict[str, int]) -> bool:
    """Whether the word at `n` is one of eight in a row of which none stands where it stands last."""
    first = end = n
    while first > n - RUN and first and last[parts[first - 1]] >= first:
        first -= 1
    while end < first + RUN and end < len(parts) and last[parts[end]] > end:
        end += 1
    return end == first + RUN


def _repeated_runs(words: list[int]) -> Iterator[tuple[int, int, int]]:
    """Where a run begins and ends that stood in the story before, and where that first began; words are numbers.

    Every eight words that come again lie as far behind the first such eight as their neighbours in the run do.
    """
    eights = list(zip(*(words[n:] for n in range(RUN)), strict=False))
    first = dict(zip(reversed(eights), range(len(eights) - 1, -1, -1), strict=True))
    distances = map(sub, range(len(eights)), map(first.__getitem__, eights))
    start = 0
    for distance, run in groupby(distances):
        end = start + len(list(run))
        if distance >= RUN:
            yield start, end + RUN - 2, start - distance
        start = end


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
