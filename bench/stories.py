"""The mixed set: plain-text stories of about 2 KB, Arabic 40 %, English, French, German, Spanish, Portuguese 12 % each.

Made from `sentences.json`; the same number gives the same story, and no two are alike. A story says no
sentence twice, as real ones don't.
"""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.story.model import RawHeaders, RawStory

BYTES = 2000
MIX = ("ar",) * 10 + ("en", "fr", "de", "es", "pt") * 3
"""One round of the mix: 10 of 25 Arabic, 3 of 25 of each other."""
MORNING = 1_795_500_000_000


@cache
def _sentences() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("sentences.json").read_text(encoding="utf-8"))
    return found


def text(number: int) -> str:
    """Headline, dateline and paragraphs, in the language whose turn it is."""
    words = _sentences()[MIX[number % len(MIX)]]
    chance = random.Random(number)

    def filled(pattern: str) -> str:
        place, other = chance.sample(words["places"], 2)
        return str(
            pattern.format(
                place=place,
                other=other,
                caps=place.upper(),
                person=chance.choice(words["people"]),
                n=chance.randint(3, 99),
            )
        )

    sentences = iter(chance.sample(words["sentences"], len(words["sentences"])))
    headline = filled(chance.choice(words["headlines"]))
    paragraphs = [filled(chance.choice(words["datelines"])) + filled(next(sentences))]
    while sum(len(paragraph.encode()) for paragraph in paragraphs) < BYTES - len(headline.encode()):
        paragraphs.append(" ".join(filled(next(sentences)) for _ in range(2)))
    return f"{headline}\n\n" + "\n\n".join(paragraphs) + "\n"


def raw(number: int) -> RawStory:
    """The story as a producer sends it."""
    version = MORNING + number
    headers = RawHeaders(feed="bench", received=version, uri=f"urn:bench:{number}", version=version, format="plain")
    return RawStory(value=text(number).encode(), headers=headers)


def small(number: int) -> RawStory:
    """A story of a headline and one sentence."""
    whole = raw(number)
    headline, sentence, *_ = whole.value.split(b"\n\n")
    return RawStory(value=headline + b"\n\n" + sentence + b"\n", headers=whole.headers)
