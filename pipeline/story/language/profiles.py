"""langdetect's own profiles, scored exactly.

langdetect walks at random: it draws n-grams of the text until one language is sure, seven times over. Here every n-gram
of the text is looked up at once and the logarithms are summed, so the answer is the one that the walks approach, and
the same everywhere. Profiles, normalisation of characters and smoothing are those of the installed package.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt
from langdetect.utils.ngram import NGram

_SPACE = ord(" ")
_BMP = 0x10000
_SMOOTHING = 0.5 / 10_000
"""langdetect's `ALPHA_DEFAULT / BASE_FREQ`: the chance of an n-gram that a language's profile lacks."""


@dataclass(frozen=True)
class Profiles:
    """The n-grams of all languages as sorted keys, and a row of log chances for each."""

    codes: tuple[str, ...]
    keys: npt.NDArray[np.uint64]
    log_chance: npt.NDArray[np.float16]
    normal: npt.NDArray[np.uint16]
    upper: npt.NDArray[np.bool_]

    def score(self, text: str) -> tuple[npt.NDArray[np.float32], int]:
        """Summed log chance of each language of `codes`, and the number of n-grams that were known."""
        grams = self._grams(text)
        at = np.searchsorted(self.keys, grams)
        at[at == len(self.keys)] = 0
        known = at[self.keys[at] == grams]
        return self.log_chance[known].sum(axis=0, dtype=np.float32), len(known)

    def _grams(self, text: str) -> npt.NDArray[np.uint64]:
        """Keys of the 1-, 2- and 3-grams that langdetect would extract: within words, none of a word in capitals."""
        points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
        points = points[points < _BMP]
        letters = self.normal[points]
        upper = self.upper[letters]
        space = letters == _SPACE
        keep = ~(space & np.concatenate(([True], space[:-1])))
        letters, upper, space = letters[keep], upper[keep], space[keep]
        key = np.concatenate(([_SPACE, _SPACE], letters)).astype(np.uint64)
        after_space = np.concatenate(([True], space[:-1]))
        shout = _in_capitals(upper)
        one = key[2:][~space & ~shout]
        two = ((key[1:-1] << 16) | key[2:])[~shout]
        three = ((key[:-2] << 32) | (key[1:-1] << 16) | key[2:])[~after_space & ~shout]
        return np.concatenate((one, two, three))


def _in_capitals(upper: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Letters that langdetect skips: a capital straight after a capital."""
    shout = upper.copy()
    if len(shout):
        shout[0] = False
        shout[1:] &= upper[:-1]
    return shout


def load_profiles(codes: Sequence[str]) -> Profiles:
    """Read the profiles of `codes` from the installed langdetect, trimmed to them."""
    folder = resources.files("langdetect") / "profiles"
    chance: dict[int, dict[int, float]] = {}
    for column, code in enumerate(codes):
        profile = json.loads((folder / code).read_text(encoding="utf-8"))
        for gram, count in profile["freq"].items():
            if 1 <= len(gram) <= NGram.N_GRAM:
                chance.setdefault(_key(gram), {})[column] = count / profile["n_words"][len(gram) - 1]
    keys = np.array(sorted(chance), dtype=np.uint64)
    table = np.full((len(keys), len(codes)), np.log(_SMOOTHING), dtype=np.float16)
    for row, key in enumerate(keys.tolist()):
        for column, value in chance[key].items():
            table[row, column] = np.log(_SMOOTHING + value)
    characters = [chr(point) for point in range(_BMP)]
    return Profiles(
        codes=tuple(codes),
        keys=keys,
        log_chance=table,
        normal=np.array([ord(NGram.normalize(one)) for one in characters], dtype=np.uint16),
        upper=np.array([one.isupper() for one in characters]),
    )


def _key(gram: str) -> int:
    key = 0
    for one in gram:
        key = key << 16 | ord(one)
    return key
