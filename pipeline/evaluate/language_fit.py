"""Fits the weights of `pipeline/story/language/weights.json` to texts with the right answers.

What is minimised is the mean log loss, not the number of mistakes: that makes the score a chance that can be believed,
and moves with every text instead of the few on the edge. Texts in capitals or cut short are most of them, because there
the weights matter; long texts are right with any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.evaluate.language import LabelledText, forms_of
from pipeline.story.language.evidence import Evidence, Weights, Witnesses
from pipeline.story.language.sample import sample_of
from pipeline.story.language.scripts import families, histogram

FORMS = ("headlines", "capitals", "20", "40", "80")
FITTED = tuple(name for name in Weights.__struct_fields__ if name not in {"share", "declared", "least"})
"""The others are choices: in these texts rare languages are as frequent as English, and none is declared."""
_WORST = 8.0
"""Log loss that a text counts for at most: one hopeless headline must not outweigh a hundred."""


@dataclass(frozen=True)
class _Heard:
    evidence: Evidence
    shares: npt.NDArray[np.float64]
    wanted: int


def fit(
    start: Weights, witnesses: dict[str, Witnesses], texts: Sequence[LabelledText], rounds: int
) -> tuple[Weights, float, float]:
    """The best weights found in some rounds, and the mean log loss before and after. The same each time.

    A round tries one weight a random step up or down; steps grow where they help and shrink where they don't.
    """
    heard = _hear(witnesses, texts)
    best, before = start, _loss(start, heard)
    least = before
    steps = dict.fromkeys(FITTED, 0.3)
    chance = np.random.default_rng(0)
    for number in range(rounds):
        name = FITTED[number % len(FITTED)]
        tried = getattr(best, name) * float(np.exp(chance.normal() * steps[name]))
        other = msgspec.structs.replace(best, **{name: round(min(tried, 1.0) if "length" in name else tried, 3)})
        loss = _loss(other, heard)
        steps[name] = min(steps[name] * 1.5, 1.0) if loss < least else max(steps[name] * 0.85, 0.03)
        if loss < least:
            best, least = other, loss
    return best, before, least


def _hear(witnesses: dict[str, Witnesses], texts: Sequence[LabelledText]) -> list[_Heard]:
    """Evidence of each text, in each form, in a script that several languages write."""
    found = []
    forms = forms_of(texts)
    for asked in (one for form in FORMS for one in forms[form]):
        script = next(iter(families(histogram(asked.text))), "")
        own = witnesses.get(script)
        if own is not None and asked.language in own.tags:
            found.append(_Heard(own.hear(sample_of(asked.text))[0], own.shares, own.tags.index(asked.language)))
    return found


def _loss(weights: Weights, heard: Sequence[_Heard]) -> float:
    total = 0.0
    for one in heard:
        first, second, words = one.evidence.opinions(weights)
        chance = first + second + words + weights.share * one.shares
        chance -= chance.max()
        total += min(float(np.log(np.exp(chance).sum()) - chance[one.wanted]), _WORST)
    return total / len(heard)
