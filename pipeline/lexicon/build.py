"""Builds the lexicon from pyspellchecker's frequency lists, and keeps it in a file.

Those lists lack everyday words (Spanish `dijo`, British `metres`), so what wordfreq has at least once in a million
words exists too. It may be slang; what counts is that it is no slip of one hand.

It is built at the first load (some seconds), and anew when a list, this code or the package changed; how it is kept is
said in `pipeline/gazetteer/built_file.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import msgspec
from spellchecker import SpellChecker

from pipeline.gazetteer.built_file import built_file, write_built_file
from pipeline.gazetteer.lists import LISTS, words_of
from pipeline.lexicon.words import Words, checksums_of

_PACKAGE = Path(__file__).parent
LANGUAGES = ("ar", "de", "en", "es", "fr", "pt")
COMMON = 20_000
"""Words of a language that a misspelt one may be meant for: rarer ones are names, dialect and noise."""
_HARAKAT = dict.fromkeys(range(0x64B, 0x653))


def load_words() -> Words:
    """The lexicon from its file; built first where there is none for this code and these lists."""
    name = f"lexicon-{_digest()}.msgpack"
    if path := built_file(_PACKAGE, name):
        return msgspec.msgpack.decode(path.read_bytes(), type=Words)
    built = _built()
    write_built_file(_PACKAGE, name, msgspec.msgpack.encode(built))
    return built


def _built() -> Words:
    counts = {language: _counts(SpellChecker(language=language)) for language in LANGUAGES}
    given = sorted({name for name in words_of(LISTS / "name-parts.txt")["given"] if name.isalpha()})
    return Words(
        known=checksums_of(chain(*counts.values(), *map(_used, LANGUAGES), map(str.lower, given))),
        common={language: sorted(of, key=lambda w: (-of[w], w))[:COMMON] for language, of in counts.items()},
        given=given,
    )


def _counts(checker: SpellChecker) -> dict[str, int]:
    """Word, in lower case and without harakat → its count; single letters and abbreviations with a dot left out."""
    counts: dict[str, int] = {}
    for word, count in checker.word_frequency.items():
        plain = word.lower().translate(_HARAKAT)
        if plain.isalpha():
            counts[plain] = counts.get(plain, 0) + count
    return counts


def _used(language: str) -> Iterator[str]:
    """Words of a language that come at least once in a million, in lower case and without harakat."""
    from wordfreq import get_frequency_dict  # noqa: PLC0415  # half a second that only building needs

    used = (word.lower().translate(_HARAKAT) for word in get_frequency_dict(language, "small"))
    return filter(str.isalpha, used)


def _digest() -> str:
    lists = f"pyspellchecker {version('pyspellchecker')} wordfreq {version('wordfreq')}\n"
    digest = hashlib.sha256(lists.encode())
    for path in sorted([*_PACKAGE.glob("*.py"), LISTS / "name-parts.txt"]):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:16]
