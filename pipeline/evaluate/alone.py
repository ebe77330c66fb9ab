"""The two language detectors as everyone calls them, to set beside the stage.

Nothing here is used by the pipeline. Their codes are read generously: py3langid's `zh` counts as whichever Chinese was
asked for, its `sdh` (Southern Kurdish) as `ckb`, `no` and `nn` as `nb`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import langdetect
import py3langid
from langdetect import DetectorFactory, LangDetectException
from py3langid.langid import LanguageIdentifier

Answer = tuple[str, float]
"""BCP 47 tag and score, 0 … 1."""

_CODES = {"no": "nb", "nn": "nb", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "sdh": "ckb"}
CHINESE = "zh"
"""py3langid's answer that can't be told apart further."""


@dataclass(frozen=True)
class Alone:
    """A detector by itself: its name, what it answers, and the tags that it can answer at all."""

    name: str
    answer: Callable[[str], Answer]
    tags: frozenset[str]

    def knows(self, tag: str) -> bool:
        """Whether the detector has this language."""
        return tag in self.tags or (tag.startswith(CHINESE) and CHINESE in self.tags)


def langdetect_alone() -> Alone:
    """The package langdetect with its seed set (else it can't be repeated), profiles in the order of their names."""
    factory = DetectorFactory()
    package = Path(str(langdetect.__file__)).parent
    profiles = sorted(path for path in (package / "profiles").iterdir() if path.is_file())
    factory.load_json_profile([path.read_text(encoding="utf-8") for path in profiles])
    factory.seed = 0

    def answer(text: str) -> Answer:
        detector = factory.create()
        detector.append(text)
        try:
            best = detector.get_probabilities()
        except LangDetectException:
            return "und", 0.0
        return (_CODES.get(best[0].lang, best[0].lang), float(best[0].prob)) if best else ("und", 0.0)

    return Alone("langdetect alone", answer, frozenset(_CODES.get(code, code) for code in factory.get_lang_list()))


def py3langid_alone() -> Alone:
    """The package py3langid with normalised chances, over all its languages."""
    model = Path(py3langid.__file__).parent / "data" / "model.npz.xz"
    identifier: Any = LanguageIdentifier.from_model_file(str(model), norm_probs=True)

    def answer(text: str) -> Answer:
        code, chance = identifier.classify(text)
        return _CODES.get(code, code), float(chance)

    return Alone("py3langid alone", answer, frozenset(_CODES.get(code, code) for code in identifier.nb_classes))
