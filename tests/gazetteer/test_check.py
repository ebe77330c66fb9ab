"""The check finds what is wrong in a list, and the shipped lists are clean."""

from pathlib import Path

import pytest

from pipeline.gazetteer.check import faults_of
from pipeline.gazetteer.lists import LISTS

HEAD = "- | Ada Example | country=GB,role=writer | آدا إكزامبل"


def kinds(folder: Path, people: str, organisations: str = "", words: str = "") -> list[str]:
    (folder / "people-x.txt").write_text(people, "utf-8")
    (folder / "organisations-x.txt").write_text(organisations, "utf-8")
    (folder / "common-words.txt").write_text(words, "utf-8")
    return [fault.kind for fault in faults_of(folder) if not fault.advice]


def test_the_shipped_lists_have_no_fault() -> None:
    assert [str(fault) for fault in faults_of(LISTS) if not fault.advice] == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("- | Ada Example | country=GB", "format"),
        ("- | Ada Example | country | آدا", "format"),
        ("Q42 | Ada Example | country=GB | آدا", "id"),
        ("wd:Q042 | Ada Example | country=GB | آدا", "id"),
        ("- | Ada Example | country=QQ | آدا", "attribute"),
        ("- | Ada Example | nation=GB | آدا", "attribute"),
        ("- | Ada Example | surname=yes | آدا", "attribute"),
        ("- | Ada Example | country=GB | آدا@xx", "attribute"),
        ("- | Ada Example | country=GB | آدا; 1234", "junk"),
        ("- | Ada Example | country=GB | آدا; A", "junk"),
        ("- | Ada Example | country=GB | آدا; Ada\N{ZERO WIDTH SPACE}Example", "junk"),
        ("- | Ada Example | country=GB | آدا; E\N{COMBINING ACUTE ACCENT}xample", "junk"),
        ("- | Ada Example | country=GB | Aда", "arabic"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, kind: str) -> None:
    assert kinds(tmp_path, line) == [kind]


@pytest.mark.parametrize(
    "line",
    [
        HEAD,
        "wd:Q42 | Ada Example | country=XK,surname=ok | آدا إكزامبل; Example; 艾达",
        "- | Ada Example | role=writer | آدا; !Reading@en; Ада",
        "# a comment",
    ],
)
def test_a_sound_line_is_left_alone(tmp_path: Path, line: str) -> None:
    assert kinds(tmp_path, line) == []


def test_one_key_on_two_lines_is_a_clash_unless_one_is_guarded_or_their_languages_differ(tmp_path: Path) -> None:
    body = "- | {} | type=company | شركة {}; {}"
    first = body.format("Alpha", "ا", "Example")
    for form, expected in (("Éxample", ["clash"]), ("!Example", []), ("Examples", [])):
        assert kinds(tmp_path, HEAD, f"{first}\n{body.format('Beta', 'ب', form)}") == expected
    one, other = body.format("Alpha", "ا", "Example@en"), body.format("Beta", "ب", "Example@fr")
    assert kinds(tmp_path, HEAD, f"{one}\n{other}") == []


def test_a_surname_may_have_two_bearers_but_not_one_that_is_linked_alone(tmp_path: Path) -> None:
    other = "- | Bob Example | country=GB{} | بوب إكزامبل; Example"
    assert kinds(tmp_path, f"{HEAD}; Example\n{other.format('')}") == []
    known = "- | Cy Example | surname=ok | ساي إكزامبل; Example"
    assert kinds(tmp_path, f"{known}\n{other.format(',surname=ok')}") == ["clash"]


def test_an_id_has_one_bearer(tmp_path: Path) -> None:
    assert kinds(tmp_path, "wd:Q1 | Ada Example | | آدا\nwd:Q1 | Bob Example | | بوب") == ["id"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Reading", ["word"]),
        ("READING House", []),
        ("!Reading", []),
        ("Reading@fr", []),
        ("Reading@en", ["word"]),
        ("Readings", []),
    ],
)
def test_a_name_that_is_a_common_word_is_a_trap_where_that_language_is_read(
    tmp_path: Path, form: str, expected: list[str]
) -> None:
    line = f"- | Alpha Company | type=company | {form}; شركة ألفا"
    assert kinds(tmp_path, HEAD, line, "en | reading; house") == expected


def test_an_organisation_without_an_arabic_name_is_only_advice(tmp_path: Path) -> None:
    assert kinds(tmp_path, HEAD, "- | Edeka | type=company |") == []
    assert [fault.kind for fault in faults_of(tmp_path)] == ["arabic"]
