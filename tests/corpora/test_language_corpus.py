"""The language corpus has the form that the evaluation and its figures rely on."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "corpora" / "language"
CORE_SIX = {"ar", "en", "fr", "de", "es", "pt"}
DENSE = {"zh-Hans", "zh-Hant", "ja", "ko"}
JOINER_WRITERS = {"fa", "ckb"}
HALVES = ("dev", "test")


def rows(half: str) -> list[dict[str, str]]:
    files = sorted((FOLDER / half).glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def test_there_are_enough_texts_in_enough_languages() -> None:
    kinds = Counter((row["kind"], row["language"]) for half in HALVES for row in rows(half))
    headlines = sum(count for (kind, _), count in kinds.items() if kind == "headline")
    bodies = sum(count for (kind, _), count in kinds.items() if kind == "body")
    assert headlines >= 360
    assert bodies >= 180
    assert len({language for _, language in kinds}) >= 25


def test_the_core_six_weigh_more_than_any_other_language() -> None:
    count = Counter(row["language"] for half in HALVES for row in rows(half))
    assert min(count[language] for language in CORE_SIX) > max(
        number for language, number in count.items() if language not in CORE_SIX
    )


def test_the_halves_are_halves_of_each_language_and_kind() -> None:
    dev, test = (Counter((row["language"], row["kind"]) for row in rows(half)) for half in HALVES)
    assert dev.keys() == test.keys()
    assert all(abs(dev[key] - test[key]) <= 1 for key in dev)


@pytest.mark.parametrize("half", HALVES)
def test_a_row_has_the_four_fields_and_a_well_formed_id(half: str) -> None:
    for row in rows(half):
        assert list(row) == ["id", "kind", "language", "text"], row["id"]
        assert re.fullmatch(r"[a-z]{2,3}(-han[st])?-[hb]\d\d", row["id"])
        assert row["id"].startswith(f"{row['language'].lower()}-{row['kind'][0]}")
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?", row["language"]), row["id"]


def test_no_id_and_no_text_comes_twice() -> None:
    both = [row for half in HALVES for row in rows(half)]
    assert len({row["id"] for row in both}) == len(both)
    assert len({row["text"] for row in both}) == len(both)


@pytest.mark.parametrize("half", HALVES)
def test_a_headline_is_one_short_line_and_a_body_one_paragraph(half: str) -> None:
    for row in rows(half):
        text = row["text"]
        assert "\n" not in text, row["id"]
        assert text == text.strip(), row["id"]
        if row["kind"] == "headline":
            assert len(text) <= 90, row["id"]
        else:
            assert (140 if row["language"] in DENSE else 160) <= len(text) <= 900, row["id"]


@pytest.mark.parametrize("half", HALVES)
def test_texts_are_nfc_without_invisible_characters_but_the_persian_non_joiner(half: str) -> None:
    for row in rows(half):
        assert unicodedata.is_normalized("NFC", row["text"]), row["id"]
        hidden = {
            unicodedata.name(c, hex(ord(c))) for c in row["text"] if unicodedata.category(c) in {"Cf", "Cc", "Co"}
        }
        allowed = {"ZERO WIDTH NON-JOINER"} if row["language"] in JOINER_WRITERS else set()
        assert hidden <= allowed, row["id"]


@pytest.mark.parametrize("half", HALVES)
def test_the_files_write_format_characters_as_escapes(half: str) -> None:
    for file in sorted((FOLDER / half).glob("*.jsonl")):
        text = file.read_text(encoding="utf-8")
        assert not [c for c in text if unicodedata.category(c) == "Cf"], file.name
