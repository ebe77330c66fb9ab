"""A made corpus with questions and judged answers, and the measures of a ranking.

`relevance.json` holds subjects in six languages: headline, first sentence, a sentence that only touches the subject,
and what people type for it. Each subject happens at each place, once in every language; a story about it is worth 3 to
one who asks for it, one that touches it 1, everything else nothing. The rest of the corpus is about something else.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MATERIAL: dict[str, Any] = json.loads(Path(__file__).with_name("relevance.json").read_text(encoding="utf-8"))
LANGUAGES = ("ar", "en", "fr", "de", "es", "pt")
ABOUT, TOUCHED = 3, 1
ASIDES = 2
OTHERS = 45
"""Stories of each language that have nothing to do with any question."""
CREDIT = {"ar": "(و ص ب) - "}
NAMES_TYPED = {
    "putin": ("Putin", "بوتين", "Poutine", "Путин"),
    "macron": ("Macron", "ماكرون", "Макрон", "emmanuel macron"),
    "guterres": ("Guterres", "غوتيريش", "Гутерреш", "António Guterres"),
}


@dataclass(frozen=True)
class Text:
    """A story of the corpus: its name, and what a feed would send."""

    name: str
    language: str
    text: str


@dataclass(frozen=True)
class Question:
    """What is typed, in whose language (None: all are searched), and what each story is worth: name → 1 or 3."""

    typed: str
    language: str | None
    worth: dict[str, int]


def corpus() -> Iterator[Text]:
    """All stories, in an order of no meaning."""
    for language in LANGUAGES:
        for subject, wordings in MATERIAL["subjects"].items():
            headline, sentence, aside, _ = wordings[language]
            for place, forms in MATERIAL["places"].items():
                where = forms[language]
                yield _text(
                    f"{subject}-{place}", language, headline.format(place=where), [sentence.format(place=where)]
                )
            for number in range(ASIDES):
                yield _text(f"{subject}-aside{number}", language, None, [aside])
        for person, forms in MATERIAL["people"].items():
            headline, sentence = (part.format(person=forms[language]) for part in MATERIAL["person_stories"][language])
            yield _text(f"person-{person}", language, headline, [sentence])
        for number in range(OTHERS):
            yield _text(f"other-{number}", language, None, [])


def _text(name: str, language: str, headline: str | None, telling: Sequence[str]) -> Text:
    """A story of about six sentences; what it tells stands first if it has a headline, else in the middle."""
    fillers: list[str] = MATERIAL["fillers"][language]
    start = sum(name.encode()) % len(fillers)
    around = [fillers[(start + n * 3) % len(fillers)] for n in range(5)]
    body = [*telling, *around] if headline else [*around[:3], *telling, *around[3:]]
    credit = CREDIT.get(language, "NOVA CITY (WSP) - ")
    title = headline or fillers[(start + 1) % len(fillers)].rstrip(".")
    return Text(f"{language}-{name}", language, f"{title}\n\n{credit}{' '.join(body[:2])}\n\n{' '.join(body[2:])}\n")


def questions() -> list[Question]:
    """Every question with what each story is worth to it."""
    asked = [
        Question(typed, language, _about(subject, language))
        for subject, wordings in MATERIAL["subjects"].items()
        for language in LANGUAGES
        for typed in wordings[language][3]
    ]
    for subject, place, language, typed in MATERIAL["pairs"]:
        asked.append(Question(typed, language, {f"{language}-{subject}-{place}": ABOUT}))
    for person, typed_forms in NAMES_TYPED.items():
        worth = {f"{language}-person-{person}": ABOUT for language in LANGUAGES}
        asked += [Question(typed, None, worth) for typed in typed_forms]
    return asked


def _about(subject: str, language: str) -> dict[str, int]:
    about = {f"{language}-{subject}-{place}": ABOUT for place in MATERIAL["places"]}
    return about | {f"{language}-{subject}-aside{number}": TOUCHED for number in range(ASIDES)}


def ndcg(found: Sequence[str], worth: dict[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain, gain 2^worth - 1 (Järvelin and Kekäläinen 2002): 1 is the best order."""
    best = _gain(sorted(worth.values(), reverse=True)[:depth])
    return _gain([worth.get(name, 0) for name in found[:depth]]) / best


def recall(found: Sequence[str], worth: dict[str, int]) -> float:
    """Share of what is worth something that was found at all."""
    return len(set(found) & set(worth)) / len(worth)


def _gain(worths: Sequence[int]) -> float:
    return sum((2**worth - 1) / math.log2(rank + 2) for rank, worth in enumerate(worths))
