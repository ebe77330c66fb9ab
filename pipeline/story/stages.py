"""The path of a story, on one screen.

    bytes ─► parse ─► clean ─► detect language ─► tag entities ─► assemble ─► Story

The order has reasons:

1. *Parse first*: identity, version and lifecycle come from the format; a later rejection needs the uri.
2. *Clean before language*: a dateline, a sign-off or an `URGENT` in the text sways detectors (`AFP` alone is
   "Tagalog, 0.99"), and damaged characters are letters of the wrong script.
3. *Language before entities*: attached particles, titles and letter case follow the language's rules.
4. *Entities on the clean text*, because their offsets must slice it; nothing changes the text after them.
5. *Assemble last*: the only place that decides between what the source says and what was found.

A story's fault is a value (`Rejected`), never an exception; an exception is a bug of ours, is caught here, in one
place, and becomes `Rejected(reason="bug")` so that one story can't stop a feed.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable

from pipeline.story.assemble import assemble
from pipeline.story.clean import clean
from pipeline.story.model import ParsedStory, RawStory, Rejected, Stage, Story
from pipeline.story.parse import parse
from pipeline.story.rules import Rules

Ended = Callable[[Stage], None]
"""Told when a stage has ended, so that a caller who has a clock can measure; must not raise."""


def _untold(stage: Stage) -> None:
    """For callers who don't measure."""


def process(raw: RawStory, rules: Rules, ended: Ended = _untold) -> list[Story | Rejected]:
    """Every story of a transmission, in its order, or the reason why it is none. Never empty, never raises."""
    try:
        parsed = parse(raw)
    except Exception as error:  # our bug, whatever it is: the feed goes on
        return [_bug(raw, "parse", error, uri=raw.headers.uri)]
    ended("parse")
    return [one if isinstance(one, Rejected) else _finish(one, raw, rules, ended) for one in parsed]


def _finish(parsed: ParsedStory, raw: RawStory, rules: Rules, ended: Ended) -> Story | Rejected:
    stage: Stage = "clean"
    try:
        cleaned = clean(parsed, rules.words)
        ended(stage)
        stage = "language"
        language = rules.detector.detect(cleaned.headline, cleaned.body_text, parsed.language_declared, parsed.feed)
        ended(stage)
        stage = "entities"
        entities = rules.tagger.tag(cleaned, language.language, parsed.source_entities, parsed.keywords)
        ended(stage)
        stage = "assemble"
        story = assemble(parsed, cleaned, language, entities, rules.generation)
        ended(stage)
        return story
    except Exception as error:
        return _bug(raw, stage, error, uri=parsed.uri)


def _bug(raw: RawStory, stage: Stage, error: Exception, uri: str | None) -> Rejected:
    where = traceback.extract_tb(error.__traceback__)[-1]
    detail = f"{type(error).__name__}: {error} (at {where.name}, line {where.lineno})"
    return Rejected(reason="bug", stage=stage, detail=detail, feed=raw.headers.feed, uri=uri)
