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
class LangidModel:
    """The model's automaton over bytes, and a row of log chances for each feature."""

    codes: tuple[str, ...]
    log_chance: npt.NDArray[np.float16]
    next_move: Sequence[int]
    row_base: Sequence[int]
    feature: Sequence[int]

    def score(self, text: str) -> tuple[npt.NDArray[np.float32], int]:
        """Summed log chance of each language of `codes`, and the number of bytes of the text."""
        encoded = text.encode("utf-8", "replace")
        counts = visit_counts(self.next_move, self.row_base, self.feature, encoded)
        if not counts:
            return np.zeros(len(self.codes), dtype=np.float32), len(encoded)
        rows = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        weight = np.log1p(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        return weight @ self.log_chance[rows].astype(np.float32), len(encoded)


def load_langid(codes: Sequence[str]) -> LangidModel:
    """Read the model of the installed py3langid, its table trimmed to `codes` (a code's variants share one column)."""
    table, _prior, classes, next_move, row, feature = load_model(
        Path(str(resources.files("py3langid"))) / "data/model.npz.xz"
    )
    columns = [table[:, [at for at, name in enumerate(classes) if name == code]].max(axis=1) for code in codes]
    return LangidModel(
        codes=tuple(codes),
        log_chance=np.stack(columns, axis=1),
        next_move=next_move,
        row_base=[base << 8 for base in row],
        feature=feature,
    )
