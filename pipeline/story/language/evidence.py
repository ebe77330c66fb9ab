"""What speaks for each language of a sample: two detectors, words, and the language's share of agency copy.

Kept apart from the weights that add them up, so that the weights can be fitted (`wire evaluate language --fit`) to the
same numbers that the stage sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.story.language.langid import LangidModel, load_langid
from pipeline.story.language.languages import KnownLanguage
from pipeline.story.language.profiles import Profiles, load_profiles
from pipeline.story.language.sample import Sample
from pipeline.story.language.words import WordChances, load_word_chances

Scores = npt.NDArray[np.float64]


_LANGDETECT_READS = 300
_LANGID_READS = 120
"""Code points of the words that each detector reads: on the texts of `train` and `dev`, more of them change no answer
and no score, in any length or case, and cost time."""
_WORDS_READ = 25
"""Words that are looked up, for the same reason."""


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
    words: float
    words_names: float
    declared: float
    least: float


@dataclass(frozen=True)
class Heard:
    """Sums by language, in the order of the table, of one kind of a sample's words."""

    langdetect: Scores
    n_grams: int
    langid: Scores
    encoded: int
    """Bytes that `langid` has read."""
    words: Scores


@dataclass(frozen=True)
class Evidence:
    """What a sample's words say, and what its names say, which counts for less."""

    words: Heard
    names: Heard | None

    def opinions(self, weights: Weights) -> tuple[Scores, Scores, Scores]:
        """The three witnesses, weighted: they add up to a log chance."""
        own, names = self.words, self.names
        first, n_grams = own.langdetect, float(own.n_grams)
        second, encoded = own.langid, float(own.encoded)
        words = own.words
        if names:
            first = first + weights.langdetect_names * names.langdetect
            n_grams += weights.langdetect_names * names.n_grams
            second = second + weights.langid_names * names.langid
            encoded += weights.langid_names * names.encoded
            words = words + weights.words_names * names.words
        return (
            first * (weights.langdetect / max(n_grams, 1.0) ** weights.langdetect_length),
            second * (weights.langid / max(encoded, 1.0) ** weights.langid_length),
            words * weights.words,
        )


class Witnesses:
    """Both detectors and the words, over the languages of one script."""

    def __init__(
        self, known: Sequence[KnownLanguage], words: WordChances, profiles: Profiles, langid: LangidModel
    ) -> None:
        self.tags = tuple(one.tag for one in known)
        self.shares = np.log([one.share for one in known])
        self._words = words
        self._profiles = profiles
        self._langid = langid
        codes = _langdetect_codes(known)
        self._column = np.array([codes.index(one.langdetect or one.relative) for one in known])

    def hear(self, sample: Sample, openings: Sequence[str] = ()) -> tuple[Evidence, Scores]:
        """Everything that a sample says; and what the words alone of each opening say, a row for each.

        All words are looked up at once: what costs is the look-up, not the words.
        """
        words = (*sample.first, *sample.words)[:_WORDS_READ]
        names = sample.names[len(sample.first) :]
        heard = self._words.score_each([words, names, *(opening.split() for opening in openings)])
        own = self._hear(" ".join(sample.words), heard[0])
        return Evidence(own, self._hear(" ".join(sample.names), heard[1]) if sample.names else None), heard[2:]

    def _hear(self, text: str, words: Scores) -> Heard:
        langdetect, n_grams = self._profiles.score(text[:_LANGDETECT_READS])
        langid, encoded = self._langid.score(text[:_LANGID_READS])
        return Heard(
            langdetect=langdetect.take(self._column).astype(np.float64),
            n_grams=n_grams,
            langid=langid.astype(np.float64),
            encoded=encoded,
            words=words,
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
    words = [load_word_chances(tuple(several)) for several in shared.values()]  # first: reading them needs most memory
    profiles = load_profiles([_langdetect_codes(several) for several in shared.values()])
    langid = load_langid([[one.langid for one in several] for several in shared.values()])
    return {
        script: Witnesses(several, own_words, own_profiles, own_langid)
        for (script, several), own_words, own_profiles, own_langid in zip(
            shared.items(), words, profiles, langid, strict=True
        )
    }
