"""What the detectors read of a story: a cut without addresses, capitals or weight of names."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"\w+://\S+|www\.\S+|[\w.+-]*@[\w.-]+")
_LONG = 240
"""From so many code points on, names are too few to mislead, and are no longer set apart."""
_EDGES = "\"'«»“”„‘’([{-–—¿¡"


@dataclass(frozen=True)
class Sample:
    """Words as the detectors read them: `names` begin with a capital where most words don't.

    `first` is the first word again where it is among the names: every headline begins with a capital, name or not.
    """

    words: tuple[str, ...]
    names: tuple[str, ...]
    first: tuple[str, ...] = ()


def without_addresses(text: str) -> str:
    """URLs, mail addresses and @names are in no language."""
    return _ADDRESS.sub(" ", text) if "@" in text or "://" in text or "www." in text else text


def sample_of(text: str) -> Sample:
    """Names apart from words; a text in capitals, or with Most Words Capitalised As In Titles, is lower-cased first.

    langdetect skips every word in capitals: .35 right on such headlines, .69 when they are lower-cased.
    """
    if _in_capitals(text):
        return Sample(words=tuple(_lower(text).split()), names=())
    words = tuple(text.split())
    if len(text) >= _LONG:
        return Sample(words=words, names=())
    names = tuple(word for word in words if word.lstrip(_EDGES)[:1].isupper())
    if len(names) * 4 > len(words) * 3:
        return Sample(words=tuple(_lower(text).split()), names=())
    return Sample(
        words=tuple(word for word in words if not word.lstrip(_EDGES)[:1].isupper()),
        names=names,
        first=names[:1] if names[:1] == words[:1] else (),
    )


def _in_capitals(text: str) -> bool:
    """Mostly capitals; of a long text, where counting costs, nothing but capitals."""
    if len(text) >= _LONG:
        return text.isupper()
    return sum(map(str.isupper, text)) > sum(map(str.islower, text))


def _lower(text: str) -> str:
    """Lower case without the dot that `İ` leaves behind."""
    return text.lower().replace("i\N{COMBINING DOT ABOVE}", "i")
