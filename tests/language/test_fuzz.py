"""Whatever comes in, an answer comes out, and it keeps what its type promises."""

from __future__ import annotations

import random
import unicodedata
from itertools import pairwise

import pytest

from pipeline.story.language import Detector, load_detector
from pipeline.story.language.languages import load_languages
from pipeline.story.model import Language
from tests.language.answers import texts

TAGS = {one.tag for one in load_languages()}
NOISE = (
    "https://example.org/a?b=c",
    "a@b.example",
    "@desk",
    "12.500,00",
    "🎉🎊",
    "—",
    "\N{ZERO WIDTH JOINER}",
    "\0",
    "\ud800",
    "(AFP)",
)
DECLARED = (None, "", "en", "ar-EG", "zh", "und", "x" * 300, "\ud800", "--", "EN_us")


@pytest.fixture(scope="module")
def detector() -> Detector:
    return load_detector({"narrow": ["ar", "fr"]})


def holds(found: Language) -> None:
    assert found.language in TAGS | {"und"}
    assert 0.0 <= found.score <= 1.0
    assert found.score > 0 or found.language == "und"
    assert set(found.opinions.values()) <= TAGS
    assert len(found.shares) != 1
    if found.shares:
        assert sum(part.share for part in found.shares) == pytest.approx(1.0, abs=0.01)
        assert found.shares[0].language == found.language
        assert all(first.share >= second.share for first, second in pairwise(found.shares))
        assert len({part.language for part in found.shares}) == len(found.shares)
    assert not (found.disagrees and found.language == "und")


def invented(chance: random.Random, corpus: list[str]) -> str:
    """A text that is damaged, mixed, or noise altogether."""
    kind = chance.randrange(6)
    if kind == 0:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(60)))
    if kind == 1:
        block = chance.randrange(0, 0x3100, 0x80)
        return "".join(chr(block + chance.randrange(0x80)) for _ in range(chance.randrange(200)))
    pieces = [chance.choice(corpus) for _ in range(chance.randrange(1, 4))]
    text = chance.choice((" ", "\n\n", "")).join(pieces)
    if kind == 2:
        return text[chance.randrange(len(text)) :][: chance.randrange(40)]
    if kind == 3:
        return "".join(chance.sample(text, len(text)))
    if kind == 4:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice(NOISE) * chance.randrange(1, 30) + text[at:]
    return chance.choice((str.upper, str.title, str.swapcase, lambda one: unicodedata.normalize("NFD", one)))(text)


def fuzz(detector: Detector, count: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable noise, not a secret
    corpus = texts()
    for number in range(count):
        headline, body = invented(chance, corpus), invented(chance, corpus) if chance.random() < 0.5 else ""
        declared, feed = chance.choice(DECLARED), chance.choice((None, "narrow", "another"))
        try:
            holds(detector.detect(headline, body, declared, feed))
        except Exception as error:
            raise AssertionError(f"input {number} of seed {seed}: {(headline, body, declared, feed)!r}") from error


def test_invented_texts_are_answered(detector: Detector) -> None:
    fuzz(detector, 2_000, seed=6)


@pytest.mark.long
def test_twenty_thousand_invented_texts_are_answered(detector: Detector) -> None:
    fuzz(detector, 20_000, seed=2026)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "كلمة " * 200_000, "\0" * 100_000, "\n" * 100_000, "汉" * 300_000])
def test_a_megabyte_is_answered(detector: Detector, text: str) -> None:
    holds(detector.detect("", text))
