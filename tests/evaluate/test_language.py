"""The evaluation counts what it says: right, wrong, confusions, calibration, and nothing of the half kept apart."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.evaluate import language, sections
from pipeline.evaluate.alone import Alone, langdetect_alone, py3langid_alone
from pipeline.evaluate.language import (
    STAGE,
    LabelledText,
    LanguageReport,
    Outcome,
    calibration,
    calibration_error,
    confusions,
    forms_of,
    read_corpus,
)
from pipeline.evaluate.sections import with_section

CORPUS = Path(__file__).resolve().parents[2] / "corpora" / "language"


def outcome(wanted: str, answer: str, score: float = 0.9) -> Outcome:
    return Outcome(LabelledText(id="x", kind="headline", language=wanted, text="…"), answer, score)


@pytest.mark.parametrize("module", [language, sections])
def test_the_examples_in_the_docstrings_are_true(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]  # parametrize hides the type
    assert tried
    assert not failed


@pytest.mark.parametrize(
    ("wanted", "answer", "right"),
    [("ar", "ar", True), ("zh-Hant", "zh", True), ("ar", "und", False), ("nb", "da", False), ("ja", "zh", False)],
)
def test_an_answer_is_right_only_if_it_is_the_language_asked_for(wanted: str, answer: str, right: bool) -> None:
    assert outcome(wanted, answer).right is right


def test_the_calibration_error_is_the_weighted_distance_of_each_bin() -> None:
    sure = [outcome("ar", "ar", 1.0)] * 9 + [outcome("ar", "fa", 1.0)]
    unsure = [outcome("ar", "ar", 0.5)] * 5 + [outcome("ar", "fa", 0.5)] * 5
    assert [(one.texts, round(one.right, 2)) for one in calibration([*sure, *unsure])] == [(10, 0.5), (10, 0.9)]
    assert calibration_error(unsure) == pytest.approx(0.0)
    assert calibration_error(sure) == pytest.approx(0.1)
    assert calibration_error([*sure, *unsure]) == pytest.approx(0.05)


def test_confusions_name_what_was_taken_for_what_and_leave_out_what_is_right() -> None:
    found = confusions([outcome("nb", "da"), outcome("nb", "da"), outcome("nb", "nb"), outcome("ar", "und")])
    assert found == {("nb", "da"): 2, ("ar", "und"): 1}


def test_a_missed_target_is_said_and_a_met_one_is_not() -> None:
    right, wrong = [outcome("ar", "ar", 1.0)] * 19, [outcome("ar", "fa", 0.0)]
    own = {"bodies": right, "headlines": right, "capitals": [*right, *wrong]}
    assert LanguageReport({STAGE: own}, {}).missed() == []
    assert LanguageReport({STAGE: own | {"headlines": [*right, *wrong]}}, {}).missed() == [
        "headlines: 95.00% right, 96.0% wanted"
    ]
    assert len(LanguageReport({STAGE: {key: [outcome("ar", "fa", 1.0)] for key in own}}, {}).missed()) == 4


def test_capitals_are_the_headlines_that_have_any_and_cuts_are_of_bodies() -> None:
    forms = forms_of(read_corpus(CORPUS / "dev"))
    assert {one.language for one in forms["capitals"]}.isdisjoint({"ar", "fa", "he", "hi", "ja", "ko", "zh-Hans"})
    assert all(one.text.isupper() for one in forms["capitals"])
    assert all(len(one.text) <= 80 for one in forms["80"])
    assert {one.kind for one in forms["80"]} == {"body"}


@pytest.fixture(scope="module")
def only_langdetect() -> Alone:
    return langdetect_alone()


def test_the_detectors_alone_answer_in_bcp_47_and_know_what_they_lack(only_langdetect: Alone) -> None:
    text = "Regjeringen sier at statsministeren ikke vil møte demonstrantene før valget."
    for alone in (only_langdetect, py3langid_alone()):
        assert alone.answer(text)[0] == "nb"
        assert alone.knows("zh-Hant")
    assert not only_langdetect.knows("ps")
    assert only_langdetect.answer("12") == ("und", 0.0)


def test_two_evaluations_of_langdetect_alone_agree(only_langdetect: Alone) -> None:
    texts = [one.text for one in read_corpus(CORPUS / "dev")[::20]]
    assert list(map(langdetect_alone().answer, texts)) == list(map(only_langdetect.answer, texts))


def test_a_section_is_replaced_and_everything_else_is_kept() -> None:
    page = with_section("# Evaluation\n\nBy hand.\n", "language-dev", r"old \1")
    page = with_section(with_section(page, "entities-dev", "entities"), "language-dev", r"new \1")
    assert "By hand." in page
    assert r"new \1" in page
    assert "old" not in page
    assert page.index("language-dev") < page.index("entities-dev")
    with pytest.raises(ValueError, match="poetry"):
        with_section(page, "poetry", "…")


def test_single_texts_of_the_half_kept_apart_are_never_listed() -> None:
    result = CliRunner().invoke(app, ["evaluate", "language", "--half", "test", "--mistakes"])
    assert result.exit_code == 2
    assert "kept apart" in " ".join(result.output.replace("│", "").split())


def test_a_corpus_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["evaluate", "language", "--corpus", str(tmp_path)])
    assert "can't be read" in str(result.exception)
