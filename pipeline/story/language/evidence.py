"""What speaks for each language of a sample: two detectors, telling words, and the language's share of agency copy.

Kept apart from the weights that add them up, so that the weights can be fitted (`wire evaluate language --fit`) to the
same numbers that the stage sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.story.language.langid import LangidModel, load_langid
from pipeline.story.language.languages import KnownLanguage
from pipeline.story.language.profiles import Profiles, load_profiles
from pipeline.story.language.sample import Sample
from pipeline.story.language.words import load_telling_words

Scores = npt.NDArray[np.float64]


_LANGDETECT_READS = 500
_LANGID_READS = 160
"""Code points of the words that each detector reads: their accuracy doesn't grow beyond, their cost does."""


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much each witness counts.

    `…_length` is the power of the text's length that its sum is divided by; `…_names` the weight of names against
    words; `least` the score below which the answer is `und`.
    """

    langdetect: float
    langdetect_length: float
    langdetect_names: float
    langid: float
    langid_length: float
    langid_names: float
    share: float
    word: float
    word_length: float
    declared: float
    least: float


@dataclass(frozen=True)
class Evidence:
    """Sums by language, in the order of the table; sizes are n-grams, bytes and words."""

    langdetect: Scores
    langdetect_size: float
    langid: Scores
    langid_size: float
    words: Scores
    words_size: int

    def opinions(self, weights: Weights) -> tuple[Scores, Scores, Scores]:
        """The three witnesses, weighted: they add up to a log chance."""
        return (
            weights.langdetect * self.langdetect / max(self.langdetect_size, 1.0) ** weights.langdetect_length,
            weights.langid * self.langid / max(self.langid_size, 1.0) ** weights.langid_length,
            weights.word * self.words / max(self.words_size, 1) ** weights.word_length,
        )


class Witnesses:
    """Both detectors and the telling words, over the languages of one script."""

    def __init__(self, known: Sequence[KnownLanguage], profiles: Profiles, langid: LangidModel) -> None:
        self.tags = tuple(one.tag for one in known)
        self._words = load_telling_words(self.tags)
        self._profiles = profiles
        self._langid = langid
        codes = _langdetect_codes(known)
        self._column = np.array([codes.index(one.langdetect or one.relative) for one in known])

    def words(self, words: Sequence[str]) -> Scores:
        """How many of `words` speak for each language."""
        return self._words.count(words)

    def hear(self, sample: Sample, weights: Weights) -> Evidence:
        """Everything that a sample says."""
        langdetect, langdetect_size = self._profiles.score(" ".join(sample.words)[:_LANGDETECT_READS])
        langid, langid_size = self._langid.score(" ".join(sample.words)[:_LANGID_READS])
        evidence = Evidence(
            langdetect=langdetect[self._column].astype(np.float64),
            langdetect_size=langdetect_size,
            langid=langid.astype(np.float64),
            langid_size=langid_size,
            words=self._words.count(sample.words),
            words_size=len(sample.words),
        )
        return self._with_names(evidence, " ".join(sample.names), weights) if sample.names else evidence

    def _with_names(self, evidence: Evidence, names: str, weights: Weights) -> Evidence:
        langdetect, langdetect_size = self._profiles.score(names)
        langid, langid_size = self._langid.score(names)
        return replace(
            evidence,
            langdetect=evidence.langdetect + weights.langdetect_names * langdetect[self._column],
            langdetect_size=evidence.langdetect_size + weights.langdetect_names * langdetect_size,
            langid=evidence.langid + weights.langid_names * langid,
            langid_size=evidence.langid_size + weights.langid_names * langid_size,
        )


def _langdetect_codes(known: Sequence[KnownLanguage]) -> list[str]:
    return sorted({one.langdetect or one.relative for one in known})


def load_weights() -> Weights:
    """The fitted weights of `weights.json`."""
    return msgspec.json.decode((resources.files(__package__) / "weights.json").read_bytes(), type=Weights)


def load_witnesses(known: Sequence[KnownLanguage]) -> dict[str, Witnesses]:
    """Witnesses for each script that several languages write.

    Each is trimmed to its languages, so that what a story's script rules out costs neither memory nor time.
    """
    scripts = {one.script: [other for other in known if other.script == one.script] for one in known}
    shared = {script: several for script, several in scripts.items() if len(several) > 1}
    profiles = load_profiles([_langdetect_codes(several) for several in shared.values()])
    langid = load_langid([[one.langid for one in several] for several in shared.values()])
    return {
        script: Witnesses(several, own_profiles, own_langid)
        for (script, several), own_profiles, own_langid in zip(shared.items(), profiles, langid, strict=True)
    }
