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
_FOLD = 32
"""Rows that are added side by side: numpy adds long rows several times as fast as short ones."""


@dataclass(frozen=True)
class Alphabet:
    """langdetect's normal form of each code point of the basic plane, and whether that is a capital."""

    normal: npt.NDArray[np.uint16]
    upper: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Profiles:
    """The n-grams of some languages as sorted keys, a row of log chances for each, a column for each language."""

    keys: npt.NDArray[np.uint64]
    log_chance: npt.NDArray[np.float32]
    alphabet: Alphabet

    def score(self, text: str) -> tuple[npt.NDArray[np.float32], int]:
        """Summed log chance of each language, and the number of n-grams that were known."""
        grams = self._grams(text)
        grams.sort()  # neighbours are then looked up one after the other, in memory that is at hand
        at = self.keys.searchsorted(grams)
        at[at == len(self.keys)] = 0
        known = at[self.keys[at] == grams]
        return _summed(self.log_chance.take(known, axis=0)), len(known)

    def _grams(self, text: str) -> npt.NDArray[np.uint64]:
        """Keys of the 1-, 2- and 3-grams that langdetect would extract: within words, none of a word in capitals."""
        points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
        points = points[points < _BMP]
        letters = self.alphabet.normal[points]
        upper = self.alphabet.upper[letters]
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


def _summed(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The sum of the rows, in an order that is the same on every machine (a matrix product's is the library's own)."""
    languages = rows.shape[1]
    whole = len(rows) - len(rows) % _FOLD
    folded = rows[:whole].reshape(-1, _FOLD * languages).sum(axis=0).reshape(_FOLD, languages)
    total: npt.NDArray[np.float32] = folded.sum(axis=0) + rows[whole:].sum(axis=0)
    return total


def _in_capitals(upper: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Letters that langdetect skips: a capital straight after a capital."""
    shout = upper.copy()
    if len(shout):
        shout[0] = False
        shout[1:] &= upper[:-1]
    return shout


def load_profiles(groups: Sequence[Sequence[str]]) -> list[Profiles]:
    """Profiles for each group of codes: the installed langdetect's, trimmed to these languages.

    langdetect's own loader is not used: it keeps a list of 55 numbers for each of 87,598 n-grams, in the order of the
    folder, which differs between machines.
    """
    characters = [chr(point) for point in range(_BMP)]
    alphabet = Alphabet(
        normal=np.array([ord(NGram.normalize(one)) for one in characters], dtype=np.uint16),
        upper=np.array([one.isupper() for one in characters]),
    )
    return [_load_group(codes, alphabet) for codes in groups]


def _load_group(codes: Sequence[str], alphabet: Alphabet) -> Profiles:
    folder = resources.files("langdetect") / "profiles"
    chances: list[dict[int, float]] = []
    for code in codes:
        profile = json.loads((folder / code).read_text(encoding="utf-8"))
        total = profile["n_words"]
        chances.append({_key(gram): count / total[len(gram) - 1] for gram, count in profile["freq"].items()})
    keys = np.array(sorted(set().union(*chances)), dtype=np.uint64)
    table = np.full((len(keys), len(codes)), _SMOOTHING, dtype=np.float32)
    for column, chance in enumerate(chances):
        rows = np.searchsorted(keys, np.fromiter(chance.keys(), dtype=np.uint64, count=len(chance)))
        table[rows, column] += np.fromiter(chance.values(), dtype=np.float32, count=len(chance))
    return Profiles(keys=keys, log_chance=np.log(table), alphabet=alphabet)


def _key(gram: str) -> int:
    key = 0
    for one in gram:
        key = key << 16 | ord(one)
    return key
