"""The people, organisations and places of a story."""

from __future__ import annotations

from pathlib import Path

from pipeline.collection import no_collection
from pipeline.gazetteer.build import load_gazetteer
from pipeline.story.entities.tagger import Tagger

__all__ = ["Tagger", "load_tagger"]


def load_tagger(model: Path | None = None) -> Tagger:
    """Read the gazetteer from its file (built at the first load), and a model beside it, if one is wanted."""
    with no_collection():
        if model is None:
            return Tagger(load_gazetteer())
        from pipeline.story.entities.crf import load_crf  # noqa: PLC0415  # an optional extra

        return Tagger(load_gazetteer(), other=load_crf(model))
