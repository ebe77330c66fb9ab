"""Common words of the six languages: what a name of one word is checked against."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.lists import words_of

_FILES = ("common-words.txt", "verbs.txt")


@cache
def common_words(folder: Path) -> dict[str, frozenset[str]]:
    """Language → keys of its common words: those listed as such, and verbs."""
    words: dict[str, set[str]] = {}
    for file in _FILES:
        for heading, listed in words_of(folder / file).items():
            language = heading.partition(" ")[0]
            words.setdefault(language, set()).update(key for word in listed if " " not in (key := key_of(word)))
    return {language: frozenset(of) for language, of in sorted(words.items())}


def stop_names(folder: Path) -> dict[str, frozenset[str]]:
    """Language → keys of the names that are ordinary words in it, with those of every language (`*`)."""
    listed = words_of(folder / "stop-names.txt")
    every = listed.get("*", [])
    return {language: frozenset(map(key_of, (*names, *every))) for language, names in listed.items() if language != "*"}
