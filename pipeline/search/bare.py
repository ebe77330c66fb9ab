"""Arabic words without the particles that are written together with them, for a search field of their own.

Lucene's Arabic stemmer takes off the article and what stands before it (بال, لل), not a bare ب ل و ف ك: موسكو would not
find بموسكو. Here a particle is taken off only where what remains stands by itself, so بطاطس stays whole:

* the tagger found a name there: its span leaves the particle out (and a word that *is* a name is never cut);
* what remains begins with the article ال, or the word begins with لل, which is ل + ال;
* what remains is a word of the same story, with or without the article, or of `arabic-words.txt`;
* except words that the list, or the article before them in the same story, shows to be whole.

The bare text is as long as the text: a particle becomes a space, لل becomes ال. A wrong cut costs little, as the
whole word stands in the other fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.gazetteer.keys import FoldedText, key_of
from pipeline.story.model import Mention

ARTICLE = "ال"
PARTICLES = ("وب", "ول", "وك", "فب", "فل", "فك", "و", "ف", "ب", "ل", "ك")
"""Longest first, so that وبموسكو becomes موسكو. س of the future is left alone: it stands before verbs only."""
_SINGLE = tuple(particle for particle in PARTICLES if len(particle) == 1)
_ELIDED = ("ولل", "فلل", "لل")
_LONGEST = max(map(len, _ELIDED))
_LEAST = 3
"""Letters that must remain: بلد is no ب + لد."""
_LEAST_AFTER_ARTICLE = 3
_MARKS = re.compile("[\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}\N{ARABIC TATWEEL}\N{ARABIC LETTER SUPERSCRIPT ALEF}]")
_BEGINS = frozenset("وفبلك")
_MAY_BE_CUT = re.compile(rf" ([{''.join(sorted(_BEGINS))}][^ ]{{{_LEAST},}})")
"""Words that begin like a particle and leave enough; the others are passed over at once."""


@cache
def standing() -> frozenset[str]:
    """Words of the list that stand by themselves, as keys."""
    return _section("standing")


@cache
def whole() -> frozenset[str]:
    """Words of the list whose first letter is no particle, as keys."""
    return _section("whole")


def _section(name: str) -> frozenset[str]:
    words: set[str] = set()
    within = ""
    for line in files(__package__).joinpath("arabic-words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            within = line[1 : line.index("]")]
        elif within == name:
            words.update(key_of(word) for word in line.split())
    return frozenset(words)


def bare_texts(texts: dict[str, str], mentions: Iterable[Mention]) -> dict[str, str]:
    """The texts (field → text) of one story with the particles gone; `mentions` are those of its entities.

    >>> bare_texts({"headline": "زيارة لموسكو", "body_text": "وصل وبموسكو بطاطس. وموسكو"}, [])
    {'headline': 'زيارة لموسكو', 'body_text': 'وصل وبموسكو بطاطس. وموسكو'}
    >>> bare_texts({"headline": "زيارة لموسكو", "body_text": "في موسكو بطاطس للمدينة"}, [])
    {'headline': 'زيارة  موسكو', 'body_text': 'في موسكو بطاطس المدينة'}
    """
    folded = {field: FoldedText(text) for field, text in texts.items()}
    names: dict[str, list[int]] = {field: [] for field in texts}
    for mention in mentions:
        if mention.field in names:
            names[mention.field].append(mention.start)
    words = {word for text in folded.values() for word in text.key.split()}
    begins = [word for word in words if word[0] in _BEGINS]
    words |= {rest for word in begins for _, rest, _ in _cuts(word) if rest.startswith(ARTICLE)}
    particles = {word: particle for word in begins if (particle := _particle(word, words))}
    return {field: _bare(folded[field], particles, names[field]) for field in texts}


def _bare(folded: FoldedText, particles: dict[str, str], names: Sequence[int]) -> str:
    """The text without the particles of its words; `names` are the offsets in the text where names begin."""
    begun = set(folded.key_offsets(names))
    near = {name - letters for name in begun for letters in range(_LONGEST + 1)}
    cut: list[str] = []
    starts, ends = [], []
    for found in _MAY_BE_CUT.finditer(folded.key):
        start, word = found.start(1), found[1]
        before = _before_a_name(word, start, begun) if start in near else None
        if before is None:
            before = particles.get(word, "")
        if before:
            cut.append(before)
            starts.append(start)
            ends.append(start + len(before))
    pieces: list[str] = []
    done = 0
    for (first, last), before in zip(folded.spans(starts, ends), cut, strict=True):
        blank = " " * (last - first)
        pieces += folded.text[done:first], blank[:-2] + ARTICLE if before in _ELIDED else blank
        done = last
    return "".join((*pieces, folded.text[done:]))


def _before_a_name(word: str, start: int, names: set[int]) -> str | None:
    """The particle before a name that begins within the word; empty where the word itself begins a name."""
    if start in names:
        return ""
    return next((p for p in (*_ELIDED, *PARTICLES) if start + len(p) in names and word.startswith(p)), None)


def _particle(word: str, words: set[str]) -> str:
    """The particle that a word of the story begins with, or nothing."""
    for particle, rest, sure in _cuts(word):
        if sure or rest in words or ARTICLE + rest in words:
            return "" if ARTICLE + word in words else particle
    return ""


@lru_cache(maxsize=50_000)
def _cuts(word: str) -> tuple[tuple[str, str, bool], ...]:
    """Particle, what would remain, and whether that is sure to stand by itself: by the lists, or by its article.

    None for a whole word. Remembered, as a few thousand words are most of any text.
    """
    return () if word in whole() else tuple(_cut(word))


def _cut(word: str) -> Iterator[tuple[str, str, bool]]:
    for particle in _ELIDED:
        if word.startswith(particle) and len(word) - len(particle) >= _LEAST:
            if _is_known(word[len(particle) - 1 :]):  # للاجئين is ل + لاجئين: three lams are written as two
                yield particle[:-1], word[len(particle) - 1 :], True
            yield particle, word[len(particle) :], True
            return
    for particle in _SINGLE if word[1:] in whole() else PARTICLES:  # وكمية is و + كمية, no وك + مية
        rest = word[len(particle) :]
        if word.startswith(particle) and len(rest) >= _LEAST and not (particle[-1] == "ل" and rest.startswith(ARTICLE)):
            yield particle, rest, _is_known(rest) or _has_article(rest)


def _is_known(word: str) -> bool:
    return word in standing() or word in whole()


def _has_article(rest: str) -> bool:
    return rest.startswith(ARTICLE) and len(rest) - len(ARTICLE) >= _LEAST_AFTER_ARTICLE


def bare_forms(word: str, known: Container[str] = ()) -> list[str]:
    """A typed word without its particle, where what remains is known to stand: a query has no story to look in.

    `known` are more words that stand by themselves (keys), names for instance. Empty for a word that is whole.

    >>> bare_forms("لحكومة"), bare_forms("بطاطس"), bare_forms("لموسكو", {"موسكو"}), bare_forms("للأمم")
    (['حكومة'], [], ['موسكو'], ['الأمم'])
    """
    if _is_known(key_of(word)):
        return []
    forms = []
    letters = _MARKS.sub("", unicodedata.normalize("NFC", word))
    for particle, key, sure in _cuts(key_of(word)):
        if sure or key in known:
            rest = letters[len(particle) :]
            forms.append(ARTICLE + rest if particle in _ELIDED else rest)
    return forms[:2]
