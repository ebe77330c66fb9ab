"""The entity corpus has the form, and the offsets, that the evaluation and its figures rely on."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpora.annotate import generated, unmark

FOLDER = Path(__file__).resolve().parents[2] / "corpora" / "entities"
HALVES = ("dev", "test")
LEAST_STORIES = {"ar": 44, "en": 20, "fr": 20, "de": 14, "es": 14, "pt": 14}
APART = {"city-words", "traps"}


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def stories(half: str) -> list[dict[str, Any]]:
    return [row for path in sorted((FOLDER / half).glob("*.jsonl")) if path.stem not in APART for row in rows(path)]


def sentences(half: str) -> list[dict[str, Any]]:
    return rows(FOLDER / half / "city-words.jsonl")


def traps(half: str) -> list[dict[str, Any]]:
    return rows(FOLDER / half / "traps.jsonl")


def test_the_json_lines_are_what_the_sources_say() -> None:
    files = generated(FOLDER)
    assert files
    assert {path: path.read_text(encoding="utf-8") for path in files} == files


def test_there_are_enough_stories_in_each_language() -> None:
    count = Counter(story["language"] for half in HALVES for story in stories(half))
    assert count.keys() == LEAST_STORIES.keys()
    assert all(count[language] >= least for language, least in LEAST_STORIES.items()), count


def test_there_are_enough_traps_and_sentences_in_six_languages() -> None:
    for kind, least in ((traps, 60), (sentences, 60)):
        count = Counter(row["language"] for half in HALVES for row in kind(half))
        assert count.total() >= least
        assert count.keys() == LEAST_STORIES.keys()


def test_the_halves_are_halves_of_each_language() -> None:
    for kind in (stories, sentences, traps):
        dev, test = (Counter(row["language"] for row in kind(half)) for half in HALVES)
        assert dev.keys() == test.keys()
        assert all(abs(dev[key] - test[key]) <= 1 for key in dev), kind.__name__


@pytest.mark.parametrize("half", HALVES)
def test_every_mention_slices_to_its_text(half: str) -> None:
    for story in stories(half) + sentences(half):
        for mark in story["entities"]:
            assert story[mark["field"]][mark["start"] : mark["end"]] == mark["text"], story["id"]
            assert mark["text"] == mark["text"].strip(), story["id"]


@pytest.mark.parametrize("half", HALVES)
def test_mentions_dont_overlap(half: str) -> None:
    for story in stories(half) + sentences(half):
        for field in ("headline", "body_text"):
            spans = sorted((mark["start"], mark["end"]) for mark in story["entities"] if mark["field"] == field)
            assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans)), story["id"]


@pytest.mark.parametrize("half", HALVES)
def test_types_and_ids_are_well_formed(half: str) -> None:
    for story in stories(half) + sentences(half):
        for mark in story["entities"]:
            assert mark["type"] in {"person", "organisation", "place"}, story["id"]
            assert mark["id"] is None or re.fullmatch(r"wd:Q[1-9]\d*", mark["id"]), story["id"]


def test_a_name_of_one_type_never_has_two_ids() -> None:
    ids: dict[tuple[str, str, str], set[str]] = {}
    for half in HALVES:
        for story in stories(half):
            for mark in story["entities"]:
                if mark["id"]:
                    ids.setdefault((story["language"], mark["type"], mark["text"]), set()).add(mark["id"])
    assert {name: found for name, found in ids.items() if len(found) > 1} == {}


def test_an_id_never_has_two_types() -> None:
    types: dict[str, set[str]] = {}
    for half in HALVES:
        for story in stories(half) + sentences(half):
            for mark in story["entities"]:
                if mark["id"]:
                    types.setdefault(mark["id"], set()).add(mark["type"])
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


@pytest.mark.parametrize("half", HALVES)
def test_a_story_has_the_length_and_the_paragraphs_of_a_short_wire_story(half: str) -> None:
    for story in stories(half):
        assert 60 <= len(story["body_text"].split()) <= 160, story["id"]
        assert 2 <= len(story["body_text"].split("\n\n")) <= 4, story["id"]
        assert story["headline"], story["id"]
        assert "\n" not in story["headline"], story["id"]


def test_rows_have_the_fields_that_the_readme_names_and_ids_are_unique() -> None:
    everything = [row for half in HALVES for kind in (stories, sentences, traps) for row in kind(half)]
    assert len({row["id"] for row in everything}) == len(everything)
    for row in everything:
        assert re.fullmatch(r"(ar|en|fr|de|es|pt)-[sct]\d\d", row["id"])
        assert row["id"].startswith(row["language"])
        fields = ["id", "language", "headline", "body_text", "dateline_place", "entities"]
        assert list(row) == (["id", "language", "text"] if "-t" in row["id"] else fields)


def test_sentences_hold_both_cities_and_plain_words() -> None:
    for half in HALVES:
        real = sum(bool(sentence["entities"]) for sentence in sentences(half))
        assert 0.25 <= real / len(sentences(half)) <= 0.75


def test_files_are_nfc_and_hold_no_invisible_characters() -> None:
    for path in sorted(FOLDER.glob("*/*")):
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name
        assert not [c for c in text if unicodedata.category(c) in {"Cf", "Cc", "Co"} and c != "\n"], path.name


def test_markup_becomes_offsets() -> None:
    text, marks = unmark("in [[Paris|L|Q90]], [[Lea Roth|P]]", "headline")
    assert text == "in Paris, Lea Roth"
    assert [(mark["type"], mark["start"], mark["end"], mark["id"]) for mark in marks] == [
        ("place", 3, 8, "wd:Q90"),
        ("person", 10, 18, None),
    ]


@pytest.mark.parametrize("broken", ["[[Paris|L", "[[Paris]]", "[[Paris|X]]", "[[Paris|L|90]]", "Paris|L]]"])
def test_broken_markup_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="broken markup"):
        unmark(broken, "headline")
