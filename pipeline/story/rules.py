"""Everything that the core knows, loaded once and handed to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.lexicon.build import load_words
from pipeline.lexicon.words import Words
from pipeline.story.entities import Tagger, load_tagger
from pipeline.story.language import Detector, load_detector

GENERATION = 1
"""Generation of the rules: raise it by one with every change of cleaning, language or entities whose results should
supersede what is indexed. Taking a bad release back is a new generation too. It must stay below
`identity.GENERATIONS`."""


@dataclass(frozen=True)
class Rules:
    """The rules and their data. Loading is slow and reads package files; using them does neither."""

    detector: Detector
    tagger: Tagger
    words: Words
    generation: int = GENERATION


def load_rules(feed_languages: Mapping[str, Sequence[str]] | None = None, entity_model: Path | None = None) -> Rules:
    """Read language profiles, gazetteer and lexicon from the package, before anything is served.

    `feed_languages` is the setting of that name: a feed → the languages that it publishes in. None: any language.
    `entity_model` is the setting of that name: a model that finds names beside the gazetteer. None: none.
    """
    return Rules(detector=load_detector(feed_languages), tagger=load_tagger(entity_model), words=load_words())
