"""Stories in several languages: each with its share, and the largest is the story's language whatever its length."""

from __future__ import annotations

import pytest

from pipeline.story.language import Detector

ARABIC = (
    "قالت وزارة الصحة إن حملة التطعيم الجديدة ستبدأ مطلع الشهر المقبل في جميع المدارس، وإن الفرق الطبية جاهزة للعمل."
)
ENGLISH = (
    "The health ministry said the new vaccination campaign would begin early next month in every school of the country."
)
FRENCH = (
    "Le ministère de la Santé a indiqué que la nouvelle campagne de vaccination débuterait au début du mois prochain."
)


def shares(detector: Detector, body: str) -> dict[str, float]:
    return {part.language: part.share for part in detector.detect("", body).shares}


def test_half_arabic_half_english_has_both_with_their_shares(detector: Detector) -> None:
    found = shares(detector, f"{ARABIC}\n\n{ENGLISH}")
    assert set(found) == {"ar", "en"}
    assert found["ar"] == pytest.approx(0.47, abs=0.1)
    assert sum(found.values()) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("times", [1, 2, 5, 20])
def test_a_mixed_story_does_not_flip_with_its_length(detector: Detector, times: int) -> None:
    body = "\n\n".join([f"{ARABIC} {ARABIC}\n\n{ENGLISH}"] * times)
    assert detector.detect("", body).language == "ar"


def test_the_order_of_the_parts_does_not_matter(detector: Detector) -> None:
    bodies = (
        f"{ENGLISH}\n\n{ARABIC}\n\n{ARABIC}",
        f"{ARABIC}\n\n{ENGLISH}\n\n{ARABIC}",
        f"{ARABIC}\n\n{ARABIC}\n\n{ENGLISH}",
    )
    assert {detector.detect("", body).language for body in bodies} == {"ar"}


def test_paragraphs_in_two_languages_of_one_script_are_told_apart(detector: Detector) -> None:
    found = shares(detector, f"{FRENCH} {FRENCH}\n\n{ENGLISH}")
    assert set(found) == {"fr", "en"}
    assert found["fr"] > found["en"]


@pytest.mark.parametrize(
    "body",
    [
        ENGLISH,
        f"{ENGLISH}\n\n{ENGLISH}",
        f"{ARABIC} (Reuters) Bloomberg",
        f"{ENGLISH} The paper's headline read: بيروت.",
        f"{FRENCH} Il cite le « New York Times » et le « Financial Times ».",
        "Lo dijo Jean-Luc Mélenchon en la Assemblée Nationale de París ante los diputados de La France Insoumise.",
    ],
)
def test_names_and_credits_in_another_script_or_language_make_no_mixed_story(detector: Detector, body: str) -> None:
    assert detector.detect("", body).shares == []


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("ar", "واش الحكومة غادي تزيد فالأجور ديال الموظفين هاد العام ولا لا"),
        ("ar", "أكد سمو الشيخ محمد بن راشد آل مكتوم خلال استقباله رئيس مجلس الإدارة أن دبي ماضية في مشاريعها"),
        ("ar", "شركة أبل تطلق هاتف iPhone 17 Pro Max وساعة Apple Watch Ultra في الأسواق العربية"),
        ("pt", "O ônibus que levava a torcida do time caiu de um viaduto na manhã desta sexta-feira em São Paulo"),
        (
            "pt",
            "O autocarro que transportava os adeptos da equipa caiu de um viaduto na manhã desta sexta-feira em Lisboa",
        ),
        ("en", "Sheikh Mohammed bin Rashid Al Maktoum meets Abdel Fattah al-Sisi in Sharm el-Sheikh"),
        ("fr", "Mohammed ben Salmane reçoit Abdel Fattah al-Sissi à Charm el-Cheikh"),
        ("sr-Latn", "Predsednik Srbije izjavio je da vreme za rešenje ističe i da će sledeće nedelje posetiti Brisel"),
        (
            "hr",
            "Predsjednik Hrvatske izjavio je da vrijeme istječe te da će sljedeći tjedan posjetiti Bruxelles",
        ),
        ("sr", "Председник Србије изјавио је да ће следеће недеље посетити Брисел"),
        ("uk", "Президент заявив, що наступного тижня відвідає Брюссель"),
        ("fa", "رئیس\N{ZERO WIDTH NON-JOINER}جمهور گفت هفته آینده به بروکسل سفر می\N{ZERO WIDTH NON-JOINER}کند"),
    ],
)
def test_varieties_and_close_relatives(detector: Detector, tag: str, text: str) -> None:
    assert detector.detect("", text).language == tag


@pytest.mark.parametrize(
    "text",
    [
        "پوتین لەگەڵ ئەردۆغان کۆبووەوە لە ئەنقەرە",
        "شى جىنپىڭ ئۈرۈمچىنى زىيارەت قىلدى",
        "د افغانستان د بهرنیو چارو وزیر تهران ته ورسېد",
        "صدر نے لاہور میں نئے ہسپتال کا افتتاح کیا",
        "وزیر خارجه در تهران با همتای خود دیدار کرد",
    ],
)
def test_other_languages_in_arabic_script_are_never_called_arabic(detector: Detector, text: str) -> None:
    assert detector.detect(text, "").language != "ar"


@pytest.mark.parametrize(
    "word",
    [
        "Zelensky",
        "Bundesverfassungsgericht",
        "washington",
        "الجزائر",
        "Правительство",
        "ΑΘΗΝΑ",
        "한국",
        "北京",
        "सरकार",
        "AFP 2024",
        "URGENT -",
        "عاجل: 12",
        "a@b.example",
        "#PARIS 🎉",
    ],
)
def test_one_word_is_undetermined(detector: Detector, word: str) -> None:
    assert detector.detect(word, "").language == "und"


def test_the_declared_language_tips_what_says_little_and_never_clear_text(detector: Detector) -> None:
    assert [detector.detect("Kongen i Wien", "", tag).language for tag in ("da", "nb-NO")] == ["da", "nb"]
    assert detector.detect("", FRENCH, "en").language == "fr"
    assert detector.detect("AFP", "", "fr").language == "und"
