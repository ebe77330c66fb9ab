"""Makes every Python process that finds this file (PYTHONPATH) a newer release: one rule more, one generation up.

Generation 2 writes "record of meeting" where the text says "minutes of meeting".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec import structs

from pipeline.story import rules, stages
from pipeline.story.model import Cleaned

GENERATION = 2

rules.GENERATION = GENERATION
_load = rules.load_rules
_clean = stages.clean


def _newer_rules(*arguments: Any) -> rules.Rules:
    return replace(_load(*arguments), generation=GENERATION)


def _newer_clean(*arguments: Any) -> Cleaned:
    cleaned = _clean(*arguments)
    return structs.replace(cleaned, body_text=cleaned.body_text.replace("minutes of meeting", "record of meeting"))


rules.load_rules = _newer_rules
stages.clean = _newer_clean
