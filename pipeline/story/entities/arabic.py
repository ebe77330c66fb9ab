"""Arabic particles that are written together with the name that follows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك", "س")
PARTICLES = frozenset({*_CONJUNCTIONS, *_PREPOSITIONS, *(c + p for c in _CONJUNCTIONS for p in _PREPOSITIONS)})
"""Particles before a name: and, by, for, like, and their pairs (وب, فل). The span of a name excludes them."""

ARTICLE_PARTICLES = frozenset({"لل", "ولل", "فلل"})
"""What ل becomes before the article: للأمم المتحدة is ل + الأمم المتحدة. The span starts after them."""


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


def words_in(form: str) -> Iterator[str]:
    """Words that a form, as it stands in a text, may be of, by what it begins with; the form itself is none of them.

    The other way than `with_particles`, for words that are too many to be written out.

    >>> list(words_in("للمدير")), list(words_in("وبيان")), list(words_in("مدير"))
    (['لمدير', 'المدير'], ['بيان', 'يان'], [])
    """
    for end in beginnings(form):
        before, rest = form[:end], form[end:]
        if before in PARTICLES and len(rest) > 1:
            yield rest
        if before in ARTICLE_PARTICLES:
            yield f"ال{rest}"


def with_particles(words: Iterable[str]) -> dict[str, str]:
    """Words as they may stand in a text, with particles attached, each with the word itself.

    A form that may be of several words is of itself, else of one with the article, else of the longest.

    >>> forms = with_particles(["كايا", "ايا"])
    >>> forms["وكايا"], forms["كايا"], forms["وايا"]
    ('كايا', 'كايا', 'ايا')
    """
    ordered = sorted(words, key=lambda word: (len(word), word))  # a set's order differs from process to process
    forms = {f"{particle}{word}": word for word in ordered if len(word) > 1 for particle in PARTICLES}
    forms |= {f"{p}{word[2:]}": word for word in ordered if word.startswith("ال") for p in ARTICLE_PARTICLES}
    return forms | {word: word for word in ordered}


def _beginnings() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for letters in (*PARTICLES, *ARTICLE_PARTICLES):
        found[letters] = tuple(
            n for n in (1, 2, 3) if letters[:n] in PARTICLES | ARTICLE_PARTICLES and n <= len(letters)
        )
    return found


_BEGINNINGS = _beginnings()
