"""The evaluation of entities counts what it says, and shows nothing of the half kept apart."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.evaluate.entities import (
    ALL,
    AnnotatedStory,
    Annotation,
    EntityCorpus,
    EntityReport,
    Score,
    Trap,
    evaluate_entities,
    read_corpus,
)
from pipeline.evaluate.entity_page import entity_page
from pipeline.story.entities import Tagger

CORPUS = Path(__file__).resolve().parents[2] / "corpora" / "entities"


def story(body: str, *marks: tuple[str, str, str | None]) -> AnnotatedStory:
    entities = [
        Annotation(kind, "body_text", body.index(text), body.index(text) + len(text), text, name_id)
        for kind, text, name_id in marks
    ]
    return AnnotatedStory("x-1", "en", "", body, None, entities)


def test_a_span_counts_only_if_type_and_both_ends_are_right(tagger: Tagger) -> None:
    found = story(
        "They met in Japan and in Peru, far from the Andes range.",
        ("place", "Japan", "wd:Q17"),
        ("organisation", "Peru", None),
        ("place", "Andes range", None),
    )
    report = evaluate_entities(tagger, EntityCorpus([found], [], []))
    assert report.scores["en", ALL] == Score(right=1, found=3, annotated=3)
    assert report.scores[ALL, "organisation"] == Score(right=0, found=0, annotated=1)


def test_an_id_counts_only_where_both_sides_have_one(tagger: Tagger) -> None:
    marks = ("place", "Japan", "wd:Q1"), ("place", "Peru", None), ("place", "Kenya", "wd:Q114")
    report = evaluate_entities(tagger, EntityCorpus([story("Japan, Peru and Kenya agreed.", *marks)], [], []))
    assert (report.ids_right, report.ids_compared) == (1, 2)
    assert report.false == {"x-1 place: Japan is no wd:Q17": 1}


def test_a_trap_is_sprung_by_any_name_and_a_city_counts_as_a_place_only(tagger: Tagger) -> None:
    traps = [Trap("t-1", "en", "The turkey was cold."), Trap("t-2", "en", "They flew to Japan.")]
    cities = [story("The ferry to Split leaves.", ("place", "Split", None)), story("The court was split.")]
    report = evaluate_entities(tagger, EntityCorpus([], cities, traps))
    assert (report.traps, report.sprung) == (2, 1)
    assert report.city_words == Score(right=1, found=1, annotated=1)


def test_a_target_that_is_missed_is_named() -> None:
    report = EntityReport(traps=3, sprung=1, ids_right=1, ids_compared=2)
    for kind in (ALL, "person", "place", "organisation"):
        report.scores[ALL, kind] = Score(right=1, found=1, annotated=1)
    assert report.failed() == ["accuracy of ids is 0.500, wanted 0.97", "entities were found in 1 of 3 traps"]


def test_the_half_that_may_be_read_meets_every_target(tagger: Tagger) -> None:
    report = evaluate_entities(tagger, read_corpus(CORPUS / "dev"))
    assert report.failed() == []


def test_the_page_holds_no_text_of_the_corpus(tagger: Tagger) -> None:
    corpus = read_corpus(CORPUS / "dev")
    report = evaluate_entities(tagger, corpus)
    page = entity_page(report, {"gazetteer": report}, "dev")
    assert "| people |" in page
    names = {mark.text for one in corpus.stories for mark in one.entities if len(mark.text) > 4}
    assert [name for name in names if name in page] == []


def test_single_texts_of_the_half_kept_apart_are_refused() -> None:
    result = CliRunner().invoke(app, ["evaluate", "entities", "--half", "test", "--mistakes"])
    assert result.exit_code == 2


def test_a_corpus_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["evaluate", "entities", "--corpus", str(tmp_path)])
    assert result.exit_code == 3 or "can't be read" in str(result.exception)


def test_a_line_that_lacks_a_field_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "en.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(msgspec.ValidationError):
        read_corpus(tmp_path)
