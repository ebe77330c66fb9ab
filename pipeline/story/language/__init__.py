"""The language of a story."""

from __future__ import annotations

from langdetect import DetectorFactory, LangDetectException, detect_langs

from pipeline.story.model import Language


class Detector:
    """Detects languages by stated rules."""

    def detect(self, headline: str, body: str, declared: str | None = None, feed: str | None = None) -> Language:
        """The language of clean text; `und` when nothing can be told."""
        try:
            best = detect_langs(f"{headline}\n{body}"[:600])[0]
        except LangDetectException:
            return Language(language="und", score=0.0)
        return Language(language=best.lang, score=best.prob, opinions={"langdetect": best.lang})


def load_detector() -> Detector:
    """Load all language profiles, before anything is served: langdetect's lazy loading is not thread-safe."""
    DetectorFactory.seed = 0
    detect_langs("warm up the profiles")
    return Detector()
