"""A feed's own languages narrow the choice, from the setting to the story."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.settings import Settings, settings
from pipeline.story.language import Detector, load_detector
from pipeline.story.language.languages import load_languages, matching
from pipeline.story.rules import Rules

NORDIC = "Oslo, Bergen og Trondheim"
FRENCH = "Le président est arrivé mardi à Paris pour une visite officielle de trois jours"


@pytest.fixture(scope="module")
def detector() -> Detector:
    """Of a newsroom with all these feeds."""
    return load_detector(
        {"ritzau": ["da"], "ntb": ["no"], "desk": ["es", "pt"], "lusa": ["pt-PT"], "cna": ["zh"], "*": ["sv"]}
    )


def test_a_feed_s_languages_decide_between_close_ones(detector: Detector) -> None:
    assert [detector.detect(NORDIC, "", feed=feed).language for feed in ("ritzau", "ntb")] == ["da", "nb"]
    assert detector.detect("Statsministern talar till nationen", "", feed="another").language == "sv"


def test_text_that_is_clearly_in_a_language_that_the_feed_lacks_is_not_the_nearest_of_its_own(
    detector: Detector, rules: Rules
) -> None:
    assert detector.detect(FRENCH, "", feed="desk").language == "und"
    assert detector.detect(FRENCH, "", feed="desk").opinions == {"langdetect": "fr", "langid": "fr"}
    assert detector.detect("وصل الرئيس إلى باريس", "", feed="desk").language == "und"
    assert rules.detector.detect(FRENCH, "", feed="another").language == "fr"


def test_a_feed_s_codes_are_read_as_declared_ones_are(detector: Detector) -> None:
    assert detector.detect("O presidente chegou na terça-feira a Lisboa", "", feed="lusa").language == "pt"
    assert detector.detect("總統週二抵達臺北進行正式訪問", "", feed="cna").language == "zh-Hant"
    assert detector.detect("总统周二抵达北京进行正式访问", "", feed="cna").language == "zh-Hans"


def test_without_the_setting_more_than_twenty_five_languages_are_told_apart() -> None:
    assert Settings().feed_languages == {}
    assert len(load_languages()) >= 25


@pytest.mark.parametrize(
    ("code", "tags"),
    [
        ("pt-BR", ["pt"]),
        ("zh", ["zh-Hans", "zh-Hant"]),
        ("zh-TW", ["zh-Hant"]),
        ("no", ["nb"]),
        ("iw", ["he"]),
        ("EN_us", ["en"]),
        ("ku", ["ku", "ckb"]),
        ("ar-EG", ["ar"]),
        ("xx", []),
        ("english", []),
        ("", []),
        ("und", []),
    ],
)
def test_a_code_means_these_tags(code: str, tags: list[str]) -> None:
    assert matching(code, [one.tag for one in load_languages()]) == tags


@pytest.mark.parametrize(
    ("value", "fault"),
    [({"afp": ["arabic"]}, "unknown language arabic for feed afp"), ({"afp": []}, "no language for feed afp")],
)
def test_a_language_that_is_not_known_is_refused_at_the_start(value: dict[str, list[str]], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        Settings(feed_languages=value)


def test_the_setting_reaches_the_stories_of_wire_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = tmp_path / "story.txt"
    story.write_text(f"Visite officielle\n\n{FRENCH}.\n", encoding="utf-8")
    monkeypatch.setenv("WIRE_FEED_LANGUAGES", '{"local": ["es", "pt"]}')
    settings.cache_clear()
    found = CliRunner().invoke(app, ["process", str(story)])
    settings.cache_clear()
    assert json.loads(found.stdout)["language"] == "und"
