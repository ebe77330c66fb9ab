"""The language of a story."""

from pipeline.story.language.detector import Detector, load_detector

__all__ = ["Detector", "load_detector"]
