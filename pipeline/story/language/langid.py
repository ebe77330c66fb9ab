"""py3langid's model, trimmed to the languages that the stage tells apart: the second opinion.

Its features are byte sequences chosen for telling languages apart whatever the topic, so it is steadier than
langdetect on short headlines full of names. Of the package, the model file and the walk over the bytes are used; the
class is not, because its restriction to languages is shared state that threads would fight over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
from py3langid.langid import visit_counts
from py3langid.modelio import load_model


@dataclass(frozen=True)
class Automaton:
    """The model's walk over bytes: which state follows, and which feature a state completes (-1: none)."""

    next_state: Sequence[int]
    row_start: Sequence[int]
    feature: Sequence[int]


@dataclass(frozen=True)
class LangidModel:
    """The automaton, and a row of log chances for each feature, a column for each language; as the package has them."""

    automaton: Automaton
    log_chance: npt.NDArray[np.float16]

    def score(self, text: str) -> tuple[npt.NDArray[np.float32], int]:
        """Summed log chance of each language, and the number of bytes of the text."""
        encoded = text.encode("utf-8", "replace")
        walk = self.automaton
        counts = visit_counts(walk.next_state, walk.row_start, walk.feature, encoded)
        if not counts:
            return np.zeros(self.log_chance.shape[1], dtype=np.float32), len(encoded)
        rows = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        weight = np.log1p(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        return weight @ self.log_chance[rows].astype(np.float32), len(encoded)


def load_langid(groups: Sequence[Sequence[str]]) -> list[LangidModel]:
    """A model for each group of codes, over one automaton: the installed py3langid's, trimmed to these languages.

    A code that the model splits into variants (`uz`) counts by its likeliest one.
    """
    model = Path(str(resources.files("py3langid"))) / "data" / "model.npz.xz"
    table, _start, classes, next_state, row, feature = load_model(model)
    automaton = Automaton(next_state=next_state, row_start=[at << 8 for at in row], feature=feature)
    columns = {code: [at for at, name in enumerate(classes) if name == code] for code in set().union(*groups)}
    return [
        LangidModel(
            automaton=automaton,
            log_chance=np.stack([table[:, columns[code]].max(axis=1) for code in group], axis=1),
        )
        for group in groups
    ]
