"""Han characters: simplified, traditional or Japanese.

The national character sets are the evidence: GB 2312 holds the simplified forms, Big5 the traditional ones, JIS X 0208
the Japanese ones. A text is in the writing whose set lacks the fewest of its characters: 國 is not in GB 2312, 国 is
not in Big5, 円 only in the Japanese set. No list of characters is needed, and rare ones are judged too.
"""

from __future__ import annotations

import math
from functools import cache

_CHARSETS = {"Hans": "gb2312", "Hant": "big5", "Jpan": "shift_jis"}
_START = {"Hans": 0.0, "Hant": -0.7, "Jpan": -4.0}
"""Log weight before any character is read: most Chinese copy is simplified, and Japanese without any kana is rare."""
_LACKING = -5.0
"""Log weight of a character that the writing's set lacks (a foreign name in another form, a rare character)."""


def writing(text: str) -> tuple[str, float]:
    """`Hans`, `Hant` or `Jpan` of a text whose Han characters are to be told apart, and the chance of it, 0 … 1."""
    weights = dict(_START)
    for character in text:
        if "\u3400" <= character <= "\u9fff":
            for name in _writings_without(character):
                weights[name] += _LACKING
    best = max(weights, key=weights.__getitem__)
    return best, 1 / sum(math.exp(max(weight - weights[best], -700.0)) for weight in weights.values())


@cache
def _writings_without(character: str) -> tuple[str, ...]:
    """The writings that lack a character which another has."""
    lacking = tuple(name for name, charset in _CHARSETS.items() if not _has(charset, character))
    return lacking if len(lacking) < len(_CHARSETS) else ()


def _has(charset: str, character: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
