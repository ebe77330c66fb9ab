"""langdetect's own profiles, scored exactly.

langdetect walks at random: it draws n-grams of the text until one language is sure, seven times over. Here every n-gram
of the text is looked up at once and the logarithms are summed, so the answer is the one that the walks approach, and
the same everywhere. Profiles, normalisation of characters and smoothing are those of the installed package.

The letters of one script are few, so an n-gram is found by its place in a table, without a search. That is why profiles
are loaded by script: with all of langdetect's languages in one group, Chinese among them, the tables would not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec
import numpy as np
import numpy.typing as npt
from langdetect.utils.ngram import NGram

_BMP = 0x10000
_SURROGATES = range(0xD800, 0xE000)
_SMOOTHING = 0.5 / 10_000
"""langdetect's `ALPHA_DEFAULT / BASE_FREQ`: the chance of an n-gram that a language's profile lacks."""
_FOLD = 32
"""Rows that are added side by side: numpy adds long rows several times as fast as short ones."""
_NONE, _OTHER, _SPACE = 0, 1, 2
"""The numbers that are no letter of an n-gram: of nothing, of a letter that no n-gram has, and of what parts words."""
_LONGEST = 3
"""Letters of an n-gram, at most."""
_MOST_ROWS = 0xFFFF


@dataclass(frozen=True)
class Letters:
    """The letters of a group's n-grams, numbered from 3 on; `count` is one above the last number.

    Capitals have the highest numbers, those that no n-gram has the last one of all.
    """

    number: npt.NDArray[np.int32]
    """Of each code point of the basic plane, in langdetect's normal form."""
    count: int
    first_capital: int


@dataclass(frozen=True)
class Profiles:
    """The n-grams of some languages: a row of log chances for each, a column for each language. Row 0 is nothing's.

    `single` holds each letter's row. `pair` holds, at `first * letters.count + second`, where that pair's part of
    `triple` begins; there the row of the pair itself is at 0, and that of pair and third letter at the letter's number.
    Two spaces in a row, or one in the middle, are in row 0 too, as no profile has them: a text needs no tidying first.
    """

    letters: Letters
    single: npt.NDArray[np.uint16]
    pair: npt.NDArray[np.int32]
    triple: npt.NDArray[np.uint16]
    log_chance: npt.NDArray[np.float32]

    def score(self, text: str) -> tuple[npt.NDArray[np.float32], int]:
        """Summed log chance of each language, and the number of n-grams that were known."""
        rows = self._rows(text)
        rows.sort(kind="stable")  # so the sum is always made in the same order; of 16 bits, stable is the fast sort
        known = rows[rows.searchsorted(1) :]
        return _summed(self.log_chance.take(known, axis=0)), len(known)

    def _rows(self, text: str) -> npt.NDArray[np.uint16]:
        """Rows of the 1-, 2- and 3-grams that langdetect would extract: within words, none of a word in capitals."""
        points = np.frombuffer(f"  {text}".encode("utf-16-le", "replace"), dtype=np.uint16)
        if len(points) > len(text) + 2:  # characters beyond the basic plane, which langdetect doesn't read
            points = points[(points < _SURROGATES[0]) | (points > _SURROGATES[-1])]
        letters = self.letters.number.take(points)
        last = letters[2:]
        parts = self.pair.take(letters[:-1] * self.letters.count + letters[1:])
        rows = np.concatenate(
            (self.single.take(last), self.triple.take(parts[1:]), self.triple.take(parts[:-1] + last))
        )
        capital = letters >= self.letters.first_capital
        shouted = capital[2:] & capital[1:-1]
        if shouted.any():  # langdetect skips a capital straight after a capital
            rows[np.tile(shouted, _LONGEST)] = 0
        return rows


def _summed(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The sum of the rows, in an order that is the same on every machine (a matrix product's is the library's own)."""
    languages = rows.shape[1]
    whole = len(rows) - len(rows) % _FOLD
    folded = rows[:whole].reshape(-1, _FOLD * languages).sum(axis=0).reshape(_FOLD, languages)
    total: npt.NDArray[np.float32] = folded.sum(axis=0) + rows[whole:].sum(axis=0)
    return total


def load_profiles(groups: Sequence[Sequence[str]]) -> list[Profiles]:
    """Profiles for each group of codes of one script: the installed langdetect's, trimmed to these languages.

    langdetect's own loader is not used: it keeps a list of 55 numbers for each of 87,598 n-grams, in the order of the
    folder, which differs between machines.
    """
    return [_load_group(codes) for codes in groups]


def _load_group(codes: Sequence[str]) -> Profiles:
    profiles = [_profile(code) for code in codes]
    grams, place = np.unique(np.concatenate([grams for grams, _ in profiles]), return_inverse=True)
    if len(grams) > _MOST_ROWS:
        raise ValueError(f"{len(grams)} n-grams of {', '.join(codes)}: more than the tables can number")
    table = np.full((len(grams) + 1, len(codes)), _SMOOTHING, dtype=np.float32)
    column = np.repeat(np.arange(len(codes)), [len(own) for own, _ in profiles])
    table[place + 1, column] += np.concatenate([chances for _, chances in profiles])
    written = (np.stack((grams >> 32, grams >> 16, grams), axis=1) & 0xFFFF).astype(np.intp)
    letters = _letters_of(written)
    single, pair, triple = _tables(letters.number[written] * (written > 0), letters.count)
    return Profiles(letters=letters, single=single, pair=pair, triple=triple, log_chance=np.log(table))


def _profile(code: str) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.float32]]:
    """The n-grams of a profile, 16 bits for each letter, and how likely each is among those of its length.

    Left out are a space by itself and n-grams over two words: langdetect draws none.
    """
    profile = msgspec.json.decode((resources.files("langdetect") / "profiles" / code).read_bytes())
    filled = [gram.rjust(_LONGEST, "\0") for gram in profile["freq"]]
    letters = np.array(filled).view(np.uint32).reshape(-1, _LONGEST).astype(np.uint64)
    length = (letters > 0).sum(axis=1)
    chances = np.array(list(profile["freq"].values())) / np.array(profile["n_words"])[length - 1]
    space = letters == ord(" ")
    drawn = ~(space[:, 1] & (length == _LONGEST)) & ~(space[:, 2] & (length == 1))
    grams = letters[:, 0] << 32 | letters[:, 1] << 16 | letters[:, 2]
    return grams[drawn], chances[drawn].astype(np.float32)


def _letters_of(written: npt.NDArray[np.intp]) -> Letters:
    normal, capital = _alphabet()
    used = np.setdiff1d(written, [0, ord(" ")])
    small, large = used[~capital[used]], used[capital[used]]
    first_capital = _SPACE + 1 + len(small)
    other_capital = first_capital + len(large)
    number = np.where(capital, other_capital, _OTHER).astype(np.int32)
    number[small] = np.arange(_SPACE + 1, first_capital)
    number[large] = np.arange(first_capital, other_capital)
    number[ord(" ")] = _SPACE
    return Letters(number=number[normal], count=other_capital + 1, first_capital=first_capital)


@cache
def _alphabet() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.bool_]]:
    """The normal form of each code point of the basic plane in langdetect, and which code points are capitals."""
    characters = list(map(chr, range(_BMP)))
    normal = np.array(list(map(ord, map(NGram.normalize, characters))), dtype=np.uint16)
    return normal, np.array(list(map(str.isupper, characters)))


def _tables(
    grams: npt.NDArray[np.int32], count: int
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.int32], npt.NDArray[np.uint16]]:
    """`single`, `pair` and `triple`, from the numbers of the letters of each row's n-gram; `count` as in `Letters`."""
    first, second, third = grams.astype(np.intp).T
    row = np.arange(1, len(grams) + 1, dtype=np.uint16)
    single = np.zeros(count, dtype=np.uint16)
    single[third[second == _NONE]] = row[second == _NONE]
    longer, three = second != _NONE, first != _NONE
    pairs = np.where(three, first * count + second, second * count + third)[longer]
    parts = np.unique(pairs)
    pair = np.zeros(count * count, dtype=np.int32)
    pair[parts] = np.arange(1, len(parts) + 1) * count
    triple = np.zeros((len(parts) + 1) * count, dtype=np.uint16)
    triple[pair[pairs] + np.where(three, third, _NONE)[longer]] = row[longer]
    return single, pair, triple
