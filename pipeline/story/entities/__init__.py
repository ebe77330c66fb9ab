"""The people, organisations and places of a story."""

from __future__ import annotations

from pipeline.gazetteer.build import load_gazetteer
from pipeline.story.entities.tagger import Tagger

__all__ = ["Tagger", "load_tagger"]


def load_tagger() -> Tagger:
    """Read the gazetteer from its file (built at the first load)."""
    return Tagger(load_gazetteer())
