"""The one real story comes out as its right repair says, point by point. Its text is read, never copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon.words import Words
from pipeline.story.clean import apply_fixes, clean, undo_fixes
from pipeline.story.model import Cleaned
from tests.clean.stories import plain

NAME = "afp-ar-000_ec78ffc2c2f24a57.txt"
SAMPLES = [folder / "shared" / "samples" / NAME for folder in Path(__file__).parents[3:]]
"""Beside the checkout, or beside the folder that holds it; the story is an agency's and no part of the project."""


@pytest.fixture(scope="module")
def raw() -> str:
    for path in SAMPLES:
        if path.exists():
            return path.read_text(encoding="utf-8")
    pytest.skip(f"the real story is not here: {NAME}")


@pytest.fixture(scope="module")
def cleaned(raw: str, words: Words) -> Cleaned:
    return clean(plain(raw), words)


def test_the_place_before_the_colon_is_the_kicker_and_the_line_is_kept(raw: str, cleaned: Cleaned) -> None:
    line = raw.strip().split("\n")[0]
    assert cleaned.kicker == "أمريكا"
    assert cleaned.headline == line.removeprefix("أمريكا: ")
    assert [f.before.strip() for f in cleaned.fixes if f.moved_to == "headline"] == [line]


def test_the_broken_dateline_gives_place_and_agency(cleaned: Cleaned) -> None:
    assert cleaned.dateline is not None
    assert (cleaned.dateline.text, cleaned.dateline.place, cleaned.dateline.agency) == (
        "(واشنطن (أ ف ب",
        "واشنطن",
        "AFP",
    )
    assert "(واشنطن" not in cleaned.body_text


def test_the_torn_sentence_is_one_and_the_stray_mark_closes_it(cleaned: Cleaned) -> None:
    (paragraph,) = [p for p in cleaned.body_text.split("\n\n") if "دبلوماسياً في" in p]
    assert paragraph.endswith("دبلوماسياً في روسيا على مستوى القادة»")
    assert paragraph.count("«") == paragraph.count("»") == 1


def test_the_spurious_inner_mark_is_gone_and_the_quotation_closes(cleaned: Cleaned) -> None:
    (paragraph,) = [p for p in cleaned.body_text.split("\n\n") if "«كما سبق" in p]
    assert "مفاوضات الأسلحة" in paragraph
    assert paragraph.endswith("حثيث»")
    assert paragraph.count("«") == paragraph.count("»") == 1


def test_the_second_quotation_stays_and_is_flagged_as_a_repeat(cleaned: Cleaned) -> None:
    assert cleaned.body_text.count("بشكل حثيث") == 2
    assert any(s.rule == "near-repeat" and "حثيث" in s.text for s in cleaned.suspects)
    assert not [f for f in cleaned.fixes if f.rule == "repeats"]


def test_the_scanner_s_typing_errors_are_suspects_with_suggestion_and_evidence_and_stay(
    raw: str, cleaned: Cleaned
) -> None:
    suspects = {s.text: s for s in cleaned.suspects if s.rule == "typo"}
    assert {word: s.suggestion for word, s in suspects.items()} == {
        "نحز": "نحث",
        "العلية": "العلنية",
        "حدّرنا": "حذّرنا",
        "أديان": "أدريان",
    }
    for word, suspect in suspects.items():
        assert cleaned.body_text[suspect.start : suspect.end] == word
        assert suspect.evidence
        assert raw.count(word) == cleaned.body_text.count(word)


def test_paragraphs_are_joined_once_only(raw: str, cleaned: Cleaned) -> None:
    received = [line for line in raw.split("\n") if line.strip()]
    assert len(cleaned.body_text.split("\n\n")) == len(received) - 3  # headline, dateline, the torn half


def test_fixes_lead_to_the_clean_text_and_back(raw: str, cleaned: Cleaned) -> None:
    assert apply_fixes(raw, cleaned.fixes) == cleaned.body_text
    assert undo_fixes(cleaned.body_text, cleaned.fixes) == raw
    assert cleaned.quality == []
