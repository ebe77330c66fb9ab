"""The sample feed holds what its README promises: these are tests of the texts, not of the pipeline."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = sorted(path for path in (SAMPLES / "feed").rglob("*") if path.is_file())
PLAIN = {path.stem: path.read_text(encoding="utf-8") for path in FILES if path.suffix == ".txt"}
NINJS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES if path.suffix == ".json"}
ALL_TEXT = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
TEXTS = PLAIN | {stem: fields.get("body_text", "") for stem, fields in NINJS.items()}


def paragraphs(stem: str) -> list[str]:
    return [part.strip() for part in PLAIN[stem].split("\n\n") if part.strip()]


def test_there_are_at_least_28_files_and_every_one_is_plain_text_or_ninjs() -> None:
    assert len(FILES) >= 28
    assert len(PLAIN) + len(NINJS) == len(FILES), "two files share a stem, or one has another ending"


def test_every_language_of_the_feed_is_there_and_arabic_most_of_all() -> None:
    count = Counter(path.parent.name for path in FILES)
    assert set(count) == {f"demo-{language}" for language in ("ar", "en", "fr", "de", "es", "pt")}
    assert count["demo-ar"] >= 10
    assert min(count.values()) >= 3
    assert count.most_common(1)[0][0] == "demo-ar"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_file_holds_an_invisible_character_or_text_that_is_not_nfc(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    found = [f"U+{ord(c):04X}" for c in text if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs"} and c != "\n"]
    assert found == []
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("stem", [stem for stem in TEXTS if stem.startswith("ar-")])
def test_arabic_stories_are_written_in_arabic_letters(stem: str) -> None:
    letters = [c for c in TEXTS[stem] if c.isalpha()]
    arabic = sum("ARABIC" in unicodedata.name(c) for c in letters)
    assert arabic / len(letters) > 0.95


def test_no_text_is_attributed_to_a_real_agency() -> None:
    real = r"\b(AFP|AP|Reuters|dpa|EFE|Lusa|ANSA|TASS|Xinhua)\b|أ ف ب|ا ف ب|رويترز|فرانس برس|د ب أ"
    assert re.findall(real, ALL_TEXT) == []
    assert ALL_TEXT.count("(WSP)") >= 15
    assert ALL_TEXT.count("(و س ب)") >= 8


@pytest.mark.parametrize("form", ["موسكو", "بموسكو", "لموسكو", "Moscow", "Moscou", "Moskau", "Moscú"])
def test_moscow_occurs_in_every_form_that_a_search_must_join(form: str) -> None:
    assert re.search(rf"(?<!\w){form}(?!\w)", ALL_TEXT)


@pytest.mark.parametrize("name", ["بوتين", "Putin", "Poutine"])
def test_one_person_occurs_in_several_scripts(name: str) -> None:
    assert re.search(rf"(?<!\w){name}(?!\w)", ALL_TEXT)


def test_two_arabic_stories_have_a_dateline_with_its_brackets_in_the_wrong_order() -> None:
    broken = [stem for stem, text in PLAIN.items() if re.search(r"^\([^()\n]+ \(و س ب$", text, re.MULTILINE)]
    assert broken == ["ar-006-damaged-dateline", "ar-007-damaged-torn-sentence"]


@pytest.mark.parametrize(
    ("stem", "torn_at"), [("ar-006-damaged-dateline", "ستعقد في"), ("ar-007-damaged-torn-sentence", "وعدد من")]
)
def test_the_damaged_stories_have_a_sentence_torn_after_a_preposition(stem: str, torn_at: str) -> None:
    assert any(part.endswith(torn_at) for part in paragraphs(stem)[:-1])


@pytest.mark.parametrize("stem", ["ar-006-damaged-dateline", "ar-007-damaged-torn-sentence"])
def test_the_damaged_stories_have_more_guillemets_opened_than_closed(stem: str) -> None:
    assert PLAIN[stem].count("«") > PLAIN[stem].count("»") > 0


def test_the_undamaged_plain_stories_have_as_many_guillemets_opened_as_closed() -> None:
    for stem, text in PLAIN.items():
        if "damaged" not in stem:
            assert text.count("«") == text.count("»"), stem


def test_exactly_one_story_repeats_a_paragraph() -> None:
    repeated = [stem for stem in PLAIN if any(n > 1 for n in Counter(paragraphs(stem)).values())]
    assert repeated == ["ar-008-duplicate-paragraph"]


@pytest.mark.parametrize("stem", [stem for stem in PLAIN if "alert" in stem])
def test_an_alert_is_one_sentence_and_a_signoff_without_headline_or_dateline(stem: str) -> None:
    sentence, signoff = paragraphs(stem)
    assert "\n" not in sentence
    assert "(WSP)" not in sentence
    assert "/" in signoff
    assert " " not in signoff.replace("م ح", "مح").replace("ن س", "نس")


def test_exactly_one_file_must_be_rejected_because_it_has_no_text() -> None:
    assert [stem for stem, text in PLAIN.items() if not any(c.isalnum() for c in text)] == ["en-009-no-text"]


def test_one_story_is_the_newer_version_of_another() -> None:
    first, second = NINJS["en-006-bridge-v1"], NINJS["en-007-bridge-v2"]
    assert first["uri"] == second["uri"]
    assert first["versioncreated"] < second["versioncreated"]
    assert first["headline"] != second["headline"]


def test_one_story_is_killed_without_a_body() -> None:
    killed = [fields for fields in NINJS.values() if fields["pubstatus"] == "canceled"]
    assert len(killed) == 1
    assert "body_text" not in killed[0]
    assert killed[0]["uri"] == NINJS["fr-005-usine"]["uri"]
    assert killed[0]["versioncreated"] > NINJS["fr-005-usine"]["versioncreated"]


def test_one_story_is_embargoed_for_longer_than_anyone_will_run_the_demo() -> None:
    assert [fields["embargoed"] for fields in NINJS.values() if "embargoed" in fields] == ["2099-01-01T00:01:00Z"]


def test_no_identity_of_a_ninjs_story_holds_its_version() -> None:
    assert all(not fields["uri"].endswith(f":{fields['version']}") for fields in NINJS.values())


def test_the_readme_names_every_file() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [path.stem for path in FILES if f"`{path.stem}`" not in readme] == []
