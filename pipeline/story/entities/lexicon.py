"""The words that the rules for unknown names go by, ready for look-up."""

from __future__ import annotations

from pipeline.gazetteer.known import Words
from pipeline.story.entities.arabic import PARTICLES

_NONE: frozenset[str] = frozenset()


class Lexicon:
    """Sets made of the gazetteer's words. All words are keys."""

    def __init__(self, words: Words) -> None:
        self._titles = words.titles
        self._edges = {language: frozenset(of) for language, of in words.edges.items()}
        self._verbs = {language: frozenset(of) for language, of in words.verbs.items()}
        every = words.stop.get("*", ())
        self._stop = {language: frozenset((*of, *every)) for language, of in words.stop.items()}
        self._locative = {language: frozenset(of) for language, of in words.locative.items()}
        self.nouns = frozenset(words.nouns)
        self.given = frozenset(words.given)
        self.family_first = frozenset(words.family_first)
        self.particles = frozenset(words.particles)
        self.demonyms = frozenset(words.demonyms)

    def titles(self, language: str) -> dict[str, str]:
        """Title → kind, of a language."""
        return self._titles.get(language, {})

    def edges(self, language: str) -> frozenset[str]:
        """Words that are no part of a name, of a language."""
        return self._edges.get(language, _NONE)

    def verbs(self, language: str) -> frozenset[str]:
        """Verbs that stand beside names, of a language."""
        return self._verbs.get(language, _NONE)

    def stop(self, language: str) -> frozenset[str]:
        """Names that are ordinary words, of a language."""
        return self._stop.get(language, self._stop.get("*", _NONE))

    def locative(self, language: str) -> frozenset[str]:
        """Words after which a name is a place, of a language."""
        return self._locative.get(language, _NONE)


def without_particle(word: str, known: frozenset[str] | dict[str, str]) -> str | None:
    """An Arabic word as it stands in `known`, itself or without its particles; None where it doesn't."""
    if word in known:
        return word
    for length in (1, 2):
        if len(word) > length + 1 and word[:length] in PARTICLES and word[length:] in known:
            return word[length:]
    for article in ("لل", "ولل", "فلل"):
        if word.startswith(article) and (full := "ال" + word[len(article) :]) in known:
            return full
    return None
