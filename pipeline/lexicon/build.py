"""Builds the lexicon from pyspellchecker's frequency lists, and keeps it in a file.

Those lists lack everyday words (Spanish `dijo`, British `metres`), so what wordfreq has at least once in a million
words exists too. It may be slang; what counts is that it is no slip of one hand.

It is built at the first load (some seconds), and anew when a list, this code or the package changed; how it is kept is
said in `pipeline/built_file.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from spellchecker import SpellChecker

from pipeline.built_file import digest_of, load_built
from pipeline.gazetteer.lists import LISTS, words_of
from pipeline.lexicon.words import Words, checksums_of

_PACKAGE = Path(__file__).parent
LANGUAGES = ("ar", "de", "en", "es", "fr", "pt")
COMMON = 20_000
"""Words of a language that a misspelt one may be meant for: rarer ones are names, dialect and noise."""
_HARAKAT = dict.fromkeys(range(0x64B, 0x653))


def load_words() -> Words:
    """The lexicon from its file; built first where there is none for this code and these lists."""
    sources = [*_PACKAGE.glob("*.py"), LISTS / "name-parts.txt"]
    name = f"lexicon-{digest_of(('pyspellchecker', 'wordfreq'), sources)}.msgpack"
    return load_built(_PACKAGE, name, Words, _built)


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
    from wordfreq import available_languages, read_cBpack  # noqa: PLC0415  # half a second that only building needs

    used = chain.from_iterable(read_cBpack(available_languages("small")[language]))
    return filter(str.isalpha, (word.lower().translate(_HARAKAT) for word in used))
