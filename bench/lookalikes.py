"""Clean look-alike stories in six languages, made from templates: invented events, an invented credit, a fixed seed."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, NamedTuple

TEMPLATES: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


class LookAlike(NamedTuple):
    """A story as it should come out: the parts, and the text that an agency would send (`sent`)."""

    language: str
    headline: str
    dateline: str
    paragraphs: list[str]
    signoff: str

    @property
    def body(self) -> str:
        """The clean body text."""
        return "\n\n".join(self.paragraphs)

    @property
    def sent(self) -> str:
        """The whole story as plain text."""
        return f"{self.headline}\n\n{self.dateline}{self.body}\n\n{self.signoff}\n"


def look_alikes(count: int, seed: int = 5) -> list[LookAlike]:
    """`count` stories of about 1.5–2.5 KB, the languages in turn."""
    chance = random.Random(seed)
    languages = sorted(TEMPLATES)
    return [_story(languages[n % len(languages)], chance) for n in range(count)]


def _story(language: str, chance: random.Random) -> LookAlike:
    words = TEMPLATES[language]
    city = chance.choice(words["cities"])

    def filled(template: str) -> str:
        return template.format(
            city=city,
            upper=city.upper(),
            day=chance.choice(words["days"]),
            thing=chance.choice(words["things"]),
            official=chance.choice(words["officials"]),
            number=chance.randrange(12, 900),
        )

    sentences = [filled(s) for s in chance.sample(words["sentences"], k=len(words["sentences"]))]
    quotations = [_quotation(filled(words["said"]), q, words) for q in chance.sample(words["quotes"], k=3)]
    paragraphs = [filled(chance.choice(words["ledes"])), *quotations]
    while sentences:
        taken = min(len(sentences), chance.choice((1, 1, 2)))
        paragraphs.insert(chance.randrange(1, len(paragraphs) + 1), " ".join(sentences[:taken]))
        del sentences[:taken]
    return LookAlike(
        language, filled(chance.choice(words["headlines"])), filled(words["dateline"]), paragraphs, words["signoff"]
    )


def _quotation(said: str, quote: str, words: dict[str, Any]) -> str:
    """A quotation at a paragraph's end, its full stop where the language puts it."""
    if words["stop_after"]:
        return f"{said}{words['open']}{quote}{words['close']}."
    return f"{said}{words['open']}{quote}.{words['close']}"
