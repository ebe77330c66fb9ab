"""Telling words: what a reader of few words goes by.

`vence em`, `gana en`, `wint in`, `vann i` differ in nothing but such words when the rest of a headline is names. The
detectors' n-grams don't know them as words, and weigh the letters of the names as heavily.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources

import numpy as np
import numpy.typing as npt

_EDGES = ".,;:!?«»“”„\"'’‘()[]…،؛؟–—-।、。"


class TellingWords:
    """Word → the positions of the languages that it speaks for."""

    def __init__(self, tags: Sequence[str], words: Mapping[str, Sequence[str]]) -> None:
        found: dict[str, list[int]] = {}
        for position, tag in enumerate(tags):
            for word in words.get(tag, ()):
                found.setdefault(word, []).append(position)
        self._positions = {word: tuple(positions) for word, positions in found.items()}
        self._languages = len(tags)

    def count(self, words: Sequence[str]) -> npt.NDArray[np.float64]:
        """How many of `words` speak for each language."""
        counts = [0] * self._languages
        known = self._positions
        for word in words:
            low = word.lower()
            for position in known.get(low) or known.get(low.strip(_EDGES), ()):
                counts[position] += 1
        return np.array(counts, dtype=np.float64)


def load_telling_words(tags: Sequence[str]) -> TellingWords:
    """Read `words.txt`: a line per language, its tag first; `#` begins a line of comment."""
    text = (resources.files(__package__) / "words.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return TellingWords(tags, {line[0]: sorted(set(line[1:])) for line in lines})
