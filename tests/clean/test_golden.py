"""Whole stories: each input beside what cleaning makes of it; `--regenerate` rewrites the expected files for review.

The inputs are look-alikes, written for the project. Most carry one kind of damage, named by the file. Ten are full of
traps, what is damaged beside what only looks so: what should become of these was written down before they were cleaned.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.lexicon.words import Words
from pipeline.story.clean import apply_fixes, clean, undo_fixes
from pipeline.story.quality import FLAGS
from tests.clean.stories import plain

FOLDER = Path(__file__).parents[1] / "golden" / "clean"
INPUTS = sorted(FOLDER.glob("*.txt"))


def received(path: Path) -> str:
    """The text, line ends as they are: no translation of carriage returns."""
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_a_golden_story_is_cleaned_as_expected(path: Path, words: Words, regenerate: bool) -> None:
    expected = path.with_name(f"{path.name}.expected.json")
    actual: dict[str, Any] = msgspec.to_builtins(clean(plain(received(path)), words))
    actual = {name: value for name, value in actual.items() if value not in (None, [])}
    if regenerate:
        expected.write_text(json.dumps(actual, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert actual == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_the_fixes_of_a_golden_story_lead_to_its_clean_text_and_back(path: Path) -> None:
    raw = received(path)
    cleaned = clean(plain(raw))
    assert apply_fixes(raw, cleaned.fixes) == cleaned.body_text
    assert undo_fixes(cleaned.body_text, cleaned.fixes) == raw
    assert set(cleaned.quality) <= set(FLAGS)


@pytest.mark.parametrize(
    "path", [path for path in INPUTS if path.stem.endswith("-undamaged")], ids=lambda path: path.stem
)
def test_an_undamaged_golden_story_keeps_every_character_of_its_body(path: Path) -> None:
    cleaned = clean(plain(received(path)))
    assert [f for f in cleaned.fixes if f.field == "body_text" and f.moved_to is None and f.rule != "blank-lines"] == []
    assert [s for s in cleaned.suspects if s.rule != "near-repeat"] == []


def test_there_are_forty_golden_stories_in_six_languages_each_with_its_expected_file() -> None:
    assert len(INPUTS) >= 40
    assert {path.stem[:2] for path in INPUTS} == {"ar", "de", "en", "es", "fr", "pt"}
    assert {p.name for p in FOLDER.glob("*.expected.json")} == {f"{p.name}.expected.json" for p in INPUTS}
