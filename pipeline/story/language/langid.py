"""py3langid's model, trimmed to the languages that the stage tells apart: the second opinion.

Its features are byte sequences chosen for telling languages apart whatever the topic, so it is steadier than
langdetect on short headlines full of names. Of the package, the model file is used; the class is not, because its
restriction to languages is shared state that threads would fight over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
from py3langid.modelio import load_model


@dataclass(frozen=True)
class Automaton:
    """The model's walk over bytes: which state follows, and which feature a state completes (-1: none).

    A state knows the last `longest` bytes, those of the longest feature, and nothing of what came before. So all places
    of a text are walked to at the same time, each from so many bytes before it, where one walk from the beginning would
    arrive too.
    """

    next_state: npt.NDArray[np.uint32]
    row_start: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int32]
    longest: int

    def features(self, encoded: bytes) -> list[int]:
        """The feature that each byte completes, in their order, where it completes any."""
        length = len(encoded)
        read = np.frombuffer(bytes(self.longest - 1) + encoded, dtype=np.uint8)  # a zero leads nowhere
        state = self.next_state.take(read[:length])
        for at in range(1, self.longest):
            state = self.next_state.take(self.row_start.take(state) + read[at : at + length])
        found = self.feature.take(state)
        completed: list[int] = found[found >= 0].tolist()
        return completed


@dataclass(frozen=True)
class LangidModel:
    """The automaton, and a row of log chances for each feature, a column for each language."""

    automaton: Automaton
    log_chance: npt.NDArray[np.float32]

    def score(self, text: str) -> tuple[npt.NDArray[np.float32], int]:
        """Summed log chance of each language, and the number of bytes of the text."""
        encoded = text.encode("utf-8", "replace")
        counts = Counter(self.automaton.features(encoded))
        rows = self.log_chance.take(list(counts), axis=0) if counts else self.log_chance[:0]
        return np.log1p(np.array(list(counts.values()), dtype=np.float32)) @ rows, len(encoded)


def load_langid(groups: Sequence[Sequence[str]]) -> list[LangidModel]:
    """A model for each group of codes, over one automaton: the installed py3langid's, trimmed to these languages.

    A code that the model splits into variants (`uz`) counts by its likeliest one.
    """
    model = Path(str(resources.files("py3langid"))) / "data" / "model.npz.xz"
    table, _start, classes, next_state, row, feature = load_model(model)
    automaton = _automaton(np.array(next_state), np.array(row), np.array(feature, dtype=np.int32))
    columns = {code: [at for at, name in enumerate(classes) if name == code] for code in set().union(*groups)}
    return [
        LangidModel(
            automaton=automaton,
            log_chance=np.stack([table[:, columns[code]].max(axis=1) for code in group], axis=1).astype(np.float32),
        )
        for group in groups
    ]


def _automaton(
    next_state: npt.NDArray[np.uint32], row: npt.NDArray[np.uint16], feature: npt.NDArray[np.int32]
) -> Automaton:
    """The automaton from the package's arrays: `row` says which 256 of `next_state` are a state's (states share them).

    `longest` is the number of bytes that lead to the state that is farthest from the first one.
    """
    by_row = next_state.reshape(-1, 256)
    read, reached = np.zeros(len(by_row), dtype=bool), np.zeros(len(row), dtype=bool)
    rows, longest = row[:1].astype(np.intp), 0
    while len(rows):
        read[rows] = True
        before = reached.copy()
        reached[by_row[rows]] = True
        new = reached & ~before
        longest += bool(new[1:].any())
        own = np.zeros_like(read)
        own[row[new]] = True
        rows = np.flatnonzero(own & ~read)
    return Automaton(next_state, row.astype(np.int32) << 8, feature, longest)
