"""`wire process --explain`: both texts side by side, each repair marked and named, readable from right to left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.cli.bidi import POP_DIRECTIONAL_ISOLATE, RIGHT_TO_LEFT_ISOLATE
from pipeline.story.rules import Rules

SAMPLES = Path(__file__).parents[2] / "samples" / "feed"
ARABIC = SAMPLES / "demo-ar" / "ar-006-damaged-dateline.txt"
LATIN = SAMPLES / "demo-en" / "en-004-lead-ferry.txt"
REJECTED = SAMPLES / "demo-en" / "en-009-no-text.txt"
WRITTEN = {
    "undamaged.txt": ("Ferry sails again", "The ferry sailed on Monday.", "Nobody was hurt."),
    "control.txt": ("Ferry sails again", "The ferry\a sailed\N{SOFT HYPHEN} on Monday."),
}
BAR = " │ "


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory, rules: Rules) -> Result:
    """Of one run for all of them, with the rules that are loaded already. One file is rejected."""
    folder = tmp_path_factory.mktemp("stories")
    for name, lines in WRITTEN.items():
        (folder / name).write_text("\n\n".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.story.rules.load_rules", lambda *_: rules)
        return CliRunner().invoke(app, ["process", "--explain", *map(str, (ARABIC, LATIN, REJECTED, folder))])


@pytest.fixture(scope="module")
def shown(result: Result) -> dict[str, str]:
    """What was shown, by the name of the file."""
    parts = re.split(r"^(?=\S+\.txt {2}urn:)", result.output, flags=re.MULTILINE)
    return {Path(part.split()[0]).name: part for part in parts if part}


def columns(output: str) -> list[tuple[str, str]]:
    return [(left, right) for left, bar, right in (line.partition(BAR) for line in output.splitlines()) if bar]


@pytest.fixture(scope="module")
def arabic(shown: dict[str, str]) -> str:
    return shown[ARABIC.name]


def test_each_visible_repair_is_marked_by_its_number_in_a_column_and_named_below(arabic: str) -> None:
    named = dict(re.findall(r"^ +(\d+) ([a-z-]+): ", arabic, re.MULTILINE))
    assert set(named.values()) == {"furniture", "torn-sentences", "unclosed-quotations", "kicker"}
    shown = "".join(left + right for left, right in columns(arabic))
    assert {number for number in named if f"[{number}:" not in shown} == set()


def test_what_moved_to_a_field_says_where_it_went(arabic: str) -> None:
    moved = [right.strip() for left, right in columns(arabic) if "[" in left and "→" in right]
    assert moved == ["→ kicker", "→ headline", "→ dateline"]


def test_every_arabic_line_of_a_column_is_isolated_and_ends_where_its_column_does(arabic: str) -> None:
    letter = re.compile("[\u0621-\u064a]")
    sides = [side for pair in columns(arabic) for side in pair if letter.search(side)]
    assert len(sides) > 10
    for side in sides:
        text = side.strip()
        assert (text[0], text[-1]) == (RIGHT_TO_LEFT_ISOLATE, POP_DIRECTIONAL_ISOLATE)
        assert text.count(RIGHT_TO_LEFT_ISOLATE) == text.count(POP_DIRECTIONAL_ISOLATE) == 1
        assert side.endswith(POP_DIRECTIONAL_ISOLATE)


def test_the_bar_between_the_columns_stands_in_one_place(arabic: str) -> None:
    isolates = str.maketrans("", "", RIGHT_TO_LEFT_ISOLATE + POP_DIRECTIONAL_ISOLATE)
    assert len({len(left.translate(isolates)) for left, _ in columns(arabic)}) == 1


def test_what_looks_wrong_and_was_left_is_listed(arabic: str) -> None:
    left_alone = arabic.partition("looks wrong, and was left alone:")[2]
    assert "unbalanced-quote" in left_alone


def test_latin_text_is_neither_isolated_nor_moved(shown: dict[str, str]) -> None:
    assert RIGHT_TO_LEFT_ISOLATE not in shown[LATIN.name]
    assert any(left.startswith("The first ship left Dublin") for left, _ in columns(shown[LATIN.name]))


def test_an_undamaged_text_shows_no_number_in_its_columns(shown: dict[str, str]) -> None:
    marks = [left for left, _ in columns(shown["undamaged.txt"]) if re.search(r"\[\d+:", left)]
    assert [mark.strip() for mark in marks] == ["[1:Ferry sails again]"]


def test_a_control_character_is_shown_by_its_code(shown: dict[str, str]) -> None:
    output = shown["control.txt"]
    assert "<U+0007>" in output
    assert "<U+00AD>" in output
    assert "\a" not in output


def test_a_rejected_file_is_told_as_without_explain_and_the_others_are_shown(
    result: Result, shown: dict[str, str]
) -> None:
    assert result.exit_code == 1
    assert REJECTED.name not in shown
    assert '"reason":"no-text"' in result.output
    assert len(shown) == 4
