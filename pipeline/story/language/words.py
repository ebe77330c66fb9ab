"""Words: what a reader of few words goes by.

`vence em`, `gana en`, `wint in`, `vann i` differ in nothing but such words when the rest of a headline is names. The
detectors' n-grams don't know them as words, and weigh the letters of the names as heavily. Two sources:

* wordfreq's lists of the words of a language that come at least once in a million, with how often;
* `words.txt`, telling words: the grammar and the news words of languages that wordfreq lacks or can't tell apart
  (Croatian, Bosnian, Serbian), and of those that it has, headline words that other texts are short of.

On headlines written after `words.txt`, in 26 languages, the frequencies halve the errors that telling words
alone leave: 96.4 % right instead of 92.5 %, in capitals 93.5 % instead of 91.2 %.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate, chain
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.built_file import digest_of, load_built
from pipeline.story.language.languages import KnownLanguage

_PACKAGE = Path(__file__).parent

_EDGES = ".,;:!?«»“”„\"'’‘()[]…،؛؟–—-।、。"
_JOINTS = str.maketrans("'’", "  ")
_UNIT = 0.05
"""Log chance that one step of the table stands for; a byte holds 255 of them."""
_LIST_FLOOR = 600
"""Centibels below 1 at which wordfreq's lists end: once in a million."""
_NATS_PER_CENTIBEL = float(np.log(10)) / 100
_MOST_OF_A_LIST = 4.7
"""Log chance, above the floor, that a word of a list is worth at most: `de` says no more for Spanish than `desde`."""
_TELLING = 8.8
"""Log chance of a telling word."""
_UNLISTED = 0.5
"""Log chance that any word is worth to a language without a list, so that it isn't ruled out by others having one."""
_SPREAD = 0x9E3779B97F4A7C15
"""An odd number without a pattern (the golden ratio in 64 bits): its powers spread sums over all of 64 bits."""
_REMEMBERED = 1 << 15
"""Words of each script whose rows are remembered, the latest: news repeats its words, and finding one costs the most.
At some 200 bytes each, 7 MB where all are met."""

Hashes = npt.NDArray[np.uint32]
Steps = npt.NDArray[np.uint8]
Chances = npt.NDArray[np.float64]


class WordChances:
    """What each word says for each language.

    `hashes` are those of all words, sorted; `row` is each word's row of `steps`, which has a column for each language.
    Words that say the same share a row, so that there are few; row 0 is that of unknown words. 32 bits of hash are
    enough: of 10,000 unknown words two are taken for a known one. `unlisted` is what any word says at least.
    """

    def __init__(self, hashes: Hashes, row: npt.NDArray[np.int32], steps: Steps, unlisted: Chances) -> None:
        self._hashes = hashes.data
        self._row = row.data
        self._steps = steps
        self._unlisted = unlisted
        self._rows_of = lru_cache(_REMEMBERED)(self._looked_up)

    def score_each(self, texts: Sequence[Iterable[str]]) -> Chances:
        """Of each text, the summed log chance of each language above that of a word which its list lacks."""
        rows = [[0, *chain.from_iterable(map(self._rows_of, words))] for words in texts]  # with 0, none is empty
        sizes = [len(own) for own in rows]
        starts = list(accumulate(sizes[:-1], initial=0))
        steps = self._steps.take(list(chain.from_iterable(rows)), axis=0)
        counted = np.array(sizes)[:, np.newaxis] - 1
        return np.add.reduceat(steps, starts, axis=0, dtype=np.int32) * _UNIT + counted * self._unlisted

    def _looked_up(self, word: str) -> tuple[int, ...]:
        """Rows of the words that a word of a text consists of."""
        return tuple(self._row_of(part) for part in _parts(word))

    def _row_of(self, word: str) -> int:
        wanted = _hash(word)
        at = bisect_left(self._hashes, wanted)
        return self._row[at] if at < len(self._hashes) and self._hashes[at] == wanted else 0


def _parts(word: str) -> list[str]:
    """A word as the lists have it: lower case, without punctuation, parted at apostrophes. Numbers are no words.

    Left whole, and so in no list: words with a hyphen. `hat-trick` speaks of no German `hat`.

    >>> [_parts(word) for word in ("L'Acropoli,", "«Oui»", "12", "hat-trick")]
    [['l', 'acropoli'], ['oui'], [], ['hat-trick']]
    """
    bare = word.lower().strip(_EDGES)
    return [part for part in bare.translate(_JOINTS).split() if not part.isdigit()]


def _hash(word: str) -> int:
    """The same in every process."""
    return zlib.crc32(word.encode("utf-8", "replace"))


class WordTables(msgspec.Struct, frozen=True, array_like=True):
    """What `WordChances` is made of, as it stands in a file."""

    hashes: bytes
    row: bytes
    steps: bytes
    unlisted: list[float]

    def chances(self) -> WordChances:
        """The tables read in place."""
        steps = np.frombuffer(self.steps, np.uint8).reshape(-1, len(self.unlisted))
        hashes, row = np.frombuffer(self.hashes, np.uint32), np.frombuffer(self.row, np.int32)
        return WordChances(hashes, row, steps, np.array(self.unlisted))


@cache
def load_word_chances(known: tuple[KnownLanguage, ...]) -> WordChances:
    """The words of some languages, from the file that the first load builds (`pipeline/built_file.py`)."""
    sources = (_PACKAGE / "words.py", _PACKAGE / "words.txt")
    name = f"{'-'.join(sorted({one.script for one in known}))}-{digest_of(('wordfreq',), sources, str(known))}.msgpack"
    return load_built(_PACKAGE, name, WordTables, lambda: built_words(known)).chances()


def built_words(known: tuple[KnownLanguage, ...]) -> WordTables:
    """The words of some languages, from the installed wordfreq and `words.txt`."""
    telling = _telling_words()
    own = [np.unique(_hashes(part for word in telling.get(one.tag, ()) for part in _parts(word))) for one in known]
    listed = [
        _with_telling(_list(one.words, one.tag == "sr"), words)
        for one, words in zip(known, own, strict=True)
        if one.words
    ]
    parts = iter(listed)
    entries = [next(parts) if one.words else _unlisted(words, listed) for one, words in zip(known, own, strict=True)]
    every = np.concatenate([hashes for hashes, _ in entries])
    order = np.argsort(every)
    every = every[order]
    language = np.repeat(np.arange(len(known), dtype=np.uint8), [len(words) for words, _ in entries])
    start = np.flatnonzero(np.append(True, every[1:] != every[:-1]))
    row, steps = _shared_rows(start, language[order], np.concatenate([steps for _, steps in entries])[order])
    unlisted = [0.0 if one.words else _UNLISTED for one in known]
    return WordTables(every[start].tobytes(), row.tobytes(), steps.tobytes(), unlisted)


def _shared_rows(
    start: npt.NDArray[np.intp], language: npt.NDArray[np.uint8], steps: Steps
) -> tuple[npt.NDArray[np.int32], Steps]:
    """Each word's row, and the rows, from the entries of the words: those of the word at `n` begin at `start[n]`.

    Words with the same entries are found by a sum of 64 bits, which two different ones share once in 10 billion loads.
    """
    languages = int(language.max()) + 1
    weight = np.cumprod(np.full(languages, _SPREAD, dtype=np.uint64))
    _, first, row = np.unique(np.add.reduceat(weight[language] * steps, start), return_index=True, return_inverse=True)
    ends = np.append(start[1:], len(language))
    count = ends[first] - start[first]
    entries = np.repeat(start[first] - np.append(0, count.cumsum()[:-1]), count) + np.arange(count.sum())
    rows = np.zeros((len(first) + 1, languages), dtype=np.uint8)
    np.add.at(rows, (np.repeat(np.arange(1, len(first) + 1), count), language[entries]), steps[entries])
    return (row + 1).astype(np.int32), rows


def _hashes(words: Iterable[str]) -> Hashes:
    return np.fromiter(map(_hash, words), dtype=np.uint32)


def _with_telling(listed: tuple[Hashes, Steps], telling: Hashes) -> tuple[Hashes, Steps]:
    """A list with its telling words raised, sorted by hash."""
    other = ~np.isin(listed[0], telling)
    hashes = np.concatenate((listed[0][other], telling))
    steps = np.concatenate((listed[1][other], np.full(len(telling), _TELLING / _UNIT, dtype=np.uint8)))
    order = np.argsort(hashes)
    return hashes[order], steps[order]


def _unlisted(telling: Hashes, listed: Sequence[tuple[Hashes, Steps]]) -> tuple[Hashes, Steps]:
    """The telling words of a language without a list: one that other languages have says no more than it says for them.

    Else `sluit` would be Afrikaans rather than Dutch only because of Dutch it is known that others are more frequent.
    """
    most = np.zeros(len(telling))
    for hashes, steps in listed:
        at = np.searchsorted(hashes, telling)
        at[at == len(hashes)] = 0
        most = np.maximum(most, np.where(hashes[at] == telling, steps[at], 0))
    most[most == 0] = _TELLING / _UNIT
    return telling, np.maximum(most - _UNLISTED / _UNIT, 0).astype(np.uint8)


@lru_cache(1)  # Croatian, Serbian and Bosnian, one after the other, have one list
def _list(code: str, cyrillic: bool) -> tuple[Hashes, Steps]:
    """Hash of each word of a list in wordfreq, and its steps of log chance above the floor."""
    from wordfreq import available_languages, read_cBpack  # noqa: PLC0415  # half a second that only building needs

    by_centibel = read_cBpack(available_languages("small")[code])
    nats = np.minimum((_LIST_FLOOR - np.arange(len(by_centibel))) * _NATS_PER_CENTIBEL, _MOST_OF_A_LIST)
    steps = np.repeat((nats / _UNIT).round().astype(np.uint8), [len(words) for words in by_centibel])
    words = list(chain.from_iterable(by_centibel))
    return _hashes(_in_cyrillic(" ".join(words)).split(" ") if cyrillic else words), steps


_SERBIAN_PAIRS = (("lj", "љ"), ("nj", "њ"), ("dž", "џ"))
_SERBIAN = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")


def _in_cyrillic(words: str) -> str:
    """Serbian in Cyrillic: wordfreq's list of it is in Latin letters. Cyrillic words stay as they are.

    >>> _in_cyrillic("njegov džep джаз")
    'његов џеп джаз'
    """
    for pair, letter in _SERBIAN_PAIRS:
        words = words.replace(pair, letter)
    return words.translate(_SERBIAN)


def _telling_words() -> Mapping[str, Sequence[str]]:
    """`words.txt`: a line per language, its tag first; `#` begins a line of comment."""
    text = (resources.files(__package__) / "words.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {tag: words for tag, *words in lines}
