"""Each golden input is read as its expected file says; `--regenerate` rewrites those files for review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.story.model import ParsedStory
from pipeline.story.parse import FORMATS, parse
from pipeline.story.quality import FLAGS
from tests.parse.golden import FOLDER, expected_of, inputs, parsed, raw_of


@pytest.mark.parametrize("path", inputs(), ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_golden_input_is_read_as_expected(path: Path, request: pytest.FixtureRequest) -> None:
    expected = expected_of(path)
    actual = parsed(path)
    if request.config.getoption("--regenerate"):
        expected.write_text(json.dumps(actual, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert actual == json.loads(expected.read_text(encoding="utf-8"))


def test_every_expected_file_has_its_input() -> None:
    orphans = [
        p for p in FOLDER.glob("*/*.expected.json") if not p.with_name(p.name.removesuffix(".expected.json")).exists()
    ]
    assert orphans == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_at_least_six_golden_pairs(name: str) -> None:
    assert sum(path.parent.name == name for path in inputs()) >= 6


@pytest.mark.parametrize("path", inputs(), ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_golden_story_names_its_format_and_known_flags(path: Path) -> None:
    """Stories of a format's folder are read by that format's parser, and flags come from the closed list."""
    for one in parse(raw_of(path)):
        if isinstance(one, ParsedStory):
            assert one.format == path.parent.name
            assert set(one.quality) <= set(FLAGS)
