"""The language stage answers by its stated rules, the same everywhere."""

from __future__ import annotations

import doctest

import pytest

from pipeline.story.language import Detector, words


@pytest.mark.parametrize(
    "text", ["", "   ", "2024", "17.5 %", "https://example.org/a/b", "🎉🎊", "Reuters", "URGENT", "AFP", "عاجل"]
)
def test_too_little_to_read_is_undetermined(detector: Detector, text: str) -> None:
    assert detector.detect(text, "", None, "any").language == "und"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("ar", "وصل الرئيس إلى القاهرة صباح اليوم في زيارة رسمية"),
        ("fa", "رئیس جمهور صبح امروز برای دیداری رسمی وارد تهران شد"),
        ("ur", "صدر آج صبح سرکاری دورے پر اسلام آباد پہنچ گئے ہیں"),
        ("en", "The president arrived in London on Tuesday for an official visit"),
        ("fr", "Le président est arrivé mardi à Paris pour une visite officielle"),
        ("de", "Der Präsident ist am Dienstag zu einem Besuch in Berlin eingetroffen"),
        ("nb", "Presidenten kom tirsdag til Oslo for et offisielt besøk"),
        ("he", "הנשיא הגיע הבוקר לירושלים לביקור רשמי"),
        ("zh-Hans", "总统周二抵达北京进行正式访问"),
        ("zh-Hant", "總統週二抵達臺北進行正式訪問"),
        ("ja", "大統領は火曜日に東京に到着した"),
    ],
)
def test_a_sentence_gets_its_language(detector: Detector, tag: str, text: str) -> None:
    assert detector.detect(text, "", None, "any").language == tag


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        (
            "hr",
            "Broj turista u srpnju bio je veći nego lani. Hotelijeri se žale na nedostatak radnika i visoke cijene.",
        ),
        ("bs", "Broj turista u julu bio je veći nego lani. Hotelijeri se žale na nedostatak radnika i visoke cijene."),
        (
            "sr-Latn",
            "Broj turista u julu bio je veći nego lani. Hotelijeri se žale na nedostatak radnika i visoke cene.",
        ),
        (
            "af",
            "Hewige winde het Maandagnag die Kaap getref en dakke van tientalle huise beskadig. Brandweermanne het tot "
            "die oggend toe meer as honderd oproepe ontvang. Niemand is beseer nie.",
        ),
        (
            "nl",
            "Zware storm heeft maandagnacht Zeeland getroffen en daken van tientallen huizen beschadigd. De brandweer "
            "rukte tot de ochtend meer dan honderd keer uit. Niemand raakte gewond.",
        ),
        ("ru", "Городской совет Казани утвердил бюджет, большая часть которого пойдет на ремонт школ и детских садов."),
    ],
)
def test_a_language_is_told_from_its_nearest_relatives(detector: Detector, tag: str, text: str) -> None:
    assert detector.detect("", text).language == tag


def test_an_answer_other_than_the_declared_language_is_marked(detector: Detector) -> None:
    text = "Le président est arrivé mardi à Paris pour une visite officielle"
    assert detector.detect(text, "", "en", "any").disagrees
    assert not detector.detect(text, "", "fr-FR", "any").disagrees
    assert not detector.detect(text, "", None, "any").disagrees


def test_the_examples_in_the_docstrings_are_true() -> None:
    failed, tried = doctest.testmod(words)
    assert tried
    assert not failed
