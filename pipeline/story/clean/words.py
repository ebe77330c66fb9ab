"""The words that the fixes know, read once from `words.json` beside this file."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def load_words() -> dict[str, Any]:
    """Labels, months, agencies, topics, function words, by name; see the comments in the file's `_about`."""
    words: dict[str, Any] = json.loads(files(__package__).joinpath("words.json").read_text(encoding="utf-8"))
    return words


WORDS = load_words()
