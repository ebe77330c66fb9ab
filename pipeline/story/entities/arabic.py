"""Arabic particles that are written together with the name that follows them."""

from __future__ import annotations

_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك", "س")
PARTICLES = frozenset({*_CONJUNCTIONS, *_PREPOSITIONS, *(c + p for c in _CONJUNCTIONS for p in _PREPOSITIONS)})
"""Particles before a name: and, by, for, like, and their pairs (وب, فل). The span of a name excludes them."""

ARTICLE_PARTICLES = frozenset({"لل", "ولل", "فلل"})
"""What ل becomes before the article: للأمم المتحدة is ل + الأمم المتحدة. The span starts after them."""


def is_arabic(letter: str) -> bool:
    """Whether a letter of a key is Arabic."""
    return "\u0600" <= letter <= "\u06ff"


def may_precede(prefix: str, name: str, elided: bool) -> bool:
    """Whether `prefix`, the letters between the word's start and the name, are particles of that name.

    Only short names are at risk of being the end of another word: رانس in فرانس, ايدن in بايدن. A name of up to
    four letters takes only و, ل, ب; a name that begins with the article takes no ل before it (لالصين is not written).
    """
    if elided:
        return prefix in ARTICLE_PARTICLES
    if not prefix:
        return True
    if prefix not in PARTICLES:
        return False
    if name.startswith("ال") and prefix[-1] == "ل":
        return False
    if prefix[-1] == "س":
        return len(name) >= 6
    return len(name) > 4 or prefix in ("و", "ل", "ب", "ول", "وب")


def beginnings(word: str) -> tuple[int, ...]:
    """Where in an Arabic word that begins like a particle a name may begin: behind one letter, two or three.

    >>> beginnings("وبيروت"), beginnings("للصين"), beginnings("والصين"), beginnings("مصر")
    ((1, 2), (1, 2), (1,), ())
    """
    return _BEGINNINGS.get(word[:3]) or _BEGINNINGS.get(word[:2]) or _BEGINNINGS.get(word[0], ())


def _beginnings() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for letters in (*PARTICLES, *ARTICLE_PARTICLES):
        found[letters] = tuple(
            n for n in (1, 2, 3) if letters[:n] in PARTICLES | ARTICLE_PARTICLES and n <= len(letters)
        )
    return found


_BEGINNINGS = _beginnings()
