"""What the core loads, once for all tests of a process: it takes long, and no test changes it."""

from __future__ import annotations

from functools import cache

from pipeline.gazetteer.build import load_gazetteer
from pipeline.gazetteer.known import Built
from pipeline.story.rules import Rules, load_rules


@cache
def rules() -> Rules:
    """The core's rules, for feeds of any language."""
    return load_rules()


@cache
def gazetteer() -> Built:
    """The gazetteer from which the rules' tagger was made."""
    return load_gazetteer()
