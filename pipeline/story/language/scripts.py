"""Which scripts a text is written in, counted letter by letter, and the words of one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import numpy as np

_BLOCKS = (
    ("Latn", 0x41, 0x5A), ("Latn", 0x61, 0x7A), ("Latn", 0xC0, 0xD6), ("Latn", 0xD8, 0xF6), ("Latn", 0xF8, 0x24F),
    ("Latn", 0x1E00, 0x1EFF), ("Grek", 0x370, 0x3FF), ("Grek", 0x1F00, 0x1FFF), ("Cyrl", 0x400, 0x52F),
    ("Armn", 0x531, 0x587), ("Hebr", 0x5D0, 0x5F4), ("Arab", 0x620, 0x64A), ("Arab", 0x66E, 0x6D3),
    ("Arab", 0x6D5, 0x6D5), ("Arab", 0x6FA, 0x6FF), ("Arab", 0x750, 0x77F), ("Arab", 0xFB50, 0xFDFB),
    ("Arab", 0xFE70, 0xFEFC), ("Deva", 0x900, 0x963), ("Beng", 0x980, 0x9FF), ("Guru", 0xA00, 0xA7F),
    ("Gujr", 0xA80, 0xAFF), ("Taml", 0xB80, 0xBFF), ("Telu", 0xC00, 0xC7F), ("Knda", 0xC80, 0xCFF),
    ("Mlym", 0xD00, 0xD7F), ("Sinh", 0xD80, 0xDFF), ("Thai", 0xE01, 0xE4E), ("Laoo", 0xE81, 0xEDF),
    ("Mymr", 0x1000, 0x109F), ("Geor", 0x10A0, 0x10FF), ("Geor", 0x1C90, 0x1CBF),
    ("Hang", 0x1100, 0x11FF), ("Ethi", 0x1200, 0x137F),
    ("Khmr", 0x1780, 0x17D3), ("Kana", 0x3041, 0x3096), ("Kana", 0x30A1, 0x30FA), ("Hani", 0x3400, 0x4DBF),
    ("Hani", 0x4E00, 0x9FFF), ("Hang", 0xAC00, 0xD7A3),
)  # fmt: skip
"""Script (ISO 15924) of the letters from … to, Unicode 15. Digits, marks of punctuation and symbols have none."""

EAST_ASIAN = ("Hani", "Kana", "Hang")
"""Scripts that Chinese, Japanese and Korean mix; they are weighed together."""
UNSPACED = frozenset({"East", "Thai", "Laoo", "Khmr", "Mymr"})
"""Scripts that don't part words by spaces: words can't be counted, letters can."""

_NAMES: tuple[str, ...] = ("", *dict.fromkeys(block[0] for block in _BLOCKS))
_TABLE = np.zeros(0x10000, dtype=np.uint8)
"""Number of the script of each code point of the basic plane; of surrogates, which stand for all beyond it, 0."""
for _name, _first, _last in _BLOCKS:
    _TABLE[_first : _last + 1] = _NAMES.index(_name)


def histogram(text: str) -> dict[str, int]:
    """Letters of each script; those of `EAST_ASIAN` are counted, and summed under `East`.

    Most frequent first, a tie by name, so that the order never varies.
    """
    points = np.frombuffer(text.encode("utf-16-le", "replace"), dtype=np.uint16)
    counts = np.bincount(_TABLE.take(points), minlength=len(_NAMES))
    found = {_NAMES[at]: int(counts[at]) for at in counts.nonzero()[0] if at}
    if east := sum(found.get(name, 0) for name in EAST_ASIAN):
        found["East"] = east
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def families(counts: Mapping[str, int]) -> dict[str, int]:
    """Letters of each family of scripts: `East` stands for its three."""
    return {name: count for name, count in counts.items() if name not in EAST_ASIAN}


def words_in(script: str, text: str) -> str:
    """Only the words of `text` that have a letter of `script`, lines kept."""
    return _words_of(script).sub("", text)


@cache
def _words_of(script: str) -> re.Pattern[str]:
    """Matches what is to be taken out: a word without any letter of the script."""
    names = EAST_ASIAN if script == "East" else (script,)
    ranges = "".join(f"{chr(first)}-{chr(last)}" for name, first, last in _BLOCKS if name in names)
    return re.compile(rf"(?<!\S)[^\s{ranges}]+(?!\S)")
